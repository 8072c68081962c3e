"""Found and shared: head, cards, feed, sitemap, Markdown.

Everything is said of a page that the page says itself. The site's address is the one
that MkDocs or Zensical wrote into the home page, from site_url in mkdocs.yml.
"""

import html
import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from bs4 import BeautifulSoup, Tag
from markdown import markdown
from mkdocs.utils.yaml import yaml_load

from project import DOCS, ROOT, mkdocs_yml
from publish.cards import HEIGHT, WIDTH, card
from publish.copies import Copies, folder, path_of

CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')
DRAWING = re.compile(r'<svg class="drawing".*?</svg>', re.S)
LABEL = re.compile(r'aria-label="([^"]*)"')
RELEASE = re.compile(
    r"^## \[(?P<version>[^]]+)\](?:\([^)]*\))? - (?P<date>\d{4}-\d\d-\d\d)\n"
    r"(?P<changes>.*?)(?=^## |^\[[^]]+\]: |\Z)",
    re.M | re.S,
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ALTERNATIVE_LIMIT = 420  # characters, as X has it
SLIDES = "lecture/slides.html"
# With its space the same to who reads HTML, but not to the theme's bundle, which takes
# link[rel=alternate] for the site in another language, and asks there for a sitemap.
OTHER = "alternate "

# What a page is, where it is no article; and the data that it offers.
KINDS = {
    "reference/questions/": {"@type": "FAQPage"},
    "exercises/": {
        "@type": "LearningResource",
        "learningResourceType": "exercises",
    },
    "lecture/": {"@type": "LearningResource", "learningResourceType": "lecture"},
    "lab/": {"@type": "WebPage"},
    "lab/channel-mixer/": {"@type": "WebPage"},
    "lab/layer-budget/": {"@type": "WebPage"},
}
DATA = {
    "reference/numbers/": ("numbers.csv", "numbers.json"),
    "architectures/share/": ("share.csv",),
}
FORMATS = {".csv": "text/csv", ".json": "application/json"}


@dataclass
class Page:
    """What a built page says of itself."""

    path: str
    text: str
    title: str
    description: str
    drawing: str

    @classmethod
    def read(cls, site: Path, path: str) -> "Page":
        """Read a page of a built site, by its path below the site's address."""
        file = path if path.endswith(".html") else f"{path}index.html"
        text = (site / file).read_text("utf-8")
        title = re.sub(r"<[^>]+>|¶", "", TITLE.search(text)[1])
        drawing = DRAWING.search(text)
        return cls(
            path=path,
            text=text,
            title=" ".join(html.unescape(title).split()),
            description=html.unescape(DESCRIPTION.search(text)[1]),
            drawing=drawing[0] if drawing else "",
        )

    def card(self) -> str:
        """Return where the page's card lies."""
        name = self.path.removesuffix(".html").rstrip("/") or "index"
        return f"assets/cards/{name}.png"

    def alternative(self, site: str) -> str:
        """Say what the card shows."""
        said = f"{site}. {self.title}: {self.description}"
        if self.drawing:
            said += f" Drawing: {html.unescape(LABEL.search(self.drawing)[1])}"
        return (
            said[:ALTERNATIVE_LIMIT].rpartition(" ")[0]
            if (len(said) > ALTERNATIVE_LIMIT)
            else said
        )


# ---- Structured data


def author() -> dict:
    """Return the author as CITATION.cff has it."""
    with (ROOT / "CITATION.cff").open("rb") as file:
        [who] = yaml_load(file)["authors"]
    return {"@type": "Organization", "name": who["name"]}


def trail(nav: list, path: str) -> list[tuple[str, str]]:
    """Return the titles and paths of the overview above a page in the nav, if any."""
    for part in nav:
        if isinstance(part, dict):
            [(title, below)] = part.items()
            if isinstance(below, list) and path in map(folder_of, below):
                above = folder_of(below[0])
                is_overview = isinstance(below[0], str) and above != path
                return [(title, above)] if is_overview else []
    return []


def section(nav: list, path: str) -> str:
    """Return the title of the part of the nav that a page is in, if it is in one."""
    for part in nav:
        [(title, below)] = part.items()
        if isinstance(below, list) and path in map(folder_of, below):
            return title
    return ""


def folder_of(entry: dict | str) -> str:
    """Return the path of a page by its entry in the nav."""
    return folder(
        DOCS / (entry if isinstance(entry, str) else next(iter(entry.values())))
    )


def in_line(formula: Tag) -> str:
    """Return a formula as one writes it in a line of text."""
    signs = {"mfrac": "({}) / ({})", "msup": "{}^{}", "msub": "{}_{}"}
    for part in reversed(formula.find_all([*signs])):
        pair = [one.get_text() for one in part.find_all(True, recursive=False)]
        part.replace_with(signs[part.name].format(*pair))
    return formula.get_text()


def questions(text: str) -> list[dict]:
    """Return the questions of a page, each with its answer but for code and output."""
    found = []
    article = BeautifulSoup(text, "html.parser").article
    for formula in article.select("math"):
        formula.replace_with(in_line(formula))
    for heading in article.select("h3[id]"):
        said = []
        for block in heading.find_next_siblings():
            if block.name in ("h2", "h3"):
                break
            if block.get("class", ["formula"]) == ["formula"]:
                said += block.select("li") or [block]
        words = (" ".join(block.get_text().split()) for block in said)
        found.append(
            {
                "@type": "Question",
                "name": heading.get_text().rstrip("¶"),
                "acceptedAnswer": {"@type": "Answer", "text": "\n".join(words)},
            }
        )
    return found


def structured(page: Page, base: str, site: str) -> str:
    """Return what a page says, as JSON-LD in the terms of schema.org."""
    about = {
        "description": page.description,
        "url": base + page.path,
        "inLanguage": mkdocs_yml()["theme"]["language"],
        "image": base + page.card(),
        "license": LICENCE,
        "author": author(),
    }
    if not page.path:
        graph = [{"@type": "WebSite", "name": site} | about]
    else:
        about["isPartOf"] = {"@type": "WebSite", "name": site, "url": base}
        article = {"@type": "TechArticle", "headline": page.title}
        kind = KINDS.get(page.path)
        graph = [(kind | {"name": page.title} if kind else article) | about]
        steps = [(site, ""), *trail(mkdocs_yml()["nav"], page.path)]
        steps.append((page.title, page.path))
        graph.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": name,
                        "item": base + path,
                    }
                    for place, (name, path) in enumerate(steps, 1)
                ],
            }
        )
    if graph[0]["@type"] == "FAQPage":
        graph[0]["mainEntity"] = questions(page.text)
    if page.path in DATA:
        same = ("description", "url", "license")
        graph.append(
            {
                "@type": "Dataset",
                "name": page.title,
                **{name: about[name] for name in same},
                "creator": about["author"],
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": FORMATS[Path(file).suffix],
                        "contentUrl": f"{base}assets/data/{file}",
                    }
                    for file in DATA[page.path]
                ],
            }
        )
    said = {"@context": "https://schema.org", "@graph": graph}
    packed = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    # Inside <script> only these could end it, or begin a comment.
    return packed.replace("<", "\\u003c")


# ---- The head


def head(page: Page, base: str, site: str) -> Iterator[str]:
    """Yield what the head of a page is given."""
    up = "../" * page.path.count("/")
    if not CANONICAL.search(page.text):
        yield f'<link rel="canonical" href="{base}{page.path}">'
    if page.path != SLIDES:
        yield f'<link rel="{OTHER}" type="text/markdown" href="index.md">'
    yield (
        f'<link rel="{OTHER}" type="application/atom+xml" href="{up}feed.xml"'
        ' title="Changes">'
    )
    for name, content in (
        ("og:site_name", site),
        ("og:type", "article" if page.path else "website"),
        ("og:title", page.title),
        ("og:description", page.description),
        ("og:url", base + page.path),
        ("og:image", base + page.card()),
        ("og:image:width", WIDTH),
        ("og:image:height", HEIGHT),
        ("og:image:alt", page.alternative(site)),
    ):
        yield f'<meta property="{name}" content="{html.escape(str(content))}">'
    yield '<meta name="twitter:card" content="summary_large_image">'


# ---- Files of the whole site


def sitemap(base: str, paths: list[str]) -> str:
    """Return the addresses of all pages; when each last changed is not known here."""
    places = "\n".join(
        f"<url><loc>{escape(base + path)}</loc></url>" for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{places}\n</urlset>\n"
    )


def feed(base: str, site: str) -> str:
    """Return the releases of CHANGELOG.md as an Atom feed, the newest first."""
    releases = RELEASE.finditer((ROOT / "CHANGELOG.md").read_text("utf-8"))
    entries, dates = [], []
    for release in releases:
        version, date = release["version"], f"{release['date']}T00:00:00Z"
        # The same wherever the site lies, so that a reader of feeds knows it again.
        own = uuid.uuid5(uuid.NAMESPACE_URL, f"one-by-one/{version}").urn
        dates.append(date)
        entries.append(
            f"<entry>\n<id>{own}</id>\n<title>{site} {escape(version)}</title>\n"
            f'<updated>{date}</updated>\n<link href="{escape(base)}"/>\n'
            f'<content type="html">{escape(markdown(release["changes"].strip()))}'
            "</content>\n</entry>\n"
        )
    if not entries:
        sys.exit(
            "CHANGELOG.md holds no release, as “## [0.1.0] - 2026-11-23”: the feed of"
            " changes needs one."
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>{uuid.uuid5(uuid.NAMESPACE_URL, 'one-by-one').urn}</id>\n"
        f"<title>{site}: changes</title>\n<updated>{max(dates)}</updated>\n"
        f"<author><name>{escape(author()['name'])}</name></author>\n"
        f'<link rel="self" href="{escape(base)}feed.xml"/>\n'
        f'<link href="{escape(base)}"/>\n{"".join(entries)}</feed>\n'
    )


def llms(copies: Copies, pages: dict[str, Page], site: str) -> str:
    """Return the site as an index for programs that read: see llmstxt.org."""
    parts = [
        f"# {site}",
        f"> {mkdocs_yml()['site_description']}",
        "Every page is here as Markdown, code and outputs included. All of them in one"
        f" file: [llms-full.txt]({path_of('llms-full.txt')}).",
    ]
    heading = ""
    for path, page in pages.items():
        own = section(mkdocs_yml()["nav"], path)
        own = own or ("More" if heading not in ("", "Start") else "Start")
        if own != heading:
            parts.append(f"## {own}\n")
            heading = own
        line = f"- [{page.title}]({path_of(f'{path}index.md')})"
        parts[-1] += f"\n{line}: {page.description}"
    parts.append("## Data\n")
    for path, files in DATA.items():
        for file in files:
            line = f"- [{file}]({path_of(f'assets/data/{file}')})"
            parts[-1] += f"\n{line}: the data of “{pages[path].title}”"
    return copies.placed("\n\n".join(parts) + "\n", "")


def apply(site: Path) -> None:
    """Give a built site all that lets it be found and shared."""
    found = CANONICAL.search((site / "index.html").read_text("utf-8"))
    if not found:
        sys.exit(
            f"{site}/index.html names no address of its own. Set site_url in"
            " mkdocs.yml, or SITE_URL, and build again."
        )
    base, name = html.unescape(found[1]), mkdocs_yml()["site_name"]
    copies = Copies(site, base)
    pages = {path: Page.read(site, path) for path in copies.pages}
    texts = {path: copies.copy(source) for path, source in copies.pages.items()}
    for path, text in texts.items():
        (site / path / "index.md").write_text(copies.placed(text, path), "utf-8")
    whole = copies.placed("\n\n".join(texts.values()), "")
    (site / "llms-full.txt").write_text(whole, "utf-8")
    every = [*pages.values()]
    if (site / SLIDES).exists():
        every.append(Page.read(site, SLIDES))
    for page in every:
        file = site / page.card()
        file.parent.mkdir(parents=True, exist_ok=True)
        above = section(mkdocs_yml()["nav"], page.path)
        file.write_bytes(
            card(name, above, page.title, page.description, page.drawing)
        )
        text = page.text.replace(
            "</head>", "\n".join([*head(page, base, name), "</head>"]), 1
        )
        if page.path != SLIDES:
            link = '<a href="index.md">This page as Markdown</a>'
            text = text.replace(
                "</article>", f'<p class="markdown">{link}</p>\n</article>', 1
            )
            # At the end, so that no reader waits for it.
            said = structured(page, base, name)
            said = f'<script type="application/ld+json">{said}</script>'
            before, _, after = text.rpartition("</body>")
            text = f"{before}{said}\n</body>{after}"
        path = page.path if page.path == SLIDES else f"{page.path}index.html"
        (site / path).write_text(text, "utf-8")
    (site / "sitemap.xml").write_text(sitemap(base, [*pages]), "utf-8")
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    (site / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", "utf-8"
    )
    (site / "feed.xml").write_text(feed(base, name), "utf-8")
    (site / "llms.txt").write_text(llms(copies, pages, name), "utf-8")

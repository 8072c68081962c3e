"""Every page can be found, shared and read by programs: see publish/share.py.

What is said of a page, in its head or in files beside it, is what the page says.
"""

import functools
import gzip
import io
import json
import os
import re
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import tinycss2
from bs4 import BeautifulSoup, Tag
from PIL import Image

import downloads
from pages import NAVIGATION
from project import DOCS, ROOT, SNIPPETS, mkdocs_yml, name, report
from publish import cards, share

HERE = "docs/overrides, or tests/publish/share.py"
SIZE, CARD_LIMIT = (1200, 630), 40 * 1024  # px, bytes
HEAD_LIMIT = 1024  # bytes, compressed, of all that is said to programs
SCHEMA_DTS = "npm:schema-dts@1.1.5"  # schema.org in TypeScript, by Google
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ELSEWHERE = "https://someone.github.io/one-by-one/"
WORD = re.compile(r"[^\W_]+")
FENCE = re.compile(r"^```(\w*)\n(.*?)\n```$", re.M | re.S)
MATHS = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# What only the site understands: blocks, includes, attributes, HTML, notes.
UNSHARED = re.compile(
    r"^/{3}.*|--8<--|\{:? ?[.#][^}]*\}|</?\w[^>]*>|^ *(?:\?\?\?|!!!|===) .*"
    r"|With JavaScript",
    re.M,
)
# What a copy says otherwise, or of which it says nothing.
ELSE = (
    "math, svg, pre, .headerlink, .download, .versions, .markdown, .filename,"
    " .tabbed-labels, number-answer, figcaption"
)
# What search engines' documentation asks for, beside the terms of schema.org.
REQUIRED = {
    "WebSite": {"name", "url"},
    "TechArticle": {"headline", "image", "author", "inLanguage"},
    "WebPage": {"name", "url"},
    "LearningResource": {"name", "learningResourceType"},
    "FAQPage": {"mainEntity"},
    "BreadcrumbList": {"itemListElement"},
    "Dataset": {"name", "description", "license", "creator", "distribution"},
}


def base() -> str:
    """Return the address for which the site is built."""
    return f"{mkdocs_yml()['site_url'].rstrip('/')}/"


def path_of(page: Path) -> str:
    """Return where a page of docs/ stands below the site's address."""
    path = page.relative_to(DOCS).with_suffix("").as_posix()
    return "" if path == "index" else f"{path.removesuffix('/index')}/"


PATHS = {path_of(page): page for page in NAVIGATION}


@functools.cache
def parsed(site: Path, path: str) -> BeautifulSoup:
    """Parse a page of the built site."""
    text = (site / path / "index.html").read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


@functools.cache
def copy(site: Path, path: str) -> str:
    """Return a page's copy in Markdown."""
    return (site / path / "index.md").read_text("utf-8")


def values(page: BeautifulSoup, selector: str) -> list[str]:
    """List the addresses or contents of what a selector names in a page."""
    return [
        tag.get("href") or tag.get("content") or "" for tag in page.select(selector)
    ]


def shown(tag: Tag) -> str:
    """Return the words of an element, as a line."""
    return " ".join(tag.get_text().replace("¶", "").split())


def at(path: str) -> str:
    """Name the source of a page."""
    return name(PATHS[path])


# ---- Address


def test_every_page_names_its_own_address(site):
    """Each page names one canonical address, its own, and the same when shared."""
    selector = 'link[rel="canonical"], meta[property="og:url"]'
    report(
        f"{at(path)}: the page says that it stands at {found}, and it stands at"
        f" {base()}{path}. Mend {HERE}."
        for path in PATHS
        for found in [values(parsed(site, path), selector)]
        if found != [base() + path] * 2
    )


def test_slides_name_their_own_address(site):
    """The slides, which are no page of the navigation, name their address too."""
    slides = (site / share.SLIDES).read_text("utf-8")
    page = BeautifulSoup(slides, "html.parser")
    assert values(page, 'link[rel="canonical"]') == [base() + share.SLIDES]


def test_sitemap_is_the_navigation(site):
    """The sitemap lists each page once, without dates, and robots.txt names it."""
    tree = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314 our own
    listed = [where.text for where in tree.iterfind(f"{SITEMAP}url/{SITEMAP}loc")]
    robots = (site / "robots.txt").read_text("utf-8").splitlines()
    found = (
        listed,
        len(list(tree.iter())) - 1,
        f"Sitemap: {base()}sitemap.xml" in robots,
        (site / "sitemap.xml.gz").exists(),
    )
    wanted = [base() + path for path in PATHS]
    assert found == (wanted, 2 * len(wanted), True, False), (
        "sitemap.xml is not the pages of mkdocs.yml, or robots.txt does not name it."
        f" Mend {HERE}."
    )


# ---- Cards


def card(site: Path, path: str) -> Path:
    """Return the file that a page names as its card, or the site's folder."""
    [address] = values(parsed(site, path), 'meta[property="og:image"]') or [base()]
    return site / address.removeprefix(base())


def flaws(file: Path) -> str:
    """Say what is wrong with a card, or nothing."""
    if not file.is_file():
        return "is no file"
    data = file.read_bytes()
    if len(data) > CARD_LIMIT:
        return f"has {len(data):,} bytes, above {CARD_LIMIT:,}"
    picture = Image.open(io.BytesIO(data))
    form = picture.format, picture.mode, picture.size
    if form != ("PNG", "P", SIZE):
        return f"has the form {form}"
    css = (DOCS / "assets/stylesheets/one-by-one.css").read_text("utf-8")
    ground = picture.convert("RGB").getpixel((0, 0))
    paper = re.search(r"--obo-paper: light-dark\((#\w+)", css)[1]
    written = "#{:02x}{:02x}{:02x}".format(*ground)
    return "" if written == paper else f"has the ground {written}, not {paper}"


def test_every_page_has_a_card(site):
    """Each page names a card of 1200×630 pixels on paper, a PNG of at most 40 KB."""
    report(
        f"{at(path)}: its card {file.relative_to(site)} {wrong}. Mend {HERE}."
        for path in PATHS
        for file in [card(site, path)]
        if (wrong := flaws(file))
    )


def test_no_two_cards_are_the_same(site):
    """Each page has a card of its own."""
    seen: dict[bytes, str] = {}
    report(
        f"{at(path)} has the card of {seen[data]}. Mend {HERE}."
        for path in PATHS
        for file in [card(site, path)]
        for data in [file.read_bytes() if file.is_file() else path.encode()]
        if seen.setdefault(data, at(path)) != at(path)
    )


def test_what_is_shared_is_what_the_page_says(site):
    """A shared page has its heading and its description; its card has a text."""
    complaints = []
    for path in PATHS:
        page = parsed(site, path)
        properties = ["og:title", "og:description", "og:type", "og:site_name"]
        found = [values(page, f'meta[property="{one}"]') for one in properties]
        found.append(values(page, 'meta[name="twitter:card"]'))
        wanted = [
            [shown(page.h1)],
            values(page, "meta[name=description]"),
            ["article" if path else "website"],
            [mkdocs_yml()["site_name"]],
            ["summary_large_image"],
        ]
        [text] = values(page, 'meta[property="og:image:alt"]') or [""]
        if found != wanted or shown(page.h1) not in text:
            complaints.append(
                f"{at(path)}: shared, it says {found} and {text[:60]!r}, and the page"
                f" says {wanted}. Mend {HERE}."
            )
    report(complaints)


def test_nothing_is_cut_off_a_card(site):
    """The title and the description of each page fit on its card."""
    room = SIZE[0] - 2 * cards.MARGIN - cards.GAP - cards.BESIDE
    complaints = []
    for path in PATHS:
        page = share.Page.read(site, path)
        _, title, said = cards.text(page.title, page.description, room, 450, 25)
        if " ".join([*title, *said]) != f"{page.title} {page.description}":
            complaints.append(f"{at(path)}: {said[-1]!r} ends its card. Say less.")
    report(complaints)


def test_a_long_title_is_made_to_fit():
    """However long title and description are, the card's lines stay on the card."""
    room, high = 488, 420
    size, title, said = cards.text(
        "A 1×1 title " * 9, "Words " * 99, room, high, 25
    )
    rows = [cards.font("Serif-Bold", size).getlength(line) for line in title]
    rows += [cards.font("Sans", 25).getlength(line) for line in said]
    assert (
        cards.tall(size, title, 25, said) <= high,
        max(rows) <= room * 1.05,
    ) == (True, True)


@functools.cache
def stylesheet() -> dict[str, dict[str, str]]:
    """Read figures.css: the declarations of each class, by their names."""
    text = (DOCS / "assets/stylesheets/figures.css").read_text("utf-8")
    found: dict[str, dict[str, str]] = {}
    for rule in tinycss2.parse_stylesheet(text, True, True):
        if rule.type != "qualified-rule":
            continue
        own = {
            one.name: tinycss2.serialize(one.value).strip()
            for one in tinycss2.parse_blocks_contents(rule.content, True, True)
        }
        for kind in re.findall(r"\.([\w-]+)", tinycss2.serialize(rule.prelude)):
            found.setdefault(kind, {}).update(own)
    del found["drawing"]  # what all the others are in
    return found


def test_cards_draw_as_the_stylesheet_does():
    """Fills, lines and faint lines of a card's drawing are those of figures.css."""
    css = stylesheet()
    fills, strokes, faint = {}, {}, {}
    for kind, own in css.items():
        fill = own.get("fill", "")
        if share_of_hue := re.search(r"var\(--hue\) (\d+)%", fill):
            fills[kind] = int(share_of_hue[1]) / 100
        elif fill == "var(--hue)":
            fills[kind] = 1
        if own.get("stroke") == "none" and "fill" in own:
            strokes[kind] = 0
        if "stroke-width" in own:
            strokes[kind] = float(own["stroke-width"])
        if "stroke-opacity" in own:
            faint[kind] = float(own["stroke-opacity"])
    found = cards.FILLS, cards.STROKES, cards.FAINT
    assert found == (fills, strokes, faint), (
        "tests/publish/cards.py draws otherwise than figures.css: mend its tables."
    )


def test_cards_know_every_class_of_the_drawings():
    """No drawing has a class of which a card does not know how to draw it."""
    css = stylesheet()
    report(
        f"{name(file)}: figures.css knows no class “{kind}”, nor does a card."
        for file in SNIPPETS.glob("figures/*.svg")
        for kind in {
            kind
            for kinds in re.findall(r'class="([^"]+)"', file.read_text("utf-8"))
            for kind in kinds.split()
        }
        if kind not in {*css, "drawing"}
    )


# ---- Structured data


@functools.cache
def said(site: Path, path: str) -> list[dict]:
    """Return the graph of structured data of a page."""
    found = parsed(site, path).select('script[type="application/ld+json"]')
    return [part for one in found for part in json.loads(one.string)["@graph"]]


def test_structured_data_is_schema_org(site, tmp_path):
    """The structured data of all pages is of the types that schema.org knows."""
    graphs = [
        f"export const page{number}: Graph ="
        f' {{"@context": "https://schema.org", "@graph": {json.dumps(graph)}}}'
        for number, path in enumerate(PATHS)
        for graph in [said(site, path)]
    ]
    file = tmp_path / "pages.ts"
    first = f'import type {{ Graph }} from "{SCHEMA_DTS}"'
    file.write_text("\n".join([first, *graphs]), "utf-8")
    checked = subprocess.run(
        [Path(sys.executable).with_name("deno"), "check", "--quiet", file],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert not checked.returncode, (
        f"{checked.stderr[:900]}\nThe number in `page7` counts the pages of"
        " mkdocs.yml. Mend the structured data in tests/publish/share.py."
    )


def test_structured_data_has_what_is_required(site):
    """Each part has the properties that search engines ask for, and none is empty."""
    report(
        f"{at(path)}: its {part['@type']} lacks {', '.join(sorted(missing))}. Mend"
        " tests/publish/share.py."
        for path in PATHS
        for part in said(site, path) or [{"@type": "WebPage"}]
        if (
            missing := {one for one in REQUIRED[part["@type"]] if not part.get(one)}
        )
    )


def test_structured_data_says_what_the_page_says(site):
    """Its title, description, language and licence are those on the page."""
    complaints = []
    for path in PATHS:
        page, (first, *more) = parsed(site, path), said(site, path)
        title = shown(page.h1) if path else mkdocs_yml()["site_name"]
        wanted = {
            "title": title,
            "description": values(page, "meta[name=description]")[0],
            "inLanguage": page.html["lang"],
            "url": base() + path,
            "image": values(page, 'meta[property="og:image"]')[0],
        }
        found = first | {"title": first.get("headline") or first.get("name")}
        for kind in more:
            if kind["@type"] == "Dataset":
                found |= {"description": kind["description"], "title": kind["name"]}
        wrong = [key for key, value in wanted.items() if found.get(key) != value]
        if not page.select_one(f'footer a[href="{first["license"]}"]'):
            wrong.append("license")
        complaints += [
            f"{at(path)}: its structured data says otherwise of {one} than the page:"
            f" {found.get(one)!r}. Mend tests/publish/share.py."
            for one in wrong
        ]
    report(complaints)


def test_steps_lead_to_pages(site):
    """Each page but the home page has steps from there, each the title of a page."""
    complaints = []
    for path in PATHS:
        steps = [
            (step["position"], step["name"], step["item"].removeprefix(base()))
            for part in said(site, path)
            if part["@type"] == "BreadcrumbList"
            for step in part["itemListElement"]
        ]
        own = mkdocs_yml()["site_name"], shown(parsed(site, path).h1)
        good = [
            number == place
            and to in PATHS
            and path.startswith(to)
            and step in parsed(site, path).get_text()
            for place, (number, step, to) in enumerate(steps, 1)
        ]
        ends = [(step, to) for _, step, to in steps[:1] + steps[-1:]]
        if not all(good) or ends != (
            [(own[0], ""), (own[1], path)] if path else []
        ):
            complaints.append(
                f"{at(path)}: its steps are {steps}. Mend tests/publish/share.py."
            )
    report(complaints)


def letters(text: str) -> str:
    """Return a text without spaces and the signs of a formula in a line."""
    return re.sub(r"[\s()/^_¶-]+", "", text)


def test_questions_are_answered_in_full(site):
    """The structured questions are those of the page, each with its whole answer."""
    path = "reference/questions/"
    article = BeautifulSoup(str(parsed(site, path).article), "html.parser")
    for left in article.select(".highlight, .tabbed-set, .versions, .markdown"):
        left.decompose()
    on_page: dict[str, str] = {}
    for block in article.find_all(["h2", "h3", "p", "li"]):
        if block.name == "h3":
            on_page[shown(block)] = ""
        elif block.name == "h2":
            on_page[""] = ""
        elif on_page:
            on_page[[*on_page][-1]] += block.get_text()
    in_data = {
        question["name"]: question["acceptedAnswer"]["text"]
        for part in said(site, path)
        for question in part.get("mainEntity", [])
    }
    on_page.pop("", None)
    report(
        f"{at(path)}: “{question}” is answered there with"
        f" {on_page.get(question, 'nothing')[:60]!r}, in the structured data with"
        f" {in_data.get(question, 'nothing')[:60]!r}. Mend tests/publish/share.py."
        for question in on_page | in_data
        if letters(on_page.get(question, "")) != letters(in_data.get(question, ""))
        or not in_data.get(question)
    )


def test_data_are_offered_on_their_page(site):
    """Each file of a dataset is one that its page links to, and each file is in one."""
    offered = {
        (path, data["contentUrl"].removeprefix(base()))
        for path in PATHS
        for part in said(site, path)
        for data in part.get("distribution", ())
    }
    linked = {
        (path, urljoin(path, link))
        for path in PATHS
        for link in values(parsed(site, path), "article a[href*='assets/data/']")
    }
    kept = {f"assets/data/{file.name}" for file in DOCS.glob("assets/data/*")}
    assert (offered - linked, kept - {file for _, file in offered}) == (
        set(),
        set(),
    )


def test_structured_data_cannot_end_its_element(site):
    """No structured data holds a sign that a browser could read as markup."""
    report(
        f"{at(path)}: “<” stands in its structured data. Mend tests/publish/share.py."
        for path in PATHS
        for one in parsed(site, path).select('script[type="application/ld+json"]')
        if "<" in one.string
    )


def test_what_is_said_to_programs_is_light(site):
    """What a page says to programs comes to 1 KB compressed; questions are longer."""
    complaints = []
    for path in PATHS:
        text = (site / path / "index.html").read_text("utf-8")
        left = re.sub(r'<script type="application/ld\+json">.*?</script>', "", text)
        left = re.sub(r'<meta (?:property|name="twitter)[^>]*>', "", left)
        size, without = (len(gzip.compress(one.encode())) for one in (text, left))
        if size - without > HEAD_LIMIT and path != "reference/questions/":
            complaints.append(
                f"{at(path)}: {size - without:,} bytes; {HEAD_LIMIT:,} is the limit."
            )
    report(complaints)


# ---- Feed


def test_every_page_links_to_the_feed(site):
    """Each page links in its head to the feed of changes."""
    report(
        f"{at(path)}: its head names the feed {found}. Mend {HERE}."
        for path in PATHS
        for found in [
            values(parsed(site, path), 'head link[type="application/atom+xml"]')
        ]
        if [urljoin(path, to) for to in found] != ["feed.xml"]
    )


def test_feed_is_atom(site):
    """The feed has all that RFC 4287 requires: ids, titles, dates, author, links."""
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314 our own
    entries = feed.findall(f"{ATOM}entry")
    texts = {
        part: [one.findtext(f"{ATOM}{part}") or "" for one in [feed, *entries]]
        for part in ("id", "title", "updated")
    }
    links = [
        one.get("href")
        for one in feed.findall(f"{ATOM}link")
        if one.get("rel") == "self"
    ]
    found = (
        feed.tag,
        len(
            {one for one in texts["id"] if re.match("urn:uuid:[0-9a-f-]{36}$", one)}
        ),
        all(texts["title"]),
        max(texts["updated"][1:]) == texts["updated"][0],
        all(datetime.fromisoformat(one).tzinfo for one in texts["updated"]),
        bool(feed.findtext(f"{ATOM}author/{ATOM}name")),
        links,
        all(one.find(f"{ATOM}link") is not None for one in entries),
    )
    assert found == (
        f"{ATOM}feed",
        len(entries) + 1,
        *(True, True, True, True),
        [f"{base()}feed.xml"],
        True,
    ), "feed.xml is no good Atom. Mend tests/publish/share.py."


def test_feed_is_the_changelog(site):
    """The feed has each version of CHANGELOG.md with its date and all its changes."""
    versions: dict[str, list] = {}
    for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines():
        if heading := re.match(r"## \[([\d.]+)\].* - (\S+)$", line):
            own = versions.setdefault(heading[1], [f"{heading[2]}T00:00:00Z", 0])
        elif line.startswith("## "):
            own = [0, 0]
        elif line.startswith("- ") and versions:
            own[1] += 1
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314 our own
    found = {
        entry.findtext(f"{ATOM}title").split()[-1]: [
            entry.findtext(f"{ATOM}updated"),
            entry.findtext(f"{ATOM}content").count("<li>"),
        ]
        for entry in feed.iterfind(f"{ATOM}entry")
    }
    assert found == versions, (
        "feed.xml is not what CHANGELOG.md says. Head a version there as"
        " “## [0.2.0] - 2026-11-24”, and each change with “- ”."
    )


# ---- Markdown


def test_every_page_offers_its_markdown(site):
    """Each page links to its copy in Markdown, in its head and where readers see it."""
    report(
        f"{at(path)}: its Markdown is offered at {found}. Mend {HERE}."
        for path in PATHS
        for page in [parsed(site, path)]
        for found in [
            values(page, 'head link[type="text/markdown"], article .markdown a')
        ]
        if found != ["index.md", "index.md"]
        or not (site / path / "index.md").is_file()
    )


def test_copies_hold_the_code_and_the_outputs(site):
    """A copy has each block of code of its page, and each output."""
    complaints = []
    for path in PATHS:
        article = parsed(site, path).article
        blocks = FENCE.findall(copy(site, path))
        code = sorted(text for kind, text in blocks if kind == "python")
        ours = sorted(
            block.get_text().strip("\n").rstrip()
            for block in article.select(".language-python code")
        )
        outputs = {text for kind, text in blocks if kind != "python"}
        lost = [
            text
            for block in article.select(".highlight:not(.language-python) pre code")
            for text in [block.get_text().strip("\n").rstrip()]
            if text not in outputs
            and textwrap.indent(text, "    ") not in copy(site, path)
        ]
        if code != ours or lost:
            complaints.append(
                f"{at(path)}: its Markdown has {len(code)} blocks of code and the page"
                f" {len(ours)}, not all the same; or it lacks the output {lost[:1]}."
                " Mend tests/publish/copies.py."
            )
    report(complaints)


def test_the_theme_follows_no_link_of_the_head(site):
    """No link is one that the theme's bundle takes for another language's site."""
    report(
        f"{at(path)}: the bundle asks for a sitemap at each link[rel=alternate]. Keep"
        " the space after it in tests/publish/share.py."
        for path in PATHS
        if 'rel="alternate"' in (site / path / "index.html").read_text("utf-8")
    )


def headings(text: str) -> list[str]:
    """List the headings of Markdown, but for hints and answers at its end."""
    before = FENCE.sub("", text).partition("\n## Answers\n")[0]
    return [
        re.sub(r"[`*]|\[(.*?)\]\([^)]*\)", r"\1", one)
        for one in re.findall(r"^#{1,6} (.*)$", before, re.M)
    ]


def test_copies_have_the_headings_of_their_pages(site):
    """A copy has the headings of its page, in the same order."""
    report(
        f"{at(path)}: its Markdown has the headings {theirs}, the page {ours}. Mend"
        " tests/publish/copies.py, or tests/downloads.py, which it reads with."
        for path in PATHS
        for theirs in [headings(copy(site, path))]
        for ours in [
            [shown(h) for h in parsed(site, path).article.select("h1, h2, h3, h4")]
        ]
        if theirs != ours
    )


def test_copies_say_all_that_their_pages_say(site):
    """No word or number of a page is missing from its copy."""
    complaints = []
    for path in PATHS:
        article = BeautifulSoup(str(parsed(site, path).article), "html.parser")
        for left in article.select(ELSE):
            left.replace_with(" ")
        text = LINK.sub("] ", FENCE.sub("", copy(site, path)))
        missing = Counter(WORD.findall(article.get_text(" ")))
        missing -= Counter(WORD.findall(text))
        if missing:
            complaints.append(
                f"{at(path)}: its Markdown lacks {', '.join(missing)[:200]}. Mend"
                " tests/downloads.py, which reads the page."
            )
    report(complaints)


def test_copies_say_what_figures_show(site):
    """A copy has the text alternative of each figure of its page."""
    report(
        f"{at(path)}: its Markdown does not say “{label[:60]}…”. Mend figure() in"
        " tests/downloads.py."
        for path in PATHS
        for text in [copy(site, path).replace("\\*", "*")]
        for label in (
            svg["aria-label"]
            for svg in parsed(site, path).select("figure svg")
            if svg.get("aria-label")
        )
        if label not in text
    )


def test_copies_are_plain_markdown(site):
    """No copy holds what only the site understands."""
    report(
        f"{at(path)}: its Markdown holds “{found}”, which nothing but the site"
        " understands. Teach tests/downloads.py to say it in plain Markdown."
        for path in PATHS
        for found in UNSHARED.findall(
            re.sub("`[^`\n]*`", "", MATHS.sub("", FENCE.sub("", copy(site, path))))
        )
    )


def anchors(text: str) -> set[str]:
    """Return the anchors that readers of Markdown give to its headings."""
    found = re.findall(r"^#+ (.*)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in found}


def broken(site: Path, text: str, folder: str) -> list[str]:
    """List the links of Markdown in a folder of the site that lead nowhere."""
    wrong = []
    for to in LINK.findall(FENCE.sub("", text)):
        if urlsplit(to).scheme and not to.startswith(base()):
            continue
        path = urljoin(folder, to.removeprefix(base())) if folder else to
        where = urlsplit(path.removeprefix(base()))
        file = site / where.path
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or (
            where.fragment
            and where.fragment not in anchors(file.read_text("utf-8"))
        ):
            wrong.append(to)
    return wrong


def test_links_of_copies_resolve(site):
    """Each link of a copy leads to a file of the site, each anchor to a heading."""
    report(
        f"{at(path)}: its Markdown links to {', '.join(wrong[:3])}, which is not"
        " there. Mend lead() in tests/publish/copies.py."
        for path in PATHS
        if (wrong := broken(site, copy(site, path), path))
    )


# ---- For programs that read


def test_llms_txt_has_its_form(site):
    """It is a title, a quotation, and sections of links with notes: llmstxt.org."""
    text = (site / "llms.txt").read_text("utf-8")
    form = (
        r"# [^\n]+\n\n> [^\n]+\n\n[^#\n][^\n]*\n"
        r"(?:\n## [^\n]+\n\n(?:- \[[^\n]+\]\([^)\s]+\): [^\n]+\n)+)+"
    )
    assert re.fullmatch(form, text), (
        "llms.txt has another form than llmstxt.org asks for. Mend llms() in"
        " tests/publish/share.py."
    )


def test_llms_txt_lists_every_page(site):
    """It lists the Markdown of each page, in the navigation's order, with its words."""
    text = (site / "llms.txt").read_text("utf-8")
    found = re.findall(r"^- \[(.+)\]\((\S*index\.md)\): (.+)$", text, re.M)
    found = [(a, b.removeprefix(base()), c) for a, b, c in found]
    wanted = [
        (
            shown(parsed(site, path).h1),
            f"{path}index.md",
            values(parsed(site, path), "meta[name=description]")[0],
        )
        for path in PATHS
    ]
    assert (found, broken(site, text, "")) == (wanted, []), (
        "llms.txt is not the pages of mkdocs.yml with their titles and descriptions,"
        " or a link of it leads nowhere. Mend llms() in tests/publish/share.py."
    )


def test_llms_full_txt_is_every_page(site):
    """It holds the Markdown of all pages, in order, with links that lead from there."""
    text = (site / "llms-full.txt").read_text("utf-8")
    copies = "\n".join(copy(site, path) for path in PATHS)
    found = [LINK.sub("]()", one).split() for one in (text, copies)]
    assert (found[0] == found[1], broken(site, text, "")) == (True, []), (
        "llms-full.txt is not the Markdown of all pages. Mend apply() in"
        " tests/publish/share.py."
    )


# ---- At another address


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory, settings) -> Path:
    """Build the site for an address below another site."""
    folder = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir"]
    subprocess.run(
        [*build, folder],
        cwd=ROOT,
        env=settings | {"SITE_URL": ELSEWHERE},
        check=True,
        capture_output=True,
    )
    share.apply(folder)
    return folder


def test_site_url_is_everywhere(elsewhere):
    """Built for another address, no file names the one that holds its place."""
    here = (ROOT / "mkdocs.yml").read_text("utf-8")
    [default] = re.findall(r'^site_url: .*"https://(.*)/"', here, re.M)
    texts = {".html", ".md", ".txt", ".xml", ".json"}
    report(
        f"{file.relative_to(elsewhere)} names {default}. Mend {HERE}."
        for file in elsewhere.rglob("*")
        if file.suffix in texts and default in file.read_text("utf-8")
    )


def test_copies_name_the_address_that_is_known(elsewhere):
    """Where the site's address is known, its Markdown can be read anywhere."""
    report(
        f"{at(path)}: its Markdown links to {to}. Mend tests/publish/copies.py."
        for path in PATHS
        for to in LINK.findall(FENCE.sub("", copy(elsewhere, path)))
        if not urlsplit(to).scheme
    )


def test_not_found_works_below_another_site(elsewhere):
    """The page for a wrong address finds its files where the site lies."""
    page = BeautifulSoup((elsewhere / "404.html").read_text("utf-8"), "html.parser")
    root = urlsplit(ELSEWHERE).path
    report(
        f"docs/overrides/404.html: {to} does not begin with {root}. Write"
        " {{ 'path' | url }}."
        for tag in page.select("[href], [src]")
        for to in [tag.get("href") or tag.get("src")]
        if not to.startswith((root, "#", "https:"))
    )


def test_downloads_do_not_depend_on_the_address(monkeypatch):
    """What is kept under docs/downloads is the same wherever the site is built for."""
    page = DOCS / "tutorial/projection.md"
    downloads.home.cache_clear()
    before = downloads.address("reduction.md", page)
    monkeypatch.setenv("SITE_URL", ELSEWHERE)
    downloads.home.cache_clear()
    assert downloads.address("reduction.md", page) == before

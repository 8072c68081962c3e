"""Every page as Markdown that any program reads, code and outputs in place.

Links lead to the other copies: by full addresses if the site's own is known, else
from file to file, so that a site is whole wherever it lies.
"""

import functools
import html
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jupytext
from bs4 import BeautifulSoup

from downloads import Lead, Reader, figure, plain, printed, unknown, versions
from pages import NAVIGATION, NOTEBOOKS
from project import DOCS

PATH = re.compile("\1([^\1]*)\1")
HEADING = re.compile(r'<h[1-6] id="([^"]+)"[^>]*>(.*?)</h[1-6]>', re.S)
LICENCES = (
    "Code: [MIT](https://opensource.org/license/mit)."
    " Text: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)."
)


def folder(page: Path) -> str:
    """Return where a page stands below the site's address: "" or "lab/"."""
    path = page.relative_to(DOCS).with_suffix("")
    path = path.parent if path.name == "index" else path
    return "" if path == Path() else f"{path.as_posix()}/"


def path_of(file: str) -> str:
    """Mark a path below the site's address, to become an address: Copies.placed."""
    return f"\1{file}\1"


def slug(heading: str) -> str:
    """Return the anchor that readers of Markdown give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


class Copies:
    """Writes the Markdown of the pages of a built site."""

    def __init__(self, site: Path, base: str):
        self.site, self.base = site, base
        self.pages = {
            folder(page): page
            for page in NAVIGATION
            if (site / folder(page) / "index.html").exists()
        }

    def placed(self, text: str, here: str) -> str:
        """Return a text for a file in the folder here: paths become addresses."""

        def to(match: re.Match) -> str:
            if not unknown(self.base):
                return self.base + match[1].removesuffix("index.html")
            return posixpath.relpath(match[1], here or ".")

        return PATH.sub(to, text)

    @functools.cache  # noqa: B019 there is one of these, as long as the program
    def headings(self, where: str) -> dict[str, str]:
        """Return the anchors of a page's copy by the ids of its headings."""
        text = (self.site / where / "index.html").read_text("utf-8")
        return {
            name: slug(html.unescape(re.sub(r"<[^>]+>|¶", "", words)))
            for name, words in HEADING.findall(text)
        }

    def lead(self, to: str, page: Path) -> str:
        """Return where a link of a page leads; "" is the page itself, on the site."""
        if re.match(r"\w+:", to):
            return to
        if not to:
            return path_of(f"{folder(page)}index.html")
        here = (
            folder(page) if page in NOTEBOOKS else page.relative_to(DOCS).as_posix()
        )
        *_, path, query, fragment = urlsplit(urljoin(here, to))
        if DOCS / path in NAVIGATION:
            path = folder(DOCS / path)
        if path not in self.pages:
            return path_of(path) + f"?{query}" * bool(query)
        anchor = self.headings(path).get(fragment)
        return path_of(f"{path}index.md") + (f"#{anchor}" if anchor else "")

    def copy(self, page: Path) -> str:
        """Return a page as Markdown, to be placed."""
        lead = functools.partial(self.lead, page=page)
        if page in NOTEBOOKS:
            pieces = self.notebook(page, lead)
        else:
            pieces = prose(Reader(page, lead))
        title, _, rest = "\n\n".join(pieces).partition("\n")
        ran = f" {versions()}" if "```python" in rest else ""
        origin = (
            f"From [One by One]({path_of('index.md')}): 1×1 convolutions, explained"
            f" and executed. [This page on the site]({lead('')}). {LICENCES}{ran}"
        )
        return f"{title}\n\n*{origin}*\n\n{rest.strip()}\n"

    def notebook(self, page: Path, lead: Lead) -> Iterator[str]:
        """Yield the cells of a notebook, and what its page shows that they print."""
        built = (self.site / folder(page) / "index.html").read_text("utf-8")
        article = BeautifulSoup(built, "html.parser").article
        shown: list[list[str]] = []
        for block in article.select(".language-python, .output, figure"):
            if "language-python" in block["class"]:
                shown.append([])
            elif block.name == "figure":
                shown[-1].append(figure(str(block), lead))
            else:
                if "measured" in block["class"]:
                    shown[-1].append("*Measured when the page was built:*")
                shown[-1].append(fenced("text", block.code.get_text()))
        for cell in jupytext.read(page).cells:
            if cell.cell_type == "code":
                yield fenced("python", cell.source)
                yield from shown.pop(0)
            else:
                own = re.sub(r"\n\n\*From One by One[^*]*\*", "", cell.source)
                yield plain(own, lead)


def prose(reader: Reader) -> Iterator[str]:
    """Yield the pieces of a page, each snippet as code and output."""
    for piece in reader.pieces:
        if isinstance(piece, str):
            yield piece
            continue
        yield fenced("python", piece.read_text("utf-8"))
        if piece.with_suffix(".txt") not in reader.tables:
            yield fenced("text", printed(piece))


def fenced(language: str, text: str) -> str:
    """Return a block of code or output."""
    text = text.rstrip().lstrip("\n")
    return f"```{language}\n{text}\n```"

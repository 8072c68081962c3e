"""Print the whole of a built site as one PDF: python tests/pdf.py SITE one-by-one.pdf.

The articles of all pages stand one after the other, in the order of mkdocs.yml, in the
frame of docs/overrides/pdf.html. Chromium prints that twice: the first time to learn
on which page each begins, the second with these numbers in the contents.
"""

import datetime
import io
import logging
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.utils.yaml import yaml_load
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from browser.conftest import launch_arguments
from browser.reader import place
from project import DOCS, ROOT, mkdocs_yml, settings

# Chromium counts one object too few; nothing is missing.
logging.getLogger("pypdf").setLevel(logging.ERROR)

# What a reader of paper cannot use.
UNPRINTED = (
    "script, .headerlink, .download, .versions, .tabbed-set > input, number-answer"
)
NAMES_IDS = {"for", "aria-labelledby", "aria-describedby", "aria-controls"}
HEADINGS = ["h1", "h2", "h3", "h4"]


@dataclass
class Page:
    """A page of the site as part of the book."""

    address: str  # on the site, as tutorial/projection/
    id: str
    running: str  # what stands at the head of its sheets
    depth: int  # 1 if it stands below another in the navigation
    soup: BeautifulSoup

    @property
    def article(self) -> Tag:
        """Return what is printed of it."""
        return self.soup.article

    @property
    def heading(self) -> str:
        """Return its title."""
        return self.article.h1.get_text()


@dataclass
class Part:
    """One tab of the navigation: a page, or several under a name."""

    title: str
    pages: list[Page]


def contents(site: Path) -> list[Part]:
    """Read the pages of a built site, in the order of the navigation."""
    parts = []
    for tab in mkdocs_yml()["nav"]:
        [(title, below)] = tab.items()
        part = Part(title, [])
        for entry in below if isinstance(below, list) else [below]:
            [(own, file)] = (
                entry.items() if isinstance(entry, dict) else [("", entry)]
            )
            address = place(DOCS / file)
            html = (site / address / "index.html").read_text("utf-8")
            soup = BeautifulSoup(html, "html.parser")
            part.pages.append(
                Page(
                    address=address,
                    id=address.strip("/").replace("/", "-") or "home",
                    running=" · ".join(filter(None, [title, own])),
                    depth=int(bool(own)),
                    soup=soup,
                )
            )
        parts.append(part)
    return parts


def styles(site: Path, pages: list[Page]) -> list[str]:
    """Return every stylesheet that a page loads, in an order that all of them keep."""
    order = TopologicalSorter()
    for page in pages:
        before = ()
        for link in page.soup.head.select("link[rel=stylesheet]"):
            file = (site / page.address / urlsplit(link["href"]).path).resolve()
            order.add(file, *before)
            before = (file,)
    return [file.read_text("utf-8") for file in order.static_order()]


def bind(page: Page, book: dict[str, str]) -> None:
    """Make a page part of one document: its ids its own, its links within the book."""
    mine = f"{page.id}--"
    published = page.soup.select_one("link[rel=canonical]:not([href*='.example/'])")
    for tag in page.article.find_all(True):
        for key, value in tag.attrs.items():
            if key == "id":
                tag[key] = mine + value
            elif key in NAMES_IDS:
                tag[key] = " ".join(mine + one for one in value.split())
            elif isinstance(value, str):
                tag[key] = value.replace("url(#", f"url(#{mine}")
        if tag.name in HEADINGS:
            tag["aria-level"] = str(int(tag.name[1]) + page.depth)
        if tag.name == "details":
            tag["open"] = ""
        if not (href := tag.get("href")) or urlsplit(href).scheme:
            continue
        to = urlsplit(urljoin(f"/{page.address}", href))
        if to.path.lstrip("/") in book:
            one = book[to.path.lstrip("/")]
            tag["href"] = f"#{one}" + f"--{to.fragment}" * bool(to.fragment)
        elif published:
            tag["href"] = urljoin(published["href"], href)
        else:  # a file of a site whose own address is unknown
            tag.unwrap()


def unfold(page: Page) -> None:
    """Set one below the other: tabs with their names; questions, hints, answers."""
    for unprinted in page.article.select(UNPRINTED):
        unprinted.decompose()
    for exercises in page.article.select(".exercises"):
        for details in exercises.select(":scope > .hint, :scope > .answer"):
            number = len(details.find_previous_siblings("h3"))
            details["style"] = f"counter-set: exercise {number}"
        for kind in ("hint", "answer"):
            exercises.extend(exercises.select(f":scope > .{kind}"))
    for tabs in page.article.select(".tabbed-set"):
        names = tabs.select(".tabbed-labels > label")
        blocks = tabs.select(".tabbed-content > .tabbed-block")
        for label, block in zip(names, blocks, strict=True):
            title = page.soup.new_tag("p", attrs={"class": "tab"})
            title.extend(label.contents[:])
            tabs.insert_before(title, block)
        tabs.decompose()


def edition() -> tuple[str, datetime.datetime]:
    """Return the version of the project, and when its last commit was made."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    seconds = int(settings()["SOURCE_DATE_EPOCH"])
    return about["project"]["version"], datetime.datetime.fromtimestamp(
        seconds, datetime.UTC
    )


class Book:
    """The site as one document, ready to be printed."""

    def __init__(self, site: Path):
        """Read a built site and join its pages."""
        self.parts = contents(site)
        self.styles = styles(site, self.pages)
        lines = {
            line.get_text(): None
            for page in self.pages
            for line in page.article.select(".versions")
        }
        self.versions = list(lines)
        book = {page.address: page.id for page in self.pages}
        for page in self.pages:
            unfold(page)
            bind(page, book)

    @property
    def pages(self) -> list[Page]:
        """List its pages in their order."""
        return [page for part in self.parts for page in part.pages]

    def html(self, numbers: dict[str, int]) -> str:
        """Return it as HTML, with the sheet on which each page begins."""
        config = mkdocs_yml()
        version, date = edition()
        templates = Environment(
            loader=FileSystemLoader(DOCS / "overrides"),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 all of it is our own, and HTML already
        )
        return templates.get_template("pdf.html").render(
            title=config["site_name"],
            description=config["site_description"],
            copyright=config["copyright"],
            language=config["theme"]["language"],
            edition=f"Version {version}, {date:%-d %B %Y}",
            versions=self.versions,
            parts=self.parts,
            styles=self.styles,
            numbers={page.id: numbers.get(page.id) for page in self.pages},
        )


def chromium_prints(html: str, browser: Browser, whole: bool = True) -> bytes:
    """Return what Chromium prints of a document, whole with outline and structure."""
    page = browser.new_page(java_script_enabled=False, color_scheme="light")
    page.set_content(html, timeout=0)  # a busy machine may need a minute
    printed = page.pdf(
        prefer_css_page_size=True,
        print_background=True,
        outline=whole,
        tagged=whole,
    )
    page.close()
    return printed


def begins(reader: PdfReader, pages: list[Page]) -> dict[str, int]:
    """Return the number of the sheet on which each page begins."""
    places = reader.named_destinations
    for page in pages:
        if f"/{page.id}" not in places:
            raise ValueError(
                f"{page.address or 'The home page'} is missing from the PDF. See"
                " docs/overrides/pdf.html."
            )
    return {
        page.id: reader.get_destination_page_number(places[f"/{page.id}"]) + 1
        for page in pages
    }


def slim(writer: PdfWriter) -> None:
    """Leave out the elements of the structure that mean nothing: nine in ten.

    Chromium makes a NonStruct of each piece of text, and so of each word of code. By
    the standard its content counts as that of the element around it: it goes there.
    """
    around = {}  # number of what is left out: a reference to the element around it

    def held(
        element: DictionaryObject, owner: IndirectObject
    ) -> Iterator[PdfObject]:
        """Yield what an element holds, and what its NonStructs hold, for its owner."""
        inside = element.raw_get("/K") if "/K" in element else ArrayObject()
        for kid in inside if isinstance(inside, ArrayObject) else [inside]:
            child = kid.get_object()
            if isinstance(child, NumberObject):
                page = element.raw_get("/Pg")
                if owner.get_object().setdefault(NameObject("/Pg"), page) == page:
                    yield child
                else:
                    yield DictionaryObject(
                        {
                            NameObject("/Type"): NameObject("/MCR"),
                            NameObject("/Pg"): page,
                            NameObject("/MCID"): child,
                        }
                    )
            elif child.get("/S") == "/NonStruct":
                around[kid.idnum] = owner
                yield from held(child, owner)
            else:
                if "/P" in child:
                    child[NameObject("/P")] = owner
                yield kid

    root = writer.root_object.raw_get("/StructTreeRoot")
    left = [root]
    while left:
        element = left.pop()
        kids = ArrayObject(held(element.get_object(), element))
        element.get_object()[NameObject("/K")] = kids
        left += [kid for kid in kids if isinstance(kid, IndirectObject)]
    pages = root.get_object()["/ParentTree"]["/Nums"]
    for number, entry in enumerate(pages):
        if isinstance(entry.get_object(), ArrayObject):
            on_page = entry.get_object()
            on_page[:] = [
                around.get(getattr(one, "idnum", 0), one) for one in on_page
            ]
        elif isinstance(entry, IndirectObject):
            pages[number] = around.get(entry.idnum, entry)


def finish(printed: bytes) -> bytes:
    """Say what the document is, in place of when and by what it was made."""
    writer = PdfWriter(clone_from=io.BytesIO(printed))
    slim(writer)
    writer.compress_identical_objects(remove_duplicates=False)
    config, about = (
        mkdocs_yml(),
        yaml_load((ROOT / "CITATION.cff").read_text("utf-8")),
    )
    made = f"D:{edition()[1]:%Y%m%d%H%M%S}Z"
    writer.metadata = {
        "/Title": config["site_name"],
        "/Author": ", ".join(author["name"] for author in about["authors"]),
        "/Subject": config["site_description"],
        "/Keywords": "1×1 convolution, pointwise convolution, Keras",
        "/CreationDate": made,
        "/ModDate": made,
    }
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make(book: Book, browser: Browser) -> bytes:
    """Return a built site as a PDF."""
    first = chromium_prints(book.html({}), browser, whole=False)
    numbers = begins(PdfReader(io.BytesIO(first)), book.pages)
    return finish(chromium_prints(book.html(numbers), browser))


if __name__ == "__main__":
    site, file = map(Path, sys.argv[1:])
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(**launch_arguments(playwright))
        except pytest.exit.Exception as error:  # there is no browser
            sys.exit(str(error))
        try:
            file.write_bytes(make(Book(site), chromium))
        except ValueError as error:
            sys.exit(str(error))

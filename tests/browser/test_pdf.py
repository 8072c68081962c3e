"""The PDF is the whole site: nothing missing or cut off, every link leading on."""

import copy
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

import built
import pdf
from pages import NAVIGATION
from project import mkdocs_yml, name, report

SIZE_LIMIT = 10 * 2**20  # bytes
WIDTH, HEIGHT = 658, 979  # px: what the margins of docs/overrides/pdf.html leave
LOWEST = 51 + 30  # pt: the lower margin, and two lines below a heading

# What reaches out of the sheet, and what is too high to stay in one piece.
MEASURE = """([width, height]) => {
    const said = []
    for (const one of document.querySelectorAll(
        "article :is(pre, pre > code, table, svg, math, figure, p, h1, h2, h3, h4)"
    )) {
        const {left, right, height: high} = one.getBoundingClientRect()
        const reaches = Math.max(right, left + one.scrollWidth)
        const page = one.closest("section").id
        const what = `${one.localName} “${one.textContent.trim().slice(0, 40)}”`
        if (left < -1 || reaches > width + 1)
            said.push([page, `${what} ends at ${Math.round(reaches)} px of ${width}`])
        if (one.matches("figure, svg") && high > height)
            said.push([page, `${what} is ${Math.round(high)} px high: ${height} fit`])
    }
    return said
}"""


@dataclass
class Entry:
    """An entry of the outline: its words, its depth, and where it leads."""

    title: str
    depth: int
    sheet: int
    top: float  # pt above the lower edge


def plain(words: str) -> str:
    """Return words without spaces, and without the letters that a font joins."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


@pytest.fixture(scope="session")
def book(site) -> pdf.Book:
    """Join the pages of the built site."""
    return pdf.Book(site)


@pytest.fixture(scope="session")
def joined(book) -> BeautifulSoup:
    """Parse the document that Chromium prints."""
    return BeautifulSoup(book.html({}), "html.parser")


@pytest.fixture(scope="session")
def printed(book, browser) -> bytes:
    """Print the built site as `make pdf` does."""
    try:
        return pdf.make(book, browser)
    except ValueError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def reader(printed) -> PdfReader:
    """Open the PDF."""
    return PdfReader(io.BytesIO(printed))


@pytest.fixture(scope="session")
def texts(reader) -> list[str]:
    """Return the text of each sheet, which need not be in the order of reading."""
    return [sheet.extract_text() for sheet in reader.pages]


@pytest.fixture(scope="session")
def sheets(texts) -> list[str]:
    """Return the words on each sheet, without spaces."""
    return [plain(text) for text in texts]


@pytest.fixture(scope="session")
def outline(reader) -> list[Entry]:
    """Return the entries of the outline, in its order."""

    def walk(items: list, depth: int) -> Iterator[Entry]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                sheet = reader.get_destination_page_number(item)
                yield Entry(plain(item.title), depth, sheet, float(item.top))

    return list(walk(reader.outline, 1))


@pytest.fixture(scope="session")
def begins(book, reader) -> dict[str, int]:
    """Return the number of the sheet to which each entry of the contents leads."""
    return pdf.begins(reader, book.pages)


@pytest.fixture(scope="session")
def links(reader) -> list[tuple[int, str]]:
    """List the links as (sheet, target); one within the PDF begins with a slash."""
    annotations = [
        (number, annotation.get_object())
        for number, sheet in enumerate(reader.pages, 1)
        for annotation in sheet.get("/Annots", [])
    ]
    return [
        (number, str(link["/Dest"] if "/Dest" in link else link["/A"]["/URI"]))
        for number, link in annotations
        if link["/Subtype"] == "/Link"
    ]


def test_each_heading_is_in_the_outline(site, outline, sheets):
    """Each page of the navigation, and each heading in it, has its entry."""
    complaints, begin = [], 0
    for source in NAVIGATION:
        for heading in built.shown(site, source).select("article :is(h1, h2, h3)"):
            title = heading.get_text().rstrip("¶")
            for number, entry in enumerate(outline[begin:], begin):
                if (
                    entry.title == plain(title)
                    and plain(title) in sheets[entry.sheet]
                ):
                    begin = number + 1
                    break
            else:
                complaints.append(
                    f"{name(source)}: the outline of the PDF has no “{title}” in its"
                    " place, or it leads elsewhere. See docs/overrides/pdf.html and"
                    " contents() in tests/pdf.py."
                )
    report(complaints)


def test_outline_has_the_depth_of_the_navigation(book, outline, begins):
    """A page in a part of the navigation stands below that part, alone on the first."""
    depths = {(entry.title, entry.sheet + 1): entry.depth for entry in outline}
    report(
        f"“{page.heading}” is on level {found} of the PDF's outline, and on level"
        f" {page.depth + 1} of the navigation. See aria-level in tests/pdf.py."
        for page in book.pages
        if (found := depths.get((plain(page.heading), begins[page.id])))
        != page.depth + 1
    )


def test_contents_say_where_a_page_begins(book, sheets, begins):
    """Beside each title of the contents stands the number of the sheet it leads to."""
    contents = "".join(sheets[1 : min(begins.values()) - 1])
    report(
        f"The contents of the PDF do not give {begins[page.id]} for “{page.heading}”."
        " See begins() in tests/pdf.py."
        for page in book.pages
        if plain(f"{page.heading}{begins[page.id]}") not in contents
    )


def test_sheets_say_where_you_are(book, sheets, begins):
    """Each sheet has its number, and the name of its page in the navigation."""
    ends = [*list(begins.values())[1:], len(sheets) + 1]
    report(
        f"Sheet {number} of the PDF does not say “{page.running}” and its number. See"
        " @page in docs/overrides/pdf.html."
        for page, end in zip(book.pages, ends, strict=True)
        for number in range(begins[page.id], end)
        if not sheets[number - 1].startswith(
            plain(f"{mkdocs_yml()['site_name']}{page.running}{number}")
        )
    )


def test_ids_are_unique(joined):
    """No two elements have one id, so that each link has one target."""
    ids = [tag["id"] for tag in joined.find_all(id=True)]
    report(
        f"The id “{one}” occurs twice in the PDF's document. See bind() in"
        " tests/pdf.py."
        for one in sorted({one for one in ids if ids.count(one) > 1})
    )


def test_links_within_the_pdf_resolve(joined, reader, links):
    """Each link of one page to another leads to a place in the PDF."""
    written = {"/" + a["href"][1:] for a in joined.select("main a[href^='#']")}
    made = {target for _, target in links if target.startswith("/")}
    report(
        f"The link to {target} leads nowhere in the PDF. See bind() in tests/pdf.py."
        for target in sorted(written | made)
        if target not in made or target not in reader.named_destinations
    )


def test_links_out_of_the_pdf_are_whole(links):
    """Each other link is that of a site, and none that of a file or an empty page."""
    report(
        f"Sheet {number} of the PDF links to {target}. See bind() in tests/pdf.py."
        for number, target in links
        if not target.startswith(("/", "https://"))
    )


def test_nothing_is_cut_off(book, browser):
    """No code, table, drawing or formula is wider than a sheet; no figure is higher."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.emulate_media(media="print", color_scheme="light")
    page.set_content(book.html({}), timeout=0)
    said = page.evaluate(MEASURE, [WIDTH, HEIGHT])
    page.close()
    sources = {
        one.id: name(source)
        for one, source in zip(book.pages, NAVIGATION, strict=True)
    }
    report(
        f"{sources[one]}: {what}. Let it wrap or shrink when it is printed: see"
        " docs/overrides/pdf.html."
        for one, what in said
    )


def test_no_heading_stands_at_the_foot(outline):
    """Below each heading there is room for two lines on its sheet."""
    report(
        f"Sheet {entry.sheet + 1} of the PDF ends with the heading “{entry.title}”. See"
        " break-after in docs/overrides/pdf.html."
        for entry in outline
        if entry.top < LOWEST
    )


def test_what_is_folded_is_printed(site, texts, sheets):
    """Every hint, answer, block in tabs and name of a tab is printed."""
    articles = [built.shown(site, source).article for source in NAVIGATION]
    names = [
        label.get_text()
        for article in articles
        for label in article.select(".tabbed-labels > label")
    ]
    blocks = [
        plain(block.pre.get_text())
        for article in articles
        for block in article.select(".tabbed-block")
    ]
    folded = {
        "Hint to exercise": ".exercises > .hint",
        "Answer to exercise": ".exercises > .answer",
    }
    wanted = {
        plain(words): sum(len(article.select(which)) for article in articles)
        for words, which in folded.items()
    }
    wanted |= {block: blocks.count(block) for block in blocks}
    words, lines = "".join(sheets), "\n".join(texts).splitlines()
    found = {text: words.count(text) for text in wanted}
    wanted |= {label: names.count(label) for label in names}
    found |= {label: lines.count(label) for label in names}
    report(
        f"“{text[:60]}” is printed {found[text]} times, and {times} times on the site."
        " See unfold() in tests/pdf.py."
        for text, times in wanted.items()
        if found[text] < times
    )


def test_fonts_are_in_the_pdf(reader):
    """Each font is in the file, so that every reader sees the same letters."""
    fonts = {
        str(font["/BaseFont"]): font["/DescendantFonts"][0]["/FontDescriptor"]
        for sheet in reader.pages
        for font in (
            one.get_object()
            for one in sheet["/Resources"].get("/Font", {}).values()
        )
        if "/DescendantFonts" in font
    }
    report(
        f"The font {font} is not in the PDF. Print with a font that may be embedded."
        for font, told in fonts.items()
        if not {"/FontFile2", "/FontFile3"} & told.keys()
    )


def test_it_says_what_it_is(reader):
    """Title, author, subject, keywords, language and structure are given."""
    root, about = reader.trailer["/Root"], reader.metadata
    given = {
        "/Lang": root.get("/Lang"),
        "/StructTreeRoot": root.get("/StructTreeRoot"),
        **{key: about.get(key) for key in ("/Title", "/Author", "/Subject")},
        "/Keywords": about.get("/Keywords"),
        "/CreationDate": about.get("/CreationDate"),
    }
    report(
        f"The PDF has no {key}. See finish() in tests/pdf.py."
        for key, value in given.items()
        if not value
    )


def test_it_is_light(printed):
    """The PDF comes to at most 10 MB."""
    size = len(printed)
    assert size <= SIZE_LIMIT, f"The PDF has {size:,} bytes, above {SIZE_LIMIT:,}."


def test_two_prints_are_the_same(book, browser):
    """Whoever prints a built site, and whenever, gets the same bytes."""
    few = copy.copy(book)
    few.parts = book.parts[:2]
    first, second = (pdf.make(few, browser) for _ in range(2))
    assert first == second, "Two prints differ: see what finish() leaves in."

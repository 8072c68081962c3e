"""Each page says what to read before it and what comes next, and the next ones lead on.

The line stands below the opening paragraph:
Read first: [Baseline](baseline.md). Next: [Reduction](reduction.md), where it saves.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import Tag

from built import shown
from pages import NAVIGATION, lines
from project import DOCS, name, report
from test_links import target

HOME, FIRST = DOCS / "index.md", DOCS / "introduction.md"
LONGEST = 130  # characters, which are two lines of the text or four of a phone's
FORM = re.compile(r"Read first: (?P<before>.+?)\. Next: (?P<next>.+)\.", re.DOTALL)


PAGES = [page for page in NAVIGATION if page != HOME]


@dataclass
class Line:
    """A page's line: as shown, where it leads next, and whether it is in its place."""

    text: str
    nexts: list[Path]
    placed: bool


def opening(page: Tag) -> list[Tag]:
    """Return the first two paragraphs of a page, but for what offers downloads."""
    return page.select("article h1 ~ p:not(.download)")[:2]


def read(site: Path, page: Path) -> list[Line]:
    """List the lines of a page that say what is before and next."""
    built = shown(site, page)
    folder = page.with_suffix("").relative_to(DOCS)
    folder = folder.parent if folder.name == "index" else folder
    here = site / folder / "index.html"
    sources = {
        (site / path / "index.html").resolve(): source
        for source in [HOME, *PAGES]
        for path in [source.relative_to(DOCS).with_suffix("")]
        for path in [path.parent if path.name == "index" else path]
    }
    found = []
    for paragraph in built.select("article p"):
        if not paragraph.text.startswith("Read first:"):
            continue
        before = paragraph.decode_contents().partition("Next:")[0]
        links = paragraph.select("a[href]")[before.count("<a ") :]
        files = [target(site, here, link["href"])[0].resolve() for link in links]
        found.append(
            Line(
                text=" ".join(paragraph.text.split()),
                nexts=[sources[file] for file in files if file in sources],
                placed=paragraph in opening(built)[1:],
            )
        )
    return found


@pytest.fixture(scope="session")
def paths(site) -> dict[Path, list[Line]]:
    """Read the lines of every page of the nav but the home page."""
    return {page: read(site, page) for page in PAGES}


def where(page: Path) -> str:
    """Name the file and line at which a page's line is, or would be."""
    for number, line in lines(page):
        if line.startswith("Read first:"):
            return f"{name(page)}:{number}"
    return name(page)


def test_every_page_has_one_line(paths):
    """Each page has one line of path, as its second paragraph."""
    report(
        f"{where(page)}: {len(found)} lines begin with “Read first:”, of which"
        f" {sum(line.placed for line in found)} is the second paragraph. Write one"
        " there: Read first: [Page](page.md). Next: [Page](page.md), and why."
        for page, found in paths.items()
        if [line.placed for line in found] != [True]
    )


def test_lines_say_before_and_next(paths):
    """A line says what to have read, what comes next and why, in few words."""
    report(
        f"{where(page)}: “{line.text}” has {len(line.text)} characters, at most"
        f" {LONGEST} are shown well. Write: Read first: [Page](page.md). Next:"
        " [Page](page.md), and why. A page that needs nothing: “Read first: nothing.”"
        for page, found in paths.items()
        for line in found
        if not (
            FORM.fullmatch(line.text) and line.nexts and len(line.text) <= LONGEST
        )
    )


def test_first_choices_lead_on_to_the_end(paths):
    """From the introduction the first page after “Next” leads to home, in no circle."""
    page, walked = FIRST, []
    while page not in [HOME, *walked]:
        walked.append(page)
        page = next(
            (goal for line in paths[page] for goal in line.nexts), walked[0]
        )
    assert page == HOME, (
        f"{where(walked[-1])}: after {len(walked)} pages “Next” leads back to"
        f" {name(page)}. Let it lead to a page not yet read."
    )


def test_next_leads_to_every_page(paths):
    """From the introduction “Next” leads to every page, one way or another."""
    reached, seen = [FIRST], {FIRST, HOME}
    for page in reached:
        new = [goal for line in paths[page] for goal in line.nexts]
        reached += [goal for goal in dict.fromkeys(new) if goal not in seen]
        seen.update(new)
    report(
        f"{where(page)}: no “Next” leads here from the introduction. Name it in the"
        " line of the page that goes before it in mkdocs.yml."
        for page in PAGES
        if page not in seen
    )

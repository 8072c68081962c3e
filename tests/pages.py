"""What a page holds: its includes, its fenced blocks and its prose.

A page is Markdown, or a notebook, whose prose is its Markdown cells.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
from markdown import Markdown
from pymdownx.snippets import SnippetMissingError

from project import DOCS, SNIPPETS, mkdocs_yml

SLIDES = DOCS / "lecture/slides.md"  # no page: see lecture.py
MARKDOWN = sorted({*DOCS.rglob("*.md")} - {SLIDES})
NOTEBOOKS = sorted(DOCS.glob("notebooks/*.py"))
PAGES = [*MARKDOWN, *NOTEBOOKS]
WRITTEN = [*PAGES, SLIDES]
TAUGHT = [
    page for page in MARKDOWN if page.parent.name in ("tutorial", "architectures")
]
INCLUDE = re.compile(r'\s*--8<-- "(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"\s*')
FENCE = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,}) *(?P<info>.*?)\s*")
PYTHON = re.compile(r"\{? *\.?(python3?|py)\b")


def listed(nav: list | dict | str) -> list[Path]:
    """List the pages of mkdocs.yml's nav, or of a part of it, in its order."""
    if isinstance(nav, str):
        return [DOCS / nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in listed(part)]


NAVIGATION = listed(mkdocs_yml()["nav"])


@dataclass
class Include:
    """A line of a page that stands for a file of snippets/, or a section of one."""

    line: int
    path: str
    section: str | None

    def text(self) -> str:
        """Return what the site shows in its place."""
        part = f":{self.section}" if self.section else ""
        return expand(f'--8<-- "{self.path}{part}"')


@dataclass
class Fence:
    """A fenced block of a page: its line, info string, and lines as written."""

    line: int
    info: str
    body: list[str]

    def is_python(self) -> bool:
        """Tell whether the site shows it as Python."""
        return bool(PYTHON.match(self.info))


def lines(page: Path) -> list[tuple[int, str]]:
    """Return the lines of a page, numbered from 1; of a notebook, its prose."""
    numbered = list(enumerate(page.read_text("utf-8").splitlines(), 1))
    return list(_cells(numbered)) if page in NOTEBOOKS else numbered


def _cells(numbered: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of Markdown cells, without their comment marks."""
    prose = False
    for number, line in numbered:
        if line.startswith("# %%"):
            prose = "[markdown]" in line
        elif prose and line.startswith("#"):
            yield number, line[2:]


def includes(page: Path) -> list[Include]:
    """List the includes of a page; what is no include is left to the tests.

    A notebook shows what it prints: see test_notebooks.py.
    """
    if page in NOTEBOOKS:
        return [Include(1, f"notebooks/{page.stem}.txt", None)]
    return [
        Include(number, match["path"], match["section"])
        for number, line in lines(page)
        if (match := INCLUDE.fullmatch(line))
    ]


def code(page: Path) -> list[str]:
    """List the Python blocks that a page shows: snippets, or cells of a notebook."""
    if page in NOTEBOOKS:
        cells = jupytext.read(page).cells
        return [cell.source for cell in cells if cell.cell_type == "code"]
    return [i.text() for i in includes(page) if i.path.endswith(".py")]


def fences(page: Path) -> list[Fence]:
    """List the fenced blocks of a page, at any depth of indentation."""
    found, opened = [], ""
    for number, line in lines(page):
        match = FENCE.fullmatch(line)
        if opened and match and match["fence"] == opened and not match["info"]:
            opened = ""
        elif opened:
            found[-1].body.append(line)
        elif match:
            opened = match["fence"]
            found.append(Fence(number, match["info"], []))
    return found


def prose(page: Path) -> list[tuple[int, str]]:
    """Return the numbered lines that are neither in a fenced block nor an include."""
    shown = {
        number
        for fence in fences(page)
        for number in range(fence.line, fence.line + len(fence.body) + 2)
    } | {include.line for include in includes(page)}
    return [(number, line) for number, line in lines(page) if number not in shown]


@functools.cache
def _preprocessor():
    """Return the site's own include preprocessor, told where snippets/ is."""
    [options] = [
        extension["pymdownx.snippets"]
        for extension in mkdocs_yml()["markdown_extensions"]
        if "pymdownx.snippets" in extension and isinstance(extension, dict)
    ]
    options["base_path"] = [str(SNIPPETS)]
    name = "pymdownx.snippets"
    return Markdown(
        extensions=[name], extension_configs={name: options}
    ).preprocessors["snippet"]


def expand(text: str) -> str:
    """Put what they stand for in place of the includes of a text.

    A missing one stays as it is: test_pages.py names it.
    """
    try:
        return "\n".join(_preprocessor().run(text.splitlines())) + "\n"
    except SnippetMissingError:
        return text

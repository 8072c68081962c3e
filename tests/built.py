"""What the built site holds, and the file that each page of it was made from."""

import functools
from pathlib import Path

from bs4 import BeautifulSoup

from project import DOCS, name


def pages(site: Path) -> list[Path]:
    """List every page of the built site."""
    return sorted(site.rglob("*.html"))


@functools.cache
def parse(page: Path) -> BeautifulSoup:
    """Parse a built page, once."""
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def shown(site: Path, source: Path) -> BeautifulSoup:
    """Parse what the site made of a Markdown page or a notebook."""
    path = source.relative_to(DOCS).with_suffix("")
    folder = path.parent if path.name == "index" else path
    return parse(site / folder / "index.html")


def place(site: Path, file: Path, *words: str) -> str:
    """Name what a built file was made from, and the first line with a word, if any."""
    path = DOCS / file.relative_to(site)
    made_from = (
        path.parent / "index.md",
        path.parent.with_suffix(".md"),
        path.parent.with_suffix(".py"),
    )
    if file.name != "index.html":
        overrides = DOCS / "overrides"
        made_from = (path.with_suffix(".md"), path, overrides / path.name)
    source = next(path for path in made_from if path.exists())
    lines = source.read_text("utf-8").splitlines()
    for word in filter(None, words):
        for number, line in enumerate(lines, 1):
            if word in line:
                return f"{name(source)}:{number}"
    return name(source)

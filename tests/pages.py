"""What a Markdown page holds: its includes, its fenced blocks and its prose."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from markdown import Markdown
from pymdownx.snippets import SnippetMissingError

from project import DOCS, ROOT, SNIPPETS

PAGES = sorted(DOCS.rglob("*.md"))
INCLUDE = re.compile(r'\s*--8<-- "(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"\s*')
FENCE = re.compile(r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,}) *(?P<info>.*?)\s*")
PYTHON = re.compile(r"\{? *\.?(python3?|py)\b")


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
    """Return the lines of a page, numbered from 1."""
    return list(enumerate(page.read_text("utf-8").splitlines(), 1))


def includes(page: Path) -> list[Include]:
    """List the includes of a page; what is no include is left to the tests."""
    return [
        Include(number, match["path"], match["section"])
        for number, line in lines(page)
        if (match := INCLUDE.fullmatch(line))
    ]


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
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    [options] = [
        extension["pymdownx.snippets"]
        for extension in settings["markdown_extensions"]
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

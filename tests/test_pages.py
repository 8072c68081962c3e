"""Every page gets its code and output from snippets/, and nothing there is left over.

These tests read files only; `make site` runs them first, so that a fault is named
before anything is built.
"""

import re
from pathlib import Path

import pytest
from project import DOCS, SNIPPETS, closest, name

PAGES = sorted(DOCS.rglob("*.md"))
MARKER = re.compile(r"-+8<-+")
INCLUDE = re.compile(r'\s*--8<-- "(?P<path>[^":]+)(?::(?P<section>[\w-]+))?"\s*')
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}) *(?P<info>.*?)\s*")


def files() -> list[str]:
    """List what a page can include: every text file under snippets/."""
    kinds = {".py", ".txt", ".svg", ".md"}
    return [
        path.relative_to(SNIPPETS).as_posix()
        for path in sorted(SNIPPETS.rglob("*"))
        if path.suffix in kinds and not path.name.startswith("_")
    ]


def includes(page: Path) -> list[tuple[int, str, str | None]]:
    """List (line number, path, section) of each include of a page."""
    found = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        if match := INCLUDE.fullmatch(line):
            found.append((number, match["path"], match["section"]))
        elif MARKER.search(line):
            pytest.fail(
                f"{name(page)}:{number}: an include is a line of its own:"
                ' --8<-- "tutorial/projection.py", or "….py:section"',
                pytrace=False,
            )
    return found


@pytest.mark.parametrize("markdown", PAGES, ids=name)
def test_includes_resolve(markdown):
    """Each include names a file under snippets/ and a section that it has."""
    for number, path, section in includes(markdown):
        where = f"{name(markdown)}:{number}"
        if not (SNIPPETS / path).resolve().is_relative_to(SNIPPETS):
            pytest.fail(
                f"{where} includes {path}, which is outside snippets/. Move the file"
                " there, so that it is run and checked.",
                pytrace=False,
            )
        if not (SNIPPETS / path).is_file():
            pytest.fail(
                f"{where} includes {path}, but there is no snippets/{path}."
                f"{closest(path, files())} If a snippet was just written,"
                " `make outputs` writes what it prints.",
                pytrace=False,
            )
        text = (SNIPPETS / path).read_text("utf-8")
        sections = re.findall(r"--8<-- \[start:([\w-]+)\]", text)
        if section and section not in sections:
            pytest.fail(
                f"{where} includes section {section} of snippets/{path}, which has"
                f" {', '.join(sections) or 'no sections'}.{closest(section, sections)}",
                pytrace=False,
            )


def fences(page: Path):
    """Yield (line number, info string, lines) of each fenced block of a page."""
    opened, info, start, body = "", "", 0, []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
        match = FENCE.fullmatch(line)
        if not opened and match:
            opened, info, start, body = (
                match["fence"],
                match["info"],
                number,
                [],
            )
        elif opened and match and match["fence"] == opened and not match["info"]:
            yield start, info, body
            opened = ""
        elif opened:
            body.append(line)


@pytest.mark.parametrize("markdown", PAGES, ids=name)
def test_python_is_a_snippet(markdown):
    """A Python block is one include of a snippet, under the snippet's own name."""
    for number, info, body in fences(markdown):
        if not re.match(r"\{? *\.?(python|py)\b", info):
            continue
        match = INCLUDE.fullmatch(body[0]) if len(body) == 1 else None
        if not match or f'title="snippets/{match["path"]}"' not in info:
            pytest.fail(
                f"{name(markdown)}:{number}: a Python block shows a snippet, so that it"
                " is run. Put the code into a file under snippets/ and write:\n"
                '```{.python title="snippets/PATH.py"}\n--8<-- "PATH.py"\n```',
                pytrace=False,
            )


def belongs(file: Path, page: Path) -> bool:
    """Tell whether a file of snippets/ shares the path of a page of docs/.

    a/b.py, a/b.txt and a/b-part.py belong to a/b.md.
    """
    same = file.stem == page.stem or file.stem.startswith(page.stem + "-")
    return same and file.parent == page.parent


def test_every_snippet_is_on_its_page():
    """A snippet and its output are shown by their page, a figure or table by any."""
    shown = {(path, page) for page in PAGES for _, path, _ in includes(page)}
    for file in map(Path, files()):
        pages = [p.relative_to(DOCS) for path, p in shown if Path(path) == file]
        if file.parts[0] == "figures" and file.suffix == ".py":
            continue  # its page shows what it draws
        if file.suffix in {".svg", ".md"} and pages:
            continue
        if not any(belongs(file, page) for page in pages):
            pytest.fail(
                f"snippets/{file} is not shown by its page. Include it in"
                f" docs/{file.with_suffix('.md')} (NAME-part.py belongs to NAME.md),"
                " or delete it.",
                pytrace=False,
            )

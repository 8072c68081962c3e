"""Every page gets its code and output from snippets/, and nothing there is left over.

These tests read files only; `make site` runs them first, so that a fault is named
before anything is built.
"""

import re
from pathlib import Path

import pytest

from pages import INCLUDE, PAGES, WRITTEN, fences, includes, lines
from project import DOCS, SNIPPETS, closest, name, report


def files() -> list[str]:
    """List what a page can include: every text file under snippets/."""
    kinds = {".py", ".txt", ".svg", ".md"}
    return [
        path.relative_to(SNIPPETS).as_posix()
        for path in sorted(SNIPPETS.rglob("*"))
        if path.suffix in kinds and not path.name.startswith("_")
    ]


@pytest.mark.parametrize("markdown", WRITTEN, ids=name)
def test_includes_are_lines_of_their_own(markdown):
    """An include is written in the one way that the tests and the site both read."""
    report(
        f"{name(markdown)}:{number}: write an include as a line of its own:"
        ' --8<-- "tutorial/projection.py", or "….py:section".'
        for number, line in lines(markdown)
        if "8<" in line and not INCLUDE.fullmatch(line)
    )


@pytest.mark.parametrize("markdown", WRITTEN, ids=name)
def test_includes_resolve(markdown):
    """Each include names a file under snippets/ and a section that it has."""
    complaints = []
    for include in includes(markdown):
        where = f"{name(markdown)}:{include.line} includes"
        file = SNIPPETS / include.path
        if not file.resolve().is_relative_to(SNIPPETS):
            complaints.append(
                f"{where} {include.path}, which is outside snippets/. Move the file"
                " there, so that it is run and checked."
            )
        elif not file.is_file():
            complaints.append(
                f"{where} {include.path}, but there is no snippets/{include.path}."
                f"{closest(include.path, files())} If a snippet was just written,"
                " `make outputs` writes what it prints."
            )
        elif include.section:
            text = file.read_text("utf-8")
            known = re.findall(r"--8<-- \[start:([\w-]+)\]", text)
            if include.section not in known:
                complaints.append(
                    f"{where} section {include.section} of snippets/{include.path},"
                    f" which has {', '.join(known) or 'no sections'}."
                    f"{closest(include.section, known)}"
                )
    report(complaints)


@pytest.mark.parametrize("markdown", WRITTEN, ids=name)
def test_python_is_a_snippet(markdown):
    """A Python block is one include of a snippet, under the snippet's own name."""
    report(
        f"{name(markdown)}:{fence.line}: a Python block shows a snippet, so that it is"
        " run. Put the code into a file under snippets/ and write:\n"
        '```{.python title="snippets/PATH.py"}\n--8<-- "PATH.py"\n```'
        for fence in fences(markdown)
        if fence.is_python()
        and not (
            len(fence.body) == 1
            and (match := INCLUDE.fullmatch(fence.body[0]))
            and f'title="snippets/{match["path"]}"' in fence.info
        )
    )


@pytest.mark.parametrize("markdown", WRITTEN, ids=name)
def test_snippets_are_shown_as_python(markdown):
    """The include of a script stands in a Python block, so that it is run as shown."""
    python = {fence.line + 1 for fence in fences(markdown) if fence.is_python()}
    report(
        f"{name(markdown)}:{include.line} shows {include.path}, but not as Python. Open"
        f' its fence as ```{{.python title="snippets/{include.path}"}}'
        for include in includes(markdown)
        if include.path.endswith(".py") and include.line not in python
    )


def belongs(file: Path, page: Path) -> bool:
    """Tell whether a file of snippets/ shares the path of a page of docs/.

    a/b.py, a/b.txt and a/b-part.py belong to a/b.md.
    """
    same = file.stem == page.stem or file.stem.startswith(page.stem + "-")
    return same and file.parent == page.parent


def test_every_snippet_is_on_its_page():
    """A snippet and its output are shown by their page, a figure or table by any."""
    shown = [
        (include.path, page.relative_to(DOCS))
        for page in PAGES
        for include in includes(page)
    ]
    complaints = []
    for file in map(Path, files()):
        pages = [page for path, page in shown if Path(path) == file]
        if file.parts[0] == "figures" and file.suffix == ".py":
            continue  # its page shows what it draws
        if file.suffix in {".svg", ".md"} and pages:
            continue
        if not any(belongs(file, page) for page in pages):
            complaints.append(
                f"snippets/{file} is not shown by its page. Include it in"
                f" docs/{file.with_suffix('.md')} (NAME-part.py belongs to NAME.md),"
                " or delete it."
            )
    report(complaints)

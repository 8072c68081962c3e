"""Every notebook is shown as it ran, and prints what is pinned.

The build runs each docs/notebooks/NAME.py. A cell tagged `measured` prints what differs
from machine to machine, and nothing holds it; `seeded`, what differs in the decimals.
"""

import re
import shutil
import subprocess
from itertools import zip_longest

import pytest

from built import shown
from notebooks import as_ipynb
from pages import NOTEBOOKS, code, lines
from project import ROOT, SNIPPETS, name, report

WIDTH = 76  # columns, as wide as paper
DESCRIPTION_LIMIT = 160  # characters
MAY_MOVE = {"": 0.02, "%": 2}  # decimals of a `seeded` cell, by their unit
DECIMAL = re.compile(r"(?P<number>\d+\.\d+)(?P<unit> ?%|)")
# Shown otherwise by Jupyter and the site, or by one of them alone.
UNSHARED = re.compile(r"8<|```|~~~|^[!?]{3}|\$|<\w|!\[|\]\([^)]*\.md\b")

notebooks = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)


# ---- As written


@notebooks
def test_markdown_is_the_same_in_jupyter(notebook):
    """A Markdown cell holds only what Jupyter and the site show alike."""
    report(
        f"{name(notebook)}:{number}: “{found[0]}” is not shown alike by Jupyter and the"
        " site. Use paragraphs, lists, tables, `code`, and links such as"
        " [text](../../reference/glossary/#rank)."
        for number, line in lines(notebook)
        if (found := UNSHARED.search(re.sub("`[^`]*`", "", line)))
    )


@notebooks
def test_first_paragraph_describes(notebook):
    """A notebook opens with a title, then a plain paragraph that can describe it."""
    (_, title), _, *below = lines(notebook)
    words = [line for _, line in below]
    first = " ".join(words[: words.index("")])
    assert (
        title.startswith("# ")
        and len(first) <= DESCRIPTION_LIMIT
        and not re.search(r"[`*\[\]]", first)
    ), (
        f"{name(notebook)}: begin with `# Title` and a paragraph of at most"
        f" {DESCRIPTION_LIMIT} characters without code, emphasis or links: it is also"
        f" the page's description. This one has {len(first)}."
    )


@notebooks
def test_download_is_the_notebook(notebook, keep):
    """The .ipynb beside a notebook holds the same cells, and no outputs."""
    keep(as_ipynb(notebook), notebook.with_suffix(".ipynb"), name(notebook))


# ---- As shown


@notebooks
def test_page_shows_every_cell(notebook, site):
    """The Python blocks of a page are the code cells of its notebook."""
    page = shown(site, notebook).select("article .language-python code")
    report(
        f"{name(notebook)}: the page shows {ours!r} in place of {theirs!r}. Mend"
        " docs/overrides/partials/notebook.html."
        for ours, theirs in zip_longest(
            (block.get_text().strip() for block in page),
            (cell.strip() for cell in code(notebook)),
        )
        if ours != theirs
    )


@notebooks
def test_headings_are_in_the_contents(notebook, site):
    """The table of contents names every heading of a notebook in full."""
    page = shown(site, notebook)
    listed = {
        link["href"]: link.get_text().strip()
        for link in page.select(".md-nav--secondary a[href^='#']")
    }
    report(
        f"{name(notebook)}: “{words}” stands as “{listed.get(anchor)}” in the table of"
        " contents. Write a heading without code, links or emphasis."
        for heading in page.select("article :is(h2, h3)")
        for anchor in [f"#{heading.get('id')}"]
        for words in [heading.get_text().rstrip("¶")]
        if listed.get(anchor) != words
    )


@notebooks
def test_page_has_the_look_of_the_site(notebook, site):
    """No style, script or class of Jupyter is left on a page, and no foreign output."""
    article = shown(site, notebook).article
    left = article.select(
        "style, script, clipboard-copy, [class^=jp-], [class*=' jp-'], .foreign,"
        " .output + .output"
    )
    report(
        f"{name(notebook)}: the page holds {str(one)[:200]} A cell prints text, or"
        " shows a <figure>; docs/overrides/partials/notebook.html knows these two."
        for one in left
    )


@notebooks
def test_outputs_fit_the_page(notebook, site):
    """No line that a notebook prints is wider than a page on paper."""
    report(
        f"{name(notebook)}: “{line}” has {len(line)} columns; {WIDTH} are the limit."
        for output in shown(site, notebook).select(".output code")
        for line in output.get_text().splitlines()
        if len(line) > WIDTH
    )


def settled(line: str, kept: str) -> str:
    """Return the line as kept, if only its decimals moved, and only a little."""
    ours, theirs = DECIMAL.findall(line), DECIMAL.findall(kept)
    same = DECIMAL.sub("", line).split() == DECIMAL.sub("", kept).split()
    near = all(
        abs(float(a) - float(b)) <= MAY_MOVE[unit.strip()]
        for (a, unit), (b, _) in zip(ours, theirs, strict=False)
    )
    units = [[unit for _, unit in found] for found in (ours, theirs)]
    return kept if same and near and units[0] == units[1] else line


@notebooks
def test_prints_what_is_pinned(notebook, site, keep):
    """A notebook prints what stands in snippets/, but for what it measures."""
    path = SNIPPETS / "notebooks" / f"{notebook.stem}.txt"
    kept = path.read_text("utf-8").splitlines() if path.exists() else []
    printed = []
    for output in shown(site, notebook).select(".output:not(.measured)"):
        for line in output.code.get_text().splitlines():
            before = kept[len(printed)] if len(printed) < len(kept) else ""
            seeded = "seeded" in output["class"]
            printed.append(settled(line, before) if seeded else line)
    keep("\n".join(printed) + "\n", path, name(notebook))


def test_decimals_may_move_a_little():
    """Of a seeded line decimals may move by 0.02, percentages by 2, integers not."""
    kept = "plain seed 1: 0.950, 97.5 % of 360"
    cases = {
        "plain seed 1: 0.935, 98.9 % of 360": True,
        "plain seed 1: 0.950,   97.5 % of 360": True,
        "plain seed 1: 0.925, 97.5 % of 360": False,
        "plain seed 1: 0.950, 95.1 % of 360": False,
        "plain seed 1: 0.950, 97.5 % of 361": False,
        "plain seed 1: 0.950, 97.5 %, 1.0 of 360": False,
    }
    assert {line: settled(line, kept) == kept for line in cases} == cases


def test_what_is_kept_depends_on_what_is_installed(tmp_path):
    """Another version of a package, or of Python, names another folder for outputs."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").touch()
    packages = tmp_path / ".venv/lib/python3/site-packages"
    seen = []
    for python, package in ("3.11.7", "1.0"), ("3.11.8", "1.0"), ("3.11.8", "1.1"):
        (packages / f"keras-{package}.dist-info").mkdir(parents=True)
        (tmp_path / ".venv/pyvenv.cfg").write_text(f"version = {python}\n", "utf-8")
        (tmp_path / ".venv/installed").touch()
        recipe = subprocess.run(
            [
                "make",
                "--dry-run",
                "--assume-old",
                "docs/lecture/slides.html",
                "serve",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        seen += re.findall(r"NOTEBOOKS=(\S+)", recipe)
        shutil.rmtree(packages)
    assert len(set(seen)) == 3, f"Makefile: {seen} should be three folders."

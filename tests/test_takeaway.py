"""Each tutorial and architecture page can be taken away, and runs where it lands.

Its files under docs/downloads are made by downloads.py. A run of all takes a minute or
two, so one that went well is kept by its content, as what a notebook printed is.
"""

import ast
import functools
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from itertools import zip_longest
from pathlib import Path

import jupytext
import nbformat
import pytest
from packaging.requirements import Requirement

import built
from built import parse, shown
from downloads import FOLDER, FORMS, download, versions
from exercises import exercises_of
from notebooks import alone
from pages import NOTEBOOKS, TAUGHT, code
from project import DOCS, ROOT, name, report
from sandbox import Session, run
from test_site import LOADS

COLAB = "https://colab.research.google.com/github/someone/one-by-one/blob/main/docs"
REPOSITORY = f"""\
INHERIT: {ROOT}/mkdocs.yml
docs_dir: {DOCS}
watch: []
theme:
  custom_dir: {DOCS}/overrides
repo_url: https://github.com/someone/one-by-one
"""
# In Jupyter a notebook has arguments that are not its own, and no file.
IN_JUPYTER = "__import__('sys').argv += ['-f', 'kernel.json']; del __file__"
HELD = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|`[^`\n]*`", re.S)
# What only the site understands: blocks, includes, attributes, HTML, notes, links.
UNSHARED = re.compile(
    r"^/{3}.*|--8<--|\{:? ?[.#][^}]*\}|<\w[^>]*>|^ *(?:\?\?\?|!!!|===) .*"
    r"|\]\((?!https:)[^)]*\)|With JavaScript",
    re.M,
)

pages = pytest.mark.parametrize("markdown", TAUGHT, ids=name)
forms = pytest.mark.parametrize("form", FORMS)


def cells(page: Path, kind: str) -> list:
    """List the cells of a kind in the notebook that is kept for a page."""
    kept = nbformat.read(download(page, ".ipynb"), as_version=4)
    return [cell for cell in kept.cells if cell.cell_type == kind]


# ---- As kept


@forms
@pages
def test_download_is_the_page(markdown, form, keep):
    """Each form of a page under docs/downloads is what the page gives now."""
    keep(FORMS[form](markdown), download(markdown, form), name(markdown))


def test_no_download_is_left_over():
    """Each file under docs/downloads is made from a page that there is."""
    made = {download(page, form) for page in TAUGHT for form in FORMS}
    report(
        f"{name(file)} is made from no page. Delete it."
        for file in FOLDER.rglob("*")
        if file.is_file() and file not in made
    )


def test_versions_are_the_pins(keep):
    """The line below every page with code names the versions of requirements.txt."""
    line = f'<p class="versions">{versions()}</p>\n'
    keep(line, DOCS / "overrides/partials/versions.html", "requirements.txt")


@pages
def test_prose_is_plain_markdown(markdown):
    """No download holds what only the site understands."""
    report(
        f"{name(markdown)}: its download holds “{found}”, which nothing but the site"
        " understands. Teach tests/downloads.py to say it in plain Markdown."
        for cell in cells(markdown, "markdown")
        for found in UNSHARED.findall(HELD.sub("", cell.source))
    )


@pages
def test_every_form_holds_the_code_of_the_page(markdown):
    """Notebook and script hold the same code, each block of the page once."""
    ours = [cell.source for cell in cells(markdown, "code")]
    script = jupytext.read(download(markdown, ".py")).cells
    theirs = [cell.source for cell in script if cell.cell_type == "code"]
    wrong = [".py"] * (theirs != ours)
    if sorted(ours) != sorted(block.strip("\n") for block in code(markdown)):
        wrong.append(".ipynb")
    report(f"{name(download(markdown, form))} holds other code." for form in wrong)


@pages
def test_answers_stand_last(markdown):
    """All hints of a page, then all answers, end its download, each under its name."""
    text = "\n\n".join(cell.source for cell in cells(markdown, "markdown"))
    headings = re.findall(r"^#{2,3} .*", text, re.M)
    last = [
        f"### {part.capitalize()}: {exercise.title}"
        for part in ("hint", "answer")
        for exercise in exercises_of(markdown)
    ]
    assert headings[len(headings) - len(last) :] == last, (
        f"{name(markdown)}: a hint or an answer is missing from its download, or stands"
        " where a reader sees it by accident. Mend tests/downloads.py."
    )


# ---- As run


def closure(distribution: str, found: set[str]) -> set[str]:
    """Add to `found` all that a distribution needs to be installed, and itself."""
    wanted = distribution.lower().replace("_", "-")
    if wanted not in found:
        found.add(wanted)
        for line in metadata.requires(distribution) or ():
            needed = Requirement(line)
            if not needed.marker or needed.marker.evaluate({"extra": ""}):
                closure(needed.name, found)
    return found


def test_needs_only_tensorflow():
    """Each import is of Python's library, or comes with TensorFlow."""
    installed = closure("tensorflow", set())
    known = set(sys.stdlib_module_names) | {
        module
        for module, names in metadata.packages_distributions().items()
        if installed & {one.lower().replace("_", "-") for one in names}
    }
    report(
        f"{name(page)}: `{ast.unparse(node)}` needs more than TensorFlow. Do without."
        for page in TAUGHT
        for cell in cells(page, "code")
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
        )
        if module.partition(".")[0] not in known
    )


def failure(file: Path, wanted: list[str]) -> str:
    """Run a download as Jupyter or as Python does; say what is wrong, or nothing."""
    if file.suffix == ".py":
        ran = run(file)
        return ran.error or "prints something else" * (
            ran.stdout != "".join(wanted)
        )
    session = Session(file)
    session.run(IN_JUPYTER)
    read = nbformat.read(file, as_version=4).cells
    blocks = [cell.source for cell in read if cell.cell_type == "code"]
    try:
        for number, (block, output) in enumerate(
            zip_longest(blocks, wanted, fillvalue=""), 1
        ):
            ran = session.run(block)
            if ran.error or ran.stdout != output:
                return f"cell {number}: {ran.error or 'prints something else'}"
    finally:
        session.close()
    return ""


def ran(page: Path, form: str, kept: Path, folder: Path) -> str:
    """Run a download alone, and say what is wrong, or nothing."""
    wanted = [out.text for cell in cells(page, "code") for out in cell.outputs]
    check = functools.partial(failure, wanted=wanted)
    return alone(download(page, form), kept, folder, check, *wanted)


def test_runs_as_downloaded(settings, tmp_path):
    """Each notebook and script runs in an empty folder and prints what it shows."""
    tasks = [(page, form) for page in TAUGHT for form in (".ipynb", ".py")]
    kept = Path(settings["NOTEBOOKS"])
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        wrong = workers.map(
            lambda task: ran(*task, kept, tmp_path / name(download(*task))),
            tasks,
        )
    report(
        f"{name(download(*task))}: {what}. Let its snippets need nothing but themselves"
        " and TensorFlow, and not each other's state either."
        for task, what in zip(tasks, wrong, strict=True)
        if what
    )


# ---- As offered


def test_every_form_is_offered(site):
    """Each page links to its notebook and its script, which are those kept here."""
    complaints = []
    for page in TAUGHT:
        file = shown(site, page)
        folder = site / page.relative_to(DOCS).with_suffix("")
        folder = folder.parent if page.name == "index.md" else folder
        offered = [
            (folder / link["href"]).resolve()
            for link in file.select("article .download a[download]")
        ]
        kept = [download(page, form) for form in FORMS]
        if [path.read_bytes() for path in offered if path.is_file()] != [
            path.read_bytes() for path in kept
        ]:
            complaints.append(
                f"{name(page)}: the page does not offer {', '.join(map(name, kept))}."
                " Mend docs/overrides/partials/download.html."
            )
    report(complaints)


def test_pages_with_code_name_versions(site):
    """A page that shows code that ran says with which versions, and no other does."""
    report(
        f"{built.place(site, page)}: the page says {said} of versions. See the content"
        " in docs/overrides/main.html."
        for page in built.pages(site)
        for said in [
            [p.get_text() for p in parse(page).select("article .versions")]
        ]
        if said
        != [versions()] * bool(parse(page).select("article .language-python"))
    )


@pytest.fixture(scope="module")
def in_a_repository(tmp_path_factory, settings) -> Path:
    """Build the site as if mkdocs.yml named a repository on GitHub."""
    folder = tmp_path_factory.mktemp("repository")
    (folder / "mkdocs.yml").write_text(REPOSITORY, "utf-8")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--no-strict",
            "-f",
            folder / "mkdocs.yml",
        ],
        cwd=ROOT,
        env=settings,
        check=True,
        capture_output=True,
    )
    return folder / "site"


def colab(site: Path, page: Path) -> list[str]:
    """List the addresses on a page at which Colab would open it."""
    return [
        a["href"] for a in shown(site, page).select("a[href*='colab.research']")
    ]


def test_colab_opens_each_notebook(in_a_repository):
    """With a repository on GitHub each page links to its own notebook in Colab."""
    notebooks = {page: download(page, ".ipynb") for page in TAUGHT} | {
        page: page.with_suffix(".ipynb") for page in NOTEBOOKS
    }
    report(
        f"{name(page)}: no link to {address}. See docs/overrides/partials/colab.html."
        for page, notebook in notebooks.items()
        for address in [f"{COLAB}/{notebook.relative_to(DOCS).as_posix()}"]
        if colab(in_a_repository, page) != [address]
    )


def test_colab_needs_a_repository(site):
    """Without a repository no page mentions Colab."""
    report(f"{name(page)} links to Colab." for page in TAUGHT if colab(site, page))


def test_repository_is_not_asked(in_a_repository):
    """A page that names the repository loads nothing from it, then or later."""
    report(
        f"{built.place(in_a_repository, page)}: {str(tag)[:90]} asks another host. See"
        " docs/overrides/partials/source.html."
        for page in built.pages(in_a_repository)
        for tag in parse(page).select(f"[data-md-component=source], {LOADS}")
        if tag.get("data-md-component") == "source"
        or "//" in (tag.get("href") or tag.get("src") or tag.get("data"))
    )

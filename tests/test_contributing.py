"""What contributors are told is so: the guide, the list of tests, the changelog."""

import ast
import datetime
import re
import subprocess
import tomllib

import pytest

from pages import NAVIGATION
from project import ROOT, SNIPPETS, name, published, report, scripts
from publish import STEPS
from sandbox import Session

GUIDE = ROOT / "CONTRIBUTING.md"
CHANGELOG = ROOT / "CHANGELOG.md"
MADE = re.compile(
    r"(<!-- Made by `make outputs` from here on -->\n)(.*?)(<!-- to here -->)", re.S
)
TEST = re.compile(r"tests/[\w/]*test_\w+\.py")
KINDS = "Added|Changed|Deprecated|Removed|Fixed|Security"
VERSION = re.compile(r"^## \[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d\d-\d\d)$", re.M)
PYTHON = sorted([*ROOT.glob("tests/**/*.py"), ROOT / "conftest.py"])


def protected() -> str:
    """Make the table of what each file of tests protects, in the Makefile's order."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rows = ["| File | What it protects |", "|---|---|"]
    for file in dict.fromkeys(TEST.findall(makefile)):
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        rows.append(f"| `{file}` | {ast.get_docstring(tree).splitlines()[0]} |")
    return "\n".join(rows) + "\n"


def test_guide_says_what_each_test_protects(keep):
    """The guide lists each file of tests, with its own first sentence."""
    text = GUIDE.read_text("utf-8")
    table = protected()
    now = MADE.sub(lambda m: m[1] + table + m[3], text)
    keep(
        now, GUIDE, "tests/test_contributing.py, from the docstrings of the tests,"
    )


def test_guide_shows_what_its_example_prints():
    """The guide's example runs, and prints what the guide says."""
    text = GUIDE.read_text("utf-8")
    code, printed = (
        re.search(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)[1]
        for kind in ("python", "text")
    )
    session = Session(ROOT / "snippets/reference/identity.py")
    run = session.run(code)
    session.close()
    assert run.stdout == printed, (
        f"{name(GUIDE)}: its example prints {run.stdout or run.error!r}. Mend it."
    )


def test_diagram_counts_what_is_there():
    """The maintainers' diagram has the numbers of files, and the steps in order."""
    drawing = (SNIPPETS / "figures/how-it-is-built.svg").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    notebooks = [page for page in NAVIGATION if page.suffix == ".py"]
    steps = [step.__name__.removeprefix("publish.") for step in STEPS]
    facts = {
        "scripts": f"{len(scripts())} scripts",
        "published figures": f"{len(published())} figures of others",
        "pages": f"{len(NAVIGATION) - len(notebooks)} pages",
        "notebooks": f"{len(notebooks)} notebooks",
        "files of tests": f"{len(set(TEST.findall(makefile)))} files",
        "steps of publishing": f"publish: {', '.join(steps)}",
    }
    words = re.sub(r"[(>]", " ", drawing)  # its text alternative, and what it shows
    report(
        f"snippets/figures/how-it-is-built.svg: its {what} are not {fact!r}, in words"
        " and in the drawing. Run `make outputs`."
        for what, fact in facts.items()
        if words.count(f" {fact}") != 2
    )


def versions() -> list[tuple[tuple[int, ...], str]]:
    """List the versions of the changelog and their dates, in its order."""
    found = VERSION.findall(CHANGELOG.read_text("utf-8"))
    return [(tuple(map(int, numbers)), date) for *numbers, date in found]


def test_changelog_is_in_order():
    """The changelog is in the form of Keep a Changelog, newest first."""
    wrong = []
    for number, line in enumerate(CHANGELOG.read_text("utf-8").splitlines(), 1):
        headings = ("## [Unreleased]", "# Changelog")
        if line.startswith("#") and not (
            line in headings
            or VERSION.fullmatch(line)
            or re.fullmatch(rf"### (?:{KINDS})", line)
        ):
            wrong.append(
                f"{name(CHANGELOG)}:{number}: “{line}” is no heading of its."
            )
    ordered = sorted(versions(), reverse=True)
    if [v for v, _ in versions()] != [v for v, _ in ordered] or [
        d for _, d in versions()
    ] != sorted((d for _, d in versions()), reverse=True):
        wrong.append(f"{name(CHANGELOG)}: put the newest version and date first.")
    wrong += [
        f"{name(CHANGELOG)}: {date} is no day."
        for _, date in versions()
        if not datetime.date.fromisoformat(date)
    ]
    report(wrong)


def test_newest_version_is_the_projects():
    """The changelog, pyproject.toml and CITATION.cff agree on version and date."""
    (newest, date), *_ = versions()
    version = ".".join(map(str, newest))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    said = {
        "pyproject.toml": (f"version {version}", f"version {project['version']}"),
        "CITATION.cff": (
            f"version {version} of {date}",
            "version {} of {}".format(
                *re.findall(r"^(?:version|date-released): (.+)$", citation, re.M)
            ),
        ),
    }
    report(
        f"{file} says {says}, and {name(CHANGELOG)} {wanted}. Make them agree."
        for file, (wanted, says) in said.items()
        if says != wanted
    )


def test_tag_is_the_version():
    """A commit that is tagged as a version is tagged as the one that it has."""
    git = ["git", "-c", "safe.directory=*", "tag", "--points-at", "HEAD"]
    run = subprocess.run(git, cwd=ROOT, check=False, capture_output=True, text=True)
    tags = {tag for tag in run.stdout.split() if re.match(r"v\d", tag)}
    (newest, _), *_ = versions()
    assert tags <= {"v" + ".".join(map(str, newest))}, (
        f"{', '.join(sorted(tags))} is not the newest version of {name(CHANGELOG)}."
        " Delete the tag, or write the version there."
    )


def test_clones_have_the_same_bytes(tmp_path):
    """A clone on a system with other line ends has the same bytes in every file."""
    plain = ["git", "-c", "user.name=x", "-c", "user.email=x@localhost"]
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    attributes = (ROOT / ".gitattributes").read_bytes()
    files = {
        ".gitattributes": attributes,
        "snippet.txt": b"one\ntwo\n",
        "picture.png": (ROOT / "docs/assets/images/coffee.png").read_bytes(),
    }
    origin.mkdir()
    for file, content in files.items():
        (origin / file).write_bytes(content)
    for command in (
        [*plain, "-C", origin, "init", "-q"],
        [*plain, "-C", origin, "add", "."],
        [*plain, "-C", origin, "commit", "-qm", "x"],
        [*plain, "-c", "core.autocrlf=true", "clone", "-q", origin, clone],
    ):
        subprocess.run(command, check=True, capture_output=True)
    report(
        f".gitattributes: {file} has other bytes in a clone with core.autocrlf=true."
        " Keep the line * text=auto eol=lf."
        for file, content in files.items()
        if (clone / file).read_bytes() != content
    )


@pytest.mark.parametrize("file", PYTHON, ids=name)
def test_text_is_read_as_utf_8(file):
    """A test reads and writes text as UTF-8, whatever the system's own encoding."""
    needed = {"read_text": 1, "write_text": 2}
    report(
        f'{name(file)}:{node.lineno}: give {node.func.attr} its encoding, "utf-8".'
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and needed.get(getattr(node.func, "attr", ""), 0)
        > len(node.args) + len(node.keywords)
    )

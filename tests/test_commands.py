"""The commands that the README and the pages tell a reader to type are there to run."""

import re
import subprocess

from pages import PAGES
from project import ROOT, name, report

COMMAND = re.compile(
    r"(?:^ {4}|`)((?:make|\.venv/bin/\w+|python)\b(?: [^`#\n]*)?)", re.M
)


def commands():
    """Yield (file, words) of each command that a reader is told to type."""
    for file in (ROOT / "README.md", *PAGES):
        for match in COMMAND.finditer(file.read_text("utf-8")):
            yield file, match[1].split()


def known(words: list[str]) -> bool:
    """Tell whether a command names targets and files that exist.

    Words in capitals stand for the reader's own, as in snippets/PATH/PAGE.py.
    """
    program, *arguments = words
    if program == "make":
        targets = [word for word in arguments if "=" not in word]
        dry_run = ["make", "--dry-run", "--assume-old", ".venv/installed", *targets]
        run = subprocess.run(dry_run, cwd=ROOT, capture_output=True, check=False)
        return run.returncode == 0
    paths = [word for word in words if "/" in word and word == word.lower()]
    return all((ROOT / path).exists() for path in paths)


def test_commands_name_what_exists():
    """Each command names existing targets of the Makefile, programs and files."""
    report(
        f"{name(file)}: `{' '.join(words)}` names something that is not there. Mend"
        " the command, or the Makefile."
        for file, words in commands()
        if not known(words)
    )


def test_make_alone_lists_every_target():
    """`make` lists each target with a line on what it does."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    [targets] = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    run = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^  make (\w+) +\S", run.stdout, re.M)
    assert sorted(listed) == sorted(targets.split())


def test_make_test_runs_every_check():
    """`make test` runs both linters, both formatters, the type check and pytest."""
    run = subprocess.run(
        ["make", "--dry-run", "--assume-old", ".venv/installed", "test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = ("ruff check", "ruff format --check", "deno check", "deno lint")
    report(
        f"Makefile: `make test` does not run `{check}`. Add it again."
        for check in (*wanted, "deno fmt --quiet --check", "pytest tests/")
        if f"/{check}" not in run.stdout
    )


def test_ci_runs_what_the_readme_says():
    """CI runs the README's own commands, and GitHub runs CI."""
    ci = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    workflow = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    missing = {"make site", "make test", "make faults SAMPLE=4"} - set(ci)
    if "run: bash .ci/run" not in workflow:
        missing.add("bash .ci/run, in .github/workflows/ci.yml")
    report(f".ci/run: {line} is gone. Add it again." for line in sorted(missing))

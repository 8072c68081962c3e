"""The commands that guides and pages tell a reader to type are there to run."""

import re
import subprocess

import yaml

from pages import PAGES
from project import ROOT, name, report

GUIDES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / ".github/pull_request_template.md",
]
LINT = {
    "ruff check",
    "ruff format --check",
    "deno check",
    "deno lint",
    "deno fmt",
    "codespell",
    "check-toml",
    "check-yaml",
    "pytest",
}
COMMAND = re.compile(
    r"(?:^ {4}|`)((?:make|\.venv/bin/[\w-]+|python)\b(?: [^`#\n]*)?)", re.M
)


def commands():
    """Yield (file, words) of each command that a reader is told to type."""
    for file in (*GUIDES, *PAGES):
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
    [targets] = re.findall(r"^\.PHONY: (help .*)$", makefile, re.M)
    run = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^  make (\w+) +\S", run.stdout, re.M)
    assert sorted(listed) == sorted(targets.split())


def test_make_test_runs_every_check():
    """`make test` runs what git runs before a commit, on all files, and then pytest."""
    run = subprocess.run(
        ["make", "--dry-run", "--assume-old", ".venv/installed", "test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    report(
        f"Makefile: `make test` does not run `{check}`. Add it again."
        for check in ("pre-commit run --all-files", "pytest tests/")
        if f"/{check}" not in run.stdout
    )


def test_lint_is_whole():
    """The list of checks has every linter and formatter, each from .venv."""
    list_of_checks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    hooks = [
        hook
        for source in yaml.safe_load(list_of_checks)["repos"]
        for hook in source["hooks"]
    ]
    entries = [hook.get("entry", "") for hook in hooks]
    wrong = [
        f"{check} is gone. Add it again."
        for check in LINT
        if not any(entry.startswith(f".venv/bin/{check}") for entry in entries)
    ]
    wrong += [
        f"{hook['id']} does not run a program of .venv. Mend its entry."
        for hook in hooks
        if not (ROOT / hook.get("entry", "none").split()[0]).exists()
        or not hook["entry"].startswith(".venv/bin/")
    ]
    report(f".pre-commit-config.yaml: {what}" for what in sorted(wrong))


def test_ci_runs_what_the_readme_says():
    """CI runs the README's own commands, and GitHub runs CI."""
    ci = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    workflow = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    wanted = {"make site", "make test", "make audit OTHERS=no"}
    missing = (wanted | {"make faults SAMPLE=4"}) - set(ci)
    if "run: bash .ci/run" not in workflow:
        missing.add("bash .ci/run, in .github/workflows/ci.yml")
    report(f".ci/run: {line} is gone. Add it again." for line in sorted(missing))

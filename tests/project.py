"""Where the project keeps its files, and what it calls them."""

import difflib
import functools
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SNIPPETS = ROOT / "snippets"
PUBLISHED = SNIPPETS / "published.toml"


@functools.cache
def mkdocs_yml() -> dict:
    """Read mkdocs.yml, which names variables of the environment, as MkDocs does."""
    with (ROOT / "mkdocs.yml").open("rb") as file:
        return yaml_load(file)


@functools.cache
def settings() -> dict[str, str]:
    """Return the environment in which `make site` builds: a date, kept notebooks."""
    if not shutil.which("make"):  # on Windows: nothing is kept
        folder = {"NOTEBOOKS": tempfile.mkdtemp()}
        return os.environ | {"SOURCE_DATE_EPOCH": "0"} | folder
    recipe = subprocess.run(
        ["make", "--dry-run", "--always-make", "site/index.html"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    named = dict(re.findall(r"\b(SOURCE_DATE_EPOCH|NOTEBOOKS\w*)=(\S+)", recipe))
    return os.environ | named | {"NOTEBOOKS": str(ROOT / named["NOTEBOOKS"])}


def scripts() -> list[Path]:
    """List every snippet; a name that starts with _ is a helper of its folder."""
    return sorted(p for p in SNIPPETS.rglob("*.py") if not p.name.startswith("_"))


@functools.cache
def published() -> list[dict]:
    """Read the entries of published.toml; raise ValueError if it has another form."""
    try:
        content = tomllib.loads(PUBLISHED.read_text("utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{error}. Mend that line.") from None
    if content.keys() != {"figure"} or not isinstance(content["figure"], list):
        raise ValueError("it holds [[figure]] entries and nothing else.")
    return content["figure"]


@functools.cache
def register() -> list[dict]:
    """Read numbers.toml: the numbers that need an expression or source of their own."""
    text = (SNIPPETS / "numbers.toml").read_text("utf-8")
    return tomllib.loads(text)["number"]


def name(path: Path) -> str:
    """Name a file as messages and pytest's -k know it: from the project's root."""
    return path.relative_to(ROOT).as_posix()


def closest(wrong: str, known: list[str]) -> str:
    """Return " Did you mean …?" for a misspelt name, or nothing."""
    match = difflib.get_close_matches(wrong, known, 1)
    return f" Did you mean {match[0]}?" if match else ""


def report(complaints: Iterable[str]) -> None:
    """Fail with the complaints, one a line, and without a stack trace.

    A complaint names the file and line, what is wrong, and what to do.
    """
    if lines := list(complaints):
        pytest.fail("\n".join(lines), pytrace=False)

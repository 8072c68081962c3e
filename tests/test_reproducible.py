"""Whoever builds a commit, wherever and whenever, gets the same bytes."""

import datetime
import filecmp
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from project import ROOT, report

# Files that may differ between two builds of one commit, and why: none.
MAY_DIFFER: dict[str, str] = {}
MKDOCS = """
import datetime, sys, time_machine
from mkdocs.__main__ import cli
with time_machine.travel(datetime.datetime.fromisoformat(sys.argv.pop(1))):
    cli()
"""


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Return the environment in which `make site` builds: it may name a date."""
    recipe = subprocess.run(
        [shutil.which("make"), "--dry-run", "--always-make", "site/index.html"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return os.environ | dict(re.findall(r"\b(SOURCE_DATE_EPOCH)=(\d+)", recipe))


def build(folder: Path, moment: str, settings: dict[str, str]) -> Path:
    """Build a copy of the site as if at another moment; return where it is."""
    for name in ("docs", "snippets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    seconds = datetime.datetime.fromisoformat(moment).timestamp()
    for file in folder.rglob("*"):
        os.utime(file, (seconds, seconds))
    subprocess.run(
        [sys.executable, "-c", MKDOCS, moment, "build", "--strict"],
        cwd=folder,
        env=settings,
        check=True,
        capture_output=True,
    )
    return folder / "site"


def test_two_builds_are_the_same(tmp_path, settings):
    """Two builds on two paths, dates, time zones and hash seeds are byte-identical."""
    one = build(
        tmp_path / "here",
        "2026-01-31T23:59:00+00:00",
        settings | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "1"},
    )
    two = build(
        tmp_path / "somewhere" / "else",
        "2031-07-01T04:05:06+00:00",
        settings | {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"},
    )
    built = {
        file.relative_to(site).as_posix()
        for site in (one, two)
        for file in site.rglob("*")
        if file.is_file()
    }
    _, different, missing = filecmp.cmpfiles(one, two, built, shallow=False)
    report(
        f"site/{file} differs between two builds of one commit. Take what varies out of"
        " the page or the template (a date, a path, the order of a set). MkDocs takes"
        " the date from SOURCE_DATE_EPOCH, which the Makefile should set."
        for file in sorted({*different, *missing} - MAY_DIFFER.keys())
    )

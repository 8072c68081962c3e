"""Whoever builds a commit, wherever and whenever, gets the same bytes."""

import datetime
import filecmp
import os
import shutil
import subprocess
import sys

from project import ROOT, report

# Files that may differ between two builds of one commit, and why: none.
MAY_DIFFER: dict[str, str] = {}
BUILD = """
import datetime, pathlib, sys, time_machine
from mkdocs.__main__ import cli
from publish import publish
with time_machine.travel(datetime.datetime.fromisoformat(sys.argv.pop(1))):
    cli(standalone_mode=False)
    publish(pathlib.Path("site"))
"""


def test_two_builds_are_the_same(site, settings, tmp_path):
    """A build on another path, date, time zone and hash seed has the same bytes."""
    moment = "2031-07-01T04:05:06+00:00"
    seconds = datetime.datetime.fromisoformat(moment).timestamp()
    for name in ("docs", "snippets", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("mkdocs.yml", "requirements.txt", "CHANGELOG.md", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    for file in tmp_path.rglob("*"):
        os.utime(file, (seconds, seconds))
    subprocess.run(
        [sys.executable, "-c", BUILD, moment, "build", "--strict"],
        cwd=tmp_path,
        env=settings
        | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2", "PYTHONPATH": "tests"},
        check=True,
        capture_output=True,
    )
    other = tmp_path / "site"
    built = {
        file.relative_to(folder).as_posix()
        for folder in (site, other)
        for file in folder.rglob("*")
        if file.is_file()
    }
    _, different, missing = filecmp.cmpfiles(site, other, built, shallow=False)
    report(
        f"site/{file} differs between two builds of one commit. Take what varies out of"
        " the page or the template (a date, a path, the order of a set). MkDocs takes"
        " the date from SOURCE_DATE_EPOCH, which the Makefile should set."
        for file in sorted({*different, *missing} - MAY_DIFFER.keys())
    )

"""What a page weighs does not depend on how many other pages there are."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import built
from project import DOCS, ROOT, report
from publish import trim
from test_site import loads, weight

TIMES = 10
GROWTH = (
    512  # bytes, compressed: the names of nine more sections beside a page's own
)


def many(folder: Path, times: int) -> Path:
    """Write the tutorial some times, in as many sections; return its mkdocs.yml."""
    own = ("assets", "overrides")
    for name in own:
        shutil.copytree(DOCS / name, folder / "docs" / name)
    shutil.copytree(ROOT / "snippets", folder / "snippets")
    shutil.copy(DOCS / "index.md", folder / "docs")
    for number in range(times):
        copy = (
            folder / f"docs/tutorial/part-{number}"
            if number
            else folder / "docs/tutorial"
        )
        shutil.copytree(DOCS / "tutorial", copy, dirs_exist_ok=True)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    settings = re.sub(r"^nav:\n(?: .*\n)+|^strict: .*\n", "", settings, flags=re.M)
    settings = re.sub(
        r"^  - mkdocs-jupyter:\n(?: {6}.*\n)+", "", settings, flags=re.M
    )
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    return folder / "mkdocs.yml"


def build(folder: Path, times: int) -> Path:
    """Build such a site, and trim it."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        many(folder, times),
    ]
    subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
        capture_output=True,
    )
    trim.apply(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> list[Path]:
    """Build a site, and one of ten times the pages in ten times the sections."""
    return [build(tmp_path_factory.mktemp("many"), times) for times in (1, TIMES)]


def test_pages_do_not_grow_with_the_site(sites):
    """On a site of ten times the pages a page weighs at most 512 bytes more."""
    small, large = (
        {
            path: weight(site, path, loads(built.parse(site / path)))
            for page in built.pages(sites[0])
            for path in [page.relative_to(sites[0]).as_posix()]
        }
        for site in sites
    )
    report(
        f"{path} grows by {grown} bytes when the site has {TIMES} times the pages;"
        f" {GROWTH} is the limit. Keep navigation.prune in mkdocs.yml, and no list of"
        " all pages on each page."
        for path in small
        if (grown := large[path] - small[path]) > GROWTH
    )

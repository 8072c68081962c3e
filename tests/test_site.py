"""The built site is what the reader gets: whole, light, and asking nobody else."""

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from project import ROOT, SNIPPETS

WEIGHT_LIMIT = 75 * 1024  # bytes, compressed, of a page with all that it loads
LOADS = (
    "link[rel~=stylesheet][href], link[rel~=icon][href], link[rel~=preload][href],"
    "link[rel~=preconnect][href], script[src], img[src], iframe[src], object[data]"
)


@pytest.fixture(scope="session")
def pages(site) -> dict[Path, BeautifulSoup]:
    """Parse every page of the built site."""
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def loads(page: BeautifulSoup) -> list[str]:
    """List the addresses that a browser fetches when it opens a page."""
    return [
        tag.get("href") or tag.get("src") or tag.get("data")
        for tag in page.select(LOADS)
    ]


def weight(path: Path, addresses: list[str]) -> int:
    """Sum the compressed bytes of a built page and of what it loads, once each."""
    site = next(folder for folder in path.parents if (folder / "404.html").exists())
    files = {path}
    for address in addresses:
        root = site if address.startswith("/") else path.parent
        files.add((root / urlsplit(address).path.lstrip("/")).resolve())
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def test_no_request_leaves_the_site(site, pages):
    """No page, stylesheet or script of ours loads anything from another host."""
    for path, page in pages.items():
        foreign = [a for a in loads(page) if urlsplit(a).netloc]
        assert not foreign, (
            f"{path.relative_to(site)} loads {foreign}. Host it here."
        )
    for path in site.rglob("*.css"):
        foreign = re.findall(
            r"(?:url\(|@import)\s*[\"']?(https?:)?//", path.read_text()
        )
        assert not foreign, f"{path.relative_to(site)} loads from another host."


def test_pages_are_light(site, pages):
    """A page and all that it loads come to at most 75 KB compressed."""
    for path, page in pages.items():
        size = weight(path, loads(page))
        assert size <= WEIGHT_LIMIT, (
            f"{path.relative_to(site)} weighs {size:,} bytes with all that it loads;"
            f" {WEIGHT_LIMIT:,} is the limit. `make bench` lists every page."
        )


def test_code_on_the_site_is_what_ran(site, pages):
    """The text of each block is that of a snippet, or of what a snippet printed."""
    whole, printed = (
        {file.read_text("utf-8").strip() for file in SNIPPETS.rglob(kind)}
        for kind in ("*.py", "*.txt")
    )
    for path, page in pages.items():
        for block in page.select(".highlight"):
            code = block.select_one("pre code").get_text().strip()
            known = printed if "output" in block["class"] else whole
            title = block.select_one(".filename")
            assert code in known, (
                f"{path.relative_to(site)} shows a block {title and title.text} that is"
                " no file under snippets/. Include the file instead of its text."
            )


def test_figures_say_what_they_show(site, pages):
    """Every figure is a drawing with a text alternative and a caption."""
    for path, page in pages.items():
        for figure in page.select("figure"):
            drawing = figure.select_one("svg[role=img]")
            assert drawing and len(drawing.get("aria-label", "")) > 20, (
                f"{path.relative_to(site)}: a figure has no aria-label."
            )
            assert figure.select_one("figcaption").get_text(strip=True)


def test_every_page_introduces_itself(site, pages):
    """Each page has one h1, a title and a description of its own."""
    seen = {}
    for path, page in pages.items():
        where = path.relative_to(site)
        assert len(page.select("h1")) == 1, f"{where} needs one h1."
        if where.name == "404.html":
            continue
        description = page.select_one("meta[name=description]")["content"]
        for words in (page.title.text, description):
            assert words not in seen, f"{where} and {seen[words]} both say: {words}"
            seen[words] = where


def test_formulas_are_mathml(site, pages):
    """No LaTeX is left over, and no formula needs a script."""
    for path, page in pages.items():
        unread = {"pre", "code", "script", "style"}
        text = "".join(
            string
            for string in page.find_all(string=True)
            if unread.isdisjoint(parent.name for parent in string.parents)
        )
        assert "$" not in text and "\\" not in text, (
            f"{path.relative_to(site)} shows LaTeX. Close each $ and check the syntax."
        )


def substance(page: BeautifulSoup) -> dict[str, list[str]]:
    """List what a page must not lose: headings, code, drawings, formulas and tables."""
    article = page.select_one("article")
    return {
        "headings": [
            h.get_text().rstrip("¶") for h in article.select("h1, h2, h3")
        ],
        "code": [code.get_text().strip() for code in article.select("pre code")],
        "drawings": [svg["aria-label"] for svg in article.select("svg[role=img]")],
        "formulas": [formula.get_text() for formula in article.select("math")],
        "cells": [cell.get_text() for cell in article.select("th, td")],
    }


def test_zensical_builds_the_same_pages(site, pages, tmp_path):
    """Material's successor reads this mkdocs.yml and drops nothing from a page."""
    for name in ("docs", "snippets"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    command = [sys.executable, "-m", "zensical", "build"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for path, page in pages.items():
        if path.name != "404.html":
            built = tmp_path / "site" / path.relative_to(site)
            other = BeautifulSoup(built.read_text("utf-8"), "html.parser")
            assert substance(other) == substance(page), path.relative_to(site)

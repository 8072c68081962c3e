"""The built site is what the reader gets: whole, light, and asking nobody else."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

import built
from project import SNIPPETS, name, report

PARTS = ("channel-mixer", "layer-budget")
FIGURE_LIMIT = 15 * 1024  # bytes, compressed
LAB_LIMIT = 35 * 1024  # bytes, compressed, of both parts together
LEVEL = 6  # of gzip, as most hosts compress
WEIGHT_LIMIT = 24  # KiB, compressed: a page and what it loads until it is touched
# What these pages themselves hold is more than that leaves room for: several listings
# with their outputs and drawings, exercises with answers; long lists; runs of notebooks
# with pictures; in the lab, its scripts.
OWN_LIMITS = {
    "404.html": 11,  # nothing but what every page carries
    "architectures/densenet/": 27,
    "architectures/depthwise-separable/": 29,
    "architectures/efficientnet/": 28,
    "architectures/feed-forward/": 27,
    "architectures/fully-convolutional/": 28,
    "architectures/glow/": 26,
    "architectures/inception/": 26,
    "architectures/mobilenet-v2/": 26,
    "architectures/share/": 27,
    "architectures/shufflenet/": 28,
    "architectures/squeezenet/": 26,
    "lab/channel-mixer/": 37,
    "lab/layer-budget/": 35,
    "lecture/slides.html": 27,
    "notebooks/cost/": 27,
    "notebooks/matrix-product/": 25,
    "notebooks/training/": 25,
    "reference/numbers/": 39,
    "reference/questions/": 45,
    "tutorial/downsampling-feature-maps/": 29,  # with the style of a part of the lab
}
MARKUP = re.compile(r"\]\(|\*\*|\{ ?[.#:]|^/{3} |```")
LOADS = (
    "link[rel~=stylesheet][href], link[rel~=icon][href], link[rel~=preload][href],"
    "link[rel~=modulepreload][href],"
    "link[rel~=preconnect][href], script[src], img[src], iframe[src], object[data]"
)


@pytest.fixture(scope="session")
def pages(site) -> dict[str, BeautifulSoup]:
    """Parse every page of the built site, by its path there."""
    return {
        path.relative_to(site).as_posix(): built.parse(path)
        for path in built.pages(site)
    }


def loads(page: BeautifulSoup, path: str = "") -> list[str]:
    """List the addresses that a browser with script fetches when it opens a page.

    Parts of the lab, and answers that are typed, are fetched when nearly in view: on a
    page of the lab that is at once.
    """
    in_view = "script[data-part]" if path.startswith("lab/") else "script[src]"
    return [
        tag.get("href") or tag.get("src") or tag.get("data-src") or tag.get("data")
        for tag in page.select(f"{LOADS}, {in_view}")
        if not tag.find_parent("noscript")
    ]


def weight(site: Path, path: str, addresses: list[str]) -> int:
    """Sum the compressed bytes of a built page and of what it loads, once each."""
    files = {site / path}
    for address in addresses:
        root = site if address.startswith("/") else (site / path).parent
        files.add((root / urlsplit(address).path.lstrip("/")).resolve())
    return sum(len(gzip.compress(file.read_bytes(), LEVEL)) for file in files)


def test_no_page_loads_from_another_host(pages):
    """What a page loads, it loads from its own host."""
    report(
        f"{path} loads {address}. Host it here, or do without."
        for path, page in pages.items()
        for address in loads(page)
        if urlsplit(address).netloc
    )


def test_no_stylesheet_loads_from_another_host(site):
    """What a stylesheet loads, it loads from its own host."""
    report(
        f"{path.relative_to(site)} loads {match[0]}…. Host it here, or do without."
        for path in site.rglob("*.css")
        for match in re.finditer(
            r"(?:url\(|@import)\s*[\"']?(?:https?:)?//.{20}",
            path.read_text("utf-8"),
        )
    )


def test_pages_are_light(site, pages):
    """A page and all that it loads until it is touched are within the page's limit."""
    report(
        f"{path} weighs {size / 1024:.1f} KiB until it is touched, and {limit} is the"
        " limit. `make bench` lists every page. Take something out, or give it a limit"
        " of its own in tests/test_site.py."
        for path, page in pages.items()
        for limit in [OWN_LIMITS.get(path.removesuffix("index.html"), WEIGHT_LIMIT)]
        if (size := weight(site, path, loads(page, path))) > limit * 1024
    )


def test_lab_is_light(site):
    """All scripts and styles of the lab come to at most 35 KB compressed."""
    names = {*PARTS, "lab", "words", "mix", "stack"}
    lab = [
        path for path in (site / "assets").rglob("*.[cj]s*") if path.stem in names
    ]
    size = sum(len(gzip.compress(file.read_bytes())) for file in lab)
    assert size <= LAB_LIMIT, f"The lab weighs {size:,} bytes, above {LAB_LIMIT:,}."


def test_lab_is_loaded_where_it_is_used(pages):
    """A page loads a part of the lab if it has one, and else nothing of the lab."""
    report(
        f"{path} loads {loaded} and uses {used}. See the styles in"
        " docs/overrides/main.html."
        for path, page in pages.items()
        if (loaded := {part for part in PARTS if f"{part}.js" in str(page.head)})
        != (used := {part for part in PARTS if page.find(part)})
        or bool(used) != ("lab.css" in str(page.head))
    )


def test_figures_say_what_they_show(pages):
    """Every figure is a drawing with a text alternative and a caption."""
    report(
        f"{path}: give the drawing of each figure an aria-label, and a figcaption."
        for path, page in pages.items()
        for figure in page.select("figure")
        if not figure.select_one("svg[role=img][aria-label]:not([aria-label=''])")
        or not figure.figcaption.get_text(strip=True)
    )


def test_figures_are_light():
    """A drawing comes to at most 15 KB compressed."""
    report(
        f"{name(path)} weighs {size:,} bytes compressed; {FIGURE_LIMIT:,} is the limit."
        for path in SNIPPETS.rglob("*.svg")
        if (size := len(gzip.compress(path.read_bytes()))) > FIGURE_LIMIT
    )


def test_pages_are_told_apart(pages):
    """No two pages share a title or a description."""
    seen, complaints = {}, []
    for path, page in pages.items():
        description = page.select_one("meta[name=description]")["content"]
        for words in (page.title.text, *([description] * (path != "404.html"))):
            if words in seen:
                complaints.append(f"{path} and {seen[words]} both say: {words}")
            seen[words] = path
    report(complaints)


def test_formulas_are_mathml(pages):
    """No LaTeX is left over, and no formula needs a script."""
    unread = {"pre", "code", "script", "style"}
    report(
        f"{path} shows LaTeX: {string.strip()[:60]} Close each $ and check the syntax."
        for path, page in pages.items()
        for string in page.find_all(string=re.compile(r"[$\\]"))
        if unread.isdisjoint(parent.name for parent in string.parents)
    )


def test_no_markdown_is_left_over(pages):
    """No link, emphasis, attribute list or block of Markdown shows as it is written."""
    unread = {"pre", "code", "script", "style", "annotation"}
    report(
        f"{path} shows Markdown: {string.strip()[:60]} Inside HTML write HTML, or say"
        " <div markdown>; leave a blank line before and after."
        for path, page in pages.items()
        for string in page.find_all(string=MARKUP)
        if unread.isdisjoint(parent.name for parent in string.parents)
    )

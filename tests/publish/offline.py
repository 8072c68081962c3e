"""A service worker that knows every file, for readers who want pages offline.

`sw.js` is written with the hash of each file of this version, and a version that is the
hash of them all. The page that offers to keep the site is told how much that is.
"""

import json
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

WORKER = Path(__file__).with_name("sw.js")
UNFILLED = '{ version: "", core: [], files: {} }'
# What only hosts, crawlers, feed readers and debuggers ask for.
LEFT_OUT = re.compile(
    r"_headers|nginx\.conf|sw\.js|404\.html|robots\.txt|sitemap\.xml(?:\.gz)?|.*\.map"
    r"|assets/javascripts/lunr/.*|assets/cards/.*"
)
# What any page may need after it was read: its style, its scripts, what terms mean.
CORE = re.compile(
    r"assets/stylesheets/.*\.css|assets/javascripts/[^/]*\.js"
    r"|assets/images/mark\.svg|reference/glossary/"
)
OFFER = re.compile(rb"<offline-copy[^>]*>")
HASH = 16  # hex digits: they tell versions apart, and stop no attacker


def address(path: str) -> str:
    """Return what a file of the site is asked for as: a folder for its index."""
    return quote(re.sub(r"(^|/)index\.html$", r"\1", path))


def files(site: Path) -> dict[str, Path]:
    """Return the files that a reader may be shown, by their addresses."""
    paths = sorted(file for file in site.rglob("*") if file.is_file())
    named = {file.relative_to(site).as_posix(): file for file in paths}
    return {
        address(name): file
        for name, file in named.items()
        if not LEFT_OUT.fullmatch(name)
    }


def listed(site: Path, offers: set[str] = frozenset()) -> dict:
    """Return what the worker is told of a site: version, core and hashes."""
    hashes = {
        place: sha256(file.read_bytes()).hexdigest()[:HASH]
        for place, file in files(site).items()
    }
    core = [place for place in hashes if CORE.fullmatch(place) or place in offers]
    version = sha256(json.dumps(hashes).encode()).hexdigest()[:HASH]
    return {"version": version, "core": core, "files": hashes}


def apply(site: Path) -> None:
    """Tell the page that offers it how large the site is, and write the worker."""
    shown = files(site)
    size = sum(file.stat().st_size for file in shown.values())
    offers = set()
    for place, file in shown.items():
        if file.suffix == ".html" and OFFER.search(html := file.read_bytes()):
            told = f'<offline-copy data-bytes="{size}">'.encode()
            file.write_bytes(OFFER.sub(told, html))
            offers.add(place)
    source = WORKER.read_text("utf-8")
    if UNFILLED not in source:
        raise ValueError(f"{WORKER.name}: the line with {UNFILLED} is gone.")
    told = json.dumps(listed(site, offers), separators=(",", ":"))
    (site / "sw.js").write_bytes(source.replace(UNFILLED, told).encode())

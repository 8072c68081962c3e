"""What the worker is told of the site, and what a copy for files holds."""

import io
import json
import re
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

import built
import portable
from project import report
from publish import offline, policy

LEADS = "a[href], link[rel~=stylesheet], link[rel~=icon], script[src], img[src]"
SITE = re.compile(r"^const SITE = (\{.*\});$", re.M)


@pytest.fixture(scope="module")
def told(site) -> dict:
    """Read what the published worker is told."""
    return json.loads(SITE.search((site / "sw.js").read_text("utf-8"))[1])


def led_to(site: Path) -> dict[str, str]:
    """Return each address of the site that a page leads to or loads, and one page."""
    found = {}
    for page in built.pages(site):
        here = offline.address(page.relative_to(site).as_posix())
        if here == "404.html":
            continue
        for tag in built.parse(page).select(LEADS):
            link = urldefrag(tag.get("href") or tag.get("src"))[0].partition("?")[0]
            if not urlsplit(link).netloc and not urlsplit(link).scheme:
                there = urljoin(f"https://site/{here}", link)
                found[there.removeprefix("https://site/")] = here or "index.html"
    return found


def test_worker_knows_every_page(site, told):
    """Each page of the site is on the worker's list, but the one that is not found."""
    report(
        f"tests/publish/offline.py: {place} is not on the worker's list. See LEFT_OUT."
        for page in built.pages(site)
        if (place := offline.address(page.relative_to(site).as_posix()))
        not in told["files"].keys() | {"404.html"}
    )


def test_worker_knows_what_pages_lead_to(site, told):
    """Each file of the site that a page loads or links to is on the worker's list."""
    report(
        f"tests/publish/offline.py: {place}, which {page} leads to, is not on the"
        " worker's list. See LEFT_OUT."
        for place, page in led_to(site).items()
        if place not in told["files"]
    )


def test_hashes_are_those_of_the_files(site, told):
    """What the worker expects of a file is what was published."""
    report(
        f"{place} changed after the worker's list was made, or is gone. Keep offline"
        " the last of STEPS in tests/publish/__init__.py."
        for place, short in told["files"].items()
        if not (
            file := site / place / "index.html"
            if place.endswith("/") or not place
            else site / place
        ).exists()
        or not sha256(file.read_bytes()).hexdigest().startswith(short)
    )


def test_version_changes_with_any_file(site, told, tmp_path):
    """Another byte in one file is another version, so that browsers look for it."""
    other = shutil.copytree(site, tmp_path / "site")
    with (other / "reference/glossary/index.html").open("ab") as file:
        file.write(b" ")
    offline.apply(other)
    text = (other / "sw.js").read_text("utf-8")
    assert json.loads(SITE.search(text)[1])["version"] != told["version"], (
        "tests/publish/offline.py: the version does not depend on each file's hash."
    )


# ---- The copy for files


@pytest.fixture(scope="module")
def copy(site) -> dict[str, bytes]:
    """Make the copy that `make zip` packs."""
    return portable.files(site)


def test_links_of_the_copy_name_files(copy):
    """No link of the copy leads to a folder or to nothing."""
    report(
        f"{name} leads to {link}, and the copy has no such file. See to_file in"
        " tests/portable.py."
        for name, content in copy.items()
        if name.endswith(".html")
        for link in set(
            re.findall(r' (?:href|src)="([^"#?:]+)(?=["#?])', content.decode())
        )
        if urljoin(f"https://copy/{name}", link).removeprefix("https://copy/")
        not in copy
    )


def test_copy_holds_no_module(copy):
    """No page of the copy loads a module, and no script of it is one."""
    syntax = re.compile(
        r"^(?:import .*from \"|export )|\bimport(?:\(|\.meta)", re.M
    )
    own = [
        name
        for name in copy
        if name.startswith(("assets/javascripts/", "lecture/"))
        and name.count("/") == 2
        and name.endswith(".js")
        and not policy.HASHED.search(name)
        and not name.endswith(portable.LOAD.name)
    ]
    report(
        f"{name}: a browser loads no module from a file. See tests/portable.py."
        for name, content in copy.items()
        if (
            name.endswith(".html")
            and re.search(rb'type="module"|\bimport\(', content)
        )
        or (name in own and syntax.search(content.decode()))
    )


def test_copy_has_the_files_of_the_site(site, copy):
    """The copy holds each file that the worker would keep."""
    names = {
        file.relative_to(site).as_posix() for file in offline.files(site).values()
    }
    assert sorted(names - copy.keys()) == []


def test_zip_is_the_same_each_time(site, tmp_path):
    """Packed twice, from folders of different dates, the zip has the same bytes."""
    packed = []
    for number in ("one", "two"):
        folder = shutil.copytree(
            site, tmp_path / number, copy_function=shutil.copyfile
        )
        portable.pack(folder, tmp_path / f"{number}.zip")
        packed.append((tmp_path / f"{number}.zip").read_bytes())
    names = zipfile.ZipFile(io.BytesIO(packed[0])).namelist()
    assert (packed[0] == packed[1], names) == (True, sorted(names))

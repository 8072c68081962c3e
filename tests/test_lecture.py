"""The slides of the lecture show what the site shows, and ask for nothing else."""

import os
import re
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

import built
import lecture
from blocks import run_blocks
from pages import SLIDES, includes
from project import DOCS, ROOT, name, report

MINUTES = re.compile(r"(\d+) minutes?\.")
AT = name(SLIDES)


@pytest.fixture(scope="session")
def deck(site) -> BeautifulSoup:
    """Parse the slides as the site serves them."""
    return built.parse(site / "lecture/slides.html")


def slides(deck: BeautifulSoup) -> list[Tag]:
    """List the slides."""
    return deck.select("main section")


def minutes(slide: Tag) -> int:
    """Return how long a slide takes, as its notes begin, or 0 if they do not say."""
    first = slide.select_one(".notes strong")
    match = MINUTES.fullmatch(first.get_text()) if first else None
    return int(match[1]) if match else 0


def test_every_slide_has_a_title_and_notes(deck):
    """A slide has one heading, of level 1 on the first, and notes with their time."""
    report(
        f"{AT}: slide {number}, “{slide.get_text().split(chr(10))[1]}”, needs one"
        ' heading and one <aside class="notes" markdown> that begins **2 minutes.**'
        for number, slide in enumerate(slides(deck), 1)
        if [heading.name for heading in slide.select("h1, h2, h3, h4")]
        != ["h2" if number > 1 else "h1"]
        or len(slide.select("aside.notes")) != 1
        or not minutes(slide)
    )


def test_notes_add_up_to_the_length_that_the_page_tells(deck):
    """The minutes of all notes are those of docs/lecture/index.md."""
    told = re.search(
        r"lecture of (\d+) minutes", (SLIDES.parent / "index.md").read_text("utf-8")
    )
    total = sum(map(minutes, slides(deck)))
    assert total == int(told[1]), (
        f"{AT}: the notes take {total} minutes, and index.md says {told[1]}."
    )


def test_slides_show_exactly_the_snippets(deck):
    """Each block and drawing is the text of the file that is included there."""
    shown = [
        block.get_text().strip() for block in deck.select(".highlight code, svg")
    ]
    texts = [include.text().strip() for include in includes(SLIDES)]
    wanted = [
        BeautifulSoup(text, "html.parser").get_text().strip()
        if include.path.endswith(".svg")
        else text
        for include, text in zip(includes(SLIDES), texts, strict=True)
    ]
    assert wanted == shown, (
        f"{AT}: it includes {len(wanted)} files, and {len(shown)} blocks and drawings"
        " are shown, or not as they are. Show nothing that is not included."
    )


def test_slides_show_what_their_code_printed():
    """The blocks of the slides ran, and the output below each is what it printed."""
    ran = [(code, run.stdout.strip()) for _, code, run in run_blocks(SLIDES)]
    paths = [include.path for include in includes(SLIDES)]
    texts = [include.text().strip() for include in includes(SLIDES)]
    shown = [
        (text, texts[number + 1])
        for number, (path, text) in enumerate(zip(paths, texts, strict=True))
        if path.endswith(".py")
    ]
    assert ran == shown, f"{AT}: include the .txt of a snippet below its .py."


def test_outputs_alone_name_their_snippet(deck):
    """An output without its code above says which snippet printed it."""
    labels = [label.get_text() for label in deck.select(".output .filename")]
    paths = [include.path for include in includes(SLIDES)]
    wanted = [
        "Output"
        if number and paths[number - 1] == path.replace(".txt", ".py")
        else f"Output of snippets/{path.replace('.txt', '.py')}"
        for number, path in enumerate(paths)
        if path.endswith(".txt")
    ]
    assert labels == wanted


def test_slides_lack_nothing(site, deck):
    """What the slides and their script name is a file of the site."""
    script = (DOCS / "assets/javascripts/lecture.js").read_text("utf-8")
    named = [
        tag.get("href") or tag.get("src")
        for tag in deck.select("[href]:not([rel=canonical]), [src]")
    ]
    named += [
        f"reveal/{part}"
        for part in re.findall(r'"(?:reveal/)?([\w.-]+\.(?:css|js))"', script)
    ]
    report(
        f"{AT}: {address} is not there. Link to pages as pages do; parts of reveal.js"
        " are listed in tests/lecture.py."
        for address in named
        for path in [urlsplit(urljoin("lecture/slides.html", address)).path]
        if not (site / path).is_file()
        and not (site / path / "index.html").is_file()
    )


def test_slides_have_no_script_or_style_of_their_own(deck):
    """All script and style is in files, so that a policy can forbid any other."""
    report(
        f"docs/overrides/lecture.html: {tag} stands in the page. Put it into a file."
        for tag in deck.find_all(True)
        if (tag.name in {"script", "style"} and tag.get_text(strip=True))
        or any(attribute.startswith("on") for attribute in tag.attrs)
        or (tag.has_attr("style") and not tag.find_parents("svg"))
    )


def test_slides_are_the_same_wherever_they_are_made(site, tmp_path):
    """Another folder, time zone and hash seed give the same bytes."""
    subprocess.run(
        [sys.executable, ROOT / "tests/lecture.py", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2"},
        check=True,
    )
    report(
        f"{file.relative_to(tmp_path)} differs from the site's. Take what varies out of"
        " tests/lecture.py."
        for file in sorted(tmp_path.rglob("*.*"))
        if file.read_bytes()
        != (SLIDES.parent / file.relative_to(tmp_path)).read_bytes()
    )


def test_library_says_whose_it_is():
    """reveal.js comes with its licence."""
    assert b"Permission is hereby granted" in lecture.library()["LICENSE.txt"]

"""What a reader has: the pages, and the first touch that wakes a page up."""

from pathlib import Path

import pytest

from pages import PAGES as WRITTEN
from project import DOCS

# The page for an address that leads nowhere is read like any other.
NOT_FOUND = DOCS / "overrides/404.html"
PAGES = [*WRITTEN, NOT_FOUND]

NARROW, PHONE, WIDE = 320, 375, 1280  # px
HEIGHT = 800  # px

SCRIPT = "<img src=x onerror=alert(1)>"  # what a reader might type


def place(page: Path) -> str:
    """Return the address of a page below the site's."""
    if page == NOT_FOUND:
        return "no/such/page"
    path = page.relative_to(DOCS).with_suffix("").as_posix()
    return path.removesuffix("index").rstrip("/") + "/" if path != "index" else ""


def resize(page, width: int) -> None:
    """Give a page a window of another width."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


# The bundle runs, and so does every script that waited for the first touch.
AWAKE = """() => !document.getElementById("bundle")
    && [...document.querySelectorAll("script[data-part]")]
        .every(({dataset: {part}}) => customElements.get(part))"""


def touch(page) -> None:
    """Press a key that does nothing, and wait for all that the first touch loads."""
    page.keyboard.press("Shift")
    page.wait_for_function(AWAKE)
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    )


def dark(page) -> bool:
    """Tell whether a page is shown as light text on a dark ground."""
    return page.evaluate(
        """() => {
            const light = property => getComputedStyle(document.body)[property]
                .match(/[\\d.]+/g).slice(0, 3).reduce((sum, n) => sum + Number(n), 0)
            return light("backgroundColor") < light("color")
        }"""
    )


def tab_to(page, selector: str, presses: int = 100) -> None:
    """Press Tab until what a selector names has the focus."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
    pytest.fail(f"{presses} times Tab on {page.url} never leads to {selector}.")


def ready(page, part: str) -> None:
    """Go to a part of the lab, and wait until it has shown its setting."""
    page.locator(part).first.scroll_into_view_if_needed()
    page.wait_for_function("part => document.querySelector(part)?.text", arg=part)


def setting(page, part: str) -> dict[str, str]:
    """Return what a part shows, what it began with, and what it tells the reader."""
    return page.eval_on_selector(
        part,
        """part => ({
            text: part.text,
            start: part.check(part.start),
            key: part.key,
            notice: part.querySelector(".lab-notice").textContent,
            shown: part.innerText,
        })""",
    )


def example(page, part: str, number: int) -> str:
    """Choose an example from a part's list by its number; return its setting."""
    chooser = page.locator(part).get_by_label("Example")
    chooser.select_option(index=number)
    return setting(page, part)["text"]

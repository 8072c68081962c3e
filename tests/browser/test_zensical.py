"""The lab, the search and the controls work on what Zensical builds, in a browser.

The tests imported here get that as their `site`. Its search has a dialogue of its own.
"""

import pytest

import successor
from browser.conftest import serve
from browser.lab.test_channel_mixer import (  # noqa: F401
    mixer,
    test_dragging_makes_grey,
    test_weights_by_keyboard,
)
from browser.lab.test_layer_budget import (  # noqa: F401
    budget,
    test_break_even_is_where_the_saving_ends,
    test_slider_by_keyboard,
)
from browser.reader import place
from browser.test_controls import (  # noqa: F401
    home,
    test_menu_closes_by_keyboard,
    test_scheme_is_remembered,
    test_tab_leads_on_by_keyboard,
)
from pages import MARKDOWN
from project import DOCS, name, report

# The search stands in a dialogue that the theme's script makes: what is typed into, and
# what was found.
FIELD = """() => [...document.body.children]
    .map(one => one.shadowRoot?.querySelector("input")).find(Boolean)"""
FOUND = """() => {
    const [dialogue] = [...document.body.children].filter(one => one.shadowRoot)
    const links = dialogue?.shadowRoot.querySelectorAll("a[href]") ?? []
    return [...links].map(link => new URL(link.href).pathname)
}"""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Build the site with Zensical."""
    folder = tmp_path_factory.mktemp("zensical") / "site"
    successor.build(folder)
    return folder


@pytest.fixture(scope="session")
def address(site):
    """Serve what Zensical built; return its address."""
    with serve(site) as at:
        yield at


@pytest.fixture
def ready(page, address):
    """Open a page, touch it, and wait until its search is there."""
    page.goto(address + place(DOCS / "tutorial/projection.md"))
    page.keyboard.press("Shift")
    page.wait_for_function(f"() => ({FIELD})()")
    return page


def test_search_finds_a_page(ready):
    """The button opens the search, and what is typed finds its page."""
    ready.locator(".md-search__button").click()
    ready.keyboard.type("residual bottleneck", delay=20)  # ms between keys
    ready.wait_for_function(f"() => ({FOUND})().length")
    assert "/architectures/residual-bottleneck/" in ready.evaluate(FOUND)


def test_first_click_only_wakes_the_search(page, address):
    """A gap that the maintainers' page lists: it takes a second click to search."""
    page.goto(address)
    page.locator(".md-search__button").click()
    page.wait_for_function(f"() => ({FIELD})()")
    page.wait_for_timeout(500)  # ms: what a search that opens would take
    assert not page.evaluate(f"() => ({FIELD})().matches(':focus')"), (
        "The first click opens the search: take “The first click” out of"
        " docs/reference/maintaining.md and of tests/test_zensical.py, with this test."
    )


def test_no_page_errs(page, address):
    """No script errs, the policy stops nothing, and no other host is asked."""
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda told: said.append(told.text) if told.type == "error" else None,
    )
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((address, "data:", "blob:"))
            else said.append(f"asks for {asked.url}")
        ),
    )
    complaints = []
    for markdown in MARKDOWN:
        said.clear()
        page.goto(address + place(markdown))
        page.keyboard.press("Shift")
        page.locator("body > script[src*='/bundle.']").wait_for(state="attached")
        complaints += [
            f"{name(markdown)}, built by Zensical: {one}. Mend what errs, or what asks."
            for one in said
        ]
    report(complaints)

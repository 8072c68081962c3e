"""Every page, as a browser shows it: quiet, private, readable and in its place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from project import DOCS, SNIPPETS

PAGES = sorted(page.relative_to(DOCS) for page in DOCS.rglob("*.md"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def place(page) -> str:
    """Return the address of a page below the site's."""
    path = page.with_suffix("").as_posix()
    return path.removesuffix("index").rstrip("/") + "/" if path != "index" else ""


@pytest.mark.parametrize("markdown", PAGES, ids=str)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page(markdown, scheme, page, address):
    """A page errs nowhere, asks no other host, never scrolls sideways, passes axe."""
    faults, requests = [], []
    page.on("console", lambda m: m.type == "error" and faults.append(m.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.on("request", lambda request: requests.append(request.url))
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address + place(markdown))
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"docs/{markdown} is {wide} px wide at {width} px."
        if width > 320:
            found = (
                Axe().run(page, options={"runOnly": RULES}).response["violations"]
            )
            assert not found, "\n".join(
                f"docs/{markdown}, {scheme}, {width} px: {fault['help']}:"
                f" {fault['nodes'][0]['html']}"
                for fault in found
            )
    assert not faults, f"docs/{markdown}: {faults}"
    assert {r for r in requests if not r.startswith((address, "data:"))} == set()


def test_copy_gives_the_snippet(page, address, context):
    """The copy button, the reader's first click, gives the whole script."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + "tutorial/projection/")
    page.mouse.wheel(0, 10)  # the first touch loads the theme's script
    page.locator(".language-python button[title*=Copy]").click()
    page.get_by_text("Copied to clipboard").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    script = (SNIPPETS / "tutorial/projection.py").read_text("utf-8")
    assert copied.strip() == script.strip()


def test_search_is_there_at_the_first_key(page, address):
    """Focus the search field, type: the page about it comes up, without a mouse."""
    page.goto(address)
    page.keyboard.press("/")
    page.get_by_role("textbox", name="Search").press_sequentially(
        "bottleneck", delay=30
    )
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    assert "ottleneck" in result.inner_text()

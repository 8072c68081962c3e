"""The lecture in a browser: driven by keys, with notes, on paper and without script."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser.reader import HEIGHT, NARROW, WIDE
from lecture import slides
from pages import SLIDES
from project import name, report

SHOWN = "[...document.querySelectorAll('section')].filter(s => s.checkVisibility({"
SHOWN += "visibilityProperty: true, opacityProperty: true})).map(s => s.id)"
IDS = [slide["id"] for slide in slides(SLIDES.read_text("utf-8"))]
PAGE = re.compile(rb"/Type\s*/Page\b")
TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice"
RULES = {"runOnly": TAGS.split(), "resultTypes": ["violations"], "preload": False}
# All slides have the colours of the first two, and of the page on a narrow screen.
RULES_BUT_CONTRAST = RULES | {"rules": {"color-contrast": {"enabled": False}}}
# What reaches below the slide or beyond its side, and code that would have to scroll.
CUT_OFF = """() => [...document.querySelectorAll("section:not([hidden]) .slide")]
    .flatMap(slide => {
        const edge = slide.getBoundingClientRect()
        return [...slide.querySelectorAll("*")]
            .filter(one => one.checkVisibility() && !one.closest("svg, math"))
            .filter(one => {
                const box = one.getBoundingClientRect()
                return box.bottom > edge.bottom + 1 || box.right > edge.right + 1
                    || one.scrollWidth > one.clientWidth + 1 && one.matches("code")
            })
            .map(one => `${slide.parentElement.id}: ${one.outerHTML.slice(0, 80)}`)
    })"""


@pytest.fixture
def deck(page, address):
    """Open the slides as a speaker does."""
    return opened(page, address)


def opened(page, address, how=""):
    """Open the slides and wait until they are laid out."""
    page.goto(f"{address}lecture/slides.html{how}")
    page.wait_for_function("() => !document.documentElement.matches('.waiting')")
    return page


def test_arrow_keys_move(deck):
    """Each press of → shows the next slide alone, and ← leads back."""
    seen = []
    for _ in IDS:
        seen.append(deck.evaluate(SHOWN))
        deck.keyboard.press("ArrowRight")
    deck.keyboard.press("ArrowLeft")
    seen.append(deck.evaluate(SHOWN))
    assert seen == [[one] for one in [*IDS, IDS[-2]]]


def test_address_opens_a_slide(page, address):
    """A slide has an address of its own."""
    deck = opened(page, address, f"#/{IDS[4]}")
    assert deck.evaluate(SHOWN) == [IDS[4]]


def test_notes_follow_in_a_window_of_their_own(deck):
    """S opens the notes of this slide, and they follow to the next."""
    with deck.expect_popup() as window:
        deck.keyboard.press("s")
    notes = window.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("1 minute. Welcome").wait_for()
    deck.keyboard.press("ArrowRight")
    notes.get_by_text("1 minute. Ask for hands").wait_for()
    assert "Welcome" not in notes.inner_text()


def test_nothing_is_cut_off(deck):
    """Every slide has room for what it shows."""
    found = set()
    for _ in IDS:
        found.update(deck.evaluate(CUT_OFF))
        deck.keyboard.press("ArrowRight")
    report(
        f"{name(SLIDES)}, slide {one} is cut off. Shorten it."
        for one in sorted(found)
    )


def test_asks_no_other_host(page, address):
    """The slides load from this site alone, and nothing is missing or errs."""
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.on(
        "response",
        lambda answer: wrong.append(answer.url) if answer.status >= 400 else None,
    )
    page.on(
        "request",
        lambda one: None if one.url.startswith(address) else wrong.append(one.url),
    )
    opened(page, address)
    page.wait_for_load_state("networkidle")
    report(f"lecture/slides.html: {one}" for one in wrong)


@pytest.mark.parametrize("how", ["", "?print-pdf"])
def test_each_slide_is_one_page_on_paper(page, address, how):
    """Printed by either way, there are as many pages as slides."""
    paper = opened(page, address, how).pdf(prefer_css_page_size=True)
    assert len(PAGE.findall(paper)) == len(IDS)


def test_each_slide_is_one_page_without_script(new_context, address):
    """Printed without JavaScript, there are as many pages as slides."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}lecture/slides.html")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(PAGE.findall(paper)) == len(IDS)


def test_without_script_all_stands_in_order(new_context, address):
    """Without JavaScript every slide and its notes stand one below the other."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}lecture/slides.html")
    tops = [
        part.bounding_box()["y"]
        for part in page.locator("main :is(h1, h2), main .notes").all()
        if part.is_visible()
    ]
    assert (len(tops), tops) == (2 * len(IDS), sorted(tops))


def test_without_the_library_all_stands_in_order(page, address):
    """If reveal.js does not arrive, every slide can be read all the same."""
    page.route("**/reveal/*", lambda route: route.abort())
    assert opened(page, address).evaluate(SHOWN) == IDS


def test_narrow_screen_gets_a_page(new_context, address):
    """On a narrow screen the slides are a page, and no wider than the screen."""
    page = new_context(viewport={"width": NARROW, "height": HEIGHT}).new_page()
    opened(page, address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert (page.evaluate(SHOWN), wide) == (IDS, NARROW)


def test_nothing_moves_by_itself(new_context, address):
    """For a reader who wants less motion no transition or animation takes time."""
    page = opened(new_context(reduced_motion="reduce").new_page(), address)
    page.keyboard.press("ArrowRight")
    assert not page.evaluate("document.getAnimations().length")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing(new_context, address, width, scheme):
    """Slides and page keep WCAG 2.2 AA and axe's best practice, in both schemes."""
    context = new_context(
        color_scheme=scheme, viewport={"width": width, "height": HEIGHT}
    )
    context.add_init_script(AXE_SCRIPT)
    page = opened(context.new_page(), address)
    found = []
    for number, one in enumerate(IDS if width == WIDE else IDS[:1]):
        rules = RULES if number < 2 else RULES_BUT_CONTRAST
        found += [
            f"{one}, {width} px, {scheme}: {fault['help']}:"
            f" {fault['nodes'][0]['html'][:200]} {fault['helpUrl']}"
            for fault in page.evaluate("rules => axe.run(rules)", rules)[
                "violations"
            ]
        ]
        page.keyboard.press("ArrowRight")
    report(found)

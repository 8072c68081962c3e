"""A link to a term shows what the term means, and is a plain link all the same.

The reader hovers, moves the focus or taps; Escape, or going away, hides it again.
"""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser.reader import HEIGHT, NARROW, PHONE, WIDE, resize, tab_to
from project import report

PAGE = "tutorial/projection/"
GLOSSARY = "reference/glossary/"
BOX = "#meaning"
LINK = f"article a[href*='glossary/#']:not({BOX} *)"
LONG = 900  # ms: longer than any delay of the page
ZOOMED = {"width": NARROW, "height": 256}  # 1280×1024 at 400 %


class Learner:
    """A tab, and how often it asked for the glossary and its script."""

    def __init__(self, page, address):
        """Listen to a tab, and open a page in it."""
        self.page, self.address, self.asked = page, address, []
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address + PAGE)

    @property
    def link(self):
        """Return the first link to a term."""
        return self.page.locator(LINK).first

    @property
    def box(self):
        """Return what shows a meaning."""
        return self.page.locator(BOX)

    def hover(self):
        """Put the mouse on the first term and wait for its meaning."""
        self.link.hover()
        self.box.wait_for()

    def focus(self):
        """Lead the focus to the first term by keyboard and wait for its meaning."""
        tab_to(self.page, LINK)
        self.box.wait_for()

    def wait(self):
        """Let more time pass than any delay of the page takes."""
        self.page.wait_for_timeout(LONG)

    def shows(self):
        """Tell whether a meaning shows."""
        return self.box.count() == 1 and self.box.is_visible()

    def fetched(self, part):
        """Count the requests for an address that ends so."""
        return sum(url.split("#")[0].endswith(part) for url in self.asked)


@pytest.fixture
def opened(browser, address):
    """Open a page; the function returned takes what the reader's system is like."""
    contexts = []

    def learner(**system):
        system = {"viewport": {"width": WIDE, "height": HEIGHT}} | system
        contexts.append(browser.new_context(reduced_motion="reduce", **system))
        return Learner(contexts[-1].new_page(), address)

    yield learner
    for context in contexts:
        context.close()


@pytest.fixture
def mouse(opened):
    """Open a page for a reader with a mouse and a keyboard."""
    return opened()


@pytest.fixture
def finger(opened):
    """Open a page for a reader with a telephone."""
    return opened(
        has_touch=True,
        is_mobile=True,
        viewport={"width": PHONE, "height": HEIGHT},
    )


# ---- Mouse


def test_hovering_shows_the_meaning(mouse):
    """A mouse on a term shows the first paragraph of its entry in the glossary."""
    mouse.hover()
    shown = mouse.box.locator("p").inner_text()
    anchor = mouse.link.get_attribute("href").split("#")[1]
    mouse.page.goto(mouse.address + GLOSSARY)
    entry = mouse.page.locator(f"#{anchor} + p").inner_text()
    assert shown.endswith(f": {entry}")


def test_passing_over_shows_nothing(mouse):
    """A mouse that only crosses a term brings nothing up."""
    mouse.link.hover()
    mouse.page.mouse.move(1, HEIGHT - 1)
    mouse.wait()
    assert not mouse.shows()


def test_leaving_hides_it(mouse):
    """A meaning goes when the mouse goes elsewhere."""
    mouse.hover()
    mouse.page.mouse.move(1, HEIGHT - 1)
    mouse.box.wait_for(state="hidden")
    assert mouse.link.get_attribute("aria-describedby") is None


def test_the_mouse_can_move_onto_it(mouse):
    """A mouse can rest on the meaning, which then stays (WCAG 1.4.13)."""
    mouse.hover()
    box = mouse.box.bounding_box()
    mouse.page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 5, steps=5)
    mouse.wait()
    assert mouse.shows()


def test_it_stays_while_the_mouse_stays(mouse):
    """A meaning stays as long as the mouse rests on its term (WCAG 1.4.13)."""
    mouse.hover()
    mouse.wait()
    assert mouse.shows()


def test_another_term_takes_its_place(mouse):
    """There is one meaning at a time: that of the term that the mouse is on."""
    mouse.hover()
    first = mouse.box.inner_text()
    href = mouse.link.get_attribute("href")
    mouse.page.locator(f"{LINK}:not([href='{href}'])").first.hover()
    mouse.page.wait_for_function(
        "([box, first]) => document.querySelector(box).innerText !== first",
        arg=[BOX, first],
    )
    mouse.page.locator("[aria-describedby=meaning]").first.wait_for()
    assert mouse.page.locator("[aria-describedby=meaning]").count() == 1


def test_clicking_leads_to_the_glossary(mouse):
    """A click leads to the glossary, whether the meaning shows or not."""
    mouse.hover()
    href = mouse.link.get_attribute("href").split("#")[1]
    mouse.link.click()
    mouse.page.wait_for_url(f"**/{GLOSSARY}#{href}")
    assert mouse.page.locator(f"#{href}:target").is_visible()


def test_nothing_moves(mouse):
    """The text under and around a meaning stays where it was."""
    mouse.page.evaluate(
        """() => {
            window.moved = 0
            new PerformanceObserver(list => list.getEntries()
                .forEach(({value}) => window.moved += value))
                .observe({type: "layout-shift"})
        }"""
    )
    places = "all => all.map(one => one.getBoundingClientRect().toJSON())"
    # The mouse is already there, so that nothing scrolls in between.
    mouse.link.scroll_into_view_if_needed()
    before = mouse.page.eval_on_selector_all("article > *:not(#meaning)", places)
    mouse.hover()
    after = mouse.page.eval_on_selector_all("article > *:not(#meaning)", places)
    assert (after, mouse.page.evaluate("window.moved")) == (before, 0)


# ---- Keyboard and screen reader


def test_focus_shows_and_describes(mouse):
    """The focus on a term shows its meaning at once, as the link's description."""
    mouse.focus()
    described = mouse.page.evaluate(
        """() => {
            const box = document.getElementById(
                document.activeElement.getAttribute("aria-describedby"))
            return [box.role, box.checkVisibility()]
        }"""
    )
    assert described == ["tooltip", True]


def test_escape_hides_it_and_leaves_the_focus(mouse):
    """Escape hides the meaning, and the focus stays on the term (WCAG 1.4.13)."""
    mouse.focus()
    mouse.page.keyboard.press("Escape")
    mouse.box.wait_for(state="hidden")
    mouse.wait()
    focused = mouse.page.evaluate(
        "one => document.activeElement.matches(one)", LINK
    )
    assert (focused, mouse.shows()) == (True, False)


def test_escape_hides_what_the_mouse_shows(mouse):
    """Escape hides a meaning that the mouse brought up, and it stays away."""
    mouse.hover()
    mouse.page.keyboard.press("Escape")
    mouse.box.wait_for(state="hidden")
    mouse.wait()
    assert not mouse.shows()


def test_tab_leads_past_it(mouse):
    """Tab leads from a term to the next stop of the text, never into the meaning."""
    mouse.focus()
    mouse.page.keyboard.press("Tab")
    mouse.page.wait_for_function(
        "link => !document.querySelector(link).hasAttribute('aria-describedby')",
        arg=LINK,
    )
    inside = "box => document.activeElement.closest(box) !== null"
    assert not mouse.page.evaluate(inside, BOX)


def test_enter_leads_to_the_glossary(mouse):
    """Enter on a term leads to the glossary."""
    mouse.focus()
    mouse.page.keyboard.press("Enter")
    mouse.page.wait_for_url(f"**/{GLOSSARY}#*")
    assert mouse.page.locator(":target").is_visible()


# ---- Finger


def test_a_tap_shows_and_a_second_leads_on(finger):
    """The first tap shows the meaning, with a link on; the second leads there."""
    finger.link.tap()
    finger.box.wait_for()
    more = finger.box.get_by_role("link", name="More in the glossary").is_visible()
    stayed = finger.page.url
    finger.link.tap()
    finger.page.wait_for_url(f"**/{GLOSSARY}#*")
    assert (more, stayed) == (True, finger.address + PAGE)


def test_it_stays_after_a_tap(finger):
    """A meaning that a finger brought up stays, though nothing hovers."""
    finger.page.locator(LINK).filter(visible=True).last.tap()
    finger.box.wait_for()
    finger.wait()
    assert finger.shows()


def test_the_link_in_it_leads_on(finger):
    """After a tap the link below the meaning leads to the same entry."""
    href = finger.link.get_attribute("href").split("#")[1]
    finger.link.tap()
    finger.box.get_by_role("link", name="More in the glossary").tap()
    finger.page.wait_for_url(f"**/{GLOSSARY}#{href}")
    assert finger.page.locator(f"#{href}:target").is_visible()


def test_a_tap_elsewhere_hides_it(finger):
    """A tap beside the meaning hides it and leads nowhere."""
    finger.link.tap()
    finger.box.wait_for()
    finger.page.locator("h1").tap()
    finger.box.wait_for(state="hidden")
    assert finger.page.url == finger.address + PAGE


def test_each_term_takes_two_taps(finger):
    """A tap on another term shows that one's meaning first."""
    finger.link.tap()
    finger.box.wait_for()
    other = finger.page.locator(LINK).filter(visible=True).last
    other.tap()
    finger.page.wait_for_function(
        "([box, link]) => document.querySelector(box).checkVisibility()"
        " && document.querySelector(box + ' > a').href === link",
        arg=[BOX, other.evaluate("link => link.href")],
    )
    assert finger.page.url == finger.address + PAGE


# ---- What it costs, and what it needs


def test_nothing_is_asked_for_untouched(mouse):
    """Neither the script nor the glossary is fetched before a term is touched."""
    mouse.page.mouse.move(1, HEIGHT - 1)
    mouse.page.locator("h1").click()
    mouse.page.keyboard.press("Tab")
    mouse.wait()
    assert (mouse.fetched("glossary.js"), mouse.fetched("glossary/")) == (0, 0)


def test_the_glossary_is_fetched_once(mouse):
    """However many terms are touched, the glossary is fetched once."""
    mouse.hover()
    for link in mouse.page.locator(LINK).all()[:4]:
        link.hover()
        mouse.wait()
    assert (mouse.fetched("glossary.js"), mouse.fetched("glossary/")) == (1, 1)


@pytest.mark.parametrize("missing", ["glossary/", "glossary.js"])
def test_without_the_glossary_a_tap_leads_on(finger, missing):
    """If the glossary or the script does not come, a tap is that on a plain link."""
    href = finger.link.get_attribute("href").split("#")[1]
    finger.page.route(
        re.compile(rf"{re.escape(missing)}$"),
        lambda route: (
            route.continue_()
            if route.request.is_navigation_request()
            else route.abort()
        ),
    )
    finger.link.tap()
    finger.page.wait_for_url(f"**/{GLOSSARY}#{href}")
    assert finger.page.locator(f"#{href}:target").is_visible()


def test_offline_nothing_shows(mouse):
    """If the glossary does not come, hovering shows nothing and raises no error."""
    errors = []
    mouse.page.on("pageerror", lambda error: errors.append(str(error)))
    mouse.page.context.set_offline(True)
    mouse.link.hover()
    mouse.wait()
    assert (mouse.shows(), errors) == (False, [])


def test_it_comes_once_back_online(mouse):
    """A glossary that did not come is asked for again at the next term."""
    mouse.hover()
    mouse.page.reload()
    mouse.page.route("**/glossary/", lambda route: route.abort())
    mouse.link.hover()
    mouse.wait()
    mouse.page.unroute("**/glossary/")
    mouse.page.mouse.move(1, HEIGHT - 1)
    mouse.wait()
    mouse.hover()
    assert mouse.shows()


def test_links_in_it_lead_where_the_glossary_leads(mouse):
    """A link in a meaning has the address that it has in the glossary."""
    mouse.hover()
    anchor = mouse.link.get_attribute("href").split("#")[1]
    hrefs = "all => all.map(one => one.href)"
    shown = mouse.page.eval_on_selector_all(f"{BOX} p a", hrefs)
    mouse.page.goto(mouse.address + GLOSSARY)
    entry = mouse.page.eval_on_selector_all(f"#{anchor} + p a", hrefs)
    assert shown == entry != []


def test_the_glossary_itself_shows_nothing(mouse):
    """In the glossary, where the meaning is a step away, its links show nothing."""
    mouse.page.goto(mouse.address + GLOSSARY)
    mouse.page.locator("article p a[href^='#']").first.hover()
    mouse.wait()
    assert not mouse.shows()


# ---- Every window and scheme


@pytest.mark.parametrize(
    "window",
    [
        {"width": PHONE, "height": HEIGHT},
        {"width": NARROW, "height": HEIGHT},
        ZOOMED,
    ],
    ids=["375px", "320px", "400%"],
)
def test_it_is_within_the_window(opened, window):
    """Each meaning is whole within a small window, or scrolls, and widens no page."""
    learner = opened(viewport=window)
    learner.focus()
    complaints = []
    for link in learner.page.locator(LINK).filter(visible=True).all():
        learner.page.keyboard.press("Escape")
        learner.page.evaluate("document.activeElement.blur()")
        link.focus()
        learner.page.locator(f"{LINK}[aria-describedby]").wait_for()
        out = learner.page.evaluate(
            """box => {
                const {left, top, right, bottom} =
                    document.querySelector(box).getBoundingClientRect()
                const root = document.documentElement
                return left < 0 || top < 0 || right > root.clientWidth
                    || bottom > root.clientHeight || root.scrollWidth > innerWidth
            }""",
            BOX,
        )
        if out:
            complaints.append(f"{link.get_attribute('href')} at {window}: cut off.")
    report(complaints)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["mouse", "finger"])
def test_axe_finds_nothing_in_it(opened, scheme, device):
    """A page with a meaning open keeps WCAG 2.2 AA, in both schemes."""
    learner = opened(color_scheme=scheme, has_touch=device == "finger")
    if device == "finger":
        learner.link.tap()
        learner.box.wait_for()
    else:
        learner.hover()
    learner.page.evaluate(AXE_SCRIPT)
    found = learner.page.evaluate(
        "box => axe.run({include: [[box], ['[aria-describedby]']]})", BOX
    )
    report(
        f"{fault['help']}: {fault['nodes'][0]['html'][:200]}"
        for fault in found["violations"]
    )


def test_forced_colours_frame_it(opened):
    """In the system's own colours a meaning still has a frame around it."""
    learner = opened(forced_colors="active")
    learner.hover()
    border, ground = learner.page.eval_on_selector(
        BOX,
        """box => [getComputedStyle(box).borderTopColor,
            getComputedStyle(box).backgroundColor]""",
    )
    assert border != ground


def test_it_is_not_printed(mouse):
    """A meaning that shows is not printed."""
    mouse.hover()
    mouse.page.emulate_media(media="print")
    assert not mouse.shows()


def test_without_script_the_term_is_a_link(opened):
    """Without JavaScript a click on a term leads to the glossary."""
    learner = opened(java_script_enabled=False)
    learner.link.click()
    learner.page.wait_for_url(f"**/{GLOSSARY}#*")
    assert learner.box.count() == 0


def test_it_follows_a_smaller_window(mouse):
    """A meaning that shows stays within a window that is made smaller."""
    mouse.focus()
    resize(mouse.page, NARROW)
    mouse.wait()
    right = mouse.box.bounding_box()
    assert right["x"] + right["width"] <= NARROW

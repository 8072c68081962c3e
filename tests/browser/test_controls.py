"""What a reader presses: copy, search, menu and scheme, with the keyboard alone too.

Navigation tabs are links. For those with code in them see test_tabs.py.
"""

import re

import pytest

from browser.reader import (
    HEIGHT,
    NOT_FOUND,
    PAGES,
    PHONE,
    WIDE,
    dark,
    place,
    resize,
    tab_to,
    touch,
)
from pages import code, includes
from project import DOCS, SNIPPETS, name, report
from sandbox import run

COPY = ".language-python button.md-code__button"
QUESTIONS = DOCS / "reference/questions.md"
QUESTION = re.compile(r"^### (?P<heading>.+?) +\{ *#(?P<anchor>[\w-]+) *\}$", re.M)
STOP_WORDS = (
    "a an and are as at be by can do does for from how i in into is it me my of on one"
    " or should the they to too what when which why with you your"
)


def scripts(page) -> list:
    """List the scripts that a page includes, in order."""
    if page == NOT_FOUND:
        return []
    return [include for include in includes(page) if include.path.endswith(".py")]


SHOWS_CODE = next(page for page in PAGES if scripts(page))


PERMISSIONS = ["clipboard-read", "clipboard-write"]


@pytest.fixture(scope="module")
def tab(browser):
    """Keep a reader with a keyboard and a wide screen, for page after page."""
    context = browser.new_context(
        permissions=PERMISSIONS,
        reduced_motion="reduce",
        viewport={"width": WIDE, "height": HEIGHT},
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def home(new_context, address):
    """Open the home page for a reader who was never here, in a light system."""
    page = new_context(
        color_scheme="light",
        permissions=PERMISSIONS,
        reduced_motion="reduce",
        viewport={"width": WIDE, "height": HEIGHT},
    ).new_page()
    page.goto(address)
    return page


def clipboard_after(tab, press) -> str:
    """Press a copy button, in some way, and return what the clipboard holds then."""
    tab.evaluate("navigator.clipboard.writeText('')")
    press()
    tab.wait_for_function("() => navigator.clipboard.readText()")
    return tab.evaluate("navigator.clipboard.readText()")


# ---- Every page: skip what is known, copy what is shown


@pytest.fixture(scope="module")
def skipped(tab, url):
    """Open a page and press Tab, Enter, Tab; note where the focus goes."""
    tab.goto(url)
    tab.keyboard.press("Tab")
    link = tab.evaluate(
        """() => {
            const {opacity} = getComputedStyle(document.activeElement)
            const {top} = document.activeElement.getBoundingClientRect()
            return document.activeElement.matches(".md-skip")
                && opacity === "1" && top >= 0
        }"""
    )
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    inside = tab.evaluate("document.activeElement.closest('article') !== null")
    return {
        "the first Tab shows no link past the navigation": link,
        "Tab after the skip link is not in the article": inside,
    }


def test_skip_link_skips(skipped, markdown):
    """The first Tab shows a link; Enter on it leads past the navigation to the text."""
    report(
        f"{name(markdown)}: {fault}. Mend .md-skip in docs/overrides or the stylesheet."
        for fault, well in skipped.items()
        if not well
    )


@pytest.fixture(scope="module")
def copied(tab, skipped):
    """Copy every Python block of a page by its button, unfolding what is folded."""
    touch(tab)
    tab.add_style_tag(content=".tabbed-block { display: block !important; }")
    for fold in tab.locator("details:has(.language-python) > summary").all():
        fold.click()
    blocks = tab.locator(".language-python")
    buttons = blocks.get_by_role("button", name="Copy to clipboard").all()
    return [clipboard_after(tab, button.click) for button in buttons]


def test_copy_gives_the_snippet(copied, markdown):
    """The clipboard holds exactly the script, but for the end of its last line."""
    shown = [] if markdown == NOT_FOUND else code(markdown)
    assert copied == [block.rstrip("\n") for block in shown]


def test_what_was_copied_runs(tab, address, tmp_path):
    """A script pasted from the clipboard into a file prints what the page shows."""
    tab.goto(address + place(SHOWS_CODE))
    touch(tab)
    pasted = tmp_path / "pasted.py"
    pasted.write_text(clipboard_after(tab, tab.locator(COPY).first.click), "utf-8")
    shown = (SNIPPETS / scripts(SHOWS_CODE)[0].path).with_suffix(".txt")
    assert run(pasted).stdout == shown.read_text("utf-8")


FOCUS = """async () => {
    const shown = {visibilityProperty: true, contentVisibilityAuto: true}
    const covered = one => {
        const box = one.getClientRects()[0]
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight)
        return [0.1, 0.5, 0.9].every(part => {
            const there = document.elementFromPoint(
                box.x + box.width / 2, top + (bottom - top) * part)
            return !one.contains(there) && !there?.contains(one)
        })
    }
    const complaints = []
    const stops = document.querySelectorAll("a[href], button, summary, [tabindex]")
    for (const one of [...stops].reverse()) {
        if (one.tabIndex < 0 || !one.checkVisibility(shown)) continue
        one.focus()
        const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(one)
        const what = one.outerHTML.replace(/\\s+/g, " ").slice(0, 150)
        if (outlineStyle === "none" || parseFloat(outlineWidth) < 2
                || outlineColor === getComputedStyle(document.body).backgroundColor)
            complaints.push(`no outline of 2 px marks the focus of ${what}`)
        // The theme moves its side bars some frames after the page has scrolled.
        for (let frame = 0; frame < 30 && covered(one); frame++)
            await new Promise(requestAnimationFrame)
        if (covered(one)) complaints.push(`something covers ${what} when focused`)
    }
    return complaints
}"""


def test_focus_is_seen(tab, copied, markdown):
    """Whatever Tab or Shift and Tab lead to is outlined, and under nothing else."""
    tab.keyboard.press("Tab")  # from now on the browser marks what has the focus
    report(
        f"{name(markdown)}: {fault}. Mend docs/assets/stylesheets/one-by-one.css."
        for fault in tab.evaluate(FOCUS)
    )


# ---- Search


def typed(heading: str) -> str:
    """Return what a reader would type: a heading's words, without the stop words."""
    words = re.findall(r"\w+(?:[×,.'’–-]\w+)*", heading)
    stop = STOP_WORDS.split()
    return " ".join(word for word in words if word.lower() not in stop)


def search(tab, words: str) -> list[list[str]]:
    """Search for some words; return the links that each result shows, unfolded.

    A result is a page, with those of its sections that match best.
    """
    said = tab.locator(".md-search-result__meta")
    for text, answer in (("", "Type to start"), (words, "matching")):
        tab.get_by_role("textbox", name="Search").fill(text)
        tab.keyboard.press(
            "End"
        )  # the theme looks at the field when a key is let go
        said.filter(has_text=answer).wait_for()
    return tab.eval_on_selector_all(
        ".md-search-result__item",
        """results => results.map(result =>
            [...result.querySelectorAll("a")]
                .filter(link => !link.closest("details"))
                .map(link => link.pathname + link.hash))""",
    )


def test_search_finds_each_question(home, address):
    """Each question is shown by one of the first three results for its own words."""
    touch(home)
    home.keyboard.press("/")
    complaints = []
    for question in QUESTION.finditer(QUESTIONS.read_text("utf-8")):
        words = typed(question["heading"])
        results = search(home, words)[:3]
        wanted = f"/reference/questions/#{question['anchor']}"
        if not any(wanted in links for links in results):
            line = question.string.count("\n", 0, question.start()) + 1
            complaints.append(
                f"{name(QUESTIONS)}:{line}: “{words}” finds {results}, and not this"
                " question. Give its heading a word that no other has."
            )
    report(complaints)


def test_search_takes_numbers(home):
    """Each digit finds something: an index of many numbers can fail on one."""
    touch(home)
    home.keyboard.press("/")
    report(
        f"mkdocs.yml: searching for {digit} fails. Choose another separator."
        for digit in "123456789"
        if not search(home, digit)
    )


def test_search_starts_at_the_first_key(home):
    """The slash key opens the search on a page not yet touched; arrows and Enter go."""
    home.keyboard.press("/")
    field = home.get_by_role("textbox", name="Search")
    home.wait_for_function(
        "() => document.activeElement.matches('.md-search__input')"
    )
    field.press_sequentially("bottleneck")
    first = home.locator(".md-search-result__link").first
    first.wait_for()
    there = first.evaluate("link => link.href")
    home.keyboard.press("ArrowDown")
    home.keyboard.press("Enter")
    home.wait_for_url(there)
    assert "bottleneck" in home.locator("article").inner_text().lower()


# ---- Keyboard


def test_tabs_by_keyboard(home):
    """On a wide screen Tab reaches each navigation tab, in order."""
    link = ".md-tabs__link"
    reached = []
    for _ in range(home.locator(link).count()):
        tab_to(home, link)
        reached.append(home.evaluate("document.activeElement.href"))
    assert reached == home.eval_on_selector_all(link, "all => all.map(a => a.href)")


def test_tab_leads_on_by_keyboard(home):
    """Enter on a navigation tab opens what it names."""
    last = home.locator(".md-tabs__link").last
    there = last.evaluate("link => link.href")
    last.focus()
    home.keyboard.press("Enter")
    home.wait_for_url(there)
    assert home.locator(".md-tabs__item--active a").evaluate("a => a.href") == there


def test_menu_by_keyboard(home):
    """On a phone keys alone lead through the menu and a section to a page in it."""
    resize(home, PHONE)
    tab_to(home, ".menu")
    home.keyboard.press("Enter")
    tab_to(home, ".md-nav__item--pruned a")
    section = home.evaluate("document.activeElement.href")
    home.keyboard.press("Enter")
    home.wait_for_url(section)
    tab_to(home, ".menu")
    home.keyboard.press("Enter")
    tab_to(home, ".md-nav--primary .md-nav .md-nav__link[href]")
    there = home.evaluate("document.activeElement.href")
    home.keyboard.press("Enter")
    home.wait_for_url(there)
    assert home.locator("h1").is_visible()


def test_menu_closes_by_keyboard(home):
    """Escape closes the menu and gives the focus back to its button."""
    resize(home, PHONE)
    tab_to(home, ".menu")
    home.keyboard.press("Enter")
    home.locator(".md-nav--primary").wait_for()
    tab_to(home, ".md-nav--primary a")
    home.keyboard.press("Escape")
    home.locator(".md-sidebar--primary").wait_for(state="hidden")
    assert home.evaluate("document.activeElement.matches('.menu')")


def test_copy_by_keyboard(home, address):
    """Tab reaches a copy button, and Enter copies."""
    home.goto(address + place(SHOWS_CODE))
    touch(home)
    tab_to(home, COPY)
    copied = clipboard_after(home, lambda: home.keyboard.press("Enter"))
    assert copied == scripts(SHOWS_CODE)[0].text().rstrip("\n")


def test_scheme_is_remembered(home, address):
    """Who switches to dark, by keyboard, finds every page dark, after a reload too."""
    shown = [dark(home)]
    tab_to(home, ".scheme")
    home.keyboard.press("Enter")
    shown.append(dark(home))
    home.goto(address + place(SHOWS_CODE))
    shown.append(dark(home))
    home.reload()
    shown.append(dark(home))
    assert shown == [False, True, True, True]

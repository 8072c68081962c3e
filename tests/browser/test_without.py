"""What a page is without: script, screen, motion, colours of its own, small text.

Each page is opened once, in a dark system, and shown in one way after another.
"""

import pytest

from browser.reader import HEIGHT, NARROW, WIDE, dark, resize, touch
from project import name, report

PAPER = 718  # px, A4 at 96 px an inch less a margin of 1 cm
FRAME = 1 / 60  # s


@pytest.fixture(scope="module")
def tab(browser):
    """Keep a reader in a dark system who wants no motion, so that nothing lags."""
    context = browser.new_context(color_scheme="dark", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def opened(tab, url):
    """Open a page and touch it, so that it is all that it will be."""
    tab.goto(url)
    touch(tab)
    return tab


@pytest.fixture
def shown(opened):
    """Hand a page to a test, and take back afterwards what that test emulates."""
    yield opened
    opened.emulate_media(media="screen", forced_colors="none")
    opened.evaluate("document.documentElement.style.fontSize = ''")


# ---- Without script


@pytest.fixture(scope="module")
def bare(browser):
    """Keep a reader in a dark system who runs no script."""
    context = browser.new_context(
        color_scheme="dark",
        java_script_enabled=False,
        viewport={"width": NARROW, "height": HEIGHT},
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def scriptless(bare, url):
    """Open a page without script, and open by a click what it holds closed."""
    bare.goto(url)
    for summary in bare.locator("article summary").all():
        summary.click()
    return bare


UNREAD = """skip => {
    const shown = {
        opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true}
    const unread = []
    const all = document.createTreeWalker(
        document.querySelector("article"), NodeFilter.SHOW_TEXT)
    while (all.nextNode()) {
        const text = all.currentNode, holder = text.parentElement
        if (!/[^\\s\\u2060-\\u2064]/.test(text.data)
                || holder.closest(skip))
            continue
        const range = document.createRange()
        range.selectNodeContents(text)
        if (!holder.checkVisibility(shown) || !range.getClientRects().length)
            unread.push(text.data.trim().slice(0, 60).toWellFormed())
    }
    return unread
}"""


# The list in a number-answer is for its script: answers and slips.
UNSPOKEN = "style, script, title, .headerlink, number-answer"
# What is folded stays folded on paper, but for exercises; of tools the result shows.
UNPRINTED = (
    f"{UNSPOKEN}, details:not([open], .hint, .answer), .md-code__nav, channel-mixer,"
    " layer-budget, figure-filter form, exercise-progress :is(form, .done), .download,"
    " .markdown, offline-copy"
)


def test_everything_is_read_without_script(scriptless, markdown):
    """Without script every word of a page shows, once each closed part is clicked.

    What is in a second tab has tests of its own.
    """
    report(
        f"{name(markdown)}: without script “{text}” cannot be seen. Show it in HTML."
        for text in scriptless.evaluate(
            UNREAD, f"{UNSPOKEN}, .tabbed-block + .tabbed-block"
        )
    )


def test_keys_are_not_read_without_script(scriptless, markdown):
    """Without script the list of an exercise's answer and slips stays out of sight."""
    report(
        f"{name(markdown)}: without script the key “{key}” shows. See exercises.css."
        for key in scriptless.eval_on_selector_all(
            "number-answer li",
            "all => all.filter(one => one.checkVisibility())"
            ".map(one => one.textContent.trim().slice(0, 60))",
        )
    )


def test_code_is_reached_without_script(scriptless, markdown):
    """Without script the Tab key reaches each block that scrolls sideways."""
    report(
        f"{name(markdown)}: without script no key scrolls “{text}”. Give it tabindex 0."
        for text in scriptless.eval_on_selector_all(
            "article *",
            """all => all
                .filter(one => one.scrollWidth > one.clientWidth && one.tabIndex < 0
                    && /auto|scroll/.test(getComputedStyle(one).overflowX)
                    && one.clientWidth)
                .map(one => one.textContent.trim().slice(0, 40).toWellFormed())""",
        )
    )


def test_nothing_idle_without_script(scriptless, markdown):
    """Without script there is no button or field that would do nothing."""
    report(
        f"{name(markdown)}: without script {control} does nothing. Hide it by .no-js."
        for control in scriptless.eval_on_selector_all(
            "button, input:not(.tabbed-set > input), select, textarea",
            """all => all.filter(one => one.checkVisibility({visibilityProperty: true}))
                .map(one => one.outerHTML.slice(0, 80))""",
        )
    )


def test_is_no_wider_without_script(scriptless, markdown):
    """Without script no page scrolls sideways at 320 px either."""
    width = scriptless.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW, f"{name(markdown)} is {width} px wide without script."


def test_dark_without_script(scriptless):
    """Without script a page follows a dark system."""
    assert dark(scriptless)


def test_light_without_script(scriptless):
    """Without script a page follows a light system."""
    scriptless.emulate_media(color_scheme="light")
    light = not dark(scriptless)
    scriptless.emulate_media(color_scheme="dark")
    assert light


# ---- On paper


@pytest.fixture
def printed(shown):
    """Show a page as it is laid out for paper."""
    resize(shown, PAPER)
    shown.emulate_media(media="print")
    return shown


def test_print_cuts_nothing_off(printed, markdown):
    """On paper, where nothing scrolls, all code, tables and formulas fit the width."""
    report(
        f"{name(markdown)}, on paper: “{text}” is cut off. Let it wrap in @media print."
        for text in printed.eval_on_selector_all(
            "article *",
            f"""all => all
                .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1
                        && !one.matches(".lab-spoken")
                        && getComputedStyle(one).overflowX !== "visible"
                    || one.getBoundingClientRect().right > {PAPER} + 1
                    || one.matches("code") && one.scrollWidth > one.clientWidth + 1
                        && getComputedStyle(one).display === "block")
                .map(one => one.textContent.trim().slice(0, 40).toWellFormed())""",
        )
    )


def test_print_leaves_nothing_out(printed, markdown):
    """On paper every word of a page shows, those in figures and tables too."""
    report(
        f"{name(markdown)}, on paper: “{text}” cannot be seen. See @media print."
        for text in printed.evaluate(UNREAD, UNPRINTED)
    )


def test_print_spells_links_out(printed, markdown):
    """On paper each link to another site is followed by its address."""
    report(
        f"{name(markdown)}, on paper: {link} is not spelled out. See @media print."
        for link in printed.eval_on_selector_all(
            "article a[href^=http]",
            """all => all.filter(link => !getComputedStyle(link, "::after").content
                    .includes(link.getAttribute("href")))
                .map(link => link.href)""",
        )
    )


def test_print_has_no_navigation(printed, markdown):
    """On paper there is the article, and nothing to press or to go elsewhere by."""
    report(
        f"{name(markdown)}, on paper: {what} shows. Hide it in @media print."
        for what in printed.eval_on_selector_all(
            "nav, header, footer, button, input, .headerlink, .md-skip, .md-tabs",
            """all => all
                .filter(one => one.checkVisibility(
                        {visibilityProperty: true, opacityProperty: true})
                    && one.getBoundingClientRect().bottom > 0
                    // A value or name without a border is but words on paper.
                    && !(one.closest("channel-mixer, layer-budget, sortable-table")
                        && getComputedStyle(one).borderStyle === "none"))
                .map(one => one.outerHTML.replace(/\\s+/g, " ").slice(0, 80))""",
        )
    )


def test_print_is_light(printed):
    """A page is printed dark on light, whatever the system's scheme."""
    assert not dark(printed)


def test_print_makes_a_pdf(printed):
    """The browser prints a page into a PDF file that has text on its pages."""
    pdf = printed.pdf(format="A4")
    assert pdf.startswith(b"%PDF") and b"/Type /Font" in pdf


# ---- Without motion, colours of its own, small text


def test_reduced_motion(shown, markdown):
    """For readers who want less motion nothing moves for longer than a frame."""
    moving = shown.evaluate(
        """frame => {
            const seconds = list => Math.max(...list.split(", ").map(time =>
                parseFloat(time) / (time.endsWith("ms") ? 1000 : 1)))
            const found = new Set()
            for (const one of document.querySelectorAll("*"))
                for (const part of ["", "::before", "::after"]) {
                    const style = getComputedStyle(one, part || null)
                    const long = ["transition", "animation"].some(kind =>
                        seconds(style[kind + "Duration"])
                            + seconds(style[kind + "Delay"]) > frame)
                    if (long || style.scrollBehavior === "smooth"
                            || /^(animate|set|marquee)/i.test(one.tagName))
                        found.add(`${one.localName}.${one.classList}${part}`)
                }
            return [...found]
        }""",
        FRAME,
    )
    report(
        f"{name(markdown)}: {what} moves. Stop it in @media (prefers-reduced-motion)."
        for what in moving
    )


LOST_IN_FORCED_COLOURS = """() => {
    const brush = document.createElement("canvas").getContext("2d")
    const light = colour => {
        brush.fillStyle = colour
        brush.fillRect(0, 0, 1, 1)
        return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3)
            .map(part => part / 255)
            .map(part => ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0)
    }
    const ground = light(getComputedStyle(document.body).backgroundColor)
    const contrast = colour => {
        const [less, more] = [light(colour), ground].sort((a, b) => a - b)
        return (more + 0.05) / (less + 0.05)
    }
    const lost = []
    for (const drawing of document.querySelectorAll("article svg[role=img]")) {
        const label = drawing.getAttribute("aria-label").slice(0, 40)
        for (const text of drawing.querySelectorAll("text"))
            if (contrast(getComputedStyle(text).fill) < 4.5)
                lost.push(`“${text.textContent}” in the figure “${label}”`)
        const shapes = drawing.querySelectorAll("path, rect, circle, line, polygon")
        if (![...shapes].some(shape => ["fill", "stroke"].some(kind => {
            const colour = getComputedStyle(shape)[kind]
            return colour !== "none" && contrast(colour) >= 3
        })))
            lost.push(`every line of the figure “${label}”`)
    }
    const stops = document.querySelectorAll("a[href], button, summary, [tabindex]")
    for (const one of stops) {
        one.focus()
        if (document.activeElement !== one) continue
        const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(one)
        const what = one.outerHTML.replace(/\\s+/g, " ").slice(0, 80)
        if (outlineStyle === "none" || parseFloat(outlineWidth) < 2
                || contrast(outlineColor) < 3)
            lost.push(`the focus of ${what}`)
    }
    return lost
}"""


def test_forced_colours(shown, markdown):
    """In the system's own colours figures, their words and the focus are still seen."""
    resize(shown, WIDE)
    shown.emulate_media(forced_colors="active")
    shown.keyboard.press("Tab")  # from now on the browser marks what has the focus
    report(
        f"{name(markdown)}, forced colours: {what} cannot be seen. Use the system's"
        " colours in @media (forced-colors: active)."
        for what in shown.evaluate(LOST_IN_FORCED_COLOURS)
    )


CUT_OFF = """() => {
    const words = one => one.innerText.trim().slice(0, 60).toWellFormed()
    const root = document.documentElement
    const lost = root.scrollWidth > innerWidth
        ? [`the page, ${root.scrollWidth} px wide in ${innerWidth} px`] : []
    for (const one of document.querySelectorAll("body *")) {
        if (!one.innerText?.trim() || !one.checkVisibility({visibilityProperty: true})
                // the h1 again, for the scrolled; and what is only to be heard
                || one.closest(".md-header__title, .lab-spoken"))
            continue
        const {overflowX, overflowY} = getComputedStyle(one)
        const cut = /hidden|clip/
        if (one.clientWidth && (
                cut.test(overflowX) && one.scrollWidth > one.clientWidth + 1
                || cut.test(overflowY) && one.scrollHeight > one.clientHeight + 1))
            lost.push(`“${words(one)}” (${one.className})`)
    }
    return lost
}"""


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_text_at_twice_the_size(shown, markdown, width):
    """With text at 200 % nothing is cut off, and no page scrolls sideways."""
    resize(shown, width)
    shown.evaluate(
        """() => {
            const root = document.documentElement
            root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px"
        }"""
    )
    report(
        f"{name(markdown)}, text at 200 %, {width} px: {what} is cut off. Let it wrap."
        for what in shown.evaluate(CUT_OFF)
    )


def test_page_at_twice_the_size(shown, markdown):
    """A window of 1280 px zoomed to 200 % cuts nothing off."""
    resize(shown, WIDE // 2)
    report(
        f"{name(markdown)}, zoomed to 200 %: {what} is cut off. Let it wrap."
        for what in shown.evaluate(CUT_OFF)
    )

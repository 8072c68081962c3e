"""Code in tabs: Keras, NumPy. Choosing one once chooses it everywhere.

The theme's bundle comes with the first touch; until then loader.html links the tabs.
Each choice is therefore made twice: before the bundle is there, and after.
"""

import pytest

from browser.reader import HEIGHT, PHONE, WIDE, place, resize, tab_to, touch
from pages import MARKDOWN
from project import DOCS, SNIPPETS, report

WITH_TABS = [page for page in MARKDOWN if '=== "NumPy"' in page.read_text("utf-8")]
HOME, QUESTIONS = DOCS / "index.md", DOCS / "reference/questions.md"
INPUT, SET = ".tabbed-set > input", ".tabbed-set"
CHOSEN = """() => [...document.querySelectorAll(".tabbed-set")].map(set => {
    const shown = [...set.querySelectorAll(".tabbed-block")]
        .map(block => block.checkVisibility())
    const labels = [...set.querySelectorAll("label")].map(one => one.textContent.trim())
    return labels.filter((_, number) => shown[number]).join()
})"""
SHIFTS = """
    window.shifted = 0
    new PerformanceObserver(list => list.getEntries().forEach(
        ({value}) => window.shifted += value)).observe(
        {type: "layout-shift", buffered: true})
"""


@pytest.fixture
def reader(new_context):
    """Open a tab for a reader who was never here."""
    return new_context(
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
        viewport={"width": WIDE, "height": HEIGHT},
    ).new_page()


@pytest.fixture(params=["before the bundle", "after the bundle"])
def opened(request, reader, address):
    """Open the questions, with the theme's bundle held back or already there."""
    if request.param == "before the bundle":
        reader.route("**/bundle.*.js", lambda _: None)
    reader.goto(address + place(QUESTIONS))
    if request.param == "after the bundle":
        touch(reader)
    return reader


def press(tab, label: str, number: int = 0) -> None:
    """Click a label of one of the page's sets of tabs, by its number."""
    tab.locator(SET).nth(number).locator("label", has_text=label).click()


def all_show(tab, label: str) -> bool:
    """Tell whether every set of a page shows the block of this label alone."""
    tab.wait_for_load_state()
    return set(tab.evaluate(CHOSEN)) == {label}


def test_there_are_ten_pairs(reader, address):
    """Ten questions or more are answered in NumPy too, and Keras shows at first."""
    reader.goto(address + place(QUESTIONS))
    assert reader.locator(SET).count() >= 10 and all_show(reader, "Keras")


def test_a_click_chooses_everywhere(opened):
    """Who clicks NumPy once sees NumPy in every set of the page."""
    press(opened, "NumPy")
    assert all_show(opened, "NumPy")


def test_a_choice_can_be_taken_back(opened):
    """Who clicks NumPy and later Keras, in another set, sees Keras everywhere."""
    press(opened, "NumPy")
    press(opened, "Keras", 3)
    assert all_show(opened, "Keras")


def test_a_choice_outlives_the_page(opened, address):
    """On the next page, and after a reload, NumPy shows as soon as it is opened."""
    press(opened, "NumPy")
    opened.goto(address)
    there = all_show(opened, "NumPy")
    opened.reload()
    assert there and all_show(opened, "NumPy")


def test_bundle_takes_over(reader, address):
    """A click before the bundle and one after it are both obeyed, everywhere."""
    held = []

    def hold(route):
        held.append(route)

    reader.route("**/bundle.*.js", hold)
    reader.goto(address + place(QUESTIONS))
    press(reader, "NumPy")
    first = all_show(reader, "NumPy")
    while not held:
        reader.wait_for_timeout(10)  # ms
    held[0].continue_()
    touch(reader)
    press(reader, "Keras", 2)
    second = all_show(reader, "Keras")
    reader.goto(address)
    assert [first, second, all_show(reader, "Keras")] == [True] * 3


def test_keys_choose(opened):
    """Tab leads to a set, an arrow key chooses, everywhere, and keeps the focus."""
    tab_to(opened, INPUT)
    opened.keyboard.press("ArrowRight")
    focused = opened.evaluate("one => document.activeElement.matches(one)", INPUT)
    assert focused and all_show(opened, "NumPy")


def test_focus_shows_on_the_label(opened):
    """The label of the tab that has the focus is outlined."""
    tab_to(opened, INPUT)
    assert opened.evaluate(
        """() => {
            const style = getComputedStyle(document.activeElement.labels[0])
            return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2
        }"""
    )


def test_tabs_have_names(reader, address):
    """A screen reader is told of each set two buttons, Keras and NumPy."""
    reader.goto(address + place(QUESTIONS))
    sets = reader.locator(SET).count()
    named = [
        reader.get_by_role("radio", name=label, exact=True).count()
        for label in ("Keras", "NumPy")
    ]
    assert named == [sets, sets]


def test_pressed_tab_stays(opened):
    """The set that was clicked stays where it is, however long those above grow."""
    last = opened.locator(SET).last
    last.scroll_into_view_if_needed()
    label = last.locator("label").last
    before = label.bounding_box()["y"]
    label.click()
    assert abs(label.bounding_box()["y"] - before) <= 1


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_bundle_moves_no_label(reader, address, width):
    """Labels stand and look after the first touch as they did before it."""
    resize(reader, width)
    reader.goto(address + place(QUESTIONS))
    look = """() => [...document.querySelectorAll(".tabbed-set label")].map(label => {
        const {x, width, height} = label.getBoundingClientRect()
        const words = label.querySelector("a") || label
        const {color, textDecorationLine} = getComputedStyle(words)
        return [x, width, height, color, textDecorationLine].join()
    })"""
    before = reader.evaluate(look)
    touch(reader)
    reader.wait_for_selector(".tabbed-labels--linked")
    assert reader.evaluate(look) == before


def test_kept_choice_shifts_nothing(reader, address):
    """A page that opens with NumPy chosen does not open with Keras and then jump."""
    reader.add_init_script(SHIFTS)
    reader.goto(address)
    press(reader, "NumPy")
    reader.goto(address)
    shown = all_show(reader, "NumPy")
    assert shown and reader.evaluate("window.shifted") < 0.01


def test_numpy_is_copied(reader, address):
    """The copy button of the NumPy tab copies the NumPy snippet."""
    reader.goto(address + place(HOME))
    touch(reader)
    press(reader, "NumPy")
    block = reader.locator(".tabbed-block:visible")
    block.get_by_role("button", name="Copy to clipboard").click()
    reader.wait_for_function("() => navigator.clipboard.readText()")
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert copied == (SNIPPETS / "index-numpy.py").read_text("utf-8").rstrip("\n")


def test_without_script(new_context, address):
    """Without script a click shows the other tab, in the set that it is in."""
    tab = new_context(java_script_enabled=False).new_page()
    tab.goto(address + place(HOME))
    press(tab, "NumPy")
    blocks = tab.locator(".tabbed-block")
    assert [block.is_visible() for block in blocks.all()] == [False, True]


@pytest.mark.parametrize("page", WITH_TABS, ids=lambda page: page.stem)
def test_print_shows_both(reader, address, page):
    """On paper both blocks of a set stand, one below the other, each under its name."""
    reader.goto(address + place(page))
    touch(reader)
    reader.emulate_media(media="print")
    report(
        f"docs: set {number} of {page.stem} is printed as {order}. See @media print."
        for number, order in enumerate(
            reader.eval_on_selector_all(
                SET,
                """sets => sets.map(set =>
                    [...set.querySelectorAll("label, .filename")]
                        .filter(one => one.checkVisibility())
                        .sort((a, b) => a.getBoundingClientRect().top
                            - b.getBoundingClientRect().top)
                        .map(one => one.textContent.trim())
                        .map(words => words.replace(
                            /^snippets.*?(-numpy)?\\.py$/, "code$1"))
                        .join(" "))""",
            ),
            1,
        )
        if order != "Keras code NumPy code-numpy"
    )

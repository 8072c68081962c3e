"""Exercises are folded, hear what is typed, keep nothing unasked, and print last."""

import re

import pytest

from browser.reader import HEIGHT, PHONE, SCRIPT, WIDE, place, tab_to, touch
from exercises import exercises
from pages import TAUGHT
from project import name, report

COLLECTION = "exercises/"
NUMERIC = [exercise for exercise in exercises() if exercise.keys]
FIRST = NUMERIC[0]
LENGTH = "() => document.querySelector('main').offsetHeight"
KEPT = "() => ({...localStorage})"


@pytest.fixture
def reader(browser, address):
    """Return a function that opens a page of the site in one browser."""
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    page = context.new_page()

    def opened(where):
        page.goto(address + where)
        touch(page)
        return page

    yield opened
    context.close()


@pytest.fixture
def exercise(reader):
    """Open the first exercise whose answer is typed; return page, field and reply."""
    page = reader(place(FIRST.page))
    form = page.locator(f"#{FIRST.anchor} ~ number-answer form").first
    return page, form.get_by_role("textbox"), form.locator("output")


def answer(field, output, typed):
    """Type an answer, press Enter and return the reply."""
    before = output.text_content()
    field.fill(typed)
    field.press("Enter")
    field.page.wait_for_function(
        "([output, before]) => output.textContent && output.textContent !== before",
        arg=[output.element_handle(), before],
    )
    return output.text_content()


@pytest.fixture(scope="module")
def right(browser, address):
    """Work out, in the page's own arithmetic, what is right in the first exercise."""
    page = browser.new_page()
    page.goto(address)
    value = page.evaluate(
        """async expression => {
            const { evaluate } = await import("/assets/javascripts/answers.js")
            return evaluate(expression)
        }""",
        FIRST.keys[0]["expression"],
    )
    page.close()
    return f"{value:g}" if value < 1e5 else f"{value:.0f}"


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_nothing_moves_when_the_forms_come(browser, address, width):
    """What is typed into has its room before its script is there."""
    tab = browser.new_page(viewport={"width": width, "height": HEIGHT})
    tab.goto(address + place(FIRST.page))
    waits = tab.evaluate("!customElements.get('number-answer')")
    before = tab.evaluate(LENGTH)
    touch(tab)
    after = tab.evaluate(LENGTH)
    tab.close()
    assert (waits, after) == (True, before), (
        "Give number-answer:not(:defined) in exercises.css the room of its form."
    )


def test_a_slip_then_the_answer(exercise, right):
    """A slip is explained, what was typed stays, and the right number is taken."""
    _, field, output = exercise
    slip = FIRST.keys[1]
    first = answer(field, output, slip["expression"])
    typed = field.input_value()
    second = answer(field, output, right)
    assert (slip["says"] in first, typed, second.split(":")[0][:5]) == (
        True,
        slip["expression"],
        "Right",
    )


@pytest.mark.parametrize("typed", [SCRIPT, "many", "1,6M", "9^9^9", "(" * 99])
def test_what_is_no_number_stays_and_runs_nothing(exercise, typed):
    """What cannot be read is answered in a sentence, and is still there to mend."""
    page, field, output = exercise
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    said = answer(field, output, typed)
    report(
        [f"{typed!r} is answered with {said!r}, and {dialogs} ran."]
        if dialogs
        or field.input_value() != typed
        or not said.endswith(".")
        or re.search(r"NaN|undefined|Error|Infinity", said)
        else []
    )


def test_is_answered_from_the_keyboard(exercise, right):
    """Tab leads to the field and to the button, which Space presses."""
    page, _, output = exercise
    tab_to(page, f"#{FIRST.anchor} ~ number-answer input")
    page.keyboard.type(right)
    tab_to(page, "number-answer button")
    page.keyboard.press("Space")
    output.filter(has_text="Right").wait_for()
    assert output.get_attribute("role") in (None, "status")


def test_reply_when_the_network_is_gone(exercise):
    """Without a network the reply says so, and what was typed stays."""
    page, field, output = exercise
    page.context.set_offline(True)
    said = answer(field, output, "12")
    page.context.set_offline(False)
    assert ("network" in said, field.input_value()) == (True, "12")


def test_nothing_is_stored_unasked(exercise, right):
    """Answering rightly and wrongly leaves nothing behind in the browser."""
    page, field, output = exercise
    before = page.evaluate(KEPT)
    answer(field, output, "1")
    answer(field, output, right)
    after = page.evaluate(KEPT)
    cookies = page.context.cookies()
    assert (after, cookies) == (before, [])


def test_nothing_is_sent(exercise, right, address):
    """Answering asks only for files of the site, and tells nobody what was typed."""
    page, field, output = exercise
    asked = []

    def note(request):
        asked.append(request)

    page.on("request", note)
    answer(field, output, right)
    report(
        f"{request.method} {request.url} was sent with an answer."
        for request in asked
        if request.method != "GET"
        or not re.fullmatch(rf"{re.escape(address)}[\w./-]+", request.url)
        or right in request.url
    )


def boxes(page) -> dict[str, bool]:
    """Return which exercises are ticked in the collection, by their link."""
    return page.eval_on_selector_all(
        "exercise-progress tbody tr",
        """rows => Object.fromEntries(rows.map(row => [
            row.querySelector("a").getAttribute("href"),
            row.querySelector("input").checked]))""",
    )


def test_progress_is_kept_when_asked(reader, right):
    """Once asked, a solved exercise is ticked in the collection, and after a reload."""
    page = reader(COLLECTION)
    page.get_by_label("Keep my progress on this device").check()
    page = reader(place(FIRST.page))
    form = page.locator(f"#{FIRST.anchor} ~ number-answer form").first
    answer(form.get_by_role("textbox"), form.locator("output"), right)
    ticked = [link for link, done in boxes(reader(COLLECTION)).items() if done]
    assert [link.endswith(f"#{FIRST.anchor}") for link in ticked] == [True]


def test_progress_is_forgotten_when_asked(reader):
    """Unticking the request leaves nothing stored, and the boxes as they were."""
    page = reader(COLLECTION)
    asked = page.get_by_label("Keep my progress on this device")
    asked.check()
    page.locator("exercise-progress tbody input").first.check()
    kept = page.evaluate(KEPT)
    asked.uncheck()
    stored, shown = page.evaluate(KEPT), sum(boxes(page).values())
    assert (len(kept), len(stored), shown) == (1, 0, 1)


def test_progress_that_is_damaged_is_put_aside(reader):
    """What another program left under the same name breaks nothing."""
    page = reader(COLLECTION)
    page.evaluate("localStorage.setItem('one-by-one.exercises', '{\"a\": 1')")
    page.reload()
    page.get_by_label("Keep my progress on this device").check()
    said = page.locator("exercise-progress output").text_content()
    assert said.startswith("0 of ")


def test_boxes_tell_which_exercise(reader):
    """Each box of the collection has the name of its exercise."""
    page = reader(COLLECTION)
    names = page.eval_on_selector_all(
        "exercise-progress tbody input", "all => all.map(box => box.ariaLabel)"
    )
    assert sorted(names) == sorted(f"Done: {plain(e.title)}" for e in exercises())


def plain(title: str) -> str:
    """Return a title without marks of Markdown."""
    return title.replace("`", "")


@pytest.mark.parametrize("taught", TAUGHT, ids=name)
def test_hints_and_answers_are_folded(reader, taught):
    """Nobody sees a hint, an answer or a key by accident; a click opens each."""
    page = reader(place(taught))
    folded = page.locator(".exercises > :is(.hint, .answer)")
    seen = folded.locator("p").filter(visible=True).count()
    for summary in folded.locator("> summary").all():
        summary.click()
    closed = page.locator(".exercises > details:not([open])").count()
    keys = page.locator("number-answer li").count()
    assert (seen, closed, keys) == (0, 0, 0)


@pytest.mark.parametrize("taught", TAUGHT, ids=name)
def test_answers_are_printed_last(reader, taught):
    """On paper every question comes before every answer, and answers are open."""
    page = reader(place(taught))
    page.emulate_media(media="print")
    tops = page.evaluate(
        """() => {
            const tops = what => [...document.querySelectorAll(`.exercises > ${what}`)]
                .map(one => one.getBoundingClientRect().top)
            return {questions: tops(":is(h3, p)"), answers: tops(".answer")}
        }"""
    )
    heights = page.eval_on_selector_all(
        ".exercises > .answer",
        "all => all.map(one => one.clientHeight - one.firstElementChild.clientHeight)",
    )
    assert max(tops["questions"]) < min(tops["answers"]) and min(heights) > 0, (
        f"{name(taught)}: on paper an answer stands above a question, or is closed."
    )


def test_fits_a_phone(reader):
    """On a phone the field, its button and the reply fit the width."""
    page = reader(place(FIRST.page))
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    form = page.locator(f"#{FIRST.anchor} ~ number-answer form").first
    answer(form.get_by_role("textbox"), form.locator("output"), "many " * 20)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE

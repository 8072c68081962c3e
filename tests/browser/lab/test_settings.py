"""The parts of the lab work by mouse, touch and keyboard, and keep their setting.

What they compute is compared with Keras in test_layer_arithmetic.py and
test_mix_arithmetic.py.
"""

import random
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser.reader import (
    HEIGHT,
    NARROW,
    SCRIPT,
    WIDE,
    example,
    place,
    ready,
    resize,
    setting,
    touch,
)
from pages import PAGES as WRITTEN
from project import DOCS, name, report
from sandbox import Session

PART = re.compile(r"^/// html \| (channel-mixer|layer-budget)\b", re.M)
USES = [
    (part, page)
    for page in WRITTEN
    for part in PART.findall(page.read_text("utf-8"))
]
WRITES = (  # what no reader should see
    "NaN",
    "undefined",
    "Infinity",
    "[object",
    "Error",
)
HOSTILE = 200
BAD = (
    *("", "%", "%E0%A4%A", "%00", "NaN", "-1", "undefined", "null", "constructor"),
    *("__proto__", "toString()", "javascript:alert(1)", SCRIPT, f'"{SCRIPT}', "'"),
    *("\\", "𝟙×𝟙", "１x１x１", "\u202e1:", "/" * 300, "(" * 300, "concat(" * 300),
    *("1e999", "9" * 400, "0x10", "1,5", ";;;;", "0;0;0", "A" * 1_000_000),
)
OTHER_VERSIONS = ("", "0:", "2:", "99:", ":", "1", "v1:", "-1:")


def hostile(good: str) -> list[str]:
    """List settings that no part can use, made from one that it can."""
    chance = random.Random(1)  # noqa: S311
    found = [version + good for version in OTHER_VERSIONS]
    found += ["1:" + bad for bad in BAD]
    cuts = [match.end() for match in re.finditer("[.,;(/]", good)]
    found += ["1:" + good[:cut] for cut in cuts]
    numbers = list(re.finditer(r"\d+(?:\.\d+)?", good))
    no_numbers = [bad for bad in BAD[:-1] if bad != "-1"]
    while len(found) < HOSTILE:
        number, bad = chance.choice(numbers), chance.choice(no_numbers) or "∞"
        found.append("1:" + good[: number.start()] + bad + good[number.end() :])
    return found


@pytest.fixture(params=sorted({part for part, _ in USES}))
def part(request):
    """Give a test each part of the lab."""
    return request.param


@pytest.fixture
def lab(page, address, part):
    """Open the first page that uses a part of the lab, once the part is ready."""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.goto(address + next(place(one) for name, one in USES if name == part))
    ready(page, part)
    return page


def test_hostile_addresses_change_nothing(lab, part):
    """An address that no part can use leaves it at its start, and says why."""
    events = []
    lab.on("dialog", lambda dialog: (events.append("a dialogue"), dialog.dismiss()))
    lab.on("pageerror", lambda error: events.append(str(error)))
    lab.on("console", lambda line: events.append(line.text))
    good, key = example(lab, part, 3), setting(lab, part)["key"]
    complaints = []
    for bad in hostile(good):
        lab.evaluate(
            """hash => new Promise(done => {
                addEventListener("hashchange", () => setTimeout(done), {once: true})
                location.hash = hash
                if (location.hash === "") done()
            })""",
            f"{key}={bad}",
        )
        now = setting(lab, part)
        wrong = [word for word in WRITES if word in now["shown"]]
        if now["text"] != now["start"] or not now["notice"] or wrong or events:
            complaints.append(
                f"#{key}={bad[:80]!r}: {part} shows {now['text']!r}, says"
                f" {now['notice']!r}, writes {wrong}, and there was {events}. Refuse it"
                f" in the `check` of docs/assets/javascripts/{part}.js."
            )
            events.clear()
    report(complaints)


def test_hostile_address_of_a_first_visit(lab, part):
    """A page opened by a hostile address works, the theme's script included."""
    page, errors, complaints = lab, [], []
    where, key = page.url, setting(page, part)["key"]
    page.on("pageerror", lambda error: errors.append(str(error)))
    for bad in ("1:%", f"1:{SCRIPT}", "2:x", "1:" + "9" * 400, '1:"]', "1:\\"):
        page.goto("about:blank")
        page.goto(f"{where}#{key}={bad}")
        ready(page, part)
        touch(page)
        now = setting(page, part)
        if now["text"] != now["start"] or not now["notice"] or errors:
            complaints.append(
                f"#{key}={bad[:80]!r}: {part} says {now['notice']!r}, and there was"
                f" {errors}. Mend docs/assets/javascripts/lab.js."
            )
            errors.clear()
    report(complaints)


def test_link_opens_the_same(lab, part, context):
    """A copied link opens every example in another tab as it was."""
    complaints, other = [], context.new_page()
    count = lab.locator(part).get_by_label("Example").locator("option").count()
    for number in range(count):
        text = example(lab, part, number)
        other.goto("about:blank")
        other.goto(lab.eval_on_selector(part, "part => part.link"))
        ready(other, part)
        if (then := setting(other, part)["text"]) != text:
            complaints.append(f"{part}: {text} was opened by its link as {then}.")
    report(complaints)


def test_back_and_forward(lab, part):
    """Back leads to the setting before, forward to the one after."""
    began = setting(lab, part)["text"]
    one, two = example(lab, part, 2), example(lab, part, 4)
    seen = []
    for step in ("back", "back", "forward", "forward"):
        lab.evaluate(f"history.{step}()")
        lab.wait_for_timeout(100)
        seen.append(setting(lab, part)["text"])
    assert seen == [one, began, one, two]


def test_undo_redo_and_reset(lab, part):
    """Undo takes back a change, redo repeats it, reset leads to the start."""
    began, changed = setting(lab, part)["text"], example(lab, part, 2)
    seen = []
    for button in ("Undo", "Redo", "Reset", "Undo"):
        lab.locator(part).get_by_role("button", name=button, exact=True).focus()
        lab.keyboard.press("Enter")
        seen.append(setting(lab, part)["text"])
    assert seen == [began, changed, began, changed]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_enhancing_moves_nothing(browser, address, width):
    """What follows a part of the lab is where it was before the part was ready."""
    complaints = []
    for part, markdown in USES:
        context = browser.new_context(viewport={"width": width, "height": 3000})
        page = context.new_page()
        held = []
        page.route(f"**/{part}.js", lambda route, _, held=held: held.append(route))
        page.goto(address + place(markdown), wait_until="commit")
        page.wait_for_selector("footer")
        page.wait_for_timeout(200)
        where = "part => part.getBoundingClientRect().bottom + scrollY"
        before = page.eval_on_selector(part, where)
        held.pop().continue_()
        ready(page, part)
        page.wait_for_timeout(300)
        after = page.eval_on_selector(part, where)
        if abs(after - before) > 0.5:
            complaints.append(
                f"{name(markdown)}, {width} px: <{part}> ends {after - before:.0f} px"
                " further down once it is ready. Reserve that height in"
                f" docs/assets/stylesheets/{part}.css."
            )
        context.close()
    report(complaints)


def test_fallback_has_the_same_numbers(browser, address):
    """Without script a page shows the counts of the table that the part begins with."""
    number, complaints = re.compile(r"\d{1,3}(?:,\d{3})+"), []
    for part, markdown in USES:
        seen = []
        for script in (True, False):
            context = browser.new_context(java_script_enabled=script)
            page = context.new_page()
            page.goto(address + place(markdown))
            if script:
                ready(page, part)
            table = page.locator(f"{part} [role=table]" if script else part)
            texts = table.all_inner_texts()
            seen.append({one for text in texts for one in number.findall(text)})
            context.close()
        complaints += [
            f"{name(markdown)}: <{part}> shows {one} with script and not without."
            " Write the fallback for the setting that it starts with."
            for one in sorted(seen[0] - seen[1])
        ]
    report(complaints)


def test_axe_finds_nothing_in_an_example(lab, part):
    """Every example keeps WCAG 2.2 AA, all its details opened, on a phone."""
    resize(lab, NARROW)
    lab.evaluate(AXE_SCRIPT)
    lab.locator(f"{part} details").evaluate_all(
        "all => all.map(one => one.open = 1)"
    )
    complaints = []
    for number in range(lab.get_by_label("Example").locator("option").count()):
        text = example(lab, part, number)
        lab.wait_for_timeout(50)
        found = lab.evaluate("part => axe.run(part, {preload: false})", part)
        complaints += [
            f"{part}, {text}: {fault['help']}: {fault['nodes'][0]['html'][:200]}."
            f" {fault['helpUrl']} says what to do."
            for fault in found["violations"]
        ]
    report(complaints)


def test_code_in_the_page_runs(lab, part):
    """The Keras code of every example runs."""
    lab.locator(f"{part} details").evaluate_all(
        "all => all.map(one => one.open = 1)"
    )
    complaints, folder = [], DOCS / "assets/images/pasted.py"  # beside the pictures
    for number in range(lab.get_by_label("Example").locator("option").count()):
        text = example(lab, part, number)
        lab.wait_for_timeout(50)
        session = Session(folder)
        error = session.run(lab.locator(f"{part} pre code").inner_text()).error
        session.close()
        if error:
            complaints.append(f"{part}, {text}: the code's {error}.")
    report(complaints)

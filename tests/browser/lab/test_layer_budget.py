"""The layer budget: a reader changes layers, and their cost follows."""

import re

import pytest

from browser.reader import HEIGHT, SCRIPT, WIDE, place, ready, setting
from project import DOCS, report


@pytest.fixture
def budget(page, address):
    """Open the layer budget on the 7×7 layer after a 1×1."""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    page.goto(address + place(DOCS / "lab/layer-budget.md"))
    ready(page, "layer-budget")
    page.get_by_label("Example").select_option(label="7×7 after a 1×1")
    return page


def test_break_even_is_where_the_saving_ends(budget):
    """Up to the marked depth the 1×1 saves; one map more, and it costs."""
    slider = budget.get_by_role("slider")
    marked = re.search(
        r"Break-even at depth (\d+)", budget.inner_text("layer-budget")
    )
    said = []
    for depth in (int(marked[1]), int(marked[1]) + 1):
        slider.evaluate(
            """(slider, depth) => {
                slider.value = depth
                slider.dispatchEvent(new Event("input", {bubbles: true}))
                slider.dispatchEvent(new Event("change", {bubbles: true}))
            }""",
            depth,
        )
        text = budget.inner_text("layer-budget")
        said.append(re.findall(r"Parameters: .*(saved|more)", text))
    assert said == [["saved"], ["more"]]


def test_slider_by_keyboard(budget):
    """Arrow keys on the slider change the depth, and the sum with it."""
    before = setting(budget, "layer-budget")["text"]
    budget.get_by_role("slider").focus()
    budget.keyboard.press("ArrowRight")
    after = setting(budget, "layer-budget")["text"]
    assert [before, after] == [
        "256x256x512;conv.n64;relu;conv.n64.k7",
        "256x256x512;conv.n65;relu;conv.n64.k7",
    ]


def test_bad_numbers_stay_as_typed(budget):
    """What is no size stays in its field, with a sentence, and changes nothing."""
    before, complaints = setting(budget, "layer-budget")["text"], []
    for label in ("height", "channels", "filters", "kernel", "groups"):
        for typed in ("abc", "", "-3", "1e99", "0", "9" * 30, SCRIPT):
            field = budget.locator("layer-budget").get_by_label(label, exact=True)
            field.fill(typed)
            field.press("Enter")
            now = setting(budget, "layer-budget")
            invalid = field.get_attribute("aria-invalid") == "true"
            kept = field.input_value() == typed
            if now["text"] != before or not invalid or not kept:
                complaints.append(
                    f"{typed!r} as {label}: setting {now['text']}, marked: {invalid},"
                    f" kept: {kept}."
                )
        budget.reload()
        ready(budget, "layer-budget")
    report(complaints)


def test_impossible_layer_is_named(budget):
    """A kernel that does not fit is refused in a sentence that names the layer."""
    budget.goto(
        budget.url.split("#")[0] + "#stack=1:4x4x8;conv.n8;conv.n8.k7.valid"
    )
    ready(budget, "layer-budget")
    assert "conv_2: a 7×7 kernel does not fit" in budget.inner_text("layer-budget")


def test_csv_has_the_sum_of_the_page(budget, tmp_path):
    """The table that is downloaded ends with the sum that the page shows."""
    with budget.expect_download() as download:
        budget.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "stack.csv")
    last = (tmp_path / "stack.csv").read_text("utf-8").splitlines()[-1]
    shown = re.search(r"^Sum\s.*", budget.inner_text("layer-budget"), re.M | re.S)[
        0
    ]
    numbers = re.findall(r"\d{1,3}(?:,\d{3})+", shown.split("\n\n")[0])
    assert numbers[0].replace(",", "") in re.findall(r"\d+", last)

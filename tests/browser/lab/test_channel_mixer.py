"""The channel mixer: a reader drags, types or steps weights, and maps follow."""

import re

import pytest

from browser.reader import HEIGHT, NARROW, SCRIPT, place, ready, setting
from project import DOCS, report


@pytest.fixture
def mixer(page, address):
    """Open the channel mixer on a phone, all its weights 0."""
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    where = place(DOCS / "lab/channel-mixer.md")
    page.goto(f"{address}{where}#mix=1:rgb.coffee.none;0,0,0;0")
    ready(page, "channel-mixer")
    page.wait_for_function(
        "() => !document.body.innerText.includes('Loading the picture')"
    )
    return page


def cell(page, channel: str):
    """Return the weight of a channel in the first filter."""
    return page.get_by_role("spinbutton", name=f"weight of {channel} in filter 1")


def shades(page) -> list[list[int]]:
    """Return the colour in the middle of each map, three inputs and an output first."""
    page.wait_for_timeout(100)
    return page.eval_on_selector_all(
        "channel-mixer canvas",
        """all => all.filter(one => one.width === 256).map(one => [
            ...one.getContext("2d").getImageData(128, 128, 1, 1).data.slice(0, 3)])""",
    )


def test_dragging_makes_grey(mixer):
    """Three drags make the output the weighted sum of the input maps."""
    for channel, way in (("red", 30), ("green", 59), ("blue", 11)):
        cell(mixer, channel).scroll_into_view_if_needed()
        box = cell(mixer, channel).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mixer.mouse.move(x, y)
        mixer.mouse.down()
        mixer.mouse.move(x + way, y, steps=5)
        mixer.mouse.up()
    red, green, blue, grey = (shade[0] for shade in shades(mixer)[:4])
    wanted = 0.3 * red + 0.59 * green + 0.11 * blue
    assert abs(grey - wanted) <= 1, setting(mixer, "channel-mixer")["text"]


def test_drag_is_one_step_to_undo(mixer):
    """Undo takes back a whole drag."""
    began = setting(mixer, "channel-mixer")["text"]
    cell(mixer, "red").drag_to(cell(mixer, "blue"))
    moved = setting(mixer, "channel-mixer")["text"]
    mixer.get_by_role("button", name="Undo", exact=True).click()
    assert [moved != began, setting(mixer, "channel-mixer")["text"]] == [
        True,
        began,
    ]


def test_weights_by_keyboard(mixer):
    """Arrow keys step a weight, and a number typed is taken at Enter."""
    cell(mixer, "red").focus()
    for key in ("ArrowUp", "ArrowUp", "PageUp", "ArrowDown"):
        mixer.keyboard.press(key)
    mixer.keyboard.press("Tab")
    mixer.keyboard.press("Control+A")
    mixer.keyboard.type("-0.25")
    mixer.keyboard.press("Enter")
    assert ";0.55,-0.25,0;" in setting(mixer, "channel-mixer")["text"]


def test_bad_weight_stays_as_typed(mixer):
    """What is no weight stays in its cell, with a sentence, and changes nothing."""
    complaints, before = [], setting(mixer, "channel-mixer")["text"]
    for typed in ("abc", "", "1e9", "NaN", "--1", "11", SCRIPT):
        cell(mixer, "red").fill(typed)
        cell(mixer, "red").press("Enter")
        now = setting(mixer, "channel-mixer")
        kept = cell(mixer, "red").input_value() == typed
        if now["text"] != before or not now["notice"] or not kept:
            complaints.append(f"{typed!r} as a weight: {now}, kept: {kept}.")
    report(complaints)


def test_position_by_keyboard(mixer):
    """A slider moves the place in all maps at once, and the sum is written anew."""
    mixer.get_by_label("Example").select_option(index=0)
    before = mixer.locator("channel-mixer").inner_text()
    mixer.get_by_role("slider", name="row").focus()
    mixer.keyboard.press("Home")
    mixer.wait_for_function(
        "() => document.querySelector('channel-mixer').innerText.includes('row 0,')"
    )
    sums = r"Filter 1 at row (\d+), column 128: ([^=]+=\s*\S+)"
    (row, one), (_, other) = (
        re.search(sums, text).groups()
        for text in (mixer.locator("channel-mixer").inner_text(), before)
    )
    assert [row, one != other] == ["0", True]


def test_undo_preset_shows_what_relu_loses(mixer):
    """The inverse weights bring the picture back, and after a ReLU they do not."""
    said = []
    for title in ("Undo", "Undo after ReLU"):
        mixer.get_by_label("Example").select_option(label=title)
        mixer.wait_for_timeout(200)
        text = mixer.locator("channel-mixer").inner_text()
        said.append(re.search(r"difference from the input is (below )?", text)[1])
    assert said == ["below ", None]


PIXEL = bytes.fromhex(  # a PNG of one red pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_bad_files_get_a_sentence(mixer, tmp_path):
    """What is no picture is refused in a sentence, and the picture stays."""
    before, complaints = shades(mixer), []
    for file, content in (
        ("empty.png", b""),
        ("text.png", b"no picture"),
        ("cut.png", PIXEL[:40]),
        ("page.svg", b"<svg onload='alert(1)'/>"),
        ("huge.png", PIXEL + bytes(21_000_000)),
    ):
        (tmp_path / file).write_bytes(content)
        mixer.locator("input[type=file]").set_input_files(tmp_path / file)
        mixer.wait_for_timeout(300)
        notice = setting(mixer, "channel-mixer")["notice"]
        if file not in notice or shades(mixer) != before:
            complaints.append(f"{file}: the mixer says {notice!r}.")
    report(complaints)


def test_own_picture_stays_on_the_page(mixer):
    """A picture of the reader's is shown, and nothing is sent or asked for."""
    mixer.wait_for_load_state("networkidle")
    requests = []
    mixer.on("request", lambda request: requests.append(request.url[:60]))
    file = {"name": "red.png", "mimeType": "image/png", "buffer": PIXEL}
    mixer.locator("input[type=file]").set_input_files(file)
    mixer.wait_for_timeout(500)
    sent = [url for url in requests if not url.startswith(("blob:", "data:"))]
    assert [shades(mixer)[0][0], sent] == [255, []]

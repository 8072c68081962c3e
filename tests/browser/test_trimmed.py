"""A trimmed page looks as it did: until the reader touches it, and from then on.

Each page is opened as it is published and as it would be without tests/publish/trim.py,
side by side. Where the two differ is drawn in red in .cache/trimmed/.
"""

import base64
import io
import subprocess
import sys

import pytest
from PIL import Image, ImageChops

from browser.conftest import serve
from browser.reader import HEIGHT, PHONE, WIDE, place, resize, touch
from project import DOCS, ROOT, name, report
from publish import publish, trim

VIEWS = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light"))
# A page takes even the scroll for a touch that a change of its width brings.
UNTOUCHED = """for (const touch of ["scroll", "pointermove", "focusin"])
    addEventListener(touch, event => event.stopImmediatePropagation(), true)"""
# The theme fades a placeholder even for who wants no motion; and one element says how
# large the site is, which trimming changes.
SETTLED = (
    "::placeholder { transition: none !important } offline-copy { opacity: 0 }"
)
SAME = 24  # of 255: the browser itself does not always draw the header the same
# A rule left out shows in every picture. Once in some thousand, Chromium keeps the
# colour of a line of text when the scheme changes, and that does not.
TRIES = 3
DIFFERENCES = ROOT / ".cache/trimmed"
SHOWS_CODE = DOCS / "tutorial/projection.md"
HAS_A_FILTER = DOCS / "reference/numbers.md"  # below the header, and sticky too
SECTION = (
    "() => [...document.querySelectorAll('article :is(h2, h3)[id]')].at(%d).id"
)
DRAWN_APART = """mark => {
    const code = document.querySelector(".highlight code")
    const span = document.createElement("span")
    span.className = mark
    code.append(span)
    const [one, other] = [code, span].map(each => getComputedStyle(each))
    const properties = ["color", "fontWeight", "fontStyle", "textDecorationLine"]
    const apart = properties.filter(property => one[property] !== other[property])
    span.remove()
    return apart.join()
}"""
COVERED = """id => {
    const heading = document.getElementById(id)
    const {left, top} = heading.getBoundingClientRect()
    const seen = document.elementFromPoint(left + 5, top + 5)
    return !heading.contains(seen) && (seen?.outerHTML.slice(0, 60) ?? "nothing")
}"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory, settings):
    """Serve the site as it would be untrimmed; return its address."""
    folder = tmp_path_factory.mktemp("plain")
    build = [sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", folder]
    subprocess.run(build, cwd=ROOT, env=settings, check=True, capture_output=True)
    publish(folder, trim)
    # A browser places letters by fractions of a pixel, and anew behind each mark.
    for page in folder.rglob("*.html"):
        page.write_text(trim.unmarked(page.read_text("utf-8")), "utf-8")
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="module")
def tabs(browser, plain, address):
    """Keep a tab on the untrimmed site, and one on the published, never touched."""
    options = {"reduced_motion": "reduce", "service_workers": "block"}
    contexts = [browser.new_context(**options) for _ in range(2)]
    for context in contexts:
        context.add_init_script(UNTOUCHED)
    yield [
        (context.new_page(), at)
        for context, at in zip(contexts, (plain, address), strict=True)
    ]
    for context in contexts:
        context.close()


def picture(tab) -> Image.Image:
    """Take a picture of a whole page without touching it."""
    devtools = tab.context.new_cdp_session(tab)
    size = devtools.send("Page.getLayoutMetrics")["cssContentSize"]
    taken = devtools.send(
        "Page.captureScreenshot",
        {
            "captureBeyondViewport": True,
            "optimizeForSpeed": True,
            "clip": size | {"scale": 1},
        },
    )
    devtools.detach()
    return Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB")


def difference(what: str, before: Image.Image, after: Image.Image) -> list[str]:
    """Complain of a picture that differs, and keep one that shows where."""
    where = f"is {after.size} px, and {before.size} untrimmed"
    after_all = Image.new("RGB", before.size, "white")
    after_all.paste(after)
    apart = ImageChops.difference(before, after_all).convert("L")
    apart = apart.point(lambda light: 255 * (light > SAME))
    if before.size == after.size:
        if not apart.getbbox():
            return []
        where = "differs from the untrimmed in {}, {} to {}, {} px".format(
            *apart.getbbox()
        )
    DIFFERENCES.mkdir(parents=True, exist_ok=True)
    file = DIFFERENCES / f"{what.replace('/', '-').replace(', ', '-')}.png"
    after_all.paste("red", mask=apart)
    after_all.save(file)
    return [
        f"{what}: the page {where}: {name(file)} shows where. A rule or a space that it"
        " needs was left out. Mend tests/publish/trim.py."
    ]


def views(tab, at: str, markdown) -> dict[str, Image.Image]:
    """Open a page untouched and take a picture of it in each view."""
    resize(tab, WIDE)
    tab.emulate_media(color_scheme="light")
    tab.goto(at + place(markdown))
    tab.add_style_tag(content=SETTLED)
    taken = {}
    for width, scheme in VIEWS:
        resize(tab, width)
        tab.emulate_media(color_scheme=scheme)
        taken[f"{name(markdown)}, {width}, {scheme}"] = picture(tab)
    return taken


def test_untouched_pages_look_the_same(tabs, markdown):
    """Untouched, a page is the same picture with a third of the rules as with all."""
    for _ in range(TRIES):
        before, after = (views(tab, at, markdown) for tab, at in tabs)
        faults = [
            fault
            for what in before
            for fault in difference(what, before[what], after[what])
        ]
        if not faults:
            break
    report(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_left_out_show_nothing(browser, address, scheme):
    """What trimming leaves unmarked in code would be drawn like the code around it."""
    tab = browser.new_page(service_workers="block", color_scheme=scheme)
    tab.goto(address + place(SHOWS_CODE))
    touch(tab)
    apart = {mark: tab.evaluate(DRAWN_APART, mark) for mark in trim.PLAIN}
    tab.context.close()
    report(
        f"{scheme}: .highlight .{mark} has another {how}. Take it out of PLAIN in"
        " trim.py, or give it no look of its own."
        for mark, how in apart.items()
        if how
    )


def open_search(tab):
    """Search for a word."""
    tab.keyboard.press("/")
    tab.get_by_role("textbox", name="Search").press_sequentially("bottleneck")
    tab.locator(".md-search-result__link").first.wait_for()


def open_drawer(tab):
    """Open the menu of a phone."""
    resize(tab, PHONE)
    tab.locator(".menu").click()


def point_at_code(tab):
    """Show the first copy button, and the focus on it."""
    tab.locator("button.md-code__button").first.hover()
    tab.locator("button.md-code__button").first.focus()


@pytest.mark.parametrize("act", [open_search, open_drawer, point_at_code])
def test_touched_pages_look_the_same(browser, plain, address, act):
    """Touched, a page has search results, menu and copy buttons as without trimming."""
    taken = []
    for at in (plain, address):
        tab = browser.new_page(
            reduced_motion="reduce",
            service_workers="block",
            viewport={"width": WIDE, "height": HEIGHT},
        )
        tab.goto(at + place(SHOWS_CODE))
        touch(tab)
        act(tab)
        tab.mouse.move(0, HEIGHT // 2)
        taken.append(Image.open(io.BytesIO(tab.screenshot())).convert("RGB"))
        tab.context.close()
    report(difference(f"{name(SHOWS_CODE)}, {act.__name__}", *taken))


@pytest.mark.parametrize("page", [SHOWS_CODE, HAS_A_FILTER], ids=name)
def test_section_is_led_to(browser, address, page):
    """An address with a section leads to its heading, and nothing covers that."""
    tab = browser.new_page(service_workers="block")
    tab.goto(address + place(page))
    section = tab.evaluate(SECTION % 2)
    tab.goto("about:blank")
    tab.goto(f"{address}{place(page)}#{section}")
    tab.wait_for_timeout(500)  # ms: all that moves has moved
    over = tab.evaluate(COVERED, section)
    tab.context.close()
    assert not over, f"{name(page)}#{section} is covered by {over}. See trim.py."


def test_the_index_waits_for_a_search(browser, address):
    """The search index, heavier than any page, is fetched only by who searches."""
    tab = browser.new_page(service_workers="block")
    tab.goto(address)
    asked = []
    tab.on("request", lambda request: asked.append("search_index" in request.url))
    touch(tab)
    tab.wait_for_timeout(300)  # ms: the theme would have asked by now
    before = any(asked)
    open_search(tab)
    tab.context.close()
    assert (before, any(asked)) == (False, True)

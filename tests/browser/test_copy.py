"""The copy that `make zip` packs works as files, and from a store of exact names."""

import re
import zipfile
from urllib.parse import unquote

import pytest

import portable
from browser.conftest import Host, serve
from browser.reader import AWAKE, ready, tab_to, touch
from built import pages
from project import report

MIXER, BUDGET = "lab/channel-mixer/index.html", "lab/layer-budget/index.html"
TUTORIAL = "tutorial/projection/index.html"
TABS = "tutorial/convolutions-over-channels/index.html"
TERM = "article a[href*='glossary/']"
LIGHT = """[...document.querySelectorAll('channel-mixer canvas')].map(one => one
    .getContext('2d').getImageData(0, 0, one.width, one.height).data
    .reduce((sum, value) => sum + value, 0)).join()"""
DOWNLOAD = "article a[download][href$='.py']"
SEARCHLESS = "() => document.querySelector('.md-search')?.hidden ?? true"


class Store(Host):
    """Serve files by their exact names, as a store of objects does."""

    def send_head(self):
        """Answer 404, without a page, for what is no file."""
        path = self.translate_path(self.path)
        if self.path.partition("?")[0].endswith("/") or not re.search(
            r"\.\w+$", path
        ):
            self.send_response(404)
            self.end_headers()
            return None
        return super().send_head()


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """Pack the copy and unpack it."""
    there = tmp_path_factory.mktemp("copy")
    portable.pack(site, there / "one-by-one.zip")
    with zipfile.ZipFile(there / "one-by-one.zip") as archive:
        archive.extractall(there)
    return there / portable.ROOT_FOLDER


@pytest.fixture(params=["file", "store"])
def at(request, folder):
    """Return the address of the copy: as files, and from a store."""
    if request.param == "file":
        yield f"{folder.as_uri()}/"
        return
    with serve(folder, Store) as address:
        yield address


def test_every_page_opens_as_a_file(browser, folder):
    """No page of the copy asks for what is not there, or complains, when touched."""
    complaints = []
    with browser.new_context() as context:
        tab = context.new_page()
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("requestfailed", lambda asked: complaints.append(asked.url))
        tab.on(
            "console",
            lambda m: complaints.append(m.text) if m.type == "error" else None,
        )
        for page in pages(folder):
            tab.goto(page.as_uri())
            tab.keyboard.press("Shift")
            tab.wait_for_function(AWAKE)
            tab.wait_for_function(SEARCHLESS)
            complaints[:] = [
                line
                if ": in " in line
                else f"{page.relative_to(folder)}: in {line}"
                for line in complaints
            ]
    report(f"{line}. See tests/portable.py." for line in complaints)


def test_mixer_mixes(page, at):
    """The mixer shows its picture, and another example gives other maps."""
    page.goto(at + MIXER)
    ready(page, "channel-mixer")
    page.wait_for_function(
        "() => !document.querySelector('channel-mixer .lab-notice').textContent"
    )
    before = page.evaluate(LIGHT)
    page.get_by_label("Example").select_option(index=2)
    page.wait_for_function(f"before => ({LIGHT}) !== before", arg=before)
    assert "#" in page.url


def test_budget_counts(page, at):
    """The layer budget counts another example."""
    page.goto(at + BUDGET)
    ready(page, "layer-budget")
    before = page.locator("layer-budget").inner_text()
    page.get_by_label("Example").select_option(index=2)
    assert page.locator("layer-budget").inner_text() != before


def test_term_is_explained(page, at):
    """A term says what it means, and leads to the glossary."""
    page.goto(at + TUTORIAL)
    tab_to(page, TERM)
    page.locator("#meaning").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/index.html#*")
    assert page.locator(":target").count() == 1


def test_answer_is_judged(page, at):
    """A number that is typed into an exercise is judged."""
    page.goto(at + TUTORIAL)
    touch(page)
    page.locator("number-answer input").first.fill("1")
    page.keyboard.press("Enter")
    said = page.locator("number-answer output").first
    page.wait_for_function(
        "() => document.querySelector('number-answer output').textContent"
    )
    assert said.inner_text() != ""


def test_tabs_are_linked(page, at):
    """A tab that is chosen is chosen in every set, on the next page too."""
    page.goto(at + TABS)
    label = page.locator(".tabbed-labels label").last
    chosen = label.inner_text()
    label.click()
    page.reload()
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    checked = page.locator(".tabbed-set > input:checked")
    labels = checked.evaluate_all("all => all.map(one => one.labels[0].innerText)")
    assert chosen in labels


def test_scheme_is_kept(page, at):
    """The scheme that a reader chose is that of the next page."""
    page.goto(at + "index.html")
    page.locator(".scheme").click()
    chosen = page.evaluate("document.body.dataset.mdColorScheme")
    page.goto(at + TUTORIAL)
    assert page.evaluate("document.body.dataset.mdColorScheme") == chosen


def test_contents_lead_to_headings(page, at):
    """A link of the table of contents leads to its heading."""
    page.goto(at + TUTORIAL)
    link = page.locator(".md-nav--secondary:visible a.md-nav__link").last
    heading = unquote(link.get_attribute("href").partition("#")[2])
    link.click()
    assert page.locator(f'[id="{heading}"]').bounding_box()["y"] < 800


def test_slides_are_slides(page, at):
    """The lecture moves by its keys."""
    page.goto(f"{at}lecture/slides.html")
    page.wait_for_function("() => !document.documentElement.matches('.waiting')")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#/a-filter-of-one-pixel")
    assert (
        page.locator("section.present h2").inner_text() == "A filter of one pixel"
    )


def test_page_can_be_taken_away(page, folder):
    """From a store, a download of a page comes whole."""
    with serve(folder, Store) as address:
        page.goto(address + TUTORIAL)
        link = page.locator(DOWNLOAD).first
        kept = (folder / TUTORIAL).parent / link.get_attribute("href")
        with page.expect_download() as coming:
            link.click()
        assert coming.value.path().read_bytes() == kept.read_bytes()


def test_download_opens_as_a_file(page, folder):
    """Opened as a file, a download is a file already: a browser shows its text."""
    page.goto((folder / TUTORIAL).as_uri())
    link = page.locator(DOWNLOAD).first
    kept = (folder / TUTORIAL).parent / link.get_attribute("href")
    link.click()
    page.wait_for_url("**/downloads/**")
    assert page.evaluate("document.body.textContent") == kept.read_text("utf-8")


def test_a_file_says_that_it_has_no_search(page, folder):
    """Opened as a file, a page shows no search, and says why at its end."""
    page.goto((folder / TUTORIAL).as_uri())
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    shown = page.locator("[for=__search]:visible, .md-search:visible").count()
    assert (shown, "no search" in page.locator("footer").inner_text()) == (0, True)


def test_store_finds(page, folder):
    """From a store, the search finds pages by names that the store has."""
    with serve(folder, Store) as address:
        page.goto(f"{address}index.html")
        page.locator(".md-search__input").click()
        page.keyboard.type("bottleneck", delay=20)
        found = page.locator(".md-search-result__item a").first
        found.wait_for()
        found.click()
        page.wait_for_url("**/index.html?h=*")
        assert page.locator("article h1").count() == 1

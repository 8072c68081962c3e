"""Pages that are kept on a device: nothing unasked, whole, and never of two versions.

The site is served below a path, in two versions. Each marks its pages, its stylesheet
and a script that a page loads late, so that a mix can be seen.
"""

import functools
import re
import shutil
import threading
from http.server import ThreadingHTTPServer

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser.conftest import Host
from browser.reader import NARROW, WIDE, ready, resize, tab_to, touch
from project import report
from publish import offline

BELOW = "some/where/"
OFFER, MIXER = "reference/offline/", "lab/channel-mixer/"
READ, OTHER = "tutorial/projection/", "tutorial/reduction/"
MARKED = ("assets/stylesheets/one-by-one.css", "assets/javascripts/glossary.js")
TERM = "article a[href*='glossary/#']"
STATE = "offline-copy [role=status]"
KEPT = """async () => [
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(one => one.scope)]"""
# What the parts of a page say of their version, late ones too, if they came.
VERSIONS = """() => ({
    page: document.documentElement.dataset.version,
    style: getComputedStyle(document.documentElement).getPropertyValue("--version"),
    script: globalThis.version})"""
NEWEST = """async version => {
    const names = await caches.keys()
    const worker = await navigator.serviceWorker.getRegistration()
    return worker.active.state === "activated" && !worker.installing
        && !worker.waiting && names.some(name => name.endsWith(version))}"""
LIST = """async () => {
    const [name] = await caches.keys()
    return (await (await caches.open(name)).keys()).map(({url}) => url)}"""


class Fickle(Host):
    """Serve a folder that can be replaced, and answer nothing while down."""

    def handle_one_request(self):
        """Hang up where the network is down."""
        self.close_connection = True
        if not self.server.down:
            super().handle_one_request()

    def do_GET(self):  # noqa: N802
        """Answer from the version that is deployed, or as the network between does."""
        # Versions made within a second have one date: what is new is sent again.
        del self.headers["If-Modified-Since"]
        self.server.asked.append(
            (self.command, self.headers.get("Range"), self.path)
        )
        if self.server.broken(self.path):
            self.close_connection = True
        elif self.server.instead:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.server.instead)
        else:
            super().do_GET()

    do_POST = do_GET  # noqa: N815

    def end_headers(self):
        """Have browsers ask again each time, as `_headers` does."""
        self.send_header("Cache-Control", "public, max-age=0, must-revalidate")
        super().end_headers()

    def translate_path(self, path):
        """Find a file below the path at which the site is served."""
        self.directory = str(self.server.folder)
        below = f"/{BELOW}"
        inside = path.removeprefix(below) if path.startswith(below) else "no"
        return super().translate_path(f"/{inside}")


def version(site, folder, number):
    """Copy a site, and mark its parts as those of one version."""
    shutil.copytree(site, folder)
    style, script = (folder / name for name in MARKED)
    for file, line in (
        (style, f":root {{ --version: {number}; }}"),
        (script, f"globalThis.version = '{number}';"),
    ):
        file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
    for page in (READ, OTHER, OFFER, MIXER):
        file = folder / page / "index.html"
        html = file.read_text("utf-8").replace(
            "<html ", f'<html data-version="{number}" ', 1
        )
        file.write_text(html, "utf-8")
    offline.apply(folder)
    return folder


def named(folder):
    """Return what the worker of a site calls its version."""
    return re.search(r'"version":"(\w+)"', (folder / "sw.js").read_text("utf-8"))[1]


@pytest.fixture(scope="module")
def one(site, tmp_path_factory):
    """Build the version that is deployed first."""
    return version(site, tmp_path_factory.mktemp("offline") / "one", 1)


@pytest.fixture(scope="module")
def two(site, tmp_path_factory):
    """Build the version that is deployed after it."""
    return version(site, tmp_path_factory.mktemp("offline") / "two", 2)


@pytest.fixture
def host(one):
    """Serve the first version, below a path."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Fickle, directory=one)
    ) as server:
        server.folder, server.down, server.asked = one, False, []
        server.instead, server.broken = b"", lambda path: False
        server.at = f"http://127.0.0.1:{server.server_port}/{BELOW}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def tab(browser, host):
    """Open a browser of its own for each test, with the page that offers to keep."""
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(host.at + OFFER)
        tab.locator("offline-copy button").first.wait_for()
        yield tab


def press(tab, label, then):
    """Press a button of the offer, and wait for what it then says."""
    tab.get_by_role("button", name=label).click()
    tab.wait_for_function(
        "([at, then]) => document.querySelector(at).textContent.includes(then)",
        arg=[STATE, then],
    )


def begin(tab, host, *pages):
    """Ask to keep what is read, and read pages."""
    press(tab, "Keep what I read", "What you read is kept")
    for page in pages:
        tab.goto(host.at + page)
        tab.wait_for_load_state("networkidle")


def begin_all(tab):
    """Ask to keep the whole site."""
    press(tab, "Keep the whole site", "The whole site is kept")


def deploy(host, folder):
    """Replace the site by another version."""
    host.folder = folder


def cut(tab, host):
    """Take the network away: the host is down, and the browser says so."""
    host.down = True
    tab.context.set_offline(True)


def meaning(tab):
    """Have a page fetch its late script, and say what a term means."""
    tab.locator(TERM).first.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    tab.locator("#meaning").wait_for()
    return tab.locator("#meaning").inner_text()


def parts(tab):
    """Touch a page, and return the versions of those of its parts that came."""
    tab.keyboard.press("Shift")
    tab.wait_for_load_state("networkidle")
    return {part: v for part, v in tab.evaluate(VERSIONS).items() if v}


# ---- Nothing unasked


def test_nothing_is_kept_unasked(tab, host):
    """Who presses no button has no worker and no cache, whatever is read or touched."""
    for page in ("", READ, MIXER, OFFER):
        tab.goto(host.at + page)
        touch(tab)
    assert tab.evaluate(KEPT) == []


def test_removed_is_gone(tab, host):
    """The button that removes leaves no worker and no cache, and nothing offline."""
    begin(tab, host, READ, OFFER)
    press(tab, "Remove", "Nothing is kept")
    tab.goto(host.at + READ)
    assert tab.evaluate(KEPT) == []


# ---- What was read


def test_page_that_was_read_is_whole_offline(tab, host):
    """Reloaded offline, a page has its style, its text and what terms mean."""
    begin(tab, host, READ)
    cut(tab, host)
    tab.reload()
    said = meaning(tab)
    assert (parts(tab), ":" in said) == (
        {"page": "1", "style": "1", "script": "1"},
        True,
    )


def test_lab_that_was_read_works_offline(tab, host):
    """Reloaded offline, the mixer has its picture and mixes."""
    begin(tab, host, MIXER)
    ready(tab, "channel-mixer")
    cut(tab, host)
    tab.reload()
    ready(tab, "channel-mixer")
    tab.wait_for_function(
        "() => !document.querySelector('channel-mixer .lab-notice').textContent"
    )
    tab.locator("channel-mixer select").first.select_option(index=1)
    assert "#" in tab.url


def test_page_that_was_not_read_says_so(tab, host):
    """Offline, a page that is not kept answers 404, says why and lists what is kept."""
    begin(tab, host, READ)
    cut(tab, host)
    answer = tab.goto(host.at + OTHER)
    links = [link.get_attribute("href") for link in tab.locator("li a").all()]
    assert (
        answer.status,
        tab.locator("h1").inner_text(),
        host.at + READ in links,
    ) == (
        404,
        "This page was not kept",
        True,
    )


def test_the_page_that_says_so_is_accessible(tab, host):
    """The worker's own page has no fault that axe finds, and fits a phone."""
    begin(tab, host, READ)
    cut(tab, host)
    resize(tab, NARROW)
    tab.goto(host.at + OTHER)
    tab.evaluate(AXE_SCRIPT)
    found = tab.evaluate("async () => (await axe.run()).violations")
    wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    report(
        f"tests/publish/sw.js: {fault}. Mend the page that missing() writes."
        for fault in [one["help"] for one in found] + ["it is too wide"] * wide
    )


def test_what_is_not_the_sites_is_not_kept(tab, host):
    """An answer of a network that asks to log in is shown, and never kept."""
    begin(tab, host, READ)
    host.instead = b"<!doctype html><title>Log in</title>"
    tab.goto(host.at + OTHER)
    title, host.instead = tab.title(), b""
    tab.goto(host.at + "no/such/page")
    tab.goto(host.at + READ)
    kept = tab.evaluate(LIST)
    report(
        f"tests/publish/sw.js keeps {url}, which is no page of this version."
        for url in [*kept, *([] if title == "Log in" else ["and shows another"])]
        if url.endswith((OTHER, "no/such/page", "another"))
    )


def test_ranges_and_posts_are_left_alone(tab, host):
    """What asks for a part of a file, or sends something, reaches the host as it is."""
    begin(tab, host, READ)
    host.asked.clear()
    tab.evaluate(
        """async () => {
            await fetch("?part", {headers: {Range: "bytes=0-9"}})
            await fetch("", {method: "POST"})}"""
    )
    asked = {(method, part) for method, part, _ in host.asked}
    assert asked >= {("GET", "bytes=0-9"), ("POST", None)}


# ---- The whole site


@pytest.fixture
def whole(tab, host):
    """Keep the whole site, and take the network away."""
    begin_all(tab)
    cut(tab, host)
    return tab


def test_whole_site_is_there_offline(whole, host, one):
    """Each file that the worker lists is handed out offline, byte for byte."""
    whole.goto(host.at)
    sizes = whole.evaluate(
        """async places => Object.fromEntries(await Promise.all(places.map(
            async place => [place, (await (await fetch(place)).blob()).size])))""",
        list(offline.files(one)),
    )
    report(
        f"{place}: {sizes[place]} bytes offline, {file.stat().st_size} on the host."
        " See tests/publish/sw.js."
        for place, file in offline.files(one).items()
        if sizes[place] != file.stat().st_size
    )


def test_search_finds_offline(whole, host):
    """Of a site that is kept whole, the search finds pages offline."""
    whole.goto(host.at)
    whole.locator(".md-search__input").click()
    whole.keyboard.type("bottleneck", delay=20)
    found = whole.locator(".md-search-result__item a").first
    found.wait_for()
    found.click()
    assert whole.locator("article h1").count() == 1


def test_slides_are_there_offline(whole, host):
    """Of a site that is kept whole, the slides are slides offline."""
    whole.goto(f"{host.at}lecture/slides.html")
    whole.wait_for_function("() => !document.documentElement.matches('.waiting')")
    whole.keyboard.press("ArrowRight")
    whole.wait_for_function("() => location.hash !== '#/title'")
    assert whole.url.endswith("#/a-filter-of-one-pixel")


def test_offer_works_by_keyboard(tab):
    """By keyboard a reader keeps the site, and the focus stays with the buttons."""
    tab_to(tab, "offline-copy button:last-child")
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Remove").wait_for()
    tab.wait_for_function("() => document.activeElement !== document.body")
    assert (
        tab.evaluate("document.activeElement.textContent") == "Remove what is kept"
    )


def test_offer_says_the_size_before(tab, one):
    """The button that keeps all says how large that is, as the files add up."""
    size = sum(file.stat().st_size for file in offline.files(one).values())
    label = tab.get_by_role("button", name="whole site").inner_text()
    assert float(re.search(r"[\d.]+", label)[0]) == pytest.approx(
        size / 1e6, abs=0.06
    )


def test_no_button_without_script(browser, host):
    """Without script there is no button, and the page says what it would take."""
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(host.at + OFFER)
        shown = tab.locator("offline-copy")
        assert (shown.locator("button").count(), "https" in shown.inner_text()) == (
            0,
            True,
        )


# ---- A new version


def until(tab, expression, given=None):
    """Wait for a promise of a page to give true: Playwright awaits none."""
    for _ in range(200):
        if tab.evaluate(expression, given):
            return
        tab.wait_for_timeout(50)
    pytest.fail(f"Never true on {tab.url}: {expression}")


def updated(tab, host, page):
    """Read a page until the worker of the newest version has given it."""
    tab.goto(host.at + page)
    until(tab, NEWEST, named(host.folder))
    tab.goto(host.at + page)
    tab.goto(host.at + page)


def test_update_reaches_what_was_kept(tab, host, two):
    """Once online, all that was read is kept again in the new version, and no other."""
    begin(tab, host, READ, OTHER)
    deploy(host, two)
    updated(tab, host, READ)
    cut(tab, host)
    tab.goto(host.at + OTHER)
    meaning(tab)
    assert (parts(tab), len(tab.evaluate("caches.keys()"))) == (
        {"page": "2", "style": "2", "script": "2"},
        1,
    )


def test_update_keeps_the_site_whole(tab, host, two):
    """Who kept the whole site has the whole new site, though only one page was read."""
    begin_all(tab)
    deploy(host, two)
    updated(tab, host, READ)
    cut(tab, host)
    tab.goto(host.at + OFFER)
    tab.get_by_role("button", name="Remove").wait_for()
    assert (parts(tab)["page"], tab.locator(STATE).inner_text()) == (
        "2",
        "The whole site is kept on this device.",
    )


def test_page_in_the_middle_of_an_update_is_of_one_version(tab, host, two):
    """A new page whose parts do not come has none, rather than those of the old."""
    begin(tab, host, READ)
    deploy(host, two)
    host.broken = lambda path: not path.endswith("/")
    tab.goto(host.at + OTHER)
    assert set(parts(tab).values()) == {"2"}


def test_update_that_fails_leaves_the_old_whole(tab, host, two):
    """When the network goes in the middle of an update, the old version is whole."""
    begin(tab, host, READ, OTHER)
    deploy(host, two)
    host.broken = lambda path: path.endswith((".css", "glossary.js"))
    tab.goto(host.at + READ)
    tab.wait_for_timeout(500)
    cut(tab, host)
    tab.goto(host.at + OTHER)
    meaning(tab)
    assert parts(tab) == {"page": "1", "style": "1", "script": "1"}


def test_page_left_open_stays_of_its_version(tab, host, two):
    """A page that was open before an update gets its late parts of its own version."""
    begin(tab, host, READ)
    deploy(host, two)
    newer = tab.context.new_page()
    newer.goto(host.at + OTHER)
    until(newer, NEWEST, named(two))
    meaning(tab)
    assert parts(tab) == {"page": "1", "style": "1", "script": "1"}


# ---- Below a path, without a worker


def test_search_and_lab_work_below_a_path(tab, host):
    """Below a path, a page that the search finds opens, and the mixer mixes."""
    resize(tab, WIDE)
    tab.goto(host.at + MIXER)
    ready(tab, "channel-mixer")
    tab.locator(".md-search__input").click()
    tab.keyboard.type("bottleneck", delay=20)
    found = tab.locator(".md-search-result__item a").first
    found.wait_for()
    found.click()
    assert tab.url.startswith(host.at)

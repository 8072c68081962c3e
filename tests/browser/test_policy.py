"""The policy, enforced: it stops nothing of the site's own, and all that is foreign.

Pages come from a host that sends `_headers`, so that what these say and what the meta
element of a page says both hold. What a browser keeps is compared with the note.
"""

import re
from pathlib import Path

import pytest

from browser.conftest import Host, serve
from browser.reader import HEIGHT, WIDE, place, tab_to, touch
from project import DOCS, name, report
from publish import policy

PRIVACY = DOCS / "reference/privacy.md"
SLIDES = "lecture/slides.html"
META = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# A page of each kind, and what there is to press on it that chooses nothing for good.
KINDS = {
    "": [],
    "tutorial/projection/": ["article summary", "number-answer input"],
    "architectures/share/": ["sortable-table th button"],
    "lab/channel-mixer/": ["channel-mixer input", "channel-mixer button"],
    "lab/layer-budget/": [
        "layer-budget input",
        "layer-budget button:not([aria-disabled])",
    ],
    "notebooks/training/": [],
    "exercises/": ["exercise-progress tbody input"],
    "reference/glossary/": [],
    "reference/numbers/": ["figure-filter select"],
    "no/such/page": [],
}
# What the note says that a reader chooses, and where.
CHOICES = {
    "tutorial/convolutions-over-channels/": ".tabbed-labels label:last-child",
    "exercises/": "exercise-progress form input",
    "": ".scheme",
    "reference/offline/": "offline-copy button",
}
TERM = "article a[href*='glossary/#']:not(#meaning *)"
COPY = ".language-python button.md-code__button:visible"
LISTEN = """addEventListener("securitypolicyviolation", event => stopped(
    `${event.effectiveDirective} stopped ${event.blockedURI} ${event.sample}`))"""
KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({name}) => name),
    ...await caches.keys(), ...document.cookie.split("; ").filter(Boolean)]"""
LAID = "() => !document.documentElement.matches('.waiting')"
IDLE = """() => ![...document.querySelectorAll("[role=status]")]
    .some(one => one.textContent.startsWith("Working"))"""


class Strict(Host):
    """Serve files with the headers that `_headers` names, as Netlify does."""

    def end_headers(self):
        """Add the headers of the rules that fit the path."""
        rules = policy.read(Path(self.directory, "_headers").read_text("utf-8"))
        for path in ("/*", self.path):
            for header, value in rules.get(path, {}).items():
                self.send_header(header, value)
        super().end_headers()


@pytest.fixture(scope="session")
def strict(site):
    """Serve the built site with its headers; return its address."""
    with serve(site, Strict) as at:
        yield at


class Guard:
    """A tab, and what the policy stopped or a script found wrong in it."""

    def __init__(self, browser):
        """Open a tab and listen to it, and to the windows that it opens."""
        self.context = browser.new_context(
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="reduce",
            viewport={"width": WIDE, "height": HEIGHT},
        )
        self.faults = []
        self.context.expose_binding(
            "stopped", lambda _, what: self.faults.append(what)
        )
        self.context.add_init_script(LISTEN)
        self.context.on("console", self.console)
        self.context.on(
            "weberror", lambda error: self.faults.append(str(error.error))
        )
        self.tab = self.context.new_page()

    def console(self, message):
        """Note an error, but for the one of a page that is missing on purpose."""
        if message.type == "error" and "status of 404" not in message.text:
            self.faults.append(message.text)

    def stopped(self) -> set[str]:
        """Wait until something was stopped; name the directives that did it."""
        for _ in range(100):
            if any(" stopped " in fault for fault in self.faults):
                break
            self.tab.wait_for_timeout(50)
        faults = [fault for fault in self.faults if " stopped " in fault]
        return {fault.partition(" ")[0] for fault in faults}

    def found(self) -> list[str]:
        """Return what was wrong since the last time."""
        found, self.faults = self.faults, []
        return found


@pytest.fixture(scope="module")
def guard(browser):
    """Keep one tab for page after page."""
    one = Guard(browser)
    yield one
    one.context.close()


@pytest.fixture
def newcomer(browser):
    """Open a tab for a reader who was never here."""
    one = Guard(browser)
    yield one
    one.context.close()


def use(tab, presses: list[str]) -> None:
    """Do on a page what a reader does: touch, press, hover, copy and search."""
    touch(tab)
    for what in presses:
        tab.locator(what).first.click()
    if tab.locator(TERM).count():
        tab_to(tab, TERM)
        tab.locator("#meaning").wait_for()
        tab.keyboard.press("Escape")
    if tab.locator(COPY).count():
        tab.locator(COPY).first.click()
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("/")
    tab.get_by_role("textbox", name="Search").press_sequentially("bottleneck")
    tab.locator(".md-search-result__link").first.wait_for()
    tab.keyboard.press("Escape")


# ---- What is the site's own runs


def test_policy_stops_no_page(guard, strict, markdown):
    """Every page opens, and loads what the first touch asks for, under its policy."""
    guard.tab.goto(strict + place(markdown))
    touch(guard.tab)
    report(
        f"{name(markdown)}: {fault}. Put it into a file, or let"
        " tests/publish/policy.py hash it."
        for fault in guard.found()
    )


@pytest.fixture(scope="module")
def used(browser, strict):
    """Use a page of each kind and choose nothing; return what was wrong, and kept."""
    one, wrong, kept = Guard(browser), [], []
    for where, presses in KINDS.items():
        one.tab.goto(strict + where)
        use(one.tab, presses)
        wrong += [f"/{where}: {fault}" for fault in one.found()]
        kept += [f"/{where}: {key}" for key in one.tab.evaluate(KEPT)]
    kept += [cookie["name"] for cookie in one.context.cookies()]
    one.context.close()
    return wrong, kept


@pytest.fixture(scope="module")
def chosen(browser, strict):
    """Choose what there is to choose; return what was wrong, and the names kept."""
    one = Guard(browser)
    for where, choice in CHOICES.items():
        one.tab.goto(strict + where)
        one.tab.locator(choice).first.click()
        one.tab.wait_for_function(IDLE)
    kept = one.tab.evaluate(KEPT)
    one.context.close()
    return one.found(), kept


def test_policy_stops_no_reader(used, chosen):
    """All that a page of each kind offers works under its policy."""
    report(
        f"{fault}. Do it in a way that the policy allows: see tests/publish/policy.py."
        for fault in used[0] + chosen[0]
    )


@pytest.mark.parametrize("how", ["", "?print-pdf&showNotes=separate-page"])
def test_policy_stops_no_slide(newcomer, strict, how):
    """The slides run under the policy, on a screen and laid out for paper."""
    newcomer.tab.goto(strict + SLIDES + how)
    newcomer.tab.wait_for_function(LAID)
    newcomer.tab.keyboard.press("ArrowRight")
    report(
        f"/{SLIDES}{how}: {fault}. See tests/lecture.py."
        for fault in newcomer.found()
    )


@pytest.fixture
def notes(newcomer, strict):
    """Open the window of the speaker's notes, and see them there."""
    newcomer.tab.goto(strict + SLIDES)
    newcomer.tab.wait_for_function(LAID)
    with newcomer.tab.expect_popup() as window:
        newcomer.tab.keyboard.press("s")
    shown = window.value.locator(".speaker-controls-notes .value")
    shown.get_by_text("1 minute. Welcome").wait_for()
    return newcomer


def test_policy_stops_no_notes(notes):
    """The window of the notes, which reveal.js writes, runs under the policy."""
    report(
        f"The notes of /{SLIDES}: {fault}. See tests/lecture.py."
        for fault in notes.found()
    )


# ---- What is not does not

ELSEWHERE = "https://a.example"
ATTACKS = {
    "script-src-elem": "<script>ran = true</script>",
    "script-src-attr": '<img src="x" onerror="ran = true">',
    "script-src-elem, from another host": f'<script src="{ELSEWHERE}/x.js"></script>',
    "script-src-elem, in a link": '<a id="press" href="javascript:ran = 1">x</a>',
    "script-src-elem, in a frame": '<iframe srcdoc="<script>top.ran = 1</script>">',
    "img-src": f'<img src="{ELSEWHERE}/x.png">',
    "style-src-elem": f'<link rel="stylesheet" href="{ELSEWHERE}/x.css">',
    "font-src": "<style>@font-face { font-family: x; src: url(/x.woff) }</style>"
    '<b style="font-family: x">x</b>',
    "frame-src": f'<iframe src="{ELSEWHERE}"></iframe>',
    "object-src": '<object data="/x.svg"></object>',
    "base-uri": f'<base href="{ELSEWHERE}">',
    "form-action": f'<form action="{ELSEWHERE}"><button id="press">x</button>',
}


@pytest.mark.parametrize("said_by", ["the page", "the host"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_policy_stops_what_is_smuggled_in(
    newcomer, address, strict, attack, said_by
):
    """Markup that someone smuggles into a page runs nothing and asks nobody."""
    tab = newcomer.tab

    def smuggle(route):
        answer = route.fetch()
        text = (
            answer.text() if said_by == "the page" else META.sub("", answer.text())
        )
        text = text.replace("</article>", f"{ATTACKS[attack]}</article>")
        route.fulfill(response=answer, body=text)

    at = address if said_by == "the page" else strict
    tab.route(at, smuggle)
    tab.goto(at)
    if "press" in ATTACKS[attack]:
        tab.locator("#press").dispatch_event("click")
    stopped = newcomer.stopped()
    ran = tab.evaluate("typeof ran !== 'undefined'")
    assert (stopped, ran) == ({attack.partition(",")[0]}, False)


BUILT_BY_SCRIPT = {
    "script-src": "eval('ran = true')",
    "script-src, in a function": "new Function('ran = true')()",
    "script-src, later": "setTimeout('ran = true')",
    "connect-src": f"fetch('{ELSEWHERE}')",
    "worker-src": "new Worker(URL.createObjectURL(new Blob(['1'])))",
}


@pytest.mark.parametrize("attack", BUILT_BY_SCRIPT)
def test_policy_stops_what_a_script_builds(newcomer, address, attack):
    """No text becomes a script, and no script asks another host."""
    tab = newcomer.tab
    tab.goto(address)
    # Later, since what Playwright runs at once is under no policy.
    tab.evaluate("text => setTimeout(new Function(text))", BUILT_BY_SCRIPT[attack])
    stopped = newcomer.stopped()
    ran = tab.evaluate("typeof ran !== 'undefined'")
    assert (stopped, ran) == ({attack.partition(",")[0]}, False)


# ---- What is kept


def test_visit_keeps_nothing(used):
    """A reader who uses page after page and chooses nothing leaves nothing behind."""
    report(
        f"{one} is kept, and the reader chose nothing. Ask first, and tell of it in"
        f" {name(PRIVACY)}."
        for one in used[1]
    )


def test_notes_keep_nothing(notes):
    """The window of the speaker's notes keeps nothing either."""
    assert notes.tab.evaluate(KEPT) == []


def test_choices_keep_what_the_note_lists(chosen):
    """What a reader chooses is kept under exactly the names that the note lists."""
    kept = {key.removeprefix("/").partition(" ")[0] for key in chosen[1]}
    row = re.compile(r"^\|[^|]*\|[^|`]*`([^`]+)` \|", re.M)
    rows = row.findall(PRIVACY.read_text("utf-8"))
    assert kept == set(rows), f"{name(PRIVACY)} does not list what is kept."

"""Every page opens: without an error, alone, in its place, and clean under axe.

Two readers open each page side by side, one who prefers light and one who prefers dark,
so that two processors share axe's work. They look before their first touch, which loads
the theme's script, and after it.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from browser.reader import HEIGHT, NARROW, PHONE, WIDE, dark, resize, touch
from project import name, report

SCHEMES = ("light", "dark")
TAGS = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice"
RULES = {"runOnly": TAGS.split(), "resultTypes": ["violations"], "preload": False}
# Contrast takes axe most of its time. 320 px has the colours of 375 px.
RULES_BUT_CONTRAST = RULES | {"rules": {"color-contrast": {"enabled": False}}}
# The schemes differ in colours alone: in the dark one only rules on colours are news.
RULES_ON_LINKS = RULES | {"runOnly": ["link-in-text-block"]}
RULES_ON_COLOURS = RULES | {"runOnly": ["link-in-text-block", "color-contrast"]}

# A word of code that has the place and kind of one before it has its colours too: it
# may lose its element, one of thousands that axe would look at in turn.
UNWRAP_CODE = """() => {
    const kinds = new Set(), others = []
    for (const one of document.querySelectorAll("pre *")) {
        const text = [...one.childNodes].some(
            node => node.nodeType === Node.TEXT_NODE && node.data.trim())
        const around = [one.parentElement, one.closest(".highlight, details, td")]
        const kind = [one, ...around].map(e => e && `${e.tagName} ${e.className}`)
        const before = kinds.size
        if (kinds.add(`${text} ${kind}`).size === before) others.push(one)
    }
    for (const one of others) one.replaceWith(...one.childNodes)
}"""


class Reader:
    """A tab in one scheme, and what went wrong in it since the page was opened."""

    def __init__(self, browser, scheme):
        """Open a tab and listen to it; axe comes with every page."""
        self.scheme = scheme
        self.context = browser.new_context(
            color_scheme=scheme,
            reduced_motion="reduce",
            viewport={"width": NARROW, "height": HEIGHT},
        )
        self.context.add_init_script(AXE_SCRIPT)
        self.tab = self.context.new_page()
        self.errors, self.requests = [], []
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("console", self.console)
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("requestfailed", lambda request: self.failed(request, "failed"))
        self.tab.on("response", lambda answer: self.failed(answer, answer.status))

    def console(self, message):
        """Note an error; of an answer that failed, `failed` says more."""
        if (
            message.type == "error"
            and "Failed to load resource" not in message.text
        ):
            self.errors.append(message.text)

    def failed(self, request, why):
        """Note a request without an answer, or with a bad one that is no page."""
        navigation = getattr(request, "request", request).is_navigation_request()
        if why == "failed" or (why >= 400 and not navigation):
            self.errors.append(f"{request.url} ({why})")

    def open(self, url):
        """Forget the page before and open another."""
        self.tab.wait_for_load_state()
        self.errors, self.requests = [], []
        resize(self.tab, NARROW)
        self.tab.goto(url)

    def start_axe(self, rules):
        """Let axe begin, without waiting for what it finds."""
        self.tab.evaluate(
            """rules => {
                window.found = new Promise(done =>
                    setTimeout(() => done(axe.run(rules))))
            }""",
            rules,
        )

    def violations(self):
        """Wait for what axe found."""
        return self.tab.evaluate("window.found.then(({violations}) => violations)")


@pytest.fixture(scope="module")
def readers(browser):
    """Let two readers share the work, in the same tabs from page to page."""
    both = [Reader(browser, scheme) for scheme in SCHEMES]
    yield both
    for reader in both:
        reader.context.close()


@pytest.fixture(scope="module")
def visit(readers, url, markdown):
    """Open a page in both schemes and at each width; return what each test reports."""
    seen = {"scheme": [], "sideways": [], "axe": []}

    def look(width, rules, rules_in_dark):
        for reader in readers:
            resize(reader.tab, width)
            dark_one = reader.scheme == "dark"
            reader.start_axe(rules_in_dark if dark_one else rules)
        for reader in readers:
            where = f"{name(markdown)}, {reader.scheme}, {width} px"
            wide = reader.tab.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                seen["sideways"].append(
                    f"{where}: is {wide} px wide. Let what is wide wrap, or scroll in"
                    " a box of its own."
                )
            for fault in reader.violations():
                nodes = [node["html"][:200] for node in fault["nodes"]]
                seen["axe"].append(
                    f"{where}: {fault['help']}: {nodes[0]} (and {len(nodes) - 1} more)."
                    f" {fault['helpUrl']} says what to do."
                )

    for reader in readers:
        reader.open(url)
        if dark(reader.tab) != (reader.scheme == "dark"):
            seen["scheme"].append(
                f"{name(markdown)} is not {reader.scheme} for a system that is. Mend"
                " docs/overrides/partials/javascripts/palette.html."
            )
        reader.tab.evaluate(UNWRAP_CODE)
    look(NARROW, RULES_BUT_CONTRAST, RULES_ON_LINKS)
    for reader in readers:
        touch(reader.tab)
    look(PHONE, RULES, RULES_ON_COLOURS)
    look(WIDE, RULES, RULES_ON_COLOURS)
    return seen | {
        kind: sorted(
            {fault for reader in readers for fault in getattr(reader, kind)}
        )
        for kind in ("errors", "requests")
    }


def test_opens_without_an_error(visit, markdown):
    """No script errs, and nothing that a page asks for is missing."""
    report(
        f"{name(markdown)}: {error}. Mend what errs, or what asks for it."
        for error in visit["errors"]
    )


def test_asks_no_other_host(visit, markdown, address):
    """A page loads everything from this site, before and after the first touch."""
    report(
        f"{name(markdown)} asks for {request}. Keep it on this site, or leave it out."
        for request in visit["requests"]
        if not request.startswith((address, "data:", "blob:"))
    )


def test_is_no_wider_than_the_window(visit):
    """No page scrolls sideways at 320, 375 or 1280 px."""
    report(visit["sideways"])


def test_axe_finds_nothing(visit):
    """Every page keeps WCAG 2.2 AA and axe's best practice, in both schemes."""
    report(visit["axe"])


def test_follows_the_system(visit):
    """On a first visit a page is as light or as dark as the system."""
    report(visit["scheme"])


def test_missing_page_leads_on(page, address):
    """The page for a deep address that leads nowhere has its styles and live links."""
    page.goto(address + "a/b/c")
    unstyled = page.eval_on_selector_all(
        "link[rel=stylesheet]",
        "all => all.filter(one => !one.sheet?.cssRules.length).map(one => one.href)",
    )
    links = page.eval_on_selector_all(
        "article a", "all => all.map(one => one.href)"
    )
    dead = [link for link in links if not page.request.get(link).ok]
    none = [] if links else ["no link at all"]
    report(
        f"docs/overrides/404.html, from /a/b/c: {what} does not load. Write its address"
        " with the url filter, which makes it absolute."
        for what in [*unstyled, *dead, *none]
    )

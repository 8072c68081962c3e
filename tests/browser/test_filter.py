"""The audit's filter shows the figures of a source or a verdict; none is lost."""

import pytest

from browser.reader import HEIGHT, SCRIPT, WIDE, tab_to

AUDIT = "reference/numbers/"
SEEN = """() => {
    const rows = [...document.querySelectorAll("figure-filter tbody tr")];
    const shown = rows.filter(row => row.checkVisibility());
    return {
        all: rows.length,
        shown: shown.length,
        verdicts: [...new Set(shown.map(row =>
            row.lastElementChild.textContent.split(" ")[0]))].sort(),
        headings: [...document.querySelectorAll("figure-filter h3")]
            .filter(heading => heading.checkVisibility()).map(heading => heading.id),
        said: document.querySelector("figure-filter output")?.textContent ?? "",
        query: location.search,
    };
}"""


@pytest.fixture
def audit(browser, address):
    """Open the audit; the function returned opens it with a query of its own."""
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    page = context.new_page()

    def opened(query=""):
        page.goto(address + AUDIT + query)
        page.wait_for_function(
            "() => document.querySelector('figure-filter output')?.textContent"
        )
        return page

    yield opened
    context.close()


def test_a_verdict_leaves_its_figures_alone(audit):
    """Choosing a verdict shows its rows only, says how many, and keeps the address."""
    page = audit()
    page.get_by_label("Verdict").select_option("differs")
    seen = page.evaluate(SEEN)
    said = f"{seen['shown']} of {seen['all']} figures"
    assert (seen["verdicts"], seen["said"], seen["query"]) == (
        ["differs"],
        said,
        "?verdict=differs",
    )


def test_a_source_leaves_its_section_alone(audit):
    """Choosing a source, with the keyboard alone, shows one section of many."""
    page = audit()
    tab_to(page, "select[name=source]")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => location.search")
    seen = page.evaluate(SEEN)
    assert seen["query"] == f"?source={'+'.join(seen['headings'])}"


def test_every_source_has_figures(audit):
    """The list of sources offers none that would show nothing."""
    page = audit()
    sources = page.eval_on_selector_all(
        "select[name=source] option", "all => all.map(option => option.value)"
    )
    empty = []
    for source in sources:
        page.get_by_label("Source").select_option(source)
        if not page.evaluate(SEEN)["shown"]:
            empty.append(source)
    assert empty == [], "Offer sources with figures alone, in figure-filter.js."


def test_an_address_brings_the_choice_back(audit):
    """An address with a source and a verdict opens with just these."""
    seen = audit("?source=googlenet&verdict=differs").evaluate(SEEN)
    assert (seen["headings"], seen["verdicts"]) == (["googlenet"], ["differs"])


@pytest.mark.parametrize(
    "query", ["?verdict=wrong", f"?source={SCRIPT}", "?verdict"]
)
def test_a_choice_that_is_not_there_is_all(audit, query):
    """An address that asks for no known source or verdict shows every figure."""
    seen = audit(query).evaluate(SEEN)
    assert seen["shown"] == seen["all"] > 0


def test_a_link_to_a_figure_leads_to_its_row(audit):
    """Each figure has an address of its own, which scrolls to it."""
    page = audit()
    last = page.eval_on_selector_all("figure-filter td[id]", "all => all.at(-1).id")
    page = audit(f"#{last}")
    assert page.locator(f"#{last}:target").is_visible()


def test_without_script_every_figure_is_there(browser, address):
    """Without JavaScript the sections stand as they are, and no list does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + AUDIT)
    rows = page.locator("figure-filter tbody tr")
    counts = rows.count(), rows.filter(visible=True).count()
    lists = page.locator("figure-filter select").count()
    context.close()
    assert counts[0] == counts[1] > lists == 0

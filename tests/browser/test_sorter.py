"""The table of all networks is sorted by its headers, and plain without script."""

import pytest

from browser.reader import HEIGHT, WIDE, tab_to
from project import SNIPPETS

SHARE = "architectures/share/"
HEADER, _, *ROWS = [
    [cell.strip() for cell in line.strip("| ").split("|")]
    for line in (SNIPPETS / "architectures/share.txt")
    .read_text("utf-8")
    .splitlines()
    if line.startswith("|")
]
FIRST = [row[0] for row in ROWS]
PARAMETERS = HEADER.index("parameters")
SEEN = """() => {
    const headers = [...document.querySelectorAll("sortable-table th")];
    return {
        names: [...document.querySelectorAll("sortable-table tbody tr")]
            .map(row => row.cells[0].textContent.trim()),
        sorts: Object.fromEntries(headers.filter(header => header.ariaSort)
            .map(header => [header.textContent.trim(), header.ariaSort])),
        said: document.querySelector("sortable-table [role=status]")?.textContent,
        focus: document.activeElement.textContent.trim(),
        buttons: document.querySelectorAll("sortable-table button").length,
    };
}"""


def by_number(column: int, sign: int) -> list[str]:
    """List the names in the order of a column's numbers, equal ones as they stood."""
    ordered = sorted(
        ROWS, key=lambda row: sign * float(row[column].replace(",", ""))
    )
    return [row[0] for row in ordered]


@pytest.fixture
def opened(browser, address):
    """Return a function that opens the page, with script or without."""
    contexts = []

    def open_page(script=True):
        contexts.append(
            browser.new_context(
                java_script_enabled=script,
                viewport={"width": WIDE, "height": HEIGHT},
            )
        )
        page = contexts[-1].new_page()
        page.goto(address + SHARE)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_click_sorts_numbers_as_numbers(opened):
    """A click on a header puts the largest first, and says which column it was."""
    page = opened()
    page.get_by_role("button", name="parameters", exact=True).click()
    seen = page.evaluate(SEEN)
    assert (seen["names"], seen["sorts"], seen["said"]) == (
        by_number(PARAMETERS, -1),
        {"parameters": "descending"},
        "Sorted by parameters, largest first.",
    )


def test_keyboard_sorts_and_turns_round(opened):
    """Enter and then the space bar sort both ways; the focus stays on the header."""
    page = opened()
    tab_to(page, "sortable-table th:nth-child(7) button")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    seen = page.evaluate(SEEN)
    assert (seen["names"], seen["sorts"], seen["focus"]) == (
        by_number(PARAMETERS, 1),
        {"parameters": "ascending"},
        "parameters",
    )


def test_names_sort_as_words(opened):
    """The first column sorts from A to Z."""
    page = opened()
    page.get_by_role("button", name="network").click()
    seen = page.evaluate(SEEN)
    assert (seen["names"], seen["said"]) == (
        sorted(FIRST, key=str.casefold),
        "Sorted by network, A to Z.",
    )


def test_slow_click_sorts(opened):
    """A click sorts although the theme's bundle comes between press and release."""
    page = opened()
    page.get_by_role("button", name="network").hover()
    page.mouse.down()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource')"
        ".some(({name}) => name.includes('bundle.'))"
    )
    page.wait_for_timeout(300)  # ms: the bundle would have moved the table by now
    page.mouse.up()
    assert page.evaluate(SEEN)["names"] == sorted(FIRST, key=str.casefold)


def test_table_says_how_it_comes(opened):
    """As it comes, the table is marked as sorted by the column that it is sorted by."""
    seen = opened().evaluate(SEEN)
    assert (seen["names"], seen["sorts"]) == (FIRST, {HEADER[1]: "descending"})


def test_plain_without_script(opened):
    """Without script there is the same table, and no button that does nothing."""
    page = opened(script=False)
    names = page.locator("sortable-table tbody td:first-child").all_inner_texts()
    buttons = page.locator("sortable-table button").count()
    assert (names, buttons) == (FIRST, 0)

"""Every Python block that reaches the reader was run, just as it is shown.

pytest-markdown-docs collects the blocks of docs/**/*.md and runs them in the sandbox
(see blocks.py). Here what it ran is compared with the Markdown and with the HTML.
"""

import pytest
from bs4 import BeautifulSoup

from blocks import run_blocks
from built import parse
from pages import PAGES, fences
from project import DOCS, name, report


def shown_for(site, page) -> BeautifulSoup:
    """Parse what the site made of a page."""
    path = page.relative_to(DOCS).with_suffix("")
    folder = path.parent if path.name == "index" else path
    return parse(site / folder / "index.html")


@pytest.mark.parametrize("markdown", PAGES, ids=name)
def test_blocks_written_run_and_shown_are_the_same(markdown, site):
    """The Python blocks of the Markdown, of the run and of the HTML are the same."""
    html = shown_for(site, markdown).select("[class*=language-py] code")
    shown = [code.get_text().strip() for code in html]
    written = [fence.line for fence in fences(markdown) if fence.is_python()]
    ran = run_blocks(markdown)
    lines, texts = [line for line, *_ in ran], [text for _, text, _ in ran]
    assert (written, shown) == (lines, texts), (
        f"{name(markdown)}: Python blocks begin at {written}, those at {lines} ran,"
        f" and the page shows {len(shown)}. Write each as"
        ' ```{.python title="snippets/PATH.py"}, so that all three see it.'
    )


@pytest.mark.parametrize("markdown", PAGES, ids=name)
def test_output_shown_is_what_the_block_before_printed(markdown, site):
    """An output block is what the Python block before it printed in this run."""
    printed = [run.stdout.strip() for *_, run in run_blocks(markdown)]
    complaints, number = [], 0
    for block in shown_for(site, markdown).select(".highlight"):
        if "output" not in block["class"]:
            number += 1
        elif block.code.get_text().strip() != printed[number - 1]:
            complaints.append(
                f"{name(markdown)}: the output below Python block {number} is not what"
                " that block prints. Include the .txt of the same snippet."
            )
    report(complaints)

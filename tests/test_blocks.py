"""Every Python block of a Markdown page was run, just as it is shown.

pytest-markdown-docs collects the blocks of docs/**/*.md and runs them in the sandbox
(see blocks.py). Here what it ran is compared with the Markdown and with the HTML.
"""

import pytest

from blocks import run_blocks
from built import shown
from pages import MARKDOWN, fences
from project import name, report


@pytest.mark.parametrize("markdown", MARKDOWN, ids=name)
def test_blocks_written_run_and_shown_are_the_same(markdown, site):
    """The Python blocks of the Markdown, of the run and of the HTML are the same."""
    html = shown(site, markdown).select("[class*=language-py] code")
    displayed = [code.get_text().strip() for code in html]
    written = [fence.line for fence in fences(markdown) if fence.is_python()]
    ran = run_blocks(markdown)
    lines, texts = [line for line, *_ in ran], [text for _, text, _ in ran]
    assert (written, displayed) == (lines, texts), (
        f"{name(markdown)}: Python blocks begin at {written}, those at {lines} ran,"
        f" and the page shows {len(displayed)}. Write each as"
        ' ```{.python title="snippets/PATH.py"}, so that all three see it.'
    )


@pytest.mark.parametrize("markdown", MARKDOWN, ids=name)
def test_output_shown_is_what_the_block_before_printed(markdown, site):
    """An output block is what the Python block before it printed in this run."""
    printed = [run.stdout.strip() for *_, run in run_blocks(markdown)]
    complaints, number = [], 0
    for block in shown(site, markdown).select(".highlight"):
        if "language-python" in block["class"]:
            number += 1
        elif (
            "output" in block["class"]
            and block.code.get_text().strip() != printed[number - 1]
        ):
            complaints.append(
                f"{name(markdown)}: the output below Python block {number} is not what"
                " that block prints. Include the .txt of the same snippet."
            )
    report(complaints)

"""Every snippet runs alone and prints exactly what the site shows."""

import pytest

from blocks import run_of
from project import name


def test_prints_what_the_page_shows(snippet, keep):
    """A snippet prints what stands beside it, the file that its page includes."""
    result = run_of(snippet)
    if result.error:
        pytest.fail(f"{name(snippet)}, {result.error}", pytrace=False)
    if not result.stdout.strip():
        pytest.fail(
            f"{name(snippet)} prints nothing. Print its result.", pytrace=False
        )
    drawing = result.stdout.startswith("<svg")
    output = snippet.with_suffix(".svg" if drawing else ".txt")
    keep(result.stdout, output, name(snippet))

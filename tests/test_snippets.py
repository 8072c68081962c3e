"""Every snippet runs alone and prints exactly what the site shows."""

import collections
import re
from pathlib import Path

import pytest

from blocks import run_of
from pages import MARKDOWN
from project import ROOT, SNIPPETS, name, report, scripts

IN_NUMPY = [path for path in scripts() if path.stem.endswith("-numpy")]
TAB = re.compile(r'^ *===[!+]* "|^.*-numpy\.py"$', re.M)
PAIR = re.compile(
    r"""^=== "Keras"

    ```{\.python title="snippets/(?P<path>.+)\.py"}
    --8<-- "(?P=path)\.py"
    ```

=== "NumPy"

    ```{\.python title="snippets/(?P=path)-numpy\.py"}
    --8<-- "(?P=path)-numpy\.py"
    ```$""",
    re.M,
)


def twin(snippet: Path) -> Path:
    """Return the Keras snippet of which a NumPy snippet prints the output."""
    return snippet.with_stem(snippet.stem.removesuffix("-numpy"))


def test_runs_and_prints(snippet):
    """A snippet ends in time, without an error, and has printed something."""
    result = run_of(snippet)
    error = result.error or ("" if result.stdout.strip() else "prints nothing")
    report(
        [f"{name(snippet)}, {error}. Mend it, or print its result."]
        if error
        else []
    )


def finished(snippet):
    """Return the run of a snippet; fail if an error cut it short."""
    result = run_of(snippet)
    report([f"{name(snippet)}, {result.error}. Mend it."] if result.error else [])
    return result


def test_prints_what_the_page_shows(snippet, keep):
    """A snippet prints what stands beside it, or beside its twin in Keras."""
    printed = finished(snippet).stdout
    kind = ".svg" if printed.startswith("<svg") else ".txt"
    keep(printed, twin(snippet).with_suffix(kind), name(snippet))


@pytest.mark.parametrize("script", IN_NUMPY, ids=name)
def test_numpy_gives_the_same(script):
    """A NumPy snippet prints in this run what its Keras twin prints in it."""
    same = run_of(script).stdout == finished(twin(script)).stdout
    uses_keras = re.search(
        r"^(from|import) keras\b", script.read_text("utf-8"), re.M
    )
    assert same and not uses_keras, (
        f"{name(script)} has to do with NumPy alone what {name(twin(script))} does, and"
        " to print the same. Mend the one that is wrong."
    )


@pytest.mark.parametrize("page", MARKDOWN, ids=name)
def test_tabs_are_keras_then_numpy(page):
    """Content tabs come in pairs: a Keras snippet, and its twin in NumPy."""
    text = page.read_text("utf-8")
    pairs = [match.span() for match in PAIR.finditer(text)]
    report(
        f"{name(page)}:{text.count(chr(10), 0, part.start()) + 1}: write tabs in pairs,"
        " one snippet in Keras and then in NumPy, as docs/index.md does."
        for part in TAB.finditer(text)
        if not any(start <= part.start() < end for start, end in pairs)
    )


def test_layers_are_set_as_they_were(keep):
    """No name, padding, stride, bias or activation changed that no output shows."""
    lines = []
    for script in scripts():
        settings = collections.Counter(finished(script).layers)
        if settings and script.parent.name != "figures":
            lines.append(script.relative_to(SNIPPETS).as_posix())
            lines += [f"  {count} × {layer}" for layer, count in settings.items()]
    keep(
        "\n".join(lines) + "\n",
        ROOT / "tests/layers.list",
        "the snippet named above",
    )

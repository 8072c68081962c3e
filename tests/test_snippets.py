"""Every snippet runs alone and prints exactly what the site shows."""

import collections

from blocks import run_of
from project import ROOT, SNIPPETS, name, report, scripts


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
    """A snippet prints what stands beside it, the file that its page includes."""
    printed = finished(snippet).stdout
    kind = ".svg" if printed.startswith("<svg") else ".txt"
    keep(printed, snippet.with_suffix(kind), name(snippet))


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

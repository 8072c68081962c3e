"""`make audit` counts, judges and serves rightly: on results made here, no browser."""

import gzip
import json
import re
from http.client import HTTPConnection, HTTPResponse

import pytest

from audit import others
from audit.host import Host, serve
from audit.results import JUDGED, Page, line, table
from project import ROOT, name, report

LOCK = ROOT / "tests/audit/deno.lock"
FAILED = {"id": "image-alt", "title": "Images lack a name", "where": ["img.cat"]}


def run(performance=100, accessibility=100, **measures) -> dict:
    """Return what one run of Lighthouse tells of a page."""
    scores = dict.fromkeys(JUDGED, 1.0)
    scores["performance"] = performance / 100
    scores["accessibility"] = accessibility / 100
    failing = {
        category: [FAILED] * (score < 1) for category, score in scores.items()
    }
    measured = {
        "paint": 800,
        "blocking": 0,
        "shift": 0,
        "readable": 20480,
        "later": 0,
        "requests": 5,
        "click": 24,
    }
    return {"scores": scores, "failing": failing, **measured, **measures}


def page(*runs: dict, kind: str = "prose") -> Page:
    """Return a page that was measured."""
    return Page("Ours", kind, "lab/", list(runs))


def get(host: Host, path: str) -> HTTPResponse:
    """Ask the host for a file."""
    connection = HTTPConnection(*host.server_address)
    connection.request("GET", path)
    return connection.getresponse()


def test_a_row_holds_median_and_worst():
    """A row says of each measure the median and the worst page."""
    pages = [
        page(run(paint=900)),
        page(run(paint=1260, accessibility=96, readable=30720)),
        page(run(paint=810, blocking=40)),
    ]
    [row] = [row for row in table(pages).splitlines() if "Ours" in row]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        *("Ours: prose", "3", "100", "100 / 96", "100", "100"),
        *("0.90 / 1.26", "0 / 40", "0.000", "20.0 / 30.0", "0.0", "5", "24"),
    ]


def test_each_kind_of_page_has_a_row():
    """Pages are set side by side by site and kind, each page in one row."""
    pages = [page(run()), page(run(), kind="lab"), page(run())]
    rows = [row.split("|")[1:3] for row in table(pages).splitlines()[2:]]
    assert rows == [[" Ours: prose ", " 2 "], [" Ours: lab ", " 1 "]]


def test_a_line_holds_medians_of_runs():
    """A page's line says the median of its runs, not the best or the last."""
    runs = [run(paint=700), run(paint=2000, blocking=90), run(paint=1100)]
    assert re.findall(r"[\d.]+ (?:s|ms)\b", line(page(*runs)))[:2] == [
        "1.10 s",
        "0 ms",
    ]


def test_a_page_below_100_is_named():
    """A score below 100 is told with page, category, score, audit and place."""
    [said] = page(run(accessibility=99)).complaints()
    wanted = ("lab/", "accessibility", "99", "image-alt", "img.cat")
    report(
        f"tests/audit/results.py: the sentence lacks {word}: {said}"
        for word in wanted
        if word not in said
    )


@pytest.mark.parametrize(
    ("runs", "judged"),
    [
        ([100], False),
        ([99], True),
        ([99, 100, 98, 100, 100], False),
        ([99, 100, 98, 99, 100], True),
    ],
)
def test_performance_is_judged_by_the_median(runs, judged):
    """A page fails in performance if the median of its runs is below 100."""
    measured = page(*(run(performance=score) for score in runs))
    assert bool([*measured.complaints()]) == judged


@pytest.mark.parametrize(
    ("runs", "asked", "judged", "needs"),
    [
        ([], 1, True, True),
        ([run()], 1, True, False),
        ([run()], 3, True, True),
        ([run(performance=98)], 1, True, True),
        ([run(performance=98)], 1, False, False),
        ([run(performance=98, accessibility=98)], 1, True, False),
        ([run(performance=98)] * 4, 1, True, True),
        ([run(performance=98)] * 5, 1, True, False),
    ],
)
def test_only_low_performance_is_measured_again(runs, asked, judged, needs):
    """A judged page low in performance alone gets five runs, others as asked."""
    assert page(*runs).needs(asked, judged) == needs


def test_host_serves_as_hosts_do(tmp_path):
    """Text leaves compressed and with its type, and may be kept for a while."""
    text = "<p>1×1</p>" * 99
    (tmp_path / "index.html").write_text(text, "utf-8")
    with serve(tmp_path) as host:
        answer = get(host, "/")
        sent, headers = answer.read(), answer.headers
    assert (
        gzip.decompress(sent).decode(),
        headers["Content-Type"],
        headers["Cache-Control"].startswith("max-age="),
        headers["Content-Length"],
    ) == (text, "text/html; charset=utf-8", True, str(len(sent)))


def test_host_counts_what_it_sends(tmp_path):
    """The host counts the bytes of each answer: its headers and its body."""
    (tmp_path / "picture.png").write_bytes(bytes(5000))
    with serve(tmp_path) as host:
        before = host.sent
        get(host, "/picture.png").read()
    assert 5000 < host.sent - before < 5500


def test_sphinx_gets_no_syntax_of_this_site():
    """What Sphinx and MyST build is the pages' prose, all that is ours written out."""
    ours = re.compile(r"^ *(?:--8<-- |/{3,} |!!! |\?\?\?|=== ).*|^ *<div .*", re.M)
    report(
        f"{name(page)}: {found[0]!r} reaches Sphinx. Teach tests/audit/others.py."
        for page in others.PROSE
        if (found := ours.search(others.myst(page)))
    )


def test_lighthouse_is_pinned_by_hashes():
    """Each package that Lighthouse needs has a hash, and no host is named."""
    lock = LOCK.read_text("utf-8")
    unpinned = [
        package
        for package, entry in json.loads(lock)["npm"].items()
        if not entry.get("integrity", "").startswith("sha512-")
    ]
    assert (unpinned, re.findall(r'"\w+://[^"]*', lock)) == ([], [])

"""The audit: what became of every published figure, as tables and for download."""

import collections
import csv
import functools
import io
import itertools
import json
import re
import tomllib

from markdown.extensions.toc import slugify

from pages import PAGES, includes, lines
from project import DOCS, PUBLISHED, ROOT, name, published, report
from test_published import (
    DIFFERING,
    PUBLISHED_THERE,
    VERDICTS,
    recompute,
    show,
    sources,
)

TABLES = PUBLISHED.with_suffix(".md")
DATA = DOCS / "assets/data"
AUDIT = DOCS / "reference/numbers.md"
COLUMNS = (
    *PUBLISHED_THERE,
    *("step", "computed", "verdict"),
    *DIFFERING,
    *("snippet", "expression"),
)


def code_of(snippet: str) -> str:
    """Return the address of the section that shows a snippet, from docs/*/."""
    shown = [
        (page, include.line)
        for page in PAGES
        for include in includes(page)
        if include.path == snippet
    ]
    namesakes = [
        s
        for s in shown
        if snippet.startswith(f"{s[0].relative_to(DOCS).with_suffix('')}")
    ]
    page, line = (namesakes or shown or [(AUDIT, 0)])[0]
    above = [text for number, text in lines(page) if number < line]
    heading = [text for text in above if re.match("##+ ", text)][-1:]
    own = [re.search(r"\{ ?#([\w-]+) ?\}", text) for text in heading]
    anchors = [
        match[1] if match else slugify(text.strip("# "), "-")
        for match, text in zip(own, heading, strict=True)
    ]
    return "#".join(["../" + page.relative_to(DOCS).as_posix(), *anchors])


def table(figures: list[dict]) -> list[str]:
    """Return the lines of a Markdown table of figures, its verdicts and the reasons."""
    reasons = list(dict.fromkeys(f["why"] for f in figures if "why" in f))
    rows = []
    for figure in figures:
        computed = f"[{show(recompute(figure)[0])}]({code_of(figure['snippet'])})"
        *prefix, _ = figure["unit"].split()  # K of "K weights"
        value = " ".join([f"{figure['value']:,}", *prefix])
        verdict = figure["verdict"]
        if "why" in figure:
            verdict += f" ({reasons.index(figure['why']) + 1})"
        what = f"{figure['what']} <small>{figure['place']}</small>"
        cells = f"{what} {{ #{figure['id']} }}", value
        rows.append(f"| {' | '.join([*cells, computed, verdict])} |")
    return [
        f"{len(figures)} figure{'s' * (len(figures) > 1)}: {counted(figures)}.",
        "",
        "| figure | published | computed | verdict |",
        "|---|--:|--:|---|",
        *rows,
        "",
        *(f"{number}. {why}" for number, why in enumerate(reasons, 1)),
    ]


def counted(figures: list[dict]) -> str:
    """Say how many figures have each verdict."""
    verdicts = collections.Counter(figure["verdict"] for figure in figures)
    words = [f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS]
    return ", ".join(words).removesuffix("s")  # 2 differ


@functools.cache
def audited() -> list[dict]:
    """List the entries that can be computed, in the bibliography's order."""
    sound = [figure for figure in published() if not recompute(figure)[1]]
    return sorted(sound, key=lambda figure: sources().index(figure["source"]))


def by_source() -> dict[str, list[dict]]:
    """List the same entries by the key of their source."""
    grouped = itertools.groupby(audited(), lambda figure: figure["source"])
    return {source: list(figures) for source, figures in grouped}


def test_tables_show_what_was_computed(keep):
    """published.md, which the pages include, has every entry, figure and reason."""
    rows = ["<!-- Written by `make outputs` from published.toml: edit that. -->"]
    rows += [
        "--8<-- [start:summary]",
        f"**{len(audited())} figures from {len(by_source())} sources:"
        f" {counted(audited())}.**",
        "--8<-- [end:summary]",
    ]
    for source, figures in by_source().items():
        rows += [
            f"--8<-- [start:{source}]",
            *table(figures),
            f"--8<-- [end:{source}]",
        ]
    keep("\n".join(rows) + "\n", TABLES, "snippets/published.toml")


def test_audit_has_every_source():
    """The page of the audit shows the table of each source, once."""
    shown = [i.section for i in includes(AUDIT) if i.path == TABLES.name]
    report(
        f"{name(AUDIT)}: it shows published.md:{source} {shown.count(source)} times."
        " Show it once, under a heading of its own."
        for source in ["summary", *by_source()]
        if shown.count(source) != 1
    )


def record(figure: dict) -> dict:
    """Return a figure as the downloads have it: one value for each column."""
    number = float(f"{recompute(figure)[0]:.10g}")
    computed = int(number) if number == int(number) else number
    whole = figure | {
        field: json.loads(str(figure[field]))  # a Decimal, or an int
        for field in ("value", "step")
        if field in figure
    }
    whole["computed"] = computed
    return {column: whole.get(column, "") for column in COLUMNS}


def test_csv_has_every_figure(keep):
    """The audit as CSV has a row for each figure, with its columns in this order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(record(figure) for figure in audited())
    keep(text.getvalue(), DATA / "numbers.csv", "snippets/published.toml")


def test_json_has_every_figure(keep):
    """The audit as JSON has the same fields; `schema` counts their changes."""
    content = {"schema": 1, "figures": [record(figure) for figure in audited()]}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    keep(text, DATA / "numbers.json", "snippets/published.toml")


def test_citation_is_the_projects():
    """The audit's BibTeX says what CITATION.cff and pyproject.toml say."""
    told = (ROOT / "CITATION.cff").read_text("utf-8")
    facts = re.findall(r'^ *-? ?(?:title|name|version): "?(.+?)"?$', told, re.M)
    facts += re.findall(r"^date-released: (\d{4})", told, re.M)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    report(
        f"{name(AUDIT)}: its BibTeX lacks {{{fact}}}, which CITATION.cff or"
        " pyproject.toml says. Make the three agree."
        for fact in [*facts, project["version"]]
        if f"{{{fact}}}" not in AUDIT.read_text("utf-8")
    )

"""Every figure that others published is recomputed, and judged, by running code.

An entry of snippets/published.toml names a snippet and an expression; the expression is
evaluated among the names that the snippet leaves behind, never beside a copy.
"""

import ast
import collections
import re
from decimal import Decimal

from blocks import run_of
from project import DOCS, PUBLISHED, SNIPPETS, closest, published, report, scripts

PUBLISHED_THERE = ("id", "what", "value", "unit", "source", "place")
COMPUTED_HERE = ("snippet", "expression", "verdict")
FIELDS = PUBLISHED_THERE + COMPUTED_HERE
VERDICTS = ("reproduced", "rounded", "differs")
TABLES = PUBLISHED.with_suffix(".md")


def fault(figure: dict) -> str:
    """Say what is wrong with an entry before anything is computed, or nothing."""
    if missing := [field for field in FIELDS if figure.get(field) in (None, "")]:
        return f"add the missing field {', '.join(missing)}."
    if unknown := figure.keys() - {*FIELDS, "step", "why"}:
        return f"{', '.join(sorted(unknown))} is no field. See the file's top."
    if not isinstance(figure["value"], int | Decimal):
        return f"value = {figure['value']!r} is not a number. Drop the quotes."
    if figure["verdict"] not in VERDICTS:
        return f'verdict = "{figure["verdict"]}" is none of {", ".join(VERDICTS)}.'
    if not (SNIPPETS / figure["snippet"]).is_file():
        known = [path.relative_to(SNIPPETS).as_posix() for path in scripts()]
        meant = closest(figure["snippet"], known)
        return f"there is no snippets/{figure['snippet']}.{meant}"
    bibliography = (DOCS / "reference/bibliography.md").read_text("utf-8")
    keys = re.findall(r"\{ ?#(\w+) ?\}", bibliography)
    if figure["source"] not in keys:
        meant = closest(figure["source"], keys)
        return f"source {figure['source']} is not in the bibliography.{meant}"
    try:
        nodes = list(ast.walk(ast.parse(figure["expression"], mode="eval")))
    except SyntaxError as error:
        return f"expression `{figure['expression']}`: {error.msg}."
    literals = [node.value for node in nodes if isinstance(node, ast.Constant)]
    if figure["value"] in literals or not any(
        isinstance(n, ast.Name) for n in nodes
    ):
        return "compute the figure from the snippet's objects, not from a copy."
    return ""


def entry(figure: dict) -> str:
    """Name an entry in a message."""
    return f"snippets/published.toml, {figure.get('id', 'an entry without id')}:"


def test_entry_is_complete(figure):
    """An entry has every field, a known source, an existing snippet, and no copy."""
    complaint = fault(figure)
    report([f"{entry(figure)} {complaint}"] if complaint else [])


def test_ids_are_unique():
    """No two entries share an id."""
    counts = collections.Counter(figure.get("id") for figure in published())
    report(
        f"snippets/published.toml: {count} entries have the id {name}. Rename one."
        for name, count in counts.items()
        if count > 1
    )


def recompute(figure: dict) -> tuple[Decimal | None, str]:
    """Return what the snippet's own objects say the figure is, or why they cannot."""
    if fault(figure):
        return None, "mend the entry first: test_entry_is_complete says how."
    snippet, expression = figure["snippet"], figure["expression"]
    result = run_of(SNIPPETS / snippet)
    if result.error:
        return None, f"snippets/{snippet}, {result.error}"
    value = result.values[expression]
    if isinstance(value, Exception):
        error = f"{type(value).__name__}: {value}"
        known = f"Use the names that snippets/{snippet} defines."
        return None, f"`{expression}` raises {error}. {known}"
    return Decimal(str(value)), ""


def judge(figure: dict, computed: Decimal) -> str:
    """Return the verdict that `computed` supports, see the top of published.toml."""
    value = Decimal(figure["value"])
    digit = Decimal(1).scaleb(value.as_tuple().exponent)
    step = Decimal(figure.get("step", digit))
    if computed == value:
        return "reproduced"
    return "rounded" if abs(computed - value) <= step / 2 else "differs"


def misjudged(figure: dict) -> str:
    """Say where an entry and the computation part, or nothing."""
    computed, complaint = recompute(figure)
    if complaint:
        return complaint
    verdict = judge(figure, computed)
    if figure["verdict"] != verdict:
        return (
            f'says verdict = "{figure["verdict"]}", but {figure["value"]:,} was'
            f" published and {show(computed)} {figure['unit']} computed, by"
            f" `{figure['expression']}` in snippets/{figure['snippet']}. Mend the"
            f' snippet, or write verdict = "{verdict}".'
        )
    if (verdict == "differs") != bool(figure.get("why")):
        return "say why a figure differs, and only then."
    return ""


def test_verdict_is_what_the_computation_supports(figure):
    """`reproduced`, `rounded` or `differs` is true of the recomputed value."""
    complaint = misjudged(figure)
    report([f"{entry(figure)} {complaint}"] if complaint else [])


def show(number: Decimal) -> str:
    """Write a computed number with thousands commas, and two decimals if any."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def table(figures: list[dict]) -> list[str]:
    """Return the lines of a Markdown table of figures, its verdicts and the reasons."""
    reasons = list(dict.fromkeys(f["why"] for f in figures if "why" in f))
    rows = []
    for figure in figures:
        computed = show(recompute(figure)[0])
        *prefix, _ = figure["unit"].split()  # K of "K weights"
        value = " ".join([f"{figure['value']:,}", *prefix])
        verdict = figure["verdict"]
        if "why" in figure:
            verdict += f" ({reasons.index(figure['why']) + 1})"
        rows.append(f"| {figure['what']} | {value} | {computed} | {verdict} |")
    verdicts = collections.Counter(figure["verdict"] for figure in figures)
    counted = "; ".join(f"{verdict}: {verdicts[verdict]}" for verdict in VERDICTS)
    return [
        f"{len(figures)} figures ({counted}).",
        "",
        "| figure | published | computed | verdict |",
        "|---|--:|--:|---|",
        *rows,
        "",
        *(f"{number}. {why}" for number, why in enumerate(reasons, 1)),
    ]


def test_tables_show_what_was_computed(keep):
    """published.md, which the pages include, has every entry, figure and reason."""
    lines = ["<!-- Written by `make outputs` from published.toml: edit that. -->"]
    sound = [figure for figure in published() if not recompute(figure)[1]]
    for source in dict.fromkeys(figure["source"] for figure in sound):
        lines += [
            f"--8<-- [start:{source}]",
            *table([figure for figure in sound if figure["source"] == source]),
            f"--8<-- [end:{source}]",
        ]
    keep("\n".join(lines) + "\n", TABLES, "snippets/published.toml")

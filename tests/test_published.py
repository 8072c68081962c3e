"""Every figure that others published is recomputed, and judged, by running code.

An entry of snippets/published.toml names a snippet and an expression; the expression is
evaluated among the names that the snippet leaves behind, never beside a copy.
"""

import ast
import collections
import re
from decimal import Decimal

import pytest

from blocks import run_of
from project import DOCS, PUBLISHED, SNIPPETS, closest, published, scripts

PUBLISHED_THERE = ("id", "what", "value", "unit", "source", "place")
COMPUTED_HERE = ("snippet", "expression", "verdict")
FIELDS = PUBLISHED_THERE + COMPUTED_HERE
VERDICTS = ("reproduced", "rounded", "differs")
TABLES = PUBLISHED.with_suffix(".md")


def refuse(figure: dict, complaint: str):
    """Fail with the entry's name and a cure, without a stack trace."""
    entry = figure.get("id", figure.get("what", "an entry without id"))
    pytest.fail(f"snippets/published.toml, {entry}: {complaint}", pytrace=False)


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


def test_entry_is_complete(figure):
    """An entry has every field, a known source, an existing snippet, and no copy."""
    if complaint := fault(figure):
        refuse(figure, complaint)


def test_ids_are_unique():
    """No two entries share an id."""
    counts = collections.Counter(f.get("id") for f in published())
    repeated = [str(entry) for entry, count in counts.items() if count > 1]
    if repeated:
        pytest.fail(
            f"snippets/published.toml: {', '.join(repeated)} is the id of several"
            " entries. Rename all but one.",
            pytrace=False,
        )


def recompute(figure: dict) -> Decimal:
    """Return what the snippet's own objects say the figure is."""
    if fault(figure):
        refuse(figure, "mend the entry first: test_entry_is_complete says how.")
    path = SNIPPETS / figure["snippet"]
    result = run_of(path)
    if result.error:
        refuse(figure, f"snippets/{figure['snippet']}, {result.error}")
    value = result.values[figure["expression"]]
    if isinstance(value, Exception):
        refuse(
            figure,
            f"`{figure['expression']}` raises {type(value).__name__}: {value}. Use the"
            f" names that snippets/{figure['snippet']} defines.",
        )
    return Decimal(str(value))


def judge(figure: dict, computed: Decimal) -> str:
    """Return the verdict that `computed` supports, see the top of published.toml."""
    value = Decimal(figure["value"])
    digit = Decimal(1).scaleb(value.as_tuple().exponent)
    step = Decimal(figure.get("step", digit))
    if computed == value:
        return "reproduced"
    return "rounded" if abs(computed - value) <= step / 2 else "differs"


def test_verdict_is_what_the_computation_supports(figure):
    """`reproduced`, `rounded` or `differs` is true of the recomputed value."""
    computed = recompute(figure)
    verdict = judge(figure, computed)
    if figure["verdict"] != verdict:
        refuse(
            figure,
            f'says verdict = "{figure["verdict"]}", but {figure["value"]:,} was'
            f" published and {show(computed)} {figure['unit']} computed, by"
            f" `{figure['expression']}` in snippets/{figure['snippet']}. Mend the"
            f' snippet, or write verdict = "{verdict}".',
        )
    if (verdict == "differs") != bool(figure.get("why")):
        refuse(figure, "say why a figure differs, and only then.")


def show(number: int | Decimal) -> str:
    """Write a computed number with thousands commas, and two decimals if any."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def table(figures: list[dict]) -> list[str]:
    """Return the lines of a Markdown table of figures, its verdicts and the reasons."""
    reasons = list(dict.fromkeys(f["why"] for f in figures if "why" in f))
    rows = []
    for figure in figures:
        computed = show(recompute(figure))
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
    figures = published()
    for source in dict.fromkeys(figure.get("source") for figure in figures):
        lines += [
            f"--8<-- [start:{source}]",
            *table([f for f in figures if f.get("source") == source]),
            f"--8<-- [end:{source}]",
        ]
    keep("\n".join(lines) + "\n", TABLES, "snippets/published.toml")

"""Every figure that others published is recomputed, and judged, by running code.

An entry of snippets/published.toml names a snippet and an expression; the expression is
evaluated among the names that the snippet leaves behind, never beside a copy. Where the
two differ, a formula without the snippet has to give the same, and a reason that is a
reading ("without biases") has to give what was published.
"""

import ast
import collections
import functools
import math
import re
from decimal import Decimal

from blocks import run_of
from project import (
    DOCS,
    SNIPPETS,
    closest,
    published,
    report,
    scripts,
)

PUBLISHED_THERE = ("id", "what", "value", "unit", "source", "place", "checked")
COMPUTED_HERE = ("snippet", "expression", "verdict")
FIELDS = PUBLISHED_THERE + COMPUTED_HERE
DIFFERING = ("why", "formula", "because")
VERDICTS = ("reproduced", "rounded", "differs")
FUNCTIONS = {"sum": sum, "range": range, "prod": math.prod}


def fault(figure: dict) -> str:
    """Say what is wrong with an entry before anything is computed, or nothing."""
    if missing := [field for field in FIELDS if figure.get(field) in (None, "")]:
        return f"add the missing field {', '.join(missing)}."
    if unknown := figure.keys() - {*FIELDS, *DIFFERING, "step"}:
        return f"{', '.join(sorted(unknown))} is no field. See the file's top."
    if not isinstance(figure["value"], int | Decimal):
        return f"value = {figure['value']!r} is not a number. Drop the quotes."
    if figure["verdict"] not in VERDICTS:
        return f'verdict = "{figure["verdict"]}" is none of {", ".join(VERDICTS)}.'
    if not (SNIPPETS / figure["snippet"]).is_file():
        known = [path.relative_to(SNIPPETS).as_posix() for path in scripts()]
        meant = closest(figure["snippet"], known)
        return f"there is no snippets/{figure['snippet']}.{meant}"
    if figure["source"] not in sources():
        meant = closest(figure["source"], sources())
        return f"source {figure['source']} is not in the bibliography.{meant}"
    for kind in ("expression", "because", "formula"):
        if complaint := miswritten(figure, kind):
            return complaint
    return ""


@functools.cache
def sources() -> list[str]:
    """List the keys of the bibliography, in its order."""
    bibliography = (DOCS / "reference/bibliography.md").read_text("utf-8")
    return re.findall(r"\{ ?#(\w+) ?\}", bibliography)


def miswritten(figure: dict, kind: str) -> str:
    """Say why an expression computes nothing of the kind that its field promises."""
    text = figure.get(kind, "0 + 0" if kind == "formula" else "a")
    try:
        nodes = list(ast.walk(ast.parse(text, mode="eval")))
    except SyntaxError as error:
        return f"{kind} `{text}`: {error.msg}."
    literals = [node.value for node in nodes if isinstance(node, ast.Constant)]
    if figure["value"] in literals and len(literals) == 1:
        return f"{kind}: compute the figure, do not copy it."
    names = [node for node in nodes if isinstance(node, ast.Name)]
    if kind != "formula":
        copied = figure["value"] in literals or not names
        return (
            "compute the figure from the snippet's objects, not from a copy."
            * copied
        )
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    if foreign := {node.id for node in names} - own - FUNCTIONS.keys():
        return f"formula: {', '.join(foreign)} is a name. Write arithmetic alone."
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


def recompute(figure: dict, kind="expression") -> tuple[Decimal | None, str]:
    """Return what the snippet's own objects say the figure is, or why they cannot."""
    if fault(figure):
        return None, "mend the entry first: test_entry_is_complete says how."
    snippet, expression = figure["snippet"], figure[kind]
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
    given = [field for field in DIFFERING if figure.get(field)]
    if verdict != "differs" and given:
        return f"nothing differs. Delete {' and '.join(given)}."
    if verdict == "differs" and not {"why", "formula"} <= set(given):
        return "say why a figure differs, and derive it again under `formula`."
    return ""


def test_verdict_is_what_the_computation_supports(figure):
    """`reproduced`, `rounded` or `differs` is true of the recomputed value."""
    complaint = misjudged(figure)
    report([f"{entry(figure)} {complaint}"] if complaint else [])


def undermined(figure: dict) -> str:
    """Say why a figure's second derivation or reason does not hold, or nothing."""
    computed, complaint = recompute(figure)
    if complaint:
        return complaint
    if formula := figure.get("formula"):
        again = eval(formula, {"__builtins__": {}, **FUNCTIONS})  # noqa: S307
        if not math.isclose(again, computed, rel_tol=1e-9):
            return (
                f"the formula gives {again:,}, the snippet {computed:,}. Mend one."
            )
    if "because" in figure:
        reading, complaint = recompute(figure, "because")
        if complaint or judge(figure, reading) == "differs":
            return complaint or (
                f"`{figure['because']}` gives {show(reading)}, not the published"
                f" {figure['value']:,}: that is no reason. Mend it, or drop `because`."
            )
    return ""


def test_difference_is_derived_twice_and_its_reason_holds(figure):
    """A formula agrees with the model; under the reason the published figure comes."""
    complaint = undermined(figure)
    report([f"{entry(figure)} {complaint}"] if complaint else [])


def show(number: Decimal) -> str:
    """Write a computed number with thousands commas, and two decimals if any."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"

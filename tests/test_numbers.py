"""Every number on a page comes from a computation.

A number of four digits or more, a percentage, a ratio ("8×", "17 times fewer"), a count
of millions or a shape is backed if

- it stands in an output, figure or table that the page includes: those are computed;
- it is the result of arithmetic on the page, which is evaluated here;
- published.toml has it, for a snippet that the page shows;
- snippets/numbers.toml has it for this page, and says what computes it.

A shape may also stand in the page's code, and a kernel size k×k in any output of the
site. Percentages, ratios and millions may be rounded. The years and identifiers of
papers are test_links.py's.
"""

import ast
import functools
import operator
import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import prod

import pytest

from blocks import run_of
from pages import WRITTEN, code, includes, prose
from project import DOCS, SNIPPETS, closest, name, published, register, report

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SHAPE = r"\d+(?: ?× ?\d+)+|(?<!\w)\((?:None, )?\d+(?:, ?\d+)+\)"
ARITHMETIC = rf"\(?(?:{NUMBER})(?: ?[·÷+−] ?\(?(?:{NUMBER})\)?)+"
SUM = re.compile(rf"(?P<left>{ARITHMETIC}) = (?P<right>{NUMBER})")
RATIO = r" times (?:the|fewer|more|less|cheaper|larger|smaller)"
TOKEN = re.compile(
    rf"(?P<shape>{SHAPE})"
    rf"|(?P<rounded>{NUMBER})(?: ?%|×(?!\d)|{RATIO}|(?P<million> million))"
    r"|(?P<exact>\d{1,3}(?:,\d{3})+|\d{4,})"
)
# No numbers of ours: citations, addresses, code, identifiers and titles of papers.
PASSED_OVER = re.compile(
    r"\[[^\]]*\]\([^)]*bibliography[^)]*\)|(?<=\])\([^)]*\)|`[^`]*`|\{ ?#[^}]*\}"
    r"|arXiv:[\d.]+|\*[^*]+\*(?=\. \[arXiv)|\[\*[^*]+\*\]"
)
OPERATORS = {"Add": "add", "Sub": "sub", "Mult": "mul", "Div": "truediv"}


def value(text: str) -> Decimal:
    """Read a number as a page writes it."""
    return Decimal(text.replace(",", ""))


def evaluate(text: str) -> Decimal:
    """Evaluate arithmetic as a page writes it, with · ÷ + − and brackets."""

    def walk(node):
        if isinstance(node, ast.BinOp):
            calculate = getattr(operator, OPERATORS[type(node.op).__name__])
            return calculate(walk(node.left), walk(node.right))
        return Decimal(str(node.value))

    plain = text.translate(str.maketrans("·÷−", "*/-", ","))
    return walk(ast.parse(plain, mode="eval").body)


def agrees(computed: Decimal, written: str) -> bool:
    """Tell whether a number is `written` when rounded to as many decimals."""
    digit = Decimal(1).scaleb(value(written).as_tuple().exponent)
    return computed.quantize(digit, ROUND_HALF_UP) == value(written)


def sizes(shape: str) -> tuple[int, ...]:
    """Read 256×256×3 or (None, 256, 256, 3)."""
    return tuple(int(size) for size in re.findall(r"\d+", shape))


def readable(line: str) -> str:
    """Return a line with formulas in plain signs, and without what is passed over."""
    line = re.sub(rf"\*\*({NUMBER})\*\*", r"\1", line)
    line = re.sub(r"\\text\{([\d,]+)\}", r"\1", line.replace(r"\cdot", "·"))
    return PASSED_OVER.sub(" ", line.replace("$", ""))


@dataclass
class Backing:
    """The numbers and shapes that computations give a page."""

    numbers: set[Decimal] = field(default_factory=set)
    shapes: set[tuple[int, ...]] = field(default_factory=set)

    def add(self, output: str) -> None:
        """Take in the numbers and shapes of a computed text."""
        for match in re.finditer(rf"({NUMBER})( million)?", output):
            self.numbers.add(value(match[1]) * (10**6 if match[2] else 1))
        for match in re.finditer(SHAPE, output):
            shape = sizes(match[0])
            self.shapes.add(shape)
            if shape[0] == shape[1]:
                self.shapes.add(shape[:2])  # height and width

    def backs(self, token: re.Match) -> bool:
        """Tell whether a number or shape on a page is among them."""
        if token["shape"]:
            return sizes(token["shape"]) in self.shapes
        if token["rounded"]:
            unit = 10**6 if token["million"] else 1
            return any(
                agrees(number / unit, token["rounded"]) for number in self.numbers
            )
        return value(token["exact"]) in self.numbers


def unbacked(numbered_lines, backing: Backing, where: str):
    """Yield a complaint for each number that nothing backs and each false sum."""
    numbered_lines = [(number, readable(line)) for number, line in numbered_lines]
    for number, line in numbered_lines:
        sums = [(found["left"], found["right"]) for found in SUM.finditer(line)]
        cells = [cell.strip() for cell in line.strip(" |").split("|")]
        for i, cell in enumerate(cells):
            results = [c for c in cells[i + 1 :] if re.fullmatch(NUMBER, c)]
            if re.fullmatch(ARITHMETIC, cell) and results:
                sums.append((cell, results[0]))
        for left, right in sums:
            backing.numbers.add(evaluate(left))
            if not agrees(evaluate(left), right):
                yield f"{where}:{number}: {left} is {evaluate(left):,}, not {right}."
    known = [f"{n:,}" for n in backing.numbers] + [
        "×".join(map(str, s)) for s in backing.shapes
    ]
    for number, line in numbered_lines:
        for token in TOKEN.finditer(line):
            if not backing.backs(token):
                written = token["shape"] or token["rounded"] or token["exact"]
                yield (
                    f"{where}:{number}: nothing computes {token[0]}."
                    f"{closest(written, known)} Show an output that has it, write the"
                    " arithmetic, or enter it in snippets/numbers.toml."
                )


@functools.cache
def kernel_sizes() -> set[tuple[int, ...]]:
    """List the kernel sizes k×k that outputs of the site name."""
    outputs = [
        p.read_text("utf-8")
        for kind in ("txt", "svg")
        for p in SNIPPETS.rglob(f"*.{kind}")
    ]
    found = re.findall(r"(?<![\d×])(\d)×\1(?![\d×])", " ".join(outputs))
    return {(int(size), int(size)) for size in found}


def backing_of(markdown) -> Backing:
    """Collect what backs the numbers of a page, but for its own arithmetic."""
    backing = Backing(shapes=set(kernel_sizes()))
    shown = includes(markdown)
    for include in shown:
        if not include.path.endswith(".py"):
            backing.add(include.text())
    in_code = Backing()
    in_code.add("\n".join(code(markdown)))
    backing.shapes |= in_code.shapes
    paths = {include.path for include in shown}
    page = markdown.relative_to(DOCS).as_posix()
    claims = [Decimal(f["value"]) for f in published() if f["snippet"] in paths]
    backing.numbers.update(claims)
    for entry in register():
        if entry["page"] == page:
            backing.add(
                entry["text"]
            )  # test_register_... compares it with its source
    return backing


def undated(numbered_lines):
    """Yield lines without the year of the bibliography's key that stands below them."""
    numbered_lines = list(numbered_lines)
    for (number, line), (_, below) in zip(
        numbered_lines, [*numbered_lines[1:], (0, "")], strict=True
    ):
        key = re.fullmatch(r"\{ #\w+?(\d{4}) \}", below)
        yield number, line.replace(key[1], "") if key else line


@pytest.mark.parametrize("markdown", WRITTEN, ids=name)
def test_every_number_is_backed(markdown):
    """A page states no number, ratio or shape that no computation gives."""
    lines = undated(prose(markdown))
    report(unbacked(lines, backing_of(markdown), name(markdown)))


def test_every_reason_is_backed():
    """A reason in published.toml states no number that its source's snippets lack."""
    complaints = []
    for figure in published():
        backing = Backing(shapes=set(kernel_sizes()))
        for other in published():
            if other["source"] == figure["source"]:
                backing.add(run_of(SNIPPETS / other["snippet"]).stdout)
                backing.numbers.add(Decimal(other["value"]))
        where = f"snippets/published.toml, {figure['id']}"
        complaints += unbacked([(0, figure.get("why", ""))], backing, where)
    report(complaints)


def fault(entry: dict) -> str:
    """Say what is wrong with an entry of the register, or nothing."""
    markdown, text = DOCS / entry["page"], entry["text"]
    if not markdown.is_file() or text not in markdown.read_text("utf-8"):
        return "does not stand on that page any more. Delete the entry."
    if entry.get("quoted") or entry.get("given"):
        return ""
    expression = entry["expression"]
    nodes = ast.walk(ast.parse(expression))
    if not any(isinstance(node, ast.Name) for node in nodes):
        return "is copied, not computed. Use the names of its snippet."
    computed = run_of(SNIPPETS / entry["snippet"]).values[expression]
    if isinstance(computed, Exception):
        return f"`{expression}` raises {type(computed).__name__}: {computed}."
    computed = Decimal(str(computed))
    token = TOKEN.search(text)
    if shape := token["shape"]:
        same = computed == prod(sizes(shape))
    else:
        same = agrees(computed, token["rounded"] or token["exact"])
    return (
        "" if same else f"is {computed:,} by `{expression}`. Mend one of the two."
    )


def test_register_computes_what_it_holds():
    """Each entry stands on its page and is what its expression gives, not a copy."""
    report(
        f"snippets/numbers.toml, {entry['page']}, {entry['text']}: {complaint}"
        for entry in register()
        if (complaint := fault(entry))
    )

"""What was measured, judged and set side by side: no browser and no file in here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

FULL = 100
ENOUGH = 5  # runs: the median of five says what one noisy run cannot
KIB = 1024
HOME = "home"  # what the page without a path is called

# Lighthouse's four categories. It reports newer ones too: shown, not judged.
JUDGED = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
# Key of a run: what the table calls it, how it is written, what a unit of it is.
MEASURES = {
    "paint": ("largest paint, s", "{:.2f}", 1000),
    "blocking": ("blocking, ms", "{:.0f}", 1),
    "shift": ("layout shift", "{:.3f}", 1),
    "readable": ("KiB until readable", "{:.1f}", KIB),
    "later": ("KiB for a search", "{:.1f}", KIB),
    "requests": ("requests", "{:.0f}", 1),
    "click": ("first click, ms", "{:.0f}", 1),
}


@dataclass
class Page:
    """A page of a site, and its runs: {"scores": {…}, "failing": {…}, "paint": …}."""

    site: str
    kind: str
    path: str
    runs: list[dict] = field(default_factory=list)

    def score(self, category: str) -> float:
        """Return the median score of a category, out of 100."""
        return median(round(FULL * run["scores"][category]) for run in self.runs)

    def value(self, key: str) -> float:
        """Return the median of a measure."""
        return median(run[key] for run in self.runs)

    def low(self) -> list[str]:
        """List the judged categories that are below 100."""
        return [category for category in JUDGED if self.score(category) < FULL]

    def needs(self, runs: int, judged: bool) -> bool:
        """Tell whether it needs one more run, if this many are asked for.

        A busy machine blurs performance: if a judged page is low in that alone, five
        runs are needed.
        """
        unsure = judged and bool(self.runs) and self.low() == ["performance"]
        return len(self.runs) < max(runs, ENOUGH if unsure else 1)

    def complaints(self) -> Iterator[str]:
        """Yield what keeps it from 100, a sentence a category."""
        for category in self.low():
            audits = {
                audit["id"]: f"{audit['id']} ({audit['title']})"
                + "".join(f" at {place}" for place in audit["where"][:3])
                for run in self.runs
                for audit in run["failing"][category]
            }
            yield (
                f"{self.path or HOME}: {JUDGED[category]} is {self.score(category):g},"
                f" not {FULL}. Mend {'; '.join(audits.values())}."
            )


def both(numbers: Iterable[float], form: str, worst=max) -> str:
    """Write the median and the worst of some numbers, once if they look the same."""
    numbers = list(numbers)
    middle, end = form.format(median(numbers)), form.format(worst(numbers))
    return middle if middle == end else f"{middle} / {end}"


def row(title: str, pages: list[Page]) -> str:
    """Return a row of the table: median / worst of some pages."""
    cells = [both((p.score(c) for p in pages), "{:g}", min) for c in JUDGED]
    cells += [
        both((page.value(key) / unit for page in pages), form)
        for key, (_, form, unit) in MEASURES.items()
    ]
    return f"| {title} | {len(pages)} | {' | '.join(cells)} |"


def table(pages: list[Page]) -> str:
    """Return a Markdown table: a row for each site and kind of page, in their order."""
    heads = [
        "site: its pages",
        "number",
        *JUDGED.values(),
        *(m[0] for m in MEASURES.values()),
    ]
    groups = dict.fromkeys((page.site, page.kind) for page in pages)
    rows = [
        row(
            f"{site}: {kind}",
            [page for page in pages if (page.site, page.kind) == (site, kind)],
        )
        for site, kind in groups
    ]
    rule = "|---|" + "---:|" * (len(heads) - 1)
    return "\n".join([f"| {' | '.join(heads)} |", rule, *rows])


def line(page: Page) -> str:
    """Return a page in one line: its four scores, others if low, and its measures."""
    scores = " ".join(f"{page.score(category):3g}" for category in JUDGED)
    further = [
        f" {name} {page.score(name):g}"
        for name, score in page.runs[0]["scores"].items()
        if name not in JUDGED and score is not None and page.score(name) < FULL
    ]
    paint, blocking, shift, readable, later, requests, click = (
        form.format(page.value(key) / unit)
        for key, (_, form, unit) in MEASURES.items()
    )
    return (
        f"{scores}  {paint} s {blocking:>4} ms  {shift}  {readable:>6} + {later:>5} KiB"
        f" {requests:>3} requests {click:>4} ms  {page.path or HOME}{''.join(further)}"
    )

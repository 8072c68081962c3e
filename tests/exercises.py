"""The exercises of the pages, read from their Markdown."""

import functools
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pages import NAVIGATION, TAUGHT
from project import DOCS, ROOT, name

LEVELS = ("A minute", "Ten minutes", "An hour")
TOPICS = (
    "shapes",
    "parameters",
    "computation",
    "linear algebra",
    "equivalence",
    "design",
)
CHECKERS = DOCS / "exercises/exercises.py"

HEADING = re.compile(r"### (?P<title>.+?) \{ #(?P<anchor>[a-z][\w-]*) \}")
LEVEL = re.compile(rf"({'|'.join(LEVELS)}) · ({'|'.join(TOPICS)})")
KEY = re.compile(r"- `(?P<expression>[^`]+)` (?P<says>.+)")
PARTS = {
    "/// html | number-answer[data-search-exclude]": "keys",
    "/// hint": "hint",
    "/// answer": "answer",
}


@dataclass
class Exercise:
    """An exercise: where it stands, and the numbered lines of each of its parts."""

    page: Path
    line: int
    title: str
    anchor: str
    level: str = ""
    topic: str = ""
    parts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def keys(self) -> list[dict[str, str]]:
        """List `expression` and what it `says`: of the right answer, then of slips."""
        found = (KEY.fullmatch(line) for _, line in self.parts.get("keys", []))
        return [match.groupdict() for match in found if match]

    def __str__(self):
        """Name it as messages do."""
        return f"{name(self.page)}:{self.line}: “{self.title}”"

    @property
    def function(self) -> str:
        """Return the function that the reader is to write, or nothing."""
        asked = re.search(rf"python {CHECKERS.name} (\w+)", self.text("question"))
        return asked[1] if asked else ""

    def text(self, part: str) -> str:
        """Return a part as it is written."""
        return "\n".join(line for _, line in self.parts.get(part, []))


def section(page: Path) -> list[tuple[int, str]]:
    """Return the numbered lines below a page's `## Exercises`."""
    numbered = list(enumerate(page.read_text("utf-8").splitlines(), 1))
    starts = [number for number, line in numbered if line == "## Exercises"]
    return numbered[starts[0] :] if starts else []


def exercises_of(page: Path) -> list[Exercise]:
    """List the exercises of a page."""
    found, part = [], "question"
    for number, line in section(page):
        if match := HEADING.fullmatch(line):
            found.append(Exercise(page, number, match["title"], match["anchor"]))
            part = "question"
        elif not found or line in ("{ .level }", "</div>"):
            continue
        elif part == "question" and (match := LEVEL.fullmatch(line)):
            found[-1].level, found[-1].topic = match.groups()
        elif line in PARTS:
            part = PARTS[line]
            found[-1].parts.setdefault(part, [])
        elif line == "///":
            part = "question"
        else:
            found[-1].parts.setdefault(part, []).append((number, line))
    return found


@functools.cache
def exercises() -> list[Exercise]:
    """List every exercise of the site, in the order of the navigation."""
    pages = [page for page in NAVIGATION if page in TAUGHT]
    return [exercise for page in pages for exercise in exercises_of(page)]


def ask(question: str, given) -> list:
    """Let the page's own JavaScript answer: `question` is an expression of `given`.

    It knows `judge` and `evaluate` of answers.js, and `attempt`, which returns
    what a function does or the sentence with which it refuses.
    """
    module = (DOCS / "assets/javascripts/answers.js").as_uri()
    script = f"""
        import {{ evaluate, judge }} from "{module}";
        const attempt = what => {{
            try {{ return what() }} catch (error) {{
                if (error.constructor.name !== "Refusal") throw error;
                return error.message
            }}
        }};
        const given = {json.dumps(given)};
        console.log(JSON.stringify({question}));
    """
    deno = Path(sys.executable).with_name("deno")
    run = subprocess.run(
        [deno, "run", "-"],
        input=script,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(f"deno: {run.stderr.strip()}")
    return json.loads(run.stdout)

"""Every exercise has a hint and an answer that holds, and knows the usual slips."""

import collections
import itertools
import re
from decimal import Decimal

import pytest

from exercises import (
    KEY,
    LEVELS,
    TOPICS,
    ask,
    exercises,
    exercises_of,
    section,
)
from pages import TAUGHT
from project import DOCS, SNIPPETS, name, report
from test_numbers import NUMBER, SUM, agrees, readable, value

LEAST = 36  # exercises of the site
EACH = 3  # exercises of a page, and of a difficulty
COLLECTION = SNIPPETS / "exercises.md"

pages = pytest.mark.parametrize("taught", TAUGHT, ids=name)


# ---- As written


@pages
def test_page_closes_with_exercises(taught):
    """A page ends with a section of three exercises or more."""
    found, lines = exercises_of(taught), section(taught)
    further = [line for _, line in lines if line.startswith(("# ", "## "))]
    report(
        [
            f"{name(taught)}: {len(found)} exercises under `## Exercises`, and further"
            f" headings: {further}. Give it {EACH} or more, and let them come last."
        ]
        if len(found) < EACH or further
        else []
    )


def faults(exercise):
    """Yield what is wrong with the form of an exercise."""
    parts = exercise.parts
    if not exercise.level:
        yield f"write its level as `{LEVELS[0]} · {TOPICS[0]}`, see tests/exercises.py"
    for part in ("question", "hint", "answer"):
        if not exercise.text(part).strip():
            yield f"it has no {part}"
    for part in ("hint", "answer"):
        if exercise.text(part).startswith("    "):
            yield f"its {part} has settings of its own; it has to be folded as all are"
    if "keys" in parts:
        if len(exercise.keys) < 3:
            yield "its number-answer needs a right answer and two slips"
        for number, line in parts["keys"]:
            if line.strip() and not KEY.fullmatch(line):
                yield f"line {number} is not - `expression` Sentence."
    sums = any(SUM.search(readable(line)) for _, line in parts.get("answer", []))
    rows = re.search(r"\|.*\d.*\|", exercise.text("answer"))
    if not (sums or rows or "```{.python" in exercise.text("answer")):
        yield "its answer shows neither code nor arithmetic"


@pages
def test_exercises_are_whole(taught):
    """An exercise has a level, a question, a hint, and an answer that is computed."""
    report(
        f"{exercise}: {what}."
        for exercise in exercises_of(taught)
        for what in faults(exercise)
    )


def test_there_are_enough():
    """The site has 36 exercises or more, and three or more of each level and topic."""
    found = exercises()
    kinds = [exercise.level for exercise in found] + [e.topic for e in found]
    counts = collections.Counter(kinds)
    few = {kind: counts[kind] for kind in LEVELS + TOPICS if counts[kind] < EACH}
    assert len(found) >= LEAST and not few, (
        f"docs/: {len(found)} exercises, {LEAST} are promised; too few of {few}."
    )


def test_exercises_are_told_apart():
    """No two exercises have the same title."""
    titles = collections.Counter(exercise.title for exercise in exercises())
    report(
        f"{exercise}: another exercise has this title."
        for exercise in exercises()
        if titles[exercise.title] > 1
    )


# ---- Typed answers, judged by the page's own arithmetic


JUDGED = "given.map(one => attempt(() => judge(...one)))"


@pytest.fixture(scope="module")
def numeric():
    """List the exercises whose answer is typed, each with the values of its keys."""
    asked = [exercise for exercise in exercises() if exercise.keys]
    expressions = [[key["expression"] for key in one.keys] for one in asked]
    question = "given.map(keys => keys.map(key => attempt(() => evaluate(key))))"
    return list(zip(asked, ask(question, expressions), strict=True))


def test_keys_can_be_computed(numeric):
    """Each answer and each slip is arithmetic that the page can do."""
    report(
        f"{exercise}, key {number}: {computed}"
        for exercise, values in numeric
        for number, computed in enumerate(values, 1)
        if isinstance(computed, str)
    )


def test_answer_key_is_the_answer(numeric):
    """The right key of a typed answer is the number in bold of the answer below."""
    report(
        f"{exercise}: `{exercise.keys[0]['expression']}` is {values[0]:,}, and the"
        f" answer below has {bold or 'no number'} in bold. Mend what is wrong."
        for exercise, values in numeric
        for bold in [re.findall(rf"\*\*({NUMBER})\*\*", exercise.text("answer"))]
        if len(bold) != 1 or not agrees(Decimal(values[0]), bold[0])
    )


def test_slips_are_no_answers(numeric):
    """A slip has another value than the answer and than every other slip."""
    report(
        f"{exercise}: two keys come to {one:,}. Each slip needs a value of its own."
        for exercise, values in numeric
        for one, other in itertools.combinations(values, 2)
        if abs(one - other) <= 1e-9 * abs(other)
    )


def test_slips_do_not_tell(numeric):
    """What is said of a slip does not give the answer away."""
    report(
        f"{exercise}: what is said of a slip holds the answer: {key['says']}"
        for exercise, values in numeric
        for key in exercise.keys[1:]
        if any(value(n) == values[0] >= 10 for n in re.findall(NUMBER, key["says"]))
    )


def forms(number: float) -> list[str]:
    """Write a number in the ways of readers."""
    if number != int(number):
        return [f"{number:.4g}", f" about {number:.3g} ", f"{number!r}"]
    grouped = f"{int(number):,}"
    ways = [str(int(number)), grouped, grouped.replace(",", " "), f"= {grouped}"]
    ways += [grouped.replace(",", "\u202f"), grouped.replace(",", "_")]
    if number >= 1e6:
        ways += [f"{number / 1e6:.2f}M", f"{number / 1e6:.2f} million"]
    return ways


def test_right_answers_are_taken(numeric):
    """A right number is taken in every usual writing."""
    cases = [
        (form, exercise)
        for exercise, values in numeric
        for form in [*forms(values[0]), exercise.keys[0]["expression"]]
    ]
    replies = ask(JUDGED, [[form, exercise.keys] for form, exercise in cases])
    report(
        f"{exercise} does not take {form!r}: {reply}. Mend answers.js, or the key."
        for (form, exercise), reply in zip(cases, replies, strict=True)
        if isinstance(reply, str) or not reply["right"]
    )


def test_slips_are_recognised(numeric):
    """A slip is not taken, and told with the sentence that explains it."""
    cases = [
        (repr(number), exercise, key["says"])
        for exercise, values in numeric
        for number, key in zip(values[1:], exercise.keys[1:], strict=True)
    ]
    replies = ask(
        JUDGED, [[number, exercise.keys] for number, exercise, _ in cases]
    )
    report(
        f"{exercise} answers {number} with: {reply}"
        for (number, exercise, says), reply in zip(cases, replies, strict=True)
        if isinstance(reply, str) or reply["right"] or says not in reply["says"]
    )


WRITE = "Write 1605632, 1,605,632, 1.6M, or arithmetic such as 7*7*512."
TWO_WAYS = (
    "can be read in two ways. Write a point before decimals and a comma, a space or"
    " nothing between thousands."
)
SIZE = (
    "The digits are right, but it is {} times too {}. Mind the unit that is asked,"
)
YES, ROUNDED = "Right: 1,605,632. Yes.", "Right, rounded; in full 1,605,632. Yes."
# What a reader may type where 1,605,632 is right and 1,605,696 is a slip.
TYPED = {
    "1605632": YES,
    "1,605,632": YES,
    "1 605 632": YES,
    "1\u00a0605\u202f632": YES,
    "1_605_632 weights": YES,
    "1.605.632": YES,
    "1605632 apples.": YES,
    "n = 1605632": YES,
    "7*7*512*64": YES,
    "7 × 7 × 512 × 64 =": YES,
    "7x7x512x64": YES,
    "7^2·2^15": YES,
    "7²·512·2³·8": YES,
    "(8 − 1)**2 * 32768": YES,
    "3211264 ÷ 2": YES,
    "1.605632e6": YES,
    "1,605632 million": YES,
    "1.6M": ROUNDED,
    "1,6M": ROUNDED,
    "about 1.61 million weights": ROUNDED,
    "1,606k": ROUNDED,
    "1600000": ROUNDED,
    "2M": "Right so far: now to one more digit.",
    "1.60M": "Close: round the last digit, do not cut off.",
    "1,605,696": "Not yet. Biases.",
    "160563200": f"{SIZE.format('100', 'large')} and the zeros.",
    "1.61": f"{SIZE.format('1,000,000', 'small')} and the zeros.",
    "1605631": "Very close, but not it. Is there a small term too many, or too few?",
    "3": "Not yet: that is too small.",
    "9e9": "Not yet: that is too large.",
    "-1": "Not yet: that is too small.",
    "0": "Not yet: that is too small.",
    "": "Type a number first.",
    " = ": "Type a number first.",
    "7*": f"A number is missing at the end. {WRITE}",
    "many": f"“many” is no number. {WRITE}",
    "alert(1)": f"“alert(1)” is no number. {WRITE}",
    "1,605,63": f"“1,605,63” {TWO_WAYS}",
    "(7": "A bracket has no partner: close each ( with ).",
    "7/0": "A division by 0 has no result.",
    "9^9^9": "That is too large to check.",
    "(" * 30: "Use fewer brackets.",
    "1" * 201: "Write at most 200 characters.",
    "parameters(256x256)": "Begin with height, width and channels, as in 28x28x192:"
    " up to 4,096, and up to 65,536 channels.",
}


def test_what_readers_type_is_answered():
    """Each thing that a reader may type gets the reply that helps."""
    keys = [
        {"expression": "7*7*512*64", "says": "Yes."},
        {"expression": "parameters(9x9x512;conv.n64.k7)", "says": "Biases."},
    ]
    given = [[typed, keys] for typed in TYPED]
    replies = ask(JUDGED, given)
    said = {
        typed: reply if isinstance(reply, str) else reply["says"]
        for typed, reply in zip(TYPED, replies, strict=True)
    }
    assert said == TYPED


def test_small_whole_numbers_are_exact():
    """A whole number below 10,000 is not rounded: one off is the usual slip."""
    keys = [
        {"expression": "441", "says": "Yes."},
        {"expression": "9", "says": "No."},
    ]
    given = [[typed, keys] for typed in ("441", "440", "0.44k", "441.0", "400")]
    replies = ask("given.map(one => judge(...one).says)", given)
    close = "Very close, but not it. Is there a small term too many, or too few?"
    right, small = "Right: 441. Yes.", "Not yet: that is too small."
    assert replies == [right, close, close, right, small]


# What a reader may type where 35.73366 is right.
RATIOS = {
    "35.7": True,
    "35,7": True,
    "35.73366": True,
    "35.7337": True,
    "15466254336 / 432820224": True,
    "15.466 ÷ 0.4328": True,
    "36": True,
    "40": False,
    "35.6": False,
    "35.9": False,
    "0.357": False,
    "3573.4": False,
}


def test_ratios_may_be_rounded():
    """A ratio is taken when rounded, or worked out from figures that were."""
    key = {"expression": "15466254336/432820224", "says": "Yes."}
    given = [
        [typed, [key, {"expression": "49", "says": "No."}]] for typed in RATIOS
    ]
    replies = ask("given.map(one => judge(...one).right)", given)
    assert dict(zip(RATIOS, replies, strict=True)) == RATIOS


# ---- All of them on one page


def test_collection_has_every_exercise(keep):
    """The collection lists each exercise below its topic, the shortest first."""
    parts = ["<!-- Written by `make outputs` from the pages: edit those. -->"]
    for topic in TOPICS:
        rows = [
            f"| [{e.title}]({at(e)}#{e.anchor}) | {e.level.lower()} | {kind(e)}"
            f" | [{title(e.page)}]({at(e)}) |"
            for level in LEVELS
            for e in exercises()
            if (e.topic, e.level) == (topic, level)
        ]
        parts += [
            f"--8<-- [start:{topic.replace(' ', '-')}]",
            "| exercise | takes | you give | page |",
            "|---|---|---|---|",
            *rows,
            f"--8<-- [end:{topic.replace(' ', '-')}]",
        ]
    counts = [
        [
            sum((e.topic, e.level) == (t, level) for e in exercises())
            for level in LEVELS
        ]
        for t in TOPICS
    ]
    parts += [
        "--8<-- [start:summary]",
        f"| topic | {' | '.join(level.lower() for level in LEVELS)} | together |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| [{topic.capitalize()}](#{topic.replace(' ', '-')})"
            f" | {' | '.join(map(str, row))} | {sum(row)} |"
            for topic, row in zip(TOPICS, counts, strict=True)
        ),
        f"| All | {' | '.join(str(sum(c)) for c in zip(*counts, strict=True))}"
        f" | {len(exercises())} |",
        "--8<-- [end:summary]",
    ]
    keep("\n".join(parts) + "\n", COLLECTION, "the exercises of the pages")


def at(exercise) -> str:
    """Return the address of an exercise's page, from the collection."""
    return f"../{exercise.page.relative_to(DOCS).as_posix()}"


def kind(exercise) -> str:
    """Tell what the reader gives: a number, a function, or a reason."""
    if exercise.function:
        return f"`{exercise.function}`"
    return "a number" if exercise.keys else "a reason"


def title(page) -> str:
    """Return the title of a page."""
    first = re.search(r"^# (.+)$", page.read_text("utf-8"), re.M)
    return first[1].partition(":")[0]

"""The checker of the code exercises accepts right solutions, and tells wrong ones why.

tests/solutions/NAME.py holds ways to write the function NAME: right_… and wrong_…
ones. The last paragraph of a wrong one's docstring, "Told: …", is what the checker's
reason must contain. Each is pasted into a copy of exercises.py, as a reader would do.
"""

import ast
import functools
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from project import DOCS, ROOT, name, report, scripts
from sandbox import Run, run

EXERCISES = DOCS / "exercises" / "exercises.py"
TEXT = EXERCISES.read_text("utf-8")
LAST = "# Nothing to change below this line."
STUBS = {
    node.name: node
    for node in ast.parse(TEXT.split(LAST, maxsplit=1)[0]).body
    if isinstance(node, ast.FunctionDef)
}
# What a function may do beside being right or wrong.
BREAKS = {
    "returns a text": 'return "1"',
    "returns a list of texts": 'return ["1", "2"]',
    "returns lists of unequal length": "return [[1], [2, 3]]",
    "returns a generator": "yield 1",
    "returns a number": "return 1.5",
    "returns not a number": "return float('nan')",
    "returns a complex number": "return 1j",
    "returns a dictionary": "return dict(a=1)",
    "returns a class": "return int",
    "returns itself": "return {itself}",
    "returns an empty tuple": "return ()",
    "returns a tuple of None": "return None, None",
    "returns three arrays": "return np.ones(3), np.ones(3), np.ones(3)",
    "returns an empty array": "return np.zeros((0, 3))",
    "returns an array of objects": "return np.array([None, 'a'])",
    "returns a Keras tensor": "import keras; return keras.Input((4, 4, 3))",
    "returns a layer": "import keras; return keras.layers.ReLU()",
    "forgets to return": "1 + 1",
    "raises": "raise ValueError('this is\\nno good')",
    "raises without words": "raise KeyError",
    "raises in NumPy": "return np.ones(3) @ np.ones(4)",
    "raises in Keras": "import keras; keras.layers.ReLU()(3)",
    "has no end": "return {itself}(*'abcdefgh'[:{count}])",
    "leaves Python": "import sys; sys.exit('bye')",
    "misspells a name": "return nunpy.ones(3)",
    "takes one value too many": None,
}


def imports(tree: ast.Module) -> str:
    """Return the imports at the top of a file."""
    kinds = ast.Import | ast.ImportFrom
    return "\n".join(
        ast.unparse(node) for node in tree.body if isinstance(node, kinds)
    )


def paste(exercise: str, code: str, above: str = "") -> str:
    """Return exercises.py with `code` in place of a stub, and imports at its top."""
    lines, stub = TEXT.splitlines(), STUBS[exercise]
    lines[stub.lineno - 1 : stub.end_lineno] = code.splitlines()
    lines.insert(stub.lineno - 1, above)
    return "\n".join(lines)


def solutions(kind: str) -> list[tuple[str, str]]:
    """List exercise and function of each solution of a kind, right or wrong."""
    return [
        (path.stem, node.name)
        for path in sorted((ROOT / "tests" / "solutions").glob("*.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith(kind)
    ]


def ran(text: str) -> Run:
    """Run a copy of exercises.py in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "exercises.py")
        path.write_text(text, "utf-8")
        return run(path)


def solution(exercise: str, function: str) -> tuple[str, str, str]:
    """Return a solution under the exercise's name, its imports, and its docstring."""
    text = (ROOT / "tests" / "solutions" / f"{exercise}.py").read_text("utf-8")
    tree = ast.parse(text)
    (node,) = (n for n in tree.body if getattr(n, "name", "") == function)
    code = re.sub(rf"\b{function}\b", exercise, ast.get_source_segment(text, node))
    return code, imports(tree), ast.get_docstring(node)


@functools.cache
def reply(exercise: str, function: str) -> Run:
    """Return what the file says of a solution that is pasted into it."""
    code, above, _ = solution(exercise, function)
    return ran(paste(exercise, code, above))


def told(exercise: str, function: str) -> str:
    """Return the phrase that a wrong solution must be told."""
    return solution(exercise, function)[2].partition("\n\nTold: ")[2]


def reason(output: str) -> str:
    """Return the reason that an output gives, in one line."""
    given = re.search(r"^    reason +(.+(?:\n {15}.+)*)", output, re.M)
    return " ".join(given[1].split()) if given else ""


def accepted(result: Run, exercise: str) -> bool:
    """Tell whether an exercise was checked, and all of it found right."""
    checked = re.findall(r"^  right  .+", result.stdout, re.M)
    begun = result.stdout.startswith(f"{exercise}\n  right")
    return (
        begun and len(checked) > 1 and "WRONG" not in result.stdout + result.error
    )


def command(folder: Path, *arguments: str, **more) -> subprocess.CompletedProcess:
    """Run exercises.py of a folder as a reader does."""
    return subprocess.run(
        [sys.executable, "exercises.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


@pytest.mark.parametrize(("exercise", "function"), solutions("right"))
def test_right_solutions_are_accepted(exercise, function):
    """Whichever way a function is written, the checker calls it right."""
    result = reply(exercise, function)
    assert accepted(result, exercise), f"{result.error}\n{result.stdout}"


@pytest.mark.parametrize(("exercise", "function"), solutions("wrong"))
def test_wrong_solutions_are_told_why(exercise, function):
    """A wrong solution fails the run, and its reason says what its docstring says."""
    result, phrase = reply(exercise, function), told(exercise, function)
    said = reason(result.stdout)
    assert (
        len(phrase.split()) > 1
        and phrase in said
        and "SystemExit: 1" in result.error
    ), f"Not told “{phrase}”: {result.error}\n{result.stdout}"


@pytest.mark.parametrize("exercise", STUBS)
def test_reasons_are_specific(exercise):
    """What one wrong solution is told is not said of those that are wrong otherwise."""
    wrong = [function for stem, function in solutions("wrong") if stem == exercise]
    report(
        f"tests/solutions/{exercise}.py: {other} is told “{told(exercise, one)}” too:"
        f" choose a phrase that tells it from {one}, or mend the checker."
        for one in wrong
        for other in wrong
        if told(exercise, one) not in told(exercise, other)
        and told(exercise, other) not in told(exercise, one)
        and told(exercise, one) in reason(reply(exercise, other).stdout)
    )


@pytest.mark.parametrize("exercise", STUBS)
def test_each_exercise_has_solutions(exercise):
    """An exercise has three right solutions and five wrong ones at least."""
    counts = [
        [stem for stem, _ in solutions(kind)].count(exercise)
        for kind in ("right", "wrong")
    ]
    assert counts[0] >= 3 and counts[1] >= 5, (
        f"{exercise}: {counts} right and wrong."
    )


@pytest.mark.parametrize("exercise", STUBS)
def test_the_answer_of_the_page_is_right(exercise):
    """The snippet that answers an exercise passes its checker as a reader pastes it."""
    answers = []
    for script in scripts():
        text = script.read_text("utf-8")
        for node in ast.parse(text).body:
            same = getattr(node, "name", "") == exercise
            if same and ast.dump(node.args) == ast.dump(STUBS[exercise].args):
                code = ast.get_source_segment(text, node)
                answers.append((script, code, imports(ast.parse(text))))
    results = [(script, ran(paste(exercise, *rest))) for script, *rest in answers]
    wrong = [
        f"{name(script)}: it is not accepted: {result.error}\n{result.stdout}"
        for script, result in results
        if not accepted(result, exercise)
    ]
    none = f"No snippet defines {exercise} with the arguments of exercises.py."
    report(wrong or [none] * (not answers))


@pytest.mark.parametrize("breaks", BREAKS)
def test_nothing_stops_the_checker(breaks):
    """Whatever a function returns or raises, each exercise says so, without a trace."""
    text = TEXT
    for exercise, stub in STUBS.items():
        names = [argument.arg for argument in stub.args.args]
        body = (BREAKS[breaks] or "return 1").format(
            itself=exercise, count=len(names)
        )
        more = ["missing"] if BREAKS[breaks] is None else []
        new = f"def {exercise}({', '.join(names + more)}):\n    {body}\n"
        text = text.replace(ast.get_source_segment(TEXT, stub), new)
    result = ran(text)
    wrong = re.findall(
        r"^(\w+)\n(?:  right .+\n)*  WRONG .+\n    given", result.stdout, re.M
    )
    assert (wrong, result.error[-13:], "beyond this checker" in result.stdout) == (
        list(STUBS),
        "SystemExit: 1",
        False,
    ), result.stdout


def test_lines_fit_a_terminal():
    """No line of a reply is wider than 76 columns."""
    report(
        f"{exercise}, {function}: {line}"
        for exercise, function in solutions("wrong") + solutions("right")
        for line in reply(exercise, function).stdout.splitlines()
        if len(line) > 76
    )


def test_an_exception_is_one_line_with_its_number(tmp_path):
    """What a function raises is told with the line in the reader's file."""
    code = (
        "def merge(first, first_biases, second, second_biases):\n    return 1 / 0"
    )
    text = paste("merge", code)
    (tmp_path / "exercises.py").write_text(text, "utf-8")
    line = text.splitlines().index("    return 1 / 0") + 1
    ran = command(tmp_path, "merge")
    assert (f"line {line}: ZeroDivisionError" in ran.stdout, ran.stderr) == (
        True,
        "",
    )


def test_a_name_is_checked_alone(tmp_path):
    """With a name, that exercise is checked and others are not spoken of."""
    code, above, _ = solution("break_even", "right_search")
    (tmp_path / "exercises.py").write_text(
        paste("break_even", code, above), "utf-8"
    )
    ran = command(tmp_path, "break_even")
    assert (ran.returncode, "merge" in ran.stdout, ran.stderr) == (0, False, "")


def test_an_unknown_name_is_told_the_closest(tmp_path):
    """A name that is misspelt is told the closest, and all there are."""
    (tmp_path / "exercises.py").write_text(TEXT, "utf-8")
    ran = command(tmp_path, "brake_even")
    said = " ".join(ran.stdout.split())
    missing = [exercise for exercise in STUBS if exercise not in said]
    close = "Did you mean break_even?" in said
    assert (ran.returncode, close, missing) == (1, True, []), ran.stdout


def test_a_stub_is_not_written_yet(tmp_path):
    """The file as downloaded calls each function unwritten, which is no mistake."""
    (tmp_path / "exercises.py").write_text(TEXT, "utf-8")
    ran = command(tmp_path)
    missing = [exercise for exercise in STUBS if exercise not in ran.stdout]
    told = "ot written yet" in ran.stdout and "WRONG" not in ran.stdout
    assert (ran.returncode, told, missing) == (0, True, []), ran.stdout


def test_a_stub_that_is_asked_for_is_no_success(tmp_path):
    """A script that asks for one exercise can tell that it is not written."""
    (tmp_path / "exercises.py").write_text(TEXT, "utf-8")
    ran = command(tmp_path, "merge")
    assert (ran.returncode, "ot written yet" in ran.stdout) == (1, True), ran.stdout


def test_a_function_beside_its_stub_is_found(tmp_path):
    """A function that is pasted at the end of the file is told where it belongs."""
    code, *_ = solution("merge", "right_matmul")
    (tmp_path / "exercises.py").write_text(f"{TEXT}\n\n{code}\n", "utf-8")
    ran = command(tmp_path)
    line = TEXT.count("\n") + 3
    assert f"line {line} does not count" in " ".join(ran.stdout.split()), ran.stdout


def test_keras_is_asked_for_where_it_is_missing(tmp_path):
    """Without Keras, a block of Keras layers says what to install."""
    code, *_ = solution("bottleneck", "right_layers")
    (tmp_path / "exercises.py").write_text(paste("bottleneck", code), "utf-8")
    (tmp_path / "keras.py").write_text("raise ImportError('no keras')", "utf-8")
    ran = command(tmp_path, "bottleneck")
    said = " ".join(ran.stdout.split()) + ran.stderr
    assert (ran.returncode, "pip install tensorflow" in said) == (1, True), said


def test_keras_is_quiet(tmp_path):
    """With Keras, an exercise prints its result and nothing of TensorFlow's."""
    code, above, _ = solution("bottleneck", "right_layers")
    (tmp_path / "exercises.py").write_text(
        paste("bottleneck", code, above), "utf-8"
    )
    quiet = {k: v for k, v in os.environ.items() if k != "TF_CPP_MIN_LOG_LEVEL"}
    ran = command(tmp_path, "bottleneck", env=quiet)
    assert (ran.returncode, ran.stderr, ran.stdout[:10]) == (0, "", "bottleneck")


def test_numpy_is_enough(tmp_path):
    """The exercises that need no Keras do not import it."""
    text = paste("merge", *solution("merge", "right_matmul")[:2])
    (tmp_path / "exercises.py").write_text(text, "utf-8")
    (tmp_path / "keras.py").write_text("raise ImportError('no keras')", "utf-8")
    ran = command(tmp_path)
    assert (ran.returncode, "WRONG" in ran.stdout, ran.stderr) == (0, False, "")


def test_solutions_are_of_exercises():
    """Each file of solutions has the name of a function of exercises.py."""
    stems = {stem for stem, _ in solutions("right") + solutions("wrong")}
    assert stems == set(STUBS), f"{stems ^ set(STUBS)}: not in {name(EXERCISES)}"

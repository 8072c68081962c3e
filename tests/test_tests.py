"""The tests can fail: none is empty, skipped or left out of `make test`."""

import ast
import re
import shutil
import subprocess
import sys

import pytest

from project import ROOT, name, report

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
CHECKS = {"report", "keep"}
UV_COMPILE = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"),
    *(
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
    ),
)


def checks(test: ast.FunctionDef) -> list[ast.AST]:
    """List the assertions of a test, and the calls that fail as an assertion does."""
    return [
        node
        for node in ast.walk(test)
        if (
            isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant)
        )
        or (
            isinstance(node, ast.Call)
            and getattr(node.func, "attr", getattr(node.func, "id", "")) in CHECKS
        )
    ]


def hashes(requirements: str) -> list[str]:
    """List the pins and hashes of a requirements file, in its order."""
    return re.findall(r"^\S+==\S+|sha256:\w+", requirements, re.M)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_each_test_checks_one_thing(file):
    """A test has a docstring and exactly one check, which nothing makes optional."""
    tree = ast.parse(file.read_text("utf-8"))
    report(
        f"{name(file)}:{test.lineno}: give {test.name} a docstring, and one check as"
        " its last statement."
        for test in tree.body
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_")
        if not ast.get_docstring(test)
        or len(checks(test)) != 1
        or not any(check in ast.walk(test.body[-1]) for check in checks(test))
        or isinstance(test.body[-1], ast.If | ast.Try | ast.For | ast.While)
    )


@pytest.mark.parametrize("file", FILES, ids=name)
def test_none_is_skipped(file):
    """No test is marked to be skipped, or to be allowed to fail."""
    found = re.findall(
        r"\b(?:skip|skipif|xfail|importorskip)\b\s*\(", file.read_text("utf-8")
    )
    report(f"{name(file)}: {mark}…). Run the test, or delete it." for mark in found)


def test_make_runs_every_file():
    """The Makefile lists each file of tests, so that none can go missing unnoticed."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    listed = re.findall(r"tests/[\w/]*test_\w+\.py", makefile)
    present = {name(file) for file in FILES}
    assert set(listed) == present, (
        "TESTS in the Makefile and tests/ differ in"
        f" {', '.join(sorted(set(listed) ^ present))}. List new files there."
    )


def test_report_fails():
    """`report`, which most tests end with, fails when there is something to say."""
    failure = pytest.raises(pytest.fail.Exception, report, ["a complaint"])  # noqa: RUF061
    assert "a complaint" in str(failure.value)


def pins(requirements: str) -> list[str]:
    """List the pins of a requirements file, each with its marker."""
    return [pin.strip() for pin in re.findall(r"^\S+==[^\\]+", requirements, re.M)]


@pytest.mark.parametrize("group", ["requirements", "requirements-jax"])
def test_requirements_have_the_hashes_of_their_packages(group, tmp_path):
    """A requirements file is what its .in compiles to, hash by hash."""
    kept = (ROOT / f"{group}.txt").read_text("utf-8")
    shutil.copy(ROOT / f"{group}.in", tmp_path)
    (tmp_path / "versions.txt").write_text("\n".join(pins(kept)), "utf-8")
    command = [*UV_COMPILE, "--constraints", "versions.txt", f"{group}.in"]
    compiled = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert hashes(compiled.stdout) == hashes(kept), (
        f"{group}.txt is not what it compiles to: run `make requirements`.\n"
        f"{compiled.stderr}"
    )


def test_backends_share_their_versions():
    """What both backends install is of one version: only JAX's own pins are new."""
    everything, jax = (
        pins((ROOT / f"{group}.txt").read_text("utf-8"))
        for group in ("requirements", "requirements-jax")
    )
    report(
        f"requirements-jax.txt pins {pin}, and requirements.txt does not. Run"
        " `make requirements`."
        for pin in jax
        if pin not in everything and not re.match(r"jax(lib)?==", pin)
    )

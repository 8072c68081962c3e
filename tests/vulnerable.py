"""Ask whether a vulnerability is known in a package that this project pins.

    python tests/vulnerable.py

Exit code 1: one is known. Exit code 2: the databases did not answer for some package,
so nobody knows; that is no success.
"""

import json
import re
import subprocess
import sys

from project import ROOT

PYTHON = ("requirements.txt", "requirements-jax.txt")
NPM = ROOT / "tests/audit"  # deno.json and deno.lock
FOUND = re.compile(r"Found \d+ (?:vulnerability|vulnerabilities)")
KNOWN, UNASKED = 1, 2


def read_python(file: str, answer: str) -> tuple[list[str], int]:
    """Say what pip-audit's JSON tells of a requirements file, and the exit code for it.

    pip-audit itself succeeds if it could ask for nothing.
    """
    try:
        packages = json.loads(answer)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        packages = []
    known = [
        f"{file}: {one['name']} {one['version']} has {fault['id']}, mended in"
        f" {', '.join(fault['fix_versions']) or 'no version yet'}. Run `make"
        " requirements`, or say in requirements.in why it does no harm."
        for one in packages
        for fault in one.get("vulns", [])
    ]
    asked = sum("vulns" in one for one in packages)
    if known:
        return known, KNOWN
    if not packages or asked < len(packages):
        return [
            f"{file}: NOT CHECKED, {asked} of {len(packages)} answers."
        ], UNASKED
    return [f"{file}: {asked} packages, no vulnerability is known."], 0


def read_npm(answer: str, code: int) -> tuple[list[str], int]:
    """Say what `deno audit` tells of the npm packages, and the exit code for it."""
    if code == 0:
        return ["tests/audit/deno.lock: no vulnerability is known."], 0
    if FOUND.search(answer):
        return [f"tests/audit/deno.lock:\n{answer}"], KNOWN
    return ["tests/audit/deno.lock: NOT CHECKED, no answer."], UNASKED


def ask(*command: str, folder=ROOT) -> subprocess.CompletedProcess:
    """Run a tool of .venv and return all that it says."""
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )


def main() -> int:
    """Ask, and print one line a file; return the exit code."""
    answers = []
    for file in PYTHON:
        tool = (
            sys.executable,
            "-m",
            "pip_audit",
            "--format",
            "json",
            "--timeout",
            "30",
        )
        run = ask(*tool, "--require-hashes", "--disable-pip", "--requirement", file)
        answers.append(read_python(file, run.stdout))
    run = ask(sys.executable, "-m", "deno", "audit", folder=NPM)
    answers.append(read_npm(run.stdout + run.stderr, run.returncode))
    for lines, _ in answers:
        print(*lines, sep="\n")
    codes = {code for _, code in answers}
    if UNASKED in codes:
        print(
            "A database of vulnerabilities cannot be reached. Is the network there?"
        )
    return KNOWN if KNOWN in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())

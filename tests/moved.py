"""Run everything on other versions of the libraries, and say what moved.

    python tests/moved.py                    # the newest of everything
    python tests/moved.py "keras==3.12.0"    # this one, and the pins for the rest

It works on a copy of the last commit: pins the versions, runs `make outputs` and
compares, then runs `make test`. Ends with exit code 1 if anything moved.
"""

import csv
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pages import PAGES, includes
from project import DOCS, ROOT, SNIPPETS

FIGURES = "docs/assets/data/numbers.csv"


def made(folder: Path, *arguments: str) -> str:
    """Run make in a folder and return what it said, errors included."""
    done = subprocess.run(
        ["make", *arguments],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it said."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        *arguments,
    ]  # CI runs as another user
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def pinned(folder: Path) -> set[str]:
    """List the pins of a copy, as name==version."""
    text = (folder / "requirements.txt").read_text("utf-8")
    return set(re.findall(r"^[\w.-]+==[\w.]+", text, re.M))


def pin(folder: Path, wanted: list[str]) -> None:
    """Pin the wanted versions in a copy, or the newest of all if none is wanted."""
    how = "--upgrade"
    if wanted:
        how = "wanted.in"
        (folder / how).write_text("\n".join(wanted), "utf-8")
    said = made(
        folder,
        *("--old-file=.venv/installed", f"BIN={ROOT / '.venv/bin'}"),
        *("requirements", f"VERSIONS={how}"),
    )
    if wanted and not set(wanted) <= pinned(folder):
        sys.exit(
            f"{said}Could not pin {', '.join(wanted)}: see above. Name others."
        )


def figures(folder: Path, revision: str = "") -> dict[str, tuple[str, str]]:
    """Return what the audit of a copy, or its last commit, computes and judges."""
    path = folder / FIGURES
    text = (
        git(folder, "show", f"HEAD:{FIGURES}")
        if revision
        else path.read_text("utf-8")
    )
    rows = csv.DictReader(io.StringIO(text))
    return {row["id"]: (row["computed"], row["verdict"]) for row in rows}


def shown_on(path: str) -> str:
    """Name the pages that show a derived file."""
    shown = [
        page.relative_to(DOCS).as_posix()
        for page in PAGES
        if path in {f"{SNIPPETS.name}/{include.path}" for include in includes(page)}
    ]
    return f" on {', '.join(shown)}" if shown else ""


def failures(said: str) -> list[str]:
    """List what pytest's summary, or make, says has failed."""
    return re.findall(r"^(?:FAILED|ERROR) .*|^make\S*: \*\*\* .*", said, re.M)


def report(folder: Path, before: set[str]) -> list[str]:
    """Run everything in a copy whose versions are pinned; return what moved."""
    moved = []
    said = made(folder, "outputs")
    changed = git(folder, "diff", "--name-only").split()
    was, now = figures(folder, "HEAD"), figures(folder)
    for key in was | now:
        if was.get(key) != now.get(key):
            moved.append(f"figure {key}: {was.get(key)} → {now.get(key)}")
    for path in sorted(
        {*changed} - {"requirements.txt", "requirements-jax.txt", FIGURES}
    ):
        if path.startswith(("docs/downloads/", "docs/overrides/")):
            continue  # made from other outputs, and from the versions themselves
        lines = git(folder, "diff", "--unified=0", "--", path).splitlines()[4:]
        some = [f"    {line[:150]}" for line in lines if line[:1] in "+-"][:12]
        moved += [f"output {path}{shown_on(path)}", *some]
    tested = made(folder, "test")
    moved += dict.fromkeys(failures(said) + failures(tested))
    versions = sorted(pinned(folder) - before)
    return [f"with {', '.join(versions) or 'the versions pinned here'}:", *moved]


def main() -> int:
    """Copy the last commit, change its versions, and print what moved."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "copy"
        git(ROOT, "clone", "--quiet", str(ROOT), str(folder))
        before = pinned(folder)
        pin(folder, sys.argv[1:])
        versions, *moved = report(folder, before)
    print(versions, *moved or ["nothing moved"], sep="\n")
    return bool(moved)


if __name__ == "__main__":
    sys.exit(main())

"""A notebook in the form that Jupyter keeps, and a download where nothing else is."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import jupytext
from nbformat import NotebookNode


def settle(notebook: NotebookNode, kernel: dict) -> NotebookNode:
    """Give a notebook its kernel and its cells ids that are the same every time."""
    notebook.metadata = {
        "kernelspec": kernel,
        "language_info": {"name": kernel["language"]},
    }
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
    return notebook


def as_ipynb(notebook: Path) -> str:
    """Return a notebook as Jupyter keeps it, without outputs, the same every time."""
    converted = jupytext.read(notebook)
    settle(converted, converted.metadata["kernelspec"])
    return jupytext.writes(converted, fmt="ipynb")


def alone(
    file: Path, kept: Path, folder: Path, failure: Callable[[Path], str], *more: str
) -> str:
    """Run a download in an empty folder; say what is wrong, or nothing.

    `failure` runs it there and says what it raised. A run that went well is kept in
    `kept` by the content of the file and of `more`, and is not repeated.
    """
    content = hashlib.sha256("\0".join([file.suffix, *more]).encode())
    content.update(file.read_bytes())
    done = kept / f"{content.hexdigest()}.ran"
    if done.exists():
        return ""
    folder.mkdir(parents=True)
    shutil.copy(file, folder)
    if raised := failure(folder / file.name):
        return raised
    if left := [path.name for path in folder.iterdir() if path.name != file.name]:
        return f"leaves {', '.join(left)} behind"
    kept.mkdir(parents=True, exist_ok=True)
    done.touch()
    return ""

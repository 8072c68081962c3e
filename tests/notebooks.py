"""A notebook in the form that Jupyter keeps."""

from pathlib import Path

import jupytext


def as_ipynb(notebook: Path) -> str:
    """Return a notebook as Jupyter keeps it, without outputs, the same every time."""
    converted = jupytext.read(notebook)
    kernel = converted.metadata["kernelspec"]
    converted.metadata = {
        "kernelspec": kernel,
        "language_info": {"name": kernel["language"]},
    }
    for number, cell in enumerate(converted.cells, 1):
        cell.id = f"cell-{number}"
    return jupytext.writes(converted, fmt="ipynb")

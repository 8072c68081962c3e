"""Every notebook can be downloaded, and runs in an empty folder.

A run takes minutes, so one that went well is kept, as the build keeps what was printed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from built import shown
from notebooks import alone
from pages import NOTEBOOKS
from project import name, report

TIME_LIMIT = 300  # seconds, for all that a download does


def downloads(site: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each notebook with each of the files that its page offers."""
    for notebook in NOTEBOOKS:
        yield notebook, site / "notebooks" / f"{notebook.stem}.ipynb"
        yield notebook, site / "notebooks" / notebook.stem / notebook.name


def test_downloads_are_offered(site):
    """Each page links to its notebook in both forms, which are the files kept here."""
    complaints = []
    for notebook, file in downloads(site):
        page = shown(site, notebook)
        links = [a["href"] for a in page.select("article .download a[download]")]
        source = notebook.with_suffix(file.suffix)
        if not any(link.endswith(file.name) for link in links):
            complaints.append(f"{name(notebook)}: the page offers no {file.name}.")
        if not file.exists() or file.read_bytes() != source.read_bytes():
            complaints.append(
                f"{name(source)}: the site's {file.name} is another. Mend the plugin's"
                " include and include_source in mkdocs.yml."
            )
    report(complaints)


def failure(file: Path) -> str:
    """Run a download in its folder; say what it raised, or nothing."""
    if file.suffix == ".ipynb":
        read = nbformat.read(file, as_version=4)
        resources = {"metadata": {"path": str(file.parent)}}
        try:
            NotebookClient(read, timeout=TIME_LIMIT, resources=resources).execute()
        except CellExecutionError as error:
            return f"{error.ename}: {error.evalue}"
        return ""
    run = subprocess.run(
        [sys.executable, file.name],
        cwd=file.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIME_LIMIT,
    )
    return run.stderr.strip().splitlines()[-1] if run.returncode else ""


def test_runs_as_downloaded(site, settings, tmp_path):
    """Each download runs alone in an empty folder, and leaves nothing there."""
    kept, files = Path(settings["NOTEBOOKS"]), [file for _, file in downloads(site)]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        wrong = workers.map(
            lambda file: alone(file, kept, tmp_path / file.name, failure), files
        )
    report(
        f"docs/notebooks/{file.stem}.py, downloaded as {file.name}: {what}. Let it need"
        " nothing but itself and installed packages."
        for file, what in zip(files, wrong, strict=True)
        if what
    )

"""Build the site with Zensical, Material's successor: python tests/successor.py FOLDER.

It reads the same mkdocs.yml, hooks and notebooks aside, and the steps of publishing
follow. It works in a copy: it empties .cache, where notebooks are kept.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from project import ROOT, settings
from publish import publish


def build(folder: Path) -> None:
    """Build the pages that are Markdown into a folder, and take all steps on them."""
    with tempfile.TemporaryDirectory() as scratch:
        for source in ("docs", "snippets"):
            shutil.copytree(ROOT / source, Path(scratch, source))
        shutil.copy(ROOT / "mkdocs.yml", scratch)
        command = [sys.executable, "-m", "zensical", "build", "--strict"]
        done = subprocess.run(
            command,
            cwd=scratch,
            env=settings(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = f"{done.stdout}{done.stderr}".partition("Traceback")[0]
            raise ValueError(f"Zensical built nothing:\n{said}")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(Path(scratch, "site"), folder)
    publish(folder)


if __name__ == "__main__":
    try:
        build(Path(sys.argv[1]))
    except ValueError as error:
        sys.exit(str(error))

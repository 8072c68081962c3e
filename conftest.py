"""What pytest needs to know of the project, and the site built once for all tests.

It stands at the root because pytest-markdown-docs asks for its parser from docs/ too.
"""

import difflib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import blocks
import lecture
import project
from pages import SLIDES
from project import ROOT, name, published, scripts
from sandbox import start_server

os.environ["NO_MKDOCS_2_WARNING"] = "1"

# What a build says when nothing is wrong: MkDocs, a kernel, TensorFlow.
CHATTER = re.compile(
    r"^(?:INFO |\[IPKernelApp\]|WARNING: All|[IW]\d{4} ).*\n", re.M
)

# pytest-markdown-docs would import them. The build runs the notebooks.
collect_ignore_glob = ["docs/**/*.py"]


def pytest_configure(config):
    """Read published.toml before any test, and refuse a malformed file in one line."""
    try:
        published()
    except (OSError, ValueError) as error:
        raise pytest.UsageError(f"snippets/published.toml: {error}") from None


def pytest_generate_tests(metafunc):
    """Give a test that asks for `snippet` every script, for `figure` every entry."""
    if "snippet" in metafunc.fixturenames:
        metafunc.parametrize("snippet", scripts(), ids=name)
    if "figure" in metafunc.fixturenames:
        entries = published()
        ids = [
            str(entry.get("id", f"entry-{i}")) for i, entry in enumerate(entries, 1)
        ]
        metafunc.parametrize("figure", entries, ids=ids)


def pytest_collection_finish(session):
    """Begin with the snippets at once, if all are asked for: tests wait for them."""
    asked = [item for item in session.items if "snippet" in item.fixturenames]
    if len(asked) > len(scripts()):
        start_server()
        for script in scripts():
            blocks.begin(script)


def pytest_markdown_docs_markdown_it():
    """Give pytest-markdown-docs the parser whose fences are the site's."""
    return blocks.parser()


@pytest.fixture
def keep(file_regression):
    """Compare a text with a derived file, one that `make outputs` rewrites."""

    def same(obtained, expected):
        now, kept = (
            p.read_text("utf-8").splitlines() for p in (obtained, expected)
        )
        if now != kept:
            difference = difflib.unified_diff(
                kept, now, "kept", "now", n=1, lineterm=""
            )
            raise AssertionError("\n".join(difference))

    def check(text: str, path: Path, made_by: str):
        try:
            file_regression.check(
                text, encoding="utf-8", extension="", fullpath=path, check_fn=same
            )
            return
        except AssertionError as error:
            difference = error
        pytest.fail(
            f"{name(path)} is not what {made_by} gives now. Is the new result right?"
            f" Run `make outputs`. Is it wrong? Mend {made_by}.\n{difference}",
            pytrace=False,
        )

    return check


@pytest.fixture(scope="session")
def settings() -> dict[str, str]:
    """Return the environment in which `make site` builds."""
    return project.settings()


@pytest.fixture(scope="session")
def site(tmp_path_factory, settings) -> Path:
    """Build the site once a session, strictly, as the reader gets it."""
    folder = tmp_path_factory.mktemp("site")
    lecture.make(SLIDES.parent)
    # Commands, as in the Makefile: whoever runs snippets on JAX lacks what they import.
    for command in (
        ["mkdocs", "build", "--strict", "--site-dir", folder],
        ["publish", folder],
    ):
        build = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=settings | {"PYTHONPATH": "tests"},
            capture_output=True,
            text=True,
            check=False,
        )
        if build.returncode:
            said = CHATTER.sub("", build.stderr.split("\nTraceback")[0])
            pytest.fail(f"{command[0]} failed:\n{said}", pytrace=False)
    return folder


def pytest_sessionfinish(session):
    """Fail a run in which anything was skipped: an unrun test proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not reporter:
        return  # a worker: the session that started it reports
    if skipped := reporter.stats.get("skipped", []) + reporter.stats.get(
        "xfailed", []
    ):
        reporter.write_line(
            f"{len(skipped)} skipped: no test here may be.", red=True
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

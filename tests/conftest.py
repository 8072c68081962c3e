"""What several tests need: a run of each snippet, and the site built once."""

import difflib
import functools
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from project import PUBLISHED, ROOT, SNIPPETS, name, scripts
from sandbox import run


def pytest_configure(config):
    """Read published.toml before any test, and refuse a malformed file in one line."""
    try:
        content = tomllib.loads(PUBLISHED.read_text("utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise pytest.UsageError(
            f"snippets/published.toml cannot be read: {error}. Mend that line."
        ) from None
    config.published = content.get("figure")
    if not isinstance(config.published, list) or len(content) > 1:
        raise pytest.UsageError(
            "snippets/published.toml holds [[figure]] entries and nothing else."
        )


def pytest_generate_tests(metafunc):
    """Give a test that asks for `snippet` every script, for `figure` every entry."""
    if "snippet" in metafunc.fixturenames:
        metafunc.parametrize("snippet", scripts(), ids=name)
    if "figure" in metafunc.fixturenames:
        entries = metafunc.config.published
        ids = [
            str(entry.get("id", f"entry-{i}")) for i, entry in enumerate(entries, 1)
        ]
        metafunc.parametrize("figure", entries, ids=ids)


@pytest.fixture(scope="session")
def run_of(request):
    """Run a snippet once a session, with every expression that published.toml has."""

    @functools.cache
    def run_once(path: Path):
        wanted = [
            entry["expression"]
            for entry in request.config.published
            if entry.get("snippet") == path.relative_to(SNIPPETS).as_posix()
            and "expression" in entry
        ]
        return run(path, tuple(wanted))

    return run_once


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
                text,
                encoding="utf-8",
                extension="",
                fullpath=path,
                check_fn=same,
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
def site(tmp_path_factory) -> Path:
    """Build the site once a session, strictly, as the reader gets it."""
    folder = tmp_path_factory.mktemp("site")
    build = subprocess.run(
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--site-dir",
            folder,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if build.returncode:
        pytest.fail(f"mkdocs build --strict failed:\n{build.stderr}", pytrace=False)
    return folder


def pytest_sessionfinish(session):
    """Fail a run in which anything was skipped: an unrun test proves nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if skipped := reporter.stats.get("skipped", []) + reporter.stats.get(
        "xfailed", []
    ):
        reporter.write_line(
            f"{len(skipped)} skipped: no test here may be.", red=True
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

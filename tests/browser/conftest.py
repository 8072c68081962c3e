"""A browser, and the built site served to it."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from browser.reader import PAGES, place
from project import name

# The names that the Makefile looks for before it fetches Playwright's own.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def pytest_generate_tests(metafunc):
    """Give a test that asks for `markdown` every page, all its tests in a row."""
    if "markdown" in metafunc.fixturenames:
        metafunc.parametrize("markdown", PAGES, ids=name, scope="module")


def launch_arguments(playwright) -> dict:
    """Tell Playwright to start the system's Chromium, or else the one it installed."""
    system = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not system and not Path(playwright.chromium.executable_path).exists():
        pytest.exit(
            "The browser tests need Chromium or Chrome, and there is none. Debian or"
            " Ubuntu: apt install chromium. Elsewhere: .venv/bin/playwright install"
            " chromium",
            returncode=1,
        )
    flags = ["--disable-background-networking", "--disable-component-update"]
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to sandbox for root
    return {"executable_path": system, "args": flags}


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright):
    """Start the browser that there is."""
    return launch_arguments(playwright)


class Host(http.server.SimpleHTTPRequestHandler):
    """Serve files as hosts of static sites do, without a line on the terminal."""

    def send_error(self, code, message=None, explain=None):
        """Answer an address that leads nowhere with the site's own page for it."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """Say nothing."""


@contextlib.contextmanager
def serve(site, host=Host):
    """Serve a built site on a free port of this machine; yield its address."""
    handler = functools.partial(host, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site):
    """Serve the built site; return its address."""
    with serve(site) as at:
        yield at


@pytest.fixture(scope="module")
def url(address, markdown):
    """Return the address of a page."""
    return address + place(markdown)

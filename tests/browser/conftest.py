"""A browser, and the built site served to it."""

import functools
import http.server
import os
import shutil
import threading
from pathlib import Path

import pytest

# The names that the Makefile looks for before it fetches Playwright's own.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright):
    """Start the system's Chromium, or else the one that Playwright installed."""
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


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files without a line on the terminal for each."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site):
    """Serve the built site on a free port of this machine; return its address."""
    handler = functools.partial(Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()

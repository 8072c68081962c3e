"""Measure every page of the built site with Lighthouse, and two other builders' pages.

    make audit [PAGES="lab/*"] [OTHERS=no] [RUNS=5]

Lighthouse plays a phone on slow 4G. Each page is then opened once more on a desk, four
times slower than this machine, to see what a click on the search field brings. The
exit code is 1 if a page of this site is below 100 in a category.
"""

import argparse
import contextlib
import fnmatch
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from audit import others
from audit.host import Host, serve
from audit.results import HOME, Page, line, table
from browser.conftest import launch_arguments
from built import pages as built_pages
from project import ROOT

HERE = Path(__file__).parent
DENO = Path(sys.executable).with_name("deno")
CONFIG = ("--quiet", "--config", HERE / "deno.json")
LIGHTHOUSE = HERE / "lighthouse.js"
OURS = "One by One"
OTHERS = {"plain Material": others.material, "Sphinx, Furo, MyST": others.furo}
SLOWER = 4  # times: what Lighthouse takes a phone to be
FIELD, WORD = ".md-search__input, .sidebar-search", "bias"
READY = """() => !document.querySelector(".md-search-result__meta")?.textContent
    .includes("Initializing")"""
HAS_PAGE = """fields => fields.some(one => one.form?.hasAttribute("action"))"""
QUIET = 750  # ms without a byte: all has come
# A finger gives no notice: without moves, the press itself is the first touch.
LONGEST = """const still = move => move.stopImmediatePropagation()
addEventListener("pointermove", still, true)
new PerformanceObserver(list => list.getEntries()
    .filter(event => event.interactionId)
    .forEach(event => window.longest = Math.max(window.longest ?? 0, event.duration))
).observe({type: "event", durationThreshold: 16})"""


class StoppedError(Exception):
    """What keeps the audit from being made, in words."""


def place(site: Path, file: Path) -> str:
    """Return the address of a built page below the site's."""
    path = file.relative_to(site).as_posix()
    return path.removesuffix("index.html")


def kind(path: str) -> str:
    """Tell which pages a page is compared with."""
    if path.endswith(".html"):
        return "other"
    top = path.partition("/")[0]
    return top if top in others.APART else "prose"


@contextlib.contextmanager
def lighthouse(chromium: str, flags: list[str]) -> Iterator[subprocess.Popen]:
    """Start Lighthouse, which reads addresses and writes a line for each."""
    fetched = subprocess.run(
        [DENO, "cache", *CONFIG, LIGHTHOUSE],
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    if fetched.returncode:
        raise StoppedError(
            "Lighthouse could not be fetched from the npm registry, once, into"
            f" .venv/deno: {fetched.stderr.strip().splitlines()[0]}\nIs the network"
            " there? Then: make audit again"
        )
    with subprocess.Popen(
        [DENO, "run", "-A", *CONFIG, LIGHTHOUSE, chromium, *flags],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def ask(process: subprocess.Popen, address: str) -> dict:
    """Measure a page with Lighthouse; try once more what did not load."""
    for _ in range(2):
        try:
            process.stdin.write(f"{address}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise StoppedError(
                f"Lighthouse stopped at {address}. Does Chromium start, and is there"
                " memory for it? Then: make audit again"
            )
        result = json.loads(answer)
        if "error" not in result:
            return result
    raise StoppedError(f"{address} cannot be measured: {result['error']}")


def settle(page, host: Host) -> None:
    """Wait until no more bytes are sent."""
    sent = -1
    while sent != host.sent:
        sent = host.sent
        page.wait_for_timeout(QUIET)


def search(browser: Browser, host: Host, path: str) -> tuple[int, float]:
    """Search for a word: return the bytes it brings, and the delay of the click in ms.

    The click is the first touch. A delay below 16 ms cannot be told from none, and
    counts as 16.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(LONGEST)
    page.goto(host.address + path, wait_until="networkidle")
    before = host.sent
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    fields = page.locator(FIELD).filter(visible=True)
    if fields.count():
        fields.first.click()
        page.wait_for_function(READY)
    else:
        page.keyboard.press("Shift")
    settle(page, host)
    delay = page.evaluate("Math.max(16, window.longest ?? 0)")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.keyboard.type(WORD)
    if fields.evaluate_all(HAS_PAGE):
        page.keyboard.press("Enter")  # Sphinx has a page for what is found
    settle(page, host)
    context.close()
    return host.sent - before, delay


def run(process, browser, host: Host, path: str) -> dict:
    """Measure a page once."""
    result = ask(process, host.address + path)
    result["later"], result["click"] = search(browser, host, path)
    return result


def measure(arguments, scratch: Path) -> list[Page]:
    """Measure all pages that are asked for, a page of each site in turn."""
    site = arguments.site.resolve()
    paths = [place(site, file) for file in built_pages(site)]
    asked = [p for p in paths if fnmatch.fnmatch(p or HOME, arguments.pages)]
    if not asked:
        raise StoppedError(
            f"PAGES={arguments.pages} names none of:"
            f" {' '.join(path or HOME for path in paths)}"
        )
    folders = {OURS: site}
    with contextlib.ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        start = launch_arguments(playwright)
        chromium = start["executable_path"] or playwright.chromium.executable_path
        process = stack.enter_context(lighthouse(chromium, start["args"]))
        if not arguments.alone and any(kind(path) == "prose" for path in asked):
            for name, build in OTHERS.items():
                (scratch / name).mkdir()
                folders[name] = build(scratch / name)
        pages = [
            Page(name, kind(path), path)
            for path in asked
            for name in folders
            if name == OURS or (folders[name] / path / "index.html").exists()
        ]
        hosts = {
            name: stack.enter_context(serve(at)) for name, at in folders.items()
        }
        browser = playwright.chromium.launch(**start)
        for number, page in enumerate(pages, 1):
            while page.needs(arguments.runs, judged=page.site == OURS):
                page.runs.append(run(process, browser, hosts[page.site], page.path))
            said = f"{number}/{len(pages)} {page.site}: {line(page)}"
            print(said, file=sys.stderr, flush=True)
        browser.close()
    return pages


def main() -> int:
    """Measure, print, and judge this site's pages."""
    parser = argparse.ArgumentParser(prog="make audit")
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    parser.add_argument("--pages", default="*")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--runs", type=int, default=1)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            pages = measure(parser.parse_args(), Path(scratch))
    except (StoppedError, pytest.exit.Exception) as stopped:
        print(stopped, file=sys.stderr)
        return 1
    pages.sort(key=lambda page: page.kind != "prose")
    ours = [page for page in pages if page.site == OURS]
    print(f"{table(pages)}\n\nMedian / worst. A page of {OURS}, each in a line:\n")
    print("\n".join(map(line, ours)))
    complaints = [sentence for page in ours for sentence in page.complaints()]
    if complaints:
        print("\n", "\n".join(complaints), sep="")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())

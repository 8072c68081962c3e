"""Print how fast the suite and the build are and how light the pages, as ratios.

Machines differ and are noisy, so each time is set against another of the same run.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from browser.conftest import launch_arguments, serve
from built import parse
from faults import listed
from pages import PAGES
from project import ROOT, SNIPPETS, scripts, settings
from test_site import WEIGHT_LIMIT, loads, weight
from test_trim import TIMES, many

SUITE = [
    "-m",
    "pytest",
    "-q",
    "tests/test_snippets.py",
    "tests/test_published.py",
]
BROWSER = ["-m", "pytest", "-q", "--numprocesses", "2", "--dist", "loadfile"]
BUILD = ["-m", "mkdocs", "build", "--strict", "--site-dir"]
FEW = 20  # snippets that the promised ratio is about
UPDATES = 1000  # steps of a drag
MORE = 20  # snippets added to see what one more costs
TIMES_INCLUDED = (
    10  # how often each page shows its snippets in the last measurement
)


def seconds(*arguments: str | Path, cwd: Path = ROOT, runs: int = 3) -> float:
    """Return the median time of a Python command; stop if it fails."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            check=False,
            capture_output=True,
            text=True,
        )
        times.append(time.perf_counter() - start)
        if done.returncode:
            sys.exit(
                f"{done.stdout[-2000:]}\nNothing to time: run `make test` first."
            )
    return sorted(times)[runs // 2]


def copy_of_the_project(folder: Path) -> Path:
    """Copy what the suite and the build read into a scratch folder."""
    for name in ("docs", "snippets", "tests"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", "pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, folder)
    return folder


def measure_suite(scratch: Path) -> None:
    """Set the snippets' suite against one import of Keras, and price one more."""
    once = seconds("-c", "import keras")
    whole = seconds(*SUITE)
    judged = (SNIPPETS / "published.toml").read_text("utf-8")
    kept = [p for p in scripts() if p.parent.name != "figures"]
    kept.sort(key=lambda path: path.relative_to(SNIPPETS).as_posix() not in judged)
    for path in set(scripts()) - set(kept[:FEW]):
        (scratch / path.relative_to(ROOT)).unlink()
    some = {f'snippet = "{p.relative_to(SNIPPETS).as_posix()}"' for p in kept[:FEW]}
    entries = re.split(r"(?=^\[\[figure\]\]\n)", judged, flags=re.M)
    (scratch / "snippets/published.toml").write_text(
        "".join(e for e in entries if some & set(e.splitlines())), "utf-8"
    )
    seconds(*SUITE, "--regen-all", cwd=scratch, runs=1)  # tests/layers.list
    few = seconds(*SUITE, cwd=scratch)
    source = SNIPPETS / "tutorial/projection.py"
    for number in range(MORE):
        for kind in (".py", ".txt"):
            copy = scratch / f"snippets/tutorial/projection-{number}{kind}"
            shutil.copy(source.with_suffix(kind), copy)
    seconds(*SUITE, "--regen-all", cwd=scratch, runs=1)
    more = (seconds(*SUITE, cwd=scratch) - few) / MORE
    print(f"import keras                     1.00  ({once:.1f} s)")
    print(f"suite of {FEW} snippets             {few / once:.2f}  (at most 3.00)")
    print(f"one more snippet                 {more / once:.2f}  (at most 0.10)")
    print(f"suite of all {len(scripts())} snippets         {whole / once:.2f}")


def measure_tests() -> None:
    """Set the tests against what they may take, those in a browser against pages."""
    once = seconds("-c", "import keras")
    with tempfile.TemporaryDirectory() as folder:
        build = seconds(*BUILD, folder)
    allowed = 3 + build / once + 0.1 * max(len(scripts()) - FEW, 0)
    tests = seconds("-m", "pytest", "-q", *listed("tests")) / once
    print(f"tests without a browser          {tests:.2f}  (at most {allowed:.2f})")
    pages = len(PAGES) + 1  # and the one for wrong addresses
    browser = seconds(*BROWSER, *listed("tests/browser"), runs=1)
    print(f"browser tests, seconds a page    {browser / pages:.2f}  (at most 3.00)")
    lab = seconds(*BROWSER, *listed("tests/browser/lab"), runs=1) / once
    print(f"tests of the lab                 {lab:.2f}")


def measure_build(scratch: Path) -> None:
    """Set a second build against the first, and ten times the snippets against one."""
    with tempfile.TemporaryDirectory() as folder:
        first = seconds(*BUILD, folder, runs=1)
        build = seconds(*BUILD, folder)
        make = [
            "-c",
            "import subprocess; subprocess.run(['make', 'site'], check=True)",
        ]
        seconds(*make, runs=1)
        unchanged = seconds(*make)
        fences = re.compile(r"^```\{.*?^```$", re.M | re.S)
        for page in (scratch / "docs").rglob("*.md"):
            text = page.read_text("utf-8")
            blocks = "\n\n".join(fences.findall(text))
            page.write_text(text + f"\n\n{blocks}" * (TIMES_INCLUDED - 1), "utf-8")
        tenfold = seconds(*BUILD, folder, cwd=scratch)
    print(f"build, first                     1.00  ({first:.1f} s)")
    print(f"build, again                     {build / first:.2f}")
    print(f"make site, nothing changed       {unchanged / first:.2f}")
    print(f"build, ten times the snippets    {tenfold / build:.2f}  (at most 4.00)")


def measure_growth() -> None:
    """Set the build of ten times the pages, in ten times the sections, against one."""
    times = []
    for more in (1, TIMES):
        with tempfile.TemporaryDirectory() as folder:
            settings = many(Path(folder), more)
            times.append(seconds("-m", "mkdocs", "build", "-q", "-f", settings))
    print(
        f"build, ten times the pages       {times[1] / times[0]:.2f}  (at most 10.00)"
    )


EIGHT_TO_EIGHT = "maps.coffee.none;" + "/".join([",".join(["0.5"] * 8)] * 8)
EIGHT_TO_EIGHT += ";" + ",".join(["0"] * 8)
TIME_THE_STEPS = """mixer => {
    window.steps = []
    let moved = 0
    mixer.addEventListener("pointermove", () => moved = performance.now(), true)
    mixer.addEventListener("painted", () => steps.push(performance.now() - moved))
}"""
HOSTILE = (
    "1:" + "9" * 10**6,
    "1:" + "(" * 3000,
    "1:" + "1,1/" * 900,
    "1:" + ";" * 3000,
)


def measure_lab(site: Path) -> None:
    """Time one step of a drag until it is painted, and the worst of bad addresses."""
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments(playwright))
        page = browser.new_page(viewport={"width": 1280, "height": 1600})
        page.goto(f"{address}lab/channel-mixer/")
        mixer = page.locator("channel-mixer")
        page.wait_for_function("document.querySelector('channel-mixer').text")
        mixer.evaluate("(mixer, text) => mixer.commit(text)", EIGHT_TO_EIGHT)
        page.wait_for_timeout(500)
        mixer.evaluate(TIME_THE_STEPS)
        box = mixer.get_by_role("spinbutton").first.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        devtools = page.context.new_cdp_session(page)
        heap = []
        for updates in (10, UPDATES, 0):  # the first touch loads the theme's script
            devtools.send("HeapProfiler.collectGarbage")
            heap.append(devtools.send("Runtime.getHeapUsage")["usedSize"] / 1024)
            page.mouse.move(x, y)
            page.mouse.down()
            for step in range(updates):
                page.mouse.move(x + 100 * math.sin(step / 20), y)
            page.mouse.up()
            page.wait_for_timeout(500)
        steps = sorted(page.evaluate("steps"))
        frozen = page.evaluate(
            """all => Promise.all(all.map(bad => new Promise(done => {
                const began = performance.now()
                location.hash = "mixer=" + bad
                dispatchEvent(new PopStateEvent("popstate"))
                done(performance.now() - began)
            })))""",
            HOSTILE,
        )
        browser.close()
    slow = steps[len(steps) * 95 // 100]
    print(
        f"lab: {len(steps)} steps of a drag at 256×256, 8 maps to 8, until painted"
    )
    print(f"  median, ms                     {median(steps):.1f}  (at most 16.7)")
    print(f"  95th percentile, ms            {slow:.1f}  (at most 33)")
    print(f"  memory after {UPDATES} more, KB      {heap[2] - heap[1]:+.0f}")
    print(f"  worst bad address, ms          {max(frozen):.1f}  (at most 100)")


def measure_pages(site: Path) -> None:
    """Weigh each page with all it loads, before and after the first interaction."""
    later = [
        f"/{path.relative_to(site)}"
        for pattern in (
            "bundle.*.js",
            "workers/search.*.js",
            "search_index.json",
        )
        for path in site.rglob(pattern)
    ]
    print(
        f"page, with all it loads: KiB compressed (prose: at most {WEIGHT_LIMIT}),"
    )
    print("and with what follows the first touch, scroll or key")
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        addresses = loads(parse(file))
        now = weight(site, path, addresses) / 1024
        then = weight(site, path, addresses + later) / 1024
        print(f"  {path:52} {now:5.1f} {then:6.1f}")


if __name__ == "__main__":
    quiet = {"NO_MKDOCS_2_WARNING": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    os.environ |= settings() | quiet
    print(f"{len(PAGES)} pages, {len(scripts())} snippets")
    with tempfile.TemporaryDirectory() as folder:
        measure_suite(copy_of_the_project(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        measure_build(copy_of_the_project(Path(folder)))
    measure_growth()
    measure_tests()
    with tempfile.TemporaryDirectory() as folder:
        seconds(*BUILD, folder, runs=1)
        measure_lab(Path(folder).resolve())
        measure_pages(Path(folder).resolve())

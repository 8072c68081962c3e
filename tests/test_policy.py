"""Pages carry a policy under which the site's own scripts run, and hosts get the same.

A browser holds pages to it in browser/test_policy.py.
"""

import json
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import material
import pytest

import built
import vulnerable
from project import DOCS, ROOT, name, report
from publish import policy

PRIVACY = DOCS / "reference/privacy.md"
STEP = "tests/publish/policy.py"
THEME = Path(material.__file__).parent / "templates"
META = "head > meta[http-equiv=Content-Security-Policy]"
DATA = "application/ld+json", "application/json", "text/plain"
LINES, LENGTH = 100, 2_000  # the most that Cloudflare reads: rules, characters
WORD = 4_000  # characters: nginx reads no longer one


def directives(text: str) -> dict[str, set[str]]:
    """Split a policy into its directives, and each of them into its sources."""
    parts = [part.split() for part in text.split(";")]
    return {directive: set(sources) for directive, *sources in parts}


@pytest.fixture(scope="session")
def policies(site) -> dict[Path, dict[str, set[str]]]:
    """Read the policy of each built page."""
    return {
        page: directives(built.parse(page).select_one(META)["content"])
        for page in built.pages(site)
        if built.parse(page).select_one(META)
    }


@pytest.fixture(scope="session")
def rules(site) -> dict[str, dict[str, str]]:
    """Read the headers that `_headers` gives each path."""
    return policy.read((site / "_headers").read_text("utf-8"))


def test_every_page_begins_with_its_policy(site):
    """Nothing but the encoding stands before the policy, which holds from there on."""
    report(
        f"{built.place(site, page)}: its policy does not follow <meta charset> at once."
        f" See {STEP}."
        for page in built.pages(site)
        for tags in [built.parse(page).head.find_all(True)[:2]]
        if not tags[0].has_attr("charset")
        or tags[1:] != built.parse(page).select(META)
    )


def test_policy_names_exactly_the_scripts_of_the_page(policies):
    """The hashes of a page are those of its inline scripts as they were published."""
    complaints = []
    for page, said in policies.items():
        scripts = built.parse(page).find_all("script", src=False)
        hashes = {
            b64encode(sha256(script.text.encode()).digest()).decode()
            for script in scripts
            if script.get("type") not in DATA
        }
        if said["script-src"] != {"'self'"} | {f"'sha256-{h}'" for h in hashes}:
            complaints.append(
                f"{page.parent.name}/{page.name}: the hashes are not those of its"
                f" scripts. Let no step change a script after {STEP}, or allow more."
            )
    report(complaints)


def test_policy_lets_nothing_in(policies):
    """A page lets scripts in by hash alone, and asks no other host for anything."""
    known = {"'none'", "'self'", "data:"}
    report(
        f"{STEP}: {page.parent.name}/{page.name} allows {source} in {directive}. Take"
        " it away: a file or a hash does too."
        for page, said in policies.items()
        for directive, sources in said.items()
        for source in sources - known
        if not (directive == "script-src" and source.startswith("'sha256-"))
        and (directive, source) != ("style-src", "'unsafe-inline'")
    )


def test_policy_begins_with_nothing(policies):
    """What a policy does not name, it forbids; and no page has another base."""
    report(
        f"{STEP}: {page.parent.name}/{page.name} has no {directive} 'none'. Add it."
        for page, said in policies.items()
        for directive in ("default-src", "base-uri")
        if said.get(directive) != {"'none'"}
    )


def test_no_page_has_a_handler(site):
    """Markup holds no script, neither on…= nor javascript:, as none would run."""
    report(
        f"{built.place(site, page, attribute)}: <{tag.name} {attribute}> holds script."
        " Add a listener in a file instead."
        for page in built.pages(site)
        for tag in built.parse(page).find_all(True)
        for attribute, value in tag.attrs.items()
        if attribute.startswith("on")
        or str(value).strip().lower().startswith("javascript:")
    )


def test_hosts_send_what_the_pages_say(policies, rules):
    """`_headers` allows what any page allows, no more, and frames of this site."""
    everything: dict[str, set[str]] = {"frame-ancestors": {"'self'"}}
    for said in policies.values():
        for directive, sources in said.items():
            everything.setdefault(directive, set()).update(sources)
    sent = directives(rules["/*"]["Content-Security-Policy"])
    assert sent == everything, f"{STEP}: pages and _headers say different things."


def test_nginx_sends_the_same(site, rules):
    """nginx.conf sends every header of `_headers`."""
    conf = (site / "nginx.conf").read_text("utf-8")
    report(
        f'{STEP}: nginx.conf lacks add_header {header} "{value[:40]}…". Add it.'
        for header, value in rules["/*"].items()
        if f'add_header {header} "{value}" always;' not in conf
    )


def test_hosts_can_read_their_files(site, rules):
    """The files keep to the limits of Cloudflare and nginx."""
    longest = max(map(len, (site / "_headers").read_text("utf-8").splitlines()))
    words = re.findall(r'"[^"]*"', (site / "nginx.conf").read_text("utf-8"))
    sizes = (
        (len(rules), LINES, "rules in _headers"),
        (longest, LENGTH, "characters in a line of _headers"),
        (max(map(len, words)), WORD, "characters in a word of nginx.conf"),
    )
    report(
        f"{STEP}: {size} {what}; {limit} is the limit. Have fewer inline scripts."
        for size, limit, what in sizes
        if size > limit
    )


def test_only_what_never_changes_is_kept_forever(site, rules):
    """A browser keeps for good only the theme's files, whose names hold their hash."""
    kept = [path[1:] for path, rule in rules.items() if "Cache-Control" in rule]
    untouched = [
        path
        for path in kept
        if (THEME / path).is_file()
        and (site / path).read_bytes() == (THEME / path).read_bytes()
    ]
    assert untouched and untouched == kept, (
        f"{STEP}: {kept} are kept, and {untouched} are as the theme made them. Change"
        " no file under the theme's name."
    )


# ---- What is served, and what the site is made with


def test_served_packages_are_listed(site):
    """The note names, with a licence, each npm package that the theme's files hold."""
    listed = re.findall(r"^\| .*", PRIVACY.read_text("utf-8"), re.M)
    maps = [json.loads(file.read_text("utf-8")) for file in site.rglob("*.map")]
    packages = {
        match[1]
        for sources in maps
        for source in sources["sources"]
        if (match := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source))
    }
    report(
        f"{name(PRIVACY)}: {package} is served and not listed. Add it with its licence."
        for package in sorted(packages | {"reveal.js"})
        if not any(f"[{package}](" in line for line in listed)
    )


def test_no_font_is_served(site):
    """The site serves no font, as the note says."""
    report(
        f"{font.relative_to(site)} is a font. List it in {name(PRIVACY)}, or do"
        " without."
        for font in site.rglob("*")
        if re.search(r"\.(?:woff2?|[to]tf)$", font.name)
    )


def test_every_dependency_is_free():
    """Each installed package has a licence that pyproject.toml accepts."""
    command = [sys.executable, "-m", "piplicenses"]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, (
        f"{run.stderr.strip()} Read its licence, then accept it in pyproject.toml,"
        " under [tool.pip-licenses], or do without the package."
    )


ANSWERS = {
    "safe": ([{"name": "a", "version": "1", "vulns": []}], 0),
    "vulnerable": (
        [
            {
                "name": "a",
                "version": "1",
                "vulns": [{"id": "X", "fix_versions": []}],
            },
            {"name": "b", "skip_reason": "not found"},
        ],
        vulnerable.KNOWN,
    ),
    "one unasked": (
        [
            {"name": "a", "version": "1", "vulns": []},
            {"name": "b", "skip_reason": "not found"},
        ],
        vulnerable.UNASKED,
    ),
    "no answer": ([], vulnerable.UNASKED),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_silence_is_no_safety(answer):
    """The audit of dependencies passes only if every package was asked for."""
    packages, code = ANSWERS[answer]
    said = json.dumps({"dependencies": packages})
    assert vulnerable.read_python("requirements.txt", said)[1] == code


@pytest.mark.parametrize(
    ("said", "code", "wanted"),
    [
        ("No known vulnerabilities found", 0, 0),
        ("Found 2 vulnerabilities", 1, vulnerable.KNOWN),
        ("error: Failed to deserialize response", 1, vulnerable.UNASKED),
    ],
)
def test_silence_of_npm_is_no_safety(said, code, wanted):
    """The audit of npm packages passes only if the registry answered."""
    assert vulnerable.read_npm(said, code)[1] == wanted

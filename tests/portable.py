"""A copy of the built site that needs no server: python tests/portable.py SITE ZIP.

Opened as files, a folder has no index, and a browser loads no module and fetches
nothing. So links name files, modules become scripts (see publish/load.js), and what a
module fetches is a script too. A store that holds files by their exact names, and
knows no folders, can serve the same copy.
"""

import json
import mimetypes
import re
import sys
import zipfile
from base64 import b64encode
from pathlib import Path
from urllib.parse import unquote

from publish import offline, policy

LOAD = Path(__file__).with_name("publish") / "load.js"
FETCHED = ("assets/images/*.png", "reference/glossary/index.html")
MODULES = ("assets/javascripts/*.js", "lecture/reveal/*.js")
PLAIN = {"lecture.js"}  # no module, though it imports some
NOTE = (
    "<p>This is a copy of the site. Opened as a file, it has no search: that needs a"
    " server.</p>"
)

ROOT_FOLDER = "one-by-one"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold

LINK = re.compile(r'(?<= href=")([^"#?:]+)(?=[?#"])')
TAG = re.compile(r"<script\b([^>]*)>")
POLICY = re.compile(
    r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*'
)
# Modules to load ahead, and other forms, beside which the theme looks for a sitemap.
AHEAD = re.compile(r'<link rel="(?:modulepreload|alternate)"[^>]*>\s*')
IMPORT = re.compile(r'^import (\{[^}]*\}) from ("[^"]+");$', re.M)
EXPORT = re.compile(
    r"^export (?=(?:async )?(?:const|let|function\*?|class) (\w+))", re.M
)
NAMES = re.compile(r"(?:^|(?<=;))export ?\{([^}]*)\};$", re.M)
LEFT_OVER = re.compile(r"^(?:import\b.*[\"'].*|export\b.*)", re.M)


def to_file(page: Path, site: Path, html: str) -> str:
    """Make each link of a page that leads to a folder lead to its index.html."""

    def named(match: re.Match) -> str:
        target = page.parent / unquote(match[1])
        if target.is_dir() and (target / "index.html").exists():
            folder = match[1].rstrip("/")
            return f"{folder}/index.html".removeprefix("./")
        return match[1]

    return LINK.sub(named, html)


def calls(script: str) -> str:
    """Make a script call what load.js offers, and look for links as they are here."""
    script = re.sub(r"\bimport\(", "load(", script)
    script = re.sub(r"(?<![.\w])fetch\(", "fetched(", script)
    return script.replace("glossary/#", "glossary/index.html#")


def classic(module: str) -> str:
    """Make a module a script: a function that load.js calls for its exports."""
    exports = {name: name for name in EXPORT.findall(module)}
    for names in NAMES.findall(module):
        for part in filter(None, map(str.strip, names.split(","))):
            own, _, other = part.partition(" as ")
            exports[other or own] = own
    body = NAMES.sub("", EXPORT.sub("", module))
    body = IMPORT.sub(
        lambda m: f"const {m[1].replace(' as ', ': ')} = await load({m[2]});", body
    )
    body = calls(body).replace("import.meta", "meta")
    returned = ", ".join(f"{other}: {own}" for other, own in exports.items())
    return (
        'module(async (load, meta) => {\n"use strict";\n'
        f"{body}\nreturn {{ {returned} }};\n}});\n"
    )


def page(file: Path, site: Path) -> str:
    """Return what a page is in the copy."""
    html = to_file(file, site, file.read_bytes().decode())
    for script in policy.inline(html):
        html = html.replace(script, calls(script))
    html = AHEAD.sub("", html).replace(
        '<script type="module" src=', "<script defer src="
    )
    up = "../" * (len(file.relative_to(site).parts) - 1)
    load = f'<script src="{up}assets/javascripts/{LOAD.name}"></script>'
    html = TAG.sub(lambda m: load + m[0], html, count=1)
    html = re.sub(r'(?<=<offline-copy) data-bytes="\d+"', "", html)
    html = html.replace(
        '<div class="md-copyright">', f'<div class="md-copyright">{NOTE}'
    )
    said = policy.policy(dict.fromkeys(map(policy.hashed, policy.inline(html))))
    # Not every browser counts the files beside a page as its own.
    return POLICY.sub(lambda _: said.replace("'self'", "'self' file:"), html)


def carried(file: Path) -> str:
    """Return a script that holds a file: its type, and its bytes in base64."""
    kind = mimetypes.guess_type(file.name)[0]
    held = [kind, b64encode(file.read_bytes()).decode()]
    return f"module(() => {json.dumps(held)});\n"


def files(site: Path) -> dict[str, bytes]:
    """Return what the copy holds, by name."""
    copy = {}
    for file in offline.files(site).values():
        name = file.relative_to(site)
        text = None
        if file.suffix == ".html":
            text = page(file, site)
        elif any(map(name.match, MODULES)) and not policy.HASHED.search(file.name):
            source = file.read_text("utf-8")
            text = calls(source) if name.name in PLAIN else classic(source)
            if left := LEFT_OVER.search(text):
                raise ValueError(
                    f"{name}: portable.py cannot join {left[0][:60]!r}. Write it as the"
                    " others do."
                )
        elif file.name == "search_index.json":
            text = re.sub(
                r'(?<="location":")((?:[^"#]*/)?)(?=[#"])',
                r"\1index.html",
                file.read_text("utf-8"),
            )
        copy[name.as_posix()] = file.read_bytes() if text is None else text.encode()
        if any(map(name.match, FETCHED)):
            copy[f"{name.as_posix()}.js"] = carried(file).encode()
    script = f"assets/javascripts/{LOAD.name}"
    return dict(sorted((copy | {script: LOAD.read_bytes()}).items()))


def pack(site: Path, archive: Path) -> None:
    """Write the copy as a zip of the same bytes whenever the site has the same."""
    with zipfile.ZipFile(
        archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9
    ) as copy:
        for name, content in files(site).items():
            entry = zipfile.ZipInfo(f"{ROOT_FOLDER}/{name}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            copy.writestr(entry, content)


if __name__ == "__main__":
    pack(*map(Path, sys.argv[1:]))

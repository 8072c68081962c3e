"""Make the slides of the lecture from docs/lecture/slides.md, for MkDocs to copy.

    python tests/lecture.py            # into docs/lecture/, where git ignores them

Markdown is read as on every page of the site, by the extensions of mkdocs.yml. Each
heading of the first two levels opens a slide. reveal.js, which shows them, comes out of
the package sphinx-revealjs.
"""

import json
import os
import re
import sys
from importlib.metadata import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown import Markdown
from mkdocs.utils.meta import get_data

from pages import SLIDES
from project import DOCS, SNIPPETS, mkdocs_yml

HEADING = re.compile(
    r'<h(?P<level>[12])(?: class="(?P<kind>[^"]+)")? id="(?P<id>[^"]+)">'
)
# As in docs/overrides/main.html: what scrolls inside itself can be reached by keyboard.
CODE = "<pre><span></span><code>"
LINK = re.compile(r'(?<= href=")(?P<path>[^":]*?)(?:index)?\.md(?=[#"])')
REVEAL = "sphinx_revealjs/_static/revealjs/"
PARTS = {  # file of reveal.js: its name beside the slides
    "dist/reveal.esm.js": "reveal.js",
    "dist/reveal.css": "reveal.css",
    "plugin/notes/notes.esm.js": "notes.js",
    "LICENSE": "LICENSE.txt",
}
# The window of the notes is written by notes.js, as one string with a script in it.
NOTES = re.compile(r"<script>(?P<script>(?:(?!<script>).)*)<\\/script>", re.S)
STORES = "function supportsLocalStorage() {"


def converter() -> Markdown:
    """Return the site's own Markdown, but without links beside the headings."""
    names, settings = [], {}
    for extension in mkdocs_yml()["markdown_extensions"]:
        one = extension if isinstance(extension, dict) else {extension: {}}
        names += one
        settings |= one
    where = {"base_path": [str(SNIPPETS)]}
    settings["pymdownx.snippets"] = settings["pymdownx.snippets"] | where
    settings["toc"] = {}
    return Markdown(extensions=names, extension_configs=settings)


def address(link: re.Match) -> str:
    """Return where the page of a Markdown file stands on the site."""
    path = link["path"]
    return f"{path}/" if path and not path.endswith("/") else path or "./"


def slides(text: str) -> list[dict[str, str]]:
    """Split Markdown at its headings into slides, each with id, class and HTML."""
    html = LINK.sub(address, converter().convert(text))
    html = html.replace(CODE, CODE.replace("<code>", '<code tabindex="0">'))
    found = list(HEADING.finditer(html))
    ends = [heading.start() for heading in found[1:]] + [len(html)]
    return [
        {
            "id": heading["id"],
            "kind": heading["kind"] or "",
            "content": f"<h{heading['level']}>{html[heading.end() : end].strip()}",
        }
        for heading, end in zip(found, ends, strict=True)
    ]


def page() -> str:
    """Return the slides as one page of HTML."""
    text, head = get_data(SLIDES.read_text("utf-8"))
    config = mkdocs_yml()
    templates = Environment(
        loader=FileSystemLoader(DOCS / "overrides"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 all of it is our own, and HTML already
        keep_trailing_newline=True,
    )
    return templates.get_template("lecture.html").render(
        head,
        language=config["theme"]["language"],
        icon=config["theme"]["favicon"],
        styles=[*config["extra_css"], "assets/stylesheets/lecture.css"],
        slides=slides(text),
    )


def apart(notes: str) -> tuple[str, str]:
    """Take the script out of the notes' window, where no policy lets it run: to a file.

    It keeps no layout in the reader's browser, which nobody asked it to.
    """
    [script] = NOTES.findall(notes)
    text = json.loads('"' + re.sub(r"\\x(..)", r"\\u00\1", script) + '"')
    if text.count(STORES) != 1:
        raise ValueError(
            "reveal.js stores the notes' layout in another way. Stop it."
        )
    tag = r"<script src=\"reveal/window.js\"><\/script>"
    return (
        NOTES.sub(lambda _: tag, notes),
        text.replace(STORES, f"{STORES} return false; // changed for One by One"),
    )


def library() -> dict[str, bytes]:
    """Read the parts of reveal.js that the slides use, by their names beside them."""
    held = {file.as_posix(): file for file in files("sphinx-revealjs")}
    parts = {
        name: held[REVEAL + part].locate().read_bytes()
        for part, name in PARTS.items()
    }
    notes, window = apart(parts["notes.js"].decode())
    return parts | {"notes.js": notes.encode(), "window.js": window.encode()}


def make(folder: Path) -> None:
    """Write slides.html and reveal/ into a folder, but leave alone what is the same."""
    made = {folder / f"reveal/{name}": part for name, part in library().items()}
    made[folder / "slides.html"] = page().encode()
    for path, content in made.items():
        if path.exists() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: two runs of the tests may write at once.
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else SLIDES.parent)

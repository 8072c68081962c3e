"""The same prose as two other sites: plain Material, and Sphinx with Furo and MyST.

Both get the prose pages alone, with their code, outputs, tables, formulas and figures,
and the little style that the figures need; neither gets what this site adds.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from latex2mathml import converter

from downloads import ATTRIBUTES, BLOCK, FRONT_MATTER, NOTE, WRAPPER, closing
from pages import FENCE, MARKDOWN, expand
from project import DOCS, ROOT, SNIPPETS, mkdocs_yml

APART = ("lab", "notebooks")  # what only this site has
PROSE = [page for page in MARKDOWN if page.relative_to(DOCS).parts[0] not in APART]
COLOURS = """:root {
  --obo-paper: #fff; --obo-ink: #222; --obo-muted: #666;
  --obo-input: #00639b; --obo-weights: #a5410a; --obo-output: #3d6a00;
}
"""
MATHS = re.compile(
    r"(?P<code>`[^`\n]*`)|\$\$(?P<block>.+?)\$\$|\$(?P<line>[^$]+)\$", re.S
)
CONF = """
project = "One by One"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["myst", "toc", "ref", "docutils", "misc"]
html_theme = "furo"
html_title = project
html_favicon = "mark.svg"
html_static_path = ["_static"]
html_css_files = ["figures.css"]
language = "en"
"""


def figure_style() -> str:
    """Return the style of the figures, with colours for it."""
    return COLOURS + (DOCS / "assets/stylesheets/figures.css").read_text("utf-8")


def pruned(nav: list) -> list:
    """Return mkdocs.yml's nav without what only this site has."""
    kept = []
    for entry in nav:
        ((title, part),) = (
            entry.items() if isinstance(entry, dict) else ((None, entry),)
        )
        if isinstance(part, list):
            part = pruned(part)
        elif DOCS / part not in PROSE:
            continue
        if part:
            kept.append({title: part} if title else part)
    return kept


def material(scratch: Path) -> Path:
    """Build the prose with Material, without overrides, style or script."""
    docs = scratch / "docs"
    for page in PROSE:
        copy = docs / page.relative_to(DOCS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, copy)
    (docs / "figures.css").write_text(figure_style(), "utf-8")
    settings = dict(mkdocs_yml())
    for key in ("exclude_docs", "watch", "strict", "validation", "hooks"):
        settings.pop(key, None)
    theme = dict(settings["theme"])
    del theme["custom_dir"], theme["favicon"]
    settings |= {
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": theme,
        "plugins": ["search"],
        "extra_css": ["figures.css"],
        "extra_javascript": [],
        "nav": pruned(settings["nav"]),
    }
    (scratch / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")
    (scratch / "snippets").symlink_to(SNIPPETS)
    run("-m", "mkdocs", "build", "--quiet", cwd=scratch)
    return scratch / "site"


def furo(scratch: Path) -> Path:
    """Build the prose with Sphinx, Furo and MyST."""
    source = scratch / "source"
    for page in PROSE:
        copy = source / page.relative_to(DOCS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(myst(page), "utf-8")
    trees = "\n".join(contents(pruned(mkdocs_yml()["nav"])))
    with (source / "index.md").open("a", encoding="utf-8") as index:
        index.write(trees)
    (source / "conf.py").write_text(CONF, "utf-8")
    shutil.copy(DOCS / "assets/images/mark.svg", source)
    (source / "_static").mkdir()
    (source / "_static/figures.css").write_text(figure_style(), "utf-8")
    run("-m", "sphinx", "-Q", "-b", "dirhtml", source, scratch / "site", cwd=ROOT)
    return scratch / "site"


def run(*command: str | Path, cwd: Path) -> None:
    """Run a builder; stop with what it said if it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().split("\n")[-1]
        sys.exit(
            f"{command[1]} cannot build the same prose: {said}\nMend"
            " tests/audit/others.py, or measure this site alone: make audit OTHERS=no"
        )


def contents(nav: list) -> Iterator[str]:
    """Yield Sphinx's tables of contents, one a section of the site."""
    for entry in nav:
        ((title, part),) = (
            entry.items() if isinstance(entry, dict) else (("", entry),)
        )
        pages = part if isinstance(part, list) else [part]
        yield f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n"
        for page in pages:
            ((words, path),) = (
                page.items() if isinstance(page, dict) else (("", page),)
            )
            path = path.removesuffix(".md")
            if path != "index":
                yield f"{words} </{path}>" if words else f"/{path}"
        yield "```"


def myst(page: Path) -> str:
    """Return a page as MyST: includes written out, blocks as directives."""
    text = page.read_text("utf-8")
    matter = FRONT_MATTER.match(text)
    head = yaml.safe_load(matter[0].strip("-\n")) if matter else {}
    about = json.dumps(head.get("description", ""), ensure_ascii=False)
    front = f"---\nmyst:\n  html_meta:\n    description: {about}\n---\n"
    body = expand(text[matter.end() if matter else 0 :])
    return front + "\n".join(converted(body.splitlines())) + "\n"


def converted(lines: list[str]) -> Iterator[str]:
    """Yield lines of MyST for lines of the site's Markdown."""
    prose: list[str] = []
    while lines:
        taken, found = construct(lines)
        if taken:
            yield from words(prose)
            yield from found
            prose, lines = [], lines[taken:]
        else:
            prose.append(lines[0])
            lines = lines[1:]
    yield from words(prose)


def words(prose: list[str]) -> Iterator[str]:
    """Yield prose, its formulas as MathML, without lists of attributes."""

    def maths(match: re.Match) -> str:
        if match["code"]:
            return match["code"]
        if match["block"]:
            formula = converter.convert(match["block"].strip(), display="block")
            return f"```{{raw}} html\n{formula}\n```"
        return converter.convert(match["line"])

    text = MATHS.sub(maths, ATTRIBUTES.sub("", "\n".join(prose)))
    yield from text.splitlines()


def construct(lines: list[str]) -> tuple[int, list[str]]:
    """Return how many lines a construct of the site takes, and its MyST."""
    line = lines[0]
    if match := FENCE.fullmatch(line):
        end = lines.index(match["indent"] + match["fence"], 1)
        language = re.match(r"[{ .]*(\w+)", match["info"])
        title = re.search(r'title="([^"]*)"', match["info"])
        pad, fence = match["indent"], match["fence"] + "`"
        head = f"{pad}{fence}{{code-block}} {language[1] if language else 'text'}"
        caption = [f"{pad}:caption: {title[1]}"] if title else []
        return end + 1, [head, *caption, "", *lines[1:end], pad + fence]
    if line.startswith("<figure"):
        end = next(i for i, line in enumerate(lines) if "</figure>" in line)
        return end + 1, ["```{raw} html", *lines[: end + 1], "```"]
    if match := BLOCK.fullmatch(line):
        end = closing(lines, match["slashes"])
        if match["tag"] == "number-answer":
            return end + 1, []
        inside = list(converted(lines[1:end]))
        if match["kind"] in {"hint", "answer"}:
            inside = admonition(match["kind"].capitalize(), inside)
        return end + 1, inside
    if match := NOTE.fullmatch(line):
        end = next(
            (i for i, line in enumerate(lines) if i and re.match(r"\S", line)),
            len(lines),
        )
        inside = list(converted([line[4:] for line in lines[1:end]]))
        if match["mark"] == "===":
            return end, [f"**{match['title']}**", "", *inside]
        return end, admonition(match["title"], inside)
    return (1, [""]) if WRAPPER.fullmatch(line.strip()) else (0, [])


def admonition(title: str, inside: list[str]) -> list[str]:
    """Return an admonition that may hold another."""
    colons = ":" * (
        3 + max((len(re.match(":*", line)[0]) for line in inside), default=0)
    )
    return [f"{colons}{{admonition}} {title}", "", *inside, colons, ""]

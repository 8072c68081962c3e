"""Pages to take away: each as a notebook and as a script.

Both hold the same cells. A cell of code is a snippet, and its output is what stands
beside it in snippets/. Of what only the site understands, words are left. The Markdown
of every page, publish/copies.py, is read from the pages in the same way.
"""

import copy
import functools
import html
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jupytext
import nbformat
from nbformat import NotebookNode, v4

from notebooks import settle
from pages import FENCE, INCLUDE, PYTHON, expand
from project import DOCS, ROOT, SNIPPETS

FOLDER = DOCS / "downloads"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
NOTE = re.compile(r'(?P<mark>\?\?\?\+?|!!!|===) *[\w ]*"(?P<title>[^"]*)"')
BLOCK = re.compile(
    r"(?P<slashes>/{3,}) +(?P<kind>[\w-]+)(?: *\| *(?P<tag>[\w-]+))?.*"
)
WRAPPER = re.compile(r"</?div\b[^>]*>")
HELD = re.compile(r"`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$", re.S)
SMALL = re.compile(r"^(.+)\n\{ \.(?:level|path) \}$", re.M)
ATTRIBUTES = re.compile(r" *\{:? *[.#][\w-][^}\n]*\}")
OFFERED = re.compile(
    r" *\[[^]\n]*\]\((?P<to>[^)\n]*)\)\{[^}\n]*\bdownload\b[^}\n]*\}"
)
LINK = re.compile(
    r"(?<!!)\[(?P<words>[^][\n]*(?:\[[^]\n]*\][^][\n]*)*)\]\((?P<to>[^)\s]+)\)"
)
MARKER = r"(?:[-+*=>]|#+|\d+[.)])(?: |$)"  # would begin something at a line's start
WIDTH = 84  # columns of prose in a script, beside its comment marks
SCRIPTED = re.compile(r" *\bWith JavaScript [^.]*\.")
INTERACTIVE = {"channel-mixer": "channel mixer", "layer-budget": "layer budget"}

# Where a link of a page leads: an address, or "" if there is none.
Lead = Callable[[str], str]


@functools.cache
def versions() -> str:
    """Say with what the blocks ran: the pins of requirements.txt."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    pins = dict(re.findall(r"^(\w+)==([\w.]+)", text, re.M))
    return (
        f"Every block ran with Keras {pins['keras']}"
        f" and TensorFlow {pins['tensorflow']}."
    )


def download(page: Path, form: str) -> Path:
    """Return where a page's download of a form (.ipynb, .py) lies."""
    return FOLDER / page.relative_to(DOCS).with_suffix(form)


# ---- A page, read for its words and its code


@functools.cache
def home() -> str:
    """Return the site's address as mkdocs.yml has it, or "" while none is known.

    These files are kept: what SITE_URL says on the day does not count.
    """
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    found = re.search(r'^site_url:.*?(https?://[^"\s\]]+)', text, re.M)
    return "" if not found or unknown(found[1]) else found[1]


def unknown(site: str) -> bool:
    """Tell whether an address only holds the place of one: RFC 2606 reserves these."""
    return urlsplit(site).netloc.endswith(".example")


def address(to: str, page: Path) -> str:
    """Return where a link of a page leads on the web, or "" if only the site knows."""
    if re.match(r"\w+:", to):
        return to
    site = home()
    if not site or "bibliography" in to:
        return ""
    path = urljoin(page.relative_to(DOCS).as_posix(), to)
    path = re.sub(r"\bindex\.md\b", "", path)
    path = re.sub(r"^(notebooks/[\w-]+)\.py$|\.md\b", r"\1/", path)
    return urljoin(f"{site.rstrip('/')}/", path)


def plain(text: str, lead: Lead) -> str:
    """Return Markdown that any reader of Markdown understands, links resolved."""
    held: list[str] = []

    def hold(match: re.Match) -> str:
        held.append(match[0])
        return f"\0{len(held) - 1}\0"

    def link(match: re.Match) -> str:
        to = lead(match["to"])
        return f"[{match['words']}]({to})" if to else match["words"]

    text = HELD.sub(hold, text)
    text = OFFERED.sub(lambda m: m[0] if lead(m["to"]) else "", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<br */?>", ", ", text)
    text = SMALL.sub(r"*\1*", text)
    text = re.sub(r"<small>(.*?)</small>", r"(\1)", text)
    text = re.sub(r"<code>(.*?)</code>", r"`\1`", text)
    text = LINK.sub(link, ATTRIBUTES.sub("", text))
    return re.sub("\0(\\d+)\0", lambda match: held[int(match[1])], text)


def figure(text: str, lead: Lead) -> str:
    """Return a figure in words: its text alternative, and its caption."""
    alternatives = re.findall(r'aria-label="([^"]*)"', text)
    caption = "".join(
        re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", text, re.S)
    )
    said = [*map(html.unescape, alternatives), SCRIPTED.sub("", caption).strip()]
    words = " ".join(
        part if part[-1] in ".?!" else f"{part}." for part in said if part
    )
    words = plain(words, lead).replace("*", r"\*")
    return f"*Figure: {words}*"


class Reader:
    """Reads a page into Markdown and paths of snippets; keeps its answers apart."""

    def __init__(self, page: Path, lead: Lead | None = None):
        self.lead = lead or functools.partial(address, page=page)
        self.heading = ""
        self.shown: set[Path] = set()
        self.tables: set[Path] = set()  # outputs that stand as Markdown
        self.hints: list[str | Path] = []
        self.answers: list[str | Path] = []
        text = FRONT_MATTER.sub("", page.read_text("utf-8"))
        self.pieces = list(self.read(text.splitlines()))
        if apart := [*self.hints, *self.answers]:
            self.pieces += ["## Answers", *apart]

    def read(self, lines: list[str]) -> Iterator[str | Path]:
        """Yield pieces of Markdown, and the snippets between them."""
        prose: list[str] = []
        while lines:
            taken, found = self.taken(lines)
            if taken:
                yield from self.words(prose)
                yield from found
                prose, lines = [], lines[taken:]
            else:
                if heading := re.match(r"#+ (.+)", lines[0]):
                    self.heading = plain(heading[1], self.lead)
                prose.append(lines[0])
                lines = lines[1:]
        yield from self.words(prose)

    def words(self, prose: list[str]) -> Iterator[str]:
        """Yield what prose says, its includes and links resolved, if anything."""
        found = filter(None, map(INCLUDE.fullmatch, prose))
        self.tables |= {SNIPPETS / match["path"] for match in found}
        text = plain(expand("\n".join(prose)), self.lead)
        text = re.sub(r"[ \t]+$", "", text, flags=re.M)
        if text := re.sub(r"\n{3,}", "\n\n", text).strip("\n"):
            yield text

    def taken(self, lines: list[str]) -> tuple[int, list[str | Path]]:
        """Return how many lines a construct of the site takes, and what it holds."""
        line = lines[0]
        if match := FENCE.fullmatch(line):
            end = lines.index(match["indent"] + match["fence"], 1)
            return end + 1, self.fence(match, lines[1:end])
        if line.startswith("<figure"):
            end = next(i for i, line in enumerate(lines) if "</figure>" in line)
            return end + 1, [figure(expand("\n".join(lines[: end + 1])), self.lead)]
        if match := BLOCK.fullmatch(line):
            end = closing(lines, match["slashes"])
            return end + 1, self.block(match, lines[1:end])
        if match := NOTE.fullmatch(line):
            end = next(
                (i for i, line in enumerate(lines) if i and re.match(r"\S", line)),
                len(lines),
            )
            inside = [line[4:] for line in lines[1:end]]
            return end, self.note(match, list(self.read(inside)))
        return (1, []) if WRAPPER.fullmatch(line.strip()) else (0, [])

    def fence(self, match: re.Match, body: list[str]) -> list[str | Path]:
        """Return the snippet of a block, or the text of an output not shown with it."""
        include = INCLUDE.fullmatch(body[0]) if len(body) == 1 else None
        path = SNIPPETS / include["path"] if include else None
        if path and PYTHON.match(match["info"]):
            self.shown.add(path)
            return [path]
        if path and path.with_suffix(".py") in self.shown:
            return []
        words = match["info"].strip("{} .").split() or [""]
        text = expand("\n".join(body)).strip("\n")
        return [f"```{words[0]}\n{text}\n```"]

    def block(self, match: re.Match, body: list[str]) -> list[str | Path]:
        """Return what a block between slashes holds; put hints and answers apart."""
        if match["kind"] not in {"hint", "answer"}:
            if match["tag"] == "number-answer":
                return []
            name, to = INTERACTIVE.get(match["tag"]), self.lead("")
            also = [f"*To try: [{name}]({to}) on the site.*"] if name and to else []
            return [*self.read(body), *also]
        apart = self.hints if match["kind"] == "hint" else self.answers
        title = f"### {match['kind'].capitalize()}: {self.heading}"
        apart += [title, *self.read(body)]
        return []

    def note(self, match: re.Match, inside: list[str | Path]) -> list[str | Path]:
        """Return a note as a quotation; what is folded or in tabs, below its title."""
        pieces = [f"**{match['title']}**", *inside]
        if match["mark"] != "!!!" or any(
            isinstance(piece, Path) for piece in inside
        ):
            return pieces
        lines = "\n\n".join(map(str, pieces)).splitlines()
        return ["\n".join(f"> {line}".rstrip() for line in lines)]


def closing(lines: list[str], slashes: str) -> int:
    """Return the number of the line that closes a block, not in a fenced one."""
    opened = ""
    for number, line in enumerate(lines):
        match = FENCE.fullmatch(line)
        if match and not opened:
            opened = match["fence"]
        elif match and match["fence"] == opened and not match["info"]:
            opened = ""
        elif line == slashes and not opened:
            return number
    raise ValueError(f"{lines[0]!r} is not closed")


# ---- The two forms


def printed(snippet: Path) -> str:
    """Return what a snippet prints; one in NumPy prints what its Keras twin does."""
    stem = snippet.stem.removesuffix("-numpy")
    return snippet.with_name(f"{stem}.txt").read_text("utf-8")


@functools.cache
def notebook(page: Path) -> NotebookNode:
    """Return a page as a notebook, with what its code printed."""
    cells, prose = [], []

    def close():
        if prose:
            cells.append(v4.new_markdown_cell("\n\n".join(prose)))
            prose.clear()

    title, *pieces = opened(page)
    prose.append(title)
    for piece in pieces:
        if isinstance(piece, str):
            prose.append(piece)
            continue
        close()
        code = piece.read_text("utf-8").strip("\n")
        number = 1 + sum(cell.cell_type == "code" for cell in cells)
        stream = v4.new_output("stream", name="stdout", text=printed(piece))
        cells.append(
            v4.new_code_cell(code, execution_count=number, outputs=[stream])
        )
    close()
    return settle(v4.new_notebook(cells=cells), KERNEL)


def opened(page: Path) -> list[str | Path]:
    """Return the pieces of a page, where it comes from named below its title."""
    first, *pieces = Reader(page).pieces
    title, _, rest = first.partition("\n")
    site = address(page.name, page)
    home = f"[One by One]({site})" if site else "One by One"
    origin = (
        f"*From {home}: 1×1 convolutions, explained and executed."
        " Code: [MIT](https://opensource.org/license/mit)."
        " Text: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)."
        f" {versions()} It needs `pip install tensorflow` and nothing else.*"
    )
    return [f"{title}\n\n{origin}\n\n{rest.strip()}", *pieces]


def as_notebook(page: Path) -> str:
    """Return a page as Jupyter keeps it."""
    return nbformat.writes(notebook(page)) + "\n"


def wrapped(text: str) -> str:
    """Return Markdown whose paragraphs and items fit an editor."""
    lines = []
    for line in text.splitlines():
        start = re.match(r"(?:> |- |\d+\. )?", line)[0]
        indent = start if start == "> " else " " * len(start)
        if line.startswith(("|", "#", "```")):
            lines.append(line)
            continue
        together = re.sub(rf" (?={MARKER})", "\0", line[len(start) :])
        parts = textwrap.wrap(
            start + together,
            WIDTH,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [part.replace("\0", " ") for part in parts] or [""]
    return "\n".join(lines)


def as_script(page: Path) -> str:
    """Return a page as a script, its prose as comments."""
    script = copy.deepcopy(notebook(page))
    script.metadata = {"jupytext": {"notebook_metadata_filter": "-all"}}
    for cell in script.cells:
        if cell.cell_type == "markdown":
            cell.source = wrapped(cell.source)
    return jupytext.writes(script, fmt="py:percent")


FORMS = {".ipynb": as_notebook, ".py": as_script}

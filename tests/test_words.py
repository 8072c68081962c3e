"""What the project says is in British spelling and in its own terms."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import codespell_lib
import pytest

from pages import NOTEBOOKS, SLIDES
from project import DOCS, ROOT, SNIPPETS, name, report

TERMS = Path(__file__).with_name("terms.txt")
KINDS = {".html", ".js", ".md", ".py", ".svg", ".toml", ".txt"}
# British too: focused, to license, a gas meter, a practice, a program, a story.
ALLOWED = ("focused", "license", "meter", "practice", "program", "story")
# What these hold beside words, by the lines: styles, code, mathematics and includes;
# addresses, attributes, tags and templates; a paper's own title; names of files, ids,
# expressions.
UNSPOKEN = re.compile(
    r"<style>.*?</style>|^ *```.*?^ *```$"
    r"|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$|^ *--8<--.*?$"
    r"|(?<=\])\([^)\n]*\)|\{\{.*?\}\}|\{[^}\n]*\}|<(?![^>]*aria-label)[^>]*>"
    r"|(?<=\d{4}\)\. )\[?\*[^*]+\*"
    r"|[\w/-]+\.(?:py|txt|svg|md)\b|^(?:id|expression) = .*?$",
    re.DOTALL | re.MULTILINE,
)
# What a script says: comments, and strings that are more than a name.
SAID = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"[^\"\n]* [^\"\n]*\"|`[^`]* [^`]*`", re.DOTALL
)


def blank(match: re.Match) -> str:
    """Return the line breaks of a match, so that the lines keep their numbers."""
    return "\n" * match[0].count("\n") or " "


def spoken(file: Path) -> str:
    """Return the words of a file for people, each on the line that it is on."""
    text = file.read_text("utf-8")
    if file.suffix == ".js":
        heard = [""] * (text.count("\n") + 1)
        for match in SAID.finditer(text):
            first = text.count("\n", 0, match.start())
            for number, line in enumerate(match[0].split("\n"), first):
                heard[number] += re.sub(r"\w+(?:\.\w+)+", " ", line)  # names
        return "\n".join(heard)
    if file.suffix != ".py":
        return UNSPOKEN.sub(blank, text)
    lines = text.splitlines()
    heard = [""] * len(lines)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            heard[token.start[0] - 1] = token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and (
            ast.get_docstring(node)
        ):
            span = slice(node.body[0].lineno - 1, node.body[0].end_lineno)
            heard[span] = lines[span]
    if file in NOTEBOOKS:
        return UNSPOKEN.sub(blank, "\n".join(heard))
    return "\n".join(heard)


@pytest.fixture(scope="session")
def words(tmp_path_factory) -> Path:
    """Copy the words of the pages, snippets, tests and README into a folder."""
    folder = tmp_path_factory.mktemp("words")
    files = [*ROOT.glob("*.md"), ROOT / "mkdocs.yml", ROOT / "conftest.py"]
    files += (ROOT / ".github").rglob("*.md")
    for part in (DOCS, SNIPPETS, TERMS.parent):
        files += [file for file in part.rglob("*.*") if file.suffix in KINDS]
    files = [file for file in files if DOCS / "downloads" not in file.parents]
    made = {SLIDES.with_suffix(".html"), *SLIDES.parent.glob("reveal/*")}
    for file in set(files) - made - {TERMS}:
        copy = folder / name(file)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(spoken(file), "utf-8")
    return folder


def codespell(folder: Path, *options: str | Path) -> list[str]:
    """Run codespell on a folder; list its complaints, each with its file and line."""
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "codespell_lib",
            "-L",
            ",".join(ALLOWED),
            *options,
            ".",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        re.sub(r"^\./(\S+) (.*) ==> (.*)", r"\1 “\2”: write \3.", line)
        for line in (checked.stdout + checked.stderr).splitlines()
    ]


def test_spelling_is_right(words):
    """No word is one of codespell's common misspellings."""
    report(codespell(words))


def test_spelling_is_british(words, tmp_path):
    """No word is American: codespell's own list of British words, read backwards."""
    lists = Path(codespell_lib.__file__).parent / "data"
    british = (lists / "dictionary_en-GB_to_en-US.txt").read_text("utf-8")
    american = tmp_path / "american.txt"
    american.write_text(re.sub(r"(?m)^(.+)->(.+)$", r"\2->\1", british), "utf-8")
    report(codespell(words, "-D", american))


def test_terms_are_the_projects(words):
    """Each term is written as the glossary has it, and never as terms.txt lists."""
    wrong = [line.split("->")[0] for line in TERMS.read_text("utf-8").splitlines()]
    either = "|".join(map(re.escape, sorted(wrong, key=len, reverse=True)))
    report(codespell(words, "-D", TERMS, "--regex", rf"(?i)\b(?:{either})\b"))

"""Run the snippets, and the Python blocks that pytest-markdown-docs finds on pages.

pytest-markdown-docs is told here which fences the site shows, and to hand their code to
the sandbox. Each piece of code runs once, however many tests ask for it.
"""

import functools
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from markdown_it import MarkdownIt
from pytest_markdown_docs._runners import DefaultRunner, register_runner
from pytest_markdown_docs.plugin import FenceSyntax, extract_fence_tests

from pages import expand
from project import SNIPPETS, name, published, register, scripts
from sandbox import Run, Session, run

begun: dict[Path, Future] = {}


@functools.cache
def workers() -> ThreadPoolExecutor:
    """Return the threads that wait for snippets' processes, one for each core."""
    return ThreadPoolExecutor(os.cpu_count())


def begin(script: Path) -> Future:
    """Begin to run a snippet, with the expressions that are asked of it."""
    if script not in begun:
        path = script.relative_to(SNIPPETS).as_posix()
        entries = [e for e in published() + register() if e.get("snippet") == path]
        kinds = "expression", "because"
        wanted = [
            entry[kind] for entry in entries for kind in kinds if kind in entry
        ]
        begun[script] = workers().submit(run, script, wanted)
    return begun[script]


def run_of(script: Path) -> Run:
    """Return what became of a snippet, which runs once however many ask."""
    return begin(script).result()


class SiteParser(MarkdownIt):
    """Find the fences that the site shows: in tabs and notes too, includes expanded."""

    def parse(self, src, env=None):
        """Parse as MarkdownIt does, then put what they include into the fences."""
        tokens = super().parse(src, env)
        for token in tokens:
            if token.type == "fence":
                token.content = expand(token.content)
        return tokens


def parser() -> MarkdownIt:
    """Return the parser for pages; its code rule would hide fences in notes."""
    return SiteParser("commonmark").disable("code")


class BlockError(Exception):
    """A block of a page did not run; the message says where and why."""


@register_runner(default=True)
class SandboxRunner(DefaultRunner):
    """Run a block of a page in a process of its own, or in that of the block before."""

    results: ClassVar[dict[tuple[Path, int], Run]] = {}  # by page and line
    session: ClassVar[Session | None] = None
    source: ClassVar[str] = ""  # all that ran in the session

    def runtest(self, test, args, *, asyncio_runner=None):
        """Run a block of a page, once, and raise what is wrong with it."""
        where = test.source_path, test.start_line
        if where not in self.results:
            self.results[where] = self._run(test)
        if error := self.results[where].error:
            raise BlockError(f"{name(test.source_path)}, {error}")

    def _run(self, test) -> Run:
        """Run a block, or the snippet that it is; a continuation adds its part."""
        kind = SandboxRunner
        for script in scripts():
            if script.read_text("utf-8").strip() == test.source.strip():
                return run_of(script)
        if kind.source and test.source.startswith(kind.source):
            new = test.source[len(kind.source) :]
        else:
            if kind.session:
                kind.session.close()
            kind.session, new = Session(test.source_path), test.source
        kind.source = test.source
        return kind.session.run(new)

    def repr_failure(self, test, excinfo, style=None):
        """Say it in a line."""
        return str(excinfo.value)


def run_blocks(page: Path) -> list[tuple[int, str, Run]]:
    """Run the blocks of a page as pytest does; list line, text and Run of each."""
    text, syntax = page.read_text("utf-8"), FenceSyntax.superfences
    tests = list(extract_fence_tests(parser(), text, 0, page, fence_syntax=syntax))
    for test in tests:
        SandboxRunner().runtest(test, {})
    return [
        (
            test.start_line,
            test.source.strip(),
            SandboxRunner.results[page, test.start_line],
        )
        for test in tests
    ]

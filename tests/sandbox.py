"""Run a snippet in a process of its own, from one import of Keras.

A server process imports Keras once; each snippet gets a fork of it, so that no snippet
sees another's state and none pays for the import. macOS and Windows cannot fork safely:
there each snippet gets a fresh process, which is slower and otherwise the same.
"""

import contextlib
import io
import multiprocessing
import os
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

# Set before the server starts: it hands its environment to every snippet.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # errors only
os.environ["TF_ENABLE_ONEDNN_OPTS"] = (
    "0"  # else sums round differently by processor
)
os.environ["COLUMNS"] = "80"  # the width of Keras's summaries

FORK_IS_SAFE = sys.platform == "linux"
CONTEXT = multiprocessing.get_context("forkserver" if FORK_IS_SAFE else "spawn")
if FORK_IS_SAFE:
    CONTEXT.set_forkserver_preload(["keras"])

TIME_LIMIT = 60  # seconds


@dataclass
class Run:
    """What became of one snippet: its output, values asked for, and its error."""

    stdout: str = ""
    values: dict = field(default_factory=dict)
    error: str = ""


def run(
    path: Path, expressions: tuple[str, ...] = (), limit: float = TIME_LIMIT
) -> Run:
    """Run the script at `path`, then evaluate `expressions` among its names.

    `values` maps each expression to a number, or to the exception it raised. `error` is
    empty, or says in one line what stopped the script and where.
    """
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_execute, args=(path, expressions, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            return Run(error=f"still running after {limit:g} seconds; stopped")
        return ours.recv()
    except EOFError:
        process.join()
        return Run(error=f"its process died with exit code {process.exitcode}")
    finally:
        process.kill()
        process.join()


def _execute(path: Path, expressions: tuple[str, ...], answer) -> None:
    """Do the work of `run` in the snippet's process and send a Run back."""
    result = Run()
    names = {"__name__": "__main__", "__file__": str(path)}
    sys.argv, sys.path[0] = [str(path)], str(path.parent)
    os.chdir(path.parent)
    with contextlib.redirect_stdout(io.StringIO()) as stdout:
        try:
            exec(compile(path.read_text("utf-8"), path, "exec"), names)  # noqa: S102
        except (Exception, SystemExit) as error:
            result.error = _one_line(error, path)
    result.stdout = stdout.getvalue()
    for expression in expressions if not result.error else ():
        try:
            result.values[expression] = float(eval(expression, names))  # noqa: S307
        except Exception as error:
            result.values[expression] = error.__class__(str(error))
    answer.send(result)


def _one_line(error: BaseException, path: Path) -> str:
    """Name an error and the last line of the snippet that led to it."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    line = getattr(error, "lineno", None) or (lines[-1] if lines else "?")
    return f"line {line}: {type(error).__name__}: {error}"

"""Run code in a process of its own, from one import of Keras.

A server process imports Keras once; each script gets a fork of it, so that no script
sees another's state and none pays for the import. macOS and Windows cannot fork safely:
there each script gets a fresh process, which is slower and otherwise the same.

Importing Keras computes nothing on either backend: JAX starts its threads at the first
computation, which is in the fork.
"""

import contextlib
import functools
import gc
import io
import multiprocessing
import os
import re
import sys
import traceback
from dataclasses import dataclass, field
from multiprocessing import forkserver
from pathlib import Path

# Set before the server starts: it hands its environment to every script.
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # errors only
os.environ["TF_ENABLE_ONEDNN_OPTS"] = (
    "0"  # else sums round differently by processor
)
os.environ["JAX_PLATFORMS"] = "cpu"  # else it looks for others, and says so
os.environ["JAX_DISABLE_MOST_OPTIMIZATIONS"] = "1"  # it compiles most of the time
os.environ["COLUMNS"] = "80"  # the width of Keras's summaries

FORK_IS_SAFE = sys.platform == "linux"
CONTEXT = multiprocessing.get_context("forkserver" if FORK_IS_SAFE else "spawn")
if FORK_IS_SAFE:
    CONTEXT.set_forkserver_preload(["keras"])

TIME_LIMIT = 180  # seconds; the longest takes 15 on a quiet machine


@functools.cache
def start_server() -> None:
    """Start the server that imports Keras, without what TensorFlow says on starting."""
    if FORK_IS_SAFE:
        stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        forkserver.ensure_running()
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)


@dataclass
class Run:
    """What became of a piece of code: output, values asked for, layers made, error."""

    stdout: str = ""
    values: dict = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    error: str = ""


class Session:
    """A process with one namespace, in which pieces of code of one file run in turn."""

    def __init__(self, path: Path):
        start_server()
        self._ours, theirs = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_serve, args=(path, theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def run(self, source: str, expressions=(), limit: float = TIME_LIMIT) -> Run:
        """Run `source`, then evaluate `expressions` among the session's names.

        `values` maps each expression to a number, or to the exception it raised.
        `error` is empty, or says in one line what stopped the code and where.
        """
        try:
            self._ours.send((source, tuple(expressions)))
            if self._ours.poll(limit):
                return self._ours.recv()
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
            return Run(error=f"its process died with exit code {code}")
        self.close()
        return Run(error=f"still running after {limit:g} seconds; stopped")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def run(path: Path, expressions=()) -> Run:
    """Run the script at `path` in a session of its own, see `Session.run`."""
    session = Session(path)
    try:
        return session.run(path.read_text("utf-8"), expressions)
    finally:
        session.close()


def _serve(path: Path, asked) -> None:
    """Answer each (source, expressions) with a Run, in the session's process."""
    names = {"__name__": "__main__", "__file__": str(path)}
    sys.argv, sys.path[0] = [str(path)], str(path.parent)
    os.chdir(path.parent)
    made = _remember_layers(str(path))
    gc.disable()  # a process so short spends a fifth of its time looking for garbage
    while True:
        source, expressions = asked.recv()
        result = Run()
        with contextlib.redirect_stdout(io.StringIO()) as stdout:
            try:
                exec(compile(source, path, "exec"), names)  # noqa: S102
            except (Exception, SystemExit) as error:
                result.error = _one_line(error, path)
        result.stdout = stdout.getvalue()
        result.layers = [_settings(layer) for layer in made]
        for expression in expressions if not result.error else ():
            try:
                result.values[expression] = float(eval(expression, names))  # noqa: S307
            except Exception as error:
                result.values[expression] = error.__class__(str(error))
        asked.send(result)


def _remember_layers(path: str) -> list:
    """Have Keras add each layer that the script itself makes to the list returned."""
    import keras  # noqa: PLC0415  # only where code runs, not in pytest's own process

    made, begin = [], keras.Layer.__init__

    @functools.wraps(begin)
    def remember(self, *args, **kwargs):
        begin(self, *args, **kwargs)
        caller = sys._getframe(1)
        while caller.f_code.co_name in ("__init__", "__call__"):
            caller = caller.f_back  # a class that calls its parent's
        if caller.f_code.co_filename == path and not isinstance(self, keras.Model):
            made.append(self)

    keras.Layer.__init__ = remember
    return made


def _settings(layer) -> str:
    """Name a layer and what of it neither shape nor count shows."""
    settings = {
        name: getattr(getattr(layer, name), "__name__", getattr(layer, name))
        for name in ("padding", "strides", "use_bias", "activation")
        if hasattr(layer, name)
    }
    words = [f"{name}={value}" for name, value in settings.items()]
    name = re.sub(r"_\d+$", "", layer.name)  # Keras numbers the names that it gives
    return " ".join([type(layer).__name__, name, *words])


def _one_line(error: BaseException, path: Path) -> str:
    """Name an error and the last line of the code that led to it."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == str(path)
    ]
    line = getattr(error, "lineno", None) or (lines[-1] if lines else "?")
    return f"line {line}: {type(error).__name__}: {error}"

"""Commands that meet a fault at a moment that the test chooses: killed, out of space, out of memory, files gone.

Run as a program it answers one JSON line for each on standard input: it forks, so that the libraries are loaded once,
and runs a command there on an invented model. Moments are counted: `files` are the calls that change what is on the
disk (a file forced, renamed or removed, a folder made), `writes` those that put bytes into a file, `sentences` those that the model translates or the encoder
encodes.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import ROOT

FILE_CALLS = ("replace", "fsync", "unlink", "mkdir")
_SERVED = ExitStack()
"""Holds what `serve` marked until the process ends."""


@dataclass(frozen=True)
class Ended:
    """How a command ended. code: negative for a signal. calls: how many moments of each kind there were, unless killed.

    said: standard output and standard error together.
    """

    code: int
    said: str
    calls: dict[str, int]

    @property
    def lines(self) -> list[str]:
        return self.said.splitlines()


class Faults:
    """The program, as a test talks to it."""

    def __init__(self) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "300"}
        command = [sys.executable, str(Path(__file__).resolve())]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment, cwd=ROOT)

    def run(self, *arguments: object, at: str = "", number: int = 0, do: str = "", limit: int = 0) -> Ended:
        """Run a command. at, number: the moment, as ("files", 3). do: see `act`. limit: no file gets more bytes."""
        job = {"arguments": [str(a) for a in arguments], "at": at, "number": number, "do": do, "limit": limit}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate(timeout=30)


@contextmanager
def faults() -> Iterator[Faults]:
    """The program until the block ends."""
    opened = Faults()
    try:
        yield opened
    finally:
        opened.close()


class Moments:
    """Counts moments, and does what is asked for at one of them."""

    def __init__(self, at: str, number: int, do: str) -> None:
        self.calls = {"files": 0, "writes": 0, "sentences": 0}
        self._at, self._number, self._do = at, number, do

    def tick(self, kind: str) -> None:
        self.calls[kind] += 1
        due = self.calls[kind] == self._number or (self.calls[kind] > self._number and self._do == "full")
        if kind == self._at and due:
            act(self._do)


def act(do: str) -> None:
    """kill, term: the signals. full: no space from now on. memory: none left, once. remove PATH, add PATH: of a file.

    serve PATH: from now on the folder is served.
    """
    verb, _, path = do.partition(" ")
    if verb in ("kill", "term"):
        os.kill(os.getpid(), signal.SIGKILL if verb == "kill" else signal.SIGTERM)
    elif verb == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    elif verb == "memory":
        raise MemoryError
    elif verb == "remove":
        Path(path).unlink()
    elif verb == "add":
        with Path(path).open("a", encoding="utf-8") as file:
            file.write("خبر جديد في آخر لحظة.\n")
    elif verb == "serve":
        from iqtibas.storage.lock import mark_served

        _SERVED.enter_context(mark_served(Path(path)))


def install(moments: Moments) -> None:
    """Put an invented model and encoder, and our counting, in the place of what commands use."""
    import numpy as np
    from fake_model import CountingWords, translator_with

    from iqtibas import translate
    from iqtibas.align import aligner
    from iqtibas.align.index import build as index_build
    from iqtibas.article.reading import Reading
    from iqtibas.translate import pipeline

    class Words(CountingWords):
        def translate(self, sources: Sequence[Sequence[str]], options: Any) -> Iterator[Any]:
            for made in super().translate(sources, options):
                moments.tick("sentences")
                yield made

    class Encoder:
        def encode(self, texts: Sequence[str | Reading]) -> Any:
            for _ in texts:
                moments.tick("sentences")
            plain = (Reading.of(text).text for text in texts)
            seeds = (int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in plain)
            rows = [np.random.default_rng(seed).normal(size=512) for seed in seeds]
            return np.array(rows, np.float32).reshape(-1, 512)

        def forget(self) -> None:
            pass

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def ticking(*arguments: Any, **more: Any) -> Any:
            moments.tick("files")
            return call(*arguments, **more)

        return ticking

    translate.load_lazy = lambda *_, **__: translator_with(Words())  # type: ignore[assignment]
    index_build.load_sentence_encoder = Encoder  # type: ignore[assignment, misc]
    aligner.load_sentence_encoder = Encoder  # type: ignore[assignment, misc]
    # The guard's own models have threads, which are in no fork.
    pipeline.drops_clause = lambda *_, **__: False  # type: ignore[assignment]
    for name in FILE_CALLS:
        setattr(os, name, counted(getattr(os, name)))
    really_open = io.open

    def opened(*arguments: Any, **more: Any) -> Any:
        file = really_open(*arguments, **more)
        if isinstance(file, io.BufferedWriter):
            write = file.write

            def writing(data: Any) -> int:
                moments.tick("writes")
                return write(data)

            file.write = writing  # type: ignore[method-assign, assignment]
        return file

    io.open = opened  # type: ignore[assignment]


def child(job: dict[str, Any], out: int) -> None:
    """Run the command of a job; what it says, and how many moments there were, goes into a pipe."""
    from iqtibas.cli.app import app

    os.dup2(out, 1)
    os.dup2(out, 2)
    moments = Moments(job["at"], job["number"], job["do"])
    install(moments)
    if job["limit"]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["limit"], job["limit"]))
    code = 0
    try:
        app(job["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(out, ("\0" + json.dumps(moments.calls)).encode())
    os._exit(code)


def forked(job: dict[str, Any]) -> dict[str, Any]:
    """Do a job in a fork."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            child(job, writing)
        finally:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
            os._exit(70)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said, _, calls = pipe.read().partition(b"\0")
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"code": code, "said": said.decode(errors="replace"), "calls": json.loads(calls or b"{}")}


def warm() -> None:
    """Run every command once, so that what they import, and the templates, are there before the first fork."""
    from iqtibas.cli.app import app

    install(Moments("", 0, ""))
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        article = Path(folder) / "article.txt"
        article.write_text("أعلنت بلدية الميناء خطة للجسر.\n", encoding="utf-8")
        said = Path(folder) / "said.txt"
        said.write_text("We will open the bridge.\n", encoding="utf-8")
        for command in (
            ("run", article, "--out", f"{folder}/out", "--no-memory"),
            ("translate", article, "--out", f"{folder}/in-english", "--no-memory"),
            ("index", article, "--index", f"{folder}/index"),
            ("check", article, "--statements", said, "--out", f"{folder}/check"),
            ("export", f"{folder}/out", "--to", "tmx,xliff,docx,csv,jsonl"),
        ):
            with suppress(SystemExit):
                app([str(word) for word in command])


def main() -> None:
    """Load what all commands need, then answer."""
    warm()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

"""Translating any number of articles: streamed, in windows that share batches, resumable after any end.

Articles are taken in the order of the inputs until they fill a window, and the segments of a window are translated in
one plan: many small articles cost no more than one large one, and memory does not grow with the number of articles.
What is finished goes into the journal (see `journal`), what is translated into the memory, so that a run that was
killed at any moment, and started again, does only what is left and ends with the same files.

One process is enough for one machine: the engine keeps all cores busy by itself. For several machines, or several
models on one, `Shard` divides the articles; which shard an article is in depends on nothing but its id.
"""

from __future__ import annotations

import hashlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Protocol

from iqtibas.article.errors import DefectError, IqtibasError, OutputError, UsageError
from iqtibas.article.input.read import JSON_LINES, Input, Isolation, not_isolated, plan_inputs
from iqtibas.article.input.regular import is_regular
from iqtibas.article.model import Article, Segment
from iqtibas.article.sentences import segment_article
from iqtibas.translate.journal import Journal
from iqtibas.translate.translator import Translation, Translator

# A window is full at this many segments, some twenty batches of usual sentences, enough for as many cores ...
WINDOW_SEGMENTS = 512
# ... or at this many characters of articles, which bounds memory where articles are long.
WINDOW_CHARACTERS = 4_000_000
_CHUNK = 1 << 20
Work = list[tuple[Article, Sequence[Segment]]]


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` equal parts of all articles. index: from 0."""

    index: int
    count: int

    def holds(self, name: str) -> bool:
        """Whether an article with this id, or an error at this place, belongs to this shard."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index


NO_SHARD = Shard(0, 1)


def parse_shard(text: str) -> Shard:
    """ "2/8" as the second of eight; "" as the whole. Raises UsageError for anything else."""
    if not text:
        return NO_SHARD
    index, _, count = text.partition("/")
    if not (index.isascii() and index.isdecimal() and count.isascii() and count.isdecimal()):
        raise UsageError("--shard", f"{text!r} is no part of a whole", "write it like 2/8, the second of eight")
    if not 1 <= int(index) <= int(count):
        raise UsageError("--shard", f"there is no part {index} of {count}", f"parts are 1/{count} to {count}/{count}")
    return Shard(int(index) - 1, int(count))


@dataclass(frozen=True, slots=True)
class WrittenArticle:
    """What became of an article. files: its outputs, in place. line: its record for results.jsonl."""

    files: Sequence[Path]
    line: str


class Progress(Protocol):
    """Receives the progress of a batch."""

    def finished(self, name: str) -> None:
        """One more article is done, failed, or was done before. name: its id, or the place of the error."""

    def translated(self, segments: int) -> None:
        """segments: how many more have been translated."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is done to every article. write: writes an article's outputs; raises OutputError.

    isolate: a context for what is done to the article of this name, which turns a defect of ours into a DefectError:
    it then costs that article and no other.
    """

    translator: Translator
    journal: Journal
    write: Callable[[Article, Sequence[Translation]], WrittenArticle]
    progress: Progress
    shard: Shard = NO_SHARD
    isolate: Isolation = not_isolated


@dataclass(slots=True)
class Outcome:
    """What came of a batch. done: articles finished now. kept: finished before. segments: translated or remembered.

    warned: segments with notes. failures: what could not be read or written, in order. stopped: the signal that
    ended the batch early, 0 if none did; the rest of the articles is left for the next run. notes: on how articles
    were read.
    """

    done: int = 0
    kept: int = 0
    segments: int = 0
    warned: int = 0
    failures: list[IqtibasError] = field(default_factory=list)
    stopped: int = 0
    notes: list[str] = field(default_factory=list)

    def fail(self, error: IqtibasError) -> None:
        """Keep an error without its traceback, which would keep the article in memory."""
        self.failures.append(type(error)(error.where, error.problem, error.hint))


def run_batch(items: Iterable[Article | IqtibasError], batch: Batch) -> Outcome:
    """Translate and write what is not finished yet. items: see `article.input.read.read_articles`.

    An article that cannot be read or written is a failure of its own. Ctrl-C and SIGTERM end the batch at a
    point from which the next run can go on. Raises what concerns all articles: a model that does not load
    (ModelError), a memory or journal that cannot be used (OutputError, ReadError).
    """
    outcome = Outcome()
    try:
        with interruptible():
            windows = _windows(items, batch, outcome)
            for window in windows if batch.translator.windows == 1 else _announced(windows, batch):
                _translate(window, batch, outcome)
    except Interrupted as interrupt:
        outcome.stopped = interrupt.signal
    except KeyboardInterrupt:
        outcome.stopped = signal.SIGINT
    return outcome


def count_articles(arguments: Sequence[str]) -> int:
    """About how many articles the arguments name: files, and lines of JSON lines. What cannot be read counts one."""
    return sum(_count(planned) for planned in plan_inputs(arguments))


def _count(planned: Input | IqtibasError) -> int:
    if isinstance(planned, IqtibasError) or not planned.path.lower().endswith(JSON_LINES):
        return 1
    if not is_regular(planned.path):
        return 1  # counting would take its lines away
    try:
        with open(planned.path, "rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b"")) or 1
    except OSError:
        return 1  # reading it gives the error


def _windows(items: Iterable[Article | IqtibasError], batch: Batch, outcome: Outcome) -> Iterator[Work]:
    """What is left to do, in pieces of about the same size."""
    window: Work = []
    segments = characters = 0
    for article in _unfinished(items, batch, outcome):
        try:
            with batch.isolate(article.id):
                window.append((article, segment_article(article)))
        except DefectError as error:
            _fail(article.id, error, batch, outcome)
            continue
        segments, characters = segments + len(window[-1][1]), characters + len(article.text)
        if segments >= WINDOW_SEGMENTS * batch.translator.windows or characters >= WINDOW_CHARACTERS:
            yield window
            window, segments, characters = [], 0, 0
    if window:
        yield window


def _announced(windows: Iterator[Work], batch: Batch) -> Iterator[Work]:
    """The windows; each next one is announced first, so that a cluster translates it while this one is written."""
    before: Work = []
    for window in windows:
        with suppress(DefectError), batch.isolate(window[0][0].id):  # it shows again, where it can be told
            batch.translator.expect(window)
        if before:
            yield before
        before = window
    if before:
        yield before


def _unfinished(items: Iterable[Article | IqtibasError], batch: Batch, outcome: Outcome) -> Iterator[Article]:
    """The articles of the shard that no run has finished; the others are counted."""
    for position, item in enumerate(items):
        name = item.where if isinstance(item, IqtibasError) else item.id
        ready = isinstance(item, Article) and batch.journal.register(position, item)
        if isinstance(item, Article) and not ready and batch.shard.holds(name):
            yield item
            continue
        batch.progress.finished(name)
        if batch.shard.holds(name):
            outcome.kept += ready
            if isinstance(item, IqtibasError):
                outcome.fail(item)


def _translate(window: Work, batch: Batch, outcome: Outcome) -> None:
    """Translate a window in one plan, and enter its articles; after a defect, each in a plan of its own."""
    try:
        with batch.isolate(window[0][0].id):
            translations = batch.translator.translate_articles(window, batch.progress.translated)
    except DefectError as error:
        if len(window) > 1:
            for one in window:
                _translate([one], batch, outcome)
        else:
            _fail(window[0][0].id, error, batch, outcome)
        return
    for (article, _), made in zip(window, translations, strict=True):
        _enter(article, made, batch, outcome)


def _enter(article: Article, made: Sequence[Translation], batch: Batch, outcome: Outcome) -> None:
    try:
        with batch.isolate(article.id):
            written = batch.write(article, made)
    except (OutputError, DefectError) as error:
        _fail(article.id, error, batch, outcome)
        return
    batch.journal.finish(article, written.files, written.line)
    outcome.done += 1
    outcome.notes += [f"{article.id}: {note}" for note in article.notes]
    outcome.segments += len(made)
    outcome.warned += sum(bool(t.notes) for t in made)
    batch.progress.finished(article.id)


def _fail(name: str, error: IqtibasError, batch: Batch, outcome: Outcome) -> None:
    outcome.fail(error)
    batch.progress.finished(name)


class Interrupted(KeyboardInterrupt):
    """A signal asks the program to end. signal: its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGTERM ends the block as Ctrl-C does: with `Interrupted`. Only a program's main thread hears signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, _: FrameType | None) -> None:
        raise Interrupted(number)

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

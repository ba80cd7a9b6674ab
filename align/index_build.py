"""Making and renewing an index: what is new or changed is encoded, what is gone is dropped, the rest is left alone.

After every few seconds of encoding, what is done becomes a part of the index (align/index_file.py): a killed program
loses those seconds and nothing else. Small parts are merged now and then, so that there are few.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from align.index_file import (
    GRAPH,
    MANIFEST,
    Manifest,
    Part,
    Rows,
    Source,
    article_line,
    article_of,
    check_part,
    live_rows,
    map_rows,
    part_lines,
    quantize,
    read_manifest,
    remove_parts,
    unwritable,
    write_manifest,
    write_part,
)  # fmt: skip
from align.index_graph import graph_at_work, write_graph
from article import Article, IqtibasError, OutputError, read_articles
from article.read import JSON_LINES, STDIN, Input, plan_inputs
from article.sentences import split_clauses, split_sentences
from translate.encode import SentenceEncoder, load_sentence_encoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Speech also stands in what we take for the lead to an embed; embeds themselves and keyword lines are no coverage.
INDEXED_KINDS = frozenset({"heading", "paragraph", "list_item", "caption", "cue"})
# Fewer letters say nothing that could be told from others. Words are no measure: pages that lose spaces glue them.
FEWEST_LETTERS = 6
# About four seconds of encoding.
COMMIT_ROWS = 2048
# 33 MB: parts from this size on are never merged again. Smaller ones are, when there are this many.
LARGE_PART, MOST_SMALL_PARTS = 65_536, 16
# A part is written anew when this share of its rows holds no longer.
MOST_DROPPED = 0.5
_CHUNK = 1 << 20


@dataclass
class IndexReport:
    """What a run did. added, changed, unchanged, dropped: articles. rows: vectors in the index."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    dropped: int = 0
    rows: int = 0
    failures: list[IqtibasError] = field(default_factory=list)


def build_index(
    arguments: Sequence[str], folder: Path, *, rebuild: bool = False, encoder: SentenceEncoder | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> IndexReport:  # fmt: skip
    """Bring the index in a folder up to date with the articles that the arguments name; make it if there is none.

    Files with the bytes they had are skipped. What an argument named before and names no longer is dropped; articles
    that came through other arguments stay. rebuild: forget what is there. progress: called with every file's name.
    Raises ReadError for an index of another version or encoder, DamagedIndexError, and OutputError where nothing can
    be written or another program is at it. What cannot be read is a failure in the report.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            manifest = Manifest() if rebuild or not (folder / MANIFEST).exists() else read_manifest(folder)
            write_manifest(folder, manifest)
            remove_parts(folder, manifest.parts)  # what a killed run left behind
            builder = _Builder(folder, manifest, encoder or load_sentence_encoder())
            builder.work_through(arguments, progress)
            remove_parts(folder, builder.parts)
            return builder.report
    except OSError as error:
        raise unwritable(folder, error) from error


@dataclass(frozen=True, slots=True)
class _Known:
    """Where an article that is in the index stands."""

    part: str
    number: int
    sha256: str
    path: str


class _Builder:
    """The state of one run."""

    def __init__(self, folder: Path, manifest: Manifest, encoder: SentenceEncoder) -> None:
        self.report = IndexReport()
        self._folder, self._encoder = folder, encoder
        self._parts = {part.name: part for part in manifest.parts}
        self._sources = dict(manifest.sources)
        self._known: dict[str, _Known] = {}
        self._of_file: dict[str, set[str]] = {}
        for part in manifest.parts:
            check_part(folder, part)
            for number, line in enumerate(part_lines(folder, part)):
                if number not in part.dropped:
                    article, path = article_of(line)
                    self._enter(article.id, _Known(part.name, number, article.sha256, path))
        self._pending: list[tuple[Article, str, list[tuple[int, int, int]]]] = []
        self._finished: dict[str, Source] = {}
        self._seen: set[str] = set()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that hold now."""
        return tuple(self._parts.values())

    def work_through(self, arguments: Sequence[str], progress: Callable[[str], None]) -> None:
        """Index what is new; drop what is gone."""
        found = {
            _real(planned.path): _real(argument)
            for argument in arguments
            for planned in plan_inputs([argument])
            if isinstance(planned, Input)
        }
        for planned in plan_inputs(arguments):
            if isinstance(planned, IqtibasError):
                self.report.failures.append(planned)
                continue
            progress(planned.short)
            self._index_file(planned, found[_real(planned.path)])
        named = {_real(argument) for argument in arguments}
        for path, source in sorted(self._sources.items()):
            if source.argument in named and path not in found:
                self._drop_file(path, frozenset())
        self._commit()
        self._merge(finished=True)
        self.report.rows = sum(part.rows for part in self.parts)

    def _index_file(self, planned: Input, argument: str) -> None:
        path = _real(planned.path)
        source = Source(_file_sha256(path), argument)
        if source.sha256 and path in self._sources and self._sources[path].sha256 == source.sha256:
            self._finished[path] = source
            self.report.unchanged += len(self._of_file.get(path, ()))
            return
        whole, holding = True, set()
        for item in read_articles([planned.path]):
            if isinstance(item, IqtibasError):
                self.report.failures.append(item)
                whole = False
            else:
                named = (
                    item if planned.path.lower().endswith(JSON_LINES) else dataclasses.replace(item, id=planned.short)
                )
                holding.add(self._index_article(named, path))
        self._drop_file(path, frozenset(holding))
        if whole and source.sha256:
            self._finished[path] = source
        if sum(len(spans) for _, _, spans in self._pending) >= COMMIT_ROWS:
            self._commit()

    def _index_article(self, article: Article, path: str) -> str:
        """Note an article for the next part unless it is there. Returns its id in the index."""
        article = dataclasses.replace(article, id=self._own_id(article.id, path))
        self._seen.add(article.id)
        known = self._known.get(article.id)
        if known and known.sha256 == article.sha256:
            self.report.unchanged += 1
            return article.id
        if known:
            self._drop(article.id)
        self._pending.append((article, path, index_spans(article)))
        self.report.added += known is None
        self.report.changed += known is not None
        return article.id

    def _own_id(self, name: str, path: str) -> str:
        """The id, or with `#2`, `#3` … where another file's article, or an earlier one of this file, has it."""
        number, own = 1, name
        while own in self._seen or (own in self._known and self._known[own].path != path):
            number += 1
            own = f"{name}#{number}"
        return own

    def _drop_file(self, path: str, holding: frozenset[str]) -> None:
        """Drop a file's articles but those that it still holds."""
        for name in sorted(self._of_file.get(path, set()) - holding):
            self._drop(name)
            self.report.dropped += 1
        self._sources.pop(path, None)

    def _enter(self, name: str, known: _Known) -> None:
        self._known[name] = known
        self._of_file.setdefault(known.path, set()).add(name)

    def _drop(self, name: str) -> None:
        known = self._known.pop(name)
        self._of_file[known.path].remove(name)
        part = self._parts[known.part]
        self._parts[part.name] = dataclasses.replace(part, dropped=tuple(sorted({*part.dropped, known.number})))

    def _commit(self) -> None:
        """Encode what is pending as a part, and enter it together with the files that are whole now."""
        pending, self._pending = self._pending, []
        if pending:
            part = write_part(self._folder, *self._encoded(pending))
            self._parts[part.name] = part
            for number, (article, path, _) in enumerate(pending):
                self._enter(article.id, _Known(part.name, number, article.sha256, path))
        self._sources |= self._finished
        self._finished.clear()
        write_manifest(self._folder, Manifest(self.parts, self._sources))
        if pending:
            self._merge(finished=False)

    def _encoded(self, pending: Sequence[tuple[Article, str, list[tuple[int, int, int]]]]) -> tuple[Rows, list[bytes]]:
        import numpy as np

        texts = [article.text[start:end] for article, _, spans in pending for start, end, _ in spans]
        codes, scales = quantize(self._encoder.encode(texts))
        self._encoder.forget()
        spans = [(number, *span) for number, (_, _, own) in enumerate(pending) for span in own]
        rows = Rows(codes, scales, np.array(spans, np.int32).reshape(-1, 4))
        return rows, [article_line(article, path) for article, path, _ in pending]

    def _merge(self, *, finished: bool) -> None:
        """Make one part of the small ones if they are many or large together, and of those that hold little."""
        small = [part for part in self.parts if part.rows < LARGE_PART]
        full = len(small) > MOST_SMALL_PARTS or sum(part.rows for part in small) >= LARGE_PART
        chosen = small if full and len(small) > 1 else []
        if finished:
            chosen = chosen or [
                part for part in self.parts if part.dropped and self._dropped_share(part) > MOST_DROPPED
            ]
        if not chosen:
            return
        rows, lines, moved = self._gathered(chosen)
        for part in chosen:
            del self._parts[part.name]
        if lines:
            graph = write_graph(rows, self._folder / f".{GRAPH}") if graph_at_work(len(rows.vectors)) else None
            part = write_part(self._folder, rows, lines, graph)
            self._parts[part.name] = part
            for number, name in enumerate(moved):
                self._known[name] = dataclasses.replace(self._known[name], part=part.name, number=number)
        write_manifest(self._folder, Manifest(self.parts, self._sources))

    def _dropped_share(self, part: Part) -> float:
        return 1 - float(live_rows(map_rows(self._folder, part), part).mean()) if part.rows else 1.0

    def _gathered(self, parts: Sequence[Part]) -> tuple[Rows, list[bytes], list[str]]:
        """What holds in some parts, with new article numbers, and the articles' ids by these."""
        import numpy as np

        place = {(known.part, known.number): name for name, known in self._known.items()}
        lines: list[bytes] = []
        names: list[str] = []
        gathered: list[tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.int32]]] = []
        for part in parts:
            rows, own = map_rows(self._folder, part), part_lines(self._folder, part)
            number = np.full(len(own), -1, np.int32)
            for at, line in enumerate(own):
                if (part.name, at) in place:
                    number[at] = len(lines)
                    lines.append(line)
                    names.append(place[part.name, at])
            keep = number[rows.spans[:, 0]] >= 0
            spans = rows.spans[keep]
            spans[:, 0] = number[spans[:, 0]]
            gathered.append((rows.vectors[keep], rows.scales[keep], spans))
        vectors, scales, spans = (np.concatenate(column) for column in zip(*gathered, strict=True))
        return Rows(vectors, scales, spans), lines, names


def index_spans(article: Article) -> list[tuple[int, int, int]]:
    """What of an article is encoded: its sentences (0), and their clauses (1) where there are several, in order."""
    found = []
    for block in article.blocks:
        if block.kind not in INDEXED_KINDS:
            continue
        for sentence in split_sentences(article.text, block.start, block.end):
            clauses = split_clauses(article.text, sentence)
            found.append((sentence.start, sentence.end, 0))
            found += [(clause.start, clause.end, 1) for clause in clauses if len(clauses) > 1]
    return [span for span in found if sum(map(str.isalpha, article.text[span[0] : span[1]])) >= FEWEST_LETTERS]


def _real(path: str) -> str:
    return path if path == STDIN else os.path.realpath(path)


def _file_sha256(path: str) -> str:
    """The digest of a file's bytes; "" for what cannot be read twice, or not at all, which reading then explains."""
    if not os.path.isfile(path):
        return ""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other writers out. A database's lock serves, because every system releases it with the process."""
    with ExitStack() as closing:
        try:
            lock = sqlite3.connect(folder / ".iqtibas-index.lock", timeout=0, isolation_level=None)
            closing.callback(lock.close)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            problem = "another program is indexing here" if busy else f"the index cannot be locked ({error})"
            raise OutputError(str(folder), problem, "wait for it, or choose another folder with --index") from error
        yield

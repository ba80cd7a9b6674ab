"""Making and renewing an index: what is new or changed is encoded, what is gone is dropped, the rest is left alone.

After every few seconds of encoding, what is done becomes a part of the index (align/index/file.py): a killed program
loses those seconds and nothing else. Small parts are merged now and then, so that there are few.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from iqtibas.align.index.file import (
    GRAPH,
    MANIFEST,
    PARTS,
    STAGED,
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
    read_manifest,
    remove_parts,
    unwritable,
    write_manifest,
    write_part,
)  # fmt: skip
from iqtibas.align.index.graph import graph_at_work, write_graph
from iqtibas.align.index.rows import Codes, LocalRows, RowMaker, cut_batches, rows_of_texts
from iqtibas.article import Article, IqtibasError, OutputError, Segment, read_articles
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.read import JSON_LINES, STDIN, Input, plan_inputs
from iqtibas.article.mending import as_read
from iqtibas.article.reading import Reading
from iqtibas.article.visible import VisibleArticle, visible, visible_article
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.storage.write import refuse_links

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Speech also stands in what we take for the lead to an embed; embeds themselves and keyword lines are no coverage.
INDEXED_KINDS = frozenset({"heading", "paragraph", "list_item", "caption", "cue"})
# Fewer letters say nothing that could be told from others. Words are no measure: pages that lose spaces glue them.
FEWEST_LETTERS = 6
# A shorter quotation is a term or a title, and no sentence ends with it.
FEWEST_QUOTED_WORDS = 3
# About four seconds of encoding.
COMMIT_ROWS = 2048
# 33 MB: parts from this size on are never merged again. Smaller ones are, when there are this many.
LARGE_PART, MOST_SMALL_PARTS = 65_536, 16
# A part is written anew when this share of its rows holds no longer.
MOST_DROPPED = 0.5
LOCK = ".iqtibas-index.lock"
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
    arguments: Sequence[str], folder: Path, *, rebuild: bool = False, maker: RowMaker | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> IndexReport:  # fmt: skip
    """Bring the index in a folder up to date with the articles that the arguments name; make it if there is none.

    Files with the bytes they had are skipped. What an argument named before and names no longer is dropped; articles
    that came through other arguments stay. rebuild: forget what is there. maker: who encodes; this process if None.
    progress: called with every file's name. Raises ReadError for an index of another version or encoder,
    DamagedIndexError, and OutputError where nothing can be written or another program is at it. What cannot be read is
    a failure in the report.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_links(folder, *(folder / name for name in (MANIFEST, STAGED, PARTS, LOCK, f".{GRAPH}")))
        with _alone(folder):
            manifest = Manifest() if rebuild or not (folder / MANIFEST).exists() else read_manifest(folder)
            write_manifest(folder, manifest)
            remove_parts(folder, manifest.parts)  # what a killed run left behind
            builder = _Builder(folder, manifest, maker or LocalRows(load_sentence_encoder()))
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


@dataclass(slots=True)
class _Commit:
    """What is entered in the index in one step, so that nobody ever sees an article twice or not at all.

    articles: new ones, with their file and spans. dropped: ids that hold no longer. gone: files that are no longer in
    the index as a whole; finished: files that are from now on. rows: spans of the articles.
    """

    articles: list[tuple[Article, str, list[tuple[int, int, int]]]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    finished: dict[str, Source] = field(default_factory=dict)
    rows: int = 0

    def texts(self) -> list[str]:
        """What is to be encoded, a text a row."""
        texts = ((as_read(article), spans) for article, _, spans in self.articles)
        return [visible(text[start:end]).text for text, spans in texts for start, end, _ in spans]


class _Builder:
    """The state of one run.

    Reading goes ahead of entering by some commits (`RowMaker.ahead`): `_known`, `_parts` and `_sources` are what is
    entered, `_open` and `_sent` what is not yet.
    """

    def __init__(self, folder: Path, manifest: Manifest, maker: RowMaker) -> None:
        self.report = IndexReport()
        self._folder, self._maker = folder, maker
        self._parts = {part.name: part for part in manifest.parts}
        self._sources = dict(manifest.sources)
        self._known: dict[str, _Known] = {}
        self._of_file: dict[str, set[str]] = {}  # as the run found it
        for part in manifest.parts:
            check_part(folder, part)
            for number, line in enumerate(part_lines(folder, part)):
                if number not in part.dropped:
                    article, path = article_of(line)
                    self._known[article.id] = _Known(part.name, number, article.sha256, path)
                    self._of_file.setdefault(path, set()).add(article.id)
        self._open = _Commit()
        self._sent: deque[tuple[_Commit, list[list[str]]]] = deque()
        self._seen: set[str] = set()
        self._dropped: set[str] = set()

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
        earlier = sorted(self._sources.items())
        for planned in plan_inputs(arguments):
            if isinstance(planned, IqtibasError):
                self.report.failures.append(planned)
                continue
            progress(planned.short)
            self._index_file(planned, found[_real(planned.path)])
        named = {_real(argument) for argument in arguments}
        for path, source in earlier:
            if source.argument in named and path not in found:
                self._open.gone.append(path)
                self._drop_all(path, frozenset())
        self._send()
        self._enter_sent(0)
        self._merge(finished=True)
        self.report.rows = sum(part.rows for part in self.parts)

    def _index_file(self, planned: Input, argument: str) -> None:
        path = _real(planned.path)
        source = Source(_file_sha256(path), argument)
        if source.sha256 and path in self._sources and self._sources[path].sha256 == source.sha256:
            self._open.finished[path] = source
            self.report.unchanged += len(self._of_file.get(path, ()))
            return
        self._open.gone.append(path)
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
        self._drop_all(path, frozenset(holding))
        if whole and source.sha256:
            self._open.finished[path] = source

    def _index_article(self, article: Article, path: str) -> str:
        """Note an article for the next commit unless it is there. Returns its id in the index."""
        if self._open.rows >= COMMIT_ROWS:
            self._send()
        article = dataclasses.replace(article, id=self._own_id(article.id, path))
        self._seen.add(article.id)
        known = self._holding(article.id)
        if known and known.sha256 == article.sha256:
            self.report.unchanged += 1
            return article.id
        if known:
            self._drop(article.id)
        seen = visible_article(article)
        spans = [(*_located(seen, start, end), kind) for start, end, kind in index_spans(ArticleReading(seen.article))]
        self._open.articles.append((article, path, spans))
        self._open.rows += len(spans)
        self.report.added += known is None
        self.report.changed += known is not None
        return article.id

    def _own_id(self, name: str, path: str) -> str:
        """The id, or with `#2`, `#3` … where another file's article, or an earlier one of this file, has it."""
        number, own = 1, name
        while own in self._seen or ((known := self._holding(own)) and known.path != path):
            number += 1
            own = f"{name}#{number}"
        return own

    def _holding(self, name: str) -> _Known | None:
        """The article of an id, unless this run has dropped it."""
        return None if name in self._dropped else self._known.get(name)

    def _drop_all(self, path: str, holding: frozenset[str]) -> None:
        """Drop a file's articles but those that it still holds."""
        for name in sorted(self._of_file.get(path, set()) - holding):
            self._drop(name)
            self.report.dropped += 1

    def _drop(self, name: str) -> None:
        self._dropped.add(name)
        self._open.dropped.append(name)

    def _send(self) -> None:
        """Have what is open encoded, and enter what was sent so long ago that it should be."""
        commit, self._open = self._open, _Commit()
        batches = cut_batches(commit.texts())
        self._maker.begin(batches)
        self._sent.append((commit, batches))
        self._enter_sent(self._maker.ahead)

    def _enter_sent(self, ahead: int) -> None:
        """Enter the commits that were sent, in order, but the last `ahead`."""
        while len(self._sent) > ahead:
            self._enter(*self._sent.popleft())

    def _enter(self, commit: _Commit, batches: Sequence[Sequence[str]]) -> None:
        """Write a commit's rows as a part, and enter it together with the files that are whole now."""
        for name in commit.dropped:
            known = self._known.pop(name)
            part = self._parts[known.part]
            self._parts[part.name] = dataclasses.replace(part, dropped=tuple(sorted({*part.dropped, known.number})))
        if commit.articles:
            codes = rows_of_texts(commit.texts(), batches, self._maker.finish(batches))
            lines = [article_line(article, path) for article, path, _ in commit.articles]
            part = write_part(self._folder, _as_rows(commit, codes), lines)
            self._parts[part.name] = part
            for number, (article, path, _) in enumerate(commit.articles):
                self._known[article.id] = _Known(part.name, number, article.sha256, path)
        for path in commit.gone:
            self._sources.pop(path, None)
        self._sources |= commit.finished
        write_manifest(self._folder, Manifest(self.parts, self._sources))
        if commit.articles:
            self._merge(finished=False)

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


def _as_rows(commit: _Commit, codes: Codes) -> Rows:
    import numpy as np

    spans = [(number, *span) for number, (_, _, own) in enumerate(commit.articles) for span in own]
    return Rows(codes.codes, codes.scales, np.array(spans, np.int32).reshape(-1, 4))


def _located(seen: VisibleArticle, start: int, end: int) -> tuple[int, int]:
    return seen.view.to_source(start, end) if seen.view else (start, end)


def index_spans(reading: ArticleReading) -> list[tuple[int, int, int]]:
    """What of an article is encoded, in order and each once: its sentences (0), and parts of sentences (1).

    Sentences inside a quotation, where the quotation and not its sentences ends what encloses it, are sentences too.
    """
    found: dict[tuple[int, int], int] = {}
    for block in reading.article.blocks:
        if block.kind in INDEXED_KINDS:
            for sentence in reading.sentences(block.start, block.end):
                for part, kind in _sentence_parts(reading, sentence):
                    found.setdefault((part.start, part.end), kind)
    return [
        (start, end, kind)
        for (start, end), kind in found.items()
        if sum(map(str.isalpha, reading.text[start:end])) >= FEWEST_LETTERS
    ]


def _sentence_parts(reading: Reading, sentence: Segment) -> Iterator[tuple[Segment, int]]:
    """A sentence, its clauses, the sentences of its quotations, and what lies between the ends of these."""
    yield sentence, 0
    text = reading.text
    quoted = [
        Segment(sentence.start + mark.open + 1, sentence.start + mark.close)
        for mark in reading.marks(sentence.start, sentence.end)
        if mark.close is not None
    ]
    quoted = [span for span in quoted if len(text[span.start : span.end].split()) >= FEWEST_QUOTED_WORDS]
    for span in quoted:
        own = reading.sentences(span.start, span.end)
        yield from ((inner, 0) for inner in own if len(own) > 1)
    clauses = reading.clauses(sentence)
    yield from ((clause, 1) for clause in clauses if len(clauses) > 1)
    # Where a stop behind the closing mark is forgotten, sentences run on: "…" قال. "…" ثم قال.
    ends = sorted({sentence.start, *(span.end + 1 for span in quoted), sentence.end})
    for start, end in pairwise(ends):
        piece = text[start:end]
        if len(ends) > 2 and len(piece.split()) >= FEWEST_QUOTED_WORDS:
            yield Segment(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())), 1


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
            lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
            closing.callback(lock.close)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            busy = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
            problem = "another program is indexing here" if busy else f"the index cannot be locked ({error})"
            raise OutputError(str(folder), problem, "wait for it, or choose another folder with --index") from error
        yield

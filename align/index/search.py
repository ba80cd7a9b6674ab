"""Finding English statements in indexed Arabic coverage: the index opened for reading, and its search.

A hit's score is a margin (CSLS of Conneau et al. 2018, the "distance" of Artetxe & Schwenk 2019, section 3): twice the
similarity of statement and span, less the mean similarity of each to its nearest neighbours among what is known to be
unrelated. These are sentences that ship with the package and, for the span, the other statements of the search. The
index is no part of that background: there, the nearest neighbours of a statement are its renderings by other outlets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iqtibas.align.find.evidence import centred
from iqtibas.align.find.match import load_matcher
from iqtibas.align.find.query import clean
from iqtibas.align.index.file import (
    ARTICLES,
    GRAPH,
    PARTS,
    DamagedIndexError,
    Manifest,
    Part,
    article_of,
    check_part,
    live_rows,
    map_rows,
    read_manifest,
)  # fmt: skip
from iqtibas.align.index.graph import has_usearch, nearest_rows, open_graph
from iqtibas.article import Article
from iqtibas.models.sentence_encoder import SentenceEncoder, load_sentence_encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.sentence_encoder import Vectors

# Rows that are turned into floats together: they stay in the processor's cache (bench/measure/index.py).
BLOCK = 1024
# Scores that are in memory together: 64 MB.
MOST_SCORES = 16_000_000
# Up to here (100 000 sentences with their clauses) everything is scanned; beyond, parts that have a graph are searched
# in it.
EXACT_ROWS = 250_000
NO_GRAPH = "more than 100 000 sentences, and usearch is not installed: exact search goes on, slowly (iqtibas[index])"
# What is looked at again with the margin, for every hit that is asked for.
DEEPER, FEWEST_DEEP = 4, 32
# Neighbours of the margin, and the margin from which on a hit is likely a rendering: 98 of 100 statements that no
# article has stay under it (bench/measure/index.py, which also measures the figures below).
NEIGHBOURS, LIKELY = 4, 0.21
# What a clause has to be better by than whole sentences: the shorter a span, the more it is like by chance.
CLAUSE = 0.2
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A span of an indexed article. score: margin. similarity: centred cosine, at most 1."""

    article_id: str
    start: int
    end: int
    score: float
    similarity: float

    @property
    def likely(self) -> bool:
        """Whether the score alone speaks for a rendering."""
        return self.score >= LIKELY


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of the index for a statement: its part, its place there, and its similarity."""

    part: int
    row: int
    similarity: float


class Index:
    """An index, opened for reading by `Index.open`. It stays as it was, whatever a writer does meanwhile.

    notes: what the user should know.
    """

    def __init__(self, folder: Path, manifest: Manifest, encoder: SentenceEncoder | None) -> None:
        self._encoder = encoder
        self._parts = [_OpenPart(folder, part) for part in manifest.parts if part.rows]
        self.rows = sum(part.rows for part in manifest.parts)
        far = self.rows > EXACT_ROWS
        self.notes = (NO_GRAPH,) if far and not has_usearch() else ()
        self._uses_graphs = far and has_usearch()

    @classmethod
    def open(cls, folder: Path, encoder: SentenceEncoder | None = None) -> Index:
        """The index in a folder, its files checked. encoder: the shared one if None, loaded when a text is searched.

        Raises ReadError if there is none or it is of another version or encoder, DamagedIndexError if a file is
        damaged.
        """
        for left in reversed(range(ATTEMPTS)):
            manifest = read_manifest(folder)
            try:
                for part in manifest.parts:
                    check_part(folder, part)
                return cls(folder, manifest, encoder)
            except (DamagedIndexError, FileNotFoundError):
                # A writer may have replaced the parts between the two readings.
                if not left or read_manifest(folder) == manifest:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def articles(self) -> Iterator[Article]:
        """All articles, in order of their ids."""
        for name in sorted(self._places):
            yield self.article(name)

    def article(self, name: str) -> Article:
        """An article by its id, text and all: the file it is from need not be there. Raises KeyError."""
        part, number = self._places[name]
        return self._parts[part].article(number)

    def rows_of(self, name: str) -> tuple[Vectors, NDArray[np.bool_]]:
        """The spans of an article: centred unit rows (n, 512), and (n,) whether they are clauses. Raises KeyError."""
        part, number = self._places[name]
        return self._parts[part].rows_of(number)

    def search(self, statements: Sequence[str] | Vectors, k: int = 10) -> list[list[Hit]]:
        """For every statement the k spans with the highest score, best first, no two of which overlap.

        statements: English texts, or (n, 512) rows that `SentenceEncoder` made of texts cleaned like
        `align.find.query.clean`. Search all statements of a library at once: each is background to the others.
        """
        rows = self._encoded(statements)
        if not len(rows) or not self._parts:
            return [[] for _ in range(len(rows))]
        mean = load_matcher().background
        queries = centred(rows, mean.english)
        deep = max(FEWEST_DEEP, DEEPER * k)
        found = [one for group in self._groups(len(queries)) for one in self._nearest(queries[group], deep)]
        margins = self._margins(queries, found)
        return [
            self._hits(sorted(zip(margin, own, strict=True), key=lambda pair: (-pair[0], pair[1].part, pair[1].row)), k)
            for margin, own in zip(margins, found, strict=True)
        ]

    def _encoded(self, statements: Sequence[str] | Vectors) -> Vectors:
        if not isinstance(statements, Sequence):
            return statements
        encoder = self._encoder or load_sentence_encoder()
        rows = encoder.encode([clean(text) for text in statements])
        encoder.forget()
        return rows

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Part and number of every article by its id."""
        return {name: (at, number) for at, part in enumerate(self._parts) for number, name in part.live_names()}

    def _groups(self, count: int) -> Iterator[slice]:
        """Queries whose scores fit into memory together."""
        size = max(1, MOST_SCORES // max(1, self.rows))
        for first in range(0, count, size):
            yield slice(first, first + size)

    def _nearest(self, queries: Vectors, count: int) -> list[list[_Found]]:
        """For every query the most similar rows of each part, `count` of all parts together, best first."""
        found: list[list[_Found]] = [[] for _ in queries]
        for at, part in enumerate(self._parts):
            near = part.near(queries, count) if self._uses_graphs else None
            rows, similarities = near or part.scan(queries, count)
            for own, numbers, values in zip(found, rows.tolist(), similarities.tolist(), strict=True):
                own += [_Found(at, row, value) for row, value in zip(numbers, values, strict=True) if value > -1]
        return [sorted(own, key=lambda one: (-one.similarity, one.part, one.row))[:count] for own in found]

    def _margins(self, queries: Vectors, found: Sequence[Sequence[_Found]]) -> list[list[float]]:
        """The margin of everything found."""
        import numpy as np

        arabic, english = load_background()
        ours = mean_of_best(queries @ arabic.T)
        others = np.concatenate([english, np.unique(queries, axis=0)])
        theirs: dict[tuple[int, int], float] = {}
        for at, part in enumerate(self._parts):
            rows = sorted({one.row for own in found for one in own if one.part == at})
            for first in range(0, len(rows), BLOCK):
                block = rows[first : first + BLOCK]
                near = mean_of_best(part.vectors(block) @ others.T).tolist()
                theirs |= {(at, row): value for row, value in zip(block, near, strict=True)}
        return [
            [2 * one.similarity - mean - theirs[one.part, one.row] - CLAUSE * self._is_clause(one) for one in own]
            for mean, own in zip(ours.tolist(), found, strict=True)
        ]

    def _is_clause(self, one: _Found) -> bool:
        return bool(self._parts[one.part].rows.spans[one.row, 3])

    def _hits(self, ranked: Sequence[tuple[float, _Found]], k: int) -> list[Hit]:
        hits: list[Hit] = []
        for score, one in ranked:
            part = self._parts[one.part]
            number, start, end, _ = part.rows.spans[one.row].tolist()
            name = part.name(number)
            if all(hit.article_id != name or hit.end <= start or end <= hit.start for hit in hits):
                hits.append(Hit(name, start, end, score, one.similarity))
            if len(hits) == k:
                break
        return hits


class _OpenPart:
    """A part with its rows mapped into memory and its articles parsed when they are asked for."""

    def __init__(self, folder: Path, part: Part) -> None:
        import numpy as np

        self.part, self.rows = part, map_rows(folder, part)
        place = folder / PARTS / part.name
        self._lines = np.memmap(place / ARTICLES, np.uint8, "r")
        self._graph: Any = open_graph(place / GRAPH) if GRAPH in part.files and has_usearch() else None
        self._dead = np.flatnonzero(~live_rows(self.rows, part))
        self._names: dict[int, str] = {}

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        """Where the articles' lines end."""
        import numpy as np

        return np.flatnonzero(self._lines == ord("\n")) + 1

    def article(self, number: int) -> Article:
        """The article with a number."""
        start = int(self._ends[number - 1]) if number else 0
        return article_of(self._lines[start : int(self._ends[number])].tobytes())[0]

    def name(self, number: int) -> str:
        """The id of the article with a number."""
        if number not in self._names:
            self._names[number] = self.article(number).id
        return self._names[number]

    def live_names(self) -> Iterator[tuple[int, str]]:
        """Numbers and ids of the articles that hold."""
        for number in range(len(self._ends)):
            if number not in self.part.dropped:
                yield number, self.name(number)

    def vectors(self, rows: Sequence[int] | NDArray[np.int64] | slice) -> Vectors:
        """(n, d): rows, centred, of unit length."""
        plain = self.rows.vectors[rows] * self.rows.scales[rows][:, None]
        return centred(plain, load_matcher().background.arabic)

    def rows_of(self, number: int) -> tuple[Vectors, NDArray[np.bool_]]:
        """The rows of the article with a number, which stand together, and whether they are clauses."""
        import numpy as np

        numbers = self.rows.spans[:, 0]
        first, last = (int(np.searchsorted(numbers, number, side)) for side in ("left", "right"))
        return self.vectors(slice(first, last)), np.asarray(self.rows.spans[first:last, 3], bool)

    def scan(self, queries: Vectors, count: int) -> tuple[NDArray[np.int64], Vectors]:
        """(q, m) rows and similarities of the most similar, m = min(count, n), by looking at all of them."""
        import numpy as np

        scores = self._similarities(queries)
        scores[:, self._dead] = -2
        return _best(scores, min(count, scores.shape[1]), np.arange(scores.shape[1]))

    def near(self, queries: Vectors, count: int) -> tuple[NDArray[np.int64], Vectors] | None:
        """As `scan`, of the rows that the graph proposes; None without a graph."""
        import numpy as np

        if self._graph is None:
            return None
        proposed = nearest_rows(self._graph, queries, 2 * count)
        scores = np.full(proposed.shape, -2, np.float32)
        for at, row in enumerate(proposed):
            alive = np.flatnonzero((row >= 0) & ~np.isin(row, self._dead))
            scores[at, alive] = self.vectors(row[alive]) @ queries[at]
        order = np.argsort(-scores, axis=1, kind="stable")[:, :count]
        return np.take_along_axis(proposed, order, 1), np.take_along_axis(scores, order, 1)

    def _similarities(self, queries: Vectors) -> Vectors:
        """(q, n): centred cosines; the rows are not centred, what that would change is taken off the products."""
        import numpy as np

        mean = load_matcher().background.arabic
        products = self._products(queries)
        products -= (queries @ mean)[:, None]
        products *= self._stretch
        return np.asarray(products, np.float32)

    @cached_property
    def _stretch(self) -> Vectors:
        """(n,): one over the length of each row when the mean is taken off; rows have unit length before."""
        import numpy as np

        mean = load_matcher().background.arabic
        length = np.maximum(1 - 2 * self._products(mean[None])[0] + float(mean @ mean), 1e-9)
        return np.asarray(1 / np.sqrt(length), np.float32)

    def _products(self, queries: Vectors) -> Vectors:
        """(q, n): inner products with the rows, turned into floats block by block."""
        import numpy as np

        floats = np.empty((BLOCK, queries.shape[1]), np.float32)
        products = np.empty((len(queries), len(self.rows.vectors)), np.float32)
        for first in range(0, products.shape[1], BLOCK):
            block = self.rows.vectors[first : first + BLOCK]
            np.copyto(floats[: len(block)], block)
            products[:, first : first + len(block)] = queries @ floats[: len(block)].T
        products *= self.rows.scales
        return products


def _best(scores: Vectors, count: int, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Vectors]:
    """The rows with the `count` highest scores of every query."""
    import numpy as np

    chosen = (
        np.argpartition(-scores, count - 1, axis=1)[:, :count]
        if count < len(rows)
        else rows[None].repeat(len(scores), 0)
    )
    return chosen, np.take_along_axis(scores, chosen, 1)


def mean_of_best(similarities: Vectors) -> Vectors:
    """(n,): the mean of each row's NEIGHBOURS highest values."""
    import numpy as np

    best = np.partition(similarities, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    return np.asarray(best.mean(axis=1), np.float32)


@lru_cache(maxsize=1)
def load_background() -> tuple[Vectors, Vectors]:
    """Centred unit rows of 500 Arabic and 500 English sentences of all sorts (bench/measure/index.py --background)."""
    import numpy as np

    mean = load_matcher().background
    with (files("iqtibas.align.index") / "sentences.npz").open("rb") as file, np.load(file) as stored:
        arabic, english = (stored[name].astype(np.float32) * stored[f"{name}_scales"][:, None] for name in ("ar", "en"))
    return centred(arabic, mean.arabic), centred(english, mean.english)

"""Which statements an article may render at all: what sentence vectors say before anything is read closely.

The score is the margin of align/index/search.py, taken over all spans of an article, with sentences of all sorts for a
background and nothing else: in a list of official statements many are variants of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from iqtibas.align.find.evidence import centred
from iqtibas.align.find.match import load_matcher
from iqtibas.align.find.query import clean
from iqtibas.align.index.build import index_spans
from iqtibas.align.index.search import CLAUSE, Index, load_background, mean_of_best
from iqtibas.article.article_reading import ArticleReading
from iqtibas.models.sentence_encoder import SentenceEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.sentence_encoder import Vectors

# 993 of 1000 renderings reach this in their article, and 7 of 100 statements in an article that has nothing to do with
# them (bench/fit/check.py).
NEAR = 0.1


class ArticleRows(NamedTuple):
    """The spans of an article as the encoder has them.

    vectors: (n, 512) centred unit rows. clauses: (n,) whether a span is only a clause.
    """

    vectors: Vectors
    clauses: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Nearness:
    """Statements, ready to be held against one article after the other.

    statements: (q, 512) centred unit rows. usual: (q,) how similar each is to its nearest neighbours in the background.
    """

    statements: Vectors
    usual: Vectors

    @classmethod
    def of(cls, texts: Sequence[str], encoder: SentenceEncoder) -> Nearness:
        """That of these statements."""
        return cls.of_rows(centred(encoder.encode([clean(text) for text in texts]), load_matcher().background.english))

    @classmethod
    def of_rows(cls, statements: Vectors) -> Nearness:
        """That of rows, (q, 512), centred."""
        import numpy as np

        arabic, _ = load_background()
        return cls(statements, mean_of_best(statements @ arabic.T) if len(statements) else np.zeros(0, np.float32))

    def near(self, rows: ArticleRows, least: float = NEAR) -> list[int]:
        """The numbers of the statements that an article may render, in order."""
        import numpy as np

        if not len(rows.vectors) or not len(self.statements):
            return []
        _, english = load_background()
        theirs = mean_of_best(rows.vectors @ english.T) + CLAUSE * rows.clauses
        best = (2 * self.statements @ rows.vectors.T - theirs).max(axis=1) - self.usual
        return np.flatnonzero(best >= least).tolist()


def rows_of(reading: ArticleReading, source: SentenceEncoder | Index) -> ArticleRows:
    """The rows of an article: encoded now, or as an index has them."""
    import numpy as np

    if isinstance(source, Index):
        return ArticleRows(*source.rows_of(reading.article.id))
    spans = index_spans(reading)
    vectors = source.encode([reading.part(start, end) for start, end, _ in spans])
    return ArticleRows(centred(vectors, load_matcher().background.arabic), np.array([c for *_, c in spans], bool))

"""Which statements an article may render at all: what sentence vectors say before anything is read closely.

The score is the margin of align/search.py, taken over all spans of an article, with sentences of all sorts for a
background and nothing else: in a list of official statements many are variants of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from align.evidence import centred
from align.index_build import index_spans
from align.match import load_matcher
from align.search import CLAUSE, Index, load_background, mean_of_best
from align.statement import clean
from article import Article
from translate.encode import SentenceEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from translate.encode import Vectors

# 993 of 1000 renderings reach this in their article, and 7 of 100 statements in an article that has nothing to do with
# them (bench/check.py).
NEAR = 0.1
# Articles whose sentences are encoded together.
TOGETHER = 32


class ArticleRows(NamedTuple):
    """The spans of an article as the encoder has them.

    vectors: (n, 512) centred unit rows. clauses: (n,) whether a span is only a clause.
    """

    vectors: Vectors
    clauses: NDArray[np.bool_]


def near_statements(queries: Vectors, articles: Iterable[ArticleRows], least: float = NEAR) -> list[list[int]]:
    """For every article the numbers of the statements that it may render, in order.

    queries: (q, 512), see `statement_rows`.
    """
    import numpy as np

    arabic, english = load_background()
    ours = mean_of_best(queries @ arabic.T) if len(queries) else np.zeros(0)
    found: list[list[int]] = []
    for rows in articles:
        if not len(rows.vectors) or not len(queries):
            found.append([])
            continue
        theirs = mean_of_best(rows.vectors @ english.T) + CLAUSE * rows.clauses
        best = (2 * queries @ rows.vectors.T - theirs).max(axis=1) - ours
        found.append(np.flatnonzero(best >= least).tolist())
    return found


def statement_rows(texts: Sequence[str], encoder: SentenceEncoder) -> Vectors:
    """(n, 512): statements as they are compared."""
    return centred(encoder.encode([clean(text) for text in texts]), load_matcher().background.english)


def encoded_rows(articles: Sequence[Article], encoder: SentenceEncoder) -> Iterator[ArticleRows]:
    """The rows of articles, encoded now."""
    import numpy as np

    mean = load_matcher().background.arabic
    for first in range(0, len(articles), TOGETHER):
        group = articles[first : first + TOGETHER]
        spans = [index_spans(article) for article in group]
        encoder.encode([a.text[start:end] for a, own in zip(group, spans, strict=True) for start, end, _ in own])
        for article, own in zip(group, spans, strict=True):
            vectors = encoder.encode([article.text[start:end] for start, end, _ in own])
            yield ArticleRows(centred(vectors, mean), np.array([clause for *_, clause in own], bool))
        encoder.forget()


def indexed_rows(articles: Sequence[Article], index: Index) -> Iterator[ArticleRows]:
    """The rows of articles as their index has them."""
    for article in articles:
        yield ArticleRows(*index.rows_of(article.id))

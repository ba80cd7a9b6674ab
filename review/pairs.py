"""What a review teaches the translation memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from iqtibas.report import ArticleResult
from iqtibas.report.exchange.pairs import is_pair
from iqtibas.review.model import UNTOUCHED, Decision, Subject
from iqtibas.review.replay import states
from iqtibas.translate import Pair


def accepted_pairs(results: Sequence[ArticleResult], decisions: Sequence[Decision]) -> Iterator[Pair]:
    """The pairs that reviewers vouch for, in the order of the run.

    results: as people left them, see `reviewed`. Of every accepted statement: its rendering with what was said, where
    that is faithful and in one piece, and the sentences whose English somebody edited. What was edited but not accepted
    is unfinished, and left out.
    """
    held = states(decisions)
    for result in results:
        article = result.article
        for alignment, review in result.reviewed():
            if review.status != "accepted":
                continue
            origin = f"review: {review.reviewer}"
            if alignment.rendering and is_pair(alignment, review):
                yield Pair(article.slice(alignment.rendering), alignment.embed.text, origin)
            for segment, english in held.get(Subject.of(article, alignment.embed), UNTOUCHED).english:
                yield Pair(article.slice(segment), english, origin)


def distinct(pairs: Iterable[Pair]) -> list[Pair]:
    """Each pair once, in order."""
    return list(dict.fromkeys(pairs))

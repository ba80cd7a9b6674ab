"""Which statement to look at next: the one whose verdict is the least sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from iqtibas.align.model import Alignment
from iqtibas.report import ArticleResult
from iqtibas.review.model import Subject


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in the queue. place: from 1. article: index in the results. number: in its article, from 1.

    key: of the subject. confidence: that the run's verdict is right, by which the queue is ordered.
    """

    place: int
    subject: Subject
    key: str
    article: int
    number: int
    confidence: float


def own_confidence(alignment: Alignment) -> float:
    """As the run computed it: the probability of the verdict's label, which for "missing" is that there is none."""
    return alignment.verdict.confidence


def queue(
    results: Sequence[ArticleResult], confidence: Callable[[Alignment], float] = own_confidence
) -> tuple[Item, ...]:
    """Every statement of a run once, the least sure first, equally sure ones in the order of the run.

    confidence: of an alignment, 0 to 1. An article that was given twice has its statements in the queue once: a
    decision is about the text, wherever the file lies.
    """
    found: dict[Subject, tuple[float, int, int]] = {}
    for at, result in enumerate(results):
        for number, alignment in enumerate(result.alignments, 1):
            found.setdefault(Subject.of(result.article, alignment.embed), (confidence(alignment), at, number))
    ordered = sorted(found.items(), key=lambda item: item[1])
    return tuple(
        Item(place, subject, subject.key, at, number, sure)
        for place, (subject, (sure, at, number)) in enumerate(ordered, 1)
    )

"""A second look at what the matcher is not sure of: would a translation model make the statement of its best stretch?

The log-probability of a statement given a stretch says little alone, because some statements are likely whatever they
render. What says more is how much of its surprise the stretch takes away, compared with the runners-up of the same
article: a pointwise mutual information by forced decoding (Church & Hanks 1990; Sennrich 2017 for the decoding). Of a
statement of several sentences each is asked for too, since a rendering may leave the others out.
Fitted by bench/fit/aligner.py on odds of models that had not seen the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.match import Asked, Scored, SecondLook, log_odds
from iqtibas.align.find.query import Query
from iqtibas.article.model import overlaps
from iqtibas.article.reading import Reading

# Log odds of "rendered here" between which the matcher is not sure. On the development set every error of the
# matcher lies between them (cross-validated), with three in ten of its decisions.
DOUBTFUL = (-4.0, 5.0)
RUNNERS_UP = 2
# Sentences of a statement that are asked for on their own.
MOST_SENTENCES = 4


class Judge(Protocol):
    """What a translation model is asked; `models.Contrast` is one."""

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        """Natural logarithm of the probability of each English text given the Arabic one."""


def is_doubtful(scored: Scored, none: float) -> bool:
    """Whether a second look is worth its time."""
    return bool(len(scored.stretches)) and DOUBTFUL[0] < log_odds(scored.utilities, none) < DOUBTFUL[1]


def look_again(reading: Reading, query: Query, scored: Scored, none: float, look: SecondLook, judge: Judge) -> Scored:
    """The candidates of a doubtful statement with what the translation model says of "missing"; others unchanged.

    none: utility of "not rendered here". Costs three forced decodings, about 30 ms, and three for each sentence of a
    statement that has several.
    """
    if not is_doubtful(scored, none):
        return scored
    found = ask(reading, query, scored, judge)
    return scored if found is None else replace(scored, missing=look.shift(log_odds(scored.utilities, none), found))


def ask(reading: Reading, query: Query, scored: Scored, judge: Judge) -> Asked | None:
    """What the translation model says of a statement and its best stretch; None if every other overlaps it."""
    best, *others = (reading.part(s.start, s.end) for s in _best_and_disjoint(scored))
    if not others:
        return None
    parts = query.sentences[:MOST_SENTENCES] if len(query.sentences) > 1 else ()
    ours, *theirs = (_surprise(judge, text, [query.text, *parts]) for text in (best, *others))
    gains = [sum(usual) / len(usual) - own for own, *usual in zip(ours, *theirs, strict=True)]
    return Asked(ours[0], gains[0], max(gains) - gains[0])


def _surprise(judge: Judge, arabic: Reading, english: Sequence[str]) -> list[float]:
    """Of each English text given the Arabic one, in nats a character."""
    logarithms = judge.log_probabilities(arabic, english)
    return [-value / max(1, len(text)) for value, text in zip(logarithms, english, strict=True)]


def _best_and_disjoint(scored: Scored) -> list[Stretch]:
    ranked = sorted(range(len(scored.stretches)), key=lambda k: (-float(scored.utilities[k]), k))
    best = scored.stretches[ranked[0]]
    disjoint = [k for k in ranked[1:] if not overlaps(scored.stretches[k], best)]
    return [best, *(scored.stretches[k] for k in disjoint[:RUNNERS_UP])]

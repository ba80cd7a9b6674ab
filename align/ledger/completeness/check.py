"""The completeness check: what the statement says and the rendering leaves out, and the reverse.

Every word has a best counterpart on the other side (models/word_links.py). A sentence or clause whose words have only
poor ones, or ones that prefer other words, was dropped, or added. A small logistic model, fitted by
bench/fit/completeness.py, weighs the poorest clause and window by cosines and by links, how far the poorest sentence
lies below the whole, and the lengths in letters, which lost spaces between words do not change. Beside it stands a sign
of the page: a quotation that goes on where its rendering ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Literal, NamedTuple

from iqtibas.align.find.query import is_call_to_action
from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.completeness.connectives import is_connective
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.negation.check import is_glued
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import QUOTATION_CONTINUES
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.reading import Reading
from iqtibas.models.word_links import worst_window

if TYPE_CHECKING:
    from iqtibas.models.word_links import Floats

Side = Literal["omission", "addition"]
SIDES: tuple[Side, ...] = ("omission", "addition")
# Shorter clauses have too few words for their mean to say anything.
FEWEST_WORDS = 4
# Links are surer than cosines and more often missing, so that it takes more words in a row without one.
LINKED_WINDOW = 6
# Whether a word is linked both ways is yes or no: of four words, none may be by chance.
PRIOR = 2
LONGEST_QUOTED = 120
# A sentence whose mean lies this far below the whole is named as a whole, otherwise its poorest clause is.
STANDS_OUT = 0.05


class CompletenessSignals(NamedTuple):
    """What one side's words say of it: the statement's of an omission, the rendering's of an addition."""

    clause: float
    """Mean of its words' best cosines in the clause where that is lowest."""
    window: float
    """The same mean over the four words in a row where that is lowest."""
    length: float
    """Logarithm of the other side's letters over its own; spaces do not count."""
    overall: float
    """Mean of the best cosines of all its words."""
    mutual: float
    """Share of words, in the poorest clause, that are the best counterpart of their own best counterpart."""
    linked: float
    """Mean link strength of the six words in a row with the weakest links, 0 to 1."""
    sentence: float
    """How far the mean link strength of its poorest sentence lies below that of the whole."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """One side's signals, and the sentence or clause that a finding would point at."""

    signals: CompletenessSignals
    poorest: Segment


def measure(pair: Pair) -> dict[Side, Completeness]:
    """How much of the statement its rendering has ("omission"), and how much of the rendering the statement has.

    Where Arabic words run together, nothing can be said of an omission: no English word has a counterpart of its own.
    """
    link = pair.link
    length = log(max(1, _letters(pair.masked_arabic)) / max(1, _letters(pair.masked_english)))
    added = _completeness(pair.arabic_reading, link.arabic_words, link.similarity.T, link.strength.T, length)
    if is_glued(pair.masked_arabic_reading):
        return {"addition": added}
    omitted = _completeness(pair.english_reading, link.english_words, link.similarity, link.strength, -length)
    return {"omission": omitted, "addition": added}


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def _completeness(
    reading: Reading, words: Sequence[tuple[int, int]], similarity: Floats, strength: Floats, length: float
) -> Completeness:
    """similarity, strength: (words, words of the other side), see `models.word_links.Link`.

    length: log of the lengths.
    """
    text = reading.text
    sentences = [s for s in reading.sentences() if not is_call_to_action(text[s.start : s.end])]
    clauses = [c for s in sentences for c in reading.clauses(s)]
    best, mutual, linked = _counterparts(similarity, strength)
    idle = [c for c in clauses if is_connective(reading.part(c.start, c.end))]
    asked = [i for i, (at, _) in enumerate(words) if not any(c.start <= at < c.end for c in idle)]
    if 0 < len(asked) < len(words):
        words = [words[i] for i in asked]
        best, mutual, linked = (values[asked] for values in (best, mutual, linked))
    whole_text = Segment(0, len(text))
    by_sentence, by_clause = (_poorest(units, whole_text, words, best) for units in (sentences, clauses))
    overall = float(best.mean())
    whole = len(sentences) > 1 and overall - by_sentence[0] >= STANDS_OUT
    signals = CompletenessSignals(
        by_clause[0],
        worst_window(best)[0],
        length,
        overall,
        _poorest(clauses, whole_text, words, mutual, PRIOR)[0],
        worst_window(linked, LINKED_WINDOW)[0],
        float(linked.mean()) - _poorest(sentences, whole_text, words, linked)[0],
    )
    return Completeness(signals, by_sentence[1] if whole else by_clause[1])


def _counterparts(similarity: Floats, strength: Floats) -> tuple[Floats, Floats, Floats]:
    """For each word its best cosine, 1 if that word's best is this one and else 0, and its strongest link."""
    import numpy as np

    if not similarity.size:
        nothing = np.zeros(max(1, len(similarity)), np.float32)
        return nothing, nothing, nothing
    closest = similarity.argmax(axis=1)
    mutual = similarity.argmax(axis=0)[closest] == np.arange(len(closest))
    return similarity.max(axis=1), mutual.astype(np.float32), strength.max(axis=1)


def _poorest(
    units: Sequence[Segment], whole: Segment, words: Sequence[tuple[int, int]], values: Floats, prior: int = 0
) -> tuple[float, Segment]:
    """The lowest mean over the words of a unit, and that unit; the whole if no unit is long enough.

    prior: so many more words of the overall mean are counted in with each unit.
    """
    means, overall = [], float(values.mean())
    for unit in units:
        inside = [i for i, (start, _) in enumerate(words) if unit.start <= start < unit.end]
        if len(inside) >= FEWEST_WORDS:
            means.append(((float(values[inside].sum()) + prior * overall) / (len(inside) + prior), unit))
    return min(means, key=lambda m: (m[0], m[1].start), default=(overall, whole))


def check_completeness(pair: Pair, _: Tools) -> list[Finding]:
    """An omission and an addition, each with the sentence or clause that has no counterpart."""
    findings: list[Finding] = []
    for side, measured in measure(pair).items():
        fitted = load_fitted(side, CompletenessSignals)
        probability = fitted.probability(measured.signals, _slice(pair, side, measured.poorest))
        if probability >= fitted.cut:
            findings.append(_finding(side, measured.poorest, _slice(pair, side, measured.poorest), probability))
    rest = pair.context.rest
    if rest and not any(finding.kind == "addition" for finding in findings):
        findings.append(_finding("addition", rest, pair.context.slice(rest), QUOTATION_CONTINUES))
    return findings


def _slice(pair: Pair, side: Side, unit: Segment) -> str:
    return (pair.english if side == "omission" else pair.arabic)[unit.start : unit.end]


def _finding(side: Side, unit: Segment, text: str, probability: float) -> Finding:
    quoted = " ".join(text.split())
    cut = len(quoted) > LONGEST_QUOTED
    words = SideValues((quoted[:LONGEST_QUOTED].rsplit(" ", 1)[0] if cut else quoted,), cut)
    if side == "omission":
        return Finding("omission", Reason.LEFT_OUT, unit, None, Values(english=words), probability)
    return Finding("addition", Reason.ADDED, None, unit, Values(arabic=words), probability)

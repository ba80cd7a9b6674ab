"""How probable it is that a reader of a translation is not misled by it: that it can be relied on for the gist.

Estimated without a reference from what model and guard say (as Blatz et al. 2004 began it), from how near source and
English are in meaning, and from where they contradict each other (`contradictions`), by a logistic model that is fitted
for each set of weights (bench/fit/quality.py, which says what "relied on" is there). What contradicts its source is
never called reliable. Models that were not fitted get no estimate: a wrong number is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log

from iqtibas.translate import guard
from iqtibas.translate.contradictions import Contradictions, find_contradictions
from iqtibas.translate.fitted import Scale
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.rerank import cosines
from iqtibas.translate.signals import MOST_COUNTED, QualitySignals

# From this estimate on a segment is shown like any other; below, every output marks it.
RELIABLE = 0.40
# The most that is said of English that contradicts its source, or is heavily wrong by itself.
CONTRADICTED = 0.39
DIGITS = 3


def features(source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]) -> QualitySignals:
    """The signals of one translation. encode: the model's pieces of a text, with `</s>`."""
    words, own = made.text.lower().split(), source.split()
    pieces, read = len(encode(made.text)), len(encode(source))
    found = find_contradictions(source, made.text)
    return QualitySignals(
        made.score,
        guard.log_ratio(source, made.text),
        log(read),
        len(set(words)) / max(1, len(words)),
        pieces / max(1, len(words)),
        read / max(1, len(own)),
        log(pieces / read),
        float(min(guard.weight(made.notes), 8)),
        cosines(source, [made.text])[0] if made.similarity is None else made.similarity,
        _counted(found.numbers),
        float(bool(found.denied)),
        _counted(found.added_places),
        _counted(found.lost_places),
        _counted(found.repeated),
    )


def _counted(found: Sequence[object]) -> float:
    return float(min(MOST_COUNTED, len(found)))


def estimate(
    scale: Scale | None, source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]
) -> float | None:
    """From 0 to 1, or None for a model without a scale and for what no model made."""
    if scale is None or made.score == 0.0:
        return None
    probability = scale.usable.probability(features(source, made, encode))
    return round(capped(probability, made, find_contradictions(source, made.text)), DIGITS)


def capped(probability: float, made: Hypothesis, found: Contradictions) -> float:
    """An estimate, at most CONTRADICTED for what contradicts its source or has a heavy note of the guard."""
    is_wrong = found.found or any(note in guard.HEAVY for note in made.notes)
    return min(probability, CONTRADICTED) if is_wrong else probability


def judged(scale: Scale | None, source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]) -> Hypothesis:
    """The hypothesis with its quality, and with notes on contradictions and on an outlying score of the model."""
    contradicted = find_contradictions(source, made.text).notes
    unsure = (guard.UNSURE,) if scale and made.score < scale.outlier else ()
    value = estimate(scale, source, made, encode)
    return replace(made, quality=value, notes=(*made.notes, *contradicted, *unsure))

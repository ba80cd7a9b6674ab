"""How probable it is that a translation is usable gist: chrF2++ against a reference of USABLE or more.

Estimated without a reference from what model and guard say (as Blatz et al. 2004 began it), by a logistic model that is
fitted for each set of weights (bench/fit/quality.py). Models that were not fitted get none: a wrong number is
worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log

from iqtibas.translate import guard
from iqtibas.translate.fitted import Scale
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.signals import QualitySignals

# Of single sentences: what scores less keeps hardly more than the topic.
USABLE = 40.0
# From this estimate on a segment is shown like any other; below, every output marks it.
RELIABLE = 0.40
DIGITS = 3


def features(source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]) -> QualitySignals:
    """The signals of one translation. encode: the model's pieces of a text, with `</s>`."""
    words, own = made.text.lower().split(), source.split()
    pieces, read = len(encode(made.text)), len(encode(source))
    return QualitySignals(
        made.score,
        guard.log_ratio(source, made.text),
        log(read),
        len(set(words)) / max(1, len(words)),
        pieces / max(1, len(words)),
        read / max(1, len(own)),
        log(pieces / read),
        float(min(guard.weight(made.notes), 8)),
    )


def estimate(
    scale: Scale | None, source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]
) -> float | None:
    """From 0 to 1, or None for a model without a scale and for what no model made."""
    if scale is None or made.score == 0.0:
        return None
    return round(scale.usable.probability(features(source, made, encode)), DIGITS)


def judged(scale: Scale | None, source: str, made: Hypothesis, encode: Callable[[str], Sequence[str]]) -> Hypothesis:
    """The hypothesis with its quality, and with a note where the model's own score is an outlier."""
    if scale is None:
        return made
    notes = (*made.notes, guard.UNSURE) if made.score < scale.outlier else made.notes
    return replace(made, quality=estimate(scale, source, made, encode), notes=notes)

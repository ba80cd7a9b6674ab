"""The logistic function over weighted signals, which every small fitted model of ours ends in."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

MOST_LOGITS = 50.0  # beyond this the probability is 0 or 1 to the last digit anyway


def logistic(bias: float, weights: Sequence[float], row: Sequence[float]) -> float:
    """The probability, 0 to 1, of a row of signals in the order of the weights; ValueError if it has more or fewer."""
    logit = bias + sum(w * x for w, x in zip(weights, row, strict=True))
    return 1 / (1 + exp(-max(-MOST_LOGITS, min(MOST_LOGITS, logit))))

"""What a chrF2++ of one quotation means: where it lies among related and unrelated pairs of the same model.

A machine translation of a faithful rendering rarely repeats the official words, so a bare chrF2++ of 45 says
nothing. Against the scores of translations with their own reference (matched) and with another sentence's
(mismatched), it does. Both distributions belong to one model and are fitted by bench/fit/chrf_scale.py.
"""

from __future__ import annotations

import json
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

QUANTILES = 101
"""The minimum, the 99 percentiles and the maximum."""


@dataclass(frozen=True, slots=True)
class ChrfScale:
    """Quantiles of chrF2++ for one model.

    matched, mismatched: 101 ascending scores, index k is the k-th percentile. n: pairs behind each.
    sets: what was translated, as `name (pairs)`. digest: of the model. signature: sacrebleu's. seed: of the
    draw of mismatched pairs.
    """

    matched: tuple[float, ...]
    mismatched: tuple[float, ...]
    n: int
    sets: tuple[str, ...]
    digest: str
    signature: str
    seed: int

    def percentiles(self, score: float) -> tuple[float, float]:
        """Percent of matched and of mismatched pairs that score lower than `score`, 0 to 100."""
        return _percent_below(score, self.matched), _percent_below(score, self.mismatched)


def quantiles(scores: Sequence[float]) -> tuple[float, ...]:
    """The 101 quantiles of at least two scores, inclusive of both ends (Hyndman & Fan 1996, type 7)."""
    inner = statistics.quantiles(scores, n=QUANTILES - 1, method="inclusive")
    return (min(scores), *inner, max(scores))


def load_scale(model_digest: str) -> ChrfScale | None:
    """The packaged scale that was fitted for exactly this model, or None where there is none."""
    source = resources.files("iqtibas.eval") / "weights" / "chrf_scale.json"
    entry = json.loads(source.read_text(encoding="utf-8"))["scales"].get(model_digest)
    if entry is None:
        return None
    return ChrfScale(
        matched=tuple(entry["matched"]),
        mismatched=tuple(entry["mismatched"]),
        n=entry["n"],
        sets=tuple(entry["sets"]),
        digest=model_digest,
        signature=entry["signature"],
        seed=entry["seed"],
    )


def _percent_below(score: float, points: Sequence[float]) -> float:
    """Linear between quantiles; a score that fills several of them counts as the middle of its tie."""
    low, high = bisect_left(points, score), bisect_right(points, score)
    if low != high:
        position = (low + high - 1) / 2
    elif low in (0, len(points)):
        position = max(0, low - 1)
    else:
        position = low - 1 + (score - points[low - 1]) / (points[low] - points[low - 1])
    return 100 * position / (len(points) - 1)

"""How near the machine translation of an Arabic rendering comes to the official English statement."""

from __future__ import annotations

from dataclasses import dataclass

from iqtibas.eval.calibration import ChrfScale
from iqtibas.eval.metrics import Score, segment_chrf


@dataclass(frozen=True, slots=True)
class Fidelity:
    """The score of one quotation, or the lack of one.

    chrf: None where there is no rendering. matched_percentile, mismatched_percentile: percent of faithful
    and of unrelated pairs that score lower; None where no scale is fitted for the model. hypothesis: the
    machine translation that was scored, or "". quality: the lowest estimate of its sentences, from 0 to 1 (see
    `translate.quality`); None where none is known.
    """

    chrf: Score | None
    matched_percentile: float | None
    mismatched_percentile: float | None
    hypothesis: str
    quality: float | None = None


def fidelity(hypothesis: str | None, statement: str, scale: ChrfScale | None, quality: float | None = None) -> Fidelity:
    """Score a translated rendering against the statement it renders.

    hypothesis: the English translation of the Arabic rendering, None (or blank) where there is none.
    statement: what was said, as `Embed.text`. scale: of the model that made the hypothesis, if fitted.
    quality: see `Fidelity`.
    """
    if hypothesis is None or not hypothesis.strip():
        return Fidelity(None, None, None, "")
    chrf = segment_chrf(hypothesis, statement)
    matched, mismatched = scale.percentiles(chrf.score) if scale else (None, None)
    return Fidelity(chrf, matched, mismatched, hypothesis, quality)

"""Scores and what they mean: sacrebleu metrics over sets, chrF2++ of one quotation on a fitted scale."""

from iqtibas.eval.calibration import ChrfScale, load_scale
from iqtibas.eval.metrics import METRICS, Score, ScoreReport, corpus_scores, score_files, segment_chrf
from iqtibas.eval.quote import Fidelity, fidelity

__all__ = [
    "METRICS",
    "ChrfScale",
    "Fidelity",
    "Score",
    "ScoreReport",
    "corpus_scores",
    "fidelity",
    "load_scale",
    "score_files",
    "segment_chrf",
]

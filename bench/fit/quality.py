"""Fit the estimate of a translation's quality for one model's weights, and say how well it holds.

usage: python -m bench.fit.quality [--model embedded] [--eval ../shared/eval] [--write] [--json OUT]

Translates FLORES dev and NTREX (half of its documents) as users get it, scores each segment's chrF2++ against its
reference, and fits the probability that it reaches `quality.USABLE`. Figures are cross-validated by document (FLORES by
tens of lines): Spearman's rank correlation with chrF2++, area under the curve, and the share of usable segments by
estimate. `--write` packages the fit under the model's digest.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from bench.data.sets import lines_of, read_parallel
from bench.fit.chrf_scale import SETS
from bench.fit.logistic import figures, fit, held_out
from bench.harness import command_line, finish, run_main
from iqtibas.eval import segment_chrf
from iqtibas.models.engine import Pieces
from iqtibas.models.signals import signal_names
from iqtibas.report import write_atomically
from iqtibas.translate import Translator, fitted, load, quality
from iqtibas.translate.signals import QualitySignals

# Scores below this quantile get a note: they are rarer than one in two hundred.
OUTLIER = 0.005
RUN = 10  # lines of FLORES dev that count as one document
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def rows(translator: Translator, folder: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Features (n, features), chrF2++ (n,) and the document of each segment."""
    from iqtibas.article.arabic.letters import normalize

    pieces = Pieces(translator.model.path)
    own: list[tuple[float, ...]] = []
    scores: list[float] = []
    groups: list[str] = []
    for name in SETS:
        pairs = read_parallel(folder, name, RUN)
        sources, references = lines_of(pairs)
        made = translator.translate_texts(sources)
        own += [quality.features(normalize(s).text, h, pieces.encode) for s, h in zip(sources, made, strict=True)]
        scores += [segment_chrf(h.text, r).score for h, r in zip(made, references, strict=True)]
        groups += [pair.document for pair in pairs]
    return np.array(own), np.array(scores), groups


def reliability(held: np.ndarray, usable: np.ndarray) -> list[list[float]]:
    """For each bin of the estimate: its lower end, the share of usable segments, and how many there are."""
    found = []
    for low, high in pairwise(BINS):
        inside = (held >= low) & ((held < high) | (high == BINS[-1]))
        found.append([low, round(float(usable[inside].mean()), 3) if inside.any() else -1.0, int(inside.sum())])
    return found


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "model", "write")
    asked = parser.parse_args()
    translator = load(asked.model, offline=True)
    features, scores, groups = rows(translator, asked.eval)
    usable = scores >= quality.USABLE
    held = held_out(features, usable, groups)
    model = fit(features, usable, 0.5)
    result = {
        "digest": translator.model.digest,
        "usable": round(float(usable.mean()), 4),
        "spearman": round(float(spearmanr(held, scores).statistic), 3),
        **figures(held, usable, 0.5),
        "reliability": reliability(held, usable),
        "spearman of the score alone": round(float(spearmanr(features[:, 0], scores).statistic), 3),
    }
    if asked.write:
        packaged = json.loads(fitted.QUALITY.read_text(encoding="utf-8"))
        outlier = round(float(np.quantile(features[:, 0], OUTLIER)), 4)
        packaged["models"][translator.model.digest] = {
            "weights": model["weights"],
            "bias": model["bias"],
            "outlier": outlier,
        }
        packaged = {"signals": signal_names(QualitySignals), "models": dict(sorted(packaged["models"].items()))}
        write_atomically(fitted.QUALITY, json.dumps(packaged) + "\n")
    finish(asked, result)


if __name__ == "__main__":
    run_main(main)

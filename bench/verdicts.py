"""Fit the coverage check and measure the verdicts.

usage: python bench/verdicts.py ../shared/eval/quotebench-dev.jsonl [--write] [--json OUT]

Fits the two logistic models of align/ledger/coverage.py (omission, addition) on gold renderings and prints figures
that are cross-validated by document. `--write` refits on everything and writes align/weights/coverage.json.
Needs scikit-learn (`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from align.ledger.coverage import SIDES, Side, measure
from align.words import load_word_encoder
from article import Segment
from article.embeds import find_embeds
from article.plain import article_from_text

FOLDS = 5
# At most this share of renderings without an omission (an addition) may be accused of one.
FALSE_ALARMS = 0.025
WEIGHTS = Path(__file__).resolve().parent.parent / "align" / "weights" / "coverage.json"


def read(path: Path) -> tuple[dict[Side, np.ndarray], list[str], list[str | None], list[str]]:
    """Signals of every gold pair for both sides, with its document, kind and verdict."""
    words = load_word_encoder()
    signals: dict[Side, list[tuple[float, ...]]] = {side: [] for side in SIDES}
    documents, kinds, verdicts = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        embeds = {e.start: e for e in find_embeds(article)}
        for tweet in gold["tweets"]:
            if tweet["rendering"] and tweet["start"] in embeds:
                rendering = Segment(*tweet["rendering"])
                for side, coverage in measure(article, embeds[tweet["start"]].said, rendering, words).items():
                    signals[side].append(coverage.signals)
                documents.append(gold["id"].split("#")[0])
                kinds.append(tweet["kind"])
                verdicts.append(tweet["verdict"])
        words.forget()
    return {side: np.array(rows) for side, rows in signals.items()}, documents, kinds, verdicts


def fit_side(rows: np.ndarray, wanted: np.ndarray, documents: list[str]) -> dict[str, object]:
    """One logistic model in raw units, its cut, and its cross-validated figures."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0))
    held = cross_val_predict(model, rows, wanted, groups=documents, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]
    cut = best_cut(held, wanted)
    model.fit(rows, wanted)
    scaler, logistic = model.steps[0][1], model.steps[1][1]
    weights = logistic.coef_[0] / scaler.scale_
    bias = float(logistic.intercept_[0] - weights @ scaler.mean_)
    return {
        "weights": [round(float(w), 5) for w in weights],
        "bias": round(bias, 5),
        "cut": round(cut, 4),
        "auc": round(float(roc_auc_score(wanted, held)), 4),
        "recall": round(float((held[wanted] >= cut).mean()), 4),
        "false_alarms": round(float((held[~wanted] >= cut).mean()), 4),
    }


def best_cut(held: np.ndarray, wanted: np.ndarray) -> float:
    """The probability with the best F1 among those that raise few enough false alarms."""

    def f1(cut: float) -> float:
        told = held >= cut
        return 2 * (told & wanted).sum() / (told.sum() + wanted.sum())

    lowest = np.quantile(held[~wanted], 1 - FALSE_ALARMS)
    return float(max((c for c in np.linspace(0.05, 0.95, 91) if c >= lowest), key=f1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    signals, documents, kinds, _ = read(args.gold)
    fitted = {side: fit_side(signals[side], np.array([k == side for k in kinds]), documents) for side in SIDES}
    print(json.dumps(fitted, indent=1))
    if args.write:
        kept = {side: {k: fit[k] for k in ("weights", "bias", "cut")} for side, fit in fitted.items()}
        WEIGHTS.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    if args.json:
        args.json.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""What the fits of the ledger's checks share: one logistic model, its cut, and its cross-validated figures."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.harness import ROOT
from iqtibas.align.ledger.checks import CHECKS
from iqtibas.models.signals import Signals, signal_names

FOLDS = 5
LEDGER = ROOT / "align" / "ledger"


def held_out(rows: np.ndarray, wanted: np.ndarray, groups: Sequence[object]) -> np.ndarray:
    """Probabilities of every row from a model that saw nothing of its group."""
    model = make_pipeline(StandardScaler(), LogisticRegression())
    return cross_val_predict(model, rows, wanted, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]


def fit(rows: np.ndarray, wanted: np.ndarray, cut: float) -> dict[str, object]:
    """A logistic model over everything, in raw units."""
    scaler, logistic = StandardScaler(), LogisticRegression()
    logistic.fit(scaler.fit_transform(rows), wanted)
    weights = logistic.coef_[0] / scaler.scale_
    bias = float(logistic.intercept_[0] - weights @ scaler.mean_)
    return {"weights": [round(float(w), 5) for w in weights], "bias": round(bias, 5), "cut": round(cut, 4)}


def best_cut(held: np.ndarray, wanted: np.ndarray, false_alarms: float) -> float:
    """The probability with the best F1 among those that accuse at most that share of clean rows."""

    def f1(cut: float) -> float:
        told = held >= cut
        return float(2 * (told & wanted).sum() / max(1, told.sum() + wanted.sum()))

    lowest = float(np.quantile(held[~wanted], 1 - false_alarms))
    cuts = [c for c in np.linspace(0.01, 0.99, 99) if c >= lowest] or [lowest]
    return float(max(cuts, key=f1))


def figures(held: np.ndarray, wanted: np.ndarray, cut: float) -> dict[str, float]:
    """Area under the curve, and recall and false alarms at the cut."""
    return {
        "auc": round(float(roc_auc_score(wanted, held)), 4),
        "recall": round(float((held[wanted] >= cut).mean()), 4),
        "false_alarms": round(float((held[~wanted] >= cut).mean()), 4),
        "n": len(held),
    }


def write(name: str, signals: Signals, fitted: dict[str, object]) -> None:
    """The file that `align.ledger.fitted` reads. signals: what the model was fitted on."""
    folder = next(check.folder for check in CHECKS if check.models.get(name) is signals)
    named = {"signals": signal_names(signals), **fitted}
    (LEDGER / folder / f"{name}.json").write_text(json.dumps(named) + "\n", encoding="utf-8")

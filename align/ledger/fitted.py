"""Small logistic models that decide a check; fitted in bench/, shipped as JSON in align/weights/."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

MOST_LOGITS = 50.0  # beyond this the probability is 0 or 1 to the last digit anyway


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over named signals, and the probability from which a finding is reported."""

    weights: tuple[float, ...]
    bias: float
    cut: float

    def probability(self, signals: Sequence[float]) -> float:
        """How likely there is a change, 0 to 1. signals: as many as there are weights, in the check's order."""
        logit = self.bias + sum(w * s for w, s in zip(self.weights, signals, strict=True))
        return 1 / (1 + exp(-max(-MOST_LOGITS, min(MOST_LOGITS, logit))))


@lru_cache(maxsize=8)
def load_fitted(name: str) -> Fitted:
    """The model of a check: "negation", "name", "omission" or "addition"."""
    data = json.loads(files("align").joinpath(f"weights/{name}.json").read_text(encoding="utf-8"))
    return Fitted(tuple(data["weights"]), data["bias"], data["cut"])

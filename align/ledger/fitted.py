"""Small logistic models that decide a check; fitted in bench/, shipped as JSON in the folder of its check.

Whoever wants to know why a check decided as it did runs it inside `watching`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp

MOST_LOGITS = 50.0  # beyond this the probability is 0 or 1 to the last digit anyway

FOLDERS = {
    "addition": "completeness",
    "denial": "negation",
    "exchanged": "numbers",
    "modality": "modality",
    "name": "names",
    "negation": "negation",
    "omission": "completeness",
    "polarity": "polarity",
}
"""The fitted models, and the folder of the check that each belongs to."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One use of a model. about: the words that it was asked about, or ""; the rest as in `Fitted`."""

    model: str
    about: str
    weights: tuple[float, ...]
    signals: tuple[float, ...]
    probability: float
    cut: float


_watched: ContextVar[list[Decided] | None] = ContextVar("watched", default=None)


@contextmanager
def watching() -> Iterator[list[Decided]]:
    """A list that fills with every decision made inside the block, in this thread, in order."""
    decided: list[Decided] = []
    token = _watched.set(decided)
    try:
        yield decided
    finally:
        _watched.reset(token)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over named signals, and the probability from which a finding is reported."""

    weights: tuple[float, ...]
    bias: float
    cut: float
    name: str = ""

    def probability(self, signals: Sequence[float], about: str = "") -> float:
        """How likely there is a change, 0 to 1. signals: as many as there are weights, in the check's order.

        about: the words that are judged, for whoever is watching.
        """
        logit = self.bias + sum(w * s for w, s in zip(self.weights, signals, strict=True))
        probability = 1 / (1 + exp(-max(-MOST_LOGITS, min(MOST_LOGITS, logit))))
        if (decided := _watched.get()) is not None:
            decided.append(Decided(self.name, about, self.weights, tuple(map(float, signals)), probability, self.cut))
        return probability


@lru_cache(maxsize=8)
def load_fitted(name: str) -> Fitted:
    """The model of a check: "negation", "name", "omission" or "addition"."""
    data = json.loads(
        files("iqtibas.align.ledger").joinpath(f"{FOLDERS[name]}/{name}.json").read_text(encoding="utf-8")
    )
    return Fitted(tuple(data["weights"]), data["bias"], data["cut"], name)

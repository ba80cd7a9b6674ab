"""The fitted constants of the guard and of the quality estimate, written by bench/fit/guard.py and quality.py."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.models.logistic import logistic
from iqtibas.models.signals import Signals, require_signals, signal_names
from iqtibas.translate.signals import OmissionSignals, QualitySignals

DATA = Path(__file__).resolve().parent / "data"
GUARD, QUALITY = DATA / "guard.json", DATA / "quality.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model in raw units."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, row: tuple[float, ...]) -> float:
        """Of one row of signals, in the order of the weights."""
        return logistic(self.bias, self.weights, row)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The guard's constants. shortest, longest, suspect: of `guard.log_ratio`; below `suspect` a clause may be missing.

    omission: a model of `omission.features`, which says that one is from `cut` on.
    """

    shortest: float
    longest: float
    suspect: float
    omission: Logistic
    cut: float


@dataclass(frozen=True, slots=True)
class Scale:
    """What one model's outputs are worth. usable: a model of `quality.features`. outlier: scores below it are rare."""

    usable: Logistic
    outlier: float


@lru_cache(maxsize=1)
def bounds() -> Bounds:
    """The guard's constants. Raises ModelError if the packaged file is damaged."""
    own = _read(GUARD)
    try:
        model = _logistic(GUARD, own["omission"], own["omission"].get("signals"), OmissionSignals)
        return Bounds(own["shortest"], own["longest"], own["suspect"], model, own["omission"]["cut"])
    except (KeyError, TypeError) as error:
        raise _damaged(GUARD, error) from error


@lru_cache(maxsize=8)
def scale(digest: str) -> Scale | None:
    """What is known of the model with this digest, or None. Raises ModelError if the packaged file is damaged."""
    own = _read(QUALITY)
    models = own.get("models", {})
    if digest not in models:
        return None
    try:
        model = _logistic(QUALITY, models[digest], own.get("signals"), QualitySignals)
        return Scale(model, models[digest]["outlier"])
    except (KeyError, TypeError) as error:
        raise _damaged(QUALITY, error) from error


def _logistic(path: Path, own: Mapping[str, Any], fitted: object, signals: Signals) -> Logistic:
    """fitted: the names of the signals in the file; signals: those that the model will be given."""
    require_signals(str(path), fitted, signal_names(signals), own["weights"])
    return Logistic(tuple(own["weights"]), own["bias"])


def _read(path: Path) -> dict[str, Any]:
    try:
        own = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    return own if isinstance(own, dict) else {}


def _damaged(path: Path, error: Exception) -> ModelError:
    return ModelError(str(path), f"the packaged constants do not read ({error})", "reinstall the program")

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
from math import isfinite

from iqtibas.article.errors import ModelError
from iqtibas.models.logistic import logistic
from iqtibas.models.signals import Signals, require_signals, signal_names


@dataclass(frozen=True, slots=True)
class Decided:
    """One use of a model.

    about: the words that it was asked about, or "". names: of the signals. weights: what each adds for a unit of it.
    """

    model: str
    about: str
    names: tuple[str, ...]
    weights: tuple[float, ...]
    signals: tuple[float, ...]
    probability: float
    cut: float


_watched: ContextVar[list[Decided] | None] = ContextVar("watched", default=None)


@contextmanager
def watching() -> Iterator[list[Decided]]:
    """A list that fills with every decision made inside the block, in this thread, in order.

    A block inside another one: at its end the outer list gets its decisions.
    """
    seen: list[Decided] = []
    outer = _watched.get()
    token = _watched.set(seen)
    try:
        yield seen
    finally:
        _watched.reset(token)
        if outer is not None:
            outer.extend(seen)


def decided(one: Decided) -> None:
    """Tell whoever is watching."""
    if (watched := _watched.get()) is not None:
        watched.append(one)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model over named signals, and the probability from which a finding is reported."""

    weights: tuple[float, ...]
    bias: float
    cut: float
    name: str = ""
    signals: tuple[str, ...] = ()

    def probability(self, signals: Sequence[float], about: str = "") -> float:
        """How likely there is a change, 0 to 1. signals: in the order of `self.signals`.

        about: the words that are judged, for whoever is watching.
        """
        probability = logistic(self.bias, self.weights, signals)
        values = tuple(map(float, signals))
        decided(Decided(self.name, about, self.signals, self.weights, values, probability, self.cut))
        return probability


@lru_cache(maxsize=16)
def load_fitted(name: str, signals: Signals) -> Fitted:
    """The model of a check by its name, from the folder of the module that defines its signals.

    Raises ModelError if it was fitted on other signals, has not a weight for each, or a number that is none.
    """
    package = signals.__module__.rpartition(".")[0]
    data = json.loads(files(package).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    require_signals(f"{package}/{name}.json", data.get("signals"), signal_names(signals), data.get("weights", ()))
    numbers = [*data["weights"], data.get("bias"), data.get("cut")]
    if not all(isinstance(number, int | float) and isfinite(number) for number in numbers):
        raise ModelError(f"{package}/{name}.json", "has no finite weights, bias and cut", "reinstall the program")
    return Fitted(tuple(data["weights"]), data["bias"], data["cut"], name, signal_names(signals))

"""Named signals: what a fitted model is given, and that it is given what it was fitted on.

The signals of a model are the fields of a NamedTuple, in the order of its weights: a row of numbers for numpy, with a
name and a unit for each. The names stand in the file of the weights too.
"""

from __future__ import annotations

from collections.abc import Sequence

from iqtibas.article.errors import ModelError

Signals = type[tuple[float, ...]]
"""A NamedTuple of floats, a field a signal."""


def signal_names(signals: Signals) -> tuple[str, ...]:
    """The names of a model's signals, in the order of its weights."""
    return signals._fields  # type: ignore[attr-defined, no-any-return]


def require_signals(where: str, fitted: object, wanted: Sequence[str], weights: Sequence[float]) -> None:
    """Raises ModelError unless a model was fitted on the signals that it is to be given, in their order.

    where: the file of its weights. fitted: the names in that file, None if it has none. weights: one a signal.
    """
    found = tuple(fitted) if isinstance(fitted, list) else ()
    if found != tuple(wanted):
        others = ", ".join(sorted(set(found) ^ set(wanted))) or "their order differs"
        raise ModelError(where, f"was fitted on other signals than the program has: {others}", "fit it again")
    if len(weights) != len(wanted):
        raise ModelError(where, f"has {len(weights)} weights for {len(wanted)} signals", "fit it again")

"""A quantity in English words, for a reader who cannot read the Arabic that it stands in."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from iqtibas.article.quantities.phrasebook import phrases, units
from iqtibas.article.quantities.quantity import WORD_KINDS, Quantity

_BOUNDS = {1: "at least ", -1: "at most ", 0: ""}
# From here on thousands are set apart. Below, a figure may be a year.
_GROUPED = 10_000


def gloss(quantity: Quantity) -> str:
    """What a quantity says: "at least 25", "72 days", "per week", "tens of thousands", "Tuesday"."""
    if quantity.kind == "vague":
        return f"{quantity.units[0].name}s" if quantity.units else _vague(quantity.value)
    if quantity.kind in WORD_KINDS:
        return _names()[quantity.kind, quantity.value, quantity.upper]
    said = _figure(quantity)
    for unit in quantity.units[:1]:
        said += f" {unit.name}" if quantity.value == 1 else f" {_plural(unit.name)}"
    return _BOUNDS[quantity.bound] + said


def _figure(quantity: Quantity) -> str:
    value = quantity.value
    if quantity.kind == "time":
        return f"{int(value) // 60:02}:{int(value) % 60:02}"
    if quantity.kind == "fraction":
        return f"{round(100 * value)}%" if not quantity.units else f"{round(value, 2).normalize():f}"
    figure = f"{value.normalize():,f}" if value >= _GROUPED else f"{value.normalize():f}"
    return f"{figure}%" if quantity.kind == "percent" else figure


def _plural(name: str) -> str:
    first, _, rest = name.partition(" of ")
    irregular = {"foot": "feet", "inch": "inches", "century": "centuries", "yen": "yen", "yuan": "yuan"}
    if first.startswith("degree "):
        return first.replace("degree", "degrees", 1)
    *before, last = first.split()
    return " ".join([*before, irregular.get(last, f"{last}s"), *(["of", rest] if rest else [])])


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, Decimal, Decimal | None], str]:
    rates = {
        ("rate", unit.factor, None): f"per {unit.name}"
        for entries in units("english").values()
        for _, unit in entries
        if unit.dimension == "duration"
    }
    return rates | {
        (phrase.kind, phrase.low, phrase.high if phrase.kind == "share" else None): phrase.name
        for entries in phrases("english").values()
        for _, phrase in entries
        if phrase.kind in WORD_KINDS
    }


def _vague(value: Decimal) -> str:
    """A magnitude: dozens, tens of thousands, hundreds of millions."""
    names = {low: name for (kind, low, _), name in _names().items() if kind == "vague"}
    if value in names:
        return names[value]
    scale = max(low for low in names if low <= value)
    times = {10: "tens of ", 100: "hundreds of "}.get(int(value / scale))
    return f"{times}{names[scale]}" if times else f"some {value.normalize():,f}"

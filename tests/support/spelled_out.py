"""Numbers as a reader found them, in one line that a test can compare."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from iqtibas.article.quantities.quantity import Quantity


def spelled_out(text: str, quantities: Iterable[Quantity]) -> str:
    """Each number as "words = value, or other readings, kind, and what else is said of it"."""
    return "; ".join(_one(text, quantity) for quantity in quantities)


def _one(text: str, quantity: Quantity) -> str:
    readings = dict.fromkeys(map(_plain, quantity.readings))
    said = [text[quantity.start : quantity.end], "=", "|".join(readings), quantity.kind]
    said += ["soft"] * quantity.soft + ["about"] * quantity.approximate
    return " ".join(said)


def _plain(value: Decimal) -> str:
    return f"{round(value, 3).normalize():f}"

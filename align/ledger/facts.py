"""What the ledger reads from Arabic without a model: shown beside a translation that cannot be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from iqtibas.align.ledger.numbers.check import amount
from iqtibas.align.reasons import Amount
from iqtibas.article.gazetteer.mentions import arabic_places
from iqtibas.article.quantities.arabic import arabic_values
from iqtibas.article.quantities.quantity import Quantity

# "24 آذار/مارس 2021": the day, the month and the year stand no further apart than this.
DATE_GAP = 3
LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, a date in its parts, or a place by its English name; report/wording puts it in words.

    amounts: one, or a day, its month and its year as far as they are said; () for a place.
    """

    amounts: tuple[Amount, ...]
    place: str = ""


def arabic_facts(text: str) -> tuple[Fact, ...]:
    """Numbers, dates and countries of an Arabic text, in the order of the text, each once."""
    numbers = [q for q in arabic_values(text) if not q.soft and q.kind != "name"]
    found = _dated(numbers)
    found += [(place.start, Fact((), place.english)) for place in arabic_places(text)]
    return tuple(dict.fromkeys(fact for _, fact in sorted(found, key=lambda f: f[0])))


def _dated(numbers: list[Quantity]) -> list[tuple[int, Fact]]:
    """Numbers by value; a day, its month and its year are one fact."""
    facts: list[tuple[int, Fact]] = []
    previous: Quantity | None = None
    for quantity in numbers:
        if previous and quantity.start - previous.end <= DATE_GAP and _continues_date(previous, quantity):
            facts[-1] = (facts[-1][0], Fact((*facts[-1][1].amounts, amount(quantity))))
        else:
            facts.append((quantity.start, Fact((amount(quantity),))))
        previous = quantity
    return facts


def _continues_date(previous: Quantity, quantity: Quantity) -> bool:
    if quantity.kind == "month":
        return previous.kind == "count" and 1 <= previous.value <= LAST_DAY
    return previous.kind == "month" and quantity.kind == "count" and 1000 <= quantity.value < 3000

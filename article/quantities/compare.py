"""Two sets of quantities, one of each language, compared by value, whatever they look like ("two thirds", 66%, ثلثي).

They are compared as sets: translations reorder numbers and need not repeat them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from iqtibas.article.quantities.arabic import arabic_values
from iqtibas.article.quantities.english import english_values
from iqtibas.article.quantities.quantity import Quantity

# 33% and a third, 66% and two thirds are the same share in print.
SHARE_TOLERANCE = Decimal("0.01")
# How far a round figure said to be approximate may lie from the exact one.
ROUNDING_TOLERANCE = Decimal("0.05")
HALF_DAY = 720
# Years among which a decade without its century (التسعينيات) is looked for.
SPOKEN_DECADES = range(1700, 2100)
# Numbers compared on each side; statements hold a handful, tables pasted into an article hold more.
MAX_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number without a counterpart, or one of each that were left over together."""

    english: Quantity | None
    arabic: Quantity | None


Difference = Literal["scale", "value", "lost", "added"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A quantity that a translation does not give as its source has it.

    difference: `scale`, the same digits at another order of magnitude (350 million as 350); `value`, another number in
    its place; `lost`, nothing in its place; `added`, a number that the source does not have.
    source: in the Arabic, None where `added`. hypothesis: in the English, None where `lost`. Their offsets are code
    points into the two texts.
    """

    difference: Difference
    source: Quantity | None
    hypothesis: Quantity | None


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers, of whichever language, can be the same number in a translation."""
    kinds = {one.kind, other.kind}
    if "month" in kinds:
        return kinds <= {"month", "date"} and one.value == other.value
    if "time" in kinds:
        return bool({_minutes(t) for t in _times(one)} & {_minutes(t) for t in _times(other)})
    if set(one.readings) & set(other.readings):
        return True
    if "decade" in kinds and _same_decade(one, other):
        return True
    if kinds == {"percent", "fraction"}:
        return _same_share(one, other)
    return one.approximate != other.approximate and _is_rounding(one, other)


def _times(quantity: Quantity) -> list[Decimal]:
    """Minutes since midnight that a time, or a bare hour, may stand for."""
    if quantity.kind == "time":
        return [quantity.value]
    hours = [value for value in quantity.readings if value <= 24]
    return [60 * (value // 1) + 100 * (value % 1) for value in hours]  # 6.30 is half past six


def _minutes(time: Decimal) -> Decimal:
    """Minutes into the half day: the afternoon may be said in either clock."""
    return time % HALF_DAY


def _same_decade(one: Quantity, other: Quantity) -> bool:
    """1990s and التسعينيات; the 80s and 80 degrees; the 1830s and (a decade of) the nineteenth century."""
    short, full = sorted((one.value, other.value))
    if short < 100 and full % 100 == short and (full < 100 or full in SPOKEN_DECADES):
        return True
    return full >= 1000 and full // 100 + 1 == short


def _same_share(one: Quantity, other: Quantity) -> bool:
    percent, fraction = (one, other) if one.kind == "percent" else (other, one)
    return abs(percent.value / 100 - fraction.value) <= SHARE_TOLERANCE


def _is_rounding(one: Quantity, other: Quantity) -> bool:
    """Whether the number said to be approximate is the other, rounded either way."""
    rounded, exact = (one.value, other.value) if one.approximate else (other.value, one.value)
    if rounded <= 0 or abs(rounded - exact) > ROUNDING_TOLERANCE * exact:
        return False
    step = Decimal(1).scaleb(rounded.normalize().as_tuple().exponent)  # type: ignore[arg-type]
    return rounded in {(exact / step).to_integral_value(way) * step for way in (ROUND_FLOOR, ROUND_CEILING)}


def compare_numbers(english: Sequence[Quantity], arabic: Sequence[Quantity]) -> list[Mismatch]:
    """The numbers that one side has and the other has not: figures, then numbers inside names, then months.

    Soft numbers account for others but are not missed themselves. Numbers inside names (F-16) are compared
    where both sides have such names: a name may be put in words. One number left on each side makes one
    mismatch.
    """
    english, arabic = english[:MAX_COMPARED], arabic[:MAX_COMPARED]
    lone_english = [q for q in english if not any(agree(q, other) for other in arabic)]
    lone_arabic = [q for q in arabic if not any(agree(q, other) for other in english)]
    named = any(q.kind == "name" for q in english) and any(q.kind == "name" for q in arabic)
    found: list[Mismatch] = []
    for group in ("figure", "name", "month") if named else ("figure", "month"):
        ours = [q for q in lone_english if _group(q) == group]
        theirs = [q for q in lone_arabic if _group(q) == group]
        found += _pair(ours, theirs)
    return found


def _group(quantity: Quantity) -> str:
    return quantity.kind if quantity.kind in ("name", "month") else "figure"


def _pair(english: list[Quantity], arabic: list[Quantity]) -> list[Mismatch]:
    """Mismatches among numbers of one group that have no counterpart."""
    missed = [q for q in english if not q.soft]
    added = [q for q in arabic if not q.soft]
    if len(missed) == 1 and len(added) <= 1:
        return [Mismatch(missed[0], added[0] if added else _spoken(arabic))]
    if len(added) == 1 and not missed:
        return [Mismatch(_spoken(english), added[0])]
    return [Mismatch(q, None) for q in missed] + [Mismatch(None, q) for q in added]


def _spoken(quantities: list[Quantity]) -> Quantity | None:
    """The one soft count left over that says a number plainly: it is what the other side's number became."""
    plain = [q for q in quantities if q.soft and q.kind == "count" and q.value > 1]
    return plain[0] if len(plain) == 1 else None


def contradictions(source: str, hypothesis: str) -> list[Contradiction]:
    """What the quantities of an Arabic source and of its English translation say differently, in the source's order.

    source: Arabic text; hypothesis: its English. Quantities are compared by value ("350 مليون" is 350,000,000), so that
    thousands, millions and what is spelt out count as what they are worth. Small words that a translation may turn into
    grammar (one, two, first) are not demanded. Never raises; nothing for two texts that agree.
    """
    found = compare_numbers(english_values(hypothesis), arabic_values(source))
    told = [Contradiction(_difference(m), m.arabic, m.english) for m in found]
    return sorted(told, key=lambda c: (c.source is None, c.source.start if c.source else 0))


def _difference(found: Mismatch) -> Difference:
    if found.english is None:
        return "lost"
    if found.arabic is None:
        return "added"
    ratios = {(one / other).normalize() for one in found.english.readings for other in found.arabic.readings if other}
    return "scale" if any(ratio.as_tuple().digits == (1,) for ratio in ratios) else "value"

"""Quantities that follow from others: 12 is "all but three of 15", 800,000 "two thirds of 1.2 million".

Editors work such figures out. What one side says and the other does not is no difference where it is a sum, a
difference, a share or a rest of what the other side says.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations
from typing import NamedTuple

from iqtibas.article.quantities.quantity import Quantity

# How far a share may lie from the exact one, and a figure that a share was taken of, as a share of it.
SHARE, ROUNDED, APPROXIMATE, EXACT = Decimal("0.01"), Decimal("0.01"), Decimal("0.05"), Decimal("0.000001")
# Beyond this many quantities on a side nobody follows the arithmetic.
MOST = 12
# The longest gap, in characters, between the ends of a range; how near a result is to what it may be a slip of.
JOINED, NEAR = 6, Decimal("0.05")
HOUR, DAY = 3600, 86400
YEARS = range(1900, 2100)
_OPERANDS = frozenset({"count", "percent", "fraction", "time", "implied", "fold"})


class Operand(NamedTuple):
    """One reading of a quantity.

    value: in base units of its dimension. dimension: "" if no unit is said, "share" of a whole. said: as it is said.
    """

    value: Decimal
    dimension: str
    said: Decimal


def derived(quantity: Quantity, others: Sequence[Quantity], lone: Container[int]) -> tuple[Quantity, ...]:
    """The quantities among `others` that a quantity of the other side follows from; () if it follows from none.

    lone: the ids of those without a counterpart.
    """
    usable = [q for q in others if _is_reckoned_with(q)][:MOST]
    targets = list(operands(quantity))
    for source in usable:
        if any(_close(t, r, quantity) for t in targets for r in _of_one(source, quantity)):
            return (source,)
    for one, other in permutations(usable, 2):
        if _go_together(one, other, quantity) and any(
            _close(t, r, quantity) and _is_meant(r, quantity, one, other, lone)
            for t in targets
            for r in _of_two(one, other, quantity)
        ):
            return (one, other)
    counts = [q for q in usable if q.kind == "count" and not _is_year(q) and not q.dated]
    for first, after in combinations(range(len(counts) + 1), 2):
        if after - first > 2 and any(t.value == sum(q.value for q in counts[first:after]) for t in targets):
            return tuple(counts[first:after])
    return ()


def _is_reckoned_with(quantity: Quantity) -> bool:
    """Whether a quantity is said plainly enough to reckon with."""
    if quantity.guess:
        return False
    return quantity.kind in _OPERANDS and (quantity.value != 1 or not quantity.soft or _is_told(quantity))


def _is_told(quantity: Quantity) -> bool:
    """Whether a "one" is said as a quantity: a month, one more."""
    return bool(quantity.units) or quantity.rest


def _is_year(quantity: Quantity) -> bool:
    return quantity.value in YEARS and not quantity.units and not quantity.approximate


def _go_together(one: Quantity, other: Quantity, target: Quantity) -> bool:
    """Whether two quantities are reckoned with each other: years with years of time only, days of a month with days."""
    dates = [q for q in (one, other) if _is_year(q) or q.dated]
    spans = {unit.name for q in (one, other, target) for unit in q.units}
    return not dates or ("year" in spans if _is_year(dates[0]) else "day" in spans)


def is_turned(one: Quantity, other: Quantity) -> bool:
    """Whether one of two quantities alone is said to be left or is denied: one may be the rest of the other."""
    return (one.rest, one.denied) != (other.rest, other.denied)


def _is_meant(result: Operand, quantity: Quantity, one: Quantity, other: Quantity, lone: Container[int]) -> bool:
    """Whether arithmetic is likelier than an accident.

    The ends of a range or score are not reckoned with each other. Where the result is near one of the two numbers, or
    stands in the place of one of them, neither has a counterpart, or a word beside one of the three says that something
    is left, or is more or less.
    """
    alone = (id(one) in lone) + (id(other) in lone)
    if "fold" in (one.kind, other.kind):
        return alone > 0
    if "share" in (result.dimension, *(o.dimension for q in (one, other) for o in operands(q))):
        return not (alone and quantity.units and quantity.units[0].dimension == "duration")
    if one.units != other.units and one.units and (other.units or one.kind != other.kind):
        return True  # سنة وشهران
    first, second = sorted((one, other), key=lambda q: q.start)
    total = not alone and result.said > max(one.value, other.value)
    if (
        not total
        and 0 <= second.start - first.end <= JOINED
        and (first.kind, first.units) == (second.kind, second.units)
    ):
        return False
    nearest = min(abs(1 - q.value / quantity.value) for q in (one, other)) if quantity.value else 0
    part, whole = sorted((one, other), key=lambda q: q.value)
    replaced = id(part) in lone and id(whole) not in lone and quantity.units == one.units == other.units
    replaced = replaced and result.said < whole.value
    told = any(q.rest or q.denied for q in (quantity, one, other))
    return told or alone == 2 or (nearest > NEAR and not replaced)


def operands(quantity: Quantity) -> Iterator[Operand]:
    """What a quantity may be reckoned with as."""
    for value in quantity.readings:
        if quantity.kind == "percent":
            yield Operand(value / 100, "share", value)
            yield Operand(value, "points", value)
        elif quantity.kind == "time":
            yield Operand(60 * value, "duration", value)
        elif quantity.units:
            for unit in quantity.units:
                yield Operand(value * (unit.factor or 1), unit.dimension if unit.factor else unit.name, value)
        else:
            share = quantity.kind == "fraction" or 0 < value < 1
            yield Operand(value, "fold" if quantity.kind == "fold" else "share" if share else "", value)


def _of_one(source: Quantity, quantity: Quantity) -> Iterator[Operand]:
    """The rest of a share, or of a day; how many came before the fifth."""
    turned = is_turned(source, quantity)
    for operand in operands(source):
        rest = turned or (source.kind == "percent" and quantity.kind == "percent")
        if operand.dimension == "share" and operand.value < 1 and rest:
            yield _share(1 - operand.value)
        elif turned and operand.value == operand.said * HOUR and operand.dimension == "duration":
            yield Operand(DAY - operand.value, "duration", 24 - operand.said)
    if {source.kind, quantity.kind} == {"ordinal", "count"} and (source.rest or quantity.rest):
        before = source.value + (1 if quantity.kind == "ordinal" else -1)
        yield Operand(before, "", before)


def _share(value: Decimal) -> Operand:
    return Operand(value, "share", 100 * value)


def _of_two(one: Quantity, other: Quantity, target: Quantity) -> Iterator[Operand]:
    rest = any(q.rest or q.denied for q in (one, other, target))
    percents = {one.kind, other.kind, target.kind} == {"percent"}  # added as points, since a share may lie further off
    for a in _plainly(one):
        for b in _plainly(other):
            if percents and "share" in (a.dimension, b.dimension):
                continue
            if a.dimension == b.dimension:
                yield from _sums(a.value, b.value, a.dimension, rest)
            elif "" in (a.dimension, b.dimension) and not {"share", "fold"} & {a.dimension, b.dimension}:
                yield from _sums(a.said, b.said, "", rest)
                if one.dated or other.dated:  # from 12 to 15 May, four days
                    yield Operand(a.said + b.said - 1, "", a.said + b.said - 1)
            if a.dimension in ("share", "fold") and b.dimension not in ("share", "fold"):
                yield from (Operand(f * b.value, b.dimension, f * b.said) for f in _factors(a, rest))
    if one.dated and other.dated:
        days = abs(one.value - other.value) + 1
        yield Operand(days, "", days)


def _plainly(quantity: Quantity) -> Iterator[Operand]:
    """What a quantity is reckoned with as beside another: "five" is no fifth there, though خمسة may be one."""
    plain = quantity.kind in ("percent", "fraction")
    return (operand for operand in operands(quantity) if plain or operand.dimension != "share")


def _factors(operand: Operand, rest: bool) -> Iterator[Decimal]:
    """What a share or "twice" may make of a whole: the share, the rest; what it was before a change, and after it."""
    value = operand.value
    if operand.dimension == "fold":
        yield from (value, 1 / value)
        return
    yield value
    if rest and value < 1:
        yield 1 - value


def _sums(a: Decimal, b: Decimal, dimension: str, rest: bool) -> Iterator[Operand]:
    """Sum, difference, and the share that one is of the other, or its rest where that is spoken of."""
    yield Operand(a + b, dimension, a + b)
    yield Operand(abs(a - b), dimension, abs(a - b))
    if 0 < a < b:
        yield _share(a / b)
        if rest:
            yield _share(1 - a / b)


def _close(target: Operand, result: Operand, quantity: Quantity) -> bool:
    if target.dimension == result.dimension:
        wanted, reckoned = target.value, result.value
    elif not (target.dimension and result.dimension):
        wanted, reckoned = target.said, result.said
    else:
        return False
    difference = abs(wanted - reckoned)
    if result.dimension == "share":
        return target.dimension == "share" and difference <= min(SHARE, reckoned / 10)
    tolerance = APPROXIMATE if quantity.approximate else ROUNDED if reckoned % 1 else EXACT
    return reckoned > 0 and difference <= tolerance * reckoned

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
YEARS = range(1900, 2100)
_OPERANDS = frozenset({"count", "percent", "fraction", "time", "implied"})


class Operand(NamedTuple):
    """One reading of a quantity.

    value: in base units of its dimension. dimension: "" if no unit is said, "share" of a whole. said: as it is said.
    """

    value: Decimal
    dimension: str
    said: Decimal


class Derivation(NamedTuple):
    """What a quantity follows from."""

    sources: tuple[Quantity, ...]


def derived(quantity: Quantity, others: Sequence[Quantity], lone: Container[int]) -> tuple[Quantity, ...]:
    """The quantities among `others` that a quantity of the other side follows from; () if it follows from none.

    lone: the ids of those without a counterpart.
    """
    usable = [q for q in others if _is_reckoned_with(q)][:MOST]
    targets = list(operands(quantity))
    for source in usable:
        if any(_close(t, r, quantity) for t in targets for r in _of_one(source)):
            return (source,)
    for one, other in permutations(usable, 2):
        if any(
            _close(t, r, quantity) and _is_meant(r, quantity, one, other, lone)
            for t in targets
            for r in _of_two(one, other)
        ):
            return (one, other)
    counts = [q for q in usable if q.kind == "count"]
    for first, after in combinations(range(len(counts) + 1), 2):
        if after - first > 2 and any(t.value == sum(q.value for q in counts[first:after]) for t in targets):
            return tuple(counts[first:after])
    return ()


def _is_reckoned_with(quantity: Quantity) -> bool:
    """Whether a quantity is said plainly enough to reckon with; a year is not reckoned with."""
    if quantity.guess or quantity.kind == "ordinal":
        return False
    if quantity.value in YEARS and not quantity.units and not quantity.approximate:
        return False
    return quantity.kind in _OPERANDS and not (quantity.soft and quantity.value == 1 and not quantity.units)


def _is_meant(result: Operand, quantity: Quantity, one: Quantity, other: Quantity, lone: Container[int]) -> bool:
    """Whether arithmetic is likelier than an accident.

    The ends of a range or score are not reckoned with each other. Where the result is near one of the two numbers,
    neither has a counterpart, or a word beside one of the three says that something is left, or is more or less.
    """
    if "share" in (result.dimension, *(o.dimension for q in (one, other) for o in operands(q))):
        return True
    if one.units and other.units and one.units != other.units:
        return True  # سنة وشهران
    first, second = sorted((one, other), key=lambda q: q.start)
    if 0 <= second.start - first.end <= JOINED:
        return False
    nearest = min(abs(1 - q.value / quantity.value) for q in (one, other)) if quantity.value else 0
    both = id(one) in lone and id(other) in lone
    return nearest > NEAR or both or quantity.rest or one.rest or other.rest


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
            yield Operand(value, "share" if quantity.kind == "fraction" else "", value)


def _of_one(source: Quantity) -> Iterator[Operand]:
    """The rest of a percentage; "doubled" as a hundred percent more, "halved" as a half."""
    for operand in operands(source):
        told = source.kind == "percent" or (source.composed and source.rest)
        if told and operand.dimension == "share" and operand.value < 1:
            yield _share(1 - operand.value)
        if source.kind == "implied" and not source.units and operand.value > 1:
            yield _share(operand.value - 1)
            yield _share(1 / operand.value)


def _share(value: Decimal) -> Operand:
    return Operand(value, "share", 100 * value)


def _of_two(one: Quantity, other: Quantity) -> Iterator[Operand]:
    for a in operands(one):
        for b in operands(other):
            if a.dimension == b.dimension:
                yield from _sums(a.value, b.value, a.dimension, one.rest or other.rest)
            elif "" in (a.dimension, b.dimension) and "share" not in (a.dimension, b.dimension):
                yield from _sums(a.said, b.said, "", one.rest or other.rest)
            if a.dimension == "share" and b.dimension != "share":
                yield Operand(a.value * b.value, b.dimension, a.value * b.said)
                if one.rest or other.rest:
                    yield Operand((1 - a.value) * b.value, b.dimension, (1 - a.value) * b.said)


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

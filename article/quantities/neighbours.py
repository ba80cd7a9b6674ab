"""What quantities are by those beside them: the ends of a range, six years and three months, 55 metres per second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from iqtibas.article.quantities.phrasebook import Side
from iqtibas.article.quantities.placed import FUNCTION_WORDS, Phrases, Placed, in_words
from iqtibas.article.quantities.quantity import RANGE_MARKS, Token, Unit, key_at, words

_RANGES = frozenset({"to", "and", "or", "الي", "او", "و", "حتي"}) | RANGE_MARKS
# How many words may stand between a number, with its unit, and a rate; a time and its zone.
RATE, ZONE = 3, 3
LAST_DAY = 31
# What no noun of Arabic is: a number before it stands alone.
_ARABIC_PARTICLES = frozenset(words("في من الي علي عن بعد قبل بين مع حتي او ثم"))
_LINKS = frozenset({"and", ",", "و"})


def inherited(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[Placed]:
    """The beginning of a range has the unit of its end: 3 to 5 years."""
    result = list(placed)
    for at in range(len(result) - 2, -1, -1):
        one, other = result[at], result[at + 1]
        plain = one.quantity.kind == other.quantity.kind == "count"
        if plain and not one.quantity.units and _is_range(tokens, one, other):
            result[at] = one.having(units=other.quantity.units)
    return result


def _is_range(tokens: Sequence[Token], one: Placed, other: Placed) -> bool:
    gap = other.first - one.after
    return gap == 0 or (gap == 1 and key_at(tokens, one.after) in _RANGES)


def folded(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases) -> list[Placed]:
    """Numbers that say how many times as much (four times as many, ثلاثة أضعاف), beside the number as a soft one."""
    result = []
    for p in placed:
        found = next(phrases.behind(p.after, 0, "times"), None)
        if found and p.quantity.kind in ("count", "implied") and not p.quantity.units and p.quantity.value > 1:
            result.append(p.having(kind="implied", soft=True))
            result.append(in_words(tokens, p.first, found.after, "fold", p.quantity.value))
        else:
            result.append(p)
    return result


def dated(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[Placed]:
    """Days of months, also at the beginning of a range, marked as such; in the order of the text."""
    result = sorted(placed, key=lambda p: (p.first, p.after))
    for at in range(len(result) - 1, -1, -1):
        p, before, behind = result[at], result[at - 1 : at], result[at + 1 : at + 2]
        if p.quantity.kind != "count" or p.quantity.units or not 0 < p.quantity.value <= LAST_DAY:
            continue
        month = any(b.quantity.kind == "month" and 0 <= b.first - p.after <= 1 for b in behind)
        month = month or any(b.quantity.kind == "month" and b.after == p.first for b in before)
        if month or any(b.quantity.dated and _is_range(tokens, p, b) for b in behind):
            result[at] = p.having(dated=True)
    return result


def merged(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[Placed]:
    """What is said in two units is one quantity: six years and three months, سنة وشهرين. placed: in their order."""
    result: list[Placed] = []
    for p in placed:
        last = result[-1] if result else None
        value = _sum(tokens, last, p) if last else None
        if last and value is not None:
            whole = replace(p.quantity, start=last.quantity.start, value=value, others=(), soft=False, guess=False)
            result[-1] = Placed(whole, last.first, p.after)
        else:
            result.append(p)
    return result


def _sum(tokens: Sequence[Token], one: Placed, other: Placed) -> Decimal | None:
    """What two quantities are together in the unit of the second, None if they are no whole with its part."""
    (first, *_), (second, *_) = one.quantity.units or (None,), other.quantity.units or (None,)
    if not first or not second or first.dimension != second.dimension or not second.factor:
        return None
    if {one.quantity.kind, other.quantity.kind} - {"count", "implied"}:
        return None
    smaller = other.quantity.value * second.factor < first.factor and second.factor < first.factor
    between = [token.key for token in tokens[one.after : other.first]]
    # 5 feet 3 inches: nothing but the first unit stands between.
    joined = tokens[other.first].key.startswith("و") or len(between) <= 1 or between[-1] in _LINKS
    if not smaller or not joined or len(between) > 2:
        return None
    return one.quantity.value * first.factor / second.factor + other.quantity.value


def with_elided(tokens: Sequence[Token], placed: Sequence[Placed], side: Side) -> list[Placed]:
    """Numbers behind which no noun stands may have the units of the one before them: seven days instead of 14."""
    units: tuple[Unit, ...] = ()
    result = []
    for p in placed:
        bare = p.quantity.kind == "count" and not p.quantity.units and not p.quantity.soft
        if bare and units and _stands_alone(tokens, p.after, side):
            result.append(p.having(elided=units))
        else:
            result.append(p)
        units = p.quantity.units or units
    return result


def _stands_alone(tokens: Sequence[Token], at: int, side: Side) -> bool:
    key = key_at(tokens, at)
    if not key[:1].isalpha():
        return True
    return key in FUNCTION_WORDS if side == "english" else key in _ARABIC_PARTICLES or key.startswith("و")


def rated(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Quantities with the rate behind their unit: metres per second."""
    for p, other in zip_longest(placed, placed[1:]):
        if p.quantity.units and other and other.quantity.kind == "rate" and 0 <= other.first - p.after <= RATE:
            yield p.having(per=other.quantity.value)
        else:
            yield p


def zoned(tokens: Sequence[Token], placed: Placed, after: int, phrases: Phrases) -> Placed:
    """A time with whose it is: 12:33 GMT, بتوقيت الهند. after: the index behind the half of the day."""
    zones = list(phrases.behind(after, ZONE, "zone"))
    universal = any(found.phrase.low == 0 for found in zones)
    return placed.having(zone="universal" if universal else "local") if zones else placed

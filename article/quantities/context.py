"""What the words around a number make of it: its unit, what bounds it, the half of the day.

And what is said of quantities in words alone (`said`). Both languages are read by the same rules; their words are in
units.tsv and phrases.tsv (`phrasebook`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from iqtibas.article.quantities.bounds import bounded
from iqtibas.article.quantities.neighbours import dated, folded, inherited, merged, rated, with_elided, zoned
from iqtibas.article.quantities.phrasebook import (
    Found,
    Side,
    find_phrases,
    is_definite,
    is_dual,
    is_singular,
    look_up,
    units,
)
from iqtibas.article.quantities.placed import Phrases, Placed, is_digit, is_noun, place
from iqtibas.article.quantities.quantity import RANGE_MARKS, Quantity, Token, Unit, glued, key_at
from iqtibas.article.quantities.said import BEFORE_LENGTH, said

HALF_DAY = Decimal(720)
_UNMEASURED = frozenset({"time", "ordinal", "month", "date", "name", "decade"})


def in_context(tokens: Sequence[Token], numbers: Sequence[Quantity], side: Side) -> list[Quantity]:
    """The numbers of a text with what its words say of them, and what else they say of quantities, in order."""
    phrases = Phrases(find_phrases(tokens, side))
    placed = inherited(
        tokens, [_with_unit(tokens, p, side) for p in _with_hours(tokens, place(tokens, numbers), phrases)]
    )
    placed = folded(tokens, placed, phrases)
    others = said(tokens, placed, phrases, side)
    days = {at for p in others if p.quantity.kind == "weekday" for at in range(p.first, p.after)}
    kept = [p for p in placed if not (p.quantity.soft and p.first in days)]  # الأحد is not "the one"
    begin = {p.first for p in placed if not p.quantity.guess}
    together = merged(tokens, dated(tokens, [*kept, *others]))
    found = (bounded(tokens, p, phrases, begin).quantity for p in rated(with_elided(tokens, together, side)))
    return sorted(found, key=lambda q: (q.start, q.end))


# --- hours


def _with_hours(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases) -> Iterator[Placed]:
    """Hours with the half of the day that is said behind them: الثالثة عصرا, الساعة 3 بعد الظهر."""
    taken: set[int] = set()
    for p in placed:
        if p.first in taken:
            continue  # بعد الظهر
        at = p.after + (key_at(tokens, p.after) == "من")
        half = next(phrases.behind(at, 0, "am", "pm", "night"), None)
        p = zoned(tokens, p, half.after if half else p.after, phrases)
        if half and not (p.quantity.soft and p.quantity.kind == "time") and tokens[at].key[0] != "و":
            taken |= set(range(half.first, half.after))
            yield _as_time(tokens, p, half)
        else:
            yield _as_time(tokens, p, None)


def _as_time(tokens: Sequence[Token], placed: Placed, half: Found | None) -> Placed:
    quantity = placed.quantity
    if quantity.kind == "time" and not quantity.exact:
        placed = placed.having(exact=_is_exact(tokens, placed))
    if half is None or placed.quantity.exact or not _is_hour(quantity):
        return placed
    minutes = (quantity.value if quantity.kind == "time" else 60 * quantity.value) % HALF_DAY
    late = half.phrase.kind == "pm" or (half.phrase.kind == "night" and minutes >= HALF_DAY / 2)
    return placed._replace(after=half.after).having(
        value=minutes + HALF_DAY * late, kind="time", exact=True, end=tokens[half.after - 1].end, soft=False, others=()
    )


def _is_exact(tokens: Sequence[Token], placed: Placed) -> bool:
    """Whether a time in figures has its half of the day: 15:00, 07:30, 7 a.m."""
    written = tokens[placed.first].raw
    told = placed.quantity.value >= HALF_DAY + 60 or written[0] in "0٠" or placed.after > placed.first + 1
    return told and written[0].isdecimal()


def _is_hour(quantity: Quantity) -> bool:
    if quantity.kind == "time":
        return True
    return quantity.kind in ("ordinal", "count") and 1 <= quantity.value <= 12 and not quantity.value % 1


# --- units


def _with_unit(tokens: Sequence[Token], placed: Placed, side: Side) -> Placed:
    if placed.quantity.kind in _UNMEASURED:
        return placed
    if placed.quantity.kind == "implied" or is_dual(key_at(tokens, placed.first)):
        return _implied(tokens, placed, side)
    found = _unit_of(tokens, placed, side)
    if found and _are_points(tokens, placed, found):
        return placed.having(units=found, kind="count")
    return placed if placed.quantity.kind == "percent" else placed.having(units=found)


def _units_at(tokens: Sequence[Token], at: int, side: Side) -> tuple[Unit, ...]:
    return tuple(look_up(units(side), tokens, at, side)[0])


def _implied(tokens: Sequence[Token], placed: Placed, side: Side) -> Placed:
    """What a word implies that is a unit itself: a decade is one of them, عقدين are two."""
    found, dual = _units_at(tokens, placed.first, side), is_dual(key_at(tokens, placed.first))
    if not found or (placed.quantity.value == 2 and not dual):
        return placed
    value = Decimal(1 + dual)
    added = tuple(reading for reading in placed.quantity.others if value < reading < value + 1)
    lasts = {key_at(tokens, placed.first - 1), key_at(tokens, placed.after)} & (BEFORE_LENGTH | {"من", "كامل"})
    guess = key_at(tokens, placed.first).endswith("عقد") and not lasts  # also a contract, and "held"
    return placed.having(value=value, others=added, units=found, guess=guess)


def _are_points(tokens: Sequence[Token], placed: Placed, found: Sequence[Unit]) -> bool:
    """Whether points stand right behind a number: 40 percentage points are no percentage, 88% net points are."""
    right_behind = placed.quantity.kind != "percent" or tokens[placed.after - 1].key == "percentage"
    return right_behind and all(unit.dimension == "points" for unit in found)


def _unit_of(tokens: Sequence[Token], placed: Placed, side: Side) -> tuple[Unit, ...]:
    if placed.quantity.kind == "fraction" and (added := _added_to(tokens, placed, side)):
        return added
    if side == "arabic":
        behind = _units_at(tokens, placed.after, side)
        told = placed.quantity.kind == "fraction" or not is_definite(key_at(tokens, placed.after))  # 260 اليوم
        return (behind if told else ()) or _arabic_unit_before(tokens, placed)
    at = placed.after + (key_at(tokens, placed.after) in RANGE_MARKS and glued(tokens, placed.after))
    while placed.quantity.kind == "fraction" and key_at(tokens, at) in ("a", "an", "of"):
        at += 1  # half an hour
    found = _units_at(tokens, at, side)
    if not found and is_noun(tokens, at) and not is_digit(tokens, at + 1):
        found = _units_at(tokens, at + 1, side)  # six more weeks
    return found or _currency_before(tokens, placed)


def _added_to(tokens: Sequence[Token], placed: Placed, side: Side) -> tuple[Unit, ...]:
    """The unit before a fraction that is added to it: an hour and a half, ساعة ونصف."""
    if side == "english":
        return _units_at(tokens, placed.first - 3, side) if key_at(tokens, placed.first - 2) == "and" else ()
    return _units_at(tokens, placed.first - 1, side) if key_at(tokens, placed.first).startswith("و") else ()


def _currency_before(tokens: Sequence[Token], placed: Placed) -> tuple[Unit, ...]:
    """$5, SAR 250."""
    before = _units_at(tokens, placed.first, "english") or _units_at(tokens, placed.first - 1, "english")
    return tuple(unit for unit in before if unit.dimension == "currency")


def _arabic_unit_before(tokens: Sequence[Token], placed: Placed) -> tuple[Unit, ...]:
    """الأيام الثلاثة, الساعات الـ48."""
    at = placed.first - 1 - (key_at(tokens, placed.first - 1) == "ال")
    return () if is_singular(key_at(tokens, at).removeprefix("ال")) else _units_at(tokens, at, "arabic")

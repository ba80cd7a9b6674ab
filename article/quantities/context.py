"""What the words around a number make of it: its unit, whether it is the least or the most, the half of the day.

And what is said of quantities in words alone: weekdays, rates, magnitudes, shares. Both languages are read by the same
rules; their words are in units.tsv and phrases.tsv (`phrasebook`).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, cast

from iqtibas.article.quantities.arabic_numerals import stem_in
from iqtibas.article.quantities.phrasebook import (
    Found,
    Side,
    find_phrases,
    is_accusative,
    is_definite,
    is_dual,
    is_singular,
    look_up,
    units,
)
from iqtibas.article.quantities.quantity import (
    RANGE_MARKS,
    WORD_KINDS,
    Quantity,
    QuantityKind,
    Token,
    Unit,
    glued,
    is_number,
    key_at,
    words,
)

HALF_DAY, DAY = Decimal(720), Decimal(1440)
# How many words may stand between a number and what bounds it, and between that and what turns it round.
BOUND_BEFORE, BOUND_BEHIND, NEGATION_BEFORE = 2, 4, 2
REST = 3
# How far before it a negation may still concern what bounds a number; and what takes it back: "not but", لا سوى.
CLAUSE = 8
_EXCEPT = frozenset({"سوي", "الا", "غير", "but", "except", "only"})
# How far before "a day" the number stands that is said for a day.
RATE_REACH = 3
_CLAUSE_MARKS = frozenset(".,;:!?،؛؟()")
_BOUNDED = frozenset({"count", "percent", "fraction", "time", "month", "date", "weekday", "ordinal", "implied"})
# What no unit stands behind: "5 of 10 hours".
_FUNCTION_WORDS = frozenset(
    words(
        "a an the of in on at to by for from with and or but than as is are was were be been has have had will would"
        " per each every who which that this these those its their his her our into over under after before since"
        " during until within without against between among about around out off up down not no one"
    )
)
_WITHIN = frozenset({"within", "in", "for", "over", "after", "of"})
_INDEFINITE = frozenset({"a", "an", "another", "single", "full", "entire", "whole"})
_MORE = frozenset({"extra", "additional", "further", "full", "whole", "single", "entire"})
_NEXT = frozenset({"following", "next"})
_AFTER_DURATION = frozenset({"later", "after", "ago", "earlier", "before", "longer", "or", "and"})
_TIMES = frozenset({"once", "twice", "times"})
# Arabic words that a length of time stands behind; others stand before a day as such (يوم قال).
_BEFORE_DURATION = frozenset(
    words(
        "بين بعد قبل خلال منذ مده لمده غضون طوال طيله مدي زهاء نحو حوالي قرابه في استمر استمرت دام دامت استغرق استغرقت"
    )
)
LONGEST_PARTITIVE = 4
_PARTITIVES = frozenset(words("in of out من لكل"))
_OF_THEM = frozenset(words("of the every all our their its these those كل اصل بين مجموع اجمالي ال"))
# How soon behind "all" what is excepted is named.
EXCEPTION = 6
_EXCEPTIONS = frozenset({"but", "except", "excluding", "عدا", "خلا", "استثناء", "سوي", "الا", "تقريبا"})
_SELF = frozenset(words("نفسه نفسها ذاته ذاتها عينه عينها الذي التي"))
_PLURALS = frozenset({"people", "men", "women", "children"})
_RANGES = frozenset({"to", "and", "or", "الي", "او", "و", "حتي"}) | RANGE_MARKS


class Placed(NamedTuple):
    """A quantity at tokens `first` to `after`, exclusive."""

    quantity: Quantity
    first: int
    after: int


def in_context(tokens: Sequence[Token], numbers: Sequence[Quantity], side: Side) -> list[Quantity]:
    """The numbers of a text with what its words say of them, and what else they say of quantities, in order."""
    found = find_phrases(tokens, side)
    placed = _placed(tokens, numbers)
    placed = [_with_unit(tokens, p, side) for p in _with_hours(tokens, placed, found)]
    placed = _inherited(tokens, placed)
    said = [*_said(tokens, placed, found), *_lengths(tokens, placed, found, side), *_edges(tokens, placed, found)]
    said += _ratios(tokens, placed, side)
    days = {at for p in said if p.quantity.kind == "weekday" for at in range(p.first, p.after)}
    kept = [p for p in placed if not (p.quantity.soft and p.first in days)]
    bounded = [_bounded(tokens, p, found) for p in (*kept, *said)]
    return sorted((p.quantity for p in bounded), key=lambda q: (q.start, q.end))


def _placed(tokens: Sequence[Token], numbers: Sequence[Quantity]) -> list[Placed]:
    starts = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at + 1 for at, token in enumerate(tokens)}
    return [Placed(q, starts[q.start], ends[q.end]) for q in numbers]


# --- hours


def _with_hours(tokens: Sequence[Token], placed: Sequence[Placed], found: Sequence[Found]) -> list[Placed]:
    """Hours with the half of the day that is said behind them: الثالثة عصرا, الساعة 3 بعد الظهر."""
    halves = {f.first: f for f in found if f.phrase.kind in ("am", "pm", "night")}
    result = []
    for p in placed:
        half = halves.get(p.after + (key_at(tokens, p.after) == "من"))
        noon = p.quantity.kind == "time" and p.quantity.soft
        if noon and any(f.first < p.first < f.after for f in halves.values()):
            continue  # بعد الظهر
        told = half and not noon and tokens[half.first].key[0] != "و"
        result.append(_as_time(tokens, p, half if told else None))
    return result


def _as_time(tokens: Sequence[Token], placed: Placed, half: Found | None) -> Placed:
    quantity = placed.quantity
    if quantity.kind == "time":
        written = tokens[placed.first].raw
        known = quantity.value >= HALF_DAY + 60 or written.startswith(("0", "٠")) or placed.after > placed.first + 1
        quantity = replace(quantity, exact=known and tokens[placed.first].raw[0].isdecimal())
    if half is None or quantity.exact or not _is_hour(quantity):
        return placed._replace(quantity=quantity)
    minutes = quantity.value if quantity.kind == "time" else 60 * quantity.value
    value = minutes % HALF_DAY + _afternoon(half.phrase.kind, minutes % HALF_DAY)
    end = tokens[half.after - 1].end
    return Placed(
        replace(quantity, value=value, kind="time", exact=True, end=end, soft=False, others=()),
        placed.first,
        half.after,
    )


def _is_hour(quantity: Quantity) -> bool:
    if quantity.kind == "time":
        return True
    return quantity.kind in ("ordinal", "count") and 1 <= quantity.value <= 12 and not quantity.value % 1


def _afternoon(kind: str, minutes: Decimal) -> Decimal:
    """What a half of the day adds to an hour; the night has hours of both."""
    late = kind == "pm" or (kind == "night" and minutes >= HALF_DAY / 2)
    return HALF_DAY if late else Decimal(0)


# --- units


def _with_unit(tokens: Sequence[Token], placed: Placed, side: Side) -> Placed:
    if placed.quantity.kind in ("time", "ordinal", "month", "date", "name", "decade"):
        return placed
    found = _unit_of(tokens, placed, side)
    if placed.quantity.kind == "implied" or is_dual(key_at(tokens, placed.first)):
        return _implied(tokens, placed, side)
    if found and _are_points(tokens, placed, found):
        return placed._replace(quantity=replace(placed.quantity, units=found, kind="count"))
    percent = placed.quantity.kind == "percent"
    return placed if percent else placed._replace(quantity=replace(placed.quantity, units=found))


def _implied(tokens: Sequence[Token], placed: Placed, side: Side) -> Placed:
    """What a word implies that is a unit itself: a decade is one of them, عقدين are two."""
    found = tuple(look_up(units(side), tokens, placed.first, side)[0])
    dual = is_dual(key_at(tokens, placed.first))
    if not found or (placed.quantity.value == 2 and not dual):
        return placed
    value = Decimal(2 if dual else 1)
    added = tuple(reading for reading in placed.quantity.others if value < reading < value + 1)
    return placed._replace(quantity=replace(placed.quantity, value=value, others=added, units=found))


def _are_points(tokens: Sequence[Token], placed: Placed, found: tuple[Unit, ...]) -> bool:
    """Whether points stand right behind a number: 40 percentage points are no percentage, 88% net points are."""
    right_behind = placed.quantity.kind != "percent" or tokens[placed.after - 1].key == "percentage"
    return right_behind and all(unit.dimension == "points" for unit in found)


def _unit_of(tokens: Sequence[Token], placed: Placed, side: Side) -> tuple[Unit, ...]:
    if added := _added_to(tokens, placed, side):
        return added
    at = placed.after + (key_at(tokens, placed.after) in RANGE_MARKS and glued(tokens, placed.after))
    if placed.quantity.kind == "fraction":
        while key_at(tokens, at) in ("a", "an", "of"):
            at += 1
    behind = look_up(units(side), tokens, at, side)[0]
    if side == "arabic" and placed.quantity.kind != "fraction" and is_definite(key_at(tokens, at)):
        behind = []  # 260 اليوم
    if not behind and side == "english" and key_at(tokens, at) not in _FUNCTION_WORDS and _is_word(tokens, at):
        behind = look_up(units(side), tokens, at + 1, side)[0] if not is_digit(tokens, at + 1) else []
    return tuple(behind or _unit_before(tokens, placed, side))


def _added_to(tokens: Sequence[Token], placed: Placed, side: Side) -> tuple[Unit, ...]:
    """The unit before a fraction that is added to it: an hour and a half, ساعة ونصف."""
    if placed.quantity.kind != "fraction":
        return ()
    if side == "english":
        at = placed.first - 3 if key_at(tokens, placed.first - 2) == "and" else -1
    else:
        at = placed.first - 1 if key_at(tokens, placed.first).startswith("و") else -1
    return tuple(look_up(units(side), tokens, at, side)[0])


def is_digit(tokens: Sequence[Token], at: int) -> bool:
    """Whether there is a token and it is written in digits."""
    return at < len(tokens) and is_number(tokens[at])


def _is_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].raw.isalpha()


def _unit_before(tokens: Sequence[Token], placed: Placed, side: Side) -> list[Unit]:
    """$5, SAR 250; الأيام الثلاثة, الساعات الـ48."""
    if side == "english":
        within = look_up(units(side), tokens, placed.first, side)[0]
        before = within or look_up(units(side), tokens, placed.first - 1, side)[0]
        return [unit for unit in before if unit.dimension == "currency"]
    at = placed.first - 1 - (key_at(tokens, placed.first - 1) == "ال")
    if is_singular(key_at(tokens, at).removeprefix("ال")):
        return []
    return look_up(units(side), tokens, at, side)[0]


def _inherited(tokens: Sequence[Token], placed: Sequence[Placed]) -> list[Placed]:
    """The beginning of a range has the unit of its end: 3 to 5 years."""
    result = list(placed)
    for at in range(len(result) - 2, -1, -1):
        one, other = result[at], result[at + 1]
        joined = other.first == one.after or (other.first == one.after + 1 and key_at(tokens, one.after) in _RANGES)
        if joined and not one.quantity.units and one.quantity.kind == other.quantity.kind == "count":
            result[at] = one._replace(quantity=replace(one.quantity, units=other.quantity.units))
    return result


# --- shares


def _ratios(tokens: Sequence[Token], placed: Sequence[Placed], side: Side) -> Iterator[Placed]:
    """Nine in ten, two of the three, واحد من كل أربعة: as a share, beside its two numbers."""
    for one, other in pairwise(placed):
        between = [key_at(tokens, at) for at in range(one.after, other.first)]
        kinds = {"count"} if side == "english" else {"count", "implied"}
        counted = one.quantity.kind in kinds and other.quantity.kind == "count" and not one.quantity.units
        if between and between[0] not in _PARTITIVES and between[1:2] in (["in"], ["من"], ["لكل"]):
            between = between[1:] if not _is_noun(tokens, other.after) else []  # one household in twenty
        if counted and one.quantity.value < other.quantity.value and _is_partitive(between):
            share = one.quantity.value / other.quantity.value
            start, end = one.quantity.start, other.quantity.end
            bound = Quantity(start, end, share, "fraction", soft=True, composed=True)
            yield Placed(bound, one.first, other.after)


def _is_noun(tokens: Sequence[Token], at: int) -> bool:
    return _is_word(tokens, at) and key_at(tokens, at) not in _FUNCTION_WORDS


def _is_partitive(between: Sequence[str]) -> bool:
    """Whether words make what stands before them a part of what stands behind them."""
    return 0 < len(between) <= LONGEST_PARTITIVE and between[0] in _PARTITIVES and set(between[1:]) <= _OF_THEM


# --- bounds


def _bounded(tokens: Sequence[Token], placed: Placed, found: Sequence[Found]) -> Placed:
    if placed.quantity.kind not in _BOUNDED:
        return placed
    bound = _bound_before(tokens, placed.first, found) or _bound_behind(tokens, placed.after, found)
    rest = any(_is_beside(placed, f) for f in found if f.phrase.kind in ("rest", "no"))
    return placed._replace(quantity=replace(placed.quantity, bound=bound, rest=rest))


def _is_beside(placed: Placed, found: Found) -> bool:
    near = REST if found.phrase.kind == "rest" else 2 * REST
    return found.first - placed.after <= near and placed.first - found.after <= near


def _bound_before(tokens: Sequence[Token], first: int, found: Sequence[Found]) -> int:
    for f in reversed(found):
        near = f.phrase.kind in ("more", "less") and 0 <= first - f.after <= BOUND_BEFORE
        if near and not _parted(tokens, f.after, first):
            return int(f.phrase.low) * _turned(tokens, f.first, found)
    return 0


def _turned(tokens: Sequence[Token], first: int, found: Sequence[Found]) -> int:
    """-1 if a negation before a place turns round what is said there, 0 if one farther off may, else 1."""
    for n in reversed(found):
        if n.phrase.kind == "no" and 0 <= first - n.after <= CLAUSE and not _parted(tokens, n.after, first):
            if any(token.key in _EXCEPT for token in tokens[n.after : first]):
                return 1
            return -1 if first - n.after <= NEGATION_BEFORE else 0
    return 1


def _bound_behind(tokens: Sequence[Token], after: int, found: Sequence[Found]) -> int:
    for f in found:
        near = f.phrase.kind == "later" and 0 <= f.first - after <= BOUND_BEHIND
        if near and not _parted(tokens, after, f.first):
            return int(f.phrase.low)
    return 0


def _parted(tokens: Sequence[Token], first: int, after: int) -> bool:
    """Whether another number or a clause mark stands between two places."""
    return any(is_number(token) or token.raw in _CLAUSE_MARKS for token in tokens[first:after])


# --- words alone


def _said(tokens: Sequence[Token], placed: Sequence[Placed], found: Sequence[Found]) -> Iterator[Placed]:
    """Weekdays, rates, magnitudes, shares and spreads, of words that are no part of a number."""
    taken = {at for p in placed if not p.quantity.soft for at in range(p.first, p.after)}
    numbers = {p.first for p in placed if p.quantity.kind != "implied"}
    vague: list[Found] = []
    for f in found:
        if f.phrase.kind not in WORD_KINDS or f.first in taken or _is_other(tokens, f, numbers):
            continue
        if f.phrase.kind == "vague":
            gap = f.first - vague[-1].after if vague else 1
            if gap <= (key_at(tokens, f.first - 1) == "of") and not tokens[f.first].key.startswith("و"):
                vague.append(f)
                continue
            yield from _magnitude(tokens, vague)
            vague = [f]
            continue
        yield _quantity(tokens, f.first, f.after, cast(QuantityKind, f.phrase.kind), f.phrase.low, f.phrase.high)
    yield from _magnitude(tokens, vague)


def _is_other(tokens: Sequence[Token], found: Found, numbers: Container[int]) -> bool:
    """Whether words of rates and shares are none: في اليوم التالي; some 40 people, the most important, all but three.

    numbers: the indices at which numbers begin.
    """
    if found.phrase.kind == "rate":
        dated = tokens[found.first].key.endswith("في") or tokens[found.first].key.startswith(("بال", "لل"))
        return dated and (is_definite(key_at(tokens, found.after)) or key_at(tokens, found.after) in _SELF)
    if found.phrase.kind != "share":
        return False
    if tokens[found.first].key == "most" and found.after == found.first + 1:
        return not _is_plural(key_at(tokens, found.after)) and not tokens[found.first].raw[0].isupper()
    if found.phrase.name == "all":
        behind = tokens[found.after : found.after + EXCEPTION]
        return any(stem_in(token.key, _EXCEPTIONS) for token in behind)
    return found.after in numbers


def _is_plural(key: str) -> bool:
    return key in _PLURALS or (key.endswith("s") and not key.endswith(("ss", "ous")))


def _magnitude(tokens: Sequence[Token], found: Sequence[Found]) -> Iterator[Placed]:
    """Tens of thousands: as many tens as thousands may be."""
    if found:
        low = high = Decimal(1)
        for f in found:
            low, high = low * f.phrase.low, f.phrase.high * low
        yield _quantity(tokens, found[0].first, found[-1].after, "vague", low, high)


def _quantity(
    tokens: Sequence[Token], first: int, after: int, kind: QuantityKind, low: Decimal, high: Decimal | None = None
) -> Placed:
    upper = high if kind in ("vague", "share") else None
    quantity = Quantity(tokens[first].start, tokens[after - 1].end, low, kind, soft=True, upper=upper)
    return Placed(quantity, first, after)


def _lengths(
    tokens: Sequence[Token], placed: Sequence[Placed], phrases: Sequence[Found], side: Side
) -> Iterator[Placed]:
    """A unit of time that is one without saying so, or any number: for a week, five a week, within weeks; لشهر."""
    taken = {at for p in placed if p.quantity.kind != "implied" or p.quantity.units for at in range(p.first, p.after)}
    taken |= {p.after for p in placed if p.quantity.units}
    bounds = {f.after for f in phrases if f.phrase.kind in ("more", "less")}
    for at in range(len(tokens)):
        found, after = look_up(units(side), tokens, at, side)
        if found and at not in taken and side == "arabic" and is_dual(tokens[at].key):
            dual = _length(tokens, at, after, found[0])  # طنين, too short for other duals
            yield dual._replace(quantity=replace(dual.quantity, value=Decimal(2)))
            continue
        if not found or found[0].dimension != "duration" or at in taken:
            continue
        before = key_at(tokens, at - 1)
        if side == "english":
            yield from _english_length(tokens, placed, at, after, found[0])
            many = before in _WITHIN and tokens[at].key.endswith("s")
        else:
            key = tokens[at].key
            lasts = at in bounds or before in _BEFORE_DURATION or key.startswith("ل") or is_accusative(key)
            open_end = not is_digit(tokens, after) and not is_definite(key_at(tokens, after))
            if lasts and open_end and (is_singular(key) or is_accusative(key)):
                yield _length(tokens, at, after, found[0])
            many = lasts and not (is_singular(key) or is_accusative(key) or is_definite(key))
        if many and not is_digit(tokens, after):
            some = _quantity(tokens, at, after, "vague", found[0].factor, found[0].factor)
            yield some._replace(quantity=replace(some.quantity, units=(found[0],)))


def _length(tokens: Sequence[Token], first: int, after: int, unit: Unit) -> Placed:
    placed = _quantity(tokens, first, after, "implied", Decimal(1))
    return placed._replace(quantity=replace(placed.quantity, units=(unit,)))


def _english_length(
    tokens: Sequence[Token], placed: Sequence[Placed], at: int, after: int, unit: Unit
) -> Iterator[Placed]:
    first = at - 1 - (key_at(tokens, at - 1) in _MORE and key_at(tokens, at - 2) in _INDEFINITE)
    article, before = key_at(tokens, first), key_at(tokens, first - 1)
    next_day = article in _NEXT and unit.name == "day"
    if not (article in _INDEFINITE or next_day) or unit.name == "second" or key_at(tokens, at).endswith("s"):
        return
    counted = before in _TIMES or (
        before not in _FUNCTION_WORDS and any(0 <= first - p.after <= RATE_REACH for p in placed)
    )
    if article in ("a", "an") and counted and key_at(tokens, after) not in _AFTER_DURATION:
        yield _quantity(tokens, first, after, "rate", unit.factor)
    else:
        yield _length(tokens, first, after, unit)


def _edges(tokens: Sequence[Token], placed: Sequence[Placed], found: Sequence[Found]) -> Iterator[Placed]:
    """The day of "end of June", "mid-March", مطلع تموز."""
    edges = {f.after: f for f in found if f.phrase.kind == "edge"}
    for p in placed:
        at = p.first - (key_at(tokens, p.first - 1) in ("شهر", "-"))
        if p.quantity.kind == "month" and at in edges:
            phrase = edges[at].phrase
            days = tuple(map(Decimal, range(int(phrase.low), int(phrase.high) + 1)))
            day = _quantity(tokens, edges[at].first, at, "implied", days[0])
            yield day._replace(quantity=replace(day.quantity, others=days[1:]))

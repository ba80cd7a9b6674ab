"""Quantities that are said in words alone: weekdays, rates, magnitudes, shares, lengths of time, days of a month."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast

from iqtibas.article.quantities.arabic_numerals import stem_in
from iqtibas.article.quantities.phrasebook import (
    Found,
    Side,
    is_accusative,
    is_definite,
    is_dual,
    is_singular,
    look_up,
    units,
)
from iqtibas.article.quantities.placed import FUNCTION_WORDS, Phrases, Placed, in_words, is_digit, is_noun
from iqtibas.article.quantities.quantity import WORD_KINDS, Quantity, QuantityKind, Token, Unit, key_at, words

# How soon behind "all" what is excepted is named, and the words that name it.
EXCEPTION = 6
_EXCEPTIONS = frozenset({"but", "except", "excluding", "عدا", "خلا", "استثناء", "سوي", "الا", "تقريبا"})
_SELF = frozenset(words("نفسه نفسها ذاته ذاتها عينه عينها الذي التي"))
_PLURALS = frozenset({"people", "men", "women", "children"})
# Of the words of "nine in ten", "two of the three".
LONGEST_PARTITIVE = 4
_PARTITIVES = frozenset(words("in of out من لكل"))
_THE_MONTH = frozenset({"الشهر"})
# How far behind "of the 45 trucks" the part may stand, and the marks that end a sentence.
PART = 14
_SENTENCE_MARKS = frozenset(".!?؟")
_OF_THEM = frozenset(words("of the every all our their its these those كل اصل بين مجموع اجمالي ال"))
# Around "a week": how far before it the number stands that is said for a week, and what makes it a length of time.
RATE_REACH = 3
_ARTICLES = frozenset({"a", "an", "another", "single", "full", "entire", "whole"})
_MORE = frozenset({"extra", "additional", "further", "full", "whole", "single", "entire"})
_NEXT = frozenset({"following", "next"})
_AFTER_LENGTH = frozenset({"later", "after", "ago", "earlier", "before", "longer", "or", "and"})
_TIMES = frozenset({"once", "twice", "times"})
_WITHIN = frozenset({"within", "in", "for", "over", "after", "of"})
# Arabic words that a length of time stands behind; others stand before a day as such (يوم قال).
BEFORE_LENGTH = frozenset(
    words(
        "بين بعد قبل خلال منذ مده لمده غضون ظرف"
        " طوال طيله مدي زهاء نحو حوالي قرابه في استمر استمرت دام دامت استغرق استغرقت"
    )
)


def said(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases, side: Side) -> list[Placed]:
    """All that is said in words alone. placed: the numbers of the text."""
    return [
        *_by_phrases(tokens, placed, phrases),
        *_lengths(tokens, placed, phrases, side),
        *_days(tokens, placed, phrases),
        *_months(tokens, placed, phrases),
        *_ratios(tokens, placed, side),
    ]


# --- phrases


def _by_phrases(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases) -> Iterator[Placed]:
    """Weekdays, rates, magnitudes, shares and spreads, of words that are no part of a number."""
    taken = {at for p in placed if not p.quantity.soft for at in range(p.first, p.after)}
    numbers = {p.first for p in placed if p.quantity.kind != "implied"}
    vague: list[Found] = []
    for found in phrases.all:
        if found.phrase.kind not in WORD_KINDS or found.first in taken or _is_other(tokens, found, numbers):
            continue
        kind, _, low, high = found.phrase
        if kind != "vague":
            yield in_words(
                tokens, found.first, found.after, cast(QuantityKind, kind), low, high if kind == "share" else None
            )
            continue
        if not _continues(tokens, vague, found):
            yield from _magnitude(tokens, vague)
            vague = []
        vague.append(found)
    yield from _magnitude(tokens, vague)


def _is_other(tokens: Sequence[Token], found: Found, numbers: Container[int]) -> bool:
    """Whether words of rates and shares are none: في اليوم التالي; some 40 people, the most important, all but three.

    numbers: the indices at which numbers begin.
    """
    first, behind = tokens[found.first], key_at(tokens, found.after)
    if found.phrase.kind == "rate":
        dated = first.key.endswith("في") or first.key.startswith(("بال", "لل"))
        return dated and (is_definite(behind) or behind in _SELF)
    if found.phrase.kind != "share":
        return False
    if first.key == "most" and found.after == found.first + 1:
        return not _is_plural(behind) and not first.raw[0].isupper()
    if found.phrase.name == "all":
        return any(stem_in(token.key, _EXCEPTIONS) for token in tokens[found.after : found.after + EXCEPTION])
    return found.after in numbers


def _is_plural(key: str) -> bool:
    return key in _PLURALS or (key.endswith("s") and not key.endswith(("ss", "ous")))


def _continues(tokens: Sequence[Token], vague: Sequence[Found], found: Found) -> bool:
    """Whether a magnitude is multiplied by the next: tens of thousands, مئات الآلاف, but not آلاف وآلاف."""
    if not vague or tokens[found.first].key.startswith("و"):
        return False
    return found.first - vague[-1].after == (key_at(tokens, vague[-1].after) == "of")


def _magnitude(tokens: Sequence[Token], found: Sequence[Found]) -> Iterator[Placed]:
    """Tens of thousands: as many tens as thousands may be."""
    low = high = Decimal(1)
    for f in found:
        low, high = low * f.phrase.low, low * f.phrase.high
    if found:
        yield in_words(tokens, found[0].first, found[-1].after, "vague", low, high)


# --- lengths of time


def _lengths(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases, side: Side) -> Iterator[Placed]:
    """A unit of time that is one without saying so, or any number: for a week, five a week, within weeks; لشهر."""
    taken = {at for p in placed if p.quantity.kind != "implied" or p.quantity.units for at in range(p.first, p.after)}
    halves = {p.after for p in placed if p.quantity.kind == "fraction"}  # half an hour
    taken |= {p.after for p in placed if p.quantity.units}
    taken |= {at + 1 for at in halves if key_at(tokens, at) in ("a", "an")}
    for at in range(len(tokens)):
        found, after = look_up(units(side), tokens, at, side)
        if not found or at in taken:
            continue
        if side == "arabic" and is_dual(tokens[at].key):
            yield _one(tokens, at, after, found[0]).having(value=Decimal(2))  # طنين, too short for other duals
        elif found[0].dimension == "duration" and side == "english":
            yield from _english_length(tokens, placed, at, after, found[0])
        elif found[0].dimension == "duration":
            yield from list(_arabic_length(tokens, phrases, at, after, found[0])) or _guess(tokens, at, after, found[0])
        elif side == "arabic" or key_at(tokens, at - 1) in _ARTICLES:
            yield from _guess(tokens, at, after, found[0])


def _one(tokens: Sequence[Token], first: int, after: int, unit: Unit) -> Placed:
    return in_words(tokens, first, after, "implied", Decimal(1)).having(units=(unit,))


def _guess(tokens: Sequence[Token], at: int, after: int, unit: Unit) -> Iterator[Placed]:
    """A unit that may be one of it: a metre, السنة المقبلة. It answers figures, and is not missed."""
    key = tokens[at].key
    if key.isascii() or is_singular(key) or is_singular(key.removeprefix("ال")) or is_accusative(key):
        yield _one(tokens, at, after, unit).having(guess=True)


def _some(tokens: Sequence[Token], at: int, after: int, unit: Unit) -> Placed:
    """Weeks, without saying how many."""
    return in_words(tokens, at, after, "vague", unit.factor, unit.factor).having(units=(unit,))


def _english_length(
    tokens: Sequence[Token], placed: Sequence[Placed], at: int, after: int, unit: Unit
) -> Iterator[Placed]:
    if key_at(tokens, at).endswith("s"):
        if key_at(tokens, at - 1) in _WITHIN:
            yield _some(tokens, at, after, unit)
        return
    first = at - 1 - (key_at(tokens, at - 1) in _MORE and key_at(tokens, at - 2) in _ARTICLES)
    article, before = key_at(tokens, first), key_at(tokens, first - 1)
    if unit.name == "second" or not (article in _ARTICLES or (article in _NEXT and unit.name == "day")):
        return
    near = any(0 <= first - p.after <= RATE_REACH for p in placed)
    rate = before in _TIMES or (before not in FUNCTION_WORDS and near)
    if rate and article in ("a", "an") and key_at(tokens, after) not in _AFTER_LENGTH:
        yield in_words(tokens, first, after, "rate", unit.factor)
    else:
        yield _one(tokens, first, after, unit)


def _arabic_length(tokens: Sequence[Token], phrases: Phrases, at: int, after: int, unit: Unit) -> Iterator[Placed]:
    key, before = tokens[at].key, key_at(tokens, at - 1)
    lasts = before in BEFORE_LENGTH or key.startswith("ل") or is_accusative(key)
    lasts = lasts or next(phrases.before(at, 0, "more", "less"), None) is not None
    if not lasts or is_digit(tokens, after):
        return
    if is_singular(key) or is_accusative(key):
        if not is_definite(key_at(tokens, after)):
            yield _one(tokens, at, after, unit)
    elif not is_definite(key):
        yield _some(tokens, at, after, unit)


# --- days and ratios


def _days(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases) -> Iterator[Placed]:
    """The day of "end of June", "mid-March", مطلع تموز."""
    for p in placed:
        at = p.first - (key_at(tokens, p.first - 1) in ("شهر", "-"))
        for found in phrases.before(at, 0, "edge") if p.quantity.kind == "month" else ():
            days = tuple(map(Decimal, range(int(found.phrase.low), int(found.phrase.high) + 1)))
            yield in_words(tokens, found.first, at, "implied", days[0], days[-1]).having(others=days[1:])


def _months(tokens: Sequence[Token], placed: Sequence[Placed], phrases: Phrases) -> Iterator[Placed]:
    """What may be the name of a month: مطلع العام, الشهر السادس, the month before. They are not missed."""
    for found in phrases.all:
        if found.phrase.kind == "season":
            low, *others = map(Decimal, range(int(found.phrase.low), int(found.phrase.high) + 1))
            month = in_words(tokens, found.first, found.after, "month", low)
            yield month.having(others=tuple(others), guess=True)
    for p in placed:
        if p.quantity.kind == "ordinal" and stem_in(key_at(tokens, p.first - 1), _THE_MONTH):
            yield in_words(tokens, p.first, p.after, "month", p.quantity.value).having(guess=True)


def _ratios(tokens: Sequence[Token], placed: Sequence[Placed], side: Side) -> Iterator[Placed]:
    """Nine in ten, two of the three, واحد من كل أربعة: as a share, beside its two numbers."""
    parts = {"count"} if side == "english" else {"count", "implied"}
    for one, other in pairwise(placed):
        part, whole = one.quantity, other.quantity
        counted = part.kind in parts and whole.kind == "count" and not part.units
        if counted and part.value < whole.value and _is_partitive(tokens, one.after, other):
            share = Quantity(part.start, whole.end, part.value / whole.value, "fraction", soft=True, composed=True)
            yield Placed(share, one.first, other.after)

    yield from _parts(tokens, placed, side)


def _parts(tokens: Sequence[Token], placed: Sequence[Placed], side: Side) -> Iterator[Placed]:
    """The whole before its part: of the 45 trucks 30 passed; six were hurt, two of them badly."""
    whole: Placed | None = None
    for one, other in pairwise(placed if side == "english" else ()):
        counted = {one.quantity.kind, other.quantity.kind} == {"count"} and not one.quantity.units
        whole = one if counted and not one.quantity.soft else whole
        of_it = [token.key for token in tokens[other.after : other.after + 2]] == ["of", "them"]
        between = {token.key for token in tokens[one.after : other.first]}
        first = "of" in (key_at(tokens, one.first - 1), key_at(tokens, one.first - 2)) and counted
        near = first and other.first - one.after <= PART and not between & _SENTENCE_MARKS
        if whole and near and other.quantity.value < one.quantity.value:
            span = Quantity(one.quantity.start, other.quantity.end, other.quantity.value / one.quantity.value)
            yield Placed(span, one.first, other.after).having(kind="fraction", soft=True, composed=True)
        elif whole and of_it and other.quantity.kind == "count" and other.quantity.value < whole.quantity.value:
            share = other.quantity.value / whole.quantity.value
            yield in_words(tokens, other.first, other.after, "fraction", share).having(composed=True)


def _is_partitive(tokens: Sequence[Token], at: int, whole: Placed) -> bool:
    """Whether the words from `at` to a number make what stands before them a part of it."""
    between = [token.key for token in tokens[at : whole.first]]
    if between and between[0] not in _PARTITIVES and between[1:2] in (["in"], ["من"], ["لكل"]):
        between = [] if is_noun(tokens, whole.after) else between[1:]  # one household in twenty
    if between[:1] == ["من"] and len(between) == 2 and is_definite(between[1]):
        return True  # من الأقاليم العشرة
    return 0 < len(between) <= LONGEST_PARTITIVE and between[0] in _PARTITIVES and set(between[1:]) <= _OF_THEM

"""Numbers in English text: digits, words, scales, fractions, times, dates, decades, numbers inside names.

The words and how they add up are in `english_numerals`; this reads them in running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from iqtibas.article.characters import INVISIBLE
from iqtibas.article.quantities.context import in_context
from iqtibas.article.quantities.english_numerals import (
    APPROXIMATE,
    APPROXIMATE_AFTER,
    BEFORE_MONTH,
    COMPOUND_HEADS,
    CURRENCY,
    DECADES,
    DENOMINATORS,
    DOZENS,
    FIGURE_SCALES,
    IMPLIED,
    MONTHS,
    NUMBERED,
    ORDINAL_SUFFIXES,
    PREFIXES,
    SCALE_LETTERS,
    SCALES,
    SMALL,
    UNITS,
    Spelled,
    roman_value,
)
from iqtibas.article.quantities.phrasebook import FINEST, slashed_share
from iqtibas.article.quantities.placed import is_noun
from iqtibas.article.quantities.quantity import (
    NUMBER_PATTERN,
    PERCENT_MARKS,
    RANGE_MARKS,
    VULGAR_FRACTIONS,
    Hit,
    Quantity,
    QuantityKind,
    Readings,
    Token,
    bounded,
    glued,
    in_date,
    is_number,
    key_at,
    nearby_keys,
    read_clock,
    read_digits,
    read_time,
    scaled,
    scan,
    tokenize,
)

_TOKEN = re.compile(rf"[ap]\.\s?m\b\.?|{NUMBER_PATTERN}|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s{INVISIBLE}]", re.IGNORECASE)
# 1/4 at either end of a post: which one it is, of how many.
_COUNTER = re.compile(
    r"\A\W{0,3}\d{1,2}/\d{0,2}(?=[)\]\s])"
    r"|(?:[(\[]\d{1,2}/\d{1,2}[)\]]|(?<=[^\w\s,;:]\s)\d{1,2}/\d{1,2})(?=\W*\Z)"
)
_HALF_DAYS = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "a. m.", "p. m."})
# What stands before a part of something: a third, the remaining fifth.
_OF_A_WHOLE = frozenset({"a", "remaining", "only", "least", "almost"})


def english_values(text: str) -> list[Quantity]:
    """The numbers of an English text in the order of the text. Offsets are code points into `text`.

    Never raises; digits in links, handles and hashtags are skipped. Vague plurals ("thousands of") have no
    value and are not given.
    """
    return scan(_tokens(text), _RULES)


def english_quantities(text: str) -> list[Quantity]:
    """The same with what the words around them say of them, and the quantities that are said in words alone."""
    tokens = _tokens(text)
    return in_context(tokens, scan(tokens, _RULES), "english")


def _tokens(text: str) -> list[Token]:
    """The tokens of a text without the counter of a thread."""
    return tokenize(_COUNTER.sub(lambda found: " " * len(found.group()), text), _TOKEN, str.lower)


def _finish(
    tokens: Sequence[Token],
    first: int,
    after: int,
    readings: Readings,
    kind: QuantityKind = "count",
    soft: bool = False,
) -> Hit:
    """Take in what may follow any number (percent, decades, the scale of a range's end) and build it."""
    readings = bounded(readings)
    end = _percent_end(tokens, after)
    if end > after:
        kind, soft, after = "percent", False, end
    noun = key_at(tokens, after + (key_at(tokens, after) in RANGE_MARKS))
    if noun in DOZENS:
        readings += scaled(readings, 12)
    scale = _range_scale(tokens, after) if readings[0] < 1000 else 0
    if scale:
        readings += scaled(readings, scale)
    start = tokens[first].start
    if first and tokens[first - 1].raw in CURRENCY:
        start = tokens[first - 1].start
    near = _is_approximate(tokens, first, after)
    quantity = Quantity(start, tokens[after - 1].end, readings[0], kind, soft, near, readings[1:])
    return [quantity], after


def _is_approximate(tokens: Sequence[Token], first: int, after: int) -> bool:
    before = nearby_keys(tokens, first)
    counted = key_at(tokens, after + 1) == "or"  # 30 people or fewer
    follows = key_at(tokens, after) in ("or", "-") or counted
    after += counted
    return (follows and key_at(tokens, after + 1) in APPROXIMATE_AFTER) or any(key in APPROXIMATE for key in before)


def _percent_end(tokens: Sequence[Token], at: int) -> int:
    """The index behind a percent sign or word at `at`, or `at`."""
    at_word = at + (key_at(tokens, at) == "-")
    key = key_at(tokens, at_word)
    if key in PERCENT_MARKS or key in ("percent", "percentage", "pct"):
        return at_word + 1
    return at_word + 2 if key == "per" and key_at(tokens, at_word + 1) == "cent" else at


def _scale_at(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The scale word at `at` (a hyphen or plus may precede it) and the index behind; 1 and `at` if none."""
    word = at + (key_at(tokens, at) in ("-", "+"))
    scale = FIGURE_SCALES.get(key_at(tokens, word))
    if scale:
        larger = SCALES.get(key_at(tokens, word + 1), 0)  # 2 thousand million
        return (scale * larger, word + 2) if larger > scale else (scale, word + 1)
    if glued(tokens, at) and tokens[at].key in SCALE_LETTERS:
        return SCALE_LETTERS[tokens[at].key], at + 1
    return 1, at


def _range_scale(tokens: Sequence[Token], at: int) -> int:
    """The scale that the end of a range lends its beginning: "2 to 3 million". 0 if none."""
    if key_at(tokens, at) not in ("to", "and", "or") and key_at(tokens, at) not in RANGE_MARKS:
        return 0
    at += 1 + (key_at(tokens, at + 1) in CURRENCY)
    if at >= len(tokens) or not (is_number(tokens[at]) or tokens[at].key in SMALL):
        return 0
    scale, behind = _scale_at(tokens, at + 1)
    return scale if behind > at + 1 else 0


# --- digits


def _digits(tokens: Sequence[Token], at: int) -> Hit | None:
    token = tokens[at]
    if not is_number(token):
        return None
    clock = _clock(tokens, at)
    if clock:
        return clock
    numbers = read_digits(token.raw)
    if len(numbers) != 1:
        return [Quantity(token.start, token.end, n[0], "date") for n in numbers], at + 1
    if share := slashed_share(tokens, at, "english", ("of", "percentage")):
        return _finish(tokens, at, at + 3, (share,), "fraction")
    if in_date(tokens, at):
        soft = _is_around_the_clock(tokens, at)
        return _finish(tokens, at, at + 1, _with_year_range(tokens, at, numbers[0]), "date", soft)
    if glued(tokens, at + 1) and tokens[at + 1].raw.isalpha():
        return _with_suffix(tokens, at, numbers[0])
    if key_at(tokens, at + 1) in ("'", "’") and key_at(tokens, at + 2) == "s" and glued(tokens, at + 2):
        return _finish(tokens, at, at + 3, numbers[0], "decade")
    if _in_name(tokens, at):
        return _finish(tokens, at, at + 1, numbers[0], "name")
    return _scaled_digits(tokens, at, _with_year_range(tokens, at, numbers[0]))


def _scaled_digits(tokens: Sequence[Token], at: int, readings: Readings) -> Hit:
    part, after = _added_part(tokens, at + 1)
    readings = tuple(reading + part for reading in readings)
    scale, after = _scale_at(tokens, after)
    if key_at(tokens, after - 1) in SCALE_LETTERS and scale > 1:
        return _finish(tokens, at, after, scaled(readings, scale) + readings)
    return _finish(tokens, at, after, scaled(readings, scale))


def _added_part(tokens: Sequence[Token], at: int) -> tuple[Decimal, int]:
    """A fraction added to the whole number before `at` ("2½", "2 1/2", "two and a half"), and the index behind it."""
    if key_at(tokens, at) in VULGAR_FRACTIONS:
        return VULGAR_FRACTIONS[tokens[at].key], at + 1
    keys = [key_at(tokens, at + offset) for offset in range(6)]
    if keys[0] in RANGE_MARKS and glued(tokens, at) and keys[2] == "/":
        at, keys = at + 1, keys[1:]  # 4-1/4
    if keys[1] == "/" and keys[0].isdecimal() and keys[2].isdecimal() and 0 < int(keys[0]) < int(keys[2]) <= FINEST:
        return Decimal(keys[0]) / Decimal(keys[2]), at + 3
    words = [key for key in keys if key not in RANGE_MARKS]
    if words[:2] == ["and", "a"] and words[2] in ("half", "quarter", "third"):
        hyphens = keys.index(words[2]) - 2
        return Decimal(1) / DENOMINATORS[words[2]], at + 3 + hyphens
    return Decimal(0), at


def _clock(tokens: Sequence[Token], at: int) -> Hit | None:
    """7:30, 19:30, 7 a.m., 7.30pm."""
    raw = tokens[at].raw
    half_day = key_at(tokens, at + 1)[:1] if key_at(tokens, at + 1) in _HALF_DAYS else ""
    value = read_time(tokens, at, zoned=key_at(tokens, at + 1) in ("gmt", "utc"))
    if half_day:
        value = read_clock(raw if ":" in raw or "." in raw else raw + ":00")
    if value is None:
        return None
    if half_day:
        value = value % 720 + 720 * (half_day == "p")
    after = at + 1 + bool(half_day)
    return [Quantity(tokens[at].start, tokens[after - 1].end, value, "time")], after


def _is_around_the_clock(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is a part of 24/7, which translations put in words."""
    first = at - 2 * (key_at(tokens, at - 1) == "/")
    return [key_at(tokens, first + offset) for offset in range(3)] == ["24", "/", "7"]


def _in_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether letters before a number make it a name: F-16, COVID-19, G20. mid-2020 is none."""
    if not glued(tokens, at):
        return False
    if tokens[at - 1].raw.isalpha():
        return True
    if tokens[at - 1].key not in RANGE_MARKS | {"+"} or not glued(tokens, at - 1):
        return False
    word = tokens[at - 2]
    return word.raw.isalpha() and word.raw != word.key and word.key not in PREFIXES and word.key not in MONTHS


def _with_suffix(tokens: Sequence[Token], at: int, readings: Readings) -> Hit:
    """A number with letters glued to it: 34th, 1990s, $5m, 90kg; anything else is a name (5G)."""
    suffix = tokens[at + 1].key
    if suffix in ORDINAL_SUFFIXES:
        return _finish(tokens, at, at + 2, readings, "ordinal")
    if suffix == "s" and readings[0] % 10 == 0:
        return _finish(tokens, at, at + 2, readings, "decade")
    if suffix in SCALES or suffix in SCALE_LETTERS:
        return _scaled_digits(tokens, at, readings)
    measured = suffix in UNITS and tokens[at + 1].raw != "G"  # grams, but 5G
    return _finish(tokens, at, at + 1, readings, "count" if measured else "name")


def _with_year_range(tokens: Sequence[Token], at: int, readings: Readings) -> Readings:
    """The second year of 1995-96 or 1943/4 may also be read in full."""
    raw, mark = tokens[at].raw, key_at(tokens, at - 1)
    if len(raw) <= 2 and (mark in RANGE_MARKS or mark == "/") and at >= 2 and not tokens[at].spaced:
        first = tokens[at - 2].raw
        if len(first) == 4 and first.isdecimal():
            return (*readings, Decimal(first[: -len(raw)] + raw))
    return readings


# --- words


def _words(tokens: Sequence[Token], at: int) -> Hit | None:
    number = Spelled()
    after = at
    while after < len(tokens) and not number.ordinal:
        word = after + _joins(tokens, after, number)
        if word >= len(tokens) or not number.add(tokens[word].key):
            break
        after = word + 1
    if after == at:
        return None
    value = Decimal(number.value)
    if number.ordinal:
        return _spelled_ordinal(tokens, at, after, value)
    return _spelled_fraction(tokens, at, after, value) or _spelled_cardinal(tokens, at, after, value, number)


def _joins(tokens: Sequence[Token], at: int, number: Spelled) -> bool:
    """Whether the token at `at` only joins two number words: a hyphen, or "and" in two hundred and five."""
    key = key_at(tokens, at)
    if not number.words:
        return False
    if key != "and":
        return key in RANGE_MARKS and glued(tokens, at) and glued(tokens, at + 1)
    return number.takes_and(key_at(tokens, at + 2))


def _spelled_ordinal(tokens: Sequence[Token], at: int, after: int, value: Decimal) -> Hit:
    readings = (value, 1 / value) if 3 <= value <= 10 else (value,)
    if value >= 3 and after == at + 1 and key_at(tokens, at - 1) in _OF_A_WHOLE and not is_noun(tokens, after):
        return _finish(tokens, at, after, (1 / value, value), "fraction")
    named = key_at(tokens, after + (key_at(tokens, after) in RANGE_MARKS)) in ("party", "parties")
    return _finish(tokens, at, after, readings, "ordinal", soft=value <= 2 or named or _is_titled(tokens, at))


def _spelled_fraction(tokens: Sequence[Token], at: int, after: int, value: Decimal) -> Hit | None:
    """two-thirds, three quarters; the numerator stays a second reading (two quarters of a year)."""
    noun = after + (key_at(tokens, after) in RANGE_MARKS)
    if value >= 20 or key_at(tokens, noun) not in DENOMINATORS:
        return None
    share = value / DENOMINATORS[tokens[noun].key]
    return _finish(tokens, at, noun + 1, (share, value), "fraction")


def _spelled_cardinal(tokens: Sequence[Token], at: int, after: int, value: Decimal, number: Spelled) -> Hit:
    part, after = _added_part(tokens, after)
    scale, after = _scale_at(tokens, after) if part else (1, after)
    soft = not part and (value <= 2 or (number.bare and number.words == 1) or _is_titled(tokens, at))
    return _finish(tokens, at, after, ((value + part) * scale,), soft=soft)


def _is_titled(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number word is capitalised as in a name: Six Flags, the Edinburgh Seven."""
    if not tokens[at].raw[0].isupper():
        return False
    if len(tokens[at].raw) > 1 and tokens[at].raw.isupper():
        return False
    opens = at == 0 or not tokens[at - 1].raw[-1].isalnum()
    return not opens or (at + 1 < len(tokens) and tokens[at + 1].raw[0].isupper())


def _half(tokens: Sequence[Token], at: int) -> Hit | None:
    """half a million, quarter of a century; a half or quarter of anything else is soft."""
    key = tokens[at].key
    if key not in ("half", "quarter"):
        return None
    share, noun = Decimal(1) / DENOMINATORS[key], at + 1
    while noun < at + 4 and key_at(tokens, noun) in ("a", "an", "of", "-"):
        noun += 1
    name = key_at(tokens, noun)
    if name in SCALES:
        return _finish(tokens, at, noun + 1, (share * SCALES[name],))
    readings: Readings = (share,)
    if name in DOZENS:
        readings += (share * 12,)
    if key_at(tokens, at - 2) == "and":  # an hour and a half
        readings += (1 + share,)
    return _finish(tokens, at, at + 1, readings, "fraction", soft=True)


def _vulgar_fraction(tokens: Sequence[Token], at: int) -> Hit | None:
    share = VULGAR_FRACTIONS.get(tokens[at].raw)
    return _finish(tokens, at, at + 1, (share,), "fraction") if share else None


def _soft_word(tokens: Sequence[Token], at: int) -> Hit | None:
    key = tokens[at].key
    if key in DECADES:
        return _finish(tokens, at, at + 1, (Decimal(DECADES[key]),), "decade", soft=True)
    if key in ("noon", "midnight"):
        hour = 12 if key == "noon" else 0
        return [Quantity(tokens[at].start, tokens[at].end, Decimal(60 * hour), "time", soft=True, exact=True)], at + 1
    value = IMPLIED.get(key)
    if value is None and key.startswith(COMPOUND_HEADS):
        value = next(SMALL[head] for head in COMPOUND_HEADS if key.startswith(head))
    if value is None:
        return None
    return _finish(tokens, at, at + 1, (Decimal(value),), "implied", soft=True)


def _month(tokens: Sequence[Token], at: int) -> Hit | None:
    """A capitalised month name; soft where no number or preposition shows that it is not a Ms May."""
    token = tokens[at]
    number = MONTHS.get(token.key)
    if not number or not token.raw[0].isupper():
        return None
    behind = at + 1 + (key_at(tokens, at + 1) in (".", "of", ","))
    before = at - 1 - (key_at(tokens, at - 1) == "of")
    dated = any(0 <= n < len(tokens) and is_number(tokens[n]) for n in (before, behind))
    sure = dated or key_at(tokens, at - 1) in BEFORE_MONTH
    return [Quantity(token.start, token.end, Decimal(number), "month", soft=not sure)], at + 1


def _roman(tokens: Sequence[Token], at: int) -> Hit | None:
    """World War II, type I, (iii): soft, for Arabic spells the ordinal out."""
    raw = tokens[at].raw.replace("’", "'").removesuffix("'s")  # Henry IV's
    listed = (key_at(tokens, at - 1), key_at(tokens, at + 1)) == ("(", ")")
    value = roman_value(raw.upper() if listed else raw)
    if not value or (len(raw) == 1 and not listed and not _is_numbered(tokens, at)):
        return None
    return [Quantity(tokens[at].start, tokens[at].end, Decimal(value), "ordinal", soft=True)], at + 1


def _is_numbered(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before `at` takes a number: World War I, type I. In "and I" there is none."""
    before = at - 1 - (key_at(tokens, at - 1) in RANGE_MARKS)
    return before >= 0 and (tokens[before].key in NUMBERED or tokens[before].raw[0].isupper())


_RULES = (_digits, _words, _half, _vulgar_fraction, _soft_word, _month, _roman)

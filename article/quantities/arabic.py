"""Numbers in Arabic text: three sets of digits, number words in all their forms, fractions, times, months.

The words and how they add up are in `arabic_numerals`; this reads them in running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from iqtibas.article.arabic.proclitics import PROCLITICS
from iqtibas.article.characters import INVISIBLE
from iqtibas.article.quantities.arabic_decimals import ZERO, said_decimals
from iqtibas.article.quantities.arabic_duals import dual, may_be_dual
from iqtibas.article.quantities.arabic_months import MONTHS, month
from iqtibas.article.quantities.arabic_numerals import (
    DECADES,
    DENOMINATORS,
    FRACTIONS,
    Sum,
    Word,
    lookup_key,
    number_word,
    stem_in,
)
from iqtibas.article.quantities.context import in_context
from iqtibas.article.quantities.phrasebook import slashed_share
from iqtibas.article.quantities.quantity import (
    ARABIC_NUMBER_PATTERN,
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
    read_digits,
    read_time,
    scaled,
    scan,
    tokenize,
    words,
)

# With the forms in which they are printed, which old pages hold.
_LETTERS = "\u0621-\u065f\u0670-\u06d3\ufb50-\ufdff\ufe70-\ufefc"
# Numbers, Arabic words with their marks, other words, and single marks that can be seen.
_TOKEN = re.compile(
    rf"{ARABIC_NUMBER_PATTERN}|[{_LETTERS}]+|[^\W\d_{_LETTERS}]+"
    rf"|[^\w\s{INVISIBLE}]"
)

_HUNDRED_IN_PERCENT = frozenset({"المئه", "المائه", "الميه"})
_PERCENT_WORDS = frozenset({"بالمئه", "بالمائه", "بالميه"})
_DOZENS = frozenset({"دزينه", "دزينات"})
_SOFT_WORDS: dict[str, int] = {
    ZERO: 0,
    **dict.fromkeys(words("كلا كلتا كلاهما كليهما كلتاهما زوج زوجان زوجين زوجا زوجي ثنائي ثنائيه"), 2),
    **dict.fromkeys(words("ضعف ضعفا ضعفي ضعفين ضعفان مضاعفه مزدوج مزدوجه توام"), 2),
    **dict.fromkeys(("ثلاثي", "ثلاثيه"), 3),
    **dict.fromkeys(("رباعي", "رباعيه"), 4),
    **dict.fromkeys(("خماسي", "خماسيه", "خمسي", "خمسيه"), 5),
    **dict.fromkeys(("سداسي", "سداسيه"), 6),
    **dict.fromkeys(("سباعي", "سباعيه"), 7),
    **dict.fromkeys(("عقد", "عقدا", "عشري", "عشريه"), 10),
    "عقدين": 20,
    "دزينه": 12,
    "قرن": 100,
    "قرنين": 200,
    "الفيه": 2000,
}
# Fractions that share their spelling with a feminine number: خُمس and خَمس.
_SHARED_FRACTIONS = {5: 5, 7: 7, 9: 9, 10: 10}
_APPROXIMATE = frozenset(
    words(
        "نحو نيف نيفا حوالي قرابه زهاء تقريبا اكثر اقل يقرب يقارب تقارب مايقارب يقل يزيد ازيد يناهز تناهز يتجاوز"
        " تتجاوز تجاوز تجاوزت فوق يفوق تفوق يربو حدود"
    )
)
_ONE = "واحد"
# "I am not" reads like "for six", and "West" like "and six".
_HOMOGRAPHS = ("لست", "وست")
# A scale word alone may be vague, or "a thousand".
_BARE_SCALES = frozenset({100, 10**3, 10**6, 10**9, 10**12})
_RANGE_WORDS = frozenset({"و", "الي", "او", "حتي"}) | RANGE_MARKS
_CLOCK_PARTS: dict[str, int] = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}
_CLOCK_LESS: dict[str, int] = {"ربعا": 15, "ربع": 15, "الربع": 15, "ثلثا": 20, "الثلث": 20}
_HALVED = frozenset({"الكره", "كره", "نهائي", "النهائي"})  # half of the globe, a semi-final
_MIDDLES = {"الليل": 0, "ليل": 0, "النهار": 12}
_MINUTES = frozenset({"دقيقه", "دقائق"})
_PRONOUN = re.compile(r"(?:هما|هم|هن|ها|ه)$")


def arabic_values(text: str) -> list[Quantity]:
    """The numbers of an Arabic text in the order of the text. Offsets are code points into `text`.

    Never raises; digits in links, handles and hashtags are skipped. Vague plurals (آلاف الناس) have no value
    and are not given. Words that may be duals are given as soft twos of kind `implied`.
    """
    return scan(_tokens(text), _RULES)


def arabic_quantities(text: str) -> list[Quantity]:
    """The same with what the words around them say of them, and the quantities that are said in words alone."""
    tokens = _tokens(text)
    return in_context(tokens, scan(tokens, _RULES), "arabic")


def _tokens(text: str) -> list[Token]:
    """The tokens of a text; a و that stands apart from its number word (خمسة و عشرون) is one with it."""
    tokens = tokenize(text, _TOKEN, lookup_key)
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and last.key == "و" and token.spaced and number_word(token.key) and not token.key.startswith("و"):
            joined[-1] = Token(last.start, token.end, text[last.start : token.end], "و" + token.key, last.spaced)
        else:
            joined.append(token)
    return joined


def _finish(
    tokens: Sequence[Token],
    first: int,
    after: int,
    readings: Readings,
    kind: QuantityKind = "count",
    soft: bool = False,
) -> Hit:
    """Take in what may follow any number (percent, decades, a half, a range's scale) and build it."""
    readings = bounded(readings)
    end = _percent_end(tokens, after)
    if end > after or (key_at(tokens, first - 1) in PERCENT_MARKS and glued(tokens, first)):
        kind, soft, after = "percent", False, end
    noun = key_at(tokens, after)
    if noun in _DOZENS:
        readings += scaled(readings, 12)
    if kind == "ordinal" and readings[0] < 10 and _shares_teen(tokens, after):
        readings += (readings[0] + 10,)
    scale = _range_scale(tokens, after) if readings[0] < 1000 else 0
    if scale > readings[0]:  # مئة وخمس مئات is no range of hundreds
        readings += scaled(readings, scale)
    added = stem_in(key_at(tokens, after + 1), FRACTIONS)
    if added and key_at(tokens, after + 1)[0] == "و" and not readings[0] % 1:
        readings += (readings[0] + FRACTIONS[added],)  # ثلاث سنوات ونصف
    near = _is_approximate(tokens, first, after)
    quantity = Quantity(tokens[first].start, tokens[after - 1].end, readings[0], kind, soft, near, readings[1:])
    return [quantity], after


def _shares_teen(tokens: Sequence[Token], at: int) -> bool:
    """Whether the ordinal before `at` shares the teen of the next: القرنان الرابع والخامس عشر."""
    word, teen = number_word(key_at(tokens, at)), number_word(key_at(tokens, at + 1))
    follows = word and word.joined and word.numeral.ordinal
    return bool(follows and teen and teen.numeral.role == "ten" and not teen.joined)


def _is_approximate(tokens: Sequence[Token], first: int, after: int) -> bool:
    around = [*nearby_keys(tokens, first), key_at(tokens, after), key_at(tokens, after + 1)]
    if around[-1] == "او":
        around.append(key_at(tokens, after + 2))  # 30 قاربا أو أقل
    return any(stem_in(key, _APPROXIMATE) for key in around)


def _percent_end(tokens: Sequence[Token], at: int) -> int:
    """The index behind a percent sign or phrase at `at`, or `at`."""
    key = key_at(tokens, at)
    if key in PERCENT_MARKS or key in _PERCENT_WORDS:
        return at + 1
    return at + 2 if key == "في" and key_at(tokens, at + 1) in _HUNDRED_IN_PERCENT else at


def _scale_at(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The scale that a word at `at` multiplies by, and the index behind it; 1 and `at` if none."""
    word = number_word(key_at(tokens, at))
    if not word or word.joined or word.preposition or word.numeral.role not in ("scale", "plural", "hundreds"):
        return 1, at
    if word.numeral.role != "scale" and at and _is_year(tokens[at - 1]):
        return 1, at  # عام 2020 آلاف القوارب
    return word.numeral.value, at + 1


def _is_year(token: Token) -> bool:
    """Whether a token has four figures, as years have; such a number counts no plural."""
    return len(token.raw) == 4 and token.raw.isdecimal()


def _range_scale(tokens: Sequence[Token], at: int) -> int:
    """The scale that the end of a range lends its beginning: بين 340 و500 مليون. 0 if none."""
    word = number_word(key_at(tokens, at))
    if not (word and word.joined):
        if key_at(tokens, at) not in _RANGE_WORDS:
            return 0
        at += 1
        word = number_word(key_at(tokens, at))
    if at >= len(tokens) or not (is_number(tokens[at]) or (word and word.numeral.role == "unit")):
        return 0
    scale, behind = _scale_at(tokens, at + 1)
    return scale if behind > at + 1 else 0


# --- digits


def _digits(tokens: Sequence[Token], at: int) -> Hit | None:
    if not is_number(token := tokens[at]):
        return None
    numbers = read_digits(token.raw)
    if (time := read_time(tokens, at, zoned=key_at(tokens, at + 1).endswith("توقيت"))) is not None:
        return [Quantity(token.start, token.end, time, "time")], at + 1
    if len(numbers) != 1:
        return [Quantity(token.start, token.end, n[0], "date") for n in numbers], at + 1
    if share := slashed_share(tokens, at, "arabic"):
        return _finish(tokens, at, at + 3, (share,), "fraction")
    kind, soft = _digits_kind(tokens, at)
    if kind != "name":
        return _scaled_digits(tokens, at, numbers[0], kind, soft)
    return _finish(tokens, at, at + 1, numbers[0], kind)


def _digits_kind(tokens: Sequence[Token], at: int) -> tuple[QuantityKind, bool]:
    """What the characters around a number make of it, and whether it is soft.

    Letters before it make a name (كوفيد-19, F-16), unless they are proclitics (بـ76); a forgotten space
    leaves us unsure.
    """
    if in_date(tokens, at):
        return "date", False
    if not glued(tokens, at):
        return "count", False
    before, raw = tokens[at - 1].key, tokens[at - 1].raw
    if raw in RANGE_MARKS and glued(tokens, at - 1) and tokens[at - 2].raw.isalpha():
        named = stem_in(tokens[at - 2].key, MONTHS) == "" and tokens[at - 2].key not in PROCLITICS
        return ("name", False) if named else ("count", False)
    if raw[0].isascii() and raw.isalpha():
        return "name", False
    return "count", before[:1].isalpha() and before not in PROCLITICS


def _scaled_digits(tokens: Sequence[Token], at: int, readings: Readings, kind: QuantityKind, soft: bool) -> Hit:
    after = at + 1
    whole = readings[0] == readings[0].to_integral_value()
    if kind == "count" and whole and (said := _decimal(tokens, at, after, readings[0])):
        return said
    if key_at(tokens, after) in VULGAR_FRACTIONS:
        readings, after = tuple(r + VULGAR_FRACTIONS[tokens[after].key] for r in readings), after + 1
    scale, after = _scale_at(tokens, after)
    if scale == 1:
        return _finish(tokens, at, after, readings, kind, soft)
    readings = scaled(readings, scale)
    number = Sum(readings[0], scale)
    after = _continue(tokens, after, number)
    readings = (number.value, *readings[1:]) if number.value == readings[0] else (number.value,)
    part, after = _added_part(tokens, after, number)
    return _finish(tokens, at, after, tuple(r + part for r in readings), kind, soft)


def _continue(tokens: Sequence[Token], at: int, number: Sum) -> int:
    """Feed a number every word that continues it; the index behind the last."""
    group_start = at
    while at < len(tokens):
        word = _word_at(tokens, at)
        behind = at + 1
        if word is None or (word.preposition and number.value):
            behind = _joined_figures(tokens, at, number)
        elif not number.add(word.numeral, word.joined or not number.value):
            return _without_next(word, number, at, group_start)
        if behind == at:
            return at
        at = behind
        group_start = group_start if number.group else at
    return at


def _word_at(tokens: Sequence[Token], at: int) -> Word | None:
    """The number word at `at`. Folding makes وأحد look like واحد; only the first makes eleven."""
    word = number_word(key_at(tokens, at))
    if word and tokens[at].key == _ONE:
        teen = number_word(key_at(tokens, at + 1))
        return word._replace(joined=bool(teen and teen.numeral.role == "ten" and not teen.joined))
    return word


def _without_next(word: Word, number: Sum, at: int, group_start: int) -> int:
    """Take back from a number what belongs to the next, as the word at `at`, that it refused, shows.

    In مليوني وثلاثة ملايين the next begins at ثلاثة, in ثلاثمئة وخمس مئة at خمس. The index where it begins.
    """
    low = number.group % 100
    if word.joined or not number.group:
        return at
    if word.numeral.role in ("scale", "plural") and number.total:
        number.group = 0
        return group_start
    if word.numeral.role in ("hundred", "hundreds") and 3 <= low <= 9:
        number.group -= low
        return at - 1
    return at


def _joined_figures(tokens: Sequence[Token], at: int, number: Sum) -> int:
    """Digits that continue a number: مئة و20, ألف و500, 3 ملايين و200 ألف. The index behind, or `at`."""
    if key_at(tokens, at) != "و" or number.group % 100 or at + 1 >= len(tokens) or not is_number(tokens[at + 1]):
        return at
    readings = read_digits(tokens[at + 1].raw)
    if number.group:
        return at + 2 * _add_below_hundred(readings, number)
    scale, behind = _scale_at(tokens, at + 2)
    smaller = len(readings) == 1 and readings[0][0] * scale < number.limit and scale < number.limit
    if not smaller or (scale == 1 and number.limit > 1000):
        return at
    number.total += readings[0][0] * scale
    number.limit = scale
    return behind


def _add_below_hundred(readings: Sequence[Readings], number: Sum) -> bool:
    """Add one whole number below a hundred to hundreds in words; whether it was one."""
    if len(readings) != 1 or readings[0][0] % 1 or not 0 < readings[0][0] < 100:
        return False
    number.group += int(readings[0][0])
    return True


def _added_part(tokens: Sequence[Token], at: int, number: Sum) -> tuple[Decimal, int]:
    """A fraction of the last scale added to it: مليون ونصف المليون. The part and the index behind it."""
    key = key_at(tokens, at)
    share = stem_in(key, FRACTIONS)
    if not share or not key.startswith("و") or number.group or not number.total:
        return Decimal(0), at
    scale, behind = _scale_at(tokens, at + 1)
    return FRACTIONS[share] * (scale if scale > 1 else number.limit), behind


# --- words


def _words(tokens: Sequence[Token], at: int) -> Hit | None:
    number = Sum()
    after = _continue(tokens, at, number)
    if not number.words:
        return _decimal(tokens, at, at + 1, Decimal(0)) if stem_in(tokens[at].key, (ZERO,)) else None
    if number.group and not number.ordinal and (said := _decimal(tokens, at, after, number.value)):
        return said
    part, after = _added_part(tokens, after, number)
    value = number.value + part
    if number.ordinal:
        return _clock(tokens, at, after, value) or _finish(tokens, at, after, (value,), "ordinal", soft=value <= 2)
    denominator = DENOMINATORS.get(key_at(tokens, after))
    if denominator:
        return _fraction_of(tokens, at, after + 1, value / denominator)
    bare = after == at + 1 and number.value in _BARE_SCALES
    lone = after == at + 1 and value < 10 and tokens[at].key.endswith(("ا", *_HOMOGRAPHS))
    soft = value <= 2 or bare or lone
    return _finish(tokens, at, after, _word_readings(tokens[at].key, value), soft=soft)


def _decimal(tokens: Sequence[Token], at: int, after: int, whole: Decimal) -> Hit | None:
    """A whole number from `at` to `after` with the decimals that are said behind it, and their scale."""
    part, behind = said_decimals(tokens, after)
    if behind == after:
        return None
    scale, behind = _scale_at(tokens, behind)
    return _finish(tokens, at, behind, ((whole + part) * scale,))


def _word_readings(key: str, value: Decimal) -> Readings:
    """A word may be read as another number: خمس as a fifth, ألفا as two thousand (a dual before its noun)."""
    if value in _SHARED_FRACTIONS:
        return value, 1 / value
    if value >= 1000 and key.endswith("ا"):
        return value, 2 * value
    return (value,)


def _clock(tokens: Sequence[Token], at: int, after: int, value: Decimal) -> Hit | None:
    """السابعة والنصف, الثامنة إلا ربعا, السادسة وعشر دقائق."""
    key = key_at(tokens, after)
    hour, behind, minutes = value, after + 1, Decimal(_CLOCK_PARTS.get(key, 0))
    if not minutes and key == "الا":
        minutes, behind = Decimal(-_CLOCK_LESS.get(key_at(tokens, after + 1), 0)), after + 2
    if not minutes:
        hour, minutes, behind = _minutes(tokens, at, after, value)
    if not minutes or hour > 12:
        return None
    return [Quantity(tokens[at].start, tokens[behind - 1].end, 60 * hour + minutes, "time")], behind


def _minutes(tokens: Sequence[Token], at: int, after: int, value: Decimal) -> tuple[Decimal, Decimal, int]:
    """Hour, minutes, and the index behind "minutes"; the minutes are 0 where none are told."""
    if key_at(tokens, after) in _MINUTES:  # السادسة وعشرين دقيقة was read as 26
        first = number_word(tokens[at].key)
        hour = Decimal(first.numeral.value if first else 0)
        return hour, value - hour, after + 1
    number, figures = Sum(), after + 1
    behind = _continue(tokens, after, number)
    minutes = number.value
    if not minutes and key_at(tokens, after) == "و" and figures < len(tokens) and is_number(tokens[figures]):
        readings, behind = read_digits(tokens[figures].raw), figures + 1
        minutes = readings[0][0] if len(readings) == 1 else Decimal(0)
    told = key_at(tokens, behind) in _MINUTES and 0 < minutes < 60
    return value, minutes if told else Decimal(0), behind + 1


def _fraction(tokens: Sequence[Token], at: int) -> Hit | None:
    key = tokens[at].key
    stem = stem_in(key, FRACTIONS) or stem_in(_PRONOUN.sub("", key), FRACTIONS)
    share = FRACTIONS.get(stem) or VULGAR_FRACTIONS.get(tokens[at].raw)
    if share and key_at(tokens, at + 1) in _HALVED:
        return None
    if share:
        return _fraction_of(tokens, at, at + 1, share)
    word = number_word(_PRONOUN.sub("", key))
    if not word or word.numeral.role not in ("unit", "ten"):
        return None
    readings = _word_readings(key, Decimal(word.numeral.value))  # خمسهم, a fifth of them or the five of them
    return _finish(tokens, at, at + 1, readings, "fraction" if len(readings) > 1 else "implied", soft=True)


def _fraction_of(tokens: Sequence[Token], at: int, after: int, share: Decimal) -> Hit:
    scale, behind = _scale_at(tokens, after)
    if behind > after:
        return _finish(tokens, at, behind, (share * scale,))
    readings: Readings = (share,)
    if tokens[at].key.startswith("و"):  # ساعة ونصف
        readings += (1 + share,)
    return _finish(tokens, at, after, readings, "fraction", soft=after == at + 1)


def _decade(tokens: Sequence[Token], at: int) -> Hit | None:
    """التسعينيات; with its century, ثلاثينيات القرن التاسع عشر, the full year."""
    stem = stem_in(tokens[at].key, DECADES)
    if not stem:
        return None
    value = Decimal(DECADES[stem])
    century = at + 1 + (key_at(tokens, at + 1) == "من")
    if key_at(tokens, century) != "القرن":
        return _finish(tokens, at, at + 1, (value,), "decade")
    number, after = _century(tokens, century + 1)
    if not number:
        return _finish(tokens, at, at + 1, (value,), "decade")
    return _finish(tokens, at, after, (100 * (number - 1) + value,), "decade")


def _century(tokens: Sequence[Token], at: int) -> tuple[Decimal, int]:
    """The number of a century ("the past century" is the twentieth) and the index behind; 0 if none."""
    if key_at(tokens, at) in ("الماضي", "المنصرم", "الفائت"):
        return Decimal(20), at + 1
    at += key_at(tokens, at) == "ال"
    if at < len(tokens) and is_number(tokens[at]):
        readings = read_digits(tokens[at].raw)
        return (readings[0][0], at + 1) if len(readings) == 1 else (Decimal(0), at)
    number = Sum()
    after = _continue(tokens, at, number)
    return number.value, after


def _soft_word(tokens: Sequence[Token], at: int) -> Hit | None:
    stem = stem_in(tokens[at].key, _SOFT_WORDS)
    if stem:
        return _finish(tokens, at, at + 1, (Decimal(_SOFT_WORDS[stem]),), "implied", soft=True)
    middle = tokens[at].key == "منتصف" and key_at(tokens, at + 1) in _MIDDLES
    hour = _MIDDLES[tokens[at + 1].key] if middle else 12 if tokens[at].key in ("ظهرا", "الظهر") else None
    if hour is None:
        return None
    after = at + 1 + middle
    return [Quantity(tokens[at].start, tokens[after - 1].end, Decimal(60 * hour), "time", True, exact=True)], after


def may_hold_dual(text: str) -> bool:
    """Whether a word may be a dual before another noun or a pronoun (سيارتي, شريكاه), or a verb in the dual.

    Many that are none end like one: only where there is none at all is it sure that nothing is said of two.
    """
    keys = (token.key for token in _tokens(text))
    return any(map(may_be_dual, keys))


_RULES = (month, _digits, _decade, _words, _fraction, _soft_word, dual)

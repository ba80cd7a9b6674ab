"""Decimals as they are said in Arabic: خمسة فاصل سبعة is 5.7, خمسة فاصل خمسة وعشرون 5.25, صفر فاصلة صفر سبعة 0.07.

فاصل is also a break, an interval, and فاصلة a comma: it parts a number only where one stands on either side of it,
and behind it in the forms in which figures are said, not in those that count a noun (فاصل خمس دقائق).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from iqtibas.article.quantities.arabic_numerals import DENOMINATORS, Sum, number_word
from iqtibas.article.quantities.quantity import MAX_DIGITS, Token, is_number, key_at, read_digits, words

ZERO = "صفر"
_POINTS = frozenset(words("فاصل فاصله"))
_COUNTING = frozenset(words("ثلاث اربع خمس ست سبع ثمان ثماني تسع عشر"))
_SAID = ("unit", "ten", "tens", "hundred")


def said_decimals(tokens: Sequence[Token], at: int) -> tuple[Decimal, int]:
    """What the decimals behind the point at `at` add to a number, and the index behind them; 0 and `at` if none.

    In figures or in words, with the zeros that are said first: فاصل صفر خمسة is 0.05.
    """
    if key_at(tokens, at) not in _POINTS:
        return Decimal(0), at
    first = at + 1
    while key_at(tokens, first) == ZERO and first - at <= MAX_DIGITS:
        first += 1
    figures, behind = _figures(tokens, first)
    zeros = "0" * (first - at - 1)
    return (Decimal(f"0.{zeros}{figures}"), behind) if figures else (Decimal(0), at)


def _figures(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The figures that a whole number at `at` is written with, and the index behind it; "" if none stands there."""
    if at < len(tokens) and is_number(tokens[at]):
        raw = tokens[at].raw
        whole = raw.isdecimal() and bool(read_digits(raw))
        return ("".join(str(int(figure)) for figure in raw) if whole else ""), at + 1
    number, behind = Sum(), at
    while word := number_word(key_at(tokens, behind)):
        numeral = word.numeral
        fits = numeral.role in _SAID and not numeral.ordinal and not word.preposition
        begins = behind == at
        if not fits or (begins and word.joined) or not number.add(numeral, word.joined or begins):
            break
        behind += 1
    counts = behind == at + 1 and key_at(tokens, at) in _COUNTING
    return ("" if counts or not number.words or key_at(tokens, behind) in DENOMINATORS else str(number.group)), behind

"""What a reader should be warned of in one translation, seen by comparing it with its source.

Nothing here judges the meaning. Each note says that something is visibly wrong; the cuts are set so that
human translations are almost never accused (figures: docs/decisions/0004-two-engines.md).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from unicodedata import decimal

from article.arabic import script_share

# The notes, stable: programs read them. Missing numbers are listed: "numbers: 16, 60 missing".
REPETITION, ARABIC_LEFT, TOO_SHORT, TOO_LONG = "repetition", "arabic left", "too short", "too long"
UNFINISHED = "unfinished"

# A phrase of so many words ...
PHRASE_WORDS = 4
# ... may come so often, and one word so often in a row.
MOST_PHRASES, MOST_IN_A_ROW = 2, 3
# English characters for one Arabic character (blanks at the ends not counted) and a few to spare.
SHORTEST_RATIO, LONGEST_RATIO, SPARE = 0.55, 2.4, 12

_WORD = re.compile(r"\w+")
# A number keeps its inner points and commas; ٫ and ٬ are the Arabic ones, and ، is typed for them.
_NUMBER = re.compile(r"\d+(?:[.,٫٬،]\d+)*")
_CARDINALS = """
    zero one two three four five six seven eight nine ten eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_SPELT = {word: str(value) for value, word in enumerate(_CARDINALS.split())} | {
    word: str(value) for value, word in enumerate(_ORDINALS.split(), start=1)
}


def has_arabic(text: str) -> bool:
    """Whether there is an Arabic letter to translate."""
    return script_share(text).arabic > 0


def notes(source: str, english: str, *, finished: bool = True) -> tuple[str, ...]:
    """The notes on one segment, in a fixed order; none for a source without Arabic.

    finished: whether the model had come to an end by itself.
    """
    if not has_arabic(source):
        return ()
    given, made = len(source.strip()), len(english.strip())
    found = [
        (REPETITION, _repeats(english) and not _repeats(source)),
        (ARABIC_LEFT, has_arabic(english)),
        (TOO_SHORT, not made or made + SPARE < SHORTEST_RATIO * given),
        (TOO_LONG, made > LONGEST_RATIO * given + SPARE),
        (UNFINISHED, not finished),
    ]
    lost = missing_numbers(source, english)
    numbers = (f"numbers: {', '.join(lost)} missing",) if lost else ()
    return tuple(note for note, applies in found if applies) + numbers


def missing_numbers(source: str, english: str) -> list[str]:
    """The numbers in digits that the English lacks, sorted, in ASCII digits without separators.

    Small numbers may be spelt out, and thousands (300 ألف) may be noughts; a number that comes twice need
    come once.
    """
    there = {_SPELT[word] for word in _words(english) if word in _SPELT}
    for number in _numbers(english):
        there.add(number)
        while number.endswith("000"):
            number = number.removesuffix("000")
            there.add(number)
    return sorted(set(_numbers(source)) - there, key=lambda number: (len(number), number))


def _numbers(text: str) -> list[str]:
    return [_ascii_digits(match.group()) for match in _NUMBER.finditer(text)]


def _ascii_digits(number: str) -> str:
    digits = "".join(str(decimal(sign)) for sign in number if sign.isdecimal())
    return digits.lstrip("0") or "0"


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _repeats(text: str) -> bool:
    words = _words(text)
    run = most = 1
    for word, following in pairwise(words):
        run = run + 1 if word == following else 1
        most = max(most, run)
    phrases = Counter(zip(*(words[start:] for start in range(PHRASE_WORDS)), strict=False))
    return most > MOST_IN_A_ROW or max(phrases.values(), default=0) > MOST_PHRASES

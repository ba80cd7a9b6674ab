"""The English number words and how they add up, and the words around numbers that change what they are worth.

Keys are in lower case.
"""

from __future__ import annotations

import re

from iqtibas.article.months import ENGLISH_ABBREVIATIONS, ENGLISH_MONTHS
from iqtibas.article.quantities.quantity import words

SMALL = dict(
    zip(
        words(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
            " sixteen seventeen eighteen nineteen"
        ),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(zip(words("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True))
ORDINALS = dict(
    zip(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
            " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        ),
        range(1, 20),
        strict=True,
    )
) | {word[:-1] + "ieth": value for word, value in TENS.items()}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# Plurals and abbreviations scale a figure before them; alone they are vague ("millions of").
FIGURE_SCALES = (
    SCALES
    | {word + "s": scale for word, scale in SCALES.items()}
    | {"mil": 10**6, "bil": 10**9, "lakh": 10**5, "crore": 10**7}
)
# Letters that scale a figure when they are glued to it; "m" may also be metres, "k" kilometres.
SCALE_LETTERS = {"k": 10**3} | dict.fromkeys(("m", "mn", "mln"), 10**6)
SCALE_LETTERS |= dict.fromkeys(("b", "bn"), 10**9) | dict.fromkeys(("t", "tn"), 10**12)
ORDINAL_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
DECADES = {word[:-1] + "ies": value for word, value in TENS.items()}  # twenties, thirties, …
DENOMINATORS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    form: value for word, value in ORDINALS.items() if 3 <= value <= 10 for form in (word, word + "s")
}
DOZENS = frozenset({"dozen", "dozens"})
# Words that imply a number which a translation may spell out.
IMPLIED: dict[str, int] = {
    **dict.fromkeys(("zero", "nil"), 0),
    **dict.fromkeys(("once", "single"), 1),
    **dict.fromkeys(words("both pair pairs couple couples duo twin twins twice bilateral"), 2),
    **dict.fromkeys(words("double doubled doubles doubling halve halved halves halving"), 2),
    **dict.fromkeys(words("thrice triple tripled triples tripling treble trio triad triplets"), 3),
    **dict.fromkeys(words("trilateral trilogy trimester trimesters"), 3),
    **dict.fromkeys(words("quadruple quadrupled quartet quadrilateral quad"), 4),
    **dict.fromkeys(words("quartile quartiles quarterly"), 4),
    **dict.fromkeys(words("quintuple quintet quintile quintiles"), 5),
    "decade": 10,
    "tenfold": 10,
    "dozen": 12,
    "fortnight": 14,
    "century": 100,
    "millennium": 1000,
}
# Nouns built on a number: foursome, fourballs, sixpence, threefold.
COMPOUND_HEADS = tuple(word for word, value in SMALL.items() if 3 <= value <= 9)
MONTHS = {name.lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1)} | {
    name.lower(): number for name, number in ENGLISH_ABBREVIATIONS.items()
}
BEFORE_MONTH = frozenset(words("in since until by of last this next early late mid from through during"))
UNITS = frozenset(
    words(
        "km kg g mg cm mm mi ft in lb lbs oz mph kph kmh hp kb mb gb tb hz khz mhz ghz kw mw gw kwh mwh"
        " v w c f l ml ha h hr hrs min mins s sec secs p yr yrs yo x pt pts pc"
    )
)
APPROXIMATE = frozenset(
    words(
        "about around nearly almost roughly approximately approx some over more less fewer least under"
        " close near estimated upwards upward above below up exceeding exceeds exceeded"
    )
)
APPROXIMATE_AFTER = frozenset({"so", "more", "less", "fewer", "under", "over", "odd"})  # or so, or fewer, -odd
CURRENCY = frozenset("$£€¥")
# Words that a hyphen may join to a number without making it a name.
PREFIXES = frozenset(words("mid pre post early late under over top sub non a an the u us in on at of"))
# Nouns that are numbered in Roman letters; one letter alone is a number only behind them or a name.
NUMBERED = frozenset(words("type phase class grade level part stage category volume tier article title"))
_ROMAN = re.compile(r"(X{0,3}|XL|L)(IX|IV|V?I{0,3})")
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral in capitals, up to 59; 0 if it is none."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    letters = [_ROMAN_LETTERS[letter] for letter in numeral]
    return sum(-n if n < following else n for n, following in zip(letters, [*letters[1:], 0], strict=True))


class Spelled:
    """Adds up number words from left to right. Each `add` says whether the word can belong to the number.

    ordinal: the last word was one, and ends the number. bare: it began with a scale ("a hundred").
    """

    def __init__(self) -> None:
        self.total, self.group, self.limit = 0, 0, 10**15
        self.ordinal, self.bare, self.words = False, False, 0

    @property
    def value(self) -> int:
        """The number so far."""
        return self.total + self.group

    def add(self, word: str) -> bool:
        """Take a word, in lower case, if it continues the number."""
        taken = (
            self._add_low(SMALL.get(word) or TENS.get(word))
            or self._add_ordinal(ORDINALS.get(word))
            or self._add_hundred(word)
            or self._add_scale(SCALES.get(word))
        )
        self.words += taken
        return taken

    def _add_low(self, value: int | None) -> bool:
        low = self.group % 100
        if not value or (low and (low % 10 or low < 20 or value > 9)):
            return False
        self.group += value
        return True

    def _add_ordinal(self, value: int | None) -> bool:
        self.ordinal = not self.ordinal and self._add_low(value)
        return self.ordinal

    def _add_hundred(self, word: str) -> bool:
        if word not in ("hundred", "hundredth") or self.group >= 100:
            return False
        self.bare = self.bare or not self.value
        self.group = max(self.group, 1) * 100
        return True

    def _add_scale(self, scale: int | None) -> bool:
        if not scale or scale == self.limit or (scale < self.limit and self.total and not self.group):
            return False
        self.bare = self.bare or not self.value
        if scale < self.limit:
            self.total += max(self.group, 1) * scale
        else:
            self.total = self.value * scale  # two thousand million
        self.group, self.limit = 0, scale
        return True

    def takes_and(self, behind: str) -> bool:
        """Whether "and" may continue it: two hundred and five, but not one hundred and two hundred.

        behind: the word after the next one, which shows whether another number begins.
        """
        if not self.words or self.group % 100 or behind == "hundred":
            return False
        return bool(self.group) or SCALES.get(behind, 0) < self.limit

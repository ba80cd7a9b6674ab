"""The Arabic number words, in every gender and case, and how they add up.

Keys are folded (`lookup_key`): no diacritics or tatweel, one alif, ta marbuta as ha, alif maqsura as ya.
Folding serves looking up only; offsets stay those of the text as written.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import normalize

from iqtibas.article.arabic.proclitics import PROCLITICS
from iqtibas.article.quantities.quantity import words

Role = Literal["first", "unit", "ten", "tens", "hundred", "hundreds", "scale", "plural", "dual"]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word. value: its own worth; for a scale word, the scale. role: how it combines.

    `first` (أول) makes no compounds. `plural` scales and `hundreds` (مئات) need a number from three to ten
    before them (ثلاثة آلاف); bare they are vague (آلاف). `dual` scales carry their own two (مليونين).
    """

    value: int
    role: Role
    ordinal: bool = False


class Word(NamedTuple):
    """A number word in a text. joined: a و is written in one with it. preposition: a ب, ل or ك."""

    numeral: Numeral
    joined: bool
    preposition: bool


# Unlike article.arabic.letters.fold this keeps the hamza on its ya: مئتين is two hundred, ميتين the dead.
_FOLD = str.maketrans("أإآٱىةیکہ", "اااايهيكه", "ـٰ" + "".join(map(chr, range(0x064B, 0x0660))))
_PRESENTED = "\ufb50"  # From here on letters stand in the forms in which they are printed; NFKC gives the letters.
_LONGEST_WORD = 24  # وبالثمانيمائة has 13
_UNITS: dict[int, str] = {
    1: "واحد واحده واحدا احد احدي احدا",
    2: "اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثنتان ثنتين",
    3: "ثلاث ثلاثه ثلاثا",
    4: "اربع اربعه اربعا",
    5: "خمس خمسه خمسا",
    6: "ست سته ستا",
    7: "سبع سبعه سبعا",
    8: "ثمان ثماني ثمانيه ثمانيا",
    9: "تسع تسعه تسعا",
}
_TENS_STEMS = dict(zip(words("عشر ثلاث اربع خمس ست سبع ثمان تسع"), range(20, 100, 10), strict=True))
_ORDINAL_STEMS = dict(zip(words("ثالث رابع خامس سادس سابع ثامن تاسع عاشر"), range(3, 11), strict=True))
_FIRST_ORDINALS: dict[int, str] = {1: "حادي حاديه", 2: "ثان ثاني ثانيه ثانيا"}
_HUNDREDS = ("مئه", "مائه")
_PLURAL_HUNDREDS = ("مئات", "مائات")
# What counts a plural: three to ten, also as the end of a larger number (مئة وثلاثة آلاف).
_COUNTS_PLURAL = range(3, 11)
_HUNDRED_STEMS = dict(zip(words("ثلاث اربع خمس ست سبع ثمان ثماني تسع"), (3, 4, 5, 6, 7, 8, 8, 9), strict=True))
_TWO_HUNDRED = tuple(stem + ending for stem in ("مئت", "مائت") for ending in ("ان", "ين", "ا", "ي"))
# Singular stem and plurals of each scale; the endings of case and dual are regular.
_SCALES: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (10**3, "الف", ("الاف",)),
    (10**6, "مليون", ("ملايين",)),
    (10**9, "مليار", ("مليارات",)),
    (10**9, "بليون", ("بلايين", "بليونات")),
    (10**12, "تريليون", ("تريليونات",)),
    (10**12, "ترليون", ("ترليونات",)),
)
FRACTIONS: dict[str, Decimal] = {
    **dict.fromkeys(("نصف", "نصفا"), Decimal("0.5")),
    "ثلث": Decimal(1) / 3,
    **dict.fromkeys(("ربع", "ربعا"), Decimal("0.25")),
    "سدس": Decimal(1) / 6,
    **dict.fromkeys(("ثلثا", "ثلثي", "ثلثين", "ثلثان"), Decimal(2) / 3),
}
DENOMINATORS = {"اثلاث": 3, "ارباع": 4, "اخماس": 5, "اسداس": 6, "اسباع": 7, "اثمان": 8, "اعشار": 10}
DECADES = {stem + "ين" + ending: value for stem, value in _TENS_STEMS.items() for ending in ("ات", "يات")}


@lru_cache(maxsize=16384)
def lookup_key(word: str) -> str:
    """The form of a word under which it is looked up; "" for a word too long to be a number."""
    if max(word, default="") >= _PRESENTED:
        word = normalize("NFKC", word)
    key = word.translate(_FOLD)
    return key if len(key) <= _LONGEST_WORD else ""


def _numerals() -> dict[str, Numeral]:
    table = {form: Numeral(n, "unit") for n, forms in _UNITS.items() for form in words(forms)}
    table |= {form: Numeral(n, "unit", True) for n, forms in _FIRST_ORDINALS.items() for form in words(forms)}
    table |= {form: Numeral(1, "first", True) for form in ("اول", "اولي", "اولا")}
    for stem, n in _ORDINAL_STEMS.items():
        role: Role = "ten" if n == 10 else "unit"
        table |= {stem + ending: Numeral(n, role, True) for ending in ("", "ه", "ا")}
    table |= {form: Numeral(10, "ten") for form in ("عشر", "عشره", "عشرا")}
    table |= {stem + end: Numeral(n, "tens") for stem, n in _TENS_STEMS.items() for end in ("ون", "ين")}
    table |= {form: Numeral(100, "hundred") for form in _HUNDREDS}
    table |= {form: Numeral(100, "hundreds") for form in _PLURAL_HUNDREDS}
    table |= {form: Numeral(200, "hundred") for form in _TWO_HUNDRED}
    table |= {stem + form: Numeral(100 * n, "hundred") for stem, n in _HUNDRED_STEMS.items() for form in _HUNDREDS}
    for scale, stem, plurals in _SCALES:
        table |= {stem + ending: Numeral(scale, "scale") for ending in ("", "ا")}
        table |= {stem + ending: Numeral(scale, "dual") for ending in ("ان", "ين", "ي")}
        table |= {plural: Numeral(scale, "plural") for plural in plurals}
    return table


_NUMERALS = _numerals()


@lru_cache(maxsize=8192)
def _stems(key: str) -> tuple[str, ...]:
    """The word itself, then what is left of it behind each proclitic that it may begin with."""
    return tuple(key[len(prefix) :] for prefix in PROCLITICS if key.startswith(prefix))


def stem_in(key: str, words: Container[str]) -> str:
    """The member of `words` that `key` is, with or without proclitics; "" if none."""
    return next((stem for stem in _stems(key) if stem in words), "")


@lru_cache(maxsize=8192)
def number_word(key: str) -> Word | None:
    """Look up a folded word, with whatever proclitics are written in one with it."""
    stem = stem_in(key, _NUMERALS)
    if not stem:
        return None
    prefix = key.removesuffix(stem)
    if stem == "الفي" and prefix.endswith(("ال", "لل")):
        return None  # الألفي is "millennial"; a dual before its noun takes no article
    if stem == "اثنين" and prefix.endswith(("ال", "لل")):
        return None  # الاثنين is Monday
    preposition = prefix.lstrip("وف").startswith(("ب", "ك", "ل"))
    return Word(_NUMERALS[stem], prefix.startswith("و"), preposition)


class Sum:
    """Adds up a compound number word by word.

    Arabic says hundreds, then units, then tens, each joined by و (مئة وخمسة وعشرون), while teens
    (خمسة عشر), hundreds (خمس مئة) and scales (خمسة آلاف) follow without it. Each `add` says whether the word
    can belong to the number so far. total: what is complete; group: what no scale has multiplied yet;
    limit: the last scale, than which what follows must be smaller.
    """

    def __init__(self, total: Decimal = Decimal(0), limit: int = 10**15) -> None:
        self.total, self.limit = total, limit
        self.group = 0
        self.words, self.ordinal = 0, False

    @property
    def value(self) -> Decimal:
        """The number so far."""
        return self.total + self.group

    def add(self, numeral: Numeral, joined: bool) -> bool:
        """Take a word if it continues the number. joined: it has a و, or is the first."""
        if numeral.role == "first":
            if self.words:
                return False
            self.total, self.limit, self.group = Decimal(1), 0, 0
        elif numeral.role in ("unit", "ten", "tens", "hundred", "hundreds"):
            group = self._grouped(numeral, joined)
            if group is None:
                return False
            self.group = group
        elif not self._scale(numeral, joined):
            return False
        self.words += 1
        self.ordinal = self.ordinal or numeral.ordinal
        return True

    def _grouped(self, numeral: Numeral, joined: bool) -> int | None:
        """The group below a thousand once the word is taken, or None."""
        low, value = self.group % 100, numeral.value
        if not self.limit:
            return None
        if numeral.role in ("hundred", "hundreds"):
            if value == 100 and not joined and 3 <= self.group <= 9:
                return self.group * 100
            return value if joined and not self.group and numeral.role == "hundred" else None
        if numeral.role == "ten" and not joined:
            return self.group + 10 if 1 <= low <= 9 else None
        free = low < 10 if numeral.role == "tens" else low == 0
        return self.group + value if joined and free else None

    def _scale(self, numeral: Numeral, joined: bool) -> bool:
        scale = numeral.value
        if numeral.role == "plural" and self.group % 100 not in _COUNTS_PLURAL:
            return False
        multiplied = self.group and not joined and numeral.role != "dual"
        if multiplied and scale < self.limit:
            self.total += self.group * scale
        elif not self.group and not joined and numeral.role != "dual" and self.limit < scale and self.total:
            self.total *= scale  # ألف مليون
        elif not self.group and joined and scale < self.limit:
            self.total += scale * (2 if numeral.role == "dual" else 1)
        else:
            return False
        self.group, self.limit = 0, scale
        return True

"""Country names in Arabic text and their English, from the Unicode CLDR (through Babel), without a model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from article.arabic import fold, normalize

_WORD = re.compile(r"\w+")
# و and, ف so, ب in, ل to, ك as, and the article, which melts with ل into لل.
_PROCLITIC = re.compile(r"^[وف]?(?:[بلك])?(?:ال|لل)?(?=\w{3})")
LONGEST_NAME = 5
# Names that are ordinary words as well: "world", "mine" or "financial", two workers.
_AMBIGUOUS = frozenset({"العالم", "مالي", "عمان"})
# What newspapers call a place where the CLDR has another name for it.
_ALSO = {
    "امريكا": "US", "الولايات المتحده الامريكيه": "US", "كوريا الجنوبيه": "KR", "كوريا الشماليه": "KP",
    "جمهوريه كوريا": "KR", "جمهوريه الصين الشعبيه": "CN", "بريطانيا": "GB", "بورما": "MM", "الامارات": "AE",
    "سوريه": "SY", "اوكرانيه": "UA", "هونغ كونغ": "HK", "تركيه": "TR", "ايسلنده": "IS",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text. start, end: offsets into it. english: its CLDR name."""

    start: int
    end: int
    english: str


def arabic_places(text: str) -> list[Place]:
    """Countries named in an Arabic text, in order, the longest name at each point."""
    plain = normalize(text)
    folded = fold(plain.text)
    words = [m.span() for m in _WORD.finditer(folded)]
    names = _names()
    found, at = [], 0
    while at < len(words):
        for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            start, end = words[at][0], words[at + count - 1][1]
            english = _lookup(" ".join(folded[start:end].split()), names)
            if english:
                found.append(Place(*plain.to_source(start, end), english))
                at += count - 1
                break
        at += 1
    return found


def _lookup(phrase: str, names: dict[str, str]) -> str:
    """The English of a phrase as it stands, without its proclitics, or with the article that ل swallowed."""
    proclitic = _PROCLITIC.match(phrase)
    bare = phrase[proclitic.end() :] if proclitic else phrase
    for form in (phrase, re.sub("^[وفبلك]", "", phrase), bare, f"ال{bare}"):
        if form in names:
            return names[form]
    return ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Folded Arabic name → English name, for the CLDR's countries; regions such as Eastern Asia are too vague."""
    from babel import Locale

    arabic, english = Locale("ar").territories, Locale("en").territories
    names = {fold(normalize(name).text): english[code] for code, name in arabic.items() if code.isalpha()}
    names |= {name: english[code] for name, code in _ALSO.items()}
    return {name: english_name for name, english_name in names.items() if name not in _AMBIGUOUS and len(name) > 2}

"""Countries and peoples in both languages: the Unicode CLDR (through Babel), with demonyms and inflected Arabic forms.

"Russia", "Russian", "روسيا" and "الروسية" all stand for one country: translations swap the noun and the adjective
freely, so they are never told apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from article.arabic import fold, normalize

# Endings of adjectives and peoples. A name in يا or ا keeps it as a noun: روسيا, روسي; غينيا but not غينا.
_ADJECTIVE = ("ي", "يه", "يين", "يون", "يتين", "اني", "انيه", "انيين", "انيون")
_DROPPED = re.compile("(?:يا|يه|ا|ه)$")
SHORTEST_STEM = 3
LONGEST_NAME = 5  # words
_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "لل", "كال", "وبال", "ولل", "وب", "ول", "فلل")


class _Country(NamedTuple):
    """A row of countries.tsv. Nations within a country have codes of their own (ISO 3166-2)."""

    code: str
    english: list[str]
    arabic: list[str]


def _countries() -> list[_Country]:
    """What the CLDR lacks: demonyms and abbreviations in English, other names in Arabic."""
    text = files("align.ledger").joinpath("countries.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return [_Country(code, *([n for n in names.split(", ") if n] for names in rest)) for code, *rest in rows]


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """English name, demonym or abbreviation → country code. Plurals and genitives are not in it."""
    from babel import Locale

    names = {name: code for code, name in Locale("en").territories.items() if code.isalpha() and code not in _LOOSE}
    return names | {name: country.code for country in _countries() for name in country.english}


@lru_cache(maxsize=1)
def arabic_names() -> dict[str, str]:
    """Folded Arabic form without proclitics → country code: names, adjectives, peoples, in all inflections."""
    from babel import Locale

    cldr = {c: _words(n) for c, n in Locale("ar").territories.items() if c.isalpha() and c not in _LOOSE}
    spelled = list(cldr.items())
    spelled += [(country.code, name) for country in _countries() for name in country.arabic]
    found: dict[str, str] = {}
    for code, name in spelled:
        for form in _inflected(name):
            found.setdefault(form, code)
    return found


# The Arabic name is an ordinary word or says less than the English: mine, Oman and Amman, the world, the islands.
_LOOSE = frozenset({"ML", "EU", "EZ", "UN", "IO", "AC", "NE", "TD"})


def _words(name: str) -> str:
    """Folded, every word without its article; the ال of ألمانيا has a hamza and is no article."""
    words = normalize(name.split("(")[0]).text.split()
    return fold(" ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words))


def _inflected(name: str) -> set[str]:
    """The name itself and, for a single word, its adjectives: روسيا → روسي, روسيه, روسيين, روس."""
    if " " in name:
        return {name}
    stem = _DROPPED.sub("", name)
    stem = stem if len(stem) >= SHORTEST_STEM else name
    return {name, *(stem + ending for ending in _ADJECTIVE)}


def bare_forms(word: str) -> list[str]:
    """A folded Arabic word as it stands and with each proclitic (و ف ب ل ك ال) that it may begin with taken off."""
    return [word[len(p) :] for p in _PROCLITICS if word.startswith(p) and len(word) - len(p) >= SHORTEST_STEM - 1]


def find_country(words: list[str], at: int) -> tuple[str, int]:
    """The country named from word `at` on, and how many folded Arabic words name it; ("", 0) for none."""
    names = arabic_names()
    for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        tail = [w.removeprefix("ال") for w in words[at + 1 : at + count]]
        for head in bare_forms(words[at]):
            if code := names.get(" ".join([head, *tail])):
                return code, count
    return "", 0

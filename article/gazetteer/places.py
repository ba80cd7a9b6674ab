"""Countries, peoples and cities in both languages: the Unicode CLDR (through Babel), with demonyms and inflected forms.

"Russia", "Russian", "روسيا" and "الروسية" all stand for one country: translations swap the noun and the adjective
freely, so they are never told apart. A place's code is that of ISO 3166; cities have a number behind their country's
(RU.1 is Moscow), and KO is Korea of which nobody says whether North or South.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from iqtibas.article.arabic.letters import fold, normalize
from iqtibas.article.arabic.proclitics import PROCLITICS

# Endings of adjectives and peoples. A name in يا or ا keeps it as a noun: روسيا, روسي; غينيا but not غينا.
_PERSON = ("ي", "يه", "يين", "يون", "يان", "يات", "يتين", "يتان")
_ADJECTIVE = (*_PERSON, *("ان" + ending for ending in _PERSON), *("او" + ending for ending in _PERSON))
_DROPPED = re.compile("(?:يا|يه|ا|ه)$")
SHORTEST_STEM = 3
# A place's name this long is found even where a text lost the space behind it: الصينالآن.
LONG_FORM = 5
LONGEST_NAME = 5  # words
# The Arabic name is an ordinary word or says less than the English: mine, Oman and Amman, the world, the islands.
_LOOSE = frozenset({"ML", "EU", "EZ", "UN", "IO", "AC", "TD"})
# Other words with the article (the sons, the butane), or without it (Hind, a woman; islands, sunset, signs).
_NEVER_DEFINITE = frozenset({"بنين", "بوتان"})
_ALWAYS_DEFINITE = frozenset(
    {"هند", "جزاير", "مغرب", "امارات", "كويت", "بحرين", "مجر", "سويد", "قاهره", "موصل", "رياض"}
)
# Two codes of which either may be written for the other; nobody errs who says Britain for England.
_NEAR = frozenset({("KO", "KP"), ("KO", "KR"), ("GB", "GB-ENG"), ("CD", "CG"), ("JO.1", "OM"), ("BE.1", "EU")})
# Seats of government stand for their countries, and these can be mistaken for each other.
SEAT = ".1"
RIVALS = {"KP": "KR", "KR": "KP", "SS": "SD", "SD": "SS", "NE": "NG", "NG": "NE"}


class _Place(NamedTuple):
    """A row of countries.tsv or cities.tsv. Nations within a country have codes of their own (ISO 3166-2)."""

    code: str
    english: list[str]
    arabic: list[str]


@lru_cache(maxsize=2)
def _places(table: str) -> tuple[_Place, ...]:
    """countries.tsv: what the CLDR lacks, demonyms and other names. cities.tsv: seats of government and exonyms."""
    text = files("iqtibas.article.gazetteer").joinpath(table).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(_Place(code, *([n for n in names.split(", ") if n] for names in rest)) for code, *rest in rows)


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """English name, demonym or abbreviation → code. Plurals and genitives are not in it."""
    from babel import Locale

    names = {name: code for code, name in Locale("en").territories.items() if code.isalpha() and code not in _LOOSE}
    rows = (*_places("countries.tsv"), *_places("cities.tsv"))
    return names | {name: place.code for place in rows for name in place.english}


@lru_cache(maxsize=1)
def arabic_names() -> dict[str, str]:
    """Folded Arabic form without proclitics → code: names, adjectives, peoples, in all inflections; and cities."""
    from babel import Locale

    cldr = {c: _words(n) for c, n in Locale("ar").territories.items() if c.isalpha() and c not in _LOOSE}
    spelled = list(cldr.items())
    spelled += [(country.code, name) for country in _places("countries.tsv") for name in country.arabic]
    found: dict[str, str] = {}
    for code, name in spelled:
        for form in _inflected(name):
            found.setdefault(form, code)
    for city in _places("cities.tsv"):
        for name in city.arabic:
            found.setdefault(name, city.code)
    return found


@lru_cache(maxsize=1024)
def english_name(code: str) -> str:
    """What to call a place in English: as the CLDR does, where it has it."""
    from babel import Locale

    called = {p.code: p.english[0] for p in (*_places("countries.tsv"), *_places("cities.tsv")) if p.english}
    return str(Locale("en").territories.get(code) or called[code])


@lru_cache(maxsize=1)
def people() -> dict[str, tuple[str, ...]]:
    """Surnames of people in the news (people.tsv) → folded Arabic spellings that do not follow the English letters."""
    text = files("iqtibas.article.gazetteer").joinpath("people.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t")[1] for line in text.splitlines() if not line.startswith("#")]
    named = [name.partition("=") for row in rows for name in row.split(", ")]
    return {name: tuple(filter(None, spellings.split("/"))) for name, _, spellings in named}


@lru_cache(maxsize=512)
def long_forms(code: str) -> tuple[str, ...]:
    """The Arabic forms of a place, with article and without, that are looked for inside of words."""
    forms = [form for form, c in arabic_names().items() if c == code]
    whole = [" ".join("ال" + word for word in form.split()) for form in forms]
    return tuple(form for form in (*forms, *whole) if len(form) >= LONG_FORM)


def near(one: str, other: str) -> bool:
    """Whether a faithful text may name one place for the other, code by code."""
    return one == other or (one, other) in _NEAR or (other, one) in _NEAR


def _words(name: str) -> str:
    """Folded, every word without its article; the ال of ألمانيا has a hamza and is no article."""
    words = normalize(name.split("(")[0]).text.split()
    return fold(" ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words))


def _inflected(name: str) -> list[str]:
    """The name itself and, for a single word, its adjectives: روسيا → روسي, روسيه, روسيين, روس."""
    if " " in name:
        return [name]
    stem = _DROPPED.sub("", name)
    stem = stem if len(stem) >= SHORTEST_STEM else name
    return [name, *(stem + ending for ending in _ADJECTIVE)]


def bare_forms(word: str) -> list[str]:
    """A folded Arabic word as it stands and with each proclitic (و ف ب ل ك ال) that it may begin with taken off."""
    return [word[len(p) :] for p in PROCLITICS if word.startswith(p) and len(word) - len(p) >= SHORTEST_STEM - 1]


def find_country(words: list[str], at: int) -> tuple[str, int]:
    """The place named from word `at` on, and how many folded Arabic words name it; ("", 0) for none."""
    names = arabic_names()
    for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        tail = [w.removeprefix("ال") for w in words[at + 1 : at + count]]
        for head in bare_forms(words[at]):
            if (code := names.get(" ".join([head, *tail]))) and not _ordinary(words[at], head, count):
                return code, count
    return "", 0


def _ordinary(word: str, head: str, count: int) -> bool:
    """Whether a form that is a place's name is another word with, or without, its article."""
    proclitics = word[: len(word) - len(head)]
    definite = proclitics.endswith(("ال", "لل"))
    return count == 1 and ((head in _NEVER_DEFINITE and definite) or (head in _ALWAYS_DEFINITE and not definite))

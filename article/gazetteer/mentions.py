"""Where names stand: capitalised words of an English text, and the places that an Arabic text names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iqtibas.article.arabic.proclitics import PROCLITIC
from iqtibas.article.gazetteer.places import LONGEST_NAME, english_name, english_names, find_country
from iqtibas.article.months import ENGLISH_MONTHS
from iqtibas.article.reading import Reading

_WORD = re.compile(r"\w+")
_GENITIVE = re.compile(r"['’]s?$")
_CAPITALISED = re.compile(r"(?<![\w@#/])(?:[A-Z]\.){2,}|(?<![\w@#/.])[A-Z][\w.]*(?:-[a-z]\w*)*(?:['’]s)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)]*)\s*['\"“‘(]*$")
_PLACE_WORDS = re.compile(r"[\w.]+(?:['’](?!s\b)\w+)?")
# The reach of a country's name of LONGEST_NAME words, and of the words that say that another is meant.
REACH = 60
# The right hand and a cup: with alef maqsura or tanwin they are no Yemeni and no Cuba.
_NO_PLACE = re.compile(f"{PROCLITIC}يمنى|كوب(?:\N{ARABIC FATHATAN}ا|ا\N{ARABIC FATHATAN})")
# New Mexico is no country, and US dollars need none in Arabic.
_NOT_BEFORE = re.compile(r"\bNew\s$")
_NOT_AFTER = re.compile(r"\s?(?:dollars?\b|\$)", re.I)
_MONTH_BEFORE = re.compile(
    r"\b(?:in|of|since|until|till|by|early|late|mid|last|this|next|on|from|to|for|and|\d+)[\s-]$", re.I
)
_MODAL_AFTER = re.compile(
    r"\s+(?:\d|we|you|he|she|they|it|the|god|allah|peace|this|all|our|his|her|their|not|have|be)\b", re.I
)
_NAME_BEFORE = re.compile(r"(?<!\w)(?:Mrs?|Ms|[A-Z][a-z]+)\.?\s$")
# Capitalised words that are no names, wherever they stand.
_NO_NAMES = frozenset(
    "i a an the and or but if in on at for from with by as is are was were will would this that these those we "
    "you he she it they his her our your their its my not no yes so to of when where while who what why how "
    "there here all some one two after before during since because although however mr mrs ms dr sir president "
    "minister secretary monday tuesday wednesday thursday friday saturday sunday "
    "today yesterday tomorrow it's we're i'm ".split()
) | {month.lower() for month in ENGLISH_MONTHS if month != "May"}  # she may be a Ms May: see `_is_name`


@dataclass(frozen=True, slots=True)
class Place:
    """A place, or its adjective, in an Arabic text. start, end: offsets into it. code: see gazetteer. english: name."""

    start: int
    end: int
    code: str
    english: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an English text. start, end: offsets into it. code: of the place it stands for, or "".

    initial: whether a sentence begins with it, so that its capital says nothing.
    """

    start: int
    end: int
    text: str
    code: str
    initial: bool


def arabic_places(text: str | Reading) -> list[Place]:
    """Countries, peoples and cities named in an Arabic text, in order, the longest name at each point."""
    reading = Reading.of(text)
    spans = [m.span() for m in _WORD.finditer(reading.folded)]
    words = [reading.folded[start:end] for start, end in spans]
    found, at = [], 0
    while at < len(words):
        code, count = find_country(words, at)
        start, end = reading.view.to_source(spans[at][0], spans[at + max(count, 1) - 1][1])
        if code and not _NO_PLACE.fullmatch(reading.text[start:end]):
            found.append(Place(start, end, code, english_name(code)))
        at += count or 1
    return found


def english_mentions(text: str) -> list[Name]:
    """Names in an English text, in order: capitalised words, and places of several words as one.

    Abbreviations are left out (FBI, ATM): Arabic spells most of them out.
    """
    found: list[Name] = []
    at = 0
    while match := _CAPITALISED.search(text, at):
        start, end, code = match.start(), match.end(), ""
        if place := _place_at(text, start):
            end, code = place
        surface = text[start:end] if code else _GENITIVE.sub("", match.group()).rstrip(".-")
        end = start + len(surface)
        if code or _is_name(text, start, surface):
            initial = _SENTENCE_START.search(text[max(0, start - 8) : start]) is not None
            found.append(Name(start, end, surface, code, initial))
        at = max(end if code else match.end(), start + 1)
    return found


def _is_name(text: str, start: int, surface: str) -> bool:
    if surface == "May":
        before, after = text[max(0, start - 16) : start], text[start + 3 : start + 12]
        month = _MONTH_BEFORE.search(before) or _MODAL_AFTER.match(after) or after[:1] in ("", ",", ".")
        return _NAME_BEFORE.search(before) is not None or not month
    return not (surface.lower() in _NO_NAMES or surface.isupper() or len(surface) <= 1)


def _place_at(text: str, start: int) -> tuple[int, str] | None:
    """The longest place name or demonym at an offset: where it ends, and its code."""
    names = english_names()
    words = list(_PLACE_WORDS.finditer(text[start : start + REACH]))[:LONGEST_NAME]
    for last in reversed(words):
        whole = text[start : start + last.end()]
        phrase = whole.rstrip(".")
        for form in (whole, phrase, phrase.removesuffix("s")):
            if code := names.get(form):
                end = start + len(whole if form == whole else phrase)
                return None if _another(text, start, end) else (end, code)
    return None


def _another(text: str, start: int, end: int) -> bool:
    return bool(_NOT_BEFORE.search(text[max(0, start - 6) : start]) or _NOT_AFTER.match(text[end : end + 9]))

"""The name check: does every name of the statement stand in its rendering?

Countries and peoples are compared through the gazetteer, other names by their consonants, and words that are
capitalised but translated (Supreme Court) by their word links. A small logistic model, fitted by bench/names.py on
pairs with one name exchanged, says how likely a name is not rendered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from align.ledger.fitted import load_fitted
from align.ledger.gazetteer import arabic_names, bare_forms, english_names, find_country
from align.ledger.quantities import mask_links
from align.ledger.skeleton import arabic_skeleton, english_skeleton, likeness
from align.model import Finding
from align.words import Link, WordEncoder
from article import Article, Segment
from article.arabic import fold, normalize

_WORD = re.compile(r"\w+")
_GENITIVE = re.compile(r"['’]s?$")
_CAPITALISED = re.compile(r"(?<![\w@#/])(?:[A-Z]\.){2,}|(?<![\w@#/.])[A-Z][\w.-]*(?:['’]s)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…]['\"”’)]*)\s*['\"“‘(]*$")
# Capitalised words that are no names, wherever they stand.
_NO_NAMES = frozenset(
    "i a an the and or but if in on at for from with by as is are was were will would this that these those we "
    "you he she it they his her our your their its my not no yes so to of when where while who what why how "
    "there here all some one two after before during since because although however mr mrs ms dr sir president "
    "minister secretary monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december today yesterday tomorrow it's we're i'm ".split()
)
SIGNALS = (
    "known", "listed", "spare", "sounds", "sounds_short", "linked", "linked_known", "mutual", "initial", "capital",
    "foreign", "foreign_other", "capital_other", "sounds_linked",
)  # fmt: skip
# Two consonants match by chance as often as not, one always: May and Ri are M and R.
TELLING_SKELETON, SHORTEST_SKELETON = 3, 2
# Preference for a capital beyond this, in nats, says no more.
MOST_CAPITAL = 3.0
# A country's name this long is found even where a text lost the space behind it: الصينالآن.
LONG_FORM = 5
LONGEST_COUNTRY = 5  # words


@dataclass(frozen=True, slots=True)
class Place:
    """A country, or its adjective, in an Arabic text. start, end: offsets into it. code: ISO 3166. english: CLDR."""

    start: int
    end: int
    code: str
    english: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an English text. start, end: offsets into it. code: of the country it stands for, or ""."""

    start: int
    end: int
    text: str
    code: str
    initial: bool


def arabic_places(text: str) -> list[Place]:
    """Countries and peoples named in an Arabic text, in order, the longest name at each point."""
    plain = normalize(text)
    folded = fold(plain.text)
    spans = [m.span() for m in _WORD.finditer(folded)]
    words = [folded[start:end] for start, end in spans]
    found, at = [], 0
    while at < len(words):
        code, count = find_country(words, at)
        if code:
            start, end = plain.to_source(spans[at][0], spans[at + count - 1][1])
            found.append(Place(start, end, code, english_name(code)))
        at += count or 1
    return found


@lru_cache(maxsize=512)
def english_name(code: str) -> str:
    """What the CLDR calls a country in English; nations within the United Kingdom by their own names."""
    from babel import Locale

    own = {"GB-ENG": "England", "GB-SCT": "Scotland", "GB-WLS": "Wales"}
    return own.get(code) or str(Locale("en").territories[code])


def english_mentions(text: str) -> list[Name]:
    """Names in an English text, in order: capitalised words, and countries of several words as one.

    Abbreviations are left out (FBI, ATM): Arabic spells most of them out.
    """
    found: list[Name] = []
    for match in _CAPITALISED.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        start, end, code = match.start(), match.end(), ""
        if country := _country_at(text, start):
            end, code = country
        surface = _GENITIVE.sub("", text[start:end]).rstrip(".-")
        if code or not (surface.lower() in _NO_NAMES or surface.isupper() or len(surface) == 1):
            initial = _SENTENCE_START.search(text[max(0, start - 8) : start]) is not None
            end = end if code else start + len(surface)
            found.append(Name(start, end, text[start:end], code, initial))
    return found


def _country_at(text: str, start: int) -> tuple[int, str] | None:
    """The longest country name or demonym at an offset: where it ends, and its code."""
    names = english_names()
    words = list(re.finditer(r"[\w.]+(?:['’](?!s\b)\w+)?", text[start : start + 60]))[:LONGEST_COUNTRY]
    for last in reversed(words):
        phrase = text[start : start + last.end()].rstrip(".")
        for form in (text[start : start + last.end()], phrase, phrase.removesuffix("s")):
            if code := names.get(form):
                return start + len(phrase if form != text[start : start + last.end()] else form), code
    return None


def name_signals(names: Sequence[Name], arabic: str, link: Link, words: WordEncoder) -> list[tuple[float, ...]]:
    """One row of SIGNALS a name. link: between the same English and Arabic texts."""
    places = {place.code for place in arabic_places(arabic)}
    folded = fold(normalize(arabic).text)
    codes = places | {n.code for n in names if n.code and any(form in folded for form in long_forms(n.code))}
    spare = bool(places - {n.code for n in names})
    arabic_words = [fold(normalize(arabic[start:end]).text) for start, end in link.arabic_words]
    return [_signals(name, codes, spare, arabic_words, link, words) for name in names]


def _signals(
    name: Name, codes: set[str], spare: bool, arabic_words: list[str], link: Link, words: WordEncoder
) -> tuple[float, ...]:
    ours = english_skeleton(name.text)
    sound = [_sounds(ours, word) for word in arabic_words]
    sounds = max(sound, default=0.0)
    at = next((i for i, (start, _) in enumerate(link.english_words) if start >= name.start), None)
    known, listed = name.code != "", name.code in codes
    linked, mutual, foreign, sounds_linked = 0.0, 0.0, 0.0, 0.0
    if at is not None and link.similarity.size:
        best = int(link.similarity[at].argmax())
        linked = float(link.similarity[at, best])
        mutual = float(link.similarity[:, best].argmax() == at)
        foreign = words.pieces_per_letter(arabic_words[best])
        sounds_linked = sound[best]
    capital = max(-1.0, min(1.0, words.preference_for_capital(name.text) / MOST_CAPITAL))
    telling = len(ours) >= TELLING_SKELETON
    other = 1 - sounds
    return (
        float(known),
        float(listed),
        float(known and not listed and spare),
        sounds if telling else 0.0,
        sounds if SHORTEST_SKELETON <= len(ours) < TELLING_SKELETON else 0.0,
        linked,
        linked * known,
        mutual,
        float(name.initial),
        capital,
        foreign,
        foreign * other,
        capital * other,
        sounds_linked,
    )


def _sounds(skeleton: str, word: str) -> float:
    """The best likeness of a skeleton with an Arabic word, whichever of its proclitics are taken off."""
    return max((likeness(skeleton, arabic_skeleton(form)) for form in bare_forms(word)), default=0.0)


@lru_cache(maxsize=512)
def long_forms(code: str) -> tuple[str, ...]:
    """The Arabic forms of a country that are long enough to be looked for inside words."""
    return tuple(form for form, c in arabic_names().items() if c == code and len(form) >= LONG_FORM)


def _linked(link: Link, at: int) -> tuple[float, float]:
    best = int(link.similarity[at].argmax())
    return float(link.similarity[at, best]), float(link.similarity[:, best].argmax() == at)


def check_names(article: Article, said: Segment, rendering: Segment, words: WordEncoder) -> list[Finding]:
    """Names of the statement that its rendering lacks, each with the country that stands there instead if one does."""
    english, arabic = mask_links(article.slice(said)), mask_links(article.slice(rendering))
    names = english_mentions(english)
    model, link = load_fitted("name"), words.link(english, arabic)
    spare = _spare_places(names, arabic)
    findings = []
    for name, signals in zip(names, name_signals(names, arabic, link, words), strict=True):
        probability = model.probability(signals)
        if probability >= model.cut:
            instead = spare.pop(0) if name.code and spare else None
            findings.append(_finding(name, instead, said.start, rendering.start, probability))
    return findings


def _spare_places(names: Sequence[Name], arabic: str) -> list[Place]:
    """Countries of the rendering that the statement does not name."""
    codes = {name.code for name in names}
    return [place for place in arabic_places(arabic) if place.code not in codes]


def _finding(name: Name, instead: Place | None, english_start: int, arabic_start: int, probability: float) -> Finding:
    english = Segment(english_start + name.start, english_start + name.end)
    if instead is None:
        return Finding("name", english, None, f"The statement names {name.text}; the Arabic does not", probability)
    arabic = Segment(arabic_start + instead.start, arabic_start + instead.end)
    detail = f"The statement says {name.text}; the Arabic says {instead.english}"
    return Finding("name", english, arabic, detail, probability)

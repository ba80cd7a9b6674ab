"""Where English says something else than its Arabic, told by rules that know both languages; no model is asked.

Four kinds, each of which misleads whoever reads only the English, however fluent it is: a quantity of another value; a
negation on one side alone; a country or people that is exchanged, invented or lost; words said again and again. Rules
are strict: of human translations they accuse few (bench/fit/quality.py says how many).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from iqtibas.article.arabic.letters import fold
from iqtibas.article.gazetteer.mentions import arabic_places, english_mentions
from iqtibas.article.gazetteer.places import english_name, near
from iqtibas.article.negation import ADJECTIVES, arabic_negations, double_negations, english_negations, limits
from iqtibas.article.quantities import Contradiction
from iqtibas.article.reading import Reading
from iqtibas.translate.numbers import differences

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Grammar denies with these; what denies by its meaning (refuse, without) has too many answers in the other language.
_DENIES = re.compile(r"not|never|no|none|nobody|nothing|cannot|\w+n't")
_ARABIC_DENIES = re.compile(r"[وف]?(?:لا|لن|لم|ليس|ليست|لست|لسنا|ليسوا|ليسا)")
# What may answer a negation of the other side, besides the negations that `article.negation` knows.
_ENGLISH_ANSWERS = re.compile(
    rf"{_DENIES.pattern}|un(?!i|der|til)\w{{3,}}|non\w*|dis(?:a|h|l|q|s)\w{{4,}}|\w{{3,}}less|unless|only|still|but|avoid\w*|difficult|hard|few|"
    r"little|until|before|except|instead|rather|whether|other|false|wrong|impossible"
)
_ARABIC_ANSWERS = re.compile(
    rf"[وف]?ليس\w{{0,3}}|{_ARABIC_DENIES.pattern}|[وفبلم]{{0,2}}(?:غير|دون|عدم|بلا|ما|قبل|الا|سوي|لولا|خلا|عدا|فقط|نادرا|قلما|بالكاد)"
)
# Words between a word and itself that make no difference: "peace, and peace", "war of the war".
_AGAIN = re.compile(
    r"\b(?P<word>[^\W\d_]{3,})(?:['’]s?|(?<!s)s)?,?(?: (?:and|or|of|the|a|an|its|in|on|to|for)){0,2} (?P=word)s?\b",
    re.IGNORECASE,
)
# English repeats these by idiom: more and more, step by step has another word between.
_IDIOMS = frozenset("again had head more over that thousand thousands very years".split())
_ARTICLE = re.compile(r"^[وفبلك]{0,2}ال|^[وفبلك](?=\w{3})")


# What Arabic says with a country's name, or with a word that is one as well, and English does not.
_SAID_OTHERWISE = (
    (re.compile(r"\$|\bdollars?\b", re.IGNORECASE), "US"),
    (re.compile(r"\bRom(?:e|ans?)\b"), "RO"),
    (re.compile(r"\bSoviets?\b|\bUSSR\b"), "RU"),
    (re.compile(r"\bHindi\b"), "IN"),
)


class Contradictions(NamedTuple):
    """What English says otherwise than its source. Truth: whether there is any (`found`)."""

    numbers: tuple[Contradiction, ...]
    """Quantities of another value, lost, or added, see `article.quantities`."""
    denied: str
    """Which side alone has a negation: "source", "english", or ""."""
    added_places: tuple[str, ...]
    """English names of the countries and cities that the source does not name."""
    lost_places: tuple[str, ...]
    """English names of the countries that the English does not name."""
    repeated: tuple[str, ...]
    """Words of the English that come at once again, where the source repeats none."""

    @property
    def found(self) -> bool:
        """Whether there is any."""
        return any(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of them besides numbers, which are the guard's: "negation: only in the English"."""
        sides = {"source": "only in the Arabic", "english": "only in the English", "": ""}
        listed = (
            ("negation", sides[self.denied]),
            ("places", _listed(self.added_places, " added")),
            ("places", _listed(self.lost_places, " missing")),
            ("repeated", ", ".join(self.repeated)),
        )
        return tuple(f"{kind}: {said}" for kind, said in listed if said)


def _listed(names: Sequence[str], said: str) -> str:
    return f"{', '.join(names)}{said}" if names else ""


@lru_cache(maxsize=64)
def find_contradictions(source: str, english: str) -> Contradictions:
    """What `english` says otherwise than `source`, Arabic as the model reads it. Never raises; no offsets are kept."""
    added, lost = _places(source, english)
    return Contradictions(
        differences(source, english), _denied(source, english), added, lost, repeated_words(source, english)
    )


def _denied(source: str, english: str) -> str:
    """The side that alone has a negation: one of grammar on this, nothing that might answer it on the other."""
    said = [match.group().lower().replace("’", "'") for match in _WORD.finditer(english)]
    folded, spelled, followed = _arabic_words(source)
    theirs = arabic_negations(folded, spelled, followed.__contains__)
    idle = {*limits(said, spelled, list(theirs)), *(at for two in double_negations(spelled) for at in two)}
    ours = english_negations(said)
    numbered = {at for at, follows in enumerate(said[1:]) if follows[0].isdigit()}  # No. 11
    if not theirs and not idle and not any(map(_ARABIC_ANSWERS.fullmatch, folded)):
        return "english" if any(_DENIES.fullmatch(said[at]) for at in ours if at not in numbered) else ""
    if ours or any(word in ADJECTIVES or _ENGLISH_ANSWERS.fullmatch(word) for word in said):
        return ""
    return "source" if any(_ARABIC_DENIES.fullmatch(folded[at]) for at in theirs if at not in idle) else ""


def _arabic_words(source: str) -> tuple[list[str], list[str], set[int]]:
    """The words of a source folded, and as they stand; and which of them have the next one behind white space alone."""
    reading = Reading.of(source)
    spans = [match.span() for match in _WORD.finditer(reading.folded)]
    folded = [reading.folded[start:end] for start, end in spans]
    places = [reading.view.to_source(start, end) for start, end in spans]
    followed = {at for at, (one, other) in enumerate(pairwise(places)) if source[one[1] : other[0]].isspace()}
    return folded, [source[start:end] for start, end in places], followed


def _places(source: str, english: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the places that only the English names, and of the countries that only the source does; in order.

    Cities that the English lacks are not told: too many of their Arabic names are words.
    """
    latin = {name.code for name in english_mentions(source) if name.code}
    theirs = dict.fromkeys(place.code for place in arabic_places(source))
    ours = dict.fromkeys(name.code for name in english_mentions(english) if name.code)
    added = [code for code in ours if not _is_named(code, {*theirs, *latin})]
    others = {*ours, *(code for said, code in _SAID_OTHERWISE if said.search(english))}
    lost = [code for code in theirs if "." not in code and not _is_named(code, others)]
    return tuple(map(english_name, added)), tuple(map(english_name, lost))


def _is_named(code: str, others: Collection[str]) -> bool:
    """Whether a place, or the country that it is in, or a city of it, is among others."""
    country = code.partition(".")[0]
    return any(near(code, other) or country == other.partition(".")[0] for other in others)


def repeated_words(source: str, english: str) -> tuple[str, ...]:
    """Words of the English that come at once again ("war war", "peace and peace"); none if the source repeats one."""
    found = (match["word"].lower() for match in _AGAIN.finditer(english))
    again = tuple(dict.fromkeys(word for word in found if word not in _IDIOMS))
    return () if not again or _repeats(source) else again


def _repeats(source: str) -> bool:
    stems = [_ARTICLE.sub("", fold(match.group())) for match in _WORD.finditer(source)]
    return any(len(stem) > 2 and stem in stems[at + 1 : at + 4] for at, stem in enumerate(stems))

"""What units and phrases of quantity are called in both languages, and where one stands in a text.

A book gives for the first word of a name what may follow it and what it then means. English words are looked up in
lower case, Arabic ones folded, with or without what is written in one with them; a second Arabic word agrees with the
first, so that only its stem counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeVar, get_args

from iqtibas.article.arabic.proclitics import PROCLITICS
from iqtibas.article.quantities.arabic_numerals import lookup_key
from iqtibas.article.quantities.quantity import Token, Unit, glued, key_at

Side = Literal["english", "arabic"]
SIDES: tuple[Side, ...] = get_args(Side)
_LONGEST_ENDING = 2  # مربع, مربعا, مربعين; عام, عامين
SHORTEST = 2  # What is left of a word without its proclitics: بين is no yen with a ب.
_POWER = re.compile(r"(?<=\w)(?=\d)")  # km2 is read as two tokens
FINEST = 16  # The finest part of a unit that is written in figures: 5 3/16 inches.
_PRONOUNS = ("هما", "هم", "هن", "ها", "ه")
_CASES = {"": ("", "ا", "ان", "ين", "ا"), "ه": ("ه", "تان", "تين")}


class Phrase(NamedTuple):
    """What a phrase of phrases.tsv stands for; its first lines say what the ends of each kind mean."""

    kind: str
    name: str
    low: Decimal
    high: Decimal


Entry = TypeVar("Entry", Unit, Phrase)
Book = Mapping[str, Sequence[tuple[tuple[str, ...], Entry]]]


class Found(NamedTuple):
    """A phrase that stands at tokens `first` to `after`, exclusive."""

    phrase: Phrase
    first: int
    after: int


def _rows(table: str) -> Iterator[list[str]]:
    text = files("iqtibas.article.quantities").joinpath(table).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _book(rows: Iterator[tuple[Entry, str]], forms: Callable[[str], Sequence[str]]) -> Book[Entry]:
    book: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for entry, names in rows:
        for name in filter(None, names.split(", ")):
            first, *rest = _POWER.sub(" ", name).split()
            for form in dict.fromkeys(forms(first)):
                book.setdefault(form, []).append((tuple(forms(word)[0] for word in rest), entry))
    return {first: sorted(entries, key=lambda e: -len(e[0])) for first, entries in book.items()}


def _lower(word: str) -> Sequence[str]:
    return (word.lower(),)


def _folded(word: str) -> Sequence[str]:
    return (lookup_key(word),)


def _declined(word: str) -> Sequence[str]:
    """A noun in its cases, and its dual: كيلومترا, كيلومتران; ساعتين."""
    key = lookup_key(word)
    stem, ending = (key[:-1], "ه") if key.endswith("ه") else (key, "")
    return tuple(stem + case for case in _CASES[ending])


@lru_cache(maxsize=2)
def units(side: Side) -> Book[Unit]:
    """The units of measure of one language; a word may mean several (pound)."""
    own = SIDES.index(side)
    return _book(
        ((Unit(name, kind, Decimal(factor)), called[own]) for name, kind, factor, *called in _rows("units.tsv")),
        (_lower, _declined)[own],
    )


@lru_cache(maxsize=2)
def phrases(side: Side) -> Book[Phrase]:
    """The phrases of quantity of one language."""
    own = SIDES.index(side)
    return _book(
        (
            (Phrase(kind, name, Decimal(low), Decimal(high)), called[own])
            for kind, name, low, high, *called in _rows("phrases.tsv")
        ),
        (_lower, _folded)[own],
    )


@lru_cache(maxsize=8192)
def _arabic_stems(key: str) -> tuple[str, ...]:
    """An Arabic word as it is, without its proclitics, and then without a pronoun behind it."""
    stems = [key[len(prefix) :] for prefix in PROCLITICS if key.startswith(prefix)]
    return (key, *(stem for stem in stems[1:] if len(stem) > SHORTEST or stem in ("كل",)))


@lru_cache(maxsize=8192)
def _without_pronoun(key: str) -> tuple[str, ...]:
    return tuple(s.removesuffix(end) for s in _arabic_stems(key) for end in _PRONOUNS if s.endswith(end))


def slashed_share(tokens: Sequence[Token], at: int, side: Side, before: Collection[str] = ()) -> Decimal | None:
    """The fraction that is written before a unit or one of the words `before`: 1/5 inch, 3/4 of. 9/11 is none."""
    keys = [key_at(tokens, at + offset) for offset in range(4)]
    if keys[1] != "/" or not (keys[0].isdecimal() and keys[2].isdecimal()) or len(keys[2]) > 2:
        return None
    told = keys[3] in before or look_up(units(side), tokens, at + 3, side)[0]
    return Decimal(keys[0]) / Decimal(keys[2]) if told and 0 < int(keys[0]) < int(keys[2]) <= FINEST else None


def look_up(book: Book[Entry], tokens: Sequence[Token], at: int, side: Side) -> tuple[list[Entry], int]:
    """What the words at `at` are a name of, the longest name they begin with, and the index behind it; [] if none."""
    key = key_at(tokens, at)
    for stem in (key,) if side == "english" else _arabic_stems(key):
        for rest, _ in book.get(stem, ()):
            behind = at + 1 + len(rest)
            if all(_agrees(tokens, at + 1 + i, word, side) for i, word in enumerate(rest)):
                return [entry for words, entry in book[stem] if words == rest], behind
    for stem in () if side == "english" else _without_pronoun(key):  # معظمهم, but كلهم من is no كل من
        if alone := [entry for words, entry in book.get(stem, ()) if not words]:
            return alone, at + 1
    return [], at


def _agrees(tokens: Sequence[Token], at: int, word: str, side: Side) -> bool:
    key = key_at(tokens, at)
    if key == word or side == "english":
        return key == word and (not word.isdecimal() or glued(tokens, at))
    stem, bare = word.removesuffix("ه"), key.removeprefix("ال")
    return len(stem) > _LONGEST_ENDING and bare.startswith(stem) and len(bare) - len(stem) <= _LONGEST_ENDING


def is_accusative(key: str) -> bool:
    """Whether a folded Arabic word is a unit in the accusative, which says how long: أسبوعا."""
    return key.endswith("ا") and key[:-1] in _singulars()


@lru_cache(maxsize=1)
def _duals() -> frozenset[str]:
    return frozenset(form for word in _singulars() for form in _declined(word) if form.endswith(("ان", "ين")))


def is_dual(key: str) -> bool:
    """Whether a folded Arabic word is a unit in the dual: يومان, ساعتين."""
    return any(stem in _duals() for stem in _arabic_stems(key))


def is_definite(key: str) -> bool:
    """Whether a folded Arabic word has an article."""
    return key.lstrip("وف").startswith(("ال", "بال", "لل"))


def find_phrases(tokens: Sequence[Token], side: Side) -> list[Found]:
    """The phrases of a text from left to right, none in another; of a phrase with several meanings, all."""
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        entries, after = look_up(phrases(side), tokens, at, side)
        found += [Found(phrase, at, after) for phrase in entries]
        at = max(after, at + 1)
    return found


@lru_cache(maxsize=1)
def _singulars() -> frozenset[str]:
    return frozenset(lookup_key(arabic.split(", ")[0]) for *_, arabic in _rows("units.tsv") if arabic)


def is_singular(key: str) -> bool:
    """Whether a folded Arabic word is a unit in the singular and without an article; a لـ may stand before it."""
    return key in _singulars() or (key[:1] in ("ل", "ب") and key[1:] in _singulars())

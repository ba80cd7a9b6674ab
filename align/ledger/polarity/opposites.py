"""Words of opposite meaning in both languages (opposites.tsv): increase and decrease, ارتفاع and انخفاض.

Made by hand for this check. English forms are paired inflection by inflection; Arabic words are matched by folded
stems with the proclitics, letters of conjugation and endings that they take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice

from iqtibas.align.ledger.edits import Edit, keep_case
from iqtibas.article.arabic.proclitics import PROCLITIC_OR_FUTURE

MOST_WORDS = 40
_ARTICLE = re.compile(r"\b(an?)( +)$", re.I)
_CONJUGATION = "(?:[ايتنم]|ست|مت)?"
_ENDINGS = "(?:[اهتيوكن]|ها|هم|هما|نا|يه|يا|ين|ون|وا|ات|ان|تا|تم|تين|ته|تها|تهم|اته|اتها|اتهم|يين|يون|كم)?"


@dataclass(frozen=True, slots=True)
class Opposite:
    """An English form, the form of opposite meaning, and patterns for whole folded Arabic words of either.

    our_arabic matches all that may stand for the form, their_arabic only what surely says the opposite.
    """

    ours: str
    theirs: str
    our_arabic: re.Pattern[str]
    their_arabic: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Swap:
    """A statement with one word exchanged for its opposite."""

    edit: Edit
    opposite: Opposite


@lru_cache(maxsize=1)
def opposites() -> dict[str, tuple[Opposite, ...]]:
    """English form in lower case → its opposites, in the order of the file."""
    found: dict[str, dict[str, Opposite]] = {}
    for line in (
        files("iqtibas.align.ledger.polarity").joinpath("opposites.tsv").read_text(encoding="utf-8").splitlines()
    ):
        if line.startswith("#"):
            continue
        one, other, one_arabic, other_arabic = line.split("\t")
        says, denies = ([_arabic(stems, weak=weak) for stems in (one_arabic, other_arabic)] for weak in (True, False))
        for a, b in zip(one.split(", "), other.split(", "), strict=True):
            found.setdefault(a, {}).setdefault(b, Opposite(a, b, says[0], denies[1]))
            found.setdefault(b, {}).setdefault(a, Opposite(b, a, says[1], denies[0]))
    return {form: tuple(pairs.values()) for form, pairs in found.items()}


def find_swaps(english: str) -> list[Swap]:
    """Every word of the list in a statement, exchanged for each of its opposites, in the order of the text.

    Words past the first MOST_WORDS are not looked at.
    """
    matches = islice(_english_pattern().finditer(english), MOST_WORDS)
    return [_swap(english, match, opposite) for match in matches for opposite in opposites()[match[0].lower()]]


def _swap(english: str, match: re.Match[str], opposite: Opposite) -> Swap:
    """The statement with one word exchanged; "a" and "an" follow the new word."""
    new = opposite.theirs.upper() if match[0].isupper() else keep_case(match[0], opposite.theirs)
    head = english[: match.start()]
    if article := _ARTICLE.search(head):
        head = head[: article.start()] + keep_case(article[1], "an" if new[0].lower() in "aeiou" else "a") + article[2]
    return Swap(Edit(head + new + english[match.end() :], match.start(), match.end(), match[0], new), opposite)


@lru_cache(maxsize=1)
def _english_pattern() -> re.Pattern[str]:
    """Any form of the list as whole words, the longest first; not in "no fewer than", "more or less" and "with no"."""
    forms = sorted(opposites(), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w#@-])(?<!no )(?<!or )(?:{'|'.join(map(re.escape, forms))})(?![\w-]| no\b)", re.I)


def _arabic(stems: str, *, weak: bool) -> re.Pattern[str]:
    """One pattern for whole folded words; the signs before stems are explained in the file."""
    listed = [stem.lstrip("~") for stem in stems.split() if weak or stem[0] != "~"]
    exact = [stem[1:] for stem in listed if stem[0] == "="]
    verbs = [stem[1:] for stem in listed if stem[0] == "+"]
    nouns = [stem for stem in listed if stem[0] not in "+="]
    inflected = [f"{_CONJUGATION}(?:{'|'.join(verbs)})"] * bool(verbs) + nouns
    return re.compile("|".join([*exact, f"{PROCLITIC_OR_FUTURE}(?:{'|'.join(inflected)}){_ENDINGS}"]))

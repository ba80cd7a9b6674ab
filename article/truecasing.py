"""English that is written in capitals, read in ordinary letters: "NOTHING WILL STOP US" says "Nothing will stop us".

Encoders, word lists and names are all of ordinary letters. A run of words in capitals that is a clause is read in lower
case, but for how a sentence begins, I, the names of places, days and months, and what is spelt in capitals anyway. The
reading has the length of the text, so that every offset means the same place in both; the text itself stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from iqtibas.article.gazetteer.places import LONGEST_NAME, english_names, people
from iqtibas.article.months import ENGLISH_MONTHS

# A run of fewer words in capitals is a name, a label or emphasis, which changes nothing.
FEWEST_WORDS = 4
# The same where the lines that it stands in hold nothing else.
FEWEST_OF_LINE = 3
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.!?…:\n]")
# Words that only a clause has; THE, AND and OF stand in names too.
_OF_CLAUSES = frozenset(
    "we i you he she they it our your my their his her us them will would shall is are was were be been being am have "
    "has had do does did not no never nobody nothing none can cannot could may might must should to that this these "
    "those who what when where why how if because".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_TITLES = {word.lower(): word for word in "Mr Mrs Ms Dr President Senator Governor".split()}
_SPELT_IN_CAPITALS = frozenset(
    "UN EU UK USA UAE NATO FBI CIA NSA DOJ NHS GDP AIDS HIV UNICEF UNESCO IMF OPEC NASA EPA FEMA ICE IRS UNRWA ISIS "
    "OSCE IAEA WTO DNC RNC GOP CEO AI TV ID PM AM MP MPS VP VIP UFO USD".split()
)
_VOWEL = re.compile("[AEIOUYaeiouy]")
# US is the country behind these and before those; everywhere else it is the pronoun.
_BEFORE_COUNTRY = frozenset("the former anti pro all mainland".split())
_BEHIND_COUNTRY = frozenset(
    "troops forces army military navy marines soldiers government congress senate house president ambassador embassy "
    "dollar dollars economy citizens citizen people state department treasury secretary officials official sanctions "
    "tariffs border borders soil law courts court supreme policy troop aid companies exports imports taxpayers has is "
    "was led backed based".split()
)


def truecased(text: str) -> str:
    """The text with its clauses in capitals in ordinary letters; the same text where there are none.

    It has as many code points as `text`, and differs in letters only.
    """
    words = list(_WORD.finditer(text))
    letters = list(text)
    for run in _runs(text, words):
        for at, cased in zip(run, _cased(text, words, run), strict=True):
            letters[words[at].start() : words[at].end()] = cased
    return "".join(letters)


def _runs(text: str, words: Sequence[re.Match[str]]) -> list[range]:
    """The runs of words in capitals that hold a clause; numbers interrupt none."""
    runs, start = [], None
    for at in range(len(words) + 1):
        capital = at < len(words) and not any(map(str.islower, words[at].group()))
        if capital and start is None:
            start = at
        elif not capital and start is not None:
            runs.append(range(start, at))
            start = None
    return [run for run in runs if _is_clause(text, words, run)]


def _is_clause(text: str, words: Sequence[re.Match[str]], run: range) -> bool:
    """Whether a run is more than a name or emphasis: it has a word that only clauses have, or its lines to itself."""
    if len(run) >= FEWEST_WORDS and any(_says(words[at].group()) for at in run):
        return True
    first, last = words[run.start].start(), words[run.stop - 1].end()
    before, behind = (
        words[run.start - 1].end() if run.start else 0,
        words[run.stop].start() if run.stop < len(words) else len(text),
    )
    alone = (not run.start or "\n" in text[before:first]) and (run.stop == len(words) or "\n" in text[last:behind])
    return alone and len(run) >= FEWEST_OF_LINE


def _says(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return plain != "us" and plain != "i" and (plain in _OF_CLAUSES or "'" in plain)


def _cased(text: str, words: Sequence[re.Match[str]], run: range) -> list[str]:
    """The words of a run in ordinary letters, each as long as it is written."""
    named = _names(words, run)
    found = []
    for at in run:
        word = words[at].group()
        before = words[at - 1].end() if at else 0
        initial = not at or _STOP.search(text, before, words[at].start()) is not None
        if words[at].start() and text[words[at].start() - 1] in "@#":
            found.append(word)
            continue
        cased = named.get(at) or _one(words, at, run)
        found.append(_capital(cased) if initial else cased)
        found[-1] = found[-1] if len(found[-1]) == len(word) else word
    return found


def _one(words: Sequence[re.Match[str]], at: int, run: range) -> str:
    """A word that is no place's name, as it is written inside of a sentence."""
    word = words[at].group()
    lower = word.lower()
    before, behind = (words[k].group().lower() if k in run else "" for k in (at - 1, at + 1))
    if word == "US":
        return word if before in _BEFORE_COUNTRY or behind in _BEHIND_COUNTRY else lower
    if word in _SPELT_IN_CAPITALS or (not _VOWEL.search(word) and lower not in _TITLES):
        return word
    if lower == "who" and before == "the":
        return word
    if lower == "i" or lower.startswith(("i'", "i’")) or (len(word) == 1 and word != "A"):
        return _capital(lower)
    titled = before in _TITLES and lower not in _OF_CLAUSES and not lower.endswith(("ed", "ing"))
    return _TITLES.get(lower) or (_capital(lower) if titled else _proper().get(lower, lower))


def _names(words: Sequence[re.Match[str]], run: range) -> dict[int, str]:
    """The words of places' names in a run, as they are written: of NORTH KOREA, North and Korea."""
    (places, beginnings), found = _places(), dict[int, str]()
    at = run.start
    while at < run.stop:
        longest = min(LONGEST_NAME, run.stop - at) if words[at].group().lower() in beginnings else 0
        for count in range(longest, 0, -1):
            phrase = " ".join(words[k].group().lower() for k in range(at, at + count))
            name = places.get(phrase)
            if name and len(parts := name.split()) == count:
                found.update(zip(range(at, at + count), parts, strict=True))
                at += count - 1
                break
        at += 1
    return found


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, str], frozenset[str]]:
    """Places and peoples, in lower case → as they are written, and their first words. US is a pronoun too."""
    named = {name.lower(): name for name in english_names()}
    plural = {f"{low}s": f"{name}s" for low, name in named.items() if not low.endswith("s")}
    found = {low: name for low, name in (plural | named).items() if low != "us"}
    return found, frozenset(low.split()[0] for low in found)


@lru_cache(maxsize=1)
def _proper() -> dict[str, str]:
    """Days, months and people in the news. May is a verb too, and some surnames are words."""
    months = [month for month in ENGLISH_MONTHS if len(month) > len("May")]
    surnames = [name for name in people() if name.lower() not in _SURNAMES_THAT_ARE_WORDS]
    return {word.lower(): word for word in (*_DAYS, *months, *surnames)}


_SURNAMES_THAT_ARE_WORDS = frozenset(
    "bush rice may brown haley price barr powell kelly clay page pence garland".split()
)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

"""Names that an editor only refers to: بلاده for Bangladesh, said by its minister; الجزيرة for Taiwan; البلدين.

A word that refers stands for as many names as it can, once. Where the statement itself says "the country", the Arabic
word translates that and refers to nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from iqtibas.article.arabic.proclitics import PROCLITICS
from iqtibas.article.gazetteer.mentions import Name
from iqtibas.article.gazetteer.places import SEAT, people

_WORD = re.compile(r"\w+")
_TO_THE = re.compile("^[وف]?لل")


@dataclass(frozen=True, slots=True)
class Referring:
    """A row of references.tsv. kind: "place" or "person". count: of names that one word can stand for."""

    kind: str
    count: int
    arabic: frozenset[str]
    english: frozenset[str]


@lru_cache(maxsize=1)
def referring_words() -> tuple[Referring, ...]:
    """All rows."""
    text = files("iqtibas.align.ledger.names").joinpath("references.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(Referring(k, int(n), *(frozenset(cell.split(", ")) for cell in rest)) for k, n, *rest in rows)


class References:
    """The words of a rendering that refer to names; each name that they stand for takes its share of them."""

    def __init__(self, english: str, arabic: str) -> None:
        """english: the statement. arabic: the rendering, folded (`Reading.folded`)."""
        said = [word.lower() for word in _WORD.findall(english)]
        words = [form for word in _WORD.findall(arabic) for form in [_referring_form(word)] if form]
        self._left: dict[str, int] = {"place": 0, "person": 0}
        for row in referring_words():
            ours, theirs = (
                sum(word in side for word in own) for side, own in ((row.english, said), (row.arabic, words))
            )
            self._left[row.kind] += row.count * max(0, theirs - ours)

    def takes(self, name: Name) -> bool:
        """Whether a word is left that can stand for the name; it then stands for it."""
        kind = "place" if name.code else "person" if name.text in people() else ""
        if not self._left.get(kind):
            return False
        self._left[kind] -= 1
        return True


def _referring_form(word: str) -> str:
    """The word without proclitics, if it is one that refers; the article stays, and ل makes لل of it."""
    whole = _TO_THE.sub("ال", word)
    bare = (form[len(p) :] for form in (word, whole) for p in PROCLITICS if form.startswith(p))
    return next((form for form in bare if form in _all_forms()), "")


@lru_cache(maxsize=1)
def _all_forms() -> frozenset[str]:
    return frozenset().union(*(row.arabic for row in referring_words()))


def country_of(code: str) -> str:
    """The code of a place, of a seat of government that of its country: either is named for the other."""
    return code.removesuffix(SEAT)

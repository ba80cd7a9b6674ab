"""Phrases that both languages have, put into one side, into both, or one for another: small omissions and additions.

A phrase on both sides is no difference, so that the phrase itself tells nothing. Slots are filled with names, days and
figures of the lexicon and of CLDR, the same on both sides or another one.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bench.divergence.changes import words_of
from iqtibas.article.arabic.letters import normalize

PHRASES = Path(__file__).with_name("phrases.tsv")
_AUXILIARIES = frozenset("will would can could should must may might has have had is are was were to not".split())
_DAYS = {"Monday": "الاثنين", "Tuesday": "الثلاثاء", "Wednesday": "الأربعاء", "Thursday": "الخميس", "Friday": "الجمعة",
         "Saturday": "السبت", "Sunday": "الأحد"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in both languages, with slots.

    kind: of a change to another phrase, or "". first: it may stand first. inside: behind an auxiliary.
    """

    english: str
    arabic: str
    kind: str
    block: int
    first: bool
    inside: bool


@lru_cache(maxsize=1)
def phrases() -> Sequence[Phrase]:
    """All phrases of the table."""
    found = []
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            block, kind, where, english, arabic = line.split("\t")
            found.append(Phrase(english, arabic, kind.strip("-"), int(block), "f" in where, "a" in where))
    return found


class Slots:
    """What slots are filled with. folder: of the lexicon."""

    def __init__(self, folder: Path, chooser: random.Random) -> None:
        from babel import Locale

        self._random = chooser
        english, arabic = Locale("en"), Locale("ar")
        zones = {name.rsplit("/", 1)[-1].replace("_", " "): zone for name, zone in arabic.time_zones.items()}
        cities = {name: str(zone["city"]) for name, zone in zones.items() if "city" in zone}
        countries = {
            english.territories[code]: arabic.territories[code]
            for code in english.territories
            if len(code) == 2 and code.isalpha() and len(arabic.territories.get(code, "").split()) <= 2
        }
        months = {english.months["format"]["wide"][k]: arabic.months["format"]["wide"][k] for k in range(1, 13)}
        self._tables: Mapping[str, Sequence[tuple[str, str]]] = {
            "city": sorted(cities.items()),
            "country": sorted(countries.items()),
            "month": sorted(months.items()),
            "day": sorted(_DAYS.items()),
            "person": persons(folder),
        }
        self._like: dict[str, list[int]] = {}
        for at, (name, _) in enumerate(self._tables["person"]):
            for word in name.split():
                self._like.setdefault(word, []).append(at)

    def draw(self, slot: str) -> tuple[str, str]:
        """A filling in both languages."""
        if slot == "n":
            number = str(self._random.choice((3, 5, 7, 10, 12, 15, 20, 25, 30, 40, 48, 60, 72, 90, 150, 200)))
            return number, number
        if slot == "year":
            year = str(self._random.randint(1990, 2030))
            return year, year
        return self._random.choice(self._tables[slot.rstrip("2")])

    def other(self, slot: str, than: tuple[str, str]) -> tuple[str, str]:
        """Another filling; of persons often one that shares a name with the first."""
        if slot == "person" and self._random.random() < 0.5:
            near = [at for word in than[0].split() for at in self._like[word]]
            found = self._tables["person"][self._random.choice(near)]
        else:
            found = self.draw(slot)
        return found if found[0] != than[0] else self.draw(slot)


@lru_cache(maxsize=2)
def persons(folder: Path) -> Sequence[tuple[str, str]]:
    """(English, Arabic) names of two or three words in both languages."""
    found = {}
    with gzip.open(folder / "person-names-wikidata.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            arabic, english = line.rstrip("\n").split("\t")[:2]
            if len(english.split()) == len(arabic.split()) in (2, 3) and english.isascii() and english.istitle():
                found[english] = normalize(arabic).text
    return sorted(found.items())


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words of both sides with what was put in. english, arabic: (start, end) of it, or None. kind: "" for none."""

    english: Sequence[str]
    arabic: Sequence[str]
    english_at: tuple[int, int] | None
    arabic_at: tuple[int, int] | None
    same: bool
    kind: str


class Inserter:
    """Puts phrases in; random: the source of all choices."""

    def __init__(self, slots: Slots, chooser: random.Random) -> None:
        self._slots, self._random = slots, chooser
        self._blocks: dict[int, list[Phrase]] = {}
        for phrase in phrases():
            self._blocks.setdefault(phrase.block, []).append(phrase)

    def insert(self, english: Sequence[str], arabic: Sequence[str]) -> list[Inserted]:
        """The same words with a phrase on both sides, with it on one side alone, and with another one there."""
        block = self._blocks[self._random.choice(list(self._blocks))]
        phrase = self._random.choice(block)
        ours, theirs, filled = self._filled(phrase, {})
        other = self._another(phrase, block, filled)
        at, there = self._place(english, phrase, True), self._place(arabic, phrase, False)
        both = self._put(english, ours, at), self._put(arabic, theirs, there)
        made = [Inserted(*both, (at, at + len(ours)), (there, there + len(theirs)), True, "")]
        chance = self._random.random()
        if chance < 0.35:
            made.append(Inserted(both[0], arabic, (at, at + len(ours)), None, False, ""))
        elif chance < 0.7:
            made.append(Inserted(english, both[1], None, (there, there + len(theirs)), False, ""))
        if chance >= 0.5:
            changed = self._put(arabic, other, there)
            spans = (at, at + len(ours)), (there, there + len(other))
            made.append(Inserted(both[0], changed, *spans, False, phrase.kind))
        return made

    def _another(self, phrase: Phrase, block: Sequence[Phrase], filled: Mapping[str, tuple[str, str]]) -> list[str]:
        """The Arabic words of the phrase with another filling, or of another phrase of its block."""
        if filled and self._random.random() < 0.8:
            slot = self._random.choice(list(filled))
            own = {**filled, slot: self._slots.other(slot, filled[slot])}
            return self._filled(phrase, own)[1]
        chosen = self._random.choice([one for one in block if one is not phrase])
        return self._filled(chosen, {k: v for k, v in filled.items() if f"{{{k}}}" in chosen.english})[1]

    def _filled(
        self, phrase: Phrase, given: Mapping[str, tuple[str, str]]
    ) -> tuple[list[str], list[str], dict[str, tuple[str, str]]]:
        slots = re.findall(r"\{(\w+)\}", phrase.english)
        filled = {slot: given.get(slot) or self._slots.draw(slot) for slot in slots}
        english, arabic = phrase.english, phrase.arabic
        for slot, (ours, theirs) in filled.items():
            english, arabic = english.replace(f"{{{slot}}}", ours), arabic.replace(f"{{{slot}}}", theirs)
        return words_of(english), words_of(normalize(arabic).text), filled

    def _place(self, words: Sequence[str], phrase: Phrase, english: bool) -> int:
        """Where it goes: last, or first, or behind an auxiliary."""
        if english and phrase.inside and self._random.random() < 0.7:
            behind = [at + 1 for at, word in enumerate(words[:-1]) if word.lower() in _AUXILIARIES]
            if behind:
                return self._random.choice(behind)
        if phrase.first and self._random.random() < 0.25:
            return 0
        if not english and self._random.random() < 0.3 and len(words) > 3:
            return self._random.randint(1, 2)
        return len(words)

    @staticmethod
    def _put(words: Sequence[str], new: Sequence[str], at: int) -> list[str]:
        return [*words[:at], *new, *words[at:]]

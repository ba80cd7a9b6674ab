"""Numbers that a translation does not give as its source has them, by value; and putting one back where that is safe.

What a number is worth, whatever it looks like, `article.quantities` says: 350 مليون is 350,000,000, and خمسمئة ألف is
500,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from iqtibas.article.quantities import Contradiction, contradictions
from iqtibas.article.quantities.agreement import same_unit
from iqtibas.article.quantities.gloss import gloss
from iqtibas.article.quantities.quantity import Quantity
from iqtibas.translate.terms import LinkedText, Mention, Term, insert

# What has one usual form in English; a wrong time, weekday or share is only noted.
_REPAIRED = frozenset({"count", "ordinal", "percent"})
_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_GROUPED = 10_000
_YEARS = range(1900, 2100)
# The sign of a currency before a number, and a per cent behind it, stay where they are.
_BEFORE, _BEHIND = re.compile(r"\W*"), re.compile(r"(?:%|per ?cent\w{0,3})$")
_DIGITS = re.compile(r"\d+(?:[.,٫٬،]\d+)*")
_ENGLISH_SEPARATORS = str.maketrans("٬،٫", ",,.")


@lru_cache(maxsize=64)
def differences(source: str, english: str) -> tuple[Contradiction, ...]:
    """What the quantities of the two say differently, see `contradictions`; kept, as repair, guard and estimate ask.

    What the source has in Latin letters, as the English has it, is not added.
    """
    found = contradictions(source, english)
    return tuple(
        own for own in found if own.source or not own.hypothesis or not _stands(source, english, own.hypothesis)
    )


def _stands(source: str, english: str, quantity: Quantity) -> bool:
    said = english[quantity.start : quantity.end]
    return said in source and said.isalpha()


def number_notes(source: str, english: str) -> list[str]:
    """What is to be said of numbers: "numbers: 60, 2024 missing", "numbers: 350,000,000 dollars given as 350 dollars",
    "numbers: 16 added". Quantities are in English words."""
    found = differences(source, english)
    lost = [gloss(own.source) for own in found if own.source and not own.hypothesis]
    added = [gloss(own.hypothesis) for own in found if own.hypothesis and not own.source]
    changed = [
        f"{gloss(own.source)} given as {gloss(own.hypothesis)}" for own in found if own.source and own.hypothesis
    ]
    listed = ((lost, " missing"), (changed, ""), (added, " added"))
    return [f"{', '.join(dict.fromkeys(own))}{said}" for own, said in listed if own]


def repair_numbers(source: str, made: LinkedText) -> tuple[LinkedText, tuple[str, ...]]:
    """Put lost numbers back, by value, and say which were.

    A number that stands where another belongs (350 for 350 million) gives way to it: where each is the only one of its
    side that is left over, or where exactly one foreign number came from the words of the lost one. Where links are
    known, what is then still lost goes in square brackets beside what came from the neighbours of its words. Nothing is
    changed if the two sides would not agree better for it.
    """
    found = differences(source, made.text)
    if not found:
        return made, ()
    swaps, lost = _swaps(source, made, found)
    changed = made
    for own, other in sorted(swaps, key=lambda swap: -swap[1].start):
        changed = _swapped(source, changed, own, other)
    put_back = [own for own, _ in swaps]
    for own in lost:
        written = _written(source, own) + ("%" if own.kind == "percent" else "")
        before, changed = changed, insert(changed, Mention(Term(written, written), *_words_of(source, own)))
        put_back += [own] if changed != before else []
    if changed == made or len(differences(source, changed.text)) >= len(found):
        return made, ()
    put_back.sort(key=lambda own: own.start)
    return changed, tuple(_written(source, own) for own in put_back)


def _swaps(
    source: str, made: LinkedText, found: Sequence[Contradiction]
) -> tuple[list[tuple[Quantity, Quantity]], list[Quantity]]:
    """Which number of the source goes where which of the English stands; and which are lost altogether."""
    swaps, lost = [], []
    added = [own.hypothesis for own in found if own.hypothesis and not own.source]
    for own in found:
        if own.source is None or own.source.kind not in _REPAIRED:
            continue
        first, last = _words_of(source, own.source)
        if own.hypothesis:
            beside = set(range(first - 1, last + 2))
            if _alike(own.source, own.hypothesis) and (not made.links or beside & set(_links(made, own.hypothesis))):
                swaps.append((own.source, own.hypothesis))
            continue
        inside = set(range(first, last + 1))
        places = [q for q in added if _alike(own.source, q) and inside & set(_links(made, q))]
        if len(places) == 1:
            added.remove(places[0])
            swaps.append((own.source, places[0]))
        else:
            lost.append(own.source)
    return swaps, lost


def _alike(own: Quantity, other: Quantity) -> bool:
    """Whether one can stand for the other: of a kind, and measured alike; a year never becomes a price."""
    if own.kind != other.kind:
        return False
    is_price = any(not unit.factor for unit in other.units)
    return not other.units or same_unit(own, other) or (is_price and not own.units and own.value not in _YEARS)


def _words_of(source: str, own: Quantity) -> tuple[int, int]:
    """First and last of the source's words, between white space, that a number stands in."""
    first = len(source[: own.start + 1].split()) - 1
    return first, max(first, len(source[: own.end].split()) - 1)


def _links(made: LinkedText, other: Quantity) -> Iterator[int]:
    first, last = _words_of(made.text, other)
    yield from made.links[first : last + 1]


def _swapped(source: str, made: LinkedText, own: Quantity, other: Quantity) -> LinkedText:
    """The English with a number of the source in place of another one."""
    text, (first, last) = made.text, _words_of(made.text, other)
    said = text[other.start : other.end]
    signs, per_cent = _BEFORE.match(said), _BEHIND.search(said)
    before = signs.group() if signs else ""
    behind = said[len(said[: per_cent.start()].rstrip()) :] if per_cent else ""
    begin = len(" ".join(made.words[:first])) + (first > 0)
    end = len(" ".join(made.words[: last + 1]))
    new = f"{text[begin : other.start]}{before}{_written(source, own)}{behind}{text[other.end : end]}".split()
    links = (*made.links[:first], *[_words_of(source, own)[0]] * len(new), *made.links[last + 1 :])
    return LinkedText((*made.words[:first], *new, *made.words[last + 1 :]), links if made.links else ())


def _written(source: str, own: Quantity) -> str:
    """A number as English writes it: 350 million, 200,000, 15th; digits alone as they stand in the source."""
    stands = source[own.start : own.end].strip("%٪ ")
    if own.kind != "ordinal" and _DIGITS.fullmatch(stands):
        return stands.translate(_ENGLISH_SEPARATORS)
    for size, name in _SCALES:
        if own.value >= size and own.value % (size / 1000) == 0:
            return f"{(own.value / size).normalize():f} {name}"
    figure = f"{own.value.normalize():,f}" if own.value >= _GROUPED else f"{own.value.normalize():f}"
    return figure + (_ending(int(own.value)) if own.kind == "ordinal" else "")


def _ending(value: int) -> str:
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")

"""The check of exchanged numbers: 60 deaths and 16 injuries, where the Arabic has 16 and 60.

Quantities are compared as sets (article/quantities/compare.py), for translations reorder them. Two that both sides have
may still have changed places: word links say whether what stands around each number stands around its counterpart or
around the other one's. How likely an exchange is for the difference is fitted by bench/fit/exchanged.py. Forced
decoding was tried and
told only whether the numbers keep their order, which a faithful translation need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.quantities.agreement import agree
from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.quantities.compare import compare_quantities
from iqtibas.article.quantities.english import english_quantities
from iqtibas.article.quantities.quantity import Quantity

KINDS = frozenset({"count", "percent"})
# Words on either side of a number that may say what it counts; the farther, the less they do.
REACH = 4
# A stronger preference, in sums of link strengths, says no more.
MOST_LINKED = 2.0
MOST_PAIRS = 6
# Nobody takes a year for a number of anything else.
YEARS = range(1000, 2100)
# "Of the 212 villages 197 are lit", 197 قرية من أصل 212: the villages go with either number, and no whole is less than
# its part.
_PARTITIVE = re.compile(
    r"(?:(?<!total )(?<!average )\b(?:of|among)(?: (?:the|our|all|some|these|those|about))?|"
    r"(?<!\w)من(?: (?:أصل|بين|مجموع|إجمالي))?) *\Z",
    re.I,
)
LONGEST_PARTITIVE = 24
# Two numbers with no letter between them are a score or a range, whose order says nothing in Arabic: 31-27.
_JOINED = frozenset({"to", "and", "or"})
# What begins another clause or another member: and, while, a comma; و before a word or a number.
# What links with its like wherever it stands.
_IDLE = frozenset("in at on by of the a an from was were is are been be في من على عن إلى".split())
_ALONE = " ,;،؛و"
_PREPOSITION = re.compile(
    r"\b(?:in|at|on|by|during|since|from|across|throughout)\b|(?<!\w)(?:في|خلال|منذ|عبر|أثناء)(?!\w)"
)
_PARTS = re.compile(r"[,;،؛]|\b(?:and|while|but|or)\b|(?<!\w)و(?=\w)")


class ExchangedSignals(NamedTuple):
    """What speaks for two numbers having changed places."""

    linked: float
    """How much stronger the words around each number are linked with those around its counterpart than crosswise, in
    sums of link strengths; at most MOST_LINKED either way, positive where the numbers stand in their places."""


class NumberPair(NamedTuple):
    """Two numbers of a statement, in its order, each with its only counterpart."""

    first: Quantity
    second: Quantity
    first_arabic: Quantity
    second_arabic: Quantity


def exchangeable(english: str, arabic: str) -> list[NumberPair]:
    """The pairs of numbers that could have changed places; none where a number is changed or missing."""
    ours, theirs = english_quantities(english), arabic_quantities(arabic)
    counted = [q for q in ours if not q.soft and q.kind in KINDS]
    if len(counted) < 2 or compare_quantities(ours, theirs):
        return []
    return list(_pairs(english, arabic, counted, ours, theirs))[:MOST_PAIRS]


def _pairs(
    english: str, arabic: str, counted: Sequence[Quantity], ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> Iterator[NumberPair]:
    alone = [
        (q, found[0])
        for q in counted
        if len(found := _agreeing(q, theirs)) == 1 == len(_agreeing(q, ours))
        and not _PARTITIVE.search(english, max(0, q.start - LONGEST_PARTITIVE), q.start)
        and not _PARTITIVE.search(arabic, max(0, found[0].start - LONGEST_PARTITIVE), found[0].start)
    ]
    for (first, one), (second, other) in combinations(alone, 2):
        alike = first.kind == second.kind and _is_year(english, first) == _is_year(english, second)
        if alike and one != other and not _is_joined(english[first.end : second.start]):
            yield NumberPair(first, second, one, other)


def _is_year(english: str, quantity: Quantity) -> bool:
    written = english[quantity.start : quantity.end]
    return len(written) == 4 and written.isdecimal() and int(written) in YEARS


def _agreeing(quantity: Quantity, others: Sequence[Quantity]) -> list[Quantity]:
    return [other for other in others if agree(quantity, other)]


def _is_joined(between: str) -> bool:
    return between.strip() in _JOINED or not any(char.isalpha() for char in between)


def exchange_signals(found: Sequence[NumberPair], pair: Pair) -> list[ExchangedSignals]:
    """One row for each two numbers."""
    linked = (_linked(numbers, pair) for numbers in found)
    return [ExchangedSignals(max(-MOST_LINKED, min(MOST_LINKED, value))) for value in linked]


def _linked(numbers: NumberPair, pair: Pair) -> float:
    """How much stronger the surroundings of counterparts are linked than those of the two crosswise."""
    link = pair.link
    first, second = _surroundings(pair.masked_english, link.english_words, numbers.first, numbers.second)
    one, other = _surroundings(pair.masked_arabic, link.arabic_words, numbers.first_arabic, numbers.second_arabic)

    def strength(ours: Mapping[int, float], theirs: Mapping[int, float]) -> float:
        return sum(float(link.strength[i, j]) * v * w for i, v in ours.items() for j, w in theirs.items())

    return strength(first, one) + strength(second, other) - strength(first, other) - strength(second, one)


def _surroundings(
    text: str, words: Sequence[tuple[int, int]], one: Quantity, other: Quantity
) -> tuple[dict[int, float], dict[int, float]]:
    """The words that go with each of two numbers, weighted by the inverse of their distance."""
    before, behind = sorted((one, other), key=lambda q: q.start)
    parted = [found.start() for found in _PARTS.finditer(text, before.end, behind.start + 1)]
    border = parted[-1] if parted else behind.start
    # What stands before "60 dead and 16 injured" goes with both, not before "killed 60 and injured 16". So does what
    # stands behind "60 and 16 people", and where or when it was, unless both are told: "60 in Rome and 16 in Oslo".
    low = 0 if text[border : behind.start].strip(_ALONE) else before.start
    own = text[before.end : border]
    ends = None if _PREPOSITION.search(own) else _PREPOSITION.search(text, behind.end)
    high = behind.end if not own.strip(_ALONE) else ends.start() if ends else len(text)
    reach = {before: (low, border), behind: (border, high)}
    told = [word for word in words if text[slice(*word)].lower() not in _IDLE]
    mine, theirs = (_beside(words, told, q, *reach[q]) for q in (one, other))
    return mine, theirs


def _beside(
    words: Sequence[tuple[int, int]], told: Sequence[tuple[int, int]], at: Quantity, low: int, high: int
) -> dict[int, float]:
    """The words of `told` between two offsets, each with the inverse of its distance from a number."""
    own = [i for i, word in enumerate(words) if _in(word, at)]
    away = {
        i: min((abs(i - k) for k in own), default=REACH + 1)
        for i, word in enumerate(words)
        if low <= word[0] < high and i not in own and word in told
    }
    return {i: 1 / distance for i, distance in away.items() if distance <= REACH}


def _in(word: tuple[int, int], number: Quantity) -> bool:
    return word[0] < number.end and number.start < word[1]


def check_exchanged(pair: Pair, _: Tools) -> list[Finding]:
    """At most one finding: the two numbers that likeliest changed places."""
    found = exchangeable(pair.masked_english, pair.masked_arabic)
    if not found:
        return []
    model = load_fitted("exchanged", ExchangedSignals)
    rows = exchange_signals(found, pair)
    rated = [
        (model.probability(row, " and ".join(_said(pair, numbers))), numbers)
        for row, numbers in zip(rows, found, strict=True)
    ]
    probability, numbers = max(rated, key=lambda r: r[0])
    return [_finding(pair, numbers, probability)] if probability >= model.cut else []


def _finding(pair: Pair, numbers: NumberPair, probability: float) -> Finding:
    first, last = sorted(numbers[2:], key=lambda q: q.start)
    ours, theirs = Segment(numbers.first.start, numbers.second.end), Segment(first.start, last.end)
    written = tuple(pair.masked_arabic[q.start : q.end] for q in numbers[2:])
    values = Values(SideValues(_said(pair, numbers)), SideValues(written))
    return Finding("number", Reason.NUMBERS_EXCHANGED, ours, theirs, values, probability)


def _said(pair: Pair, numbers: NumberPair) -> tuple[str, ...]:
    return tuple(pair.masked_english[q.start : q.end] for q in numbers[:2])

"""The number check: the numbers of a statement must be in its rendering, and those of the rendering in it.

How they are compared is in article/quantities/compare.py; this makes findings of what differs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import NUMBER_ADDED, NUMBER_CHANGED, NUMBER_LEFT_OUT, QUANTITY_CHANGED
from iqtibas.align.model import Finding
from iqtibas.align.reasons import NOTHING, Amount, Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.quantities.agreement import same_unit
from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.quantities.compare import Mismatch, compare
from iqtibas.article.quantities.gloss import gloss
from iqtibas.article.quantities.quantity import WORD_KINDS, NumberKind, Quantity
from iqtibas.models.word_links import LINKED

TWO, MAYBE_TWO = "two", "two, or several"
"""What a word says that is a dual, and one that may be a plural, too."""
_YEARS = "سنين"
# Endings of words for people; others may have them, too, and are left in doubt.
_PEOPLE = re.compile(r"(?:[eo]rs|ists?|[ei]?ans|ants|ents|ees|als|tives|ots|ops|men|people|children|wounded|dead)$")
# A word behind a number that it counts: a plural. Others ("the 2017 election") are not shown with the number.
_COUNTED = re.compile(r"(?:-[^\s.,;:!?\"”)]{1,20}| (?:[a-z]{2,20}s|people|men|women|children|feet))(?![\w-])")


def check_numbers(pair: Pair, _: Tools) -> list[Finding]:
    """The numbers that a statement and its rendering do not share."""
    return [_with_dual(pair, finding) for finding in find_mismatches(pair.english, pair.arabic)]


def _with_dual(pair: Pair, finding: Finding) -> Finding:
    """A missing number with the Arabic word that may be a dual of what it counts: "three bridges" and جسرين.

    Plurals of people end like a dual, too, so that the severity stays that of a number left out where it may be one.
    """
    counted = _COUNTED.match(pair.english, finding.english.end) if finding.english else None
    if finding.reason is not Reason.NUMBER_MISSING or counted is None:
        return finding
    noun = pair.english_at(counted.start() + 1)
    word = None if noun is None else pair.counterpart(noun)
    if noun is None or word is None or pair.link.strength[noun, word] < LINKED:
        return finding
    start, end = pair.link.arabic_words[word]
    if not any(
        q.kind == "implied" and q.value == 2 and q.start < end and start < q.end for q in arabic_quantities(pair.arabic)
    ):
        return finding
    sure = _is_only_dual(pair.english_words[noun], pair.arabic_words[word])
    said = SideValues((pair.arabic[start:end],), english=TWO if sure else MAYBE_TWO)
    return replace(
        finding,
        reason=Reason.QUANTITY_DIFFERS,
        arabic=Segment(start, end),
        values=Values(SideValues(finding.values.english.words), said),
        severity=NUMBER_CHANGED if sure else finding.severity,
    )


def _is_only_dual(noun: str, arabic: str) -> bool:
    """Whether the Arabic for a noun can be no plural: only people (and years, سنين) have one in ين.

    Plurals in ان (بلدان) are broken ones, and of anything.
    """
    return arabic.endswith("ين") and not arabic.endswith(_YEARS) and not _PEOPLE.search(noun)


def find_mismatches(english: str, arabic: str) -> list[Finding]:
    """What `check_numbers` says of two texts; it needs no more than these."""
    return [_finding(english, arabic, found) for found in compare(english, arabic)]


def _finding(statement: str, rendering: str, found: Mismatch) -> Finding:
    if found.english and found.arabic and not _differ_in_figures(found.english, found.arabic):
        return _in_words(statement, rendering, found.english, found.arabic)
    if found.arabic is None:
        reason, severity = Reason.NUMBER_MISSING, NUMBER_LEFT_OUT
    elif found.english is None:
        reason, severity = Reason.NUMBER_ADDED, NUMBER_ADDED
    else:
        reason, severity = Reason.NUMBER_DIFFERS, NUMBER_CHANGED
    values = _values(statement, rendering, found)
    return Finding("number", reason, _span(found.english), _span(found.arabic), values, severity)


def _differ_in_figures(english: Quantity, arabic: Quantity) -> bool:
    """Whether the figures alone say how two quantities differ; their units, bounds or words may."""
    if {english.kind, arabic.kind} & WORD_KINDS:
        return False
    if english.units and arabic.units and not same_unit(english, arabic):
        return False
    return not set(english.readings) & set(arabic.readings)


def _in_words(statement: str, rendering: str, english: Quantity, arabic: Quantity) -> Finding:
    written = " ".join(rendering[arabic.start : arabic.end].split())
    values = Values(SideValues((_as_said(statement, english),)), SideValues((written,), english=gloss(arabic)))
    return Finding("number", Reason.QUANTITY_DIFFERS, _span(english), _span(arabic), values, QUANTITY_CHANGED)


def _values(statement: str, rendering: str, found: Mismatch) -> Values:
    english, arabic = found.english, found.arabic
    ours = theirs = NOTHING
    if english:
        ours = SideValues((_as_said(statement, english),), amount=amount(english))
    if arabic:
        written = " ".join(rendering[arabic.start : arabic.end].split())
        theirs = SideValues((written,), amount=_as_rendered(arabic, english))
    return Values(ours, theirs)


def _span(quantity: Quantity | None) -> Segment | None:
    return Segment(quantity.start, quantity.end) if quantity else None


def _as_said(statement: str, quantity: Quantity) -> str:
    """The English number as written, with what it counts where that follows at once."""
    counted = _COUNTED.match(statement, quantity.end) if quantity.kind == "count" else None
    return " ".join(statement[quantity.start : counted.end() if counted else quantity.end].split())


def _as_rendered(arabic: Quantity, english: Quantity | None) -> Amount:
    """What the Arabic number is worth; of several readings, the one nearest to the English number."""
    if english is None or not arabic.others:
        return amount(arabic)
    return amount(replace(arabic, value=min(arabic.readings, key=lambda value: abs(value - english.value))))


def amount(quantity: Quantity) -> Amount:
    """What a number of a text is worth, without its place. Not for what is said in words alone, as a weekday."""
    return Amount(cast(NumberKind, quantity.kind), quantity.value)

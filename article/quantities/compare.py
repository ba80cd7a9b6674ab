"""Two sets of quantities, one of each language, compared by value, whatever they look like ("two thirds", 66%, ثلثي).

They are compared as sets: translations reorder numbers and need not repeat them. What neither side has as such may
still follow from what it has (`arithmetic`); what is then left on both sides was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Literal

from iqtibas.article.quantities.agreement import agree, bounds_differ, converted, same_unit
from iqtibas.article.quantities.arabic import arabic_quantities, may_hold_dual
from iqtibas.article.quantities.arithmetic import derived
from iqtibas.article.quantities.english import english_quantities
from iqtibas.article.quantities.quantity import WORD_KINDS, Quantity

# Numbers compared on each side; statements hold a handful, tables pasted into an article hold more.
MAX_COMPARED = 500
# What nobody need render, but what is another thing where the other side has it otherwise, by kind or dimension.
_ANSWERED = (
    *("time", "month", "weekday", "rate", "vague", "share", "spread", "hijri", "fold", "pair", "period", "edge"),
    *("duration", "points", "length", "mass", "ordinal"),
)

Difference = Literal["scale", "value", "lost", "added"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A quantity without a counterpart, or one of each that were left over together, or that are bounded otherwise."""

    english: Quantity | None
    arabic: Quantity | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A quantity that a translation does not give as its source has it.

    difference: `scale`, the same digits at another order of magnitude (350 million as 350); `value`, another number in
    its place, or the same with another unit or bound; `lost`, nothing in its place; `added`, a number that the source
    does not have.
    source: in the Arabic, None where `added`. hypothesis: in the English, None where `lost`. Their offsets are code
    points into the two texts.
    """

    difference: Difference
    source: Quantity | None
    hypothesis: Quantity | None


def compare(english: str, arabic: str) -> list[Mismatch]:
    """The quantities that two texts do not share; see `compare_quantities`.

    And a "two" of the English where no word of the Arabic can be a dual: a plain two is rarely left out.
    """
    ours, theirs = english_quantities(english), arabic_quantities(arabic)
    found = compare_quantities(ours, theirs)
    if not found and not any(2 in q.readings for q in theirs) and not may_hold_dual(arabic):
        found = [Mismatch(q, None) for q in ours if q.kind == "count" and q.value == 2 and not q.others and not q.units]
    return found


def compare_quantities(
    english: Sequence[Quantity], arabic: Sequence[Quantity], *, reckoned: bool = True
) -> list[Mismatch]:
    """The quantities that one side has and the other has not, or has with another bound.

    Figures first, then numbers inside names, then months, then what is said in words. Soft quantities account for
    others but are not missed themselves: they are told only where each side has one that the other has not. Numbers
    inside names (F-16) are compared where both sides have such names: a name may be put in words.
    reckoned: whether what follows from the other side's quantities by arithmetic is the same.
    """
    english, arabic = english[:MAX_COMPARED], arabic[:MAX_COMPARED]
    ours, theirs = _unexplained(english, arabic, derived if reckoned else lambda *_: ())
    named = any(q.kind == "name" for q in english) and any(q.kind == "name" for q in arabic)
    found: list[Mismatch] = []
    for group in ("figure", "name", "month") if named else ("figure", "month"):
        groups = (group, "fold") if group == "figure" else (group,)
        found += _pair([q for q in ours if _group(q) in groups], [q for q in theirs if _group(q) in groups])
    for group in _ANSWERED:
        told = {id(q) for m in found for q in (m.english, m.arabic)}
        found += _answered([q for q in ours if id(q) not in told], [q for q in theirs if id(q) not in told], group)
    return found + _bounded_otherwise(english, arabic)


def _unexplained(
    english: Sequence[Quantity],
    arabic: Sequence[Quantity],
    follows: Callable[[Quantity, Sequence[Quantity], Container[int]], tuple[Quantity, ...]],
) -> tuple[list[Quantity], list[Quantity]]:
    """What either side neither has as the other nor lets follow; without what a share is made of that it has."""
    ours, theirs = _without_made_of(_unanswered(english, arabic)), _without_made_of(_unanswered(arabic, english))
    lone = {id(q) for q in (*ours, *theirs)}
    explained: set[int] = set()
    for own, others in ((arabic, english), (english, arabic)):
        for q in own:
            if id(q) not in lone:
                explained |= _parts(q, own)
            elif id(q) not in explained and (_is_share(q) or not q.soft):
                sources = follows(q, others, lone)
                told = {part for source in sources for part in _parts(source, others)}
                if sources and (q.soft or not _is_share(q) or told & lone):
                    explained |= _parts(q, own) | told
    for own, others in ((english, arabic), (arabic, english)):
        speeds = {q.per for q in own if q.per and any(_same_speed(q, other) for other in others)}
        explained |= {id(q) for q in own if q.kind == "rate" and q.value in speeds}
    ours, theirs = ([q for q in left if id(q) not in explained] for left in (ours, theirs))
    return _without_made_of(ours), _without_made_of(theirs)


def _same_speed(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same for another time each, as metres a second and kilometres an hour."""
    return bool(
        other.per and one.per != other.per and not set(one.readings) & set(other.readings) and agree(one, other)
    )


def _without_made_of(lone: list[Quantity]) -> list[Quantity]:
    """Lone quantities without the shares that are made of numbers of which none is alone: nine in ten."""
    return [q for q in lone if q.kind != "fraction" or not q.composed or len(_parts(q, lone)) > 1]


def _parts(quantity: Quantity, own: Sequence[Quantity]) -> set[int]:
    """A quantity and those that it is made of: nine in ten, nine, ten."""
    return {id(q) for q in own if quantity.start <= q.start and q.end <= quantity.end}


def _is_share(quantity: Quantity) -> bool:
    return quantity.kind in ("percent", "fraction")


def _unanswered(quantities: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """Those that no quantity of the other side agrees with.

    Of shares each answers one: "all" is said in many ways. What only may be a dual answers figures, and no "two".
    """
    left = [other for other in others if other.kind == "share"]
    figures = [other for other in others if not other.composed and not any(agree(other, q) for q in quantities)]
    alone = []
    for q in quantities:
        if q.kind != "share":
            answer = any(
                agree(q, other) and not (other.guess and q.soft) and not _is_spare(q, other, quantities, others)
                for other in others
            )
        else:
            same = next((other for other in left if agree(q, other)), None)
            left = [other for other in left if other is not same]
            answer = same is not None or any(_may_be(q, other) for other in figures if other.kind != "share")
        if not answer:
            alone.append(q)
    return alone


def _is_spare(quantity: Quantity, other: Quantity, quantities: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    """Whether a converted quantity answers for another one, and is no counterpart.

    In "45 miles (72 km)" and 46 ميلا (72 كيلومترا), 72 is the counterpart of 72, and so 46 of 45.
    """
    if not converted(quantity, other) or not any(agree(other, q) and same_unit(other, q) for q in quantities):
        return False
    return any(same_unit(quantity, o) and not any(agree(o, q) and same_unit(o, q) for q in quantities) for o in others)


def _may_be(share: Quantity, other: Quantity) -> bool:
    """Whether a share in words may stand for a figure: most for 62 percent or two thirds."""
    if other.kind not in ("percent", "fraction") or other.units:
        return False
    return any(_within(value / 100 if other.kind == "percent" else value, share) for value in other.readings)


def _within(value: object, share: Quantity) -> bool:
    assert share.upper is not None
    return value == share.value == share.upper or share.value < value < share.upper  # type: ignore[operator]


def _group(quantity: Quantity) -> str:
    return quantity.kind if quantity.kind in ("name", "month", *WORD_KINDS) else "figure"


def _pair(english: list[Quantity], arabic: list[Quantity]) -> list[Mismatch]:
    """Mismatches among numbers of one group that have no counterpart."""
    missed = [q for q in english if not q.soft]
    added = [q for q in arabic if not q.soft]
    if len(missed) == 1 and len(added) <= 1:
        if added and _may_be_exchanged(missed[0], added[0]):
            return []
        return [Mismatch(missed[0], added[0] if added else _spoken(arabic, missed[0]))]
    if len(added) == 1 and not missed:
        return [Mismatch(_spoken(english, added[0]), added[0])]
    return [Mismatch(q, None) for q in missed] + [Mismatch(None, q) for q in added]


def _may_be_exchanged(one: Quantity, other: Quantity) -> bool:
    """Whether one amount of money may be the other in another currency, whose rate nobody here knows."""
    money = all(unit.dimension == "currency" and not unit.factor for q in (one, other) for unit in q.units)
    return money and bool(one.units and other.units) and not same_unit(one, other) and one.value != other.value


def _spoken(quantities: list[Quantity], lost: Quantity) -> Quantity | None:
    """The one soft number left over that is said plainly: it is what the other side's number, of its kind, became."""
    kind = "ordinal" if lost.kind == "ordinal" else "count"
    soft = [q for q in quantities if q.soft and not q.guess]
    plain = [q for q in soft if q.kind == kind and (q.value > 1 or kind == "ordinal")]
    if lost.units:
        sizes = {unit.dimension for unit in lost.units}
        plain = [q for q in soft if sizes & {unit.dimension for unit in q.units}] or plain
    elif _is_share(lost):
        plain = [q for q in soft if q.kind == "fraction"] or plain
    plain = plain or [q for q in quantities if q.kind == "fold"]
    return plain[0] if len(plain) == 1 else None


def _answered(english: Sequence[Quantity], arabic: Sequence[Quantity], group: str) -> list[Mismatch]:
    """Soft quantities of one sort that stand where the other side has another one."""
    ours, theirs = ([q for q in side if not q.guess and _is_of(q, group)] for side in (english, arabic))
    return [Mismatch(one, other) for one, other in zip(ours, theirs, strict=False) if _exclude(one, other)]


def _is_of(quantity: Quantity, group: str) -> bool:
    if group == "share":
        return quantity.kind == "share" or (quantity.kind == "fraction" and not quantity.units)
    if group == "edge":
        return quantity.kind == "implied" and quantity.upper is not None
    return quantity.kind == group or any(unit.dimension == group for unit in quantity.units)


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of a sort cannot be the same; shares may overlap."""
    if "share" not in (one.kind, other.kind):
        return True
    share, second = (one, other) if one.kind == "share" else (other, one)
    if second.kind != "share":
        return not _may_be(share, second)
    assert share.upper is not None
    assert second.upper is not None
    if {share.upper, second.value} == {0, 1} or {share.value, second.upper} == {0, 1}:
        return share.upper != 0 and second.upper != 0  # none did, all did not
    return not (share.value < second.upper and second.value < share.upper)


def _bounded_otherwise(english: Sequence[Quantity], arabic: Sequence[Quantity]) -> list[Mismatch]:
    """Quantities that agree but for being the least on one side and the most on the other."""
    found = []
    for q in english:
        same = [other for other in arabic if q.bound and not other.guess and agree(q, other)]
        same = [other for other in same if same_unit(q, other)] or same
        if same and all(bounds_differ(q, other) for other in same):
            found.append(Mismatch(q, same[0]))
    return found


def contradictions(source: str, hypothesis: str) -> list[Contradiction]:
    """What the quantities of an Arabic source and of its English translation say differently, in the source's order.

    source: Arabic text; hypothesis: its English. Quantities are compared by value ("350 مليون" is 350,000,000), so that
    thousands, millions and what is spelt out count as what they are worth. Small words that a translation may turn into
    grammar (one, two, first) are not demanded; weekdays, rates ("per day"), units, "at least" and words for how many
    are told where both have one and not the same. Never raises; nothing for two texts that agree.
    """
    found = compare_quantities(english_quantities(hypothesis), arabic_quantities(source), reckoned=False)
    told = [Contradiction(_difference(m), m.arabic, m.english) for m in found]
    return sorted(told, key=lambda c: (c.source is None, c.source.start if c.source else 0))


def _difference(found: Mismatch) -> Difference:
    if found.english is None:
        return "lost"
    if found.arabic is None:
        return "added"
    ratios = {(one / other).normalize() for one in found.english.readings for other in found.arabic.readings if other}
    return "scale" if any(ratio.as_tuple().digits == (1,) and ratio != 1 for ratio in ratios) else "value"

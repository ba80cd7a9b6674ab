"""Findings of the divergence tagger: words that the other side contradicts, leaves out or adds.

They are made for what the verdict has decided by all signals together (align/ledger/weighing.py) and no other check
can point at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding, FindingKind
from iqtibas.align.reasons import NOTHING, Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.models.divergence import KINDS, Divergence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

CONTRADICTED, UNSAID = 0, 1
# Neighbours of the surest word belong to it from this share of its probability on; so many words between do not part.
SHARE, BETWEEN = 0.6, 1
# A side whose surest word is less sure than this share of the other side's has none that can be pointed at.
OTHER_SIDE = 0.4
# From here on a word is left out or added; those beside it that are less sure by this share belong to it.
SURELY_UNSAID, BESIDE = 0.5, 0.25
# A word by itself counts beside a run of at most so many words.
LONE = 2
MOST_WORDS = 12  # to either side


def altered_finding(pair: Pair, divergence: Divergence, probability: float) -> Finding:
    """The words that are contradicted most surely, of the kind that the pair is likeliest to be altered in."""
    kind: FindingKind = KINDS[int(divergence.kinds.argmax())]  # type: ignore[assignment]
    tops = [rows[:, CONTRADICTED].max(initial=0.0) for rows in (divergence.english, divergence.arabic)]
    english = _run(divergence.english_spans, divergence.english[:, CONTRADICTED]) if _stands(tops, 0) else None
    arabic = _run(divergence.arabic_spans, divergence.arabic[:, CONTRADICTED]) if _stands(tops, 1) else None
    if english is None and arabic is None:
        english = Segment(0, len(pair.english))
    values = Values(_said(pair.english, english), _said(pair.arabic, arabic))
    reason = {
        (True, True): Reason.WORDS_DIFFER,
        (True, False): Reason.STATEMENT_WORDS_DIFFER,
        (False, True): Reason.ARABIC_WORDS_DIFFER,
    }[english is not None, arabic is not None]
    return Finding(kind, reason, english, arabic, values, probability)


def unsaid_finding(pair: Pair, divergence: Divergence, kind: FindingKind, probability: float) -> Finding:
    """The words of one side that the other has nothing of. kind: "omission" or "addition"."""
    if kind == "omission":
        span = _run(divergence.english_spans, divergence.english[:, UNSAID]) or Segment(0, len(pair.english))
        return Finding(kind, Reason.LEFT_OUT, span, None, Values(english=_said(pair.english, span)), probability)
    span = _run(divergence.arabic_spans, divergence.arabic[:, UNSAID]) or Segment(0, len(pair.arabic))
    return Finding(kind, Reason.ADDED, None, span, Values(arabic=_said(pair.arabic, span)), probability)


def narrowed(pair: Pair, divergence: Divergence, gap: Finding) -> Finding:
    """What is left out, without the words around it that the Arabic has; `gap` if the tagger knows none, and additions.

    The completeness check names whole clauses and sentences; a condition that is left out is part of one.
    """
    unit, spans = gap.english, divergence.english_spans
    if gap.kind != "omission" or unit is None or not len(spans):
        return gap
    inside = [i for i, (start, end) in enumerate(spans) if unit.start <= start and end <= unit.end]
    told = divergence.english[inside, UNSAID]
    if told.max(initial=0.0) < SURELY_UNSAID:
        return gap
    first, last = _widened(told, *_ends(told, [spans[i] in pair.linked_english for i in inside]))
    if (first, last) == (0, len(told) - 1):
        return gap
    span = Segment(spans[inside[first]][0], spans[inside[last]][1])
    return replace(gap, english=span, values=replace(gap.values, english=_said(pair.english, span)))


def _ends(told: Floats, linked: Sequence[bool]) -> tuple[int, int]:
    """First and last word that is surely unsaid; a lone one away from a longer run is none.

    linked: words that the Arabic has by their links, which no run goes over.
    """
    runs: list[list[int]] = []
    for at in (i for i, own in enumerate(told) if own >= SHARE * told.max()):
        if runs and at - runs[-1][-1] <= 1 + BETWEEN and not any(linked[runs[-1][-1] + 1 : at]):
            runs[-1].append(at)
        else:
            runs.append([at])
    most = max(map(len, runs))
    kept = [run for run in runs if len(run) > 1 or most <= LONE]
    return kept[0][0], kept[-1][-1]


def _widened(told: Floats, first: int, last: int) -> tuple[int, int]:
    """First and last word with the less sure ones next to them: although, and."""
    enough = told >= BESIDE * told.max()
    while first and enough[first - 1]:
        first -= 1
    while last + 1 < len(told) and enough[last + 1]:
        last += 1
    return first, last


def _stands(tops: Sequence[float], side: int) -> bool:
    return tops[side] > 0 and tops[side] >= OTHER_SIDE * tops[1 - side]


def _run(spans: Sequence[tuple[int, int]], told: Floats) -> Segment | None:
    """The words around the surest one that are nearly as sure, as one span."""
    if not len(told):
        return None
    top = int(told.argmax())
    enough = told >= SHARE * told[top]
    first = last = top
    while first and (near := [i for i in range(max(0, first - 1 - BETWEEN), first) if enough[i]]):
        first = near[0]
    while near := [i for i in range(last + 1, min(len(told), last + 2 + BETWEEN)) if enough[i]]:
        last = near[-1]
    first, last = max(first, top - MOST_WORDS), min(last, top + MOST_WORDS)
    return Segment(spans[first][0], spans[last][1])


def _said(text: str, span: Segment | None) -> SideValues:
    return SideValues((" ".join(text[span.start : span.end].split()),)) if span else NOTHING

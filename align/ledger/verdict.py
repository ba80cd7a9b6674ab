"""A pair through all checks, and the verdict on the rendering."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from iqtibas.align.ledger.check import Check, Tools
from iqtibas.align.ledger.checks import CHECKS
from iqtibas.align.ledger.decision import decide
from iqtibas.align.ledger.fitted import watching
from iqtibas.align.ledger.missing import MISSING, missing_probability, voice_signals
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD, HEDGE_OF_REPORT
from iqtibas.align.ledger.weighing import VerdictSignals, verdict_signals, weigh
from iqtibas.align.model import ALTERING_KINDS, PARTIAL_KINDS, Finding, FindingKind, Verdict
from iqtibas.article import Segment
from iqtibas.article.arabic.letters import is_arabic
from iqtibas.article.model import begins_in
from iqtibas.models.divergence import Divergence

# Findings that point at nothing in the Arabic where what they are about is left out.
# Sentences of a page, on either side of a rendering and at its beginning, that are looked at for what it leaves out.
MOST_AROUND, MOST_LEADING = 400, 40
_LONE_KINDS: frozenset[FindingKind] = frozenset({"number", "name"})


@dataclass(frozen=True, slots=True)
class Examined:
    """A pair after all checks.

    changes, gaps, remarks: their findings, those on the form of the quotation last. explained: changes that only are
    part of a gap. signals: what is weighed for the verdict.
    """

    changes: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    explained: tuple[Finding, ...]
    divergence: Divergence
    signals: VerdictSignals


def judge(
    pair: Pair,
    tools: Tools,
    confidence: float = 1.0,
    running: Callable[[Check], object] = lambda _: None,
    *,
    looked_up: bool = False,
) -> Verdict:
    """Compare a statement with its rendering and say how faithful that is.

    "altered" if something that is said differs; "partial" if something is left out or added; else "faithful": decided
    by all signals together (align/ledger/weighing.py). What a check says of the words of a finding that it yields to is
    left out; remarks on the form of the quotation come last. confidence: of the rendering, 0 to 1. running: told each
    check before it looks. looked_up: the rendering was found by the program, and is "missing" after all where both
    texts and who speaks, weighed together, say that it renders something else.
    """
    found = examine(pair, tools, confidence, running)
    if looked_up and (missing := missing_probability(found.signals, voice_signals(pair.context))) >= MISSING:
        return Verdict("missing", missing)
    verdict = decide(pair, found.changes, found.gaps, weigh(found.signals), found.divergence)
    findings = tuple(sorted(verdict.findings, key=_rank))
    return replace(verdict, findings=(*findings, *found.remarks), explained=found.explained)


def examine(
    pair: Pair, tools: Tools, confidence: float = 1.0, running: Callable[[Check], object] = lambda _: None
) -> Examined:
    """All that `judge` knows before it decides; the arguments are the same."""
    with watching() as decided:
        found = find_all(pair, tools, running)
    if not pair.context.direct:
        found = list(map(_of_report, found))
    divergence = tools.divergence.read(tools.words, pair.masked_english_reading, pair.masked_arabic_reading)
    gaps, remarks, changes = (tuple(f for f in found if _sort(f) == sort) for sort in ("gap", "remark", "change"))
    explained = tuple(f for f in changes if _explained(f, gaps))
    kept = tuple(f for f in changes if f not in explained)
    elsewhere = said_elsewhere(pair, gaps, tools)
    signals = verdict_signals(pair, (*kept, *gaps), decided, divergence, confidence, elsewhere)
    return Examined(kept, gaps, remarks, explained, divergence, signals)


def said_elsewhere(pair: Pair, gaps: Sequence[Finding], tools: Tools) -> float:
    """The highest cosine of what the rendering leaves out and a sentence of the page outside of it; 0 for none.

    Editors split statements: what is not rendered here may stand in the lead or in the next paragraph.
    """
    left_out = [pair.english[f.english.start : f.english.end] for f in gaps if f.kind == "omission" and f.english]
    at = pair.context.at
    page = pair.context.page_reading
    near = _around(page.sentences(), at) if left_out else []
    outside = [s for s in near if s.end <= at or at + len(pair.arabic) <= s.start]
    outside = [s for s in outside if is_arabic(page.plain(s.start, s.end))]
    if not outside:
        return 0.0
    vectors = tools.sentences.encode([*left_out, *(page.part(s.start, s.end) for s in outside)])
    return float((vectors[: len(left_out)] @ vectors[len(left_out) :].T).max())


def _around(sentences: Sequence[Segment], at: int) -> Sequence[Segment]:
    """The sentences around an offset, and the first ones: of a page of thousands, those that may tell of the same."""
    place = bisect_left(sentences, at, key=lambda sentence: sentence.start)
    first = max(MOST_LEADING, place - MOST_AROUND)
    return [*sentences[:MOST_LEADING], *sentences[first : place + MOST_AROUND]]


def find_all(pair: Pair, tools: Tools, running: Callable[[Check], object] = lambda _: None) -> list[Finding]:
    """The findings of all checks in their order, without what a check yields to others. running: see `judge`."""
    found: dict[str, list[Finding]] = {}
    for check in CHECKS:
        above = [finding for name in check.yields_to for finding in found[name]]
        running(check)
        own = check.find(pair, tools)
        found[check.name] = [f for f in own if not any(_inside(f.english, other.english) for other in above)]
    return list(chain(*found.values()))


def _sort(finding: Finding) -> str:
    if finding.kind in PARTIAL_KINDS:
        return "gap"
    return "change" if finding.kind in ALTERING_KINDS else "remark"


def _of_report(finding: Finding) -> Finding:
    """A finding on what is not quoted: a "may" that only the Arabic has can be of words that the outlet added."""
    lone = finding.kind == "modality" and finding.english is None
    return replace(finding, severity=min(finding.severity, HEDGE_OF_REPORT)) if lone else finding


def _rank(finding: Finding) -> tuple[bool, bool, float]:
    """Changes first, then what is left out or added, then changes too unsure to decide; the surest of each first."""
    change = finding.kind in ALTERING_KINDS
    return change and finding.severity < DECISION_THRESHOLD, not change, -finding.severity


def _explained(finding: Finding, gaps: Sequence[Finding]) -> bool:
    """Whether a change is only part of what is reported as left out or added already.

    It stands in the sentence or clause that is left out; or it is alone on the side that has something to spare; or it
    points at words that were surely added.
    """
    return any(
        _inside(finding.english, side.english)
        or _is_of_added(finding, side)
        or (finding.english is None and side.kind == "addition")
        or (finding.kind in _LONE_KINDS and finding.arabic is None and side.kind == "omission")
        for side in gaps
    )


def _inside(span: Segment | None, unit: Segment | None) -> bool:
    return span is not None and unit is not None and begins_in(span, unit)


def _is_of_added(finding: Finding, side: Finding) -> bool:
    """Whether a learned finding points at nothing but words of an addition that is surer than it.

    A number or name that both sides have is evidence of its own.
    """
    if finding.kind in _LONE_KINDS or finding.arabic is None or side.arabic is None:
        return False
    within = side.arabic.start <= finding.arabic.start < finding.arabic.end <= side.arabic.end
    return within and side.severity >= finding.severity

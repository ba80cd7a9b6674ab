"""From findings to a verdict on the rendering. Deterministic evidence outranks learned scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from iqtibas.align.ledger.check import Check, Tools
from iqtibas.align.ledger.checks import CHECKS
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD, HEDGE_OF_REPORT
from iqtibas.align.model import ALTERING_KINDS, PARTIAL_KINDS, Finding, FindingKind, Verdict
from iqtibas.article import Segment
from iqtibas.article.model import begins_in

# Findings that point at nothing in the Arabic where what they are about is left out.
_LONE_KINDS: frozenset[FindingKind] = frozenset({"number", "name"})


def judge(
    pair: Pair, tools: Tools, confidence: float = 1.0, running: Callable[[Check], object] = lambda _: None
) -> Verdict:
    """Compare a statement with its rendering and say how faithful that is.

    "altered" if something that is said differs; "partial" if something is left out or added; else "faithful". What a
    check says of the words of a finding that it yields to is left out; remarks on the form of the quotation come last.
    confidence: of the rendering, 0 to 1; the verdict's is that times the one of the label. running: told each check
    before it looks.
    """
    found = find_all(pair, tools, running)
    gaps, remarks, changes = ([f for f in found if _sort(f) == sort] for sort in ("gap", "remark", "change"))
    explained = tuple(f for f in changes if _explained(f, gaps))
    kept = [f for f in changes if f not in explained]
    findings = tuple(sorted([*kept, *gaps], key=_rank))
    if not pair.context.direct:
        findings = tuple(map(_of_report, findings))
    verdict = conclude(findings, confidence)
    return replace(verdict, findings=(*findings, *remarks), explained=explained)


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


def _explained(finding: Finding, gaps: list[Finding]) -> bool:
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


def conclude(findings: tuple[Finding, ...], rendered: float) -> Verdict:
    """The verdict that findings lead to. rendered: the confidence of the rendering."""
    altered = max((f.severity for f in findings if f.kind in ALTERING_KINDS), default=0.0)
    partial = max((f.severity for f in findings if f.kind in PARTIAL_KINDS), default=0.0)
    if altered >= DECISION_THRESHOLD:
        return Verdict("altered", rendered * altered, findings)
    if partial > 0:
        return Verdict("partial", rendered * partial, findings)
    return Verdict("faithful", rendered * (1 - altered / 2), findings)

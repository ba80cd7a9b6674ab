"""Which verdict the weighed signals lead to, and which findings stand for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from iqtibas.align.ledger.divergence.check import altered_finding, narrowed, unsaid_finding
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import CERTAIN, CONTRADICTED, DECISION_THRESHOLD, REMARK
from iqtibas.align.ledger.weighing import Weight, verdict_file
from iqtibas.align.model import Finding, FindingKind, Verdict, VerdictLabel
from iqtibas.models.divergence import Divergence

GAPS: tuple[FindingKind, ...] = ("omission", "addition")


@dataclass(frozen=True, slots=True)
class Cuts:
    """faithful: from this probability that nothing differs on a rendering is faithful. altered: what is likelier by
    this factor to be altered than to lack or add something is altered. gap: from here on something is left out or added
    beside what is altered. remark: from here on a change that does not decide is pointed at.
    """

    faithful: float
    altered: float
    gap: float
    remark: float


@lru_cache(maxsize=1)
def cuts() -> Cuts:
    """Chosen by bench/fit/verdict.py."""
    return Cuts(**verdict_file()["cuts"])


def label_of(weight: Weight, cut: Cuts) -> VerdictLabel:
    """The verdict by the weights alone."""
    if weight.faithful >= cut.faithful:
        return "faithful"
    return "altered" if weight.altered >= cut.altered * max(weight.omission, weight.addition) else "partial"


def decide(
    pair: Pair, changes: Sequence[Finding], gaps: Sequence[Finding], weight: Weight, divergence: Divergence
) -> Verdict:
    """The verdict with the findings that stand for it; those that do not are remarks, or go.

    changes, gaps: of the checks. Numbers and names that contradict each other outrank the weights. Where no check
    points at what is decided, or at what is likely enough for a remark, the tagger does. The confidence is the
    probability of the label.
    """
    gaps = tuple(narrowed(pair, divergence, gap) for gap in gaps)
    cut = cuts()
    label = label_of(weight, cut)
    if any(f.kind in ("number", "name") and f.severity >= CERTAIN for f in changes):
        label, weight = "altered", _contradicted(weight)
    if label == "altered":
        believed = _believed(pair, gaps, weight, divergence, cut.gap, needed=False)
        return Verdict(label, weight.altered, (*_raised(pair, changes, weight, divergence), *believed))
    if not changes and weight.altered >= cut.remark:
        changes = (altered_finding(pair, divergence, weight.altered),)
    lowered = tuple(replace(f, severity=min(f.severity, REMARK)) for f in changes)
    if label == "partial":
        believed = _believed(pair, gaps, weight, divergence, cut.gap, needed=True)
        return Verdict(label, max(weight.omission, weight.addition), (*lowered, *believed))
    found = {f.kind for f in gaps}
    likely = [kind for kind in GAPS if kind not in found and getattr(weight, kind) >= cut.remark]
    pointed = (unsaid_finding(pair, divergence, kind, 1.0) for kind in likely)
    told = (*gaps, *(f for f in pointed if not _is_linked(pair, f)))
    remarks = tuple(replace(f, severity=min(f.severity, getattr(weight, f.kind))) for f in told)
    return Verdict(label, weight.faithful, (*lowered, *remarks))


def _is_linked(pair: Pair, finding: Finding) -> bool:
    """Whether every word that a finding on one side points at is linked to one of the other side, which so says it."""
    side, span = (0, finding.english) if finding.english else (1, finding.arabic)
    words = (pair.link.english_words, pair.link.arabic_words)[side]
    linked = {link[side] for link in pair.link.pairs}
    own = [at for at, (start, end) in enumerate(words) if span and start < span.end and span.start < end]
    return bool(own) and linked.issuperset(own)


def _contradicted(weight: Weight) -> Weight:
    """The weight where two numbers, or two known names, surely contradict each other: that outranks what is fitted."""
    altered = max(weight.altered, CONTRADICTED)
    gaps = {kind: min(getattr(weight, kind), altered) for kind in GAPS}
    return Weight(altered, **gaps, faithful=min(weight.faithful, 1 - altered))


def _raised(pair: Pair, changes: Sequence[Finding], weight: Weight, divergence: Divergence) -> tuple[Finding, ...]:
    """The changes, the gravest of them grave enough to decide; the tagger's where there is none."""
    if not changes:
        return (altered_finding(pair, divergence, max(weight.altered, DECISION_THRESHOLD)),)
    gravest = max(changes, key=lambda f: f.severity)
    raised = replace(gravest, severity=max(gravest.severity, DECISION_THRESHOLD))
    return tuple(raised if f is gravest else f for f in changes)


def _believed(
    pair: Pair, gaps: Sequence[Finding], weight: Weight, divergence: Divergence, least: float, *, needed: bool
) -> tuple[Finding, ...]:
    """What is left out or added with a probability of `least` or more; needed: the likelier of both in any case."""
    likelier = max(GAPS, key=lambda kind: float(getattr(weight, kind)))
    found: list[Finding] = []
    for kind in GAPS:
        probability = float(getattr(weight, kind))
        if probability >= least or (needed and kind == likelier):
            own = [f for f in gaps if f.kind == kind]
            found += own or [unsaid_finding(pair, divergence, kind, probability)]
    return tuple(found)

"""From findings to a verdict on the rendering. Deterministic evidence outranks learned scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iqtibas.align.find.match import Decision
from iqtibas.align.find.statement import Statement
from iqtibas.align.ledger.completeness.check import check_coverage
from iqtibas.align.ledger.modality.check import check_modality
from iqtibas.align.ledger.names.check import check_names
from iqtibas.align.ledger.negation.check import check_negation
from iqtibas.align.ledger.numbers.check import check_numbers
from iqtibas.align.ledger.numbers.exchanged import check_exchanged
from iqtibas.align.ledger.polarity.check import check_polarity
from iqtibas.align.model import ALTERING_KINDS, GROUND, PARTIAL_KINDS, Finding, FindingKind, Verdict
from iqtibas.article import Article, Segment
from iqtibas.models import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.word_links import WordEncoder

# Findings that point at nothing in the Arabic where what they are about is left out.
_LONE_KINDS: frozenset[FindingKind] = frozenset({"number", "name"})


@dataclass(frozen=True, slots=True)
class Judges:
    """What the ledger's checks look with."""

    words: WordEncoder
    sentences: SentenceEncoder
    contrast: Contrast


def judge(article: Article, statement: Statement, decision: Decision, judges: Judges) -> Verdict:
    """Compare a statement with its rendering and say how faithful that is.

    "missing" if there is no rendering; "altered" if something that is said differs; "partial" if something is
    left out or added; else "faithful". Confidence is that of the rendering times that of the label.
    """
    if decision.rendering is None:
        return Verdict("missing", decision.confidence)
    said, rendering = statement.said, Segment(decision.rendering.start, decision.rendering.end)
    coverage = check_coverage(article, said, rendering, judges.words)
    changes = [
        *check_numbers(article.text, said, rendering),
        *check_exchanged(article, said, rendering, judges.words),
        *check_names(article, said, rendering, judges.words),
        *check_negation(article, said, rendering, judges.words, judges.contrast, judges.sentences),
    ]
    # What a check before them said of the same words, they would only say again.
    for more in (
        check_polarity(article, said, rendering, judges.words, judges.contrast, judges.sentences),
        check_modality(article, said, rendering, judges.words, judges.contrast),
    ):
        changes += [m for m in more if not any(_inside(m.english, change.english) for change in changes)]
    explained = tuple(f for f in changes if _explained(f, coverage))
    kept = [f for f in changes if f not in explained]
    findings = tuple(sorted([*kept, *coverage], key=_rank))
    return replace(conclude(findings, decision.confidence), explained=explained)


def _rank(finding: Finding) -> tuple[bool, bool, float]:
    """Changes first, then what is left out or added, then changes too unsure to decide; the surest of each first."""
    change = finding.kind in ALTERING_KINDS
    return change and finding.severity < GROUND, not change, -finding.severity


def with_remarks(verdict: Verdict, remarks: Sequence[Finding]) -> Verdict:
    """The verdict with remarks on the form of the quotation, which change neither label nor confidence."""
    return replace(verdict, findings=(*verdict.findings, *remarks))


def _explained(finding: Finding, coverage: list[Finding]) -> bool:
    """Whether a change is only part of what is reported as left out or added already.

    It stands in the sentence or clause that is left out; or it is alone on the side that has something to spare; or it
    points at words that were surely added.
    """
    return any(
        _inside(finding.english, side.english)
        or _is_of_added(finding, side)
        or (finding.english is None and side.kind == "addition")
        or (finding.kind in _LONE_KINDS and finding.arabic is None and side.kind == "omission")
        for side in coverage
    )


def _inside(span: Segment | None, unit: Segment | None) -> bool:
    return span is not None and unit is not None and unit.start <= span.start < unit.end


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
    if altered >= GROUND:
        return Verdict("altered", rendered * altered, findings)
    if partial > 0:
        return Verdict("partial", rendered * partial, findings)
    return Verdict("faithful", rendered * (1 - altered / 2), findings)

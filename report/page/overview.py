"""What the front page shows of a whole run: its figures, how they spread, and a line a statement to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from iqtibas.align.model import VERDICT_LABELS, Alignment, Finding, FindingKind, VerdictLabel
from iqtibas.report.page.view import colour, verdict_counts
from iqtibas.report.record.result import REVIEW_STATUSES, ArticleResult, ReviewStatus
from iqtibas.report.wording import gravest_finding, is_unreliable, remarks_last

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole run in figures. verdicts: zeros included. kinds: how many findings that are no remarks, without zeros.

    with_kind: how many statements have a finding or remark of the kind, without zeros. alone: articles without an
    embedded statement. reviews: {} where nobody has looked at any alignment.
    """

    verdicts: dict[VerdictLabel, int]
    kinds: dict[FindingKind, int]
    with_kind: dict[FindingKind, int]
    remarks: int
    segments: int
    unreliable: int
    accepted: int
    alone: int
    reviews: dict[ReviewStatus, int]


@dataclass(frozen=True, slots=True)
class Closeness:
    """How the chrF2++ of all renderings ranks among that of faithful ones.

    tenths: of the faithful ones, the least close first: how many renderings rank there, by verdict, without zeros.
    """

    tenths: list[dict[VerdictLabel, int]]

    @property
    def counts(self) -> list[int]:
        """How many renderings rank in each tenth."""
        return [sum(tenth.values()) for tenth in self.tenths]


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in the list. href: of its card. kinds: of its findings and remarks. finding: the gravest, if any."""

    number: int
    colour: int
    href: str
    alignment: Alignment
    kinds: list[FindingKind]
    finding: Finding | None
    remark: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in the list. href: of where it is shown whole."""

    number: int
    href: str
    title: str
    id: str
    lines: list[Line]


def totals(results: Sequence[ArticleResult]) -> Totals:
    """What the overview counts."""
    alignments = [alignment for result in results for alignment in result.alignments]
    translations = [translation for result in results for translation in result.translations]
    sorted_out = [remarks_last(alignment.verdict) for alignment in alignments]
    reviews = Counter(review.status for result in results for review in result.reviews)
    return Totals(
        verdict_counts(alignments),
        _by_kind(finding.kind for findings, _ in sorted_out for finding in findings),
        _by_kind(kind for alignment in alignments for kind in finding_kinds(alignment)),
        sum(len(remarks) for _, remarks in sorted_out),
        len(translations),
        sum(map(is_unreliable, translations)),
        sum(translation.accepted for translation in translations),
        sum(not result.alignments for result in results),
        {status: reviews[status] for status in REVIEW_STATUSES} if reviews else {},
    )


def closeness(results: Iterable[ArticleResult]) -> Closeness | None:
    """How the scores rank; None where no score has a rank, because no scale is fitted for the model."""
    tenths: list[Counter[VerdictLabel]] = [Counter() for _ in range(TENTHS)]
    for result in results:
        for alignment, score in result.scored():
            if score and score.chrf and score.matched_percentile is not None:
                at = min(int(score.matched_percentile * TENTHS / 100), TENTHS - 1)
                tenths[at][alignment.verdict.label] += 1
    ordered = [{label: tenth[label] for label in VERDICT_LABELS if tenth[label]} for tenth in tenths]
    return Closeness(ordered) if any(ordered) else None


def entries(results: Sequence[ArticleResult], page_of: Mapping[int, str]) -> list[Entry]:
    """The list of all articles. page_of: the page that holds the n-th article, from 1; "" for the list's own."""
    made = []
    for number, result in enumerate(results, 1):
        page, article = page_of[number], result.article
        lines = [_line(f"{page}#a{number}-s{i}", i, a) for i, a in enumerate(result.alignments, 1)]
        made.append(Entry(number, f"{page}#a{number}", article.title, article.id, lines))
    return made


def finding_kinds(alignment: Alignment) -> list[FindingKind]:
    """The kinds of all findings and remarks of an alignment, each once, in their fixed order."""
    borne = {finding.kind for finding in alignment.verdict.findings}
    return [kind for kind in get_args(FindingKind) if kind in borne]


def _line(href: str, number: int, alignment: Alignment) -> Line:
    finding, remark = gravest_finding(alignment)
    return Line(number, colour(number), href, alignment, finding_kinds(alignment), finding, remark)


def _by_kind(kinds: Iterable[FindingKind]) -> dict[FindingKind, int]:
    counts = Counter(kinds)
    return {kind: counts[kind] for kind in get_args(FindingKind) if counts[kind]}

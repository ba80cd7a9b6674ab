"""What the page of a check shows, worked out beforehand: the template only lays it out.

Articles and statements are numbered from 1 on the page. Near-identical copies stand side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from iqtibas.align.coverage.model import Attribution, Check, Coverage, Possible, Unsourced
from iqtibas.align.model import VERDICT_LABELS, VerdictLabel
from iqtibas.article import Article, Span
from iqtibas.article.input.statements import Statement
from iqtibas.report.check.changes import Change, Difference, differences, find_changes, leaders, said_at
from iqtibas.report.check.clauses import ClauseRow, clause_ledger
from iqtibas.report.page.highlights import Mark, Piece, marked
from iqtibas.report.page.view import ELLIPSIS, finding_letter
from iqtibas.report.wording import remarks_last, sentence

MOST_CELLS = 50_000
"""Cells up to which the matrix is whole. Beyond, what would be absent throughout is left out: a page of some 10 MB is
what a browser lays out in seconds."""


@dataclass(frozen=True, slots=True)
class ArticleHead:
    """An article in the lists. number: from 1. group: letter of its group of copies, "". counts: verdicts in it."""

    number: int
    article: Article
    group: str
    counts: dict[VerdictLabel, int]
    unsourced: int


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """Neighbouring columns of the matrix: one article, or near-identical copies, which have a letter."""

    letter: str
    heads: list[ArticleHead]


@dataclass(frozen=True, slots=True)
class LetteredDifference:
    """A finding with its number in a rendering, from 1, and its letter."""

    number: int
    letter: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class RenderingView:
    """The rendering of a statement in one article, or in several that have the same words and findings.

    said: the statement with the findings marked, [] where nothing was found. numbers: of the articles, from 1.
    """

    coverage: Coverage
    numbers: list[int]
    group: str
    said: list[Piece]
    rendered: list[Piece]
    findings: list[LetteredDifference]
    remarks: list[LetteredDifference]

    @property
    def attribution(self) -> Attribution:
        """To whom the Arabic gives it."""
        return self.coverage.attribution


@dataclass(frozen=True, slots=True)
class PossibleView:
    """A passage that may render a statement. number, copy_of: articles from 1, the second 0 if it copies none."""

    number: int
    copy_of: int
    said: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement with its row of the matrix, its clause ledger and its renderings.

    cells: a verdict a column, in the matrix's order. counts: verdicts, all articles; once: copies counted once.
    possible: by the number of the article.
    """

    number: int
    statement: Statement
    cells: list[tuple[ArticleHead, VerdictLabel]]
    counts: dict[VerdictLabel, int]
    once: dict[VerdictLabel, int]
    clauses: list[ClauseRow]
    renderings: list[RenderingView]
    possible: dict[int, PossibleView]


@dataclass(frozen=True, slots=True)
class CheckView:
    """The whole page. groups: all articles. columns: those of them in the matrix. unsourced: by the speaker's name.

    left_out: the numbers of statements that are in no article, where the matrix would be too large with them.
    """

    groups: list[ColumnGroup]
    columns: list[ColumnGroup]
    statements: list[CheckedStatement]
    left_out: list[int]
    changes: list[Change]
    unsourced: list[tuple[str, list[tuple[ArticleHead, Unsourced, str]]]]


def check_view(check: Check) -> CheckView:
    """Everything that is shown."""
    groups = _column_groups(check)
    heads = {head.number - 1: head for group in groups for head in group.heads}
    changes = find_changes(check)
    by_statement = {number: list(group) for number, group in groupby(changes, key=lambda change: change.statement)}
    covered = {number: list(group) for number, group in groupby(check.covered, key=lambda c: c.statement)}
    rows = covered.keys() | {one.statement for one in check.possible}
    whole = len(check.statements) * len(check.articles) <= MOST_CELLS
    looked_at = {one.article + 1 for one in check.possible}
    columns = groups if whole else [group for group in groups if any(_shown(head, looked_at) for head in group.heads)]
    shown = [head for group in columns for head in group.heads]
    statements = [
        _statement(check, number, shown, covered.get(number, []), by_statement.get(number, []))
        for number in range(len(check.statements))
        if whole or number in rows
    ]
    left_out = [] if whole else [number + 1 for number in range(len(check.statements)) if number not in rows]
    return CheckView(groups, columns, statements, left_out, changes, _unsourced(check, heads))


def _shown(head: ArticleHead, looked_at: Set[int]) -> bool:
    """Whether the article has a statement, or may have one."""
    return head.number in looked_at or any(count for label, count in head.counts.items() if label != "missing")


def _column_groups(check: Check) -> list[ColumnGroup]:
    """The articles in order; copies stand with the first of them."""
    letters = _letters(check)
    members: dict[int, list[int]] = {}
    for article, leader in enumerate(leaders(check)):
        members.setdefault(leader, []).append(article)
    counts = Counter((coverage.article, coverage.verdict.label) for coverage in check.covered)
    unsourced = Counter(quotation.article for quotation in check.unsourced)
    return [
        ColumnGroup(
            letters.get(leader, ""),
            [
                ArticleHead(
                    article + 1,
                    check.articles[article],
                    letters.get(leader, ""),
                    _counts(counts, article, len(check.statements)),
                    unsourced[article],
                )
                for article in articles
            ],
        )
        for leader, articles in members.items()
    ]


def _letters(check: Check) -> dict[int, str]:
    """The letter of every group of copies, by the first article in it."""
    return {group[0]: finding_letter(number).upper() for number, group in enumerate(check.copies, 1)}


def _counts(counts: Mapping[tuple[int, VerdictLabel], int], article: int, statements: int) -> dict[VerdictLabel, int]:
    found = {label: counts.get((article, label), 0) for label in VERDICT_LABELS}
    return found | {"missing": statements - sum(found.values())}


def _statement(
    check: Check,
    number: int,
    heads: Sequence[ArticleHead],
    covered: Sequence[Coverage],
    changes: Sequence[Change],
) -> CheckedStatement:
    labels: dict[int, VerdictLabel] = {coverage.article: coverage.verdict.label for coverage in covered}
    every = Counter(labels.get(at, "missing") for at in range(len(check.articles)))
    pairs = {(leader, labels.get(at, "missing")) for at, leader in enumerate(leaders(check))}
    once = Counter(label for _, label in pairs)
    return CheckedStatement(
        number + 1,
        check.statements[number],
        [(head, labels.get(head.number - 1, "missing")) for head in heads],
        {label: every[label] for label in VERDICT_LABELS},
        {label: once[label] for label in VERDICT_LABELS},
        clause_ledger(check, number, changes),
        _renderings(check, covered),
        {one.article + 1: _possible(check, one) for one in check.possible if one.statement == number},
    )


def _possible(check: Check, one: Possible) -> PossibleView:
    said = said_at(check.articles[one.article], one.spans)
    return PossibleView(one.article + 1, 0 if one.copy_of is None else one.copy_of + 1, said, one.confidence)


def _renderings(check: Check, covered: Sequence[Coverage]) -> list[RenderingView]:
    """Those of copies with the same words and findings are one; the gravest verdicts stand first."""
    leader = leaders(check)
    same: dict[tuple[object, ...], list[Coverage]] = {}
    for coverage in covered:
        words = ELLIPSIS.join(map(check.articles[coverage.article].slice, coverage.rendering.spans))
        told = tuple((finding.kind, finding.english, sentence(finding)) for finding in coverage.verdict.findings)
        key = (leader[coverage.article], " ".join(words.split()), coverage.verdict.label, told)
        same.setdefault(key, []).append(coverage)
    order = {"altered": 0, "partial": 1, "faithful": 2}
    views = [_rendering(check, group) for group in same.values()]
    return sorted(views, key=lambda view: order[view.coverage.verdict.label])


def _rendering(check: Check, group: Sequence[Coverage]) -> RenderingView:
    coverage = group[0]
    article, statement = check.articles[coverage.article], check.statements[coverage.statement]
    grave, remarks = remarks_last(coverage.verdict)
    told = [
        LetteredDifference(number, finding_letter(number), difference)
        for number, difference in enumerate(differences(check, coverage, [*grave, *remarks]), 1)
    ]
    english = [_mark(one, one.difference.finding.english) for one in told if one.difference.finding.english]
    arabic = [_mark(one, one.difference.finding.arabic) for one in told if one.difference.finding.arabic]
    pieces: list[Piece] = []
    for part in coverage.rendering.spans:
        pieces += [Piece(part.start, ELLIPSIS, ())] if pieces else []
        pieces += marked(article.text, part.start, part.end, arabic)
    return RenderingView(
        coverage,
        [other.article + 1 for other in group],
        _letters(check).get(leaders(check)[coverage.article], ""),
        marked(statement.text, 0, len(statement.text), english) if english else [],
        pieces,
        told[: len(grave)],
        told[len(grave) :],
    )


def _mark(one: LetteredDifference, span: Span) -> Mark:
    return Mark(span.start, span.end, one.difference.finding.kind, one.number)


def _unsourced(
    check: Check, heads: Mapping[int, ArticleHead]
) -> list[tuple[str, list[tuple[ArticleHead, Unsourced, str]]]]:
    by_name: dict[str, list[tuple[ArticleHead, Unsourced, str]]] = {}
    for one in check.unsourced:
        said = check.articles[one.article].slice(one.quote)
        by_name.setdefault(one.name, []).append((heads[one.article], one, said))
    return sorted(by_name.items())

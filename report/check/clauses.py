"""The clause ledger: for every clause of a statement, which articles keep it and which change it, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iqtibas.align.coverage.model import Check
from iqtibas.article import Segment, Span
from iqtibas.article.model import overlaps
from iqtibas.article.reading import Reading
from iqtibas.report.check.changes import Change


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of a statement, or what the Arabic has beside it (span None).

    kept: the articles that render the statement without a change in this clause. changes: what others do to it.
    """

    span: Segment | None
    text: str
    kept: tuple[int, ...]
    changes: tuple[Change, ...]


def clause_ledger(check: Check, number: int, changes: Sequence[Change]) -> list[ClauseRow]:
    """The clauses of a statement in order, then a row for what has no words in it, if there is any.

    changes: those of this statement. One that spans several clauses stands at each of them.
    """
    text = check.statements[number].text
    covering = [coverage.article for coverage in check.covered if coverage.statement == number]
    rows = [_row(text, clause, covering, changes) for clause in clauses(text)]
    elsewhere = tuple(change for change in changes if change.found[0].finding.english is None)
    return [*rows, ClauseRow(None, "", (), elsewhere)] if elsewhere else rows


def clauses(text: str) -> list[Segment]:
    """The clauses of a statement."""
    return Reading(text).clauses_within()


def _row(text: str, clause: Segment, covering: Sequence[int], changes: Sequence[Change]) -> ClauseRow:
    here = tuple(change for change in changes if _overlap(change.found[0].finding.english, clause))
    changed = {article for change in here for article in change.articles}
    kept = tuple(article for article in covering if article not in changed)
    return ClauseRow(clause, text[clause.start : clause.end], kept, here)


def _overlap(span: Span | None, clause: Span) -> bool:
    return span is not None and overlaps(span, clause)

"""A check of coverage for programs: one JSON object, or a line a statement and article; schema 1.

Programs rely on every key that is here.

English offsets are code points into a statement's `text`, Arabic ones into the text of the article as it was read,
half open. Statements and articles are named by their place in the lists, from 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from iqtibas.align.coverage.model import Check, Coverage, Possible
from iqtibas.align.model import Finding
from iqtibas.article import IqtibasError, Span
from iqtibas.article.input.statements import Statement
from iqtibas.report.check.changes import (
    Change,
    find_changes,
    label_counts,
    leaders,
    not_covered,
    rendered_text,
    said_at,
)
from iqtibas.report.record.jsonl import PLACES, dumped
from iqtibas.report.record.result import RunInfo
from iqtibas.report.wording import is_remark, sentence

SCHEMA = 1


def check_json(check: Check, info: RunInfo, failures: Sequence[IqtibasError] = ()) -> str:
    """The record as one line, with its line end."""
    return dumped(check_record(check, info, failures)) + "\n"


def check_record(check: Check, info: RunInfo, failures: Sequence[IqtibasError] = ()) -> dict[str, object]:
    """Everything that the check says. failures: what could not be read.

    In `counts`, "all" counts every article and "once" near-identical copies once. `remark` marks a finding that is no
    ground for the verdict.
    """
    changes = find_changes(check)
    return {
        "schema": SCHEMA,
        "statements": [_statement(statement) for statement in check.statements],
        "articles": _articles(check),
        "covered": [_coverage(check, coverage) for coverage in check.covered],
        "possible": [_possible(check, one) for one in check.possible],
        "not_covered": not_covered(check),
        "unsourced": [
            {
                "article": unsourced.article,
                "name": unsourced.name,
                "start": unsourced.quote.start,
                "end": unsourced.quote.end,
                "text": check.articles[unsourced.article].slice(unsourced.quote),
                "speaker": unsourced.quote.speaker,
                "verb": unsourced.quote.verb,
                "direct": unsourced.quote.direct,
            }
            for unsourced in check.unsourced
        ],
        "copies": [list(group) for group in check.copies],
        "changes": [_change(change) for change in changes],
        "counts": _counts(check, changes),
        "failures": [{"where": f.where, "problem": f.problem, "hint": f.hint} for f in failures],
        "made": made_record(info),
    }


def check_lines(check: Check) -> str:
    """A line of JSON for every statement and article; where there is no rendering, the verdict is "missing".

    `possible` there is the passage that may be one, or null.
    """
    found: dict[tuple[int, int], Coverage | Possible] = {(one.statement, one.article): one for one in check.possible}
    found.update({(one.statement, one.article): one for one in check.covered})
    return "".join(
        dumped(_line(check, number, at, found.get((number, at)))) + "\n"
        for number in range(len(check.statements))
        for at in range(len(check.articles))
    )


def _line(check: Check, number: int, at: int, found: Coverage | Possible | None) -> dict[str, object]:
    statement = _statement(check.statements[number])
    record: dict[str, object] = {
        "schema": SCHEMA,
        "statement": {key: statement[key] for key in ("id", "text", "speaker", "date")},
        "article": check.articles[at].id,
    }
    if not isinstance(found, Coverage):
        record |= {"rendering": None, "verdict": "missing", "confidence": None, "findings": []}
        return record | {"possible": _possible(check, found) if found else None}
    judged = _coverage(check, found)
    keys = ("rendering", "verdict", "confidence", "findings", "attribution")
    return record | {key: judged[key] for key in keys} | {"possible": None}


def _possible(check: Check, one: Possible) -> dict[str, object]:
    return {
        "statement": one.statement,
        "article": one.article,
        "start": one.spans[0].start,
        "end": one.spans[-1].end,
        "parts": [span_record(part) for part in one.spans],
        "text": said_at(check.articles[one.article], one.spans),
        "confidence": round(one.confidence, PLACES),
        "copy_of": one.copy_of,
    }


def made_record(info: RunInfo) -> dict[str, object]:
    """How a check came about. The model's path is left out: it is one machine's own."""
    model = info.model
    return {
        "version": info.version,
        "settings": {name: info.options[name] for name in sorted(info.options)},
        "model": {"name": model.name, "digest": model.digest, "revision": model.revision} if model else None,
        "engine": info.engine,
        "signatures": {name: info.signatures[name] for name in sorted(info.signatures)},
    }


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "id": statement.id,
        "text": statement.text,
        "speaker": statement.speaker,
        "date": statement.date.isoformat() if statement.date else None,
        "occasion": statement.occasion,
        "source": statement.source,
        "position": list(statement.position) if statement.position else None,
    }


def _articles(check: Check) -> list[dict[str, object]]:
    return [
        {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "sha256": article.sha256,
            "published": article.published.isoformat() if article.published else None,
            "copy_of": leader if leader != number else None,
        }
        for number, (article, leader) in enumerate(zip(check.articles, leaders(check), strict=True))
    ]


def _coverage(check: Check, coverage: Coverage) -> dict[str, object]:
    rendering, verdict, given = coverage.rendering, coverage.verdict, coverage.attribution
    return {
        "statement": coverage.statement,
        "article": coverage.article,
        "rendering": {
            "start": rendering.start,
            "end": rendering.end,
            "parts": [span_record(part) for part in rendering.spans],
            "text": rendered_text(check.articles[coverage.article], coverage),
            "confidence": round(rendering.confidence, PLACES),
        },
        "verdict": verdict.label,
        "confidence": round(verdict.confidence, PLACES),
        "findings": [finding_record(finding) | {"remark": is_remark(finding, verdict)} for finding in verdict.findings],
        "attribution": {
            "speaker": given.speaker,
            "verb": given.verb,
            "direct": given.direct,
            "quote": span_record(given.quote),
            "agrees": given.agrees,
        },
    }


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding with its spans."""
    return {
        "kind": finding.kind,
        "english": span_record(finding.english),
        "arabic": span_record(finding.arabic),
        "detail": sentence(finding),
        "severity": round(finding.severity, PLACES),
    }


def span_record(span: Span | None) -> list[int] | None:
    """Start and end."""
    return [span.start, span.end] if span else None


def _change(change: Change) -> dict[str, object]:
    example = change.found[0]
    return {
        "statement": change.statement,
        "kind": example.finding.kind,
        "detail": sentence(example.finding),
        "english": span_record(example.finding.english),
        "words": example.sentence,
        "articles": change.articles,
        "once": change.distinct,
        "first_published": change.date.isoformat() if change.date else None,
        "first": list(change.first),
        "undated": list(change.undated),
    }


def _counts(check: Check, changes: Sequence[Change]) -> dict[str, object]:
    labels = label_counts(check)
    return {
        "renderings": {label: {"all": every, "once": once} for label, (every, once) in labels.items()},
        "changes": {
            "all": sum(len(change.articles) for change in changes),
            "once": sum(change.distinct for change in changes),
            "different": len(changes),
        },
    }

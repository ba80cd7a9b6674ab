"""A run as a Parquet file for data tools: a row an embedded statement, with typed and nested columns.

Needs pyarrow, the extra `parquet`. A lone surrogate, which Parquet's UTF-8 cannot hold, becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iqtibas.align.model import Alignment, Finding
from iqtibas.article import Span, UsageError
from iqtibas.eval import Fidelity
from iqtibas.report.record.result import ArticleResult, Review, RunInfo
from iqtibas.report.wording import is_hypothesis_unreliable, sentence

if TYPE_CHECKING:
    import pyarrow

_SURROGATE = re.compile("[\ud800-\udfff]")


def parquet_of_run(results: Iterable[ArticleResult], run: RunInfo) -> bytes:
    """All statements of a run. Raises UsageError where pyarrow is not installed."""
    arrow, parquet = require_arrow()
    rows = [
        _row(result, number, alignment, score, review)
        for result in results
        for number, ((alignment, score), (_, review)) in enumerate(
            zip(result.scored(), result.reviewed(), strict=True), start=1
        )
    ]
    schema = _schema(arrow).with_metadata({"iqtibas": run.version, "model": run.model.name if run.model else ""})
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.Table.from_pylist(_encodable(rows), schema=schema), sink)
    return bytes(sink.getvalue())


def require_arrow() -> tuple[Any, Any]:
    """Modules that write Parquet. Raises UsageError where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        problem = "needs pyarrow, which is not installed"
        raise UsageError("--to parquet", problem, "pip install 'iqtibas[parquet]'") from error
    return pyarrow, pyarrow.parquet


def _schema(arrow: Any) -> pyarrow.Schema:
    span = arrow.struct([("start", arrow.int64()), ("end", arrow.int64())])
    finding = arrow.struct([
        ("kind", arrow.string()), ("english", span), ("arabic", span), ("detail", arrow.string()),
        ("severity", arrow.float64()),
    ])  # fmt: skip
    texts, strings = arrow.string(), arrow.list_(arrow.string())
    return arrow.schema([
        ("article", texts), ("sha256", texts), ("title", texts), ("number", arrow.int64()),
        ("author", texts), ("handle", texts), ("date", arrow.date32()), ("links", strings),
        ("statement", texts), ("statement_span", span), ("rendering", strings), ("rendering_spans", arrow.list_(span)),
        ("rendering_confidence", arrow.float64()), ("verdict", texts), ("confidence", arrow.float64()),
        ("findings", arrow.list_(finding)), ("chrf2pp", arrow.float64()), ("matched_percentile", arrow.float64()),
        ("mismatched_percentile", arrow.float64()), ("machine_translation", texts),
        ("review", texts), ("reviewer", texts), ("review_note", texts), ("changed", strings),
        ("machine_translation_quality", arrow.float64()), ("machine_translation_is_unreliable", arrow.bool_()),
    ])  # fmt: skip


def _row(
    result: ArticleResult, number: int, alignment: Alignment, score: Fidelity | None, review: Review
) -> dict[str, object]:
    article, embed, rendering, verdict = result.article, alignment.embed, alignment.rendering, alignment.verdict
    places = rendering.spans if rendering else ()
    return {
        "article": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "number": number,
        "author": embed.author,
        "handle": embed.handle,
        "date": embed.date,
        "links": list(embed.links),
        "statement": embed.text,
        "statement_span": _span(embed.said),
        "rendering": [article.slice(place) for place in places],
        "rendering_spans": [_span(place) for place in places],
        "rendering_confidence": rendering.confidence if rendering else None,
        "verdict": verdict.label,
        "confidence": verdict.confidence,
        "findings": [_finding(finding) for finding in verdict.findings],
        "chrf2pp": score.chrf.score if score and score.chrf else None,
        "matched_percentile": score.matched_percentile if score else None,
        "mismatched_percentile": score.mismatched_percentile if score else None,
        "machine_translation": score.hypothesis if score else None,
        "review": review.status,
        "reviewer": review.reviewer,
        "review_note": review.note,
        "changed": list(review.changed),
        "machine_translation_quality": score.quality if score else None,
        "machine_translation_is_unreliable": is_hypothesis_unreliable(score) if score else None,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "english": _span(finding.english),
        "arabic": _span(finding.arabic),
        "detail": sentence(finding),
        "severity": finding.severity,
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def _encodable(value: Any) -> Any:
    """The same value, at any depth, with what UTF-8 can hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    return value

"""The machine output: one JSON line an article, schema 1. Programs rely on every key that is here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict

from iqtibas.align.model import Alignment, Finding
from iqtibas.article import Span
from iqtibas.eval import Fidelity
from iqtibas.report.record.result import ArticleResult, Review, RunInfo
from iqtibas.report.wording import is_unreliable, sentence
from iqtibas.translate import Translation

SCHEMA = 1
PLACES = 4
"""Decimals kept of every figure but the quality of a segment."""
QUALITY_PLACES = 2

_LINE_BREAKING = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def json_line(result: ArticleResult, run: RunInfo) -> str:
    """One article as one line of JSON, without its line end. Arabic is written as such."""
    return dumped(article_record(result, run))


def dumped(record: Mapping[str, object]) -> str:
    """A record as one line: what some readers take for a line end (U+0085, U+2028 …) is escaped.

    So are lone surrogates, which UTF-8 cannot hold.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return _LINE_BREAKING.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def article_record(result: ArticleResult, run: RunInfo) -> dict[str, object]:
    """The record behind a line. Offsets are code points into the article's text, half open."""
    return {
        "schema": SCHEMA,
        "id": result.article.id,
        "sha256": result.article.sha256,
        "embeds": [
            _embed(result, alignment, score) | (_review(result.reviews[number]) if result.reviews else {})
            for number, (alignment, score) in enumerate(result.scored())
        ],
        "notes": list(result.article.notes),
        "segments": [
            {"start": t.segment.start, "end": t.segment.end, **english_record(t)} for t in result.translations
        ],
        "signatures": {name: run.signatures[name] for name in sorted(run.signatures)},
        "model": _model(run),
    }


def english_record(translation: Translation) -> dict[str, object]:
    """The English of a segment with all that is said of it. unreliable: that every output marks it so."""
    quality = translation.quality
    return {
        "english": translation.english,
        "notes": list(translation.notes),
        "quality": None if quality is None else round(quality, QUALITY_PLACES),
        "unreliable": is_unreliable(translation),
    }


def _embed(result: ArticleResult, alignment: Alignment, score: Fidelity | None) -> dict[str, object]:
    embed, verdict = alignment.embed, alignment.verdict
    return {
        "start": embed.start,
        "end": embed.end,
        "text": embed.text,
        "author": embed.author,
        "handle": embed.handle,
        "date": embed.date.isoformat() if embed.date else None,
        "links": list(embed.links),
        "rendering": _rendering(result, alignment),
        "verdict": verdict.label,
        "confidence": round(verdict.confidence, PLACES),
        "findings": [finding_record(finding) for finding in verdict.findings],
        "scores": _scores(score),
    }


def _review(review: Review) -> dict[str, object]:
    """Only of a run that somebody reviews."""
    changed = list(review.changed)
    return {"review": {"status": review.status, "reviewer": review.reviewer, "note": review.note, "changed": changed}}


def _rendering(result: ArticleResult, alignment: Alignment) -> dict[str, object] | None:
    rendering = alignment.rendering
    if rendering is None:
        return None
    record: dict[str, object] = {
        "start": rendering.start,
        "end": rendering.end,
        "text": result.article.slice(rendering),
        "confidence": round(rendering.confidence, PLACES),
    }
    # Only where a rendering stands in several places; the span above is then the main one of them.
    if rendering.parts:
        record["parts"] = [_span(part) for part in rendering.parts]
    if rendering.attributions:
        record["attributions"] = [asdict(attribution) for attribution in rendering.attributions]
    return record


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding as it stands in a line. detail: the sentence that is made of its reason and values, in English."""
    return {
        "kind": finding.kind,
        "english": _span(finding.english),
        "arabic": _span(finding.arabic),
        "detail": sentence(finding),
        "severity": round(finding.severity, 2),
    }


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _scores(score: Fidelity | None) -> dict[str, float]:
    if score is None or score.chrf is None:
        return {}
    figures = {
        score.chrf.name: score.chrf.score,
        "matched_percentile": score.matched_percentile,
        "mismatched_percentile": score.mismatched_percentile,
    }
    return {name: round(value, PLACES) for name, value in figures.items() if value is not None}


def _model(run: RunInfo) -> dict[str, object]:
    """How it was translated, {} where nothing was. The model's path is left out: it is one machine's own."""
    if run.model is None:
        return {}
    return {
        "name": run.model.name,
        "digest": run.model.digest,
        "revision": run.model.revision,
        "licence": run.model.licence,
        "weak": run.model.weak,
        "note": run.model.note,
        "engine": run.engine,
        "options": {name: run.options[name] for name in sorted(run.options)},
        "version": run.version,
    }

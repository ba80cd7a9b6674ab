"""A finished run read back from its folder, so that what people take away can be made without running it again.

results.jsonl is the machine output (`jsonl`). Beside it `iqtibas run` writes articles.jsonl: one line an article in the
same order, with the text and whatever else the machine output leaves out. Nothing is found anew when a run is read,
so that a newer program shows what an older one found. Both files may come from anywhere: sizes are bounded, and every
offset is checked.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

from iqtibas.align.model import VERDICT_LABELS, Alignment, Candidate, Finding, Rendering, Verdict
from iqtibas.article import Article, Block, Embed, Quote, ReadError, Span
from iqtibas.article.attributions import PLACES as PLACES_OF_ATTRIBUTIONS
from iqtibas.article.attributions import Attribution
from iqtibas.article.input.regular import require_regular
from iqtibas.article.model import BLOCK_KINDS
from iqtibas.eval import Fidelity, Score
from iqtibas.models import ModelInfo
from iqtibas.report.record.fields import Fields
from iqtibas.report.record.jsonl import PLACES, SCHEMA, dumped, finding_record
from iqtibas.report.record.reasons import read_finding, reason_record
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.translate import Translation

RESULTS = "results.jsonl"
ARTICLES = "articles.jsonl"
MAX_RUN_BYTES = 2_000_000_000
"""Largest file that is read: the text of some 200 000 articles."""
MAX_LINE_BYTES = 200_000_000
"""Longest line. The largest article that is read has 50 MB, and JSON may need several bytes for one."""
CHRF = "chrF2++"
AGAIN = "make the folder again with iqtibas run"


@dataclass(frozen=True, slots=True)
class StoredRun:
    """The results of a run in the order of its inputs, and how they came about.

    Figures are as results.jsonl rounds them; the model's path is not kept and empty.
    """

    results: tuple[ArticleResult, ...]
    info: RunInfo


def articles_lines(results: Iterable[ArticleResult]) -> Iterator[str]:
    """The lines of articles.jsonl, each with its line feed."""
    for result in results:
        yield dumped(_stored(result)) + "\n"


def read_run(folder: Path) -> StoredRun:
    """The run that `iqtibas run` wrote into a folder.

    Raises ReadError, naming file and line, where a file is missing, empty, damaged, too large, of another schema, or
    of another run than the other, and where a span lies outside of its text.
    """
    results: list[ArticleResult] = []
    info: RunInfo | None = None
    for record, stored in zip_longest(_lines(folder / RESULTS), _lines(folder / ARTICLES)):
        if record is None or stored is None or _identity(record) != _identity(stored):
            raise ReadError(str(folder), f"{RESULTS} and {ARTICLES} are of different runs", AGAIN)
        own = _info(record)
        if own != (info or own):
            record.refuse("model", "is another than in the lines before")
        info = own
        results.append(_result(record, stored))
    if info is None:
        raise ReadError(str(folder), "holds no article", AGAIN)
    return StoredRun(tuple(results), info)


def _stored(result: ArticleResult) -> dict[str, object]:
    article = result.article
    return {
        "schema": SCHEMA,
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "source": article.source,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "notes": list(article.notes),
        "text": article.text,
        "blocks": [asdict(block) for block in article.blocks],
        "embeds": [_stored_embed(alignment, fidelity) for alignment, fidelity in result.scored()],
        "segments": [_stored_segment(translation) for translation in result.translations],
        "quotes": [asdict(quote) for quote in result.quotes],
    }  # fmt: skip


def _stored_embed(alignment: Alignment, fidelity: Fidelity | None) -> dict[str, object]:
    """What the machine output does not say of an embed. hypothesis: null where no score was computed.
    hypothesis_quality: as the quality of a segment, and not there in what earlier versions wrote.

    findings: why each of those in the machine output is one.
    """
    embed, rendering = alignment.embed, alignment.rendering
    return {
        "said": [embed.said.start, embed.said.end],
        "platform": embed.platform,
        "language": embed.language,
        "speaker": embed.speaker,
        "hypothesis": fidelity.hypothesis if fidelity else None,
        "hypothesis_quality": fidelity.quality if fidelity else None,
        "alternatives": [
            {"start": c.start, "end": c.end, "confidence": round(c.confidence, PLACES)}
            for c in (rendering.alternatives if rendering else ())
        ],
        "findings": [reason_record(finding) for finding in alignment.verdict.findings],
        "explained": [finding_record(finding) | reason_record(finding) for finding in alignment.verdict.explained],
    }


def _stored_segment(translation: Translation) -> dict[str, object]:
    """quality: not rounded, as a limit decides what is said of it. score: null where an engine gave no number."""
    score = translation.score if math.isfinite(translation.score) else None
    return {"score": score, "accepted": translation.accepted, "quality": translation.quality}


def _lines(path: Path) -> Iterator[Fields]:
    """The records of one of the files, each checked to be of our schema."""
    try:
        require_regular(path)
        if path.stat().st_size > MAX_RUN_BYTES:
            raise ReadError(
                str(path), f"is larger than {MAX_RUN_BYTES // 1_000_000} MB", "run fewer articles at a time"
            )
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES + 1), b""), start=1):
                if len(line) > MAX_LINE_BYTES:
                    raise ReadError(f"{path}:{number}", f"is longer than {MAX_LINE_BYTES // 1_000_000} MB", AGAIN)
                fields = Fields.of_line(line, f"{path}:{number}", AGAIN)
                if fields.values.get("schema") != SCHEMA:
                    fields.refuse("schema", f"is not {SCHEMA}: another version of Iqtibas wrote this")
                yield fields
    except FileNotFoundError as error:
        raise ReadError(str(path), "is not there", "give a folder that iqtibas run has written") from error
    except OSError as error:
        raise ReadError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error


def _identity(line: Fields) -> tuple[str, str]:
    return line.text("id"), line.text("sha256")


def _info(record: Fields) -> RunInfo:
    signatures = record.child("signatures")
    named = {name: signatures.text(name) for name in signatures.values}
    model = record.child("model")
    if not model.values:
        return RunInfo(None, "", {}, named, "")
    name, digest, revision, licence, note = map(model.text, ("name", "digest", "revision", "licence", "note"))
    known = ModelInfo(name, Path(), digest, revision, licence, model.flag("weak"), note)
    return RunInfo(known, model.text("engine"), model.child("options").values, named, model.text("version"))


def _result(record: Fields, stored: Fields) -> ArticleResult:
    article = _article(stored)
    rest = stored.children("embeds")
    embeds = record.children("embeds")
    if len(embeds) != len(rest):
        stored.refuse("embeds", f"are {len(rest)} instead of {len(embeds)}")
    signatures = record.child("signatures")
    scored = all(more.has("hypothesis") for more in rest)
    return ArticleResult(
        article,
        _translations(article, record.children("segments"), stored),
        tuple(_alignment(article, embed, more) for embed, more in zip(embeds, rest, strict=True)),
        tuple(_fidelity(embed, more, signatures) for embed, more in zip(embeds, rest, strict=True) if scored),
        tuple(_quote(quote, article) for quote in stored.children("quotes")),
    )


def _article(stored: Fields) -> Article:
    text = stored.text("text")
    blocks = tuple(_block(block, len(text)) for block in stored.children("blocks"))
    _in_order(blocks, stored, "blocks")
    name, title, source, language, sha256 = map(stored.text, ("id", "title", "source", "language", "sha256"))
    return Article(name, text, title, source, language, blocks, sha256, stored.texts("notes"), stored.day("published"))


def _block(block: Fields, length: int) -> Block:
    kind, where = block.choice("kind", BLOCK_KINDS), block.range(length)
    return Block(kind, where.start, where.end)


def _translations(article: Article, segments: Sequence[Fields], stored: Fields) -> tuple[Translation, ...]:
    rest = stored.children("segments")
    if len(segments) != len(rest):
        stored.refuse("segments", f"are {len(rest)} instead of {len(segments)}")
    found = []
    for segment, more in zip(segments, rest, strict=True):
        where = segment.range(len(article.text))
        quality = more.number("quality", 0, 1) if more.has("quality") else None
        score = more.number("score") if more.has("score") else 0.0
        english, notes = segment.text("english"), segment.texts("notes")
        found.append(Translation(where, english, score, notes, more.flag("accepted"), quality))
    _in_order([t.segment for t in found], stored, "segments")
    starts = [block.start for block in article.blocks]
    for t in found:
        at = bisect_right(starts, t.segment.start) - 1
        if at < 0 or t.segment.start >= article.blocks[at].end:
            stored.refuse("segments", "begin outside of every block")
    return tuple(found)


def _alignment(article: Article, embed: Fields, more: Fields) -> Alignment:
    length = len(article.text)
    label = embed.choice("verdict", VERDICT_LABELS)
    findings = _findings(embed, more, length)
    explained = tuple(read_finding(finding, finding, length) for finding in more.children("explained"))
    verdict = Verdict(label, embed.number("confidence", 0, 1), findings, explained)
    rendering = _rendering(article, embed.child("rendering"), more) if embed.has("rendering") else None
    return Alignment(_embed(article, embed, more), rendering, verdict)


def _findings(embed: Fields, more: Fields, length: int) -> tuple[Finding, ...]:
    found = embed.children("findings")
    rest: list[Fields] | list[None] = more.children("findings") if more.has("findings") else [None] * len(found)
    if len(found) != len(rest):
        more.refuse("findings", f"are {len(rest)} instead of {len(found)}")
    return tuple(read_finding(finding, own, length) for finding, own in zip(found, rest, strict=True))


def _embed(article: Article, embed: Fields, more: Fields) -> Embed:
    whole, said = embed.range(len(article.text)), more.span("said", len(article.text))
    text = embed.text("text")
    if article.slice(said) != text or not whole.start <= said.start <= said.end <= whole.end:
        embed.refuse("text", "does not stand where it should")
    author, handle = embed.text("author"), embed.text("handle")
    platform, language, speaker = map(more.text, ("platform", "language", "speaker"))
    day, links = embed.day("date"), embed.texts("links")
    return Embed(whole.start, whole.end, said, text, author, handle, day, links, platform, language, speaker)


def _rendering(article: Article, rendering: Fields, more: Fields) -> Rendering:
    length = len(article.text)
    where, parts = rendering.range(length), rendering.spans("parts", length) if rendering.has("parts") else ()
    _in_order(parts, rendering, "parts")
    if article.slice(where) != rendering.text("text"):
        rendering.refuse("text", "does not stand where it should")
    alternatives = tuple(_candidate(candidate, length) for candidate in more.children("alternatives"))
    said_by = rendering.children("attributions") if rendering.has("attributions") else []
    attributions = tuple(_attribution(one, length) for one in said_by)
    return Rendering(where.start, where.end, rendering.number("confidence", 0, 1), alternatives, parts, attributions)


def _attribution(one: Fields, length: int) -> Attribution:
    where, place = one.range(length), one.choice("place", PLACES_OF_ATTRIBUTIONS)
    return Attribution(where.start, where.end, one.text("speaker"), one.text("verb"), place, one.flag("direct"))


def _candidate(candidate: Fields, length: int) -> Candidate:
    where = candidate.range(length)
    return Candidate(where.start, where.end, candidate.number("confidence", 0, 1))


def _fidelity(embed: Fields, more: Fields, signatures: Fields) -> Fidelity:
    scores, hypothesis = embed.child("scores"), more.text("hypothesis")
    quality = more.number("hypothesis_quality", 0, 1) if more.has("hypothesis_quality") else None
    if not scores.values:
        return Fidelity(None, None, None, hypothesis, quality)
    matched, mismatched = (
        scores.number(name, 0, 100) if scores.has(name) else None
        for name in ("matched_percentile", "mismatched_percentile")
    )
    score = Score(CHRF, scores.number(CHRF, 0, 100), signatures.text(CHRF))
    return Fidelity(score, matched, mismatched, hypothesis, quality)


def _quote(quote: Fields, article: Article) -> Quote:
    where, speaker, verb = quote.range(len(article.text)), quote.text("speaker"), quote.text("verb")
    return Quote(where.start, where.end, speaker, verb, quote.flag("direct"), quote.flag("closed"))


def _in_order(spans: Sequence[Span], fields: Fields, key: str) -> None:
    """Whatever was found stands in text order and does not overlap."""
    if any(after.start < before.end for before, after in pairwise(spans)):
        fields.refuse(key, "overlap, or are out of order")

"""What the page shows, worked out beforehand: the templates only lay it out."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from align.model import VERDICT_LABELS, Alignment, Finding
from article import Article, Block, BlockKind, Embed, Quote, Segment, Span
from eval import Fidelity
from report.marks import Mark, Piece, marked
from report.record import ArticleResult
from translate import Translation

COLOURS = 8
"""How many colours the style sheet has for statements; those that share one differ by their number."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its letter and the words on both sides, None where a side has nothing."""

    letter: str
    finding: Finding
    english: str | None
    arabic: str | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """An embedded statement beside its rendering (None: not rendered). colour: 1 to COLOURS."""

    number: int
    colour: int
    alignment: Alignment
    said: list[Piece]
    rendered: list[Piece] | None
    findings: list[FindingView]
    fidelity: Fidelity | None
    alternatives: list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class RowView:
    """A sentence, or text between sentences, with its translation. numbers: read from the Arabic itself."""

    pieces: list[Piece]
    translation: Translation | None
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block in rows; for an embed also its statement, if it was aligned."""

    kind: BlockKind
    rows: list[RowView]
    statement: StatementView | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article. groups: its blocks in order, neighbouring ones of a kind together."""

    number: int
    article: Article
    statements: list[StatementView]
    groups: list[tuple[BlockKind, list[BlockView]]]
    quotes: list[tuple[str, Quote]]
    counts: dict[str, int]
    translated: bool


def verdict_counts(alignments: Iterable[Alignment]) -> dict[str, int]:
    """How often each verdict was given, in their fixed order, zeros included."""
    counts = Counter(alignment.verdict.label for alignment in alignments)
    return {label: counts[label] for label in VERDICT_LABELS}


def article_view(number: int, result: ArticleResult, numbers: Mapping[Segment, Sequence[str]]) -> ArticleView:
    """Everything that is shown of one article. numbers: by segment, what was read from the Arabic itself."""
    article = result.article
    statements = [_statement(article, i, alignment, score) for i, (alignment, score) in enumerate(result.scored(), 1)]
    blocks = _blocks(result, statements, numbers)
    return ArticleView(
        number,
        article,
        statements,
        [(kind, list(group)) for kind, group in groupby(blocks, key=lambda block: block.kind)],
        [(article.slice(quote), quote) for quote in result.quotes],
        verdict_counts(result.alignments),
        bool(result.translations),
    )


def _statement(article: Article, number: int, alignment: Alignment, score: Fidelity | None) -> StatementView:
    embed, rendering, findings = alignment.embed, alignment.rendering, alignment.verdict.findings
    english = [_mark(i, f, f.english) for i, f in enumerate(findings, 1) if f.english]
    arabic = [_mark(i, f, f.arabic) for i, f in enumerate(findings, 1) if f.arabic]
    return StatementView(
        number,
        (number - 1) % COLOURS + 1,
        alignment,
        marked(article.text, embed.said.start, embed.said.end, english),
        marked(article.text, rendering.start, rendering.end, arabic) if rendering else None,
        [_finding(article, i, finding) for i, finding in enumerate(findings, 1)],
        score,
        [(article.slice(c), c.confidence) for c in rendering.alternatives] if rendering else [],
    )


def _mark(number: int, finding: Finding, span: Span) -> Mark:
    return Mark(span.start, span.end, finding.kind, number)


def _finding(article: Article, number: int, finding: Finding) -> FindingView:
    return FindingView(
        finding_letter(number),
        finding,
        article.slice(finding.english) if finding.english else None,
        article.slice(finding.arabic) if finding.arabic else None,
    )


def finding_letter(number: int) -> str:
    """The letter of the n-th finding of a statement, from 1; after z its number."""
    return LETTERS[number - 1] if number <= len(LETTERS) else str(number)


def _blocks(
    result: ArticleResult, statements: list[StatementView], numbers: Mapping[Segment, Sequence[str]]
) -> Iterator[BlockView]:
    article = result.article
    marks = [*_quote_marks(result.quotes), *_rendering_marks(article, statements)]
    by_marks = _overlapping(article.blocks, marks, lambda mark: mark)
    by_translations = _overlapping(article.blocks, result.translations, lambda t: t.segment)
    by_statements = _overlapping(article.blocks, statements, _whole)
    for block, inside, translations, said in zip(article.blocks, by_marks, by_translations, by_statements, strict=True):
        rows = _rows(article, block, translations, inside, numbers)
        yield BlockView(block.kind, rows, said[0] if said and block.kind == "embed" else None)


def _whole(statement: StatementView) -> Embed:
    return statement.alignment.embed


def _quote_marks(quotes: Sequence[Quote]) -> list[Mark]:
    return [Mark(quote.start, quote.end, "quote", i) for i, quote in enumerate(quotes, 1)]


def _rendering_marks(article: Article, statements: Sequence[StatementView]) -> list[Mark]:
    """Marks of the renderings, begun behind leading white space so that the anchor stands in a shown row."""
    marks = []
    for statement in statements:
        if rendering := statement.alignment.rendering:
            text = article.slice(rendering)
            start = rendering.start + len(text) - len(text.lstrip())
            marks.append(Mark(start, rendering.end, "rendering", statement.number))
    return marks


def _overlapping(blocks: Sequence[Block], items: Iterable[T], span_of: Callable[[T], Span]) -> Iterator[list[T]]:
    """For every block, in order, the items that overlap it, by their start. One sweep over both."""
    waiting = deque(sorted(items, key=lambda item: span_of(item).start))
    active: list[T] = []
    for block in blocks:
        while waiting and span_of(waiting[0]).start < block.end:
            active.append(waiting.popleft())
        active = [item for item in active if span_of(item).end > block.start]
        yield active


def _rows(
    article: Article,
    block: Block,
    translations: Sequence[Translation],
    marks: Sequence[Mark],
    numbers: Mapping[Segment, Sequence[str]],
) -> list[RowView]:
    """The whole block: its sentences, and as rows of their own whatever stands outside any sentence."""
    rows, at = [], block.start
    for translation in translations:
        start = max(translation.segment.start, at)
        end = max(start, min(translation.segment.end, block.end))
        if article.text[at:start].strip():
            rows.append(RowView(marked(article.text, at, start, marks), None, ()))
        first_part = translation.segment.start >= block.start
        rows.append(
            RowView(
                marked(article.text, start, end, marks),
                translation if first_part else None,
                numbers.get(translation.segment, ()) if first_part else (),
            )
        )
        at = end
    if article.text[at : block.end].strip():
        rows.append(RowView(marked(article.text, at, block.end, marks), None, ()))
    return rows

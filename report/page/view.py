"""What the page shows, worked out beforehand: the templates only lay it out."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from iqtibas.align.model import VERDICT_LABELS, Alignment, Finding, Rendering, VerdictLabel
from iqtibas.article import Article, Block, BlockKind, Embed, Quote, Segment, Span
from iqtibas.eval import Fidelity
from iqtibas.report.page.difference import Run, word_difference
from iqtibas.report.page.highlights import Anchor, Mark, Piece, marked
from iqtibas.report.record.result import ArticleResult, Review
from iqtibas.report.wording import is_unreliable, legend, remarks_last, restored, warnings
from iqtibas.translate import Translation

COLOURS = 8
"""How many colours the style sheet has for statements; those that share one differ by their number."""

ELLIPSIS = " […] "
"""Stands between the parts of a rendering that is in several places."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with its letter and the words on both sides, None where a side has nothing.

    number: in its statement, from 1. whole: the Arabic is all of the rendering. anchor: where the Arabic stands in the
    article if it is outside of the rendering, else None.
    """

    number: int
    letter: str
    finding: Finding
    english: str | None
    arabic: str | None
    whole: bool
    anchor: Anchor | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """An embedded statement beside its rendering (None: not rendered). colour: 1 to COLOURS.

    findings, remarks: see `wording.remarks_last`, numbered and lettered on. places: of the rendering, in text order.
    difference: of the statement and its rendering translated back, None where there is none, or too long a one. review:
    None where nobody has looked at it.
    """

    number: int
    colour: int
    alignment: Alignment
    said: list[Piece]
    rendered: list[Piece] | None
    places: list[Mark]
    findings: list[FindingView]
    remarks: list[FindingView]
    fidelity: Fidelity | None
    difference: list[Run] | None
    alternatives: list[tuple[str, float]]
    review: Review | None


@dataclass(frozen=True, slots=True)
class EnglishView:
    """The English of a segment with what is to be said of it. restored: information, no warning."""

    text: str
    unreliable: bool
    warnings: list[str]
    restored: list[str]
    accepted: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A sentence, or text between sentences, with its translation. numbers: read from the Arabic itself."""

    pieces: list[Piece]
    english: EnglishView | None
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block in rows; for an embed also its statement, if it was aligned."""

    kind: BlockKind
    rows: list[RowView]
    statement: StatementView | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article. groups: its blocks in order, neighbouring ones of a kind together.

    anchors: the ids of those that stand in a row that is shown. legend: the labels of its English, explained.
    """

    number: int
    article: Article
    statements: list[StatementView]
    groups: list[tuple[BlockKind, list[BlockView]]]
    quotes: list[tuple[str, Quote]]
    counts: dict[VerdictLabel, int]
    translated: bool
    anchors: frozenset[str]
    legend: dict[str, str]


def colour(number: int) -> int:
    """The colour of the n-th statement of an article, from 1: a number from 1 to `COLOURS`."""
    return (number - 1) % COLOURS + 1


def verdict_counts(alignments: Iterable[Alignment]) -> dict[VerdictLabel, int]:
    """How often each verdict was given, in their fixed order, zeros included."""
    counts = Counter(alignment.verdict.label for alignment in alignments)
    return {label: counts[label] for label in VERDICT_LABELS}


def article_view(number: int, result: ArticleResult, numbers: Mapping[Segment, Sequence[str]]) -> ArticleView:
    """Everything that is shown of one article. numbers: by segment, what was read from the Arabic itself."""
    article = result.article
    statements = [_statement(result, i, alignment, score) for i, (alignment, score) in enumerate(result.scored(), 1)]
    blocks = list(_blocks(result, statements, numbers))
    return ArticleView(
        number,
        article,
        statements,
        [(kind, list(group)) for kind, group in groupby(blocks, key=lambda block: block.kind)],
        [(article.slice(quote), quote) for quote in result.quotes],
        verdict_counts(result.alignments),
        bool(result.translations),
        frozenset(_shown_anchors(blocks)),
        legend(result.translations),
    )


def _statement(result: ArticleResult, number: int, alignment: Alignment, score: Fidelity | None) -> StatementView:
    article, embed, rendering = result.article, alignment.embed, alignment.rendering
    grave, remarks = remarks_last(alignment.verdict)
    views = [_finding(article, number, i, finding, rendering) for i, finding in enumerate([*grave, *remarks], 1)]
    english = [_mark(view, view.finding.english) for view in views if view.finding.english]
    arabic = [_mark(view, view.finding.arabic) for view in views if view.finding.arabic and not view.whole]
    return StatementView(
        number,
        colour(number),
        alignment,
        marked(article.text, embed.said.start, embed.said.end, english),
        _rendered(article, rendering, arabic) if rendering else None,
        _places(article, number, rendering) if rendering else [],
        views[: len(grave)],
        views[len(grave) :],
        score,
        word_difference(embed.text, score.hypothesis) if score and score.chrf else None,
        [(article.slice(c), c.confidence) for c in rendering.alternatives] if rendering else [],
        result.reviews[number - 1] if result.reviews else None,
    )


def _rendered(article: Article, rendering: Rendering, marks: Sequence[Mark]) -> list[Piece]:
    """The text of a rendering, with a sign where it goes on in another place."""
    pieces: list[Piece] = []
    for part in rendering.spans:
        pieces += [Piece(part.start, ELLIPSIS, ())] if pieces else []
        pieces += marked(article.text, part.start, part.end, marks)
    return pieces


def _mark(view: FindingView, span: Span) -> Mark:
    return Mark(span.start, span.end, view.finding.kind, view.number)


def _finding(
    article: Article, statement: int, number: int, finding: Finding, rendering: Rendering | None
) -> FindingView:
    letter = finding_letter(number)
    inside = _inside(finding.arabic, rendering) if finding.arabic and rendering else []
    whole = rendering is not None and inside == list(rendering.spans)
    anchor = Anchor(
        f"s{statement}-{letter}-text",
        f"s{statement}-{letter}",
        f"{statement}{letter}",
        f"Finding {letter} on statement {statement}: {finding.kind}",
    )
    return FindingView(
        number,
        letter,
        finding,
        article.slice(finding.english) if finding.english else None,
        ELLIPSIS.join(map(article.slice, inside or [finding.arabic])) if finding.arabic else None,
        whole,
        anchor if finding.arabic and not inside else None,
    )


def _inside(span: Span, rendering: Rendering) -> list[Segment]:
    """What the parts of a rendering have of a span; [] if it lies elsewhere."""
    cuts = [Segment(max(span.start, part.start), min(span.end, part.end)) for part in rendering.spans]
    return [cut for cut in cuts if cut.start < cut.end]


def finding_letter(number: int) -> str:
    """The letter of the n-th finding of a statement, from 1; after z its number."""
    return LETTERS[number - 1] if number <= len(LETTERS) else str(number)


def _blocks(
    result: ArticleResult, statements: list[StatementView], numbers: Mapping[Segment, Sequence[str]]
) -> Iterator[BlockView]:
    article = result.article
    marks = [*_quote_marks(result.quotes), *(mark for s in statements for mark in [*s.places, *_marks_outside(s)])]
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


def _places(article: Article, number: int, rendering: Rendering) -> list[Mark]:
    """A mark for every place, begun behind leading white space so that its anchor stands in a shown row.

    The first place of a rendering is named "rendering", further ones are named "part".
    """
    marks, spans = [], rendering.spans
    for at, part in enumerate(spans, 1):
        text = article.slice(part)
        start = part.start + len(text) - len(text.lstrip())
        where = f", part {at}" if len(spans) > 1 else ""
        words = f"Rendering of statement {number}{where}{f' of {len(spans)}' if where else ''}"
        anchor = Anchor(f"r{number}" + (f"-p{at}" if at > 1 else ""), f"s{number}", f"{number}{where}", words)
        marks.append(Mark(start, part.end, "part" if at > 1 else "rendering", number, anchor))
    return marks


def _marks_outside(statement: StatementView) -> Iterator[Mark]:
    """What findings point at in the article outside of the rendering: a cue, a quotation mark."""
    for view in (*statement.findings, *statement.remarks):
        if view.anchor and view.finding.arabic:
            yield replace(_mark(view, view.finding.arabic), anchor=view.anchor)


def _shown_anchors(blocks: Iterable[BlockView]) -> Iterator[str]:
    for block in blocks:
        for row in () if block.statement else block.rows:
            yield from (mark.anchor.id for piece in row.pieces for mark in piece.opened if mark.anchor)


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
                _english(translation) if first_part else None,
                numbers.get(translation.segment, ()) if first_part else (),
            )
        )
        at = end
    if article.text[at : block.end].strip():
        rows.append(RowView(marked(article.text, at, block.end, marks), None, ()))
    return rows


def _english(translation: Translation) -> EnglishView:
    return EnglishView(
        translation.english,
        is_unreliable(translation),
        warnings(translation),
        restored(translation),
        translation.accepted,
    )

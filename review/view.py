"""What the screen shows of a statement and of the queue, computed here: the templates only lay it out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from iqtibas.align.model import Alignment, Candidate, VerdictLabel
from iqtibas.article import Article, BlockKind, Segment
from iqtibas.article.model import overlaps
from iqtibas.report import ArticleResult, Review, ReviewStatus
from iqtibas.report.controls import label, split_controls
from iqtibas.report.page.highlights import Mark, marked
from iqtibas.report.page.view import StatementView, article_view
from iqtibas.report.wording import date_words
from iqtibas.review.apply import current_spans, current_verdict
from iqtibas.review.model import Decision, State
from iqtibas.review.queue import Item
from iqtibas.review.replay import in_force
from iqtibas.review.workspace import Workspace

EXCERPT = 120
"""Code points of a statement in the queue; the rest is on its page."""
Stretch = Literal["here", "alternative", "elsewhere"]
"""What a stretch of the article is: the rendering, one that was considered, the rendering of another statement."""

DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "reopen": "opened again",
    "link": "linked the rendering",
    "split": "split the rendering",
    "merge": "merged the rendering",
    "verdict": "changed the verdict",
    "translate": "edited the English",
    "note": "noted",
    "undo": "undid",
    "redo": "redid",
}
"""Actions, as the log is read to people."""
NOTHING_HERE = "found no rendering"


@dataclass(frozen=True, slots=True)
class RowView:
    """A statement in the queue. verdict: None while people linked a rendering and did not judge it."""

    key: str
    place: int
    status: ReviewStatus
    verdict: VerdictLabel | None
    confidence: float
    excerpt: str
    author: str
    title: str
    note: bool


@dataclass(frozen=True, slots=True)
class TextRunView:
    """Text of the article under the same marks. start: code point. chip: what is shown for a control, or ""."""

    start: int
    text: str
    chip: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article. own: it is the statement's own embed, which cannot be selected."""

    kind: BlockKind
    own: bool
    runs: list[TextRunView]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence that the rendering stands in, with its English. edited: by a person."""

    segment: Segment
    arabic: list[TextRunView]
    english: str
    edited: bool


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A line of the history. undone: it does not hold any more. detail: the words that it is about, or ""."""

    id: int
    reviewer: str
    at: datetime.datetime
    words: str
    detail: str
    undone: bool


@dataclass(frozen=True, slots=True)
class WorkView:
    """Everything about one statement. own: as the run has it. statement: as people have it.

    verdict: that holds, None while nobody judged. spans: every place of the rendering. places: their texts.
    alternatives: other stretches, with their text. earlier: what was decided about the same words in an earlier text.
    """

    item: Item
    row: RowView
    article: Article
    own: Alignment
    state: State
    statement: StatementView
    review: Review
    verdict: VerdictLabel | None
    spans: tuple[Segment, ...]
    places: list[list[TextRunView]]
    alternatives: list[tuple[Candidate, list[TextRunView]]]
    panes: list[BlockView]
    sentences: list[SentenceView]
    history: list[HistoryView]
    earlier: State


def row_view(workspace: Workspace, item: Item) -> RowView:
    """One row of the queue."""
    result, own = workspace.own(item)
    state = workspace.state(item)
    return RowView(
        item.key,
        item.place,
        state.status,
        current_verdict(own, state),
        item.confidence,
        own.embed.text[:EXCERPT],
        own.embed.author or own.embed.handle,
        result.article.title or result.article.id,
        bool(state.note),
    )


def work_view(workspace: Workspace, item: Item) -> WorkView:
    """The page of one statement."""
    result, own = workspace.own(item)
    reviewed, state = workspace.reviewed(item), workspace.state(item)
    article, at = result.article, item.number - 1
    spans = current_spans(own, state)
    alternatives = (
        [c for c in own.rendering.alternatives if (Segment(c.start, c.end),) != spans] if own.rendering else []
    )
    return WorkView(
        item,
        row_view(workspace, item),
        article,
        own,
        state,
        article_view(1, reviewed, {}).statements[at],
        reviewed.reviews[at],
        current_verdict(own, state),
        spans,
        [runs(article, span.start, span.end) for span in spans],
        [(candidate, runs(article, candidate.start, candidate.end)) for candidate in alternatives],
        list(_panes(reviewed, at, spans, alternatives)),
        _sentences(reviewed, spans, state),
        _history(article, workspace.history(item)),
        workspace.earlier(item),
    )


def runs(article: Article, start: int, end: int, marks: Iterable[Mark] = ()) -> list[TextRunView]:
    """`article.text[start:end]` cut at marks and at control characters, which are shown by name.

    So a page that knows where each run starts can tell every selection's code points, whatever it shows for them.
    """
    found = []
    for piece in marked(article.text, start, end, marks):
        at = piece.start
        for text, control in split_controls(piece.text):
            found.append(TextRunView(at, text, label(text) if control else "", piece.marks))
            at += len(text)
    return found


def said(decision: Decision, known: Sequence[Decision] = ()) -> str:
    """A decision in a few words: "changed the verdict to altered". known: where to look up what an undo undid."""
    change = decision.change
    if change.target is not None:
        target = next((each for each in known if each.id == change.target), None)
        return f"{DONE[change.action]}: {said(target)}" if target else DONE[change.action]
    if change.spans == () and change.action != "accept":
        return NOTHING_HERE
    if change.action == "verdict":
        return f"{DONE['verdict']} to {change.verdict}"
    return DONE[change.action]


def moment(at: datetime.datetime) -> str:
    """A time for people: `14:05 UTC, 24 March 2021`."""
    return f"{at:%H:%M} UTC, {date_words(at.date())}"


def _panes(
    reviewed: ArticleResult, at: int, spans: Sequence[Segment], alternatives: Sequence[Candidate]
) -> Iterator[BlockView]:
    article, embed = reviewed.article, reviewed.alignments[at].embed
    marks = [*_marks("here", spans), *_marks("alternative", [Segment(c.start, c.end) for c in alternatives])]
    for number, other in enumerate(reviewed.alignments, 1):
        if number - 1 != at and other.rendering:
            marks += [Mark(span.start, span.end, "elsewhere", number) for span in other.rendering.spans]
    for block in article.blocks:
        inside = [mark for mark in marks if overlaps(mark, block)]
        own = overlaps(block, embed)
        yield BlockView(block.kind, own, runs(article, block.start, block.end, inside))


def _marks(name: Stretch, spans: Sequence[Segment]) -> list[Mark]:
    return [Mark(span.start, span.end, name, number) for number, span in enumerate(spans, 1)]


def _sentences(reviewed: ArticleResult, spans: Sequence[Segment], state: State) -> list[SentenceView]:
    edited = {segment for segment, _ in state.english}
    return [
        SentenceView(t.segment, runs(reviewed.article, t.segment.start, t.segment.end), t.english, t.segment in edited)
        for t in reviewed.translations
        if any(overlaps(t.segment, span) for span in spans)
    ]


def _history(article: Article, decisions: Sequence[Decision]) -> list[HistoryView]:
    holding = {decision.id for decision in in_force(decisions)}
    return [
        HistoryView(
            d.id,
            d.reviewer,
            d.at,
            said(d, decisions),
            _detail(article, d),
            d.change.target is None and d.id not in holding,
        )
        for d in reversed(decisions)
    ]


def _detail(article: Article, decision: Decision) -> str:
    change = decision.change
    if change.action in ("note", "translate"):
        return change.note or change.english
    return " […] ".join(article.slice(span) for span in change.spans or ())

"""Which changes make sense. Checked where they are logged, because a request need not come from our page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from iqtibas.align.model import Alignment
from iqtibas.article import Article, Segment
from iqtibas.article.model import overlaps
from iqtibas.report import ArticleResult
from iqtibas.review.apply import current_spans, current_verdict
from iqtibas.review.errors import RefusedError
from iqtibas.review.model import Change, State

MAX_PARTS = 20
"""Places of one rendering. The most that a person marked in the development sets are 4."""
MAX_WORDS = 10_000
"""Code points of a note or of the English of one sentence."""


def checked_change(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    """The change as it is logged: complete, its spans in order and without white space at their ends.

    result, alignment: of the run. state: what holds. Raises RefusedError.
    """
    rules = {
        "accept": _accepting,
        "reject": _deciding,
        "reopen": _deciding,
        "link": _linking,
        "split": _linking,
        "merge": _linking,
        "verdict": _judging,
        "translate": _translating,
        "note": _noting,
    }
    rule = rules.get(change.action)
    if rule is None:
        raise RefusedError(result.article.id, f"{change.action} is no change of its own")
    return rule(result, alignment, state, change)


def _deciding(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    wanted = "rejected" if change.action == "reject" else "open"
    if state.status == wanted:
        raise RefusedError(result.article.id, f"the statement is {wanted} already")
    return Change(change.action)


def _accepting(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    """What is accepted is written down in full: a later run may find something else."""
    verdict = current_verdict(alignment, state)
    if verdict is None:
        raise RefusedError(
            result.article.id, "the rendering has no verdict yet", "choose one: faithful, altered, or partial"
        )
    if state.status == "accepted":
        raise RefusedError(result.article.id, "the statement is accepted already")
    return Change("accept", current_spans(alignment, state), verdict)


def _linking(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    spans = _places(result.article, alignment, change.spans or ())
    if spans == current_spans(alignment, state):
        raise RefusedError(result.article.id, "the rendering is there already", "select other words")
    return replace(change, spans=spans, verdict=None if spans else "missing")


def _judging(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    if change.verdict is None:
        raise RefusedError(result.article.id, "no verdict is given")
    if change.verdict == current_verdict(alignment, state):
        raise RefusedError(result.article.id, f"the verdict is {change.verdict} already")
    if change.verdict == "missing":
        return Change("verdict", (), "missing")
    if not current_spans(alignment, state):
        raise RefusedError(
            result.article.id, "there is no rendering to judge", "select it in the article and link it first"
        )
    return Change("verdict", None, change.verdict)


def _places(article: Article, alignment: Alignment, spans: Sequence[Segment]) -> tuple[Segment, ...]:
    """The spans in text order, trimmed. Raises RefusedError for those that are no places of a rendering."""
    if len(spans) > MAX_PARTS:
        raise RefusedError(article.id, f"a rendering in more than {MAX_PARTS} places", "link one stretch around them")
    trimmed = sorted((_trimmed(article, span) for span in spans), key=lambda span: span.start)
    if any(after.start < before.end for before, after in pairwise(trimmed)):
        raise RefusedError(article.id, "two places of the rendering overlap", "select words that are outside of it")
    embed = alignment.embed
    if any(overlaps(span, embed) for span in trimmed):
        raise RefusedError(article.id, "the selection takes in the statement itself", "select its Arabic rendering")
    return tuple(trimmed)


def _trimmed(article: Article, span: Segment) -> Segment:
    if not 0 <= span.start < span.end <= len(article.text):
        raise RefusedError(article.id, "the selection lies outside of the text", "reload the page")
    text = article.slice(span)
    start = span.start + len(text) - len(text.lstrip())
    end = start + len(text.strip())
    if start >= end:
        raise RefusedError(article.id, "nothing is selected but white space", "select words")
    return Segment(start, end)


def _translating(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    if change.segment not in {translation.segment for translation in result.translations}:
        raise RefusedError(result.article.id, "this is no sentence of the translation", "reload the page")
    words = " ".join(change.english.split())
    if not words:
        raise RefusedError(result.article.id, "the English is empty", "undo gives the earlier one back")
    _require_short(result.article, words)
    return replace(change, english=words)


def _noting(result: ArticleResult, alignment: Alignment, state: State, change: Change) -> Change:
    words = change.note.replace("\r\n", "\n").strip()
    _require_short(result.article, words)
    if words == state.note:
        raise RefusedError(result.article.id, "the note says this already")
    return replace(change, note=words)


def _require_short(article: Article, words: str) -> None:
    if len(words) > MAX_WORDS:
        raise RefusedError(article.id, f"the text is longer than {MAX_WORDS} characters", "shorten it")

"""The results of a run with what people decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from iqtibas.align.model import Alignment, Rendering, VerdictLabel
from iqtibas.article import Segment
from iqtibas.eval import Fidelity
from iqtibas.report import ArticleResult, Review
from iqtibas.review.model import UNTOUCHED, Decision, State, Subject
from iqtibas.review.replay import states
from iqtibas.translate import Translation

CERTAIN = 1.0
"""The confidence of what a person says: it is no estimate."""
UNSCORED = Fidelity(None, None, None, "")


def reviewed(results: Sequence[ArticleResult], decisions: Sequence[Decision]) -> tuple[ArticleResult, ...]:
    """The results with people's decisions applied, and a `Review` for every alignment.

    decisions: the whole log, oldest first. Those about texts that are not among the results change nothing. A
    rendering that people chose has confidence 1, no alternatives, no findings and no score: those compared other words.
    What was accepted stays as it was accepted, whatever a later run found.
    """
    held = states(decisions)
    return tuple(review_article(result, held) for result in results)


def review_article(result: ArticleResult, held: Mapping[Subject, State]) -> ArticleResult:
    """One result with the states of its subjects applied; see `reviewed`."""
    own = [held.get(Subject.of(result.article, a.embed), UNTOUCHED) for a in result.alignments]
    alignments = tuple(resolved(a, state) for a, state in zip(result.alignments, own, strict=True))
    pairs = list(zip(result.alignments, alignments, strict=True))
    english = {segment: words for state in own for segment, words in state.english}
    return replace(
        result,
        translations=tuple(_edited(t, english) for t in result.translations),
        alignments=alignments,
        fidelities=tuple(
            UNSCORED if has_new_rendering(before, after) else score
            for (before, after), score in zip(pairs, result.fidelities, strict=bool(result.fidelities))
        ),
        reviews=tuple(_review(before, after, state) for (before, after), state in zip(pairs, own, strict=True)),
    )


def resolved(alignment: Alignment, state: State) -> Alignment:
    """An alignment as people want it. One that they linked but did not judge yet is still as the run has it."""
    if not is_judged(alignment, state):
        return alignment
    rendering = _rendering(alignment.rendering, state.spans)
    verdict = alignment.verdict
    if rendering is not alignment.rendering:
        verdict = replace(verdict, findings=(), explained=())
    label = current_verdict(alignment, state)
    if label is not None and label != verdict.label:
        verdict = replace(verdict, label=label, confidence=CERTAIN)
    return Alignment(alignment.embed, rendering, verdict)


def is_judged(alignment: Alignment, state: State) -> bool:
    """Whether rendering and verdict go together; not so after a rendering was linked to what the run calls missing."""
    return current_verdict(alignment, state) is not None


def current_verdict(alignment: Alignment, state: State) -> VerdictLabel | None:
    """The verdict that holds, None while there is a rendering and nobody said what it is worth."""
    spans = current_spans(alignment, state)
    if not spans:
        return "missing"
    label = state.verdict or alignment.verdict.label
    return None if label == "missing" else label


def current_spans(alignment: Alignment, state: State) -> tuple[Segment, ...]:
    """Every place of the rendering that holds, () for none."""
    if state.spans is not None:
        return state.spans
    return alignment.rendering.spans if alignment.rendering else ()


def has_new_rendering(before: Alignment, after: Alignment) -> bool:
    """Whether people chose another rendering."""
    return after.rendering is not before.rendering


def _rendering(own: Rendering | None, spans: tuple[Segment, ...] | None) -> Rendering | None:
    if spans is None or spans == (own.spans if own else ()):
        return own
    if not spans:
        return None
    longest = max(spans, key=lambda span: span.end - span.start)
    return Rendering(longest.start, longest.end, CERTAIN, (), spans if len(spans) > 1 else ())


def _edited(translation: Translation, english: Mapping[Segment, str]) -> Translation:
    words = english.get(translation.segment)
    if words is None:
        return translation
    return replace(translation, english=words, notes=(), accepted=True)


def _review(before: Alignment, after: Alignment, state: State) -> Review:
    changes = {
        "rendering": has_new_rendering(before, after),
        "verdict": before.verdict.label != after.verdict.label,
        "translation": bool(state.english),
    }
    changed = tuple(name for name, so in changes.items() if so)
    return Review(state.status, state.reviewer, state.note, changed)

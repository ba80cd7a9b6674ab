"""From the log to the current state: the state of a subject is what replaying its decisions in order gives.

Nothing is ever taken out of the log. "undo" and "redo" name the decision that they switch off and on again. Only the
last decision in force can be undone, so every state that results is one that a reviewer has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from iqtibas.align.model import VerdictLabel
from iqtibas.article import Segment
from iqtibas.review.model import LINKING, REVERTING, UNTOUCHED, Decision, State, Subject


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that hold, oldest first: neither undone nor themselves an undo or redo."""
    made: dict[int, Decision] = {}
    undone: set[int] = set()
    for decision in decisions:
        target = decision.change.target
        if decision.change.action not in REVERTING:
            made[decision.id] = decision
        elif target is not None and decision.change.action == "undo":
            undone.add(target)
        elif target is not None:
            undone.discard(target)
    return [decision for number, decision in made.items() if number not in undone]


def replay(decisions: Sequence[Decision]) -> State:
    """What decisions about one subject come to, given oldest first."""
    state = reduce(_after, in_force(decisions), UNTOUCHED)
    return replace(state, version=decisions[-1].id) if decisions else state


def states(decisions: Iterable[Decision]) -> dict[Subject, State]:
    """What a whole log comes to, by subject."""
    by_subject: dict[Subject, list[Decision]] = {}
    for decision in decisions:
        by_subject.setdefault(decision.subject, []).append(decision)
    return {subject: replay(own) for subject, own in by_subject.items()}


def last_of(decisions: Sequence[Decision], reviewer: str) -> Decision | None:
    """The newest of a reviewer's decisions that hold: what their "undo" means."""
    return next((d for d in reversed(in_force(decisions)) if d.reviewer == reviewer), None)


def last_undone(decisions: Sequence[Decision], reviewer: str) -> Decision | None:
    """What a reviewer's "redo" means: what they undid last, unless they decided something new since."""
    waiting: list[int] = []
    for decision in decisions:
        target = decision.change.target
        if decision.reviewer != reviewer:
            continue
        if decision.change.action == "undo" and target is not None:
            waiting.append(target)
        elif decision.change.action == "redo":
            del waiting[-1:]
        else:
            waiting.clear()
    return next((d for d in decisions if waiting and d.id == waiting[-1]), None)


def _after(state: State, decision: Decision) -> State:
    change = decision.change
    state = replace(state, reviewer=decision.reviewer, at=decision.at)
    if change.action == "accept":
        return replace(state, status="accepted", spans=change.spans, verdict=change.verdict)
    if change.action == "reject":
        return replace(state, status="rejected")
    if change.action == "note":
        return replace(state, note=change.note)
    if change.action == "translate" and change.segment is not None:
        return replace(state, english=_with(state.english, change.segment, change.english))
    if change.action in LINKING or change.action == "verdict":
        return _mended(state, change.spans, change.verdict)
    return replace(state, status="open")  # reopen


def _mended(state: State, spans: tuple[Segment, ...] | None, verdict: VerdictLabel | None) -> State:
    """With another rendering or verdict: then it is open again, because "accepted" means exactly what was accepted."""
    if spans is None:
        return replace(state, status="open", verdict=verdict)
    kept = None if spans and state.verdict == "missing" else state.verdict
    return replace(state, status="open", spans=spans, verdict=verdict or kept)


def _with(english: tuple[tuple[Segment, str], ...], segment: Segment, words: str) -> tuple[tuple[Segment, str], ...]:
    kept = [pair for pair in english if pair[0] != segment]
    return tuple(sorted([*kept, (segment, words)], key=lambda pair: (pair[0].start, pair[0].end)))

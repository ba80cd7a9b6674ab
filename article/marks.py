"""Quotation marks as Arabic texts use them: in any direction, nested, glued to words, or never closed.

Which mark opens cannot be told from its shape (”…“ is written as well as “…”), so position decides: a mark with a
space before it and a letter behind it opens, the reverse closes, and a doubtful one closes what is open and
opens otherwise. One pass with a stack; time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from iqtibas.article.arabic.letters import script_share
from iqtibas.article.arabic.proclitics import LONGEST_PROCLITIC, PROCLITIC

Role = Literal["open", "close", "either"]

_FAMILIES = ("“”„‟", "«»", '"', "'", "‘’‚‛", "‹›")
MARK_FAMILY = {mark: family for family in _FAMILIES for mark in family}
"""Every quotation mark and the marks that it may pair with."""
QUOTATION_MARKS = frozenset(MARK_FAMILY)
SINGLE_MARKS = frozenset("'‘’‚‛‹›")
# Curly marks open and close, for many texts turn them round; those on the line and guillemets do one thing only.
OPENING_MARKS = QUOTATION_MARKS - frozenset("»›")
CLOSING_MARKS = QUOTATION_MARKS - frozenset("«‹„‟‚‛")
_RUN = re.compile(f"[{''.join(_FAMILIES)}]+")
_BEFORE_OPENING = frozenset("([{<:–—-/=*•|")
_BEFORE_CLOSED = frozenset(")]}>:،؛,;.!?؟…۔–—-/|")
# What is written together with the word it precedes: و"الناتو", لـ"الدستور", بال"…".
_PROCLITIC = re.compile(rf"(?<!\w)(?=\w){PROCLITIC}\Z")
# Whoever reads a line pairs its marks: its sentences, its clauses, its quotations.
LINES_KEPT = 16


class Quotation(NamedTuple):
    """Offsets of an opening mark and of the mark that closes it; `close` is None where none does."""

    open: int
    close: int | None


def pair_marks(line: str) -> list[Quotation]:
    """Pair the quotation marks of a line or paragraph of normalised text, in order of their opening marks.

    Pairs nest and never cross. A mark that nothing closes inside the pair around it is left out; one that
    nothing closes at all has `close` None. A mark of another kind closes where none of its own kind will. Apostrophes
    are no marks.
    """
    return list(_paired(line))


@lru_cache(maxsize=LINES_KEPT)
def _paired(line: str) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    pending: list[int] = []
    opened: dict[str, list[int]] = {family: [] for family in _FAMILIES}
    marks = _marks(line)
    for (at, role), owed in zip(marks, _owed(line, marks), strict=True):
        same = opened[MARK_FAMILY[line[at]]]
        if same and (role != "open" or line[same[-1]] != line[at]):
            found.append(Quotation(_close(line, pending, opened, same[-1]), at))
        elif role == "close" and pending and _both_double(line[pending[-1]], line[at]):
            if MARK_FAMILY[line[pending[-1]]] not in owed:
                found.append(Quotation(_close(line, pending, opened, pending[-1]), at))
        elif role != "close":
            pending.append(at)
            same.append(at)
    return tuple(sorted([*found, *(Quotation(at, None) for at in pending)]))


def _marks(line: str) -> list[tuple[int, Role]]:
    """Where the marks stand, and what each does."""
    runs = [(run.start(), run.end(), _role(line, run.start(), run.end())) for run in _RUN.finditer(line)]
    marks = [(at, role) for start, end, role in runs for at in range(start, end) if not _is_apostrophe(line, at)]
    return _with_glued(line, marks)


def _with_glued(line: str, marks: Sequence[tuple[int, Role]]) -> list[tuple[int, Role]]:
    """The marks, with those that have their space on the wrong side: قالت" نص".

    Such a mark seems to close, but nothing is open, and the next of its kind closes too: so it opens.
    """
    found = list(marks)
    pending: dict[str, bool] = {}
    following: dict[str, Role] = {}
    next_role: list[Role | None] = [None] * len(found)
    for k in range(len(found) - 1, -1, -1):
        family = MARK_FAMILY[line[found[k][0]]]
        next_role[k] = following.get(family)
        following[family] = found[k][1]
    for k, (at, role) in enumerate(found):
        family = MARK_FAMILY[line[at]]
        turned = line[at] in OPENING_MARKS and line[at] not in SINGLE_MARKS and at > 0 and line[at - 1].isalpha()
        if role == "close" and not pending.get(family) and next_role[k] == "close" and turned:
            found[k] = (at, "open")
        pending[family] = found[k][1] != "close" and not (found[k][1] == "either" and pending.get(family))
    return found


def _owed(line: str, marks: Sequence[tuple[int, Role]]) -> list[frozenset[str]]:
    """For every mark, the kinds whose next mark behind it surely closes: «One." Two.» has a stray mark inside."""
    found, closing = [], frozenset[str]()
    for at, role in reversed(marks):
        found.append(closing)
        family = MARK_FAMILY[line[at]]
        if (role == "close") is not (family in closing):
            closing ^= {family}
    return found[::-1]


def _close(line: str, pending: list[int], opened: dict[str, list[int]], target: int) -> int:
    """Take `target` and the unclosed marks inside it off the stacks."""
    while True:
        at = pending.pop()
        opened[MARK_FAMILY[line[at]]].pop()
        if at == target:
            return target


def _both_double(opening: str, closing: str) -> bool:
    """Whether marks of two kinds can make a pair, as where an editor turned only one of them: ”…"."""
    return opening not in SINGLE_MARKS and closing not in SINGLE_MARKS


def _role(line: str, start: int, end: int) -> Role:
    """What a run of marks at `line[start:end]` does, from the characters around it."""
    before = line[start - 1] if start else " "
    behind = line[end] if end < len(line) else " "
    opens = before.isspace() or before in _BEFORE_OPENING or _after_proclitic(line, start)
    closes = behind.isspace() or behind in _BEFORE_CLOSED
    if opens == closes:
        return "either"
    return "open" if opens else "close"


def _after_proclitic(line: str, at: int) -> bool:
    return bool(_PROCLITIC.search(line[max(0, at - LONGEST_PROCLITIC - 1) : at]))


def _is_apostrophe(line: str, at: int) -> bool:
    """A single mark between two letters, not behind a proclitic: don’t, O'Neill."""
    if line[at] not in SINGLE_MARKS or not (0 < at < len(line) - 1):
        return False
    before, behind = line[at - 1], line[at + 1]
    if not (before.isalpha() and behind.isalpha()):
        return False
    return script_share(before + behind).latin > 0

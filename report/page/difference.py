"""Which words of a statement its rendering, translated back by machine, does and does not have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

LONGEST: Final = 400
"""Words a side that are compared; matching takes quadratic time, and nobody reads a longer comparison."""

_EDGES = re.compile(r"^\W+|\W+$")

Side = Literal["both", "statement", "rendering"]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that stand on the same side. words: as written, joined by spaces; the statement's if both."""

    side: Side
    words: str


def word_difference(statement: str, rendering: str) -> list[Run] | None:
    """Both texts as one row of runs, by difflib's matching blocks; None where either is longer than `LONGEST`.

    Words are equal whatever their case and the punctuation around them. The runs of "both" and "statement" together
    are the words of the statement in their order.
    """
    said, back = statement.split(), rendering.split()
    if max(len(said), len(back)) > LONGEST:
        return None
    matcher = SequenceMatcher(None, list(map(_key, said)), list(map(_key, back)), autojunk=False)
    runs: list[Run] = []
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            runs.append(_run("both", said[i:j]))
        else:
            runs += [_run("statement", said[i:j])] if j > i else []
            runs += [_run("rendering", back[k:m])] if m > k else []
    return runs


def _key(word: str) -> str:
    return _EDGES.sub("", word).casefold() or word


def _run(side: Side, words: Sequence[str]) -> Run:
    return Run(side, " ".join(words))

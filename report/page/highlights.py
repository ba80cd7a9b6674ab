"""Cutting a text at the borders of the spans that mark it, however they nest or overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a mark can be reached. id, to: within the article, its own and what it leads back to. label: what is shown.

    words: the label for who cannot see where it stands.
    """

    id: str
    to: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be made visible. name: its style. number: which one of its kind, from 1. anchor: where it begins."""

    start: int
    end: int
    name: str
    number: int
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks. start: code-point offset of its first character."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def opened(self) -> tuple[Mark, ...]:
        """The marks that begin here: each begins in one piece only, so an anchor can stand there."""
        return tuple(mark for mark in self.marks if mark.start == self.start)


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> list[Piece]:
    """`text[start:end]` in pieces whose texts joined give it back, cut wherever a mark begins or ends.

    Marks keep their given order in every piece; one that is empty or lies outside the range is left out.
    """
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    borders = {start, end}
    for mark in inside:
        borders |= {max(mark.start, start), min(mark.end, end)}
    cuts = sorted(borders)
    return [
        Piece(a, text[a:b], tuple(mark for mark in inside if mark.start < b and mark.end > a))
        for a, b in pairwise(cuts)
    ]

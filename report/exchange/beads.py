"""What `iqtibas documents` gives: beads as JSON, and as pairs for a translation memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iqtibas.align.documents import Bead
from iqtibas.article import Segment
from iqtibas.translate.memory import Pair


@dataclass(frozen=True, slots=True)
class Side:
    """One document: its text and its sentences in order, as offsets into it.

    numbers: for a document of one sentence a line, the line number of each sentence from 0 on; else empty.
    """

    name: str
    text: str
    sentences: tuple[Segment, ...]
    numbers: tuple[int, ...] = ()

    def texts(self) -> list[str]:
        """The sentences."""
        return [self.text[s.start : s.end] for s in self.sentences]

    def spans(self, start: int, end: int) -> list[list[int]]:
        """Where a range of sentences stands: one range of lines, or a span of code points for each sentence."""
        if self.numbers:
            return [[self.numbers[start], self.numbers[end - 1] + 1]]
        return [[s.start, s.end] for s in self.sentences[start:end]]

    def joined(self, start: int, end: int) -> str:
        """The sentences of a range as one text."""
        return " ".join(self.texts()[start:end])


def beads_json(beads: Sequence[Bead], arabic: Side, english: Side) -> str:
    """The beads as one JSON object (contract: DESIGN, machine output)."""
    rows = [
        {"arabic": arabic.spans(*b.arabic), "english": english.spans(*b.english), "score": round(b.score, 4)}
        for b in beads
    ]
    return json.dumps({"beads": rows}, ensure_ascii=False) + "\n"


def bead_pairs(beads: Sequence[Bead], arabic: Side, english: Side) -> Iterator[Pair]:
    """The beads as pairs of texts."""
    for bead in beads:
        yield Pair(arabic.joined(*bead.arabic), english.joined(*bead.english), f"{arabic.name} = {english.name}")

"""Runs of clauses inside a sentence: speech that an outlet works into a longer sentence of its own.

"وأضاف الوزير أن …، في حين …": what is said begins behind the word of reporting and its أن, and ends where a clause
does. Offsets are code points into `Article.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from iqtibas.article import Segment, Span
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.reading import Reading

# Shorter runs have too few words to be compared with a statement.
FEWEST_WORDS = 5
# A run ends at one of this many places behind its beginning, so that the number of runs is linear in the text.
MOST_ENDS = 6
# A colon's speech without marks may go on for this many sentences behind its own.
MOST_FOLLOWING = 3
# What separates a clause from its neighbours and is no part of it.
SIGNS = " ،؛,;:–—"
# Introduces reported speech, bare or with ب; with a pronoun (أنه) it is a part of what is said.
COMPLEMENTIZER = re.compile(r"[وف]?ب?[أإا]ن\s+")
# Behind a lead that names no verb of reporting ("وبحسب البيان فإن …", "الوزير: …") what is said begins within this
# many code points of its sentence.
LONGEST_LEAD = 90
_LED = re.compile(rf"(?:(?<!\w){COMPLEMENTIZER.pattern}|:\s+)")


class ClauseRun(NamedTuple):
    """A candidate span. reported: it begins behind a word of reporting. cut: ends of it inside a sentence, 0 to 2."""

    start: int
    end: int
    reported: bool
    cut: int


class Reports(NamedTuple):
    """Where reported speech begins, behind its إن or أن, and where it ends; both sorted."""

    starts: Sequence[int]
    ends: Sequence[int]


def find_reports(reading: ArticleReading) -> Reports:
    """The reported speech of an article that is not in quotation marks."""
    quotes = [quote for quote in reading.quotes if not quote.direct]
    behind = [COMPLEMENTIZER.match(reading.text, quote.start, quote.end) for quote in quotes]
    starts = (found.end() if found else quote.start for found, quote in zip(behind, quotes, strict=True))
    return Reports(sorted(set(starts)), sorted({quote.end for quote in quotes}))


def find_clause_runs(reading: Reading, block: Span, reports: Reports) -> Iterator[ClauseRun]:
    """Runs that begin or end inside a sentence of a block; a run is given once for each way to find it."""
    text, sentences = reading.text, reading.sentences(block.start, block.end)
    marked = _Marked(reading, block)
    for at, sentence in enumerate(sentences):
        clauses = reading.clauses(sentence)
        led = (m.end() for m in _LED.finditer(text, sentence.start, min(sentence.end, sentence.start + LONGEST_LEAD)))
        starts = sorted({*(c.start for c in clauses), *_within(reports.starts, sentence), *led})
        ends = sorted({*(c.end for c in clauses), *_within(reports.ends, sentence)})
        following = [s.end for s in sentences[at + 1 : at + 1 + MOST_FOLLOWING]]
        for start in starts:
            first = bisect_right(ends, start)
            reach = {*ends[first : first + MOST_ENDS], sentence.end}
            if start > sentence.start and (start in reports.starts or _behind_colon(text, sentence, start)):
                reach.update(following)
            uncrossed = [end for end in sorted(reach) if marked.around(start) == marked.around(end)]
            yield from _runs(text, sentence, start, uncrossed, start in reports.starts)


class _Marked:
    """The outermost closed quotations of a block. A run that begins in one and ends out of it is none."""

    def __init__(self, reading: Reading, block: Span) -> None:
        self._spans: list[tuple[int, int]] = []
        for mark in reading.marks(block.start, block.end):
            start = block.start + mark.open
            if mark.close is not None and (not self._spans or start > self._spans[-1][1]):
                self._spans.append((start, block.start + mark.close))

    def around(self, place: int) -> tuple[int, int] | None:
        """The quotation that a place between two code points lies in."""
        nearest = bisect_left(self._spans, (place, 0)) - 1
        if nearest < 0 or place > self._spans[nearest][1]:
            return None
        return self._spans[nearest]


def _within(places: Sequence[int], sentence: Segment) -> Sequence[int]:
    return places[bisect_left(places, sentence.start) : bisect_right(places, sentence.end)]


def _behind_colon(text: str, sentence: Segment, start: int) -> bool:
    return text[sentence.start : start].rstrip()[-1:] == ":"


def _runs(text: str, sentence: Segment, start: int, ends: Sequence[int], reported: bool) -> Iterator[ClauseRun]:
    for end in ends:
        inside = end < sentence.end
        stop = start + len(text[start:end].rstrip(SIGNS)) if inside else end
        cut = (start > sentence.start) + inside
        if cut and len(text[start:stop].split(maxsplit=FEWEST_WORDS)) >= FEWEST_WORDS:
            yield ClauseRun(start, stop, reported, cut)

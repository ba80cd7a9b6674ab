"""The units that a rendering is made of: clauses, with words that only say who speaks as units of their own.

"وأضاف الوزير أن A، وفق البيان، مشيرا إلى أن B" has five: A, B, and an attribution before each and between them.
Offsets are code points into `Article.text`, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

from iqtibas.align.find.candidates import ALIGNED_KINDS
from iqtibas.align.find.clauses import LONGEST_LEAD, SIGNS
from iqtibas.article import Block, Segment, Span
from iqtibas.article.arabic.speech import is_complementizer
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.attributions import Attribution
from iqtibas.article.marks import CLOSING_MARKS, OPENING_MARKS

Role = Literal["told", "said", "before", "behind"]
Spanned = TypeVar("Spanned", bound=Span)

# A quotation of fewer words is a name or a phrase, and no unit of its own.
FEWEST_QUOTED = 3
_EDGES = SIGNS + "".join(sorted(OPENING_MARKS | CLOSING_MARKS)) + ".\t\u00a0"


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause or an attribution. block, sentence: which of the article's it is in; sentence counts running ones.

    role: an attribution before or behind what is said; what somebody says, in marks or reported; or what the article
    tells. quoted: where the quotation begins that it is in, 0 if it is in none. heading: in a heading. trimmed: words
    at its beginning were left out.
    """

    start: int
    end: int
    block: int
    sentence: int
    role: Role
    quoted: int
    heading: bool
    trimmed: bool = False


def find_units(reading: ArticleReading) -> list[Unit]:
    """The units of an article's aligned blocks, in order and without overlap; signs between them are in none."""
    units: list[Unit] = []
    sentence = 0
    for index, block in enumerate(reading.article.blocks):
        if block.kind in ALIGNED_KINDS:
            quoted = _quoted(reading, block)
            edges = sorted({place for span in quoted for place in (span.start, span.end)})
            outer = _outermost(quoted)
            for own in reading.sentences(block.start, block.end):
                units += _units(reading, index, own, sentence, edges, outer)
                sentence += 1
    return units


def _units(
    reading: ArticleReading, index: int, own: Segment, sentence: int, edges: Sequence[int], outer: Sequence[Segment]
) -> Iterator[Unit]:
    """The units of a sentence. edges, outer: of the block's quotations, in order."""
    attributions = _within(reading.attributions, own)
    clauses = reading.clauses(own)
    leads = {end for c in clauses if (end := _lead_end(reading, c))}
    places = {own.start, own.end, *(c.start for c in clauses), *leads}
    places |= {place for a in attributions for place in (a.start, a.end)}
    places |= {*edges[bisect_right(edges, own.start) : bisect_left(edges, own.end)]}
    heading = reading.article.blocks[index].kind == "heading"
    for start, end in pairwise(sorted(p for p in places if own.start <= p <= own.end)):
        first, last = _trimmed(reading.text, start, end)
        if any(map(str.isalnum, reading.text[first:last])):
            quotation, attribution = _around(outer, first, last), _around(attributions, first, last)
            led: Role | None = "before" if end in leads and not quotation else None
            role = attribution.place if attribution else led
            said: Role = "said" if quotation or _around(reading.quotes, first, last) else "told"
            yield Unit(first, last, index, sentence, role or said, quotation.start if quotation else 0, heading)


def _lead_end(reading: ArticleReading, clause: Segment) -> int | None:
    """Where a clause's own "that" ends, if it is near its beginning; verbs that say something are beyond counting."""
    stop = min(clause.end, clause.start + LONGEST_LEAD)
    tokens = reading.tokens(clause.start, stop)
    at = next((k for k in range(1, len(tokens) - 1) if is_complementizer(tokens, k)), None)
    if at is None:
        return None
    return clause.start + reading.normalized(clause.start, stop).to_source(tokens[at].start, tokens[at].end)[1]


def _within(attributions: Sequence[Attribution], own: Segment) -> Sequence[Attribution]:
    first = bisect_left(attributions, own.start, key=lambda a: a.start)
    return attributions[first : bisect_right(attributions, own.end, key=lambda a: a.start)]


def _around(spans: Sequence[Spanned], start: int, end: int) -> Spanned | None:
    """The span that a stretch lies in. spans: in order, without overlap."""
    at = bisect_right(spans, start, key=lambda span: span.start) - 1
    return spans[at] if at >= 0 and end <= spans[at].end else None


def _quoted(reading: ArticleReading, block: Block) -> list[Segment]:
    """The insides of the block's quotations that are long enough to be speech; the marks are outside. They nest."""
    found = []
    for mark in reading.marks(block.start, block.end):
        start = block.start + mark.open + 1
        end = block.end if mark.close is None else block.start + mark.close
        if len(reading.text[start:end].split(maxsplit=FEWEST_QUOTED)) >= FEWEST_QUOTED:
            found.append(Segment(start, end))
    return found


def _outermost(spans: Sequence[Segment]) -> list[Segment]:
    """Those of spans, by their start, that lie in no other."""
    found: list[Segment] = []
    for span in spans:
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    first = end - len(inside.lstrip(_EDGES))
    return first, first + len(text[first:end].rstrip(_EDGES))

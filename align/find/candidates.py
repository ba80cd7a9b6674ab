"""Stretches of Arabic that could render a statement.

They are runs of sentences in a block, quotations inside one, and runs of clauses inside a sentence
(align/find/clauses.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from iqtibas.align.find.clauses import Reports, find_clause_runs, find_reports
from iqtibas.article import Embed, Segment
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.marks import CLOSING_MARKS, OPENING_MARKS
from iqtibas.article.reading import Reading

# A tweet rarely has more sentences than this; the longest rendering in the development sets has three.
LONGEST_RUN = 4
# A page of thousands of posts is read post by post; a long article has some hundreds of stretches.
MOST_AROUND = 2_000
ALIGNED_KINDS = frozenset({"heading", "paragraph", "list_item", "caption"})
MARKS = "".join(sorted(OPENING_MARKS | CLOSING_MARKS))
# A quotation inside a sentence is a candidate of its own from this many words on; shorter ones are names.
FEWEST_QUOTED_WORDS = 4
# Marks, stops and spaces around a quotation that fills its block.
MOST_MARKS = 12
# "وقالت الوزيرة: «…»": what leads into a quotation is no part of it, unless the statement says it too.
# A name in marks may be part of it: "وكتبت منظمة «حقول»: «…»".
LEAD = re.compile(r"(?:[^:\n“”«»\"]|[“«\"][^:\n“”«»\"]{1,40}[”»\"]){2,120}:\s*(?=[“”«\"‘’])")


def running_sentences(reading: ArticleReading) -> list[Segment]:
    """The sentences that candidates are made of, in order."""
    blocks = [block for block in reading.article.blocks if block.kind in ALIGNED_KINDS]
    return [sentence for block in blocks for sentence in reading.sentences(block.start, block.end)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A candidate span, without quotation marks around it, and how it stands in its article.

    block: index into `Article.blocks`. whole: it fills its block. quoted: marks stand around it. cued: a cue or
    a lead stands right before it. reported: it begins behind a word of reporting and its إن or أن.
    cut: how many of its ends, 0 to 2, lie inside a sentence and are no end of a quotation. sentences: how many of
    these it lies in.
    """

    start: int
    end: int
    block: int
    whole: bool
    quoted: bool
    cued: bool
    reported: bool = False
    cut: int = 0
    sentences: int = 1


def find_stretches(reading: ArticleReading) -> list[Stretch]:
    """All candidates of an article in order; boilerplate, cues and embeds are never among them.

    Their number is linear in the text but for quotations in quotations.
    """
    found: dict[tuple[int, int], Stretch] = {}
    reports = find_reports(reading)
    for index, block in enumerate(reading.article.blocks):
        if block.kind in ALIGNED_KINDS:
            for stretch in _stretches(reading, index, reports):
                if stretch.start < stretch.end and (not stretch.cut or (stretch.start, stretch.end) not in found):
                    found[stretch.start, stretch.end] = stretch
    sentences = running_sentences(reading)
    return [_counted(found[key], sentences) for key in sorted(found)]


def around(stretches: Sequence[Stretch], embed: Embed | None) -> Sequence[Stretch]:
    """The stretches that may render an embed: all of them, or of more than MOST_AROUND as many as stand nearest to it.

    stretches: sorted by start. embed: None for a statement without a place, which all may render.
    """
    if embed is None or len(stretches) <= MOST_AROUND:
        return stretches
    at = bisect_left(stretches, embed.start, key=lambda stretch: stretch.start)
    first = min(max(0, at - MOST_AROUND // 2), len(stretches) - MOST_AROUND)
    return stretches[first : first + MOST_AROUND]


def _counted(stretch: Stretch, sentences: Sequence[Segment]) -> Stretch:
    first = bisect_right(sentences, stretch.start, key=lambda s: s.end)
    return replace(stretch, sentences=bisect_left(sentences, stretch.end, key=lambda s: s.start) - first)


def _stretches(reading: ArticleReading, index: int, reports: Reports) -> Iterator[Stretch]:
    """The candidates of a block, those without a cut first; a later one tells more of the same span."""
    text, blocks, block = reading.text, reading.article.blocks, reading.article.blocks[index]
    behind_cue = index > 0 and blocks[index - 1].kind == "cue"
    lead = LEAD.match(text, block.start, block.end)
    openings = [(block.start, behind_cue)] + ([(lead.end(), True)] if lead else [])
    for opening, cued in openings:
        for start, end in _runs(reading, opening, block.end):
            yield _stretch(text, Segment(opening, block.end), index, cued, start, end)
    for run in find_clause_runs(reading, block, reports):
        stretch = _stretch(text, Segment(block.start, block.end), index, behind_cue, run.start, run.end)
        yield replace(stretch, reported=run.reported, cut=run.cut)


def _runs(reading: Reading, opening: int, closing: int) -> Iterator[tuple[int, int]]:
    sentences = reading.sentences(opening, closing)
    for first in range(len(sentences)):
        for last in sentences[first : first + LONGEST_RUN]:
            yield sentences[first].start, last.end
    if sentences:
        yield sentences[0].start, sentences[-1].end
    yield from _quotations(reading, opening, closing)


def _quotations(reading: Reading, opening: int, closing: int) -> Iterator[tuple[int, int]]:
    """Insides of quotations that are long enough to be speech; the first that is never closed runs to the end."""
    unclosed = False
    for mark in reading.marks(opening, closing):
        start = opening + mark.open + 1
        end = closing if mark.close is None else opening + mark.close
        if mark.close is None and unclosed:
            continue
        unclosed |= mark.close is None
        if len(reading.text[start:end].split(maxsplit=FEWEST_QUOTED_WORDS)) >= FEWEST_QUOTED_WORDS:
            yield start, end


def _stretch(text: str, around: Segment, index: int, cued: bool, start: int, end: int) -> Stretch:
    """around: the block, or what follows its lead: the stretch is whole if it fills that."""
    inner_start, inner_end = unquote(text, start, end)
    reaches = _only(OPENING_MARKS, text, around.start, start), _only(CLOSING_MARKS, text, end, around.end)
    return Stretch(
        inner_start,
        inner_end,
        index,
        whole=all(reaches),
        quoted=text[max(0, inner_start - 1) : inner_start] in OPENING_MARKS,
        cued=cued and reaches[0],
    )


def _only(marks: frozenset[str], text: str, start: int, end: int) -> bool:
    """Whether nothing but a few marks, stops and spaces stands between two offsets."""
    return end - start <= MOST_MARKS and marks.issuperset(text[start:end].strip(" .،؛").replace(" ", ""))


def unquote(text: str, start: int, end: int) -> tuple[int, int]:
    """Shrink a span past white space and the quotation marks that enclose it, with a stop behind the closing one.

    A mark goes if its partner goes with it or is missing; a quotation inside the span keeps both.
    """
    while True:
        start, end = _strip(text, start, end)
        inside = text[start:end]
        unstopped = inside.rstrip(".،؛")
        opens, closes = inside[:1] in OPENING_MARKS, unstopped[-1:] in CLOSING_MARKS
        if len(unstopped) == 1 and (opens or closes):
            return start, start
        enclosed = opens and closes
        alone = (opens or closes) and sum(map(inside.count, MARKS)) % 2 == 1
        if not (enclosed or alone):
            return start, end
        start, end = start + opens, start + len(unstopped) - 1 if closes else end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    start = end - len(inside.lstrip())
    return start, start + len(inside.strip())

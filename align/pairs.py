"""Pairs out of articles for the ledger, and what it finds moved back into them.

Here, and nowhere in the ledger, offsets into an article become offsets into a pair and the reverse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from iqtibas.align.ledger.pair import Context, Linker, Pair
from iqtibas.align.model import Finding, Rendering, Verdict
from iqtibas.article import Article, Block, Embed, Segment, find_quotes
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.attributions import Attribution
from iqtibas.article.marks import QUOTATION_MARKS
from iqtibas.article.mending import as_read
from iqtibas.article.model import begins_in
from iqtibas.article.reading import Reading

Move = Callable[[int, int], tuple[int, int]]

# How far a quotation may begin inside its rendering (marks), in code points.
SLACK = 3
# The embeds of an article must not each read all of it, in code points.
LONGEST_AROUND = 6000
# A sentence of fewer words behind a rendering ("Thank you.") is nothing that it goes on with.
FEWEST_WORDS = 4
_STOPS = frozenset(".!?؟…")
_BETWEEN = " \t\u00a0" + "".join(sorted(_STOPS | QUOTATION_MARKS))


def embedded_pair(reading: ArticleReading, embed: Embed, rendering: Rendering, words: Linker) -> Pair:
    """An embedded statement and its rendering. reading: of the article of both."""
    context = replace(
        _context(reading, rendering),
        rest=rest_of_quotation(reading, embed, rendering),
        author=embed.author,
        post=reading.article.slice(embed),
    )
    readings = reading.part(embed.said.start, embed.said.end), rendered(reading, rendering)
    return Pair(readings[0].text, readings[1].text, words, context, readings)


def reported_pair(
    reading: ArticleReading, statement: Reading, rendering: Rendering, words: Linker, *, direct: bool
) -> Pair:
    """A statement that stands elsewhere and its rendering. reading: of the article. direct: see `Context`."""
    context = replace(_context(reading, rendering), direct=direct)
    readings = statement, rendered(reading, rendering)
    return Pair(statement.text, readings[1].text, words, context, readings)


def _context(reading: ArticleReading, rendering: Rendering) -> Context:
    at = bisect_right(reading.quotes, rendering.start, key=lambda quote: quote.start) - 1
    speaker = reading.quotes[at].speaker if at >= 0 and begins_in(rendering, reading.quotes[at]) else ""
    main = Segment(rendering.start, rendering.end)
    sources = tuple(one.speaker for one in rendering.attributions if one.speaker)
    return Context(reading.text, rendering.spans[0].start, main, speaker=speaker, sources=sources, reading=reading)


def rendered(reading: ArticleReading, rendering: Rendering) -> Reading:
    """The reading of `rendered_text`; a rendering in several places is a text of its own."""
    if rendering.parts or inner_attributions(rendering):
        return Reading(rendered_text(reading.article, rendering))
    return reading.part(rendering.start, rendering.end)


def inner_attributions(rendering: Rendering) -> list[Attribution]:
    """The words that say who speaks inside of a place of the rendering ("…, he added, …"): no part of what is said."""
    places = rendering.spans
    return [a for a in rendering.attributions if any(p.start < a.start and a.end < p.end for p in places)]


def rendered_text(article: Article, rendering: Rendering) -> str:
    """A rendering as one text, from its first place to its last, with blanks for what is no part of it.

    Blank are what stands between two places, and the words inside of one that say who speaks.

    The text begins at `rendering.spans[0].start`, and every offset into it is as far from there as in the article.
    """
    at = rendering.spans[0].start
    text = as_read(article)[at : rendering.spans[-1].end]
    for part, following in zip(rendering.parts, rendering.parts[1:], strict=False):
        text = text[: part.end - at] + " " * (following.start - part.end) + text[following.start - at :]
    for inner in inner_attributions(rendering):
        text = text[: inner.start - at] + " " * (inner.end - inner.start) + text[inner.end - at :]
    return text


def rest_of_quotation(reading: ArticleReading, embed: Embed, rendering: Rendering) -> Segment | None:
    """The one sentence that a quotation below its embed has behind the rendering.

    Its offsets are those of `rendered_text`. A rendering in several places is read as one quotation.
    """
    article, first, last = reading.article, rendering.spans[0].start, rendering.spans[-1].end
    if embed.said.end > first:
        return None
    at = bisect_right(article.blocks, first, key=lambda block: block.start)
    around = article.blocks[max(0, at - 2) : at]  # the block before may be the cue
    if not around or not last < around[-1].end <= around[0].start + LONGEST_AROUND:
        return None
    base, own = around[0].start, _around(reading, rendering, around)
    for quote in find_quotes(replace(article, text=own.text, blocks=_shifted_blocks(around, -base)), own):
        if quote.direct and quote.start <= first - base + SLACK and last - base < quote.end:
            behind = own.text[last - base : quote.end]
            between = len(behind) - len(behind.lstrip(_BETWEEN))
            rest = own.sentences(last - base + between, quote.end)
            ended = not _STOPS.isdisjoint(own.text[last - base - 1 : last - base + between])
            if ended and len(rest) == 1 and len(behind.split()) >= FEWEST_WORDS:
                return Segment(rest[0].start + base - first, rest[0].end + base - first)
    return None


def _around(reading: ArticleReading, rendering: Rendering, blocks: Sequence[Block]) -> Reading:
    """The text of a rendering's blocks, with blanks between its places."""
    start, end = blocks[0].start, blocks[-1].end
    if not rendering.parts and not inner_attributions(rendering):
        return reading.part(start, end)
    first, last = rendering.spans[0].start, rendering.spans[-1].end
    return Reading(reading.text[start:first] + rendered_text(reading.article, rendering) + reading.text[last:end])


def _shifted_blocks(blocks: Sequence[Block], by: int) -> tuple[Block, ...]:
    return tuple(Block(block.kind, block.start + by, block.end + by) for block in blocks)


def moved(verdict: Verdict, english: int, arabic: int) -> Verdict:
    """A verdict on a pair with its findings where the two texts stand.

    english, arabic: how far to the right of the beginning of each text, in code points.
    """
    return placed(
        verdict, lambda start, end: (start + english, end + english), lambda start, end: (start + arabic, end + arabic)
    )


def placed(verdict: Verdict, english: Move, arabic: Move) -> Verdict:
    """A verdict with the spans of its findings moved. english, arabic: from offsets of a text to where these stand."""

    def there(finding: Finding) -> Finding:
        return replace(finding, english=_placed(finding.english, english), arabic=_placed(finding.arabic, arabic))

    findings, explained = (tuple(map(there, own)) for own in (verdict.findings, verdict.explained))
    return replace(verdict, findings=findings, explained=explained)


def _placed(span: Segment | None, move: Move) -> Segment | None:
    return span and Segment(*move(span.start, span.end))

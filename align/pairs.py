"""Pairs out of articles for the ledger, and what it finds moved back into them.

Here, and nowhere in the ledger, offsets into an article become offsets into a pair and the reverse.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from iqtibas.align.ledger.pair import Context, Linker, Pair
from iqtibas.align.model import Finding, Rendering, Verdict
from iqtibas.article import Article, Embed, Quote, Segment, find_quotes
from iqtibas.article.marks import QUOTATION_MARKS
from iqtibas.article.model import begins_in
from iqtibas.article.sentences import split_sentences

# How far a quotation may begin inside its rendering (marks), in code points.
SLACK = 3
# The embeds of an article must not each read all of it, in code points.
LONGEST_AROUND = 6000
# A sentence of fewer words behind a rendering ("Thank you.") is nothing that it goes on with.
FEWEST_WORDS = 4
_STOPS = frozenset(".!?؟…")
_BETWEEN = " \t\u00a0" + "".join(sorted(_STOPS | QUOTATION_MARKS))


def embedded_pair(article: Article, embed: Embed, rendering: Rendering, quotes: Sequence[Quote], words: Linker) -> Pair:
    """An embedded statement and its rendering. quotes: `find_quotes(article)`."""
    context = replace(
        _context(article, rendering, quotes),
        rest=rest_of_quotation(article, embed, rendering),
        author=embed.author,
        post=article.slice(embed),
    )
    return Pair(embed.text, rendered_text(article, rendering), words, context)


def reported_pair(
    article: Article, statement: str, rendering: Rendering, quotes: Sequence[Quote], words: Linker, *, direct: bool
) -> Pair:
    """A statement that stands elsewhere and its rendering. quotes, direct: see `embedded_pair` and `Context`."""
    context = replace(_context(article, rendering, quotes), direct=direct)
    return Pair(statement, rendered_text(article, rendering), words, context)


def _context(article: Article, rendering: Rendering, quotes: Sequence[Quote]) -> Context:
    speaker = next((q.speaker for q in quotes if begins_in(rendering, q)), "")
    main = Segment(rendering.start, rendering.end)
    return Context(article.text, rendering.spans[0].start, main, speaker=speaker)


def rendered_text(article: Article, rendering: Rendering) -> str:
    """A rendering as one text, from its first place to its last; what stands between two places is blanked.

    The text begins at `rendering.spans[0].start`, and every offset into it is as far from there as in the article.
    """
    at = rendering.spans[0].start
    text = article.text[at : rendering.spans[-1].end]
    for part, following in zip(rendering.parts, rendering.parts[1:], strict=False):
        text = text[: part.end - at] + " " * (following.start - part.end) + text[following.start - at :]
    return text


def rest_of_quotation(article: Article, embed: Embed, rendering: Rendering) -> Segment | None:
    """The one sentence that a quotation below its embed has behind the rendering.

    Its offsets are those of `rendered_text`. A rendering in several places is read as one quotation.
    """
    first, last = rendering.spans[0].start, rendering.spans[-1].end
    if embed.said.end > first:
        return None
    at = bisect_right(article.blocks, first, key=lambda block: block.start)
    around = article.blocks[max(0, at - 2) : at]  # the block before may be the cue
    if not around or around[-1].end - around[0].start > LONGEST_AROUND:
        return None
    text = article.text
    if rendering.parts:
        text = text[:first] + rendered_text(article, rendering) + text[last:]
    for quote in find_quotes(replace(article, text=text, blocks=around)):
        if quote.direct and quote.start <= first + SLACK and last < quote.end:
            behind = text[last : quote.end]
            between = len(behind) - len(behind.lstrip(_BETWEEN))
            rest = split_sentences(text, last + between, quote.end)
            ended = not _STOPS.isdisjoint(text[last - 1 : last + between])
            if ended and len(rest) == 1 and len(behind.split()) >= FEWEST_WORDS:
                return Segment(rest[0].start - first, rest[0].end - first)
    return None


def moved(verdict: Verdict, english: int, arabic: int) -> Verdict:
    """A verdict on a pair with its findings where the two texts stand.

    english, arabic: how far to the right of the beginning of each text, in code points.
    """

    def placed(finding: Finding) -> Finding:
        return replace(finding, english=_shifted(finding.english, english), arabic=_shifted(finding.arabic, arabic))

    findings, explained = (tuple(map(placed, own)) for own in (verdict.findings, verdict.explained))
    return replace(verdict, findings=findings, explained=explained)


def _shifted(span: Segment | None, by: int) -> Segment | None:
    return span and Segment(span.start + by, span.end + by)

"""An English text against an Arabic one, without any article."""

from __future__ import annotations

from dataclasses import dataclass

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.pair import Context, Pair
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Verdict
from iqtibas.align.pairs import placed
from iqtibas.article import Segment
from iqtibas.article.visible import visible


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is said of two texts.

    verdict: with its findings; their spans are offsets into the two texts. links: the linked words, as (English span,
    Arabic span), in the order of the English text; a word may have several links or none.
    """

    verdict: Verdict
    links: tuple[tuple[Segment, Segment], ...]


def compare_pair(pair: Pair, tools: Tools) -> Comparison:
    """The verdict on a pair with its findings, and which of its words are linked.

    A pair without words on either side has no links, and is judged all the same.
    """
    verdict, link = judge(pair, tools), pair.link
    links = ((Segment(*link.english_words[i]), Segment(*link.arabic_words[j])) for i, j in link.pairs)
    return Comparison(verdict, tuple(links))


def compare_texts(english: str, arabic: str, context: Context, tools: Tools) -> Comparison:
    """`compare_pair` of two texts as they look (`article.visible`); spans are offsets into the texts as they are."""
    ours, theirs = visible(english), visible(arabic)
    compared = compare_pair(Pair(ours.text, theirs.text, tools.words, context), tools)
    links = (
        (Segment(*ours.to_source(one.start, one.end)), Segment(*theirs.to_source(other.start, other.end)))
        for one, other in compared.links
    )
    return Comparison(placed(compared.verdict, ours.to_source, theirs.to_source), tuple(links))

"""An English text against an Arabic one, without any article."""

from __future__ import annotations

from dataclasses import dataclass

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Verdict
from iqtibas.article import Segment


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

"""The reading of an article: that of its text, with what its blocks say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from iqtibas.article.attributions import Attribution, find_attributions
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Quote, Segment
from iqtibas.article.quotes import find_quotes
from iqtibas.article.reading import Reading
from iqtibas.article.sentences import TEXT_KINDS


class ArticleReading(Reading):
    """An article with what was read out of it so far. It lives as long as the work on its article does."""

    def __init__(self, article: Article) -> None:
        super().__init__(as_read(article))
        self.article = article

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """The quoted speech of the article; see `article.quotes.find_quotes`."""
        return find_quotes(self.article, self)

    @cached_property
    def attributions(self) -> Sequence[Attribution]:
        """The words of the article that name who speaks; see `article.attributions.find_attributions`."""
        return find_attributions(self.article, self)

    @cached_property
    def block_bounds(self) -> tuple[list[int], list[int]]:
        """Where the blocks that are no cues start and where they end, in order."""
        blocks = [block for block in self.article.blocks if block.kind != "cue"]
        return [block.start for block in blocks], [block.end for block in blocks]

    @cached_property
    def segments(self) -> Sequence[Segment]:
        """The sentences of the article's blocks; see `article.sentences.segment_article`."""
        blocks = (block for block in self.article.blocks if block.kind in TEXT_KINDS)
        return [sentence for block in blocks for sentence in self.sentences(block.start, block.end)]

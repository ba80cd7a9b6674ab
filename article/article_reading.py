"""The reading of an article: that of its text, with what its blocks say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from iqtibas.article.model import Article, Quote
from iqtibas.article.quotes import find_quotes
from iqtibas.article.reading import Reading


class ArticleReading(Reading):
    """An article with what was read out of it so far. It lives as long as the work on its article does."""

    def __init__(self, article: Article) -> None:
        super().__init__(article.text)
        self.article = article

    @cached_property
    def quotes(self) -> Sequence[Quote]:
        """The quoted speech of the article; see `article.quotes.find_quotes`."""
        return find_quotes(self.article, self)

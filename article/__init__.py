"""Reading untrusted input into an `Article`: blocks, embedded statements, quotations, sentences.

What is asked for is imported then: an error needs no reader of pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from article.late import late_names

if TYPE_CHECKING:
    from article.embeds import find_embeds
    from article.errors import DefectError, EncodingError, IqtibasError, ModelError, OutputError, ReadError, UsageError
    from article.model import Article, Block, BlockKind, Embed, Quote, Segment, Span
    from article.quotes import find_quotes
    from article.read import count_inputs, read_articles
    from article.sentences import segment_article, split_sentences
    from article.transcript import Transcript, read_lines, read_transcript

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "DefectError",
    "Embed",
    "EncodingError",
    "IqtibasError",
    "ModelError",
    "OutputError",
    "Quote",
    "ReadError",
    "Segment",
    "Span",
    "Transcript",
    "UsageError",
    "count_inputs",
    "find_embeds",
    "find_quotes",
    "read_articles",
    "read_lines",
    "read_transcript",
    "segment_article",
    "split_sentences",
]

_HOMES = {
    "article.embeds": "find_embeds",
    "article.errors": "DefectError EncodingError IqtibasError ModelError OutputError ReadError UsageError",
    "article.model": "Article Block BlockKind Embed Quote Segment Span",
    "article.quotes": "find_quotes",
    "article.read": "count_inputs read_articles",
    "article.sentences": "segment_article split_sentences",
    "article.transcript": "Transcript read_lines read_transcript",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = late_names(__name__, _HOMES)

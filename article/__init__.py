"""Reading untrusted input into an `Article`: blocks, embedded statements, quotations, sentences."""

from __future__ import annotations

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

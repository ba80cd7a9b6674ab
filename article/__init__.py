"""Reading untrusted input into an `Article`: blocks, embedded statements, quotations, sentences.

Names are imported when they are first used: for an error, the reader of pages is not loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.lazy import lazy_names

if TYPE_CHECKING:
    from iqtibas.article.embeds import find_embeds
    from iqtibas.article.errors import (
        DefectError,
        EncodingError,
        IqtibasError,
        ModelError,
        OutputError,
        ReadError,
        UsageError,
    )
    from iqtibas.article.input.read import count_inputs, read_articles
    from iqtibas.article.input.transcript import Transcript, read_lines, read_transcript
    from iqtibas.article.model import Article, Block, BlockKind, Embed, Quote, Segment, Span
    from iqtibas.article.quotes import find_quotes
    from iqtibas.article.sentences import segment_article, split_sentences

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
    "iqtibas.article.embeds": "find_embeds",
    "iqtibas.article.errors": "DefectError EncodingError IqtibasError ModelError OutputError ReadError UsageError",
    "iqtibas.article.model": "Article Block BlockKind Embed Quote Segment Span",
    "iqtibas.article.quotes": "find_quotes",
    "iqtibas.article.input.read": "count_inputs read_articles",
    "iqtibas.article.sentences": "segment_article split_sentences",
    "iqtibas.article.input.transcript": "Transcript read_lines read_transcript",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = lazy_names(__name__, _HOMES)

"""What the rooms hand to each other: an article and the spans in it.

Every `start` and `end` is a code-point offset into `Article.text`, half open; `Article.slice(span)` is the text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

BlockKind = Literal["heading", "paragraph", "list_item", "embed", "cue", "caption", "boilerplate", "foreign"]
BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)


class Span(Protocol):
    """Anything with a half-open range of code points in an article's text."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share a code point. An empty one counts where it stands inside the other, not at its edge."""
    return one.start < other.end and other.start < one.end


def begins_in(one: Span, other: Span) -> bool:
    """Whether the first code point of a span is one of the other's."""
    return other.start <= one.start < other.end


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of one kind: a line of a pasted text, an element of a page, or the cue that opens one.

    `boilerplate` is kept and shown but never aligned; `foreign` is neither Arabic nor a statement.
    """

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Embed:
    """An embedded statement, usually a tweet.

    start, end: the whole embed as it stands in the article, with handle, links and tail.
    said: what was said, a sub-span without leading `.@handle:`, trailing media links and tail.
    text: `article.slice(said)`. handle: without `@`. links: as written, in order. platform: by its tail or handle,
    "twitter", "facebook" …, or "" for a statement pasted without a mark. language: "en", "ar", or "und". speaker: the
    handle that leads the text (`.@SecBlinken: …`) where another account's tail follows, which then passes on what that
    one said.
    """

    start: int
    end: int
    said: Segment
    text: str
    author: str
    handle: str
    date: datetime.date | None
    links: tuple[str, ...]
    platform: str
    language: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Arabic quoted speech. The span lies inside the quotation marks, or behind the reporting verb.

    speaker: as the article names them, or "". verb: the reporting verb as written, or "".
    direct: in quotation marks or after a colon; False for reported speech (قال إن …).
    closed: False for a direct quotation whose closing mark is missing.
    """

    start: int
    end: int
    speaker: str
    verb: str
    direct: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Article:
    """One article. text: the decoded input, untouched (for HTML and DOCX: the extracted text).

    id: stable, a relative path or the input's own id. source: where it was read from, with its encoding or
    format. language: "ar". notes: what a reader of the result should know about how it was read. blocks: in
    order, without overlap; what lies between them is white space. published: the day that its page or record names.
    """

    id: str
    text: str
    title: str
    source: str
    language: str
    blocks: tuple[Block, ...]
    sha256: str
    notes: tuple[str, ...] = ()
    published: datetime.date | None = None

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

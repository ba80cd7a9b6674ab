"""What a check of coverage against statements says. See align/coverage/check.py.

English offsets are code points into `Statement.text`, Arabic ones into `Article.text`, half open.
"""

from __future__ import annotations

from dataclasses import dataclass

from iqtibas.align.model import Rendering, Verdict
from iqtibas.article import Article, Quote, Segment
from iqtibas.article.input.statements import Statement


@dataclass(frozen=True, slots=True)
class Attribution:
    """To whom the Arabic gives a rendering.

    speaker: as the article names them, or "". verb: the reporting verb as written, or "". direct: printed as a
    quotation, not as reported speech. quote: the quoted speech that the rendering stands in, None for the article's
    own voice. agrees: whether that is the statement's speaker; None where either is unknown.
    """

    speaker: str
    verb: str
    direct: bool
    quote: Segment | None
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one article makes of one statement: numbers of both in the `Check`, and the rendering with its verdict.

    The findings' English spans point into the statement's text. The verdict is "faithful", "altered" or "partial".
    """

    statement: int
    article: int
    rendering: Rendering
    verdict: Verdict
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Possible:
    """A passage that may render a statement, too unsure to be judged: somebody should look.

    statement, article: numbers in the `Check`. spans: of the passage, in text order. confidence: how likely it renders
    the statement, 0 to 1. copy_of: the article that this one nearly copies and that surely renders the statement there,
    or None.
    """

    statement: int
    article: int
    spans: tuple[Segment, ...]
    confidence: float
    copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A quotation of a known speaker for which no statement is known. article: its number in the `Check`.

    name: the speaker as the statements name them.
    """

    article: int
    quote: Quote
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """Statements against articles. What is not in `covered` was not found: "not covered".

    covered: by statement, then by article. copies: groups of two or more articles with nearly the same text, as their
    numbers, in order: an agency's report and who printed it. possible: in the order of `covered`, of what is not in it.
    """

    statements: tuple[Statement, ...]
    articles: tuple[Article, ...]
    covered: tuple[Coverage, ...]
    unsourced: tuple[Unsourced, ...]
    copies: tuple[tuple[int, ...], ...]
    possible: tuple[Possible, ...] = ()

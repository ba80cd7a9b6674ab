"""Articles as people paste them: invented lines around the line under test."""

from __future__ import annotations

from iqtibas.article import Article, Block
from iqtibas.article.input.plain import article_from_text

BEFORE = "أعلن وزير النقل كريم البدري افتتاح الجسر الجديد أمس."
BEHIND = "وأضاف أن العمل استغرق ثلاث سنوات كاملة."


def pasted(*lines: str, title: str = "") -> Article:
    """The lines as an article."""
    return article_from_text("\n".join(lines), id="pasted.txt", source="pasted.txt (UTF-8)", sha256="", title=title)


def between(*lines: str) -> Article:
    """The lines as an article, with an ordinary paragraph before and behind them."""
    return pasted(BEFORE, *lines, BEHIND)


def parts(article: Article) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(block.kind, article.slice(block)) for block in article.blocks]


def inner(article: Article) -> list[tuple[str, str]]:
    """Kind and text of the blocks of `between`, which must have left its own paragraphs alone."""
    found = parts(article)
    assert found[0] == ("paragraph", BEFORE)
    assert found[-1] == ("paragraph", BEHIND)
    return found[1:-1]


def blocks_of(article: Article, kind: str) -> list[Block]:
    """The blocks of one kind."""
    return [block for block in article.blocks if block.kind == kind]

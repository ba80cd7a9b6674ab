"""What `import iqtibas` has of this room: one article out of one file, page or text."""

from __future__ import annotations

import hashlib
import os
from itertools import islice
from typing import TYPE_CHECKING

from iqtibas import __version__
from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.read import STDIN, is_url, read_articles
from iqtibas.article.model import Article

if TYPE_CHECKING:
    from iqtibas.article.input.fetch import Fetcher

MANY = "use iqtibas.read_articles, which reads any number"


def read(source: str | os.PathLike[str], *, fetch: bool = False) -> Article:
    """Read one article from a file: text, HTML, DOCX, or JSON lines with one line.

    source: a path; never text, for which there is `read_text`. With fetch=True also the address of a page, which is
    then asked for over the network: public addresses only, 5 MB and 10 seconds at most, where robots.txt allows it.
    The article's id is the file's name, the address, or what the JSON line says; its text is what was decoded or
    extracted, and all offsets count its code points. Raises ReadError for what is missing, empty, too large, without
    Arabic, more than one article, or an address without fetch=True; EncodingError where no encoding fits.
    """
    place = os.fspath(source)
    if is_url(place):
        if not fetch:
            raise ReadError(place, "is an address, and nothing was to be fetched", "give fetch=True")
    elif os.path.isdir(place):
        raise ReadError(place, "is a folder", MANY)
    elif not os.path.exists(place):
        raise ReadError(place or "''", "there is no such file", "give a path; text is for iqtibas.read_text")
    # A name of one hyphen stands for standard input elsewhere; here it is a file.
    name = os.path.join(os.curdir, place) if place == STDIN else place
    found = list(islice(read_articles([name], fetcher=_fetcher() if fetch else None), 2))
    if len(found) > 1:
        raise ReadError(place, "holds more than one article", MANY)
    if not found:
        raise ReadError(place, "holds no article")
    if isinstance(found[0], IqtibasError):
        raise found[0]
    return found[0]


def read_text(text: str, *, id: str = "text", title: str = "") -> Article:
    """Read one article from text, as it would be pasted: paragraphs in lines, embedded statements among them.

    text: kept as it is; all offsets count its code points. id: what the article is called in results. title: its first
    heading if not given. Raises ReadError where the text holds no Arabic beside embedded statements.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return article_from_text(text, id=id, source=id, sha256=digest, title=title)


def as_article(article: Article | str) -> Article:
    """The article, or what `read_text` makes of text."""
    return read_text(article) if isinstance(article, str) else article


def _fetcher() -> Fetcher:
    from iqtibas.article.input.fetch import Fetcher

    return Fetcher(f"iqtibas/{__version__}")

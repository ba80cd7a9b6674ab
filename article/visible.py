"""What a reader sees of a text, beside the evidence and with the way back: nothing invisible, every letter as it looks.

`Article.text` keeps what came in. What shows nothing is left out here, wherever it stands: inside of a word it would
make two of it for whoever matches words, and one for the eye. Letters of other blocks that look like an Arabic or a
Latin one are that letter: presentation forms, styled and full-width letters (NFKC, Unicode Standard Annex 15), Persian
and Urdu letters, and Cyrillic, Greek and Armenian ones within Latin words (after Unicode Technical Standard 39,
confusables.txt). The stages read a `VisibleArticle`; what they find is moved back to where it stands by `located`.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from iqtibas.article.characters import INVISIBLE, LINE_ENDS
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Block, Embed

Found = TypeVar("Found")
Move = Callable[[int, int], tuple[int, int]]

# Letters in the shape that a neighbour or a style gives them. Not the phrases in one sign (ﷺ), nor signs of currency.
_STYLED = "\ufb00-\ufb06\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_MATHEMATICAL = (
    "\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212c\u212d\u212f-\u2131\u2133\u2134\U0001d400-\U0001d7ff"
)
_PERSIAN = {"ک": "ك", "ڪ": "ك", "ی": "ي", "ې": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ة"}
# Words whose last letter is an alif, where Persian keyboards have one letter for it and for ya.
_ALIF = re.compile(r"(?<!\w)([وف]?(?:عل|إل|ال|حت|لد|مت|سو))ی(?!\w)")
_LIKE_LATIN = dict(
    zip(
        "АВЕКМНОРСТУХІЈЅԚԜаеорсухіјѕԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναιρυՏՕԼօոսհգզɑɡ",
        "ABEKMHOPCTYXIJSQWaeopcyxijsdqwhlABEZHIKMNOPTYXovaipuSOLonuhqqag",
        strict=True,
    )
)
_FOREIGN = re.compile("[\u0370-\u058f]")
_LETTER_BESIDE_LATIN = re.compile(r"[^\W\d_]{2,}")
_ODD = re.compile(f"[{INVISIBLE}]+|[{_STYLED}{_MATHEMATICAL}{''.join(_PERSIAN)}{''.join(_LIKE_LATIN)}]")
_LINE = re.compile(f"[^{LINE_ENDS}]+")


class Visible(NamedTuple):
    """A text as it looks, and the way back.

    offsets: (len(text) + 1,) code points of the source, rising; a sign that stands for several has their place in it.
    posing: how many letters pose as Latin ones.
    """

    text: str
    offsets: Sequence[int]
    posing: int = 0

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source range of `text[start:end]`, with what is invisible behind it."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1)

    def with_edges(self, start: int, end: int) -> tuple[int, int]:
        """The same, with what is invisible before it too."""
        return self.offsets[start - 1] + 1 if start else 0, self.to_source(start, end)[1]

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Where `source[start:end]` is in `text`."""
        first = bisect_left(self.offsets, start)
        return first, max(first, bisect_left(self.offsets, end))


def visible(text: str) -> Visible:
    """What a reader sees of a text; `offsets` count in `text`. Linear in the text."""
    if _ODD.search(text) is None:
        return Visible(text, range(len(text) + 1))
    kept: list[str] = []
    offsets = array("l")
    at = 0
    for odd in _ODD.finditer(text):
        shown = "" if _HIDDEN.match(odd.group()) else _shown(odd.group())
        kept += [text[at : odd.start()], shown]
        offsets.extend(range(at, odd.start()))
        offsets.extend([odd.start()] * len(shown))
        at = odd.end()
    kept.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    read, posing = _in_latin(_ALIF.sub(r"\1ى", "".join(kept)).translate(_LETTERS))
    return Visible(read, offsets, posing)


_LETTERS = {ord(own): meant for own, meant in _PERSIAN.items()}
_HIDDEN = re.compile(f"[{INVISIBLE}]")


@lru_cache(maxsize=4096)
def _shown(sign: str) -> str:
    """What is seen of an odd sign: itself, or the letters that it is a form of."""
    if sign in _PERSIAN or sign in _LIKE_LATIN:
        return sign
    return unicodedata.normalize("NFKC", sign).replace(" ", "").replace("ـ", "")


def _in_latin(text: str) -> tuple[str, int]:
    """The text with the letters that pose as Latin ones replaced, one for one, and how many they are.

    They pose where a Latin letter is in their word, or where a line with Latin letters has no other of their alphabets.
    """
    if _FOREIGN.search(text) is None and "ɑ" not in text and "ɡ" not in text:
        return text, 0
    posing = 0

    def seen(line: re.Match[str]) -> str:
        latin = re.search("[A-Za-z]", line.group()) is not None
        only = latin and all(sign in _LIKE_LATIN for sign in _FOREIGN.findall(line.group()))

        def word(found: re.Match[str]) -> str:
            nonlocal posing
            own = found.group()
            odd = [sign for sign in own if sign in _LIKE_LATIN]
            among = re.search("[A-Za-z]", own) is not None
            if not odd or not (only or among) or any(s not in _LIKE_LATIN for s in _FOREIGN.findall(own)):
                return own
            posing += len(odd)
            return own.translate(_AS_LATIN)

        return _LETTER_BESIDE_LATIN.sub(word, line.group())

    return _LINE.sub(seen, text), posing


_AS_LATIN = {ord(own): meant for own, meant in _LIKE_LATIN.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class VisibleArticle:
    """An article as it looks, for the stages to read.

    source: the article as it came in. view: of its text as it is read, with the way back; None where nothing differs.
    """

    article: Article
    source: Article
    view: Visible | None = None

    def located(self, found: Found) -> Found:
        """What was found in `article` with its spans where they stand in `source`."""
        if self.view is None:
            return found
        return _moved(found, self.view.to_source, self.view.with_edges, self.source)  # type: ignore[no-any-return]

    def looked_up(self, found: Found) -> Found:
        """The reverse: spans of `source` as spans of `article`."""
        if self.view is None:
            return found
        return _moved(found, self.view.from_source, self.view.from_source, self.article)  # type: ignore[no-any-return]


@lru_cache(maxsize=2)
def visible_article(article: Article) -> VisibleArticle:
    """The article as it looks: its text as it is read (`article.mending`), without what is invisible."""
    text = as_read(article)
    if _ODD.search(text) is None:
        return VisibleArticle(article, article)
    view = visible(text)
    blocks = (Block(block.kind, *view.from_source(block.start, block.end)) for block in article.blocks)
    shown = tuple(block for block in blocks if block.start < block.end)
    return VisibleArticle(dataclasses.replace(article, text=view.text, blocks=shown), article, view)


def located_blocks(blocks: Sequence[Block], view: Visible) -> Iterator[Block]:
    """Blocks of a visible text where they stand in its source, with what is invisible at their edges: nothing but white
    space lies between them, and what is invisible apart from any word."""
    end = 0
    for block in blocks:
        first, last = view.with_edges(block.start, block.end)
        yield Block(block.kind, max(end, first), last)
        end = last


def _moved(value: Any, move: Move, block: Move, article: Article) -> Any:
    """Data with every `start` and `end` in it moved. block: what moves embeds, whose texts are those of `article`."""
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return type(value)(_moved(own, move, block, article) for own in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type | Article):
        return value
    held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    new = {name: _moved(own, move, block, article) for name, own in held.items()}
    if isinstance(held.get("start"), int) and isinstance(held.get("end"), int):
        new["start"], new["end"] = (block if isinstance(value, Embed) else move)(held["start"], held["end"])
    if isinstance(value, Embed):
        new["text"] = article.slice(new["said"])
    changed = {name: own for name, own in new.items() if own is not held[name]}
    return dataclasses.replace(value, **changed) if changed else value

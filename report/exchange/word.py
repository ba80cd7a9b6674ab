"""Paragraphs, tables and comment ranges of WordprocessingML (ECMA-376, part 1, clause 17).

What XML cannot hold becomes U+FFFD; line feeds and tabs become Word's own; bidirectional controls stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from iqtibas.article.characters import ARABIC_SCRIPT
from iqtibas.report.exchange.xml import XML_SPACE, legal

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_WIDTH = 9638  # of A4 with margins of 20 mm, in twentieths of a point
_BREAK = re.compile("(\r\n|[\r\n\t])")
_ARABIC = f"[{ARABIC_SCRIPT}]+"
_ARABIC_RUN = re.compile(f"({_ARABIC}(?:[ .,،-]+{_ARABIC})*)")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment points: code points of a paragraph's text, half open. number: of the comment."""

    start: int
    end: int
    number: int


def add(parent: Any, name: str, **attributes: str) -> Any:
    """A new last child in Word's namespace, its attributes too."""
    from lxml import etree

    return etree.SubElement(parent, word(name), {word(key): value for key, value in attributes.items()})


def word(local: str) -> str:
    """A name in Word's namespace."""
    return f"{{{WORD}}}{local}"


def arabic(parent: Any, text: str, style: str = "", anchors: Sequence[Anchor] = ()) -> None:
    """A right-to-left paragraph: `bidi` turns the paragraph, `rtl` its runs, `lang` tells spelling which language."""
    add(_properties(paragraph := add(parent, "p"), style), "bidi")
    for piece in _pieces(paragraph, text, anchors):
        _run(paragraph, piece, right_to_left=True)


def english(parent: Any, text: str, style: str = "", anchors: Sequence[Anchor] = ()) -> None:
    """A left-to-right paragraph; Arabic words in it are runs of their own."""
    _properties(paragraph := add(parent, "p"), style)
    for piece in _pieces(paragraph, text, anchors):
        for number, part in enumerate(_ARABIC_RUN.split(piece)):
            if part or not piece:
                _run(paragraph, part, right_to_left=number % 2 == 1)


def table(parent: Any, columns: int = 2) -> Any:
    """A table of equal columns with thin lines, without rows."""
    made = add(parent, "tbl")
    properties = add(made, "tblPr")
    add(properties, "tblW", w=str(TEXT_WIDTH), type="dxa")
    borders = add(properties, "tblBorders")
    for side in ("top", "bottom", "insideH", "insideV"):
        add(borders, side, val="single", sz="4", space="0", color="BBBBBB")
    add(properties, "tblLayout", type="fixed")
    grid = add(made, "tblGrid")
    for _ in range(columns):
        add(grid, "gridCol", w=str(TEXT_WIDTH // columns))
    return made


def row(parent: Any) -> Any:
    """A row that no page break divides."""
    made = add(parent, "tr")
    add(add(made, "trPr"), "cantSplit")
    return made


def cell(parent: Any, columns: int = 2) -> Any:
    """A cell, which needs a paragraph."""
    made = add(parent, "tc")
    add(add(made, "tcPr"), "tcW", w=str(TEXT_WIDTH // columns), type="dxa")
    return made


def _properties(paragraph: Any, style: str) -> Any:
    properties = add(paragraph, "pPr")
    if style:
        add(properties, "pStyle", val=style)
    return properties


def _pieces(paragraph: Any, text: str, anchors: Sequence[Anchor]) -> Iterator[str]:
    """The text between the borders of comments; the borders are put into the paragraph on the way.

    A text without any is one piece, even if it is empty. Ranges may overlap, as Word's may.
    """
    borders = sorted({0, len(text), *(a.start for a in anchors), *(a.end for a in anchors)})
    for at, border in enumerate(borders):
        for anchor in anchors:
            if anchor.start == border:
                add(paragraph, "commentRangeStart", id=str(anchor.number))
        for anchor in anchors:
            if anchor.end == border:
                _close(paragraph, anchor.number)
        if at + 1 < len(borders) or len(borders) == 1:
            yield text[border : borders[at + 1]] if at + 1 < len(borders) else ""


def _close(paragraph: Any, number: int) -> None:
    add(paragraph, "commentRangeEnd", id=str(number))
    mark = add(paragraph, "r")
    add(add(mark, "rPr"), "rStyle", val="CommentReference")
    add(mark, "commentReference", id=str(number))


def _run(paragraph: Any, text: str, *, right_to_left: bool) -> None:
    run = add(paragraph, "r")
    properties = add(run, "rPr")
    if right_to_left:
        add(properties, "rtl")
        add(properties, "lang", bidi="ar-SA")
    else:
        add(properties, "lang", val="en-GB")
    for piece in filter(None, _BREAK.split(text)):
        if piece == "\t":
            add(run, "tab")
        elif _BREAK.fullmatch(piece):
            add(run, "br")
        else:
            element = add(run, "t")
            element.text = legal(piece)
            element.set(XML_SPACE, "preserve")

"""Translation Memory eXchange, TMX 1.4b (LISA, 2005): pairs of Arabic and English, out and in.

What XML cannot hold becomes U+FFFD; bidirectional controls stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from iqtibas.report.exchange.xml import XML_LANG, elements, legal, local_name
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.translate.memory import Pair

ARTICLE, ORIGIN = "x-article", "x-origin"
# Inline elements that hold codes of the original's format instead of text; `hi` is the one that holds text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


def tmx_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's segments with their English; the guard's notes are notes of their units."""
    units = (
        _unit(result.article.slice(t.segment), t.english, notes=t.notes, number=number)
        for number, t in enumerate(result.translations, start=1)
    )
    return b"".join(_document(units, run.version, result.article.id))


def tmx_of_pairs(pairs: Iterable[Pair], version: str) -> Iterator[bytes]:
    """A memory of any size in chunks. version: of this program."""
    return _document((_unit(pair.arabic, pair.english, origin=pair.origin) for pair in pairs), version)


def read_tmx(path: Path) -> Iterator[Pair]:
    """The units of a TMX file that have an Arabic and an English side, in order.

    Any TMX from 1.1 on, whichever side is the source; of several variants the first counts, and of inline elements
    the text. Raises ReadError for anything that is no safe TMX (see `xml.elements`).
    """
    for unit in elements(path, "tmx", "tu"):
        sides: dict[str, str] = {}
        for variant in unit.iterchildren("{*}tuv"):
            language = (variant.get(XML_LANG) or variant.get("lang") or "").lower().replace("_", "-").split("-")[0]
            segment = next(variant.iterchildren("{*}seg"), None)
            if segment is not None:
                sides.setdefault(language, _text(segment))
        if "ar" in sides and "en" in sides:
            origin = next((p.text for p in unit.iterchildren("{*}prop") if p.get("type") == ORIGIN), None)
            yield Pair(sides["ar"], sides["en"], origin or path.name)


def _document(units: Iterable[Any], version: str, article: str = "") -> Iterator[bytes]:
    from lxml import etree

    header = etree.Element("header", {
        "creationtool": "Iqtibas", "creationtoolversion": version, "segtype": "sentence", "o-tmf": "Iqtibas",
        "adminlang": "en", "srclang": "ar", "datatype": "plaintext",
    })  # fmt: skip
    if article:
        _add(header, "prop", article).set("type", ARTICLE)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield etree.tostring(header, encoding="UTF-8") + b"\n<body>\n"
    for unit in units:
        yield etree.tostring(unit, encoding="UTF-8") + b"\n"
    yield b"</body>\n</tmx>\n"


def _unit(arabic: str, english: str, *, notes: Sequence[str] = (), origin: str = "", number: int = 0) -> Any:
    from lxml import etree

    unit = etree.Element("tu", {"tuid": str(number)} if number else {})
    for note in notes:
        _add(unit, "note", note)
    if origin:
        _add(unit, "prop", origin).set("type", ORIGIN)
    for language, text in (("ar", arabic), ("en", english)):
        variant = etree.SubElement(unit, "tuv", {XML_LANG: language})
        _add(variant, "seg", text)
    return unit


def _add(parent: Any, name: str, text: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, name)
    child.text = legal(text)
    return child


def _text(segment: Any) -> str:
    """The text in an element, without the codes in it; what follows a code is text again."""
    pieces = [segment.text or ""]
    for child in segment:
        pieces += [_text(child)] if local_name(child) not in _CODES else []
        pieces.append(child.tail or "")
    return "".join(pieces)

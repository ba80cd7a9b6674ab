"""Translation Memory eXchange, TMX 1.4b (LISA, 2005): pairs of Arabic and English, out and in.

What XML cannot hold becomes U+FFFD; bidirectional controls stay as they are.

English that a machine made is marked as tools read it, so that no memory takes it for a match of 100 %: `creationid`
MT! (the convention of Trados, which Okapi keeps to; memoQ has penalties by that name), and as properties what Trados
Studio calls origin and confirmation level, for which it has penalties too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from iqtibas.report.exchange.xml import XML_LANG, elements, legal, local_name
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.wording import unit_notes
from iqtibas.translate import Translation
from iqtibas.translate.memory import Pair

ARTICLE, ORIGIN = "x-article", "x-origin"
MACHINE = "MT!"
# Property types and values of Trados Studio; of its own fields a type tells the kind of the value.
MADE = (("x-Origin", "MachineTranslation"), ("x-ConfirmationLevel", "Draft"))
QUALITY = "x-quality:Integer"
# Inline elements that hold codes of the original's format instead of text; `hi` is the one that holds text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


def tmx_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's segments with their English; notes say what is wrong with it, and that it is not to be relied on."""
    units = (
        _segment(result.article.slice(t.segment), t, number, run)
        for number, t in enumerate(result.translations, start=1)
    )
    return b"".join(_document(units, run.version, result.article.id))


def tmx_of_pairs(pairs: Iterable[Pair], version: str) -> Iterator[bytes]:
    """A memory of any size in chunks. version: of this program."""
    units = (_unit(p.arabic, p.english, properties=((ORIGIN, p.origin),) if p.origin else ()) for p in pairs)
    return _document(units, version)


def read_tmx(path: Path) -> Iterator[Pair]:
    """The units of a TMX file that have an Arabic and an English side, in order.

    Any TMX from 1.1 on, whichever side is the source; of several variants the first counts, and of inline elements
    the text. Nobody vouches for what is marked as made by a machine.

    Raises ReadError for anything that is no safe TMX (see `xml.elements`).
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
            yield Pair(sides["ar"], sides["en"], origin or path.name, not _is_machine_made(unit))


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


def _segment(arabic: str, translation: Translation, number: int, run: RunInfo) -> Any:
    """A translated segment. quality: per cent."""
    if translation.accepted:
        return _unit(arabic, translation.english, notes=translation.notes, number=number)
    quality = () if translation.quality is None else ((QUALITY, f"{100 * translation.quality:.0f}"),)
    notes, properties = unit_notes(translation), (*MADE, *quality)
    unit = _unit(arabic, translation.english, notes=notes, properties=properties, number=number)
    for element in (unit, unit[-1]):
        element.set("creationid", MACHINE)
        if run.model:
            element.set("creationtool", legal(f"Iqtibas, {run.model.name}"))
    return unit


def _is_machine_made(unit: Any) -> bool:
    """Whether a unit, or its English, says so in one of the ways in which this program and others do."""
    made = any(element.get("creationid") == MACHINE for element in (unit, *unit.iterchildren("{*}tuv")))
    return made or any((prop.get("type"), prop.text) == MADE[0] for prop in unit.iterchildren("{*}prop"))


def _unit(
    arabic: str,
    english: str,
    *,
    notes: Sequence[str] = (),
    properties: Sequence[tuple[str, str]] = (),
    number: int = 0,
) -> Any:
    """properties: types and values, in order. number: of the unit, from 1; 0 for none."""
    from lxml import etree

    unit = etree.Element("tu", {"tuid": str(number)} if number else {})
    for note in notes:
        _add(unit, "note", note)
    for kind, value in properties:
        _add(unit, "prop", value).set("type", kind)
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

"""XLIFF 2.1 (OASIS, 2018): an article for translators' tools, a unit a segment, with notes and states.

What XML cannot hold is a `cp` element with its number, as the standard has it, so nothing is lost.
"""

from __future__ import annotations

from typing import Any

from report.record import ArticleResult, RunInfo
from report.xml import ILLEGAL, XML_SPACE, legal, serialized
from translate import Translation

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
# States of the standard: accepted by a person, or made by a machine and for a person to look at. The sub-state
# says where the guard warns.
ACCEPTED, MADE, WARNED = "final", "translated", "iqtibas:warned"


def xliff_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's segments with their English; the guard's notes are notes of their units."""
    from lxml import etree

    root = etree.Element(_name("xliff"), {"version": "2.1", "srcLang": "ar", "trgLang": "en"}, nsmap={None: NAMESPACE})
    attributes = {"id": "f1", "original": legal(result.article.id), "srcDir": "rtl", "trgDir": "ltr"}
    file = _add(root, "file", **attributes)
    file.set(XML_SPACE, "preserve")
    if run.model:
        _add(_add(file, "notes"), "note", category="model").text = legal(f"{run.model.name} {run.model.note}".strip())
    for number, t in enumerate(result.translations, start=1):
        _unit(file, number, result.article.slice(t.segment), t)
    return serialized(root)


def _unit(file: Any, number: int, arabic: str, translation: Translation) -> None:
    unit = _add(file, "unit", id=f"u{number}")
    if translation.notes:
        notes = _add(unit, "notes")
        for note in translation.notes:
            _add(notes, "note", category="guard", appliesTo="target").text = legal(note)
    segment = _add(unit, "segment", id="s1", state=ACCEPTED if translation.accepted else MADE)
    if translation.notes:
        segment.set("subState", WARNED)
    _fill(_add(segment, "source"), arabic)
    _fill(_add(segment, "target"), translation.english)


def _fill(element: Any, text: str) -> None:
    """Put text into an element, with a `cp` for each code point that XML cannot hold."""
    at, last = 0, None
    for match in ILLEGAL.finditer(text):
        _append(element, last, text[at : match.start()])
        last = _add(element, "cp", hex=f"{ord(match.group()):04X}")
        at = match.end()
    _append(element, last, text[at:])


def _append(element: Any, last: Any, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _add(parent: Any, name: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, _name(name), attributes)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"

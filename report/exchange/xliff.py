"""XLIFF 2.1 (OASIS, 2018): an article for translators' tools, a unit a segment, with notes, states and candidates.

Findings are notes of the units that they are about. Where a rendering is faithful, the official English is a
translation candidate (module of the standard's section 5.1) of the unit in which it begins; elsewhere a note. In texts,
what XML cannot hold is a `cp` element with its number, as the standard has it, so nothing is lost; in notes a U+FFFD.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from iqtibas.align.model import Alignment, Rendering
from iqtibas.article import Article, Segment, Span
from iqtibas.article.model import overlaps
from iqtibas.report.exchange.pairs import is_pair
from iqtibas.report.exchange.xml import ILLEGAL, XML_SPACE, legal, serialized
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.wording import finding_line, is_remark, is_unreliable, remark_line, sureness, unit_notes
from iqtibas.translate import Translation

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # that of 2.1 too: its core elements did not change
CANDIDATES = "urn:oasis:names:tc:xliff:matches:2.0"
# States of the standard (core, section 4.3.1.26): accepted by a person, made by a machine and for a person to look at,
# or made by one and not to be relied on, which is no translation yet. The sub-state says what is wrong.
ACCEPTED, MADE, UNMADE = "final", "translated", "initial"
WARNED, DOUBTED = "iqtibas:warned", "iqtibas:unreliable"
WHOLE_FILE = -1


@dataclass(frozen=True, slots=True)
class _Note:
    """unit: which one it belongs to, from 0, or WHOLE_FILE. side: "source" or "target"."""

    unit: int
    category: str
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """The official English of a faithful rendering. number: of the statement in its article, from 1."""

    unit: int
    number: int
    alignment: Alignment
    rendering: Rendering


def xliff_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's segments with their English; the guard's notes and the findings are notes of their units.

    The standard allows no file without a unit, so give an article that has segments.
    """
    from lxml import etree

    names = {None: NAMESPACE, "mtc": CANDIDATES} if result.alignments else {None: NAMESPACE}
    root = etree.Element(_name("xliff"), {"version": "2.1", "srcLang": "ar", "trgLang": "en"}, nsmap=names)
    attributes = {"id": "f1", "original": legal(result.article.id), "srcDir": "rtl", "trgDir": "ltr"}
    file = _add(root, "file", **attributes)
    file.set(XML_SPACE, "preserve")
    notes: dict[int, list[_Note]] = defaultdict(list)
    candidates: dict[int, list[_Candidate]] = defaultdict(list)
    for note in _notes(result, run):
        notes[note.unit].append(note)
    for candidate in _candidates(result):
        candidates[candidate.unit].append(candidate)
    _add_notes(file, notes[WHOLE_FILE])
    for at, translation in enumerate(result.translations):
        unit = _add(file, "unit", id=f"u{at + 1}")
        _add_candidates(unit, result.article, candidates[at])
        _add_notes(unit, notes[at])
        _add_segment(unit, result.article, translation)
    return serialized(root)


def _notes(result: ArticleResult, run: RunInfo) -> Iterator[_Note]:
    """Which model spoke; then the guard's warnings, findings, and statements that are no candidates."""
    if run.model:
        yield _Note(WHOLE_FILE, "model", "", f"{run.model.name} {run.model.note}".strip())
    for at, translation in enumerate(result.translations):
        doubted = is_unreliable(translation)
        for number, text in enumerate(unit_notes(translation)):
            yield _Note(at, "quality" if doubted and not number else "guard", "target", text)
    for number, (alignment, review) in enumerate(result.reviewed(), start=1):
        places = alignment.rendering.spans if alignment.rendering else ()
        home = _unit_of(result.translations, places)
        verdict = alignment.verdict
        for finding in verdict.findings:
            shown = [finding.arabic] if finding.arabic else []
            own = _unit_of(result.translations, shown)
            line = remark_line(finding) if is_remark(finding, verdict) else finding_line(finding)
            text = f"statement {number}: {line}"
            yield _Note(home if own == WHOLE_FILE else own, "finding", "source", text)
        if not is_pair(alignment, review):
            head = f"statement {number}, {verdict.label} ({sureness(verdict.confidence)})"
            yield _Note(home, "statement", "source", f"{head}: {alignment.embed.text}")


def _candidates(result: ArticleResult) -> Iterator[_Candidate]:
    for number, (alignment, review) in enumerate(result.reviewed(), start=1):
        if alignment.rendering and is_pair(alignment, review):
            unit = _unit_of(result.translations, alignment.rendering.spans)
            yield _Candidate(unit, number, alignment, alignment.rendering)


def _unit_of(translations: Sequence[Translation], places: Sequence[Span]) -> int:
    """The first unit that shares text with one of the places, or WHOLE_FILE."""
    return next((at for at, t in enumerate(translations) if _touches(t.segment, places)), WHOLE_FILE)


def _touches(segment: Segment, places: Sequence[Span]) -> bool:
    return any(overlaps(place, segment) for place in places)


def _add_notes(parent: Any, notes: Sequence[_Note]) -> None:
    if notes:
        element = _add(parent, "notes")
        for note in notes:
            side = {"appliesTo": note.side} if note.side and note.unit != WHOLE_FILE else {}
            _add(element, "note", category=note.category, **side).text = legal(note.text)


def _add_candidates(unit: Any, article: Article, candidates: Sequence[_Candidate]) -> None:
    from lxml import etree

    if not candidates:
        return
    parent = etree.SubElement(unit, f"{{{CANDIDATES}}}matches")
    for candidate in candidates:
        quality = f"{min(99.99, 100 * candidate.alignment.verdict.confidence):.2f}"  # never certain
        attributes = {"ref": "#s1", "type": "other", "origin": f"statement {candidate.number}", "matchQuality": quality}
        match = etree.SubElement(parent, f"{{{CANDIDATES}}}match", attributes)
        _fill(_add(match, "source"), article.slice(candidate.rendering))
        _fill(_add(match, "target"), candidate.alignment.embed.text)


def _add_segment(unit: Any, article: Article, translation: Translation) -> None:
    doubted = is_unreliable(translation)
    state = ACCEPTED if translation.accepted else UNMADE if doubted else MADE
    segment = _add(unit, "segment", id="s1", state=state)
    if doubted or translation.notes:
        segment.set("subState", DOUBTED if doubted else WARNED)
    _fill(_add(segment, "source"), article.slice(translation.segment))
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

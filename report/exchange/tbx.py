"""TermBase eXchange, ISO 30042:2019, dialect TBX-Basic in its DCA style: the terms that a run has seen.

A concept an entry, a section a language, a `termSec` a form, the best form first. How often a term was seen is a note.
What XML cannot hold becomes U+FFFD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from iqtibas.report.exchange.terms import NAME, Term
from iqtibas.report.exchange.xml import XML_LANG, legal

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
KINDS = {"name": "a name on both sides of an aligned statement", "glossary": "a term of the glossary"}


def tbx_of_terms(terms: Iterable[Term], version: str) -> Iterator[bytes]:
    """The document in chunks. version: of this program. Our own glossaries can be read from it."""
    from lxml import etree

    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<tbx xmlns="%b" style="dca" type="TBX-Basic" xml:lang="en">\n' % NAMESPACE.encode()
    )
    header = etree.Element("tbxHeader")
    description = etree.SubElement(header, "fileDesc")
    etree.SubElement(etree.SubElement(description, "titleStmt"), "title").text = "Terms seen in a run of Iqtibas"
    source = etree.SubElement(etree.SubElement(description, "sourceDesc"), "p")
    source.text = legal(f"Found by Iqtibas {version} in Arabic articles and the English statements embedded in them")
    yield etree.tostring(header, encoding="UTF-8") + b"\n<text><body>\n"
    for number, term in enumerate(terms, start=1):
        yield etree.tostring(_entry(term, number), encoding="UTF-8") + b"\n"
    yield b"</body></text>\n</tbx>\n"


def _entry(term: Term, number: int) -> Any:
    from lxml import etree

    entry = etree.Element("conceptEntry", {"id": f"c{number}"})
    etree.SubElement(entry, "note").text = f"{KINDS[term.kind]}, seen {term.seen} time{'' if term.seen == 1 else 's'}"
    for language, forms in (("ar", term.arabic), ("en", term.english)):
        section = etree.SubElement(entry, "langSec", {XML_LANG: language})
        for form in forms:
            own = etree.SubElement(section, "termSec")
            etree.SubElement(own, "term").text = legal(form)
            if term.kind == NAME:
                etree.SubElement(own, "termNote", {"type": "partOfSpeech"}).text = "properNoun"
            if language == "ar" and form == term.arabic[0]:
                group = etree.SubElement(own, "descripGrp")
                etree.SubElement(group, "descrip", {"type": "context"}).text = legal(term.context)
                etree.SubElement(group, "admin", {"type": "source"}).text = legal(term.source)
    return entry

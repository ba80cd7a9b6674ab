"""A Word document of two columns, Arabic and English, a row a segment (ECMA-376, part 1).

Written part by part, without dates, so that the same article gives the same bytes. What XML cannot hold becomes
U+FFFD; line feeds and tabs become Word's own; bidirectional controls stay as they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from report.record import ArticleResult, RunInfo
from report.xml import XML_SPACE, legal, serialized
from translate import Translation

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The first moment that a zip archive can tell; Word shows none of it.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_BREAK = re.compile("(\r\n|[\r\n\t])")
_TEXT_WIDTH = 9638  # of A4 with margins of 20 mm, in twentieths of a point
_MARGIN = 1134

_CONTENT_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
_STYLES = f"""<w:styles xmlns:w="{WORD}"><w:docDefaults>
<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="24"/>
<w:lang w:val="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/>
<w:rPr><w:i/><w:iCs/><w:color w:val="9C2A10"/><w:sz w:val="18"/></w:rPr></w:style>
</w:styles>"""


def docx_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's segments with their English; the guard's notes stand under the English that they warn of."""
    parts = {
        "[Content_Types].xml": _part(_CONTENT_TYPES),
        "_rels/.rels": _part(_RELATIONS),
        "word/document.xml": _document(result, run),
        "word/_rels/document.xml.rels": _part(_DOCUMENT_RELATIONS),
        "word/styles.xml": _part(_STYLES),
        "docProps/core.xml": _properties(result.article.title or result.article.id),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, _NO_DATE)
            member.create_system, member.compress_type = 0, zipfile.ZIP_DEFLATED
            package.writestr(member, data)
    return buffer.getvalue()


def _part(xml: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml.encode()


def _properties(title: str) -> bytes:
    from lxml import etree

    core, dublin = f"{_PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dublin})
    etree.SubElement(root, f"{{{dublin}}}title").text = legal(title)
    return serialized(root)


def _document(result: ArticleResult, run: RunInfo) -> bytes:
    from lxml import etree

    root = etree.Element(_name("document"), nsmap={"w": WORD})
    body = _add(root, "body")
    _arabic(body, result.article.title or result.article.id, style="Heading1")
    if run.model:
        _english(body, f"[{run.model.name}] {run.model.note}".strip(), style="Note")
    table = _table(body)
    for translation in result.translations:
        _row(table, result.article.slice(translation.segment), translation)
    _english(body, "")  # Word wants a paragraph behind a table
    section = _add(body, "sectPr")
    _add(section, "pgSz", w="11906", h="16838")
    _add(section, "pgMar", **dict.fromkeys(("top", "right", "bottom", "left"), str(_MARGIN)))
    return serialized(root)


def _table(body: Any) -> Any:
    """A table of two equal columns with thin lines, without rows."""
    table = _add(body, "tbl")
    properties = _add(table, "tblPr")
    _add(properties, "tblW", w=str(_TEXT_WIDTH), type="dxa")
    borders = _add(properties, "tblBorders")
    for side in ("top", "bottom", "insideH", "insideV"):
        _add(borders, side, val="single", sz="4", space="0", color="BBBBBB")
    _add(properties, "tblLayout", type="fixed")
    grid = _add(table, "tblGrid")
    for _ in range(2):
        _add(grid, "gridCol", w=str(_TEXT_WIDTH // 2))
    return table


def _row(table: Any, arabic: str, translation: Translation) -> None:
    row = _add(table, "tr")
    _add(_add(row, "trPr"), "cantSplit")
    _arabic(_cell(row), arabic)
    cell = _cell(row)
    _english(cell, translation.english)
    if translation.notes:
        _english(cell, "; ".join(translation.notes), style="Note")


def _cell(row: Any) -> Any:
    cell = _add(row, "tc")
    _add(_add(cell, "tcPr"), "tcW", w=str(_TEXT_WIDTH // 2), type="dxa")
    return cell


def _arabic(parent: Any, text: str, style: str = "") -> None:
    """A right-to-left paragraph: `bidi` turns the paragraph, `rtl` its run, `lang` tells spelling which language."""
    paragraph, run = _paragraph(parent, style)
    _add(paragraph, "bidi")
    _add(run, "rtl")
    _add(run, "lang", bidi="ar-SA")
    _write(run.getparent(), text)


def _english(parent: Any, text: str, style: str = "") -> None:
    _, run = _paragraph(parent, style)
    _add(run, "lang", val="en-GB")
    _write(run.getparent(), text)


def _paragraph(parent: Any, style: str) -> tuple[Any, Any]:
    """The properties of a new paragraph and of the one run in it."""
    paragraph = _add(parent, "p")
    properties = _add(paragraph, "pPr")
    if style:
        _add(properties, "pStyle", val=style)
    return properties, _add(_add(paragraph, "r"), "rPr")


def _write(run: Any, text: str) -> None:
    for piece in filter(None, _BREAK.split(text)):
        if piece == "\t":
            _add(run, "tab")
        elif _BREAK.fullmatch(piece):
            _add(run, "br")
        else:
            element = _add(run, "t")
            element.text = legal(piece)
            element.set(XML_SPACE, "preserve")


def _add(parent: Any, name: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, _name(name), {_name(key): value for key, value in attributes.items()})


def _name(local: str) -> str:
    return f"{{{WORD}}}{local}"

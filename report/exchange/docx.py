"""A Word document of two columns, Arabic and English (ECMA-376, part 1).

First every embedded statement beside its rendering, with the findings as comments on the words that they are about;
then the article, a row a segment. Written part by part, without dates, so that the same article gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from iqtibas.align.model import Alignment, Finding
from iqtibas.article import Article, Segment, Span
from iqtibas.report.exchange.comments import Comments, finding_comment, review_comments
from iqtibas.report.exchange.english import translated_blocks
from iqtibas.report.exchange.word import WORD, Anchor, add, arabic, cell, english, row, table, word
from iqtibas.report.exchange.xml import legal, serialized
from iqtibas.report.record.result import ArticleResult, Review, RunInfo
from iqtibas.report.wording import (
    UNRELIABLE,
    UNRELIABLE_WORDS,
    date_words,
    is_unreliable,
    segment_labels,
    sureness,
)
from iqtibas.translate import Translation

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The first moment that a zip archive can tell; Word shows none of it.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_MARGIN = 1134  # 20 mm, in twentieths of a point
_UNRELIABLE = "UnreliableMachineTranslation"
NOT_RENDERED = "No Arabic rendering was found."

_CONTENT_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>
<Override PartName="/word/comments.xml" ContentType="{_TYPES}.comments+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
</Types>"""
_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="comments.xml"/>
</Relationships>"""
_STYLES = f"""<w:styles xmlns:w="{WORD}"><w:docDefaults>
<w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="24"/>
<w:lang w:val="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:before="40" w:after="40"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="240"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/>
<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>
<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/>
<w:rPr><w:i/><w:iCs/><w:color w:val="9C2A10"/><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="{_UNRELIABLE}"><w:name w:val="Unreliable machine translation"/>
<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="6B6B6B"/><w:u w:val="dotted"/></w:rPr></w:style>
</w:styles>"""


def docx_of_article(result: ArticleResult, run: RunInfo) -> bytes:
    """An article's statements and segments; under the English stands what is to be said of it.

    English that is not to be relied on is grey with a dotted line, by a style of its own.
    """
    comments = Comments()
    parts = {
        "[Content_Types].xml": _part(_CONTENT_TYPES),
        "_rels/.rels": _part(_RELATIONS),
        "word/document.xml": _document(result, run, comments),
        "word/_rels/document.xml.rels": _part(_DOCUMENT_RELATIONS),
        "word/styles.xml": _part(_STYLES),
        "word/comments.xml": comments.part(),
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


def _document(result: ArticleResult, run: RunInfo, comments: Comments) -> bytes:
    from lxml import etree

    root = etree.Element(word("document"), nsmap={"w": WORD})
    body = add(root, "body")
    arabic(body, result.article.title or result.article.id, style="Heading1")
    for number, (alignment, review) in enumerate(result.reviewed(), start=1):
        _statement(body, number, result.article, alignment, review, comments)
    if run.model and result.translations:
        english(body, f"[{run.model.name}] {run.model.note}".strip(), style="Note")
    if any(map(is_unreliable, result.translations)):
        english(body, f"[{UNRELIABLE}] {UNRELIABLE_WORDS}", style="Note")
    if result.translations or not result.alignments:
        rows = table(body)
        for own in translated_blocks(result):
            if isinstance(own, str):
                if not result.alignments:  # else the statements stand above
                    _untranslated(rows, own)
                continue
            for translation in own:
                _translation(rows, result.article.slice(translation.segment), translation)
    english(body, "")  # Word wants a paragraph behind a table
    section = add(body, "sectPr")
    add(section, "pgSz", w="11906", h="16838")
    add(section, "pgMar", **dict.fromkeys(("top", "right", "bottom", "left"), str(_MARGIN)))
    return serialized(root)


def _statement(
    body: Any, number: int, article: Article, alignment: Alignment, review: Review, comments: Comments
) -> None:
    """A heading that says who spoke and what the verdict is, then a row of rendering and statement."""
    embed, verdict = alignment.embed, alignment.verdict
    english(body, f"Statement {number}: {verdict.label} ({sureness(verdict.confidence)})", style="Heading2")
    handle, date = f"@{embed.handle}" if embed.handle else "", date_words(embed.date) if embed.date else ""
    english(body, ", ".join(filter(None, (embed.author, handle, date))), style="Note")
    line = row(table(body))
    places = alignment.rendering.spans if alignment.rendering else ()
    anchors = _anchors(alignment, review, [*places, embed.said], comments)
    renderings = cell(line)
    for place in places:
        arabic(renderings, article.slice(place), anchors=anchors[place])
    if not places:
        english(renderings, NOT_RENDERED, style="Note")
    english(cell(line), embed.text, anchors=anchors[embed.said])


def _anchors(
    alignment: Alignment, review: Review, shown: Sequence[Segment], comments: Comments
) -> dict[Segment, list[Anchor]]:
    """The comments on each of the texts shown: on the Arabic of a finding, else on its English, else on all of it.

    shown: the places of the rendering, and last the statement, which has what a person decided.
    """
    anchors: dict[Segment, list[Anchor]] = {place: [] for place in shown}
    for finding in alignment.verdict.findings:
        where, place = _place(finding, shown)
        anchors[place].append(comments.add(finding_comment(finding, alignment), place, where))
    for comment in review_comments(review):
        anchors[shown[-1]].append(comments.add(comment, shown[-1], shown[-1]))
    return anchors


def _place(finding: Finding, shown: Sequence[Segment]) -> tuple[Span, Segment]:
    """The words that a finding is about, and the text that shows them; all of the first text where none does."""
    for where in filter(None, (finding.arabic, finding.english)):
        for place in shown:
            if place.start <= where.start < where.end <= place.end:
                return where, place
    return shown[0], shown[0]


def _untranslated(rows: Any, text: str) -> None:
    """What is in the article as it will be in the translation: posts, figures, foreign lines."""
    line = row(rows)
    cell(line)
    words = cell(line)
    for part in text.splitlines():
        english(words, part)


def _translation(rows: Any, source: str, translation: Translation) -> None:
    line = row(rows)
    arabic(cell(line), source)
    made = cell(line)
    english(made, translation.english, style=_UNRELIABLE if is_unreliable(translation) else "")
    if labels := segment_labels(translation):
        english(made, "; ".join(labels), style="Note")

"""What a reader of a Word document sees is read, and what its formatting hides is not, but noted."""

from __future__ import annotations

import io
import zipfile

import pytest

from iqtibas.article import Article
from iqtibas.article.input.docx import article_from_docx
from iqtibas.article.input.docx_hidden import symbol

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = (
    f"<w:styles {NAMES}>"
    '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="After"><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style></w:styles>'
)
BEFORE, BEHIND = "وسيتم نقل ", " شخصا الأسبوع المقبل إلى مكان آخر."


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(body: str, paragraph: str = "", **parts: str) -> Article:
    whole = f"<w:p><w:pPr>{paragraph}</w:pPr>{run(BEFORE)}{body}{run(BEHIND)}</w:p>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("_rels/.rels", RELATIONS)
        package.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{whole}</w:body></w:document>")
        package.writestr("word/styles.xml", STYLES)
        for name, part in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{part}</w:{name}>")
    return article_from_docx(stream.getvalue(), article_id="a.docx", source="a.docx")


@pytest.mark.parametrize(
    "body",
    [
        run("350", "<w:vanish/>") + run("530"),
        run("350", '<w:vanish w:val="true"/>') + run("530", '<w:vanish w:val="false"/>'),
        run("350", '<w:rStyle w:val="Gone"/>') + run("530"),
        run("350", '<w:rStyle w:val="After"/>') + run("530", '<w:rStyle w:val="Back"/>'),
        run("350", '<w:rStyle w:val="Gone"/>') + run("530", '<w:rStyle w:val="Gone"/><w:vanish w:val="off"/>'),
        run("350", '<w:sz w:val="1"/>') + run("530", '<w:sz w:val="24"/>'),
        f"<w:ins>{run('350', '<w:vanish/>')}{run('530')}</w:ins>",
        f"<w:hyperlink>{run('350', '<w:vanish/>')}</w:hyperlink>" + run("530", '<w:rStyle w:val="Loop"/>'),
    ],
)
def test_hidden_text_is_not_read_but_noted(body: str) -> None:
    article = read(body)
    assert article.text == f"{BEFORE}530{BEHIND}\n"
    assert article.notes == ("3 hidden character(s) left out",)


def test_a_style_hides_a_paragraph_but_for_what_is_shown() -> None:
    with pytest.raises(Exception, match="empty"):
        read("", '<w:pStyle w:val="Gone"/>')


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<w:r><w:sym w:font="Symbol" w:char="F03{digit}"/></w:r>' for digit in "530"),
        "".join(f'<w:r><w:sym w:font="Arial" w:char="003{digit}"/></w:r>' for digit in "530"),
        f"<w:del>{run('350').replace('w:t', 'w:delText')}</w:del><w:ins>{run('530')}</w:ins>",
        f"<w:moveFrom>{run('350')}</w:moveFrom><w:moveTo>{run('530')}</w:moveTo>",
        "<m:oMath><m:r><m:t>530</m:t></m:r></m:oMath>",
        '<w:r><w:pict><v:shape><v:textpath string="530"/></v:shape></w:pict></w:r>',
        f"<w:sdt><w:sdtContent>{run('530')}</w:sdtContent></w:sdt>",
    ],
)
def test_what_is_seen_is_read(body: str) -> None:
    article = read(body)
    assert article.text == f"{BEFORE}530{BEHIND}\n"
    assert article.notes == ()


def test_notes_that_the_text_refers_to_are_read_behind_it() -> None:
    said = "وقالت الوزارة لاحقا إن العدد هو 530 شخصا."
    notes = (
        f'<w:footnote w:id="-1" w:type="separator"><w:p>{run("خط")}</w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run(said)}{run("350", "<w:vanish/>")}</w:p></w:footnote>'
        f'<w:footnote w:id="3"><w:p>{run("لا يشير إليها شيء")}</w:p></w:footnote>'
    )
    end = f'<w:endnote w:id="1"><w:p>{run("وهذه حاشية في آخر النص.")}</w:p></w:endnote>'
    body = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>'
    article = read(body, footnotes=notes, endnotes=end)
    assert article.text == f"{BEFORE}{BEHIND}\n{said}\nوهذه حاشية في آخر النص.\n"
    assert article.notes == ("3 hidden character(s) left out",)


@pytest.mark.parametrize(
    ("font", "char", "shown"),
    [
        ("Symbol", "F025", "%"),
        ("Symbol", "F061", ""),
        ("Wingdings", "F033", ""),
        ("Arial", "0041", "A"),
        ("Arial", "zz", ""),
        ("Arial", "D800", ""),
        ("Arial", "0007", ""),
        ("Arial", "110000", ""),
    ],
)
def test_symbols_are_read_as_far_as_they_are_text(font: str, char: str, shown: str) -> None:
    assert symbol(font, char) == shown

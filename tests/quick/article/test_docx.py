"""Word documents: text in order, kinds by style, and packages made to hurt."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.article.embeds import find_embeds
from iqtibas.article.errors import IqtibasError, ReadError
from iqtibas.article.input import docx as reader
from iqtibas.article.input.docx import article_from_docx
from iqtibas.article.model import Article

TEXT = "افتتحت رئيسة البلدية هدى السعيد المكتبة الجديدة في حي الميناء صباح السبت."
MORE = "وقالت إن المكتبة تضم عشرين ألف كتاب وقاعة للأطفال."
SAID = "The new library opens today with 20,000 books."
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="%s"/>'
    "</Relationships>"
)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def packed(body: str | bytes, name: str = "word/document.xml", **parts: str | bytes) -> bytes:
    """A package with the given body (or whole document part) and nothing that is not needed."""
    whole = body if isinstance(body, bytes) else f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in {"_rels/.rels": RELATIONS % name, name: whole, **parts}.items():
            package.writestr(path, content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def read(data: bytes) -> Article:
    return article_from_docx(data, article_id="a.docx", source="in/a.docx")


def kinds(article: Article) -> dict[str, str]:
    return {article.slice(block): block.kind for block in article.blocks}


class TestText:
    def test_a_document_of_a_word_processor(self) -> None:
        document = docx.Document()
        document.core_properties.title = " مكتبة الميناء "
        document.add_heading("افتتاح مكتبة", level=1)
        document.add_paragraph(TEXT)
        document.add_paragraph(f"{SAID}\n— Huda Saeed (@hudasaeed) June 3, 2023")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "عدد الكتب", "عشرون ألفا"
        document.add_paragraph("قاعة للأطفال", style="List Bullet")
        document.add_paragraph("رئيسة البلدية في القاعة", style="Caption")
        document.add_paragraph(MORE)
        article = read(saved(document))
        assert article.text.split("\n") == [
            "افتتاح مكتبة",
            TEXT,
            SAID,
            "— Huda Saeed (@hudasaeed) June 3, 2023",
            "عدد الكتب",
            "عشرون ألفا",
            "قاعة للأطفال",
            "رئيسة البلدية في القاعة",
            MORE,
            "",
        ]
        assert (article.id, article.source, article.title) == ("a.docx", "in/a.docx (DOCX)", "مكتبة الميناء")
        assert kinds(article)["افتتاح مكتبة"] == "heading"
        assert kinds(article)["قاعة للأطفال"] == "list_item"
        assert kinds(article)["رئيسة البلدية في القاعة"] == "caption"
        assert [embed.text for embed in find_embeds(article)] == [SAID]

    def test_links_fields_and_content_controls_are_text(self) -> None:
        body = (
            f"<w:p><w:hyperlink><w:r><w:t>{TEXT}</w:t></w:r></w:hyperlink><w:fldSimple><w:r><w:t> نعم</w:t></w:r>"
            f"</w:fldSimple><w:r><w:instrText>DATE</w:instrText></w:r></w:p><w:sdt><w:sdtContent>{paragraph(MORE)}"
            "</w:sdtContent></w:sdt>"
        )
        assert read(packed(body)).text == f"{TEXT} نعم\n{MORE}\n"

    def test_tracked_changes_read_as_accepted(self) -> None:
        body = (
            f"<w:p><w:r><w:t>{TEXT}</w:t></w:r><w:del><w:r><w:delText>قديم</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t> جديد</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> منقول</w:t></w:r></w:moveFrom></w:p>"
        )
        assert read(packed(body)).text == f"{TEXT} جديد\n"

    def test_text_boxes_are_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph(MORE)}</w:txbxContent>"
        body = (
            '<w:p xmlns:mc="m"><w:r><mc:AlternateContent><mc:Choice>'
            f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>{TEXT}</w:t></w:r></w:p>"
        )
        assert read(packed(body)).text == f"{MORE}\n{TEXT}\n"

    def test_breaks_and_tabs(self) -> None:
        runs = f"<w:r><w:t>{TEXT}</w:t><w:br/><w:t>أ</w:t><w:tab/><w:t>ب</w:t></w:r>"
        body = f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{runs}</w:p>"
        assert read(packed(body)).text == f"{TEXT}\nأ\tب\n"

    def test_the_document_may_lie_elsewhere(self) -> None:
        assert read(packed(paragraph(TEXT), name="word/document2.xml")).text == f"{TEXT}\n"


class TestKinds:
    STYLES = (
        f"<w:styles {NAMESPACE}>"
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="عنوان الصحيفة"/><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:styleId="Deep"><w:name w:val="x"/><w:basedOn w:val="Own"/></w:style>'
        '<w:style w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>'
        "</w:styles>"
    )

    @pytest.mark.parametrize(
        ("properties", "kind"),
        [
            ('<w:pStyle w:val="H1"/>', "heading"),
            ('<w:pStyle w:val="Own"/>', "heading"),
            ('<w:pStyle w:val="Deep"/>', "heading"),
            ('<w:pStyle w:val="A"/>', "paragraph"),
            ('<w:outlineLvl w:val="0"/>', "heading"),
            ('<w:numPr><w:ilvl w:val="0"/></w:numPr>', "list_item"),
            ("", "paragraph"),
        ],
    )
    def test_by_style_outline_and_numbering(self, properties: str, kind: str) -> None:
        data = packed(paragraph(MORE) + paragraph("  " + TEXT, properties), **{"word/styles.xml": self.STYLES})
        assert kinds(read(data))[TEXT] == kind


class TestBrokenPackages:
    @pytest.mark.parametrize(
        ("data", "problem"),
        [
            (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old or password-protected"),
            (b"", "no readable .docx"),
            (b"PK\x03\x04 and nothing", "no readable .docx"),
            (packed(paragraph(TEXT))[:-30], "no readable .docx"),
            (packed(paragraph(TEXT), "xl/workbook.xml").replace(b"xl/w", b"xl/v"), "no Word document"),
            (packed(b"<html/>"), "no Word document"),
            (packed(b"<w:document"), "word/document.xml is damaged"),
            (packed(b""), "word/document.xml is damaged"),
            (packed(""), "is empty"),
            (packed(paragraph("English only, nothing else.")), "no Arabic"),
            (packed(paragraph(TEXT), name="../../../etc/passwd").replace(b"../etc", b"../bin"), "no Word"),
            (packed(f"<w:p>{'<w:r>' * 400}".encode()), "damaged"),
        ],
    )
    def test_each_is_one_clear_error(self, data: bytes, problem: str) -> None:
        with pytest.raises(ReadError) as caught:
            read(data)
        assert str(caught.value).startswith("in/a.docx")
        assert problem in str(caught.value)

    def test_a_protected_member_is_refused(self) -> None:
        data = bytearray(packed(paragraph(TEXT)))
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            position = data.find(mark)
            while position >= 0:
                data[position + at] |= 1  # the "encrypted" bit of the general purpose flags
                position = data.find(mark, position + 1)
        with pytest.raises(ReadError, match=r"no readable \.docx .*encrypted"):
            read(bytes(data))

    def test_a_bomb_is_refused(self) -> None:
        bomb = packed(paragraph(TEXT) + " " * (reader.MAX_PART_BYTES + 1))
        assert len(bomb) < 100_000
        with pytest.raises(ReadError, match="unpacks to more than 20 MB"):
            read(bomb)

    def test_a_bomb_that_lies_about_its_size_is_refused(self) -> None:
        size = reader.MAX_PART_BYTES + 1_000_000
        bomb = packed(b"<a>" + b" " * size + b"</a>")
        lying = bomb.replace((size + 7).to_bytes(4, "little"), (900).to_bytes(4, "little"))
        assert lying != bomb
        with pytest.raises(ReadError, match=r"no readable \.docx"):
            read(lying)

    def test_too_many_members_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "MAX_MEMBERS", 2)
        with pytest.raises(ReadError, match="packs more than 2 files"):
            read(packed(paragraph(TEXT), extra=""))

    def test_entities_are_never_followed(self, tmp_path: Any) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("كلمة السر", encoding="utf-8")
        for entity in (f"SYSTEM '{secret.as_uri()}'", "'مكرر'"):
            whole = (
                f"<!DOCTYPE w [<!ENTITY e {entity}>]><w:document {NAMESPACE}><w:body>{paragraph(TEXT + '&e;')}"
                "</w:body></w:document>"
            )
            with pytest.raises(ReadError, match="declares a document type"):
                read(packed(whole.encode()))

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 40))
    def test_a_damaged_package_is_an_article_or_an_error(self, at: int, byte: int, cut: int) -> None:
        data = bytearray(packed(paragraph(TEXT), **{"word/styles.xml": TestKinds.STYLES}))
        at %= len(data)
        data[at : at + cut] = bytes([byte])
        try:
            article = read(bytes(data))
        except IqtibasError:
            return
        assert article.blocks

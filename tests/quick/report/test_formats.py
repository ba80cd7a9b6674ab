"""What translators take away: TMX, XLIFF, Word, JSON lines, TSV; read back with other readers than our own."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import port_result, run_info
from lxml import etree

from iqtibas.article import Article, Block, ReadError, Segment, UsageError, read_articles
from iqtibas.article.csv_cells import FORMULA_STARTS
from iqtibas.report import ArticleResult
from iqtibas.report.exchange.docx import docx_of_article
from iqtibas.report.exchange.formats import FORMATS, bilingual_lines, parse_formats, write_article
from iqtibas.report.exchange.pairs import read_pairs, write_pairs
from iqtibas.report.exchange.tmx import read_tmx, tmx_of_article, tmx_of_pairs
from iqtibas.report.exchange.tsv import read_tsv, tsv_of_pairs
from iqtibas.report.exchange.word import WORD
from iqtibas.report.exchange.xliff import NAMESPACE, xliff_of_article
from iqtibas.report.exchange.xml import ILLEGAL, legal
from iqtibas.translate import Pair, Translation

XML = "{http://www.w3.org/XML/1998/namespace}"
# Everything that a decoded article may hold, with what breaks formats most often.
HARD = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\u202e\u2066\u200f\"'<>&]\n\r\t\x00\x1b\x85\u2028😀ء"))
)
SURROGATES = st.one_of(HARD, st.just("half \ud800 a pair"))


def result_of(pairs: list[tuple[str, str]], notes: tuple[str, ...] = ()) -> ArticleResult:
    """An article whose segments are the given texts."""
    text, translations = "", []
    for arabic, english in pairs:
        translations.append(Translation(Segment(len(text), len(text) + len(arabic)), english, -0.5, notes))
        text += arabic
    article = Article("a/b.txt", text, "عنوان", "a/b.txt", "ar", (Block("paragraph", 0, len(text)),), "ab" * 32)
    return ArticleResult(article, tuple(translations), (), (), ())


def parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


# -- TMX


def test_tmx_is_what_the_standard_asks_for() -> None:
    root = parsed(tmx_of_article(port_result(), run_info()))
    header = root.find("header")
    assert root.get("version") == "1.4"
    assert header is not None
    assert {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"} == set(
        header.attrib
    )
    units = root.findall("body/tu")
    assert len(units) == len(port_result().translations)
    for unit, translation in zip(units, port_result().translations, strict=True):
        assert [v.get(f"{XML}lang") for v in unit.findall("tuv")] == ["ar", "en"]
        assert [note.text for note in unit.findall("note")] == list(translation.notes)
        assert [child.tag for child in unit] == [*["note"] * len(translation.notes), "prop", "prop", "tuv", "tuv"]
    assert "\u202eالأمر\u202c" in units[-1].findtext("tuv/seg", "")


@settings(deadline=None)
@given(st.lists(st.tuples(SURROGATES, SURROGATES), max_size=5))
def test_tmx_gives_back_what_xml_can_hold(pairs: list[tuple[str, str]]) -> None:
    root = parsed(tmx_of_article(result_of(pairs), run_info()))
    read = [tuple(seg.text or "" for seg in unit.iter("seg")) for unit in root.iter("tu")]
    assert read == [(legal(arabic), legal(english)) for arabic, english in pairs]
    for given_text, kept in zip((t for pair in pairs for t in pair), (t for pair in read for t in pair), strict=True):
        assert len(given_text) == len(kept)
        assert all(a == b or ILLEGAL.match(a) for a, b in zip(given_text, kept, strict=True))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pairs")


@settings(deadline=None)
@given(pairs=st.lists(st.builds(Pair, HARD, HARD, HARD), min_size=1, max_size=5))
def test_pairs_come_back_from_tmx_and_tsv(pairs: list[Pair], scratch: Path) -> None:
    for name in ("p.tmx", "p.tsv"):
        write_pairs(scratch / name, pairs, "0.1.0")
        clean = legal if name.endswith("x") else str
        named = [Pair(clean(p.arabic), clean(p.english), clean(p.origin) or name) for p in pairs]
        assert list(read_pairs(scratch / name)) == named


def test_tmx_of_other_tools_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theirs.tmx"
    path.write_text(
        """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" datatype="html" segtype="sentence" adminlang="en" o-tmf="x" creationtool="x"
 creationtoolversion="1"/><body>
<tu><prop type="project">p</prop><tuv xml:lang="EN-us"><seg>The <bpt i="1">&lt;b&gt;</bpt>new<ept i="1">&lt;/b&gt;</ept>
 <hi>port &amp; bay</hi><ph>x</ph>.</seg></tuv><tuv xml:lang="ar-SA"><!-- c --><seg>المرفأ الجديد.</seg></tuv></tu>
<tu><tuv lang="ar"><seg>خبر</seg></tuv><tuv lang="fr"><seg>nouvelle</seg></tuv></tu>
<tu><tuv lang="ar"><seg>خبر</seg></tuv><tuv lang="en"><seg>news</seg></tuv><tuv lang="en-GB"><seg>tidings</seg></tuv></tu>
</body></tmx>""",
        encoding="utf-8",
    )
    assert list(read_tmx(path)) == [
        Pair("المرفأ الجديد.", "The new\n port & bay.", "theirs.tmx"),
        Pair("خبر", "news", "theirs.tmx"),
    ]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
UNIT = "<tu><tuv xml:lang='ar'><seg>خبر {}</seg></tuv><tuv xml:lang='en'><seg>news</seg></tuv></tu>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{BOMB}<tmx><body>{UNIT.format('&b;')}</body></tmx>", "entities"),
        (f"{OUTSIDE}<tmx><body>{UNIT.format('&x;')}</body></tmx>", "entities"),
        (f"<tmx><body>{UNIT.format('&c;')}</body></tmx>", "well-formed"),
        (f"<tmx><body>{UNIT.format('')}", "well-formed"),
        ("<html><body/></html>", "no TMX"),
        ("خبر\tnews\n", "well-formed"),
        ("", "well-formed"),
        ("<tmx>" + "<a>" * 5000 + "</a>" * 5000 + "</tmx>", "well-formed"),
        (f"<tmx><body>{UNIT.format('')[:-5].replace('ar', 'fr')}</tu></body></tmx>", "holds no pair"),
    ],
    ids=["bomb", "outside", "unknown entity", "cut", "page", "no xml", "empty", "deep", "no pair"],
)
def test_tmx_that_is_not_what_it_should_be_is_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.tmx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=re.escape(said)) as caught:
        list(read_pairs(path))
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_endless_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.tmx"
    path.write_bytes(b"".join(tmx_of_pairs([Pair("خبر", "news")] * 100, "0.1.0")))
    monkeypatch.setattr("iqtibas.report.exchange.xml.MAX_XML_BYTES", 1000)
    with pytest.raises(ReadError, match="larger than"):
        list(read_tmx(path))
    lines = tmp_path / "x.tsv"
    lines.write_text("خبر\tnews\n" * 3, encoding="utf-8")
    monkeypatch.setattr("iqtibas.report.exchange.tsv.MAX_LINE", 5)
    with pytest.raises(ReadError, match=r"x\.tsv:1"):
        list(read_tsv(lines))


# -- TSV


def test_tsv_of_other_tools_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes("\ufeffخبر\tnews\r\n\r\nبيت\ta \\house\tme\textra\n".encode())
    assert list(read_tsv(path)) == [Pair("خبر", "news", "x.tsv"), Pair("بيت", "a \\house", "me")]
    assert next(tsv_of_pairs([])) == "ar\ten\torigin\n"


def test_no_value_of_pairs_is_a_formula_and_all_come_back(tmp_path: Path) -> None:
    pairs = [Pair(f"{start}HYPERLINK(1)", f"'{start}1", "me") for start in FORMULA_STARTS]
    lines = list(tsv_of_pairs(pairs))
    cells = [cell for line in lines for cell in line.rstrip("\n").split("\t")]
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(lines), encoding="utf-8")
    assert list(read_tsv(path)) == pairs


@pytest.mark.parametrize(("data", "said"), [("خبر\tnews\nبيت\n".encode(), "x.tsv:2"), (b"\xff\xfe", "UTF-8")])
def test_broken_tsv_names_the_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x.tsv"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=said):
        list(read_tsv(path))


def test_pairs_are_told_by_the_files_ending(tmp_path: Path) -> None:
    for wrong in ("x.xlsx", "x"):
        with pytest.raises(UsageError):
            list(read_pairs(tmp_path / wrong))
        with pytest.raises(UsageError):
            write_pairs(tmp_path / wrong, [], "0.1.0")
    with pytest.raises(ReadError):
        list(read_pairs(tmp_path / "absent.tmx"))
    with pytest.raises(ReadError):
        list(read_pairs(tmp_path / "absent.tsv"))


# -- XLIFF


def text_of(element: etree._Element) -> str:
    """The text of a source or target, with what `cp` elements stand for."""
    pieces = [element.text or ""]
    for child in element:
        assert child.tag == f"{{{NAMESPACE}}}cp"
        pieces += [chr(int(child.get("hex", ""), 16)), child.tail or ""]
    return "".join(pieces)


def test_xliff_is_what_the_standard_asks_for() -> None:
    root = parsed(xliff_of_article(replace(port_result(), alignments=(), fidelities=()), run_info()))
    ns = {"x": NAMESPACE}
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{{{NAMESPACE}}}xliff", "2.1", "ar", "en",
    )  # fmt: skip
    (file,) = root.findall("x:file", ns)
    assert (file.get("original"), file.get("srcDir"), file.get(f"{XML}space")) == (
        "invented/port.txt",
        "rtl",
        "preserve",
    )
    units = file.findall("x:unit", ns)
    assert len({unit.get("id") for unit in units}) == len(units) == len(port_result().translations)
    for unit, translation in zip(units, port_result().translations, strict=True):
        (segment,) = unit.findall("x:segment", ns)
        assert [etree.QName(child).localname for child in segment] == ["source", "target"]
        assert segment.get("state") == "translated"
        assert segment.get("subState") == ("iqtibas:warned" if translation.notes else None)
        assert [note.text for note in unit.findall("x:notes/x:note", ns)] == list(translation.notes)


def test_accepted_segments_are_final() -> None:
    result = port_result()
    accepted = replace(result, translations=tuple(replace(t, accepted=True, notes=()) for t in result.translations))
    assert b'state="final"' in xliff_of_article(accepted, run_info())
    assert b'state="translated"' not in xliff_of_article(accepted, run_info())


@settings(deadline=None)
@given(st.lists(st.tuples(SURROGATES, SURROGATES), min_size=1, max_size=5))
def test_xliff_loses_nothing(pairs: list[tuple[str, str]]) -> None:
    root = parsed(xliff_of_article(result_of(pairs, ("a \x07 note",)), run_info()))
    sources, targets = (list(root.iter(f"{{{NAMESPACE}}}{name}")) for name in ("source", "target"))
    assert [(text_of(s), text_of(t)) for s, t in zip(sources, targets, strict=True)] == pairs


# -- Word


def test_word_document_reads_in_word_processors() -> None:
    import docx

    result = replace(port_result(), alignments=(), fidelities=())
    document = docx.Document(io.BytesIO(docx_of_article(result, run_info())))
    assert document.core_properties.title == result.article.title
    (table,) = document.tables
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    expected = [
        (result.article.slice(t.segment), "\n".join([t.english, *(["; ".join(t.notes)] if t.notes else [])]))
        for t in result.translations
    ]
    assert [cells for cells in rows if cells[0]] == expected
    posts = [result.article.slice(block) for block in result.article.blocks if block.kind in ("embed", "foreign")]
    assert [cells[1] for cells in rows if not cells[0]] == posts
    for row in (own for own in table.rows if own.cells[0].text):
        (paragraph,) = row.cells[0].paragraphs
        properties, run = paragraph._p.pPr, paragraph.runs[0]._r.rPr
        assert properties.find(f"{{{WORD}}}bidi") is not None
        assert run.find(f"{{{WORD}}}rtl") is not None
        assert run.find(f"{{{WORD}}}lang").get(f"{{{WORD}}}bidi") == "ar-SA"
        assert row.cells[1].paragraphs[0]._p.pPr.find(f"{{{WORD}}}bidi") is None
    made = [row.cells[1] for row in table.rows if row.cells[0].text]
    assert {p.style.name for own in made for p in own.paragraphs[1:]} == {"Note"}


@settings(deadline=None)
@given(st.lists(st.tuples(SURROGATES, SURROGATES), min_size=1, max_size=4))
def test_word_documents_give_back_text_with_even_line_ends(pairs: list[tuple[str, str]]) -> None:
    import docx

    (table,) = docx.Document(io.BytesIO(docx_of_article(result_of(pairs), run_info()))).tables
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert rows == [tuple(re.sub("\r\n|\r", "\n", legal(text)) for text in pair) for pair in pairs]


def test_word_documents_are_the_same_every_time_and_read_by_iqtibas(tmp_path: Path) -> None:
    data = docx_of_article(port_result(), run_info())
    assert docx_of_article(port_result(), run_info()) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(etree.fromstring(package.read(name)) is not None for name in package.namelist())
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    assert article.title == port_result().article.title


# -- all together


def test_every_format_is_written_where_it_collides_with_none(tmp_path: Path) -> None:
    result = port_result()
    twin = replace(result, article=replace(result.article, id="invented/port.txt.ar-en.tmx"))
    written = [p for r in (result, twin) for p in write_article(tmp_path, tuple(FORMATS), r, run_info())]
    assert len(set(written)) == 2 * len(FORMATS)
    assert all(path.is_file() and path.is_relative_to(tmp_path) for path in written)
    endings = [suffix for suffix, _ in FORMATS.values()]
    assert not [a for a in endings for b in endings if a != b and a.endswith(b)]


def test_json_lines_have_both_languages() -> None:
    result = port_result()
    records = [json.loads(line) for line in bilingual_lines(result, run_info()).split("\n")[:-1]]
    for record, translation in zip(records, result.translations, strict=True):
        assert result.article.text[record["start"] : record["end"]] == record["arabic"]
        assert (record["english"], tuple(record["notes"])) == (translation.english, translation.notes)
        assert (record["id"], record["model"]) == (result.article.id, "invented-ar-en")


def test_formats_are_named() -> None:
    assert parse_formats("docx, text,docx") == ("text", "docx")
    assert parse_formats(",".join(FORMATS)) == tuple(FORMATS)
    for wrong in ("", "pdf", "text,pdf"):
        with pytest.raises(UsageError):
            parse_formats(wrong)

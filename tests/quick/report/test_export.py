"""What is taken away from a run: every format read back by another reader than the one that wrote it."""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from commands import iqtibas
from hard_texts import HARD, PAIRS, said
from hypothesis import given, settings
from invented import ledger_result, plain_result, port_result, run_info
from lxml import etree

from iqtibas.align.model import Finding, Rendering, Verdict, recorded
from iqtibas.article import ReadError, Segment, UsageError
from iqtibas.article.csv_cells import FORMULA_STARTS, escape_formula, unescape_formula
from iqtibas.report import ARTICLES, RESULTS, ArticleResult, Review, articles_lines, csv_text, json_line
from iqtibas.report.exchange.docx import NOT_RENDERED, docx_of_article
from iqtibas.report.exchange.export import EXPORTS, Finished, accepted_only, parse_exports, write_exports
from iqtibas.report.exchange.pairs import pairs_of, read_pairs
from iqtibas.report.exchange.rows import read_rows
from iqtibas.report.exchange.tbx import NAMESPACE as TBX
from iqtibas.report.exchange.tbx import tbx_of_terms
from iqtibas.report.exchange.terms import find_terms
from iqtibas.report.exchange.word import WORD
from iqtibas.report.exchange.xliff import CANDIDATES, NAMESPACE, xliff_of_article
from iqtibas.report.exchange.xml import legal
from iqtibas.review import Change, Decision, Log, Subject
from iqtibas.translate import Glossary, Pair, read_glossary
from iqtibas.translate.terms import Term

RUN = run_info()
W = f"{{{WORD}}}"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


# -- round trips through other readers


@given(pairs=PAIRS)
def test_json_lines_come_back(pairs: list[tuple[str, str]]) -> None:
    line = json_line(said(pairs), RUN)
    assert "\n" not in line
    assert [(e["text"], e["rendering"]["text"]) for e in json.loads(line)["embeds"]] == pairs


@settings(deadline=None, max_examples=40)
@given(pairs=PAIRS)
def test_csv_comes_back(pairs: list[tuple[str, str]], scratch: Path) -> None:
    path = scratch / "statements.csv"
    path.write_bytes(csv_text([said(pairs)]).encode())
    assert [(row["statement"], row["rendering"]) for row in read_rows(path)] == pairs


@settings(deadline=None, max_examples=30)
@given(pairs=PAIRS)
def test_word_documents_come_back(pairs: list[tuple[str, str]]) -> None:
    document = docx.Document(io.BytesIO(docx_of_article(said(pairs), RUN)))
    *statements, segments = document.tables
    even = [tuple(legal(text).replace("\r\n", "\n").replace("\r", "\n") for text in pair) for pair in pairs]
    for table, (english, arabic) in zip(statements, even, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == [arabic, english]
    assert [tuple(cell.text for cell in row.cells) for row in segments.rows] == [(a, e) for e, a in even]


@settings(deadline=None, max_examples=15)
@given(pairs=PAIRS)
def test_parquet_comes_back(pairs: list[tuple[str, str]]) -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    from pyarrow import parquet

    from iqtibas.report.exchange.parquet import parquet_of_run

    table = parquet.read_table(arrow.BufferReader(parquet_of_run([said(pairs)], RUN)))
    rows = table.to_pylist()
    assert [(row["statement"], *row["rendering"]) for row in rows] == pairs
    assert (rows[0]["number"], rows[0]["verdict"], rows[0]["review"]) == (1, "faithful", "open")


# -- Parquet


def test_parquet_has_typed_and_nested_columns() -> None:
    arrow = pytest.importorskip("pyarrow", reason="needs the extra parquet")
    from pyarrow import parquet

    from iqtibas.report.exchange.parquet import parquet_of_run

    result = port_result()
    torn = replace(result, article=replace(result.article, title="half \ud800"))
    table = parquet.read_table(arrow.BufferReader(parquet_of_run([torn, plain_result()], RUN)))
    first, _, third = table.to_pylist()
    assert first["title"] == "half \ufffd"
    assert first["date"].isoformat() == "2024-03-04"
    assert [finding["kind"] for finding in first["findings"]] == ["number", "name", "omission"]
    assert first["findings"][2]["arabic"] is None
    assert (third["rendering"], third["rendering_confidence"], third["chrf2pp"]) == ([], None, None)
    assert str(table.schema.field("confidence").type) == "double"


def test_without_pyarrow_a_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'iqtibas\[parquet\]'"):
        write_exports(tmp_path, ["parquet"], Finished((port_result(),), RUN))


# -- CSV


@given(HARD)
def test_no_cell_is_a_formula_and_every_cell_is_given_back(cell: str) -> None:
    assert not escape_formula(cell).lstrip(" ").startswith(FORMULA_STARTS)
    assert unescape_formula(escape_formula(cell)) == cell


@pytest.mark.parametrize("cell", ["=1+1", "'=1+1", " \t=x", "''@x", "-5", "'", "'tis", "＝1"])
def test_apostrophes_of_the_text_itself_survive(cell: str) -> None:
    assert unescape_formula(escape_formula(cell)) == cell


def test_a_table_that_a_spreadsheet_has_saved_feeds_the_memory(tmp_path: Path) -> None:
    results = [
        said([("=SUM of all", "مجموع"), ("News", "خبر")]),
        said([("Altered", "مغاير")], "altered"),
        port_result(),
    ]
    rows = list(csv.reader(io.StringIO(csv_text(results).removeprefix("\ufeff"), newline="")))
    path = tmp_path / "saved.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(row[::-1] for row in rows)
    faithful = port_result().alignments[1]
    assert list(read_pairs(path)) == [
        Pair("مجموع", "=SUM of all", "a/b.txt, statement 1"),
        Pair("خبر", "News", "a/b.txt, statement 2"),
        Pair("تعهد شركاؤنا في أوستافيا بتقديم 40 مليون كرونة", faithful.embed.text, "invented/port.txt, statement 2"),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a,b\n1,2\n", "has no column 'article'"),
        (b"\xff\xfe", "is not UTF-8 at byte 0"),
        (csv_text([port_result()]).encode()[:-2] + b",more\r\n", r"has \d+ cells, not"),
        (csv_text([port_result()]).encode() + b'"open', "is malformed"),
    ],
)
def test_other_tables_are_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=problem):
        list(read_rows(path))


# -- which pairs


def test_a_memory_gets_what_is_faithful_whole_and_not_rejected() -> None:
    result = said([("One", "واحد"), ("Two", "اثنان"), ("Three", "ثلاثة")])
    parted = replace(result.alignments[2], rendering=Rendering(8, 11, 0.9, (), (Segment(8, 9), Segment(10, 11))))
    reviews = (Review("accepted", "nour"), Review("rejected", "nour"), Review())
    reviewed = replace(result, alignments=(*result.alignments[:2], parted), reviews=reviews)
    assert [pair.english for pair in pairs_of([reviewed])] == ["One"]
    assert [pair.english for pair in pairs_of([said([("Bad", "سيئ")], "altered")])] == []
    assert [pair.english for pair in pairs_of([ledger_result()])] == ["A large crowd came to the opening."]


def test_only_what_was_accepted() -> None:
    port = port_result()
    reviewed = replace(port, reviews=(Review("rejected"), Review("accepted", "nour", "fine"), Review()))
    (kept,) = accepted_only([reviewed, plain_result()])
    assert kept.alignments == (port.alignments[1],)
    assert kept.fidelities == (port.fidelities[1],)
    assert (kept.reviews[0].note, kept.translations) == ("fine", ())
    with pytest.raises(UsageError, match="nothing is accepted yet"):
        accepted_only([port])


# -- XLIFF 2.1


def test_xliff_carries_findings_and_official_english() -> None:
    root = etree.fromstring(xliff_of_article(port_result(), RUN))
    names = {"x": NAMESPACE, "m": CANDIDATES}
    notes = {
        (unit.get("id"), note.get("category")): note.text
        for unit in root.iterfind(".//x:unit", names)
        for note in unit.iterfind("x:notes/x:note", names)
    }
    home = next(u for u in root.iterfind(".//x:unit", names) if "سيفتتح" in u.findtext("x:segment/x:source", "", names))
    assert notes[home.get("id"), "finding"] == "statement 1: omission: no counterpart in the Arabic"
    assert notes[home.get("id"), "statement"].startswith("statement 1, altered (very likely, 93 %): The port of Seren")
    (match,) = root.iterfind(".//m:match", names)
    assert match.findtext("x:target", "", names) == "Our partners in Ostavia have pledged 40 million crowns."
    assert match.get("matchQuality") == "74.00"
    whole = [n.text or "" for n in root.iterfind("x:file/x:notes/x:note", names)]
    assert whole[1] == "statement 3, missing (unsure, 58 %): Fishermen keep their moorings, free of charge."


def test_xliff_has_the_order_and_values_of_the_standard() -> None:
    """Core schema of XLIFF 2.1, for the elements that we write."""
    children = {
        "xliff": ["file"], "file": ["notes", "unit"], "unit": ["matches", "notes", "segment"], "notes": ["note"],
        "segment": ["source", "target"], "matches": ["match"], "match": ["source", "target"],
    }  # fmt: skip
    for result in (port_result(), ledger_result()):
        root = etree.fromstring(xliff_of_article(result, RUN))
        assert root.get("version") == "2.1"
        for element in root.iter():
            name = etree.QName(element).localname
            order = [etree.QName(child).localname for child in element]
            assert order == sorted(order, key=children.get(name, order).index)
            assert name != "notes" or len(element)
        units = [unit.get("id") for unit in root.iter(f"{{{NAMESPACE}}}unit")]
        assert len(set(units)) == len(units) > 0
        for segment in root.iter(f"{{{NAMESPACE}}}segment"):
            assert segment.get("state") in ("initial", "translated", "reviewed", "final")
            assert ":" in segment.get("subState", "iqtibas:warned")
        for match in root.iter(f"{{{CANDIDATES}}}match"):
            unit = match.getparent().getparent()
            assert match.get("ref") in {f"#{s.get('id')}" for s in unit.iter(f"{{{NAMESPACE}}}segment")}


# -- Word


def test_findings_are_comments_on_the_words_that_they_are_about() -> None:
    result = port_result()
    document = docx.Document(io.BytesIO(docx_of_article(result, RUN)))
    comments = {comment.comment_id: comment for comment in document.comments}
    assert [commented(document, number) for number in sorted(comments)] == ["20 رصيفا", "الحي الجنوبي", "not one"]
    assert {comment.author for comment in comments.values()} == {"Iqtibas"}
    assert comments[0].text == "number: A number differs (very likely, 97 %)\n12 ≠ 20"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings[0] == "Statement 1: altered (very likely, 93 %)"
    assert document.tables[2].rows[0].cells[0].text == NOT_RENDERED


def test_what_people_decided_are_comments_of_theirs() -> None:
    reviews = (Review("accepted", "Nour", "Checked.\nTwice.", ("verdict",)), Review(), Review())
    document = docx.Document(io.BytesIO(docx_of_article(replace(port_result(), reviews=reviews), RUN)))
    (own,) = (comment for comment in document.comments if comment.author == "Nour")
    assert own.text == "accepted; changed: verdict\nChecked.\nTwice."
    assert commented(document, own.comment_id) == port_result().alignments[0].embed.text


def test_a_comment_whose_words_are_not_shown_stands_on_the_rendering() -> None:
    document = docx.Document(io.BytesIO(docx_of_article(ledger_result(), RUN)))
    texts = [commented(document, comment.comment_id) for comment in document.comments]
    whole = "إنه سيفتح البوابة الشمالية غدا، ويمكن لكل زائر أن يحمل مصباحا"
    assert texts == ["الشمالية", "يمكن", "إنه سيفتح", whole, whole]


def commented(document: docx.document.Document, number: int) -> str:
    """The text between the two ends of a comment's range."""
    inside, text = False, ""
    for element in document.element.body.iter():
        if element.get(f"{W}id") == str(number) and element.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
            inside = element.tag.endswith("Start")
        elif inside and element.tag == f"{W}t":
            text += element.text
    return text


def test_arabic_is_right_to_left_in_paragraphs_and_runs() -> None:
    document = docx.Document(io.BytesIO(docx_of_article(port_result(), RUN)))
    for cell in (document.tables[0].rows[0].cells[0], document.tables[-1].rows[0].cells[0]):
        (paragraph,) = cell.paragraphs
        assert paragraph._p.pPr.find(f"{W}bidi") is not None
        for run in (r for r in paragraph.runs if r.text):
            assert run._r.rPr.find(f"{W}rtl") is not None
            assert run._r.rPr.find(f"{W}lang").get(f"{W}bidi") == "ar-SA"
    mixed = said([("He said سلام twice", "قال")])
    english = docx.Document(io.BytesIO(docx_of_article(mixed, RUN))).tables[0].rows[0].cells[1].paragraphs[0]
    runs = [(run.text, run._r.rPr.find(f"{W}rtl") is not None) for run in english.runs]
    assert runs == [("He said ", False), ("سلام", True), (" twice", False)]


# -- terms


def names(english: str, arabic: str, *findings: Finding) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    result = said([(english, arabic)])
    alignment = replace(result.alignments[0], verdict=Verdict("altered", 0.9, findings))
    return [(term.english, term.arabic) for term in find_terms([replace(result, alignments=(alignment,))])]


def test_names_on_both_sides_are_terms() -> None:
    assert names(
        "In Paris, Jorn Valdarin met Russian ministers.", "وفي باريس التقى يورن فالدارين وزراء الروس وروسيا"
    ) == [
        (("Paris",), ("باريس",)),
        (("Russian",), ("روسيا", "الروس")),
        (("Jorn Valdarin",), ("يورن فالدارين",)),
    ]


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Talks with Niger went well.", "جرت المحادثات مع نيجيريا بنجاح"),  # spelled alike, and another country
        ("Valdarin spoke.", "تحدث فالدارين"),  # begins the sentence: any word is capitalised there
        ("We thank Port Valdarin.", "نشكر ميناء فالدارين"),  # a part of a longer name
        ("We thank Mira.", "نشكر الجميع"),
    ],
)
def test_what_is_no_sure_name_is_no_term(english: str, arabic: str) -> None:
    assert names(english, arabic) == []


def test_a_name_that_was_found_to_differ_is_no_term() -> None:
    differs = recorded("name", Segment(10, 16), None, "Canada ≠ Cuba", 0.9)
    assert names("Talks with Canada and Ghana went well.", "جرت المحادثات مع كندا وغانا", differs) == [
        (("Ghana",), ("غانا",))
    ]


def test_terms_of_the_glossary_count_where_they_are_seen(tmp_path: Path) -> None:
    glossary = Glossary((Term("مرصد", "observatory"), Term("مرفأ", "harbour")), "0")
    terms = find_terms([port_result()], glossary)
    assert [(t.kind, t.english, t.arabic, t.source) for t in terms if t.kind == "glossary"] == [
        ("glossary", ("harbour",), ("مرفأ",), "invented/port.txt")
    ]
    path = tmp_path / "terms.tbx"
    path.write_bytes(b"".join(tbx_of_terms([*terms, *find_terms([said([("In Ghana & Peru", "في غانا وبيرو")])])], "0")))
    read = [(term.arabic, term.english) for term in read_glossary(path).terms]
    assert read == [*((t.arabic[0], t.english[0]) for t in terms), ("غانا", "Ghana"), ("بيرو", "Peru")]


def test_tbx_is_what_the_standard_asks_for() -> None:
    """TBX-Basic of ISO 30042:2019 in DCA style, for the elements that we write."""
    terms = find_terms([said([("Talks in Ghana \x07", "في غانا \x07")])])
    root = etree.fromstring(b"".join(tbx_of_terms(terms, "0.1.0")))
    assert (etree.QName(root), dict(root.attrib)["style"], root.get("type")) == (f"{{{TBX}}}tbx", "dca", "TBX-Basic")
    assert [etree.QName(child).localname for child in root] == ["tbxHeader", "text"]
    assert root.findtext(f".//{{{TBX}}}sourceDesc/{{{TBX}}}p")
    (entry,) = root.iter(f"{{{TBX}}}conceptEntry")
    assert [etree.QName(child).localname for child in entry] == ["note", "langSec", "langSec"]
    for section in entry.iter(f"{{{TBX}}}langSec"):
        assert section.get("{http://www.w3.org/XML/1998/namespace}lang") in ("ar", "en")
        for form in section:
            assert next(etree.QName(child).localname for child in form) == "term"
            assert form.find(f"{{{TBX}}}termNote").get("type") == "partOfSpeech"
    (group,) = root.iter(f"{{{TBX}}}descripGrp")
    assert [(child.get("type"), child.text) for child in group] == [
        ("context", "في غانا \ufffd"),
        ("source", "a/b.txt"),
    ]


# -- ClaimReview


def test_a_draft_names_the_post_and_not_what_it_links_to(tmp_path: Path) -> None:
    port = port_result()
    links = ("https://example.org/port", "https://x.com/miradalen/status/1764")
    first = replace(port.alignments[0], embed=replace(port.alignments[0].embed, links=links))
    write_exports(tmp_path, ["claimreview"], Finished((replace(port, alignments=(first, *port.alignments[1:])),), RUN))
    (draft,) = json.loads((tmp_path / "claimreviews.json").read_text(encoding="utf-8"))
    assert draft["isBasedOn"]["isPartOf"]["name"] == links[1]
    assert draft["isBasedOn"]["creator"]["name"] == "Mira Dalen"


# -- all together


def test_formats_are_named() -> None:
    assert parse_exports("docx, TMX,docx") == ("tmx", "docx")
    for wrong in ("", "pdf", "tmx,pdf"):
        with pytest.raises(UsageError, match="choose from tmx"):
            parse_exports(wrong)


def run_folder(folder: Path) -> Path:
    folder.mkdir()
    results = (port_result(), ledger_result(), plain_result("../../outside.txt"))
    (folder / RESULTS).write_text("".join(json_line(r, RUN) + "\n" for r in results), encoding="utf-8")
    (folder / ARTICLES).write_text("".join(articles_lines(results)), encoding="utf-8")
    return folder


def test_the_command_writes_every_format_and_nothing_elsewhere(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    names = [name for name in EXPORTS if name != "parquet"]
    done = iqtibas("export", str(folder), "--to", ",".join(names))
    assert done.exit_code == 0, done.output
    counts = [(line.split()[0], int(line.split()[1])) for line in done.stdout.splitlines()]
    assert counts == [("tmx", 2), ("xliff", 2), ("tbx", 2), ("docx", 3), ("csv", 4), ("jsonl", 3), ("claimreview", 2)]
    files = sorted(str(p.relative_to(folder / "exports")) for p in (folder / "exports").rglob("*") if p.is_file())
    assert len(files) == 5 + 2 + 3
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run"]
    drafts = json.loads((folder / "exports" / "claimreviews.json").read_text(encoding="utf-8"))
    assert [draft["@type"] for draft in drafts] == ["ClaimReview"] * 2
    before = {name: (folder / "exports" / name).read_bytes() for name in files}
    assert iqtibas("export", str(folder), "--to", ",".join(names), "--quiet").stdout == ""
    assert {name: (folder / "exports" / name).read_bytes() for name in files} == before


def decide(folder: Path, result: ArticleResult, number: int, change: Change) -> None:
    """A decision of Nour's about a statement, from 0."""
    subject = Subject.of(result.article, result.alignments[number].embed)
    moment = datetime.datetime(2024, 3, 7, tzinfo=datetime.UTC)
    with Log(folder) as log:
        log.add(0, lambda _: Decision(0, moment, "Nour", result.article.id, subject, change))


def test_the_command_exports_what_people_decided(tmp_path: Path) -> None:
    folder, port = run_folder(tmp_path / "run"), port_result()
    faithful = port.alignments[1]
    assert faithful.rendering
    decide(folder, port, 1, Change("accept", faithful.rendering.spans, "faithful"))
    decide(folder, port, 0, Change("reject"))
    done = iqtibas("export", folder, "--to", "tmx,csv,jsonl,docx,claimreview", "--out", tmp_path / "all")
    assert done.exit_code == 0, done.output
    rows = list(read_rows(tmp_path / "all" / "statements.csv"))
    assert [(row["review"], row["reviewer"]) for row in rows[:3]] == [
        ("rejected", "Nour"),
        ("accepted", "Nour"),
        ("open", ""),
    ]
    first, *_ = (tmp_path / "all" / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["embeds"][0]["review"]["status"] == "rejected"
    assert len(json.loads((tmp_path / "all" / "claimreviews.json").read_text(encoding="utf-8"))) == 1
    assert iqtibas("export", folder, "--to", "csv,tmx", "--accepted-only", "--out", tmp_path / "some").exit_code == 0
    assert [row["verdict"] for row in read_rows(tmp_path / "some" / "statements.csv")] == ["faithful"]
    assert len(list(read_pairs(tmp_path / "some" / "pairs.tmx"))) == 2


def test_the_command_says_what_is_wrong_in_a_line(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    nothing = iqtibas("export", str(folder), "--to", "tmx", "--accepted-only", "--out", str(tmp_path / "there"))
    # The memory of the run has an accepted segment, so there is something to export.
    assert (nothing.exit_code, nothing.stdout.split()[:3]) == (0, ["tmx", "1", "pairs"])
    assert iqtibas("export", str(tmp_path), "--to", "tmx").exit_code == 1
    assert iqtibas("export", str(folder), "--to", "pdf").exit_code == 2


def test_a_format_without_its_library_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    folder = run_folder(tmp_path / "run")
    done = iqtibas("export", folder, "--to", "parquet,jsonl,csv,claimreview", "--out", tmp_path / "some")
    assert done.exit_code == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["csv", "jsonl", "claimreview"]
    assert "--to parquet: needs pyarrow, which is not installed; pip install 'iqtibas[parquet]'" in done.stderr
    alone = iqtibas("export", folder, "--to", "parquet", "--out", tmp_path / "alone")
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert not (tmp_path / "alone").exists()


def test_a_format_that_cannot_be_written_costs_no_other(tmp_path: Path) -> None:
    folder = run_folder(tmp_path / "run")
    (tmp_path / "some" / "pairs.tmx").mkdir(parents=True)
    done = iqtibas("export", folder, "--to", "tmx,csv", "--out", tmp_path / "some")
    assert done.exit_code == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["csv"]
    assert "pairs.tmx" in done.stderr


def test_what_was_accepted_in_two_parts_is_a_pair(tmp_path: Path) -> None:
    folder, port = run_folder(tmp_path / "run"), port_result()
    faithful = port.alignments[1]
    assert faithful.rendering
    start, end = faithful.rendering.start, faithful.rendering.end
    parts = (Segment(start, start + 12), Segment(end - 10, end))
    decide(folder, port, 1, Change("link", parts))
    decide(folder, port, 1, Change("accept", parts, "faithful"))
    for options in ([], ["--accepted-only"]):
        assert iqtibas("export", folder, "--to", "tmx,csv", "--out", tmp_path / "x", *options).exit_code == 0
        arabic = " […] ".join(map(port.article.slice, parts))
        for name in ("pairs.tmx", "statements.csv"):
            pairs = [(pair.arabic, pair.english) for pair in read_pairs(tmp_path / "x" / name)]
            assert (arabic, faithful.embed.text) in pairs

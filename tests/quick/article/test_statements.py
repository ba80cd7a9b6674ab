"""The statement library: reading every kind of file, turns of transcripts, ids, and the file that keeps them."""

from __future__ import annotations

import datetime
import sqlite3
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from iqtibas.align.coverage.library import StatementLibrary
from iqtibas.article import ReadError, UsageError
from iqtibas.article.input.statements import (
    Provenance,
    Statement,
    make_statement,
    read_statements,
    statement_id,
    statements_csv,
    statements_json,
)
from iqtibas.article.input.turns import LONGEST_CLAIM_WORDS, claims, speaker_turns
from iqtibas.cli.statements import app

BRIEFING = """Remarks at the river council
March 3, 2021

SECRETARY DALEN: Good morning. We will rebuild both bridges before the winter, and nobody will lose a home.
The money comes from the flood fund.

Q: Will the old bridge be closed? And when?

SECRETARY DALEN (via interpreter): No. It stays open until the first of May.

MR. PRICE: The tables are on our site: please use them.
"""
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda t: any(map(str.isalnum, t)))


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


def test_a_briefing_is_split_into_turns_and_claims_with_their_places(tmp_path: Path) -> None:
    path = written(tmp_path / "briefing.txt", BRIEFING)
    read = read_statements(path, Provenance(date=datetime.date(2021, 3, 3), occasion="river council"))
    assert [(s.speaker, s.text) for s in read.statements] == [
        (
            "SECRETARY DALEN",
            "Good morning. We will rebuild both bridges before the winter, and nobody will lose a home.",
        ),
        ("SECRETARY DALEN", "The money comes from the flood fund."),
        ("Q", "Will the old bridge be closed? And when?"),
        ("SECRETARY DALEN", "No. It stays open until the first of May."),
        ("MR. PRICE", "The tables are on our site: please use them."),
    ]
    assert all(s.position and BRIEFING[slice(*s.position)] == s.text for s in read.statements)
    assert {(s.date, s.occasion, s.source) for s in read.statements} == {
        (datetime.date(2021, 3, 3), "river council", "briefing.txt")
    }


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("QUESTION: Is it true?", "QUESTION"),
        ("GEN. McALLEN: It is.", "GEN. McALLEN"),
        ("Prime Minister Odo Farr: It is.", "Prime Minister Odo Farr"),
        ("MS. O’NEIL: It is.", "MS. O’NEIL"),
        ("NOTE: This was corrected.", None),
        ("Location: Port Alder", None),
        ("The plan is simple: we build.", None),
        ("At 10:30 she left.", None),
        ("https://example.org", None),
    ],
)
def test_what_opens_a_turn(line: str, speaker: str | None) -> None:
    assert [turn.speaker for turn in speaker_turns(line)] == ([speaker] if speaker else [])


def test_a_name_without_title_speaks_if_it_comes_back() -> None:
    text = "Mira Dalen: We shall see.\nOdo Farr: Never.\nMira Dalen: Then we wait.\n"
    assert [turn.speaker for turn in speaker_turns(text)] == ["Mira Dalen", "Mira Dalen"]


def test_bold_names_in_pages_and_word_files(tmp_path: Path) -> None:
    said = (("Mira Dalen", "We open the harbour in June."), ("Odo Farr", "The ships are waiting for that day."))
    body = "".join(f"<p><strong>{name}:</strong> {text}</p>" for name, text in said)
    page = written(tmp_path / "talk.html", f"<html><body><article>{body}</article></body></html>")
    document = docx.Document()
    for name, text in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}:").bold = True
        paragraph.add_run(f" {text}")
    document.save(str(tmp_path / "talk.docx"))
    for path in (page, tmp_path / "talk.docx"):
        assert [(s.speaker, s.text) for s in read_statements(path).statements] == list(said)


def test_text_has_one_statement_a_paragraph(tmp_path: Path) -> None:
    lines = read_statements(written(tmp_path / "a.txt", "We build the bridge.\nWe pay for it.\n\n")).statements
    assert [s.text for s in lines] == ["We build the bridge.", "We pay for it."]
    wrapped = "We build the bridge\nthat fell. We pay.\n\nNobody else does.\n"
    read = read_statements(written(tmp_path / "b.txt", wrapped)).statements
    assert [s.text for s in read] == ["We build the bridge\nthat fell. We pay.", "Nobody else does."]


def test_an_endless_sentence_is_cut_into_claims() -> None:
    clause = "we will build one more bridge over the wide river this year"
    text = ", and ".join([clause] * 6) + "."
    found = claims(text, 0, len(text))
    assert len(found) > 1
    assert all(8 <= len(text[c.start : c.end].split()) <= LONGEST_CLAIM_WORDS for c in found)
    assert [text[c.start : c.end].rstrip(".") for c in found[:2]] == [clause, f"and {clause}"]


@pytest.mark.parametrize("piece", ["No. ", "; ", "a; ", "A: ", "A:\n", "\n \n", "word, and ", "(", "“"])
def test_endless_transcripts_are_read_in_linear_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    turns = speaker_turns(text)
    spans = [c for turn in turns for c in claims(text, turn.start, turn.end)] + claims(text, 0, len(text))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_a_malformed_row_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    table = (
        "Text,Speaker,Date,ID,remarks\r\n"
        '"We open, she said.",Mira Dalen,2021-03-24,s1,\r\n'
        "Bad date,Mira Dalen,24/3/2021,,\r\n"
        ",Mira Dalen,,,\r\n"
        "too,many,,,cells,here\r\n"
        "Another text,Mira Dalen,,s1,\r\n"
        '"WE  OPEN, she said.",Mira Dalen,,s1,\r\n'
        ",,,,\r\n"
        '"never closed,Mira'
    )
    read = read_statements(written(tmp_path / "s.csv", table))
    assert [(s.id, s.text) for s in read.statements] == [("s1", "We open, she said.")]
    rows = [(error.where.rpartition("row ")[2], error.problem) for error in read.failures]
    assert [row for row, _ in rows] == ["3", "4", "5", "6", "8", "9"]
    assert 'the id "s1" of' in rows[3][1]
    assert [place.rpartition("row ")[2] for place in read.repeated] == ["7"]


@pytest.mark.parametrize("header", ["speaker,date", "text,text", "what,who"])
def test_a_table_without_one_column_of_texts_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(ReadError, match="row 1"):
        read_statements(written(tmp_path / "s.csv", f"{header}\nWe open.,x\n"))


def test_tables_of_other_spreadsheets(tmp_path: Path) -> None:
    read = read_statements(written(tmp_path / "s.csv", "\ufefftext;speaker\nWe open, at last.;Mira Dalen\n"))
    assert [(s.text, s.speaker) for s in read.statements] == [("We open, at last.", "Mira Dalen")]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"speaker": "x"}', '{"text": 3}', '{"text": " . "}', '{"text": "a b", "date": "x"}',
             '{"text": "a", "position": "5-2"}', '{"text": "\\ud800 a"}', "[" * 100_000],
)  # fmt: skip
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    read = read_statements(written(tmp_path / "s.jsonl", f'{{"text": "We open."}}\n\n{line}\n'))
    assert len(read.statements) == 1
    assert [error.where.endswith("s.jsonl:3") for error in read.failures] == [True]


# A lost character (U+FFFD) is refused wherever it stands.
WHOLE = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffd")


@given(TEXTS.filter(lambda text: "\ufffd" not in text), st.text(WHOLE), st.none() | st.dates())
def test_what_is_exported_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, speaker: str, date: datetime.date | None
) -> None:
    statement = Statement("own-id", text, speaker, date, "=1+1", "a.html", (3, 9))
    folder = tmp_path_factory.mktemp("round")
    assert read_statements(written(folder / "s.jsonl", statements_json([statement]))).statements == (statement,)
    if "\0" not in text + speaker:
        assert read_statements(written(folder / "s.csv", "﻿" + statements_csv([statement]))).statements == (statement,)


def test_capitals_with_accents_are_no_arabic(tmp_path: Path) -> None:
    read = read_statements(written(tmp_path / "s.csv", "text\nÁÁÁ\n"))
    assert [statement.text for statement in read.statements] == ["ÁÁÁ"]


def test_no_cell_is_a_formula() -> None:
    table = statements_csv([make_statement("=HYPERLINK(1)", Provenance(speaker="@x", source="+a"))])

    assert "'=HYPERLINK(1)" in table


def test_ids_are_stable_and_tell_statements_apart() -> None:
    day = datetime.date(2021, 3, 24)
    name = statement_id("We open.", "Mira Dalen", day)
    assert name == statement_id(" we  OPEN.", "mira dalen", day)
    others = [("We open!", "Mira Dalen", day), ("We open.", "Odo Farr", day), ("We open.", "Mira Dalen", None)]
    assert len({name, *(statement_id(*other) for other in others)}) == 4
    assert statement_id("It’s “open”", "", None) == statement_id('It\'s "open"', "", None)


def test_the_library_keeps_each_statement_once(tmp_path: Path) -> None:
    first = make_statement("We open.", Provenance("Mira Dalen", datetime.date(2021, 3, 24)), position=(4, 12))
    with StatementLibrary(tmp_path / "s.sqlite") as library:
        assert library.add(first)
        assert not library.add(first)
        with pytest.raises(UsageError, match="another text"):
            library.add(Statement(first.id, "We close."))
        library.add(make_statement("Earlier.", Provenance("Odo_Farr", datetime.date(2020, 1, 1))))
    with StatementLibrary(tmp_path / "s.sqlite") as library:
        assert [s.text for s in library.statements()] == ["Earlier.", "We open."]
        assert [s.text for s in library.statements("o_f")] == ["Earlier."]
        assert list(library.statements("%")) == []
        assert library.get(first.id) == first
        library.remove(first.id)
        assert len(library) == 1
        for ask in (library.get, library.remove):
            with pytest.raises(UsageError, match="none with this id"):
                ask(first.id)


def test_another_programs_file_is_no_library(tmp_path: Path) -> None:
    written(tmp_path / "note.txt", "no database")
    with pytest.raises(ReadError, match="no statement library"):
        StatementLibrary(tmp_path / "note.txt")
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(ReadError, match="another program's"):
        StatementLibrary(tmp_path / "other.sqlite")


def test_the_commands(tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*arguments, "--library", str(tmp_path / "s.sqlite")])
        return result.exit_code, result.output

    code, printed = run("add", "We open.", "--speaker", "Mira Dalen", "--date", "2021-03-24")
    name = printed.strip()
    assert (code, name) == (0, statement_id("We open.", "Mira Dalen", datetime.date(2021, 3, 24)))
    assert "already" in run("add", "We open.", "--speaker", "Mira Dalen", "--date", "2021-03-24")[1]
    briefing = written(tmp_path / "briefing.txt", BRIEFING)
    assert "3 statements added, 0 known already, 0 not read" in run("import", str(briefing), "--only", "dalen")[1]
    bad = written(tmp_path / "bad.csv", "text\n\n.\n")
    assert run("import", str(bad), str(tmp_path / "none.csv"))[0] == 1
    assert f"{name}  2021-03-24  Mira Dalen: We open." in run("list")[1]
    assert run("export", str(tmp_path / "out.csv"))[0] == 0
    assert len(read_statements(tmp_path / "out.csv").statements) == 4
    assert run("export", str(tmp_path / "out.pdf"))[0] == 2
    assert run("add", "x", "--date", "soon")[0] == 1
    assert run("remove", name)[0] == 0
    assert run("remove", name)[0] == 2

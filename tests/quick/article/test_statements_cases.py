"""Details of official statements: ids that must not change, tables, positions, labels, turns and claims."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from iqtibas.article.errors import ReadError
from iqtibas.article.input.statements import (
    COLUMNS,
    Provenance,
    Statement,
    make_statement,
    read_statements,
    statement_id,
    statements_csv,
    statements_json,
)
from iqtibas.article.input.transcript import read_lines, read_transcript
from iqtibas.article.input.turns import bold_labels, claims, speaker_turns

DAY = datetime.date(2021, 3, 24)
FOUR = "We open the harbour. We close the gate. They pay the bill. Nobody else will pay."


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


class TestIds:
    def test_an_id_is_the_same_in_every_version(self) -> None:
        """Libraries and reports hold ids: another formula would orphan them."""
        assert statement_id("We open.", "Mira Dalen", DAY) == "chxw-h1pb-0rs1"
        assert statement_id("We open.", "", None) == "0twc-jrgk-z5ef"

    def test_spelling_decides_nothing(self) -> None:
        same = [
            "It’s the “new” co‑op — open",
            'it\'s the "NEW" co-op —  open',
            "It‘s the «new» co‐op —\nopen",
            "It‚s the „new„ co-op — ｏｐｅｎ",
        ]
        assert len({statement_id(text, "Mira Dalen", DAY) for text in same}) == 1
        assert statement_id("ab", "", None) != statement_id("a", "b", None)

    def test_what_is_made_by_hand(self) -> None:
        made = make_statement("We open.", Provenance("Mira Dalen", DAY, "a talk", "a page"), position=(3, 11))
        name = statement_id("We open.", "Mira Dalen", DAY)
        assert made == Statement(name, "We open.", "Mira Dalen", DAY, "a talk", "a page", (3, 11))
        assert make_statement("7", Provenance()).position is None


class TestTables:
    STATEMENTS = (
        Statement("s-1", 'We "open", now.', "Mira Dalen", DAY, "a talk", "a.txt", (3, 18)),
        Statement("s-2", "=1+1 is two", "@mira", None, "-", "+x"),
    )

    def test_csv_as_it_is_written(self) -> None:
        assert statements_csv(self.STATEMENTS) == (
            "id,text,speaker,date,occasion,source,position\r\n"
            's-1,"We ""open"", now.",Mira Dalen,2021-03-24,a talk,a.txt,3-18\r\n'
            "s-2,'=1+1 is two,'@mira,,'-,'+x,\r\n"
        )

    def test_json_as_it_is_written(self) -> None:
        assert statements_json([Statement("s", "Café opens.", "Ö", DAY, position=(0, 11)), Statement("t", "No.")]) == (
            '{"id": "s", "text": "Café opens.", "speaker": "Ö", "date": "2021-03-24", "occasion": "", "source": "", '
            '"position": "0-11"}\n'
            '{"id": "t", "text": "No.", "speaker": "", "date": null, "occasion": "", "source": "", "position": null}\n'
        )

    @pytest.mark.parametrize(
        "cell", ["=a", "+a", "-a", "@a", "\ta", "\ra", "\na", "＝a", "＋a", "－a", "＠a", " =a", "'=a"]
    )
    def test_cells_that_a_spreadsheet_would_compute_come_back(self, tmp_path: Path, cell: str) -> None:
        statement = Statement("id", cell, "x", None, "", "s")
        table = statements_csv([statement])
        assert f"'{cell}" in table
        assert read_statements(written(tmp_path / "a.csv", table)).statements == (statement,)

    @pytest.mark.parametrize("cell", ["'a", "a=b", "5 - 3", "”a"])
    def test_other_cells_are_left_alone(self, tmp_path: Path, cell: str) -> None:
        table = statements_csv([Statement("id", cell, source="s")])
        assert f",{cell}," in table
        assert read_statements(written(tmp_path / "a.csv", table)).statements[0].text == cell

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_delimiters(self, tmp_path: Path, delimiter: str) -> None:
        table = (
            delimiter.join(("text", "Speaker ", "date", "x"))
            + "\n"
            + delimiter.join(("We go.", "A", "2021-03-24", "y"))
        )
        [statement] = read_statements(written(tmp_path / "a.CSV", table)).statements
        assert (statement.text, statement.speaker, statement.date) == ("We go.", "A", DAY)

    def test_the_delimiter_that_the_header_has_most_of_and_a_comma_for_one_column(self, tmp_path: Path) -> None:
        [statement] = read_statements(written(tmp_path / "a.csv", "text;speaker;a,b\nWe go, now.;A;c\n")).statements
        assert (statement.text, statement.speaker) == ("We go, now.", "A")
        [statement] = read_statements(written(tmp_path / "b.csv", "text\nWe go; now.\n")).statements
        assert statement.text == "We go; now."

    def test_what_a_row_does_not_say_the_file_does(self, tmp_path: Path) -> None:
        given = Provenance("Mira Dalen", DAY, "a talk", "an archive")
        rows = "id,text,speaker,date,occasion,source,position\n, We go. ,,,,,\n k ,We stay.,Odo,2020-01-02,a walk,a page,4-12\n"
        first, second = read_statements(written(tmp_path / "a.csv", rows), given).statements
        name = statement_id("We go.", "Mira Dalen", DAY)
        assert first == Statement(name, " We go. ", "Mira Dalen", DAY, "a talk", "an archive", None)
        assert second == Statement("k", "We stay.", "Odo", datetime.date(2020, 1, 2), "a walk", "a page", (4, 12))
        [bare] = read_statements(written(tmp_path / "b.csv", "text\nWe go.\n")).statements
        assert (bare.source, bare.speaker, bare.date, bare.position) == ("b.csv", "", None, None)

    def test_json_lines(self, tmp_path: Path) -> None:
        lines = '\ufeff{"text": "We go.", "date": "2021-03-24", "speaker": null, "other": 5}\n \r\n{"id": "b", "text": "We stay."}'
        for name in ("a.jsonl", "a.ndjson"):
            read = read_statements(written(tmp_path / name, lines))
            assert [(s.text, s.date, s.source) for s in read.statements] == [
                ("We go.", DAY, name),
                ("We stay.", None, name),
            ]
            assert read.failures == read.repeated == ()

    def test_a_line_may_be_so_long(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        line = '{"text": "We go."}\n'
        for most, read in ((len(line), 1), (len(line) - 1, 0)):
            monkeypatch.setattr("iqtibas.article.input.statements.MAX_BYTES", most)
            assert len(read_statements(written(tmp_path / "a.jsonl", line)).statements) == read
        path = written(tmp_path / "a.csv", "text\nWe go.\n")
        monkeypatch.setattr("iqtibas.article.input.statements.MAX_BYTES", 12)
        assert len(read_statements(path).statements) == 1
        monkeypatch.setattr("iqtibas.article.input.statements.MAX_BYTES", 11)
        with pytest.raises(ReadError, match="larger"):
            read_statements(path)

    def test_a_statement_that_comes_again_is_no_failure(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.csv", "id,text\na,We go.\na,we  GO.\na,We stay.\n")
        read = read_statements(path)
        assert [statement.text for statement in read.statements] == ["We go."]
        assert read.repeated == (f"{path.as_posix()}, row 3",)
        assert [failure.where for failure in read.failures] == [f"{path.as_posix()}, row 4"]

    def test_columns(self) -> None:
        assert COLUMNS == ("id", "text", "speaker", "date", "occasion", "source", "position")

    @pytest.mark.parametrize("position", ["0-0", "5-4", "1-", "-1", "1 - 2", "1-2-3", "1" * 13 + "-2", "٣-٤"])
    def test_what_is_no_position(self, tmp_path: Path, position: str) -> None:
        read = read_statements(written(tmp_path / "a.csv", f"text,position\nWe go.,{position}\nWe go.,0-1\n"))
        assert [(s.position) for s in read.statements] == [(0, 1)]
        assert [failure.problem for failure in read.failures] == [f'"{position}" is no position']


class TestDocuments:
    def test_a_transcript(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.txt", "We go.\r\nWe stay.\n")
        read = read_transcript(path)
        assert (read.source, read.text) == (path.as_posix(), "We go.\r\nWe stay.\n")
        assert read.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()

    @pytest.mark.parametrize(
        ("text", "spans"),
        [
            ("ab\ncd", [(0, 2), (3, 5)]),
            ("ab\ncd\n", [(0, 2), (3, 5)]),
            ("ab\r\n\r\ncd\r\n", [(0, 2), (4, 4), (6, 8)]),
            ("ab\u2028c", [(0, 4)]),
        ],
    )
    def test_lines(self, tmp_path: Path, text: str, spans: list[tuple[int, int]]) -> None:
        assert read_lines(written(tmp_path / "a.txt", text)) == (text, spans)

    def test_a_document_may_be_so_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = written(tmp_path / "a.txt", "We go.")
        monkeypatch.setattr("iqtibas.article.input.transcript.MAX_BYTES", 6)
        assert read_transcript(path).text == "We go."
        monkeypatch.setattr("iqtibas.article.input.transcript.MAX_BYTES", 5)
        with pytest.raises(ReadError, match="larger"):
            read_transcript(path)

    @pytest.mark.parametrize(
        ("text", "statements"),
        [
            ("One is here.\n\nTwo is here.\n\n\n", ["One is here.", "Two is here."]),
            ("One is\nhere.\n \t\nTwo is here.", ["One is\nhere.", "Two is here."]),
            (" One is here. \n...\nTwo is here.", ["One is here.", "Two is here."]),
            (FOUR, [FOUR]),
            (f"{FOUR} We pay for it.", [*map(str.strip, FOUR.replace(". ", ".|").split("|")), "We pay for it."]),
        ],
    )
    def test_paragraphs(self, tmp_path: Path, text: str, statements: list[str]) -> None:
        read = read_statements(written(tmp_path / "a.txt", text)).statements
        assert [s.text for s in read] == statements
        assert [s.position and text[slice(*s.position)] for s in read] == statements
        assert {s.speaker for s in read} == {""}

    def test_without_a_place_among_the_turns_nothing_is_said(self, tmp_path: Path) -> None:
        text = "We met on a Monday in the hall.\nDALEN: We open the harbour today.\n"
        [said] = read_statements(written(tmp_path / "a.txt", text)).statements
        assert (said.speaker, said.text) == ("DALEN", "We open the harbour today.")


class TestTurns:
    def turns(self, text: str, bold: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        return [(turn.speaker, text[turn.start : turn.end]) for turn in speaker_turns(text, bold)]

    def test_what_a_turn_holds(self) -> None:
        text = "Head\nA:  One. \n\nTwo.\nB (in French): Three.\n"
        assert self.turns(text) == [("A", "One. \n\nTwo."), ("B", "Three.")]

    @pytest.mark.parametrize(
        ("line", "speaker"),
        [
            ("DALEN: x", "DALEN"),
            ("  DALEN: x", "DALEN"),
            ("DALEN:", "DALEN"),
            ("DALEN:x", None),
            ("Dalen: x", None),
            ("DALen MAR: x", "DALen MAR"),  # six of eight letters are enough, five of seven are not
            ("DALen MA: x", None),
            ("Mr. Price: x", "Mr. Price"),
            ("mr. Price: x", None),
            ("Mr. price: x", None),
            ("Minister of Health and Trade: x", "Minister of Health and Trade"),
            ("Minister Under Water: x", "Minister Under Water"),
            ("Minister under Water: x", None),
            ("1ST SPEAKER: x", None),
            ("A B C D E F G H: x", "A B C D E F G H"),
            ("A B C D E F G H I: x", None),
            ("A" * 80 + ": x", "A" * 80),
            ("A" * 81 + ": x", None),
            ("DALEN [ASIDE]: x", "DALEN"),
            ("(ASIDE): x", None),
            ("HE LEFT.: x", None),
            ("DR.: x", "DR."),
            ("SUBJECT: x", None),
            ("SUBJECT (OLD): x", None),
            ("HTTPS: x", None),
        ],
    )
    def test_labels(self, line: str, speaker: str | None) -> None:
        assert [turn.speaker for turn in speaker_turns(line)] == ([speaker] if speaker else [])

    def test_a_name_that_comes_back_and_one_that_does_not(self) -> None:
        assert self.turns("Mira Dalen: One.\nOdo: Two.\nMira Dalen: Three.\n") == [
            ("Mira Dalen", "One.\nOdo: Two."),
            ("Mira Dalen", "Three."),
        ]
        assert self.turns("the plan: One.\nthe plan: Two.\n") == []

    def test_bold_names(self) -> None:
        assert self.turns("mira dalen: One.\n", ("mira dalen",)) == [("mira dalen", "One.")]
        alone = "Mira Dalen\nOne.\nMira Dalen \nTwo.\nOdo Farr\nThree.\n"
        assert self.turns(alone, ("Mira Dalen", "Odo Farr")) == [
            ("Mira Dalen", "One."),
            ("Mira Dalen", "Two.\nOdo Farr\nThree."),
        ]
        assert self.turns("in short\nOne.\nin short\nTwo.", ("in short",)) == []

    def test_bold_in_a_page(self) -> None:
        page = (
            "<p><b>Mira\n Dalen : </b>x<p><strong>Odo <i>Farr</i></strong><p><b>Note:</b><p><b>It was so.</b>"
            f"<p><b>{'word ' * 9}</b><p><b>{' ' * 999}B</b><p><b>{' ' * 1_000}C</b><p><em>No</em>"
        )
        assert bold_labels(page.encode(), ".html", "p") == {"Mira Dalen", "Odo Farr", "B"}


class TestClaims:
    def claims(self, text: str, start: int = 0) -> list[str]:
        return [text[claim.start : claim.end] for claim in claims(text, start, len(text))]

    def test_short_sentences_go_with_their_neighbours(self) -> None:
        assert self.claims("Thank you. We open the harbour. It is new.") == [
            "Thank you. We open the harbour. It is new."
        ]
        assert self.claims("We open the harbour. We close the gate now.") == [
            "We open the harbour.",
            "We close the gate now.",
        ]
        assert self.claims("Thank you.\nWe open the harbour.") == ["We open the harbour."]
        assert self.claims("We open it.") == []
        assert self.claims("We open it now.") == ["We open it now."]
        assert self.claims("x We open the harbour.", 2) == ["We open the harbour."]

    @pytest.mark.parametrize("sign", ["; ", "— ", " – ", ", and ", ", but ", ", while ", ", because ", ", so "])
    def test_a_long_sentence_is_cut_at_its_clauses(self, sign: str) -> None:
        joining = sign.strip(" ,") if sign.startswith(", ") else ""
        first, second = " ".join(["word"] * 20), " ".join(["more"] * (21 - (bool(joining) or sign == " – ")))
        cut = self.claims(f"{first}{sign}{second}")
        assert cut == [first, f"{joining} {second}".strip()]
        whole = f"{first}{sign}{second.removesuffix(' more')}"
        assert self.claims(whole) == [whole]

    def test_no_claim_is_shorter_than_a_clause(self) -> None:
        first, second, third = " ".join(["a"] * 8), " ".join(["b"] * 30), " ".join(["c"] * 8)
        assert self.claims(f"{first}; {second}; {third}") == [first, second, third]
        short = f"{first.removesuffix(' a')}; {second} b b; {third.removesuffix(' c')}"
        assert self.claims(short) == [short]

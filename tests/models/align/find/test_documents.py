"""Whole documents aligned m to n: joins, splits, omissions, crossings, and what the command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import iqtibas
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.align import align_documents
from iqtibas.article import ReadError, read_lines, read_transcript
from iqtibas.models import load_sentence_encoder, load_word_encoder

PAIRS = (
    ("افتتح وزير الصحة في مرزان أمس مستشفى جديدا للأطفال.", "The health minister of Marzan opened a new children's hospital yesterday."),
    ("ويضم المستشفى مئتي سرير وثلاث غرف للعمليات.", "The hospital has two hundred beds and three operating rooms."),
    ("وقال الوزير إن البناء كلف أربعين مليون دولار.", "The minister said that the building cost forty million dollars."),
    ("وستعمل فيه خمسون ممرضة من الأقاليم المجاورة.", "Fifty nurses from the neighbouring provinces will work there."),
    ("أما الطريق إلى المستشفى فلن يكتمل قبل الربيع.", "The road to the hospital, however, will not be finished before spring."),
    ("وشكر رئيس البلدية العمال على صبرهم في الشتاء.", "The mayor thanked the workers for their patience during the winter."),
)  # fmt: skip
ARABIC, ENGLISH = [pair[0] for pair in PAIRS], [pair[1] for pair in PAIRS]


def beads(arabic: list[str], english: list[str]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    found = align_documents(arabic, english, load_sentence_encoder(), load_word_encoder())
    return [(bead.arabic, bead.english) for bead in found]


def test_equal_documents_pair_line_by_line() -> None:
    assert beads(ARABIC, ENGLISH) == [((i, i + 1), (i, i + 1)) for i in range(6)]


def test_a_sentence_that_was_split_in_two() -> None:
    joined = [ENGLISH[0], f"{ENGLISH[1]} {ENGLISH[2]}", *ENGLISH[3:]]
    assert beads(ARABIC, joined)[:3] == [((0, 1), (0, 1)), ((1, 3), (1, 2)), ((3, 4), (2, 3))]


def test_sentences_that_were_joined_in_the_arabic() -> None:
    joined = [*ARABIC[:4], f"{ARABIC[4]} {ARABIC[5]}"]
    assert beads(joined, ENGLISH)[-1] == ((4, 5), (4, 6))


@pytest.mark.parametrize("dropped", range(6))
def test_what_is_left_out_is_in_no_bead(dropped: int) -> None:
    found = beads(ARABIC[:dropped] + ARABIC[dropped + 1 :], ENGLISH)
    assert len(found) == 5
    assert (dropped, dropped + 1) not in [english for _, english in found]


def test_a_sentence_that_was_moved_is_found_across() -> None:
    moved = [ARABIC[1], ARABIC[2], ARABIC[0], *ARABIC[3:]]
    assert ((2, 3), (0, 1)) in beads(moved, ENGLISH)


def test_documents_about_different_things_share_nothing() -> None:
    other = ["Our football club lost its third match.", "Tickets for the opera are sold out.", "Rain is expected."]
    assert beads(ARABIC[:3], other) == []


def test_an_empty_side_has_no_beads() -> None:
    assert beads([], ENGLISH) == []


def write(folder: Path, arabic: str, english: str) -> tuple[Path, Path]:
    (folder / "ar.txt").write_text(arabic, encoding="utf-8")
    (folder / "en.txt").write_text(english, encoding="utf-8")
    return folder / "ar.txt", folder / "en.txt"


class TestCommand:
    def test_lines_are_numbered_with_the_empty_ones(self, tmp_path: Path) -> None:
        files = write(tmp_path, "\n\n".join(ARABIC) + "\n", "\n".join(ENGLISH))
        result = iqtibas("documents", *files, "--lines", "--json", "-")
        found = json.loads(result.stdout)["beads"]
        assert result.exit_code == 0
        assert [bead["arabic"] for bead in found] == [[[2 * i, 2 * i + 1]] for i in range(6)]
        assert [bead["english"] for bead in found] == [[[i, i + 1]] for i in range(6)]
        assert all(0 < bead["score"] <= 1 for bead in found)

    def test_offsets_point_at_the_sentences(self, tmp_path: Path) -> None:
        files = write(tmp_path, " ".join(ARABIC) + "\n", " ".join(ENGLISH) + "\n")
        result = iqtibas("documents", *files, "--json", tmp_path / "beads.json", "--tmx", tmp_path / "pairs.tmx")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "6 beads: 6 of 6 Arabic sentences, 6 of 6 English" in result.stdout
        text = files[0].read_text(encoding="utf-8")
        found = json.loads((tmp_path / "beads.json").read_text(encoding="utf-8"))["beads"]
        assert [text[start:end] for bead in found for start, end in bead["arabic"]] == ARABIC
        memory = (tmp_path / "pairs.tmx").read_text(encoding="utf-8")
        assert all(sentence in memory for sentence in ARABIC)

    def test_a_missing_document_is_one_line(self, tmp_path: Path) -> None:
        files = write(tmp_path, " ".join(ARABIC), "x")
        result = iqtibas("documents", files[0], tmp_path / "none.txt")
        assert result.exit_code == 1
        assert result.stderr.count("\n") == 1
        assert "none.txt: cannot be read" in result.stderr


def test_a_transcript_is_read_from_a_page(tmp_path: Path) -> None:
    page = "<html><body><nav>Menu</nav><article><h1>Remarks</h1>" + "".join(f"<p>{s}</p>" for s in ENGLISH)
    (tmp_path / "remarks.html").write_text(page + "</article></body></html>", encoding="utf-8")
    assert all(sentence in read_transcript(tmp_path / "remarks.html").text for sentence in ENGLISH)


def test_a_transcript_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.txt").write_text("1234 -- 5678\n", encoding="utf-8")
    with pytest.raises(ReadError, match="holds no text"):
        read_transcript(tmp_path / "no.txt")


@given(st.lists(st.text(alphabet="ab \r\u2028\x0b", max_size=6), min_size=1, max_size=6))
def test_lines_are_what_programs_count(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("lines") / "text.txt"
    path.write_bytes(("a\n" + "\n".join(lines)).encode())
    text, spans = read_lines(path)
    assert [text[start:end] for start, end in spans] == [
        line.removesuffix("\r") for line in path.read_bytes().decode().removesuffix("\n").split("\n")
    ]

"""Devices, pipes and sizes that never end, in the place of every file that is read: one line, at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from model_folders import edit_json, tiny_model

from iqtibas.article import ModelError, ReadError, read_articles
from iqtibas.article.input.statements import read_statements
from iqtibas.article.input.transcript import read_transcript
from iqtibas.eval.metrics import MOST_WORDS, score_files
from iqtibas.models.folder import LARGEST_PIECES, SOURCE_PIECES, read_json
from iqtibas.models.validate import MOST_POSITIONS, check_folder
from iqtibas.report.exchange.pairs import read_pairs
from iqtibas.report.record.stored import RESULTS, read_run
from iqtibas.storage.write import takes_files, write_atomically
from iqtibas.translate import Memory, count_articles
from iqtibas.translate.glossary import read_glossary

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "glossary": ("terms.csv", read_glossary),
    "term base": ("terms.tbx", read_glossary),
    "statements": ("said.csv", read_statements),
    "statements, a line each": ("said.jsonl", read_statements),
    "transcript": ("said.txt", read_transcript),
    "memory as TSV": ("memory.tsv", lambda path: list(read_pairs(path))),
    "memory as TMX": ("memory.tmx", lambda path: list(read_pairs(path))),
    "memory as CSV": ("memory.csv", lambda path: list(read_pairs(path))),
    "memory": ("memory.sqlite", Memory),
    "config.json": ("config.json", read_json),
    "a run": (RESULTS, lambda path: read_run(path.parent)),
    "translations": ("hypotheses.txt", lambda path: score_files(path, path)),
}


@pytest.mark.parametrize("what", READERS)
@pytest.mark.parametrize("kind", ["zero", "pipe"])
def test_what_never_ends_is_no_file(tmp_path: Path, what: str, kind: str) -> None:
    name, read = READERS[what]
    if kind == "pipe":
        os.mkfifo(tmp_path / name)
    else:
        (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises((ReadError, ModelError), match="is no file"):
        read(tmp_path / name)


def test_lines_from_a_device_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").symlink_to("/dev/zero")
    [error] = read_articles([str(tmp_path / "in.jsonl")])
    assert "is a device" in str(error)
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert count_articles([str(tmp_path / "pipe.jsonl")]) == 1


@pytest.mark.parametrize("size", [MOST_POSITIONS + 1, 10**9, 10**30, -1, 0, 2.5, "512", True])
def test_positions_are_bounded(tmp_path: Path, size: object) -> None:
    folder = tiny_model(tmp_path)
    edit_json(folder / "config.json", lambda config: config.update(max_position_embeddings=size))
    with pytest.raises(ModelError, match="max_position_embeddings is"):
        check_folder(folder)


def test_pieces_are_bounded(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path)
    os.truncate(folder / SOURCE_PIECES, LARGEST_PIECES + 1)
    with pytest.raises(ModelError, match="is larger than 32 MB"):
        check_folder(folder)
    (folder / SOURCE_PIECES).unlink()
    (folder / SOURCE_PIECES).symlink_to("/dev/zero")
    with pytest.raises(ModelError, match=r"is missing or not a SentencePiece model|leaves the model folder"):
        check_folder(folder)


def test_a_field_of_a_table_may_be_as_long_as_a_speech(tmp_path: Path) -> None:
    speech = "The port opens. " * 20_000
    (tmp_path / "said.csv").write_text(f'text\n"{speech}"\nThe port opens.\n', encoding="utf-8")
    read = read_statements(tmp_path / "said.csv")
    assert [len(one.text) for one in read.statements] == [len(speech), 15]
    assert not read.failures


def test_a_line_that_is_scored_may_have_so_many_words(tmp_path: Path) -> None:
    path = tmp_path / "hypotheses.txt"
    for words in (MOST_WORDS, MOST_WORDS + 1, 21_000):
        path.write_text("one two\n" + "word " * words + "\n", encoding="utf-8")
        if words == MOST_WORDS:
            assert score_files(path, path).n == 2
        else:
            with pytest.raises(ReadError, match=r"hypotheses.txt:2: has more than 1000 words"):
                score_files(path, path)


# ---- Writing


def test_a_device_is_written_into_and_stays(tmp_path: Path) -> None:
    null = tmp_path / "null"
    null.symlink_to("/dev/null")
    write_atomically(null, "x")
    assert null.is_symlink()
    assert Path("/dev/null").is_char_device()
    assert not takes_files(null)
    assert takes_files(tmp_path / "new")


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, "whole")
    assert os.read(reading, 99) == b"whole"
    os.close(reading)
    assert pipe.is_fifo()


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path, there: bool) -> None:
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    target.parent.mkdir()
    if there:
        target.write_text("before")
    link.symlink_to("folder/target")
    (tmp_path / "second").symlink_to("link")
    write_atomically(tmp_path / "second", "after")
    assert (tmp_path / "second").is_symlink()
    assert link.is_symlink()
    assert target.read_text() == "after"
    assert os.listdir(target.parent) == ["target"]

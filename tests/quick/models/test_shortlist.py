"""Which pieces a translation may be made of: the English ones, a lexicon's folder, and CTranslate2's vocabulary map."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_folders import tiny_model
from safetensors.numpy import save_file

from iqtibas.article import ModelError
from iqtibas.models.manifest import Manifest, record_files
from iqtibas.models.shortlist import (
    LEXICON,
    LEXICON_FOLDER,
    Lexicon,
    english_pieces,
    read_lexicon,
    vocabulary_digest,
    vocabulary_map,
)

IDS = {
    "</s>": 0,
    "<unk>": 1,
    "▁the": 2,
    "▁بيت": 3,
    "▁house": 4,
    "60": 5,
    "؟": 6,
    "?": 7,
    "٦": 8,
    "▁home": 9,
    "<pad>": 10,
}


def test_the_alphabet_is_all_that_is_not_arabic_and_no_special_piece() -> None:
    assert english_pieces(IDS) == [2, 4, 5, 7, 9]


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.integers(), max_size=30))
def test_no_letter_that_english_uses_is_lost(ids: dict[str, int]) -> None:
    kept = set(english_pieces(ids))
    assert all(number in kept for piece, number in ids.items() if piece.isascii() and not piece.startswith("<"))


def test_without_a_lexicon_the_map_is_the_alphabet_whatever_the_source() -> None:
    assert list(vocabulary_map(IDS)) == ["\t▁the ▁house 60 ? ▁home\n"]


def test_a_lexicon_s_map_has_its_pieces_and_nothing_arabic() -> None:
    suggested: list[list[int]] = [[] for _ in IDS]
    suggested[3], suggested[5], suggested[6] = [4, 9, 3], [5], [6]
    lines = list(vocabulary_map(IDS, Lexicon([2, 7, 8], suggested, "")))
    assert lines == ["\t▁the ?\n", "▁بيت\t▁house ▁home\n", "60\t60\n"]


def test_a_piece_that_the_map_s_format_cannot_hold_is_left_out() -> None:
    assert list(vocabulary_map({"a b": 0, "c": 1})) == ["\tc\n"]


def write_lexicon(model: Path, *, vocabulary: str | None = None, **changes: list[int]) -> Path:
    """A lexicon folder in a model folder; changes: other numbers for a tensor."""
    size = len(json.loads((model / "vocab.json").read_text()))
    numbers = {"always": [4, 5], "first": [0, 2, *[3] * (size - 1)], "targets": [7, 8, 9]} | changes
    folder = model / LEXICON_FOLDER
    folder.mkdir()
    metadata = {"vocabulary": vocabulary or vocabulary_digest(model)}
    save_file({name: np.array(own, np.int32) for name, own in numbers.items()}, folder / LEXICON, metadata)
    Manifest("lexicon", "1", "", ("ar", "en"), record_files(folder, [LEXICON])).write(folder)
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_model(tmp_path / "model")


def test_a_lexicon_is_read_as_it_was_written(model: Path) -> None:
    write_lexicon(model)
    lexicon = read_lexicon(model)
    assert (lexicon.always, lexicon.suggested[:3], len(lexicon.suggested)) == ([4, 5], [[7, 8], [9], []], 11900)


def test_a_lexicon_belongs_to_the_vocabulary_and_not_to_the_weights(model: Path) -> None:
    write_lexicon(model)
    (model / "model.safetensors").write_bytes(b"better trained")
    assert read_lexicon(model).always == [4, 5]
    with (model / "vocab.json").open("a") as file:
        file.write("\n")
    with pytest.raises(ModelError, match="another vocabulary"):
        read_lexicon(model)


@pytest.mark.parametrize(
    "changes",
    [
        {"always": [11900]},
        {"targets": [7, 8, -1]},
        {"first": [0, 3]},
        {"first": [0, 5, *[3] * 11899]},
        {"targets": [7, 8]},
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(model: Path, changes: dict[str, list[int]]) -> None:
    write_lexicon(model, **changes)
    with pytest.raises(ModelError, match="do not fit together"):
        read_lexicon(model)


def test_a_missing_altered_or_unlisted_lexicon_is_refused(model: Path) -> None:
    with pytest.raises(ModelError, match="there is no lexicon"):
        read_lexicon(model)
    folder = write_lexicon(model)
    sound = (folder / LEXICON).read_bytes()
    (folder / LEXICON).write_bytes(sound[:-1] + b"\x07")
    with pytest.raises(ModelError, match="SHA-256"):
        read_lexicon(model)
    (folder / LEXICON).write_bytes(b"\x00" * 40)
    Manifest("lexicon", "1", "", ("ar", "en"), record_files(folder, [LEXICON])).write(folder)
    with pytest.raises(ModelError, match="is not a lexicon"):
        read_lexicon(model)

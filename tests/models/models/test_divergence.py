"""The tagger that reads a statement and its rendering together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from iqtibas.article import ModelError
from iqtibas.models.divergence import KINDS, LABELS, Divergence, load_tagger
from iqtibas.models.divergence.tagger import read_weights
from iqtibas.models.word_links import load_word_encoder

ENGLISH = "The ministry will send 40 trucks to the north on Monday, and the road is open."
SAME = "سترسل الوزارة 40 شاحنة إلى الشمال يوم الاثنين، والطريق مفتوح."
SHORTER = "سترسل الوزارة 40 شاحنة إلى الشمال يوم الاثنين."


def read(english: str, arabic: str) -> Divergence:
    return load_tagger().read(load_word_encoder(), english, arabic)


def test_every_word_is_told_and_has_its_place() -> None:
    found = read(ENGLISH, SAME)
    assert len(found.english) == len(found.english_spans)
    assert len(found.arabic) == len(found.arabic_spans)
    assert found.pair.shape == (len(LABELS),)
    assert found.kinds.shape == (len(KINDS),)
    assert ENGLISH[slice(*found.english_spans[3])] == "send"
    for rows in (found.english, found.arabic):
        assert ((rows >= 0) & (rows <= 1)).all()


def test_a_clause_that_is_left_out_or_added_is_seen() -> None:
    whole, less, more = (read(*pair) for pair in ((ENGLISH, SAME), (ENGLISH, SHORTER), (ENGLISH[:53], SAME)))
    assert less.pair[1] > whole.pair[1]
    assert more.pair[2] > whole.pair[2]
    assert less.omitted > whole.omitted
    assert more.added > whole.added


def test_two_readings_are_the_same_bytes() -> None:
    one = read(ENGLISH, SAME)
    other = read(ENGLISH, SAME)
    assert np.array_equal(one.english, other.english)
    assert np.array_equal(one.pair, other.pair)


@pytest.mark.parametrize("texts", [("", ""), ("Yes.", ""), ("", "نعم"), ("漢字 🚚", "\u0640\u064b")])
def test_texts_without_words_have_an_answer(texts: tuple[str, str]) -> None:
    found = read(*texts)
    assert np.isfinite(found.pair).all()
    assert 0 <= found.omitted <= 1


def test_damaged_weights_end_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "weights.safetensors"
    broken.write_bytes(b"\0" * 100)
    with pytest.raises(ModelError, match="cannot be read"):
        read_weights(broken)

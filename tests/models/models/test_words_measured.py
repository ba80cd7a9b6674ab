"""The hand-made links and the figures that they give: floors are only ever raised."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.measure.links import LINKS, Pair, cross_validated, itermax, mutual, read_links, read_pairs, score
from iqtibas.models.word_links import load_word_encoder

ERROR_CEILING = 0.10


def pair(sure: str, possible: str) -> Pair:
    return Pair(["a", "b"], ["x", "y"], read_links(sure), read_links(sure) | read_links(possible))


def test_the_error_rate_is_that_of_och_and_ney() -> None:
    measured = score([pair("0-0 1-1", "0-1")], [read_links("0-0 0-1 1-0")])
    assert measured.precision == pytest.approx(2 / 3)
    assert measured.recall == pytest.approx(1 / 2)
    assert measured.error == pytest.approx(1 - (1 + 2) / (3 + 2))
    assert score([pair("0-0", "")], [read_links("0-0")]).error == 0


def test_itermax_adds_what_is_left_over_to_mutual_links() -> None:
    similarity = np.array([[0.9, 0.8], [0.7, 0.1]])
    assert mutual(similarity) == {(0, 0)}
    assert itermax(similarity) == {(0, 0), (0, 1), (1, 0)}


def test_settings_are_chosen_without_the_sentences_that_they_are_scored_on() -> None:
    pairs = [pair("0-0", "")] * 4 + [pair("1-1", "")]
    matrices = [np.eye(2)] * 5
    first, second = (lambda s: read_links("0-0")), (lambda s: read_links("1-1"))
    assert cross_validated(pairs, matrices, [first, second]).recall == pytest.approx(4 / 5)


def test_every_hand_made_link_names_words_of_its_row(shared: Path) -> None:
    pairs = read_pairs(LINKS, shared / "eval")
    assert len(pairs) == 60
    for p in pairs:
        assert p.sure < p.possible
        assert all(e < len(p.english) and a < len(p.arabic) for e, a in p.possible)


def test_the_links_that_ship_keep_their_error_rate(shared: Path) -> None:
    words, pairs = load_word_encoder(), read_pairs(LINKS, shared / "eval")
    found = [frozenset(words.link(" ".join(p.english), " ".join(p.arabic)).pairs) for p in pairs]
    words.forget()
    assert score(pairs, found).error <= ERROR_CEILING

"""The choice of renderings among stretches that are scored already, and the figures of a stretch."""

from __future__ import annotations

import numpy as np
import pytest
from gold import GOLD, sample

from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.evidence import centred, margin
from iqtibas.align.find.match import Decision, Scored, choose, overlap, probabilities
from iqtibas.article import find_embeds
from iqtibas.models.word_links import worst_window


def spans(decisions: list[Decision]) -> list[tuple[int, int] | None]:
    return [(d.rendering.start, d.rendering.end) if d.rendering else None for d in decisions]


class TestSamples:
    def test_an_arabic_tweet_is_seen_and_not_aligned(self) -> None:
        [gold] = [article for article in GOLD if article.get("arabic_tweets")]
        arabic = [e for e in find_embeds(sample(gold["id"])) if e.language == "ar"]
        assert [(e.start, e.end, e.text) for e in arabic] == [
            (t["start"], t["end"], t["arabic"]) for t in gold["arabic_tweets"]
        ]


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, 0, whole=False, quoted=False, cued=False)


def offer(*weighted: tuple[int, int, float]) -> Scored:
    """Stretches (start, end, utility)."""
    return Scored(tuple(stretch(a, b) for a, b, _ in weighted), np.array([u for _, _, u in weighted], float))


class TestChoice:
    def test_each_statement_gets_its_best_stretch(self) -> None:
        assert spans(choose([offer((0, 10, 3.0), (20, 30, 0.0)), offer((0, 10, 0.0), (20, 30, 3.0))], 0.0)) == [
            (0, 10),
            (20, 30),
        ]
        assert spans(choose([offer((0, 10, 0.0), (20, 30, 3.0)), offer((0, 10, 3.0), (20, 30, 0.0))], 0.0)) == [
            (20, 30),
            (0, 10),
        ]

    @pytest.mark.parametrize("swapped", [False, True])
    def test_a_stretch_goes_to_whoever_is_surest_of_it(self, swapped: bool) -> None:
        offers = [offer((0, 10, 9.0), (20, 30, 1.0)), offer((0, 10, 5.0), (20, 30, 4.0))]
        expected = [(0, 10), (20, 30)]
        decided = spans(choose(offers[::-1] if swapped else offers, 0.0))
        assert decided == (expected[::-1] if swapped else expected)

    def test_what_overlaps_a_stretch_that_is_given_away_is_taken_too(self) -> None:
        decided = choose([offer((0, 10, 9.0)), offer((5, 15, 6.0), (8, 9, 5.0))], 0.0)
        assert spans(decided) == [(0, 10), None]

    def test_missing_wins_above_even_odds_and_says_how_sure_it_is(self) -> None:
        [decision] = choose([offer((0, 10, -1.0), (20, 30, -2.0))], 1.0)
        logits = np.exp([-1.0, -2.0, 1.0])
        assert decision.rendering is None
        assert decision.confidence == pytest.approx(logits[2] / logits.sum())

    def test_near_duplicates_share_their_confidence(self) -> None:
        [decision] = choose([offer((0, 100, 2.0), (0, 98, 2.0), (200, 300, 0.0))], 0.0)
        weights = np.exp([2.0, 2.0, 0.0, 0.0])
        assert decision.rendering is not None
        assert decision.confidence == pytest.approx(weights[:2].sum() / weights.sum())
        [other] = decision.rendering.alternatives
        assert (other.start, other.end) == (200, 300)
        assert other.confidence == pytest.approx(weights[2] / weights.sum())

    def test_alternatives_are_apart_and_best_first(self) -> None:
        [decision] = choose([offer((0, 10, 5.0), (5, 15, 4.0), (20, 30, 3.0), (25, 35, 2.0), (40, 50, 1.0))], 0.0)
        assert decision.rendering is not None
        assert [(c.start, c.end) for c in decision.rendering.alternatives] == [(20, 30), (40, 50)]

    def test_nothing_to_choose_from(self) -> None:
        assert choose([], 0.0) == []
        assert choose([Scored((), np.zeros(0))], 0.0) == [Decision(None, 1.0)]

    def test_probabilities_sum_to_one_even_far_out(self) -> None:
        for utilities in ([], [0.0], [900.0, -900.0], [-900.0]):
            found = probabilities(np.array(utilities, float), 0.0)
            assert found.shape == (len(utilities) + 1,)
            assert found.sum() == pytest.approx(1)

    @pytest.mark.parametrize(
        ("a", "b", "expected"), [((0, 10), (0, 10), 1), ((0, 10), (5, 15), 1 / 3), ((0, 10), (10, 20), 0)]
    )
    def test_overlap(self, a: tuple[int, int], b: tuple[int, int], expected: float) -> None:
        assert overlap(stretch(*a), stretch(*b)) == overlap(stretch(*b), stretch(*a)) == pytest.approx(expected)


class TestEvidence:
    def test_a_margin_is_taken_to_the_best_stretch_apart(self) -> None:
        stretches = [stretch(0, 10), stretch(5, 15), stretch(15, 20), stretch(30, 40)]
        assert margin(np.array([0.9, 0.8, 0.5, 0.2]), stretches) == pytest.approx([0.4, 0.3, -0.4, -0.7])

    def test_a_margin_without_a_rival_is_taken_to_the_background(self) -> None:
        assert margin(np.array([0.7]), [stretch(0, 10)], 0.25) == pytest.approx([0.45])
        assert margin(np.array([0.7, 0.1]), [stretch(0, 10), stretch(20, 30)], 0.25) == pytest.approx([0.45, -0.6])

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0], (0.0, 2)),
            ([0.5, 0.7], (0.6, 0)),
            ([0.1, 0.9, 0.9, 0.9, 0.9], (0.7, 0)),
            ([0.3], (0.3, 0)),
        ],
    )
    def test_the_worst_window(self, values: list[float], expected: tuple[float, int]) -> None:
        lowest, at = worst_window(np.array(values, np.float32))
        assert lowest == pytest.approx(expected[0])
        assert at == expected[1]

    def test_centred_rows_are_of_unit_length_without_the_mean(self) -> None:
        rows, mean = np.array([[3.0, 1.0], [1.0, 3.0]], np.float32), np.array([1.0, 1.0], np.float32)
        assert centred(rows, mean) == pytest.approx(np.array([[1.0, 0.0], [0.0, 1.0]]))
        assert np.isfinite(centred(mean, mean)).all()

"""The second look at statements that the matcher is not sure of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.match import Asked, Scored, SecondLook, choose, load_matcher, log_odds, probabilities
from iqtibas.align.find.query import Query
from iqtibas.align.find.second_look import DOUBTFUL, ask, is_doubtful, look_again
from iqtibas.article import Article
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.reading import Reading

TEXT = "الأولى هنا. الثانية هناك. الثالثة بعيدة."
SAID = Query("said", ("said",))
BELIEVING = SecondLook(odds=1.0, surprise=-0.5, gain=2.0, part=3.0, bias=-1.0)


class Dictated:
    """A translation model whose log-probabilities are given by the Arabic text, and by a sentence of English that it
    makes of one text; it notes what it was asked."""

    def __init__(self, surprise: dict[str, float], made: dict[tuple[str, str], float] | None = None) -> None:
        self.surprise = surprise
        self.made = made or {}
        self.asked: list[str] = []

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        own = Reading.of(arabic).text
        self.asked.append(own)
        return [-self.made.get((own, text), self.surprise[own]) for text in english]


def stretch(start: int, end: int) -> Stretch:
    return Stretch(start, end, 0, whole=False, quoted=False, cued=False)


@pytest.fixture
def article() -> Article:
    return article_from_text(TEXT, id="a", source="a", sha256="")


@pytest.fixture
def scored() -> Scored:
    """The second sentence is best, a run that overlaps it next, then the third and the first."""
    places = [(0, 11), (12, 25), (12, 40), (26, 40)]
    return Scored(tuple(stretch(*place) for place in places), np.array([0.1, 1.0, 0.9, 0.5]))


def judge(best: float = 10.0, first: float = 20.0, third: float = 20.0) -> Dictated:
    return Dictated({TEXT[12:25]: best, TEXT[0:11]: first, TEXT[26:40]: third})


def test_gain_is_measured_against_what_does_not_overlap(article: Article, scored: Scored) -> None:
    model = judge(best=10.0, first=30.0, third=20.0)
    asked = ask(Reading(article.text), SAID, scored, model)
    assert asked == pytest.approx((10 / 4, 25 / 4 - 10 / 4, 0.0))  # nats a character
    assert model.asked == [TEXT[12:25], TEXT[26:40], TEXT[0:11]]


def test_one_sentence_that_is_rendered_is_heard_beside_the_whole(article: Article, scored: Scored) -> None:
    query = Query("Yes. Then.", ("Yes.", "Then."))
    model = Dictated({TEXT[12:25]: 20, TEXT[0:11]: 20, TEXT[26:40]: 20}, {(TEXT[12:25], "Yes."): 8})
    asked = ask(Reading(article.text), query, scored, model)
    assert asked == pytest.approx((2.0, 0.0, (20 - 8) / 4))


def test_a_statement_no_sentence_of_which_fits_better_has_no_part(article: Article, scored: Scored) -> None:
    query = Query("Yes. Then.", ("Yes.", "Then."))
    asked = ask(Reading(article.text), query, scored, judge())
    assert asked is not None
    assert asked.part >= 0


def test_nothing_is_said_where_everything_overlaps(article: Article) -> None:
    alone = Scored((stretch(0, 25), stretch(0, 11)), np.array([1.0, 0.0]))
    assert ask(Reading(article.text), SAID, alone, judge()) is None
    assert look_again(Reading(article.text), SAID, alone, 0.0, BELIEVING, judge()) is alone


def test_a_model_that_is_sure_is_not_asked(article: Article, scored: Scored) -> None:
    for none in (scored.utilities.max() - 9, scored.utilities.max() + 9):
        model = judge()
        assert look_again(Reading(article.text), SAID, scored, none, BELIEVING, model) is scored
        assert not model.asked


def test_the_odds_become_what_was_fitted(article: Article, scored: Scored) -> None:
    looked = look_again(Reading(article.text), SAID, scored, 1.0, BELIEVING, judge(best=10, first=20, third=20))
    before = log_odds(scored.utilities, 1.0)
    assert log_odds(looked.utilities, 1.0 + looked.missing) == pytest.approx(before - 0.5 * 2.5 + 2.0 * 2.5 - 1.0)


def test_the_look_decides_between_rendered_and_missing(article: Article, scored: Scored) -> None:
    strong = SecondLook(odds=0.0, surprise=0.0, gain=20.0, part=0.0, bias=-5.0)
    for model, found in ((judge(best=10.0), True), (judge(best=20.0), False)):
        [decision] = choose([look_again(Reading(article.text), SAID, scored, 1.0, strong, model)], 1.0)
        assert (decision.rendering is not None) is found


def test_no_candidates_are_no_doubt() -> None:
    assert not is_doubtful(Scored((), np.zeros(0)), 0.0)


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=6), st.floats(-10, 10))
def test_log_odds_are_those_of_the_probabilities(utilities: list[float], none: float) -> None:
    *shares, missing = probabilities(np.array(utilities), none).tolist()
    if min(sum(shares), missing) > 1e-9:
        assert log_odds(np.array(utilities), none) == pytest.approx(np.log(sum(shares) / missing), abs=1e-4)


@given(st.floats(-50, 50), st.floats(0, 20), st.floats(-2, 2), st.floats(0, 2))
def test_the_doubt_is_the_difference_of_odds(odds: float, surprise: float, gain: float, part: float) -> None:
    shifted = odds - BELIEVING.shift(odds, Asked(surprise, gain, part))
    assert shifted == pytest.approx(odds - surprise / 2 + 2 * gain + 3 * part - 1, abs=1e-9)


def test_what_ships_believes_the_translation_model() -> None:
    look = load_matcher("matcher").look
    assert look is not None
    assert look.gain > max(0, look.surprise)  # given the runners-up, the less surprise the better
    assert look.part > 0
    assert look.odds > 0
    assert DOUBTFUL[0] < 0 < DOUBTFUL[1]


def test_statements_without_a_place_get_a_second_look_too() -> None:
    look = load_matcher("check").look
    assert look is not None
    assert look.odds > 0
    assert look.gain > 0

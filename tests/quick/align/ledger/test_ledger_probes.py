"""What the checks of the ledger share: pairs, word links, preferences of two judges, and fitted models."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
from judged import Decoding, Links, Vectors

from iqtibas.align.ledger.checks import CHECKS, fitted_models
from iqtibas.align.ledger.edits import MOST_MARGIN, Edit, Preference, keep_case, prefer
from iqtibas.align.ledger.fitted import Decided, Fitted, load_fitted, watching
from iqtibas.align.ledger.numbers.exchanged import ExchangedSignals
from iqtibas.article import ModelError
from iqtibas.models.signals import require_signals

ENGLISH = "The dam will hold, we think. It is open now."
ARABIC = "السد صامد كما نظن. وهو مفتوح الآن."
FIRST = Edit(ENGLISH.replace("will", "will not"), 8, 12, "will", "will not")
SECOND = Edit(ENGLISH.replace("is", "is not"), 32, 34, "is", "is not")


class TestPairs:
    def test_words_are_in_lower_case_with_one_apostrophe(self) -> None:
        assert Links().pair("We DON’T know", "").english_words == ["we", "don't", "know"]

    def test_arabic_words_are_folded(self) -> None:
        assert Links().pair("", "إلى المدرسةِ أيضاً").arabic_words == ["الي", "المدرسه", "ايضا"]

    @pytest.mark.parametrize(("offset", "word"), [(0, 0), (2, 0), (3, 1), (4, 1), (7, 2), (11, 2), (12, None)])
    def test_an_offset_belongs_to_the_word_that_ends_behind_it(self, offset: int, word: int | None) -> None:
        assert Links().pair("The dam held", "").english_at(offset) == word

    def test_the_counterpart_is_the_linked_word(self) -> None:
        pair = Links(dam="السد", held="صمد").pair("The dam held", "صمد السد الكبير")
        assert [pair.counterpart(i) for i in range(3)] == [0, 1, 0]
        assert pair.similarity(1, 1) == pytest.approx(0.9)

    def test_a_preposition_is_no_counterpart(self) -> None:
        assert Links(agreed="على وافق").pair("agreed", "على ذلك وافق").counterpart(0) == 2
        assert Links(on="على").pair("on", "على").counterpart(0) is None
        assert Links().pair("dam", "").counterpart(0) is None

    def test_without_a_link_the_closest_word_is_the_counterpart(self) -> None:
        pair = Links().pair("dam", "سد كبير")
        pair.link.similarity[0, 1] = 0.3
        assert pair.counterpart(0) == 1


class TestPreferences:
    def test_the_judges_are_asked_about_the_whole_and_about_the_clause_that_is_edited(self) -> None:
        decoding, vectors = Decoding(), Vectors()
        prefer(Links().pair(ENGLISH, ARABIC), [FIRST, SECOND], decoding, vectors)
        assert decoding.asked == [(ARABIC, [ENGLISH, FIRST.text, SECOND.text])]
        assert vectors.asked == [
            [ARABIC, ENGLISH, FIRST.text, SECOND.text],
            [ARABIC, "السد صامد كما نظن.", "وهو مفتوح الآن."],
            ["The dam will hold, we think.", "The dam will not hold, we think."],
            ["It is open now.", "It is not open now."],
        ]

    def test_a_preference_is_the_difference_that_the_edit_makes(self) -> None:
        decoding = Decoding({ENGLISH: -10.0, FIRST.text: -14.0, SECOND.text: -7.0})
        rows = {
            ENGLISH: (0.8, 0.6),
            FIRST.text: (0.6, 0.8),
            SECOND.text: (0.8, 0.6),
            "وهو مفتوح الآن.": (0.0, 1.0),
            "It is open now.": (0.6, 0.8),
            "It is not open now.": (0.8, 0.6),
        }
        first, second = prefer(Links().pair(ENGLISH, ARABIC), [FIRST, SECOND], decoding, Vectors(rows))
        assert (first.decoded, first.whole, first.clause) == pytest.approx((4.0, 0.2, 0.0))
        assert (second.decoded, second.whole, second.clause) == pytest.approx((-3.0, 0.0, 0.2))

    @pytest.mark.parametrize(("edited", "decoded"), [(-100.0, MOST_MARGIN), (100.0, -MOST_MARGIN)])
    def test_no_preference_says_more_than_the_most(self, edited: float, decoded: float) -> None:
        [found] = prefer(Links().pair(ENGLISH, ARABIC), [FIRST], Decoding({FIRST.text: edited}), Vectors())
        assert found == Preference(decoded, 0.0, 0.0)

    @pytest.mark.parametrize(
        ("old", "new", "kept"), [("Is", "is not", "Is not"), ("is", "is not", "is not"), ("Never", "", "")]
    )
    def test_a_capital_is_kept(self, old: str, new: str, kept: str) -> None:
        assert keep_case(old, new) == kept


class TestFitted:
    def test_probability_is_the_logistic_of_the_weighed_signals(self) -> None:
        model = Fitted((2.0, -1.0), 0.5, 0.6, "invented")
        assert model.probability((1.0, 3.0)) == pytest.approx(1 / (1 + math.exp(0.5)))
        assert model.probability((0.0, 0.5)) == pytest.approx(0.5)

    def test_probabilities_have_a_least_and_a_most(self) -> None:
        model = Fitted((1000.0,), 0.0, 0.5)
        least, most = model.probability((-1.0,)), model.probability((1.0,))
        assert 0 < least == model.probability((-0.05,)) < 1e-20
        assert most == 1.0
        assert model.probability((-0.04,)) > least

    def test_as_many_signals_as_weights_are_needed(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            Fitted((1.0, 2.0), 0.0, 0.5).probability((1.0,))

    def test_who_watches_sees_every_decision_in_order_and_nobody_else_does(self) -> None:
        model = Fitted((2.0,), 0.0, 0.6, "invented")
        with watching() as outer:
            model.probability((0,), "first")
            with watching() as inner:
                model.probability((0.0,))
        model.probability((1.0,), "unseen")
        assert inner == [Decided("invented", "", (), (2.0,), (0.0,), 0.5, 0.6)]
        assert outer == [Decided("invented", "first", (), (2.0,), (0.0,), 0.5, 0.6), *inner]
        assert type(outer[0].signals[0]) is float

    def test_every_model_of_a_check_knows_its_name_and_has_a_weight_for_every_signal(self) -> None:
        models = fitted_models()
        assert "denial" in models
        for name, model in models.items():
            assert model.name == name
            assert len(model.weights) == len(model.signals) > 0
            assert 0 < model.cut < 1

    def test_every_weight_file_belongs_to_a_check(self) -> None:
        folder = files("iqtibas.align.ledger")
        listed = {f"{check.folder}/{name}.json" for check in CHECKS for name in check.models}
        found = {
            f"{p.parent.name}/{p.name}" for p in Path(str(folder)).glob("*/*.json") if "cut" in p.read_text("utf-8")
        }
        assert found == listed

    @pytest.mark.parametrize("damage", [{"cut": None}, {"bias": "much"}, {"cut": math.nan}])
    def test_numbers_that_are_none_are_refused(self, damage: dict[str, object], tmp_path: Path) -> None:
        whole = json.loads((files("iqtibas.align.ledger.numbers") / "exchanged.json").read_text(encoding="utf-8"))
        (tmp_path / "exchanged.json").write_text(json.dumps(whole | damage), encoding="utf-8")
        load_fitted.cache_clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("iqtibas.align.ledger.fitted.files", lambda _: tmp_path)
            with pytest.raises(ModelError, match=r"exchanged\.json: has no finite weights, bias and cut"):
                load_fitted("exchanged", ExchangedSignals)

    def test_weights_for_other_signals_are_refused(self) -> None:
        class Others(NamedTuple):
            clause: float

        Others.__module__ = "iqtibas.align.ledger.numbers.exchanged"
        with pytest.raises(ModelError, match=r"numbers/exchanged.json: was fitted on other signals .*clause, linked"):
            load_fitted("exchanged", Others)

    @pytest.mark.parametrize(
        ("fitted", "told"), [(None, ": a, b;"), (["b", "a"], ": their order differs;"), (["a", "b", "c"], ": c;")]
    )
    def test_what_differs_is_told(self, fitted: list[str] | None, told: str) -> None:
        with pytest.raises(ModelError, match=told):
            require_signals("x.json", fitted, ("a", "b"), (1.0, 1.0))
        with pytest.raises(ModelError, match="has 1 weights for 2 signals"):
            require_signals("x.json", ["a", "b"], ("a", "b"), (1.0,))
        require_signals("x.json", ["a", "b"], ("a", "b"), (1.0, 1.0))

"""The estimate of a translation's quality, and the constants that it and the guard are packaged with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iqtibas.article import ModelError
from iqtibas.translate import Hypothesis, fitted, quality
from iqtibas.translate.fitted import Logistic, Scale
from iqtibas.translate.signals import QualitySignals

SCALE = Scale(Logistic((1.0,) + (0.0,) * (len(QualitySignals._fields) - 1), 1.0), -2.0)


def made(english: str, score: float, *notes: str) -> Hypothesis:
    return Hypothesis(english, score, notes=notes, similarity=0.5)


def encode(text: str) -> list[str]:
    return [*text.split(), "</s>"]


def test_a_better_score_is_a_better_estimate() -> None:
    worse, better = (
        quality.estimate(SCALE, "قال الوزير", made("the minister said", score), encode) for score in (-2.0, -0.5)
    )
    assert worse is not None
    assert better is not None
    assert 0 < worse < better < 1


def test_there_is_no_estimate_without_a_fit_or_without_a_model() -> None:
    assert quality.estimate(None, "نعم", Hypothesis("Yes", -1.0), encode) is None
    assert quality.estimate(SCALE, "نعم", Hypothesis("Yes", 0.0), encode) is None


def test_an_outlying_score_is_noted() -> None:
    assert quality.judged(SCALE, "نعم", made("Yes", -2.1), encode).notes == ("unsure",)
    assert quality.judged(SCALE, "نعم", made("Yes", -1.9), encode).notes == ()
    assert quality.judged(None, "نعم", Hypothesis("Yes", -9.0), encode).quality is None


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("دفع 350 مليون دولار", "He paid 350 dollars"),
        ("دعا الوزير إلى مواجهتها", "The minister did not face them"),
        ("دعمت فرنسا المقترح", "Germany backed the plan"),
        ("انتهت الحرب", "The war war ended"),
    ],
)
def test_what_contradicts_its_source_is_never_called_reliable(source: str, english: str) -> None:
    certain = Scale(Logistic((0.0,) * len(QualitySignals._fields), 9.0), -2.0)
    said = quality.judged(certain, source, made(english, -0.1), encode)
    assert said.quality == quality.CONTRADICTED < quality.RELIABLE
    assert quality.estimate(certain, "انتهت الحرب", made("The war has ended", -0.1), encode) == 1.0
    assert quality.estimate(certain, "انتهت الحرب", made("It ended", -0.1, "repetition"), encode) == 0.39


def test_contradictions_are_noted_whatever_the_model() -> None:
    said = quality.judged(None, "دعمت فرنسا المقترح", made("Germany backed it", -0.1), encode)
    assert said.notes == ("places: Germany added", "places: France missing")


@pytest.mark.parametrize("english", ["", "a", "a a a a " * 50])
def test_features_are_numbers_for_any_english(english: str) -> None:
    row = quality.features("قال", made(english, -1.0), encode)
    assert all(abs(value) < 100 for value in row)


def test_extreme_rows_have_a_probability() -> None:
    own = Logistic((1.0,), 0.0)
    assert 0 < own.probability((-1e9,)) < own.probability((0.0,)) == 0.5 < own.probability((1e9,))


def test_unknown_weights_have_no_scale_and_the_packaged_ones_fit_the_signals() -> None:
    assert fitted.scale("no such model") is None
    for digest in fitted._read(fitted.QUALITY)["models"]:
        own = fitted.scale(digest)
        assert own is not None
        assert len(own.usable.weights) == len(QualitySignals._fields)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda model: model["signals"].reverse(), "fitted on other signals than the program has: their order differs"),
        (lambda model: model["signals"].pop(), "fitted on other signals than the program has: length"),
        (lambda model: model.pop("signals"), "fitted on other signals"),
        (lambda model: model["weights"].pop(), "has 5 weights for 6 signals"),
    ],
)
def test_constants_for_other_signals_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], object], told: str
) -> None:
    packaged = json.loads(fitted.GUARD.read_text(encoding="utf-8"))
    change(packaged["omission"])
    monkeypatch.setattr(fitted, "GUARD", tmp_path / "guard.json")
    fitted.GUARD.write_text(json.dumps(packaged), encoding="utf-8")
    with pytest.raises(ModelError, match=told):
        fitted.bounds.__wrapped__()


def test_damaged_constants_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "guard.json").write_text("{")
    monkeypatch.setattr(fitted, "GUARD", tmp_path / "guard.json")
    with pytest.raises(ModelError, match="the packaged constants do not read"):
        fitted.bounds.__wrapped__()
    (tmp_path / "guard.json").write_text("{}")
    with pytest.raises(ModelError, match="the packaged constants do not read"):
        fitted.bounds.__wrapped__()

"""Putting a rendering together from labelled units."""

from __future__ import annotations

import numpy as np
import pytest
from pasted import pasted

from iqtibas.align.find.assemble import (
    Assembly,
    Evidence,
    assemble,
    attributions_of,
    chances,
    label_signals,
    load_assembly,
    merged,
    picked,
)
from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.match import Choice, Decision, Scored
from iqtibas.align.find.unit_evidence import UnitWords
from iqtibas.align.find.unit_signals import LABEL_SIGNALS, RENDERED_SIGNALS, UNIT_SIGNALS
from iqtibas.align.find.units import Unit, find_units
from iqtibas.align.model import Rendering
from iqtibas.article import Segment
from iqtibas.article.article_reading import ArticleReading

SAID = "الجسر سيفتح يوم الاثنين المقبل أمام جميع السكان"
MORE = "الأشغال تنتهي هذا الأسبوع في الضفة الأخرى"
READING = ArticleReading(pasted(f"وأوضح الوزير أن {SAID}، وفق البيان، مشيرا إلى أن {MORE}."))
LEAD, FIRST, SOURCE, INNER, SECOND = find_units(READING)


def flat(signals: tuple[str, ...], none: float = 0.0, **weights: float) -> Choice:
    """A logistic model that reads some signals as they are."""
    ones, nothing = np.ones(len(signals)), np.zeros(0)
    linear = np.array([weights.get(name, 0.0) for name in signals])
    return Choice(ones * 0, ones, linear, np.zeros((len(signals), 0)), nothing, nothing, none)


def evidence(*fits: float) -> Evidence:
    """The five units, of which each fits as told; the statement has two words, which all units fit alike."""
    values, pairs = np.array(fits), np.repeat(np.array(fits)[:, None], 2, axis=1)
    units = (LEAD, FIRST, SOURCE, INNER, SECOND)
    words = UnitWords(tuple(range(5)), units, np.full(5, 4.0), pairs, pairs, pairs, *[values] * 8)
    signals = np.zeros((5, len(UNIT_SIGNALS)))
    signals[:, UNIT_SIGNALS.index("best")] = values
    return Evidence(words, signals)


def model(rendered: float) -> Assembly:
    """Units from a `best` of .5 on are part; rendered: log odds of "rendered here"."""
    by_label = flat(LABEL_SIGNALS, 5.0, label_label=10.0)
    return Assembly(flat(UNIT_SIGNALS, 5.0, best=10.0), by_label, flat(RENDERED_SIGNALS, -rendered))


STRETCH = Stretch(FIRST.start, FIRST.end, 0, whole=False, quoted=False, cued=False)
SCORED = Scored((STRETCH,), np.array([3.0]))
CHOSEN = Decision(Rendering(FIRST.start, FIRST.end, 0.9), 0.9)
MISSING = Decision(None, 0.8)


class TestAssemble:
    def test_units_apart_are_parts_and_the_longest_stands_for_all(self) -> None:
        found = assemble(READING, SCORED, evidence(0, 1, 0, 0, 1), CHOSEN, model(3.0), 0.0, placed=True).rendering
        assert found is not None
        assert [READING.text[p.start : p.end] for p in found.parts] == [SAID, f"{MORE}."]
        assert found.confidence == pytest.approx(1 / (1 + np.exp(-3)))

    def test_units_with_signs_between_them_are_one_place(self) -> None:
        found = assemble(READING, SCORED, evidence(0, 1, 1, 1, 1), CHOSEN, model(3.0), 0.0, placed=True).rendering
        assert found is not None
        assert (found.start, found.end, found.parts) == (FIRST.start, SECOND.end + 1, ())

    def test_the_third_model_decides_where_the_article_embeds_the_statement(self) -> None:
        for decision in (CHOSEN, MISSING):
            found = assemble(READING, SCORED, evidence(0, 1, 0, 0, 0), decision, model(-3.0), 0.0, placed=True)
            assert found == Decision(None, pytest.approx(1 / (1 + np.exp(-3))))
        found = assemble(READING, SCORED, evidence(0, 1, 0, 0, 0), MISSING, model(3.0), 0.0, placed=True)
        assert found.rendering is not None

    def test_elsewhere_the_matcher_does(self) -> None:
        some = evidence(0, 1, 0, 0, 1)
        assert assemble(READING, SCORED, some, MISSING, model(3.0), 0.0, placed=False) == MISSING
        found = assemble(READING, SCORED, some, CHOSEN, model(-3.0), 0.0, placed=False)
        assert found.rendering is not None
        assert len(found.rendering.parts) == 2
        assert found.confidence == CHOSEN.confidence

    def test_the_likeliest_unit_is_kept_where_none_is_likely(self) -> None:
        assert picked(np.array([0.1, 0.3, 0.2])).tolist() == [False, True, False]


def test_attributions_stand_beside_and_between_the_places() -> None:
    both = attributions_of(READING, [Segment(FIRST.start, FIRST.end), Segment(SECOND.start, SECOND.end)])
    assert [(one.place, one.speaker, one.verb) for one in both] == [
        ("before", "الوزير", "وأوضح"),
        ("behind", "البيان", ""),
        ("before", "الوزير", "مشيرا"),
    ]
    assert [one.verb for one in attributions_of(READING, [Segment(SECOND.start, SECOND.end)])] == ["مشيرا"]


def test_places_are_merged_over_signs_only() -> None:
    units: list[Unit] = [FIRST, SECOND]
    assert merged(READING, units) == [Segment(FIRST.start, FIRST.end), Segment(SECOND.start, SECOND.end + 1)]
    assert merged(READING, [FIRST, SOURCE, INNER, SECOND]) == [Segment(FIRST.start, SECOND.end + 1)]


def test_labels_know_their_neighbours() -> None:
    some = evidence(0, 1, 0, 0, 1)
    rows = label_signals(some.words, some.signals, np.array([0.1, 0.9, 0.2, 0.3, 0.8]))
    inner = dict(zip(LABEL_SIGNALS, rows[3], strict=True))
    assert (inner["label_previous"], inner["label_following"], inner["label_highest"]) == (0.2, 0.8, 0.9)
    assert inner["label_inner"] == inner["label_inner_short"] == 0.2
    assert dict(zip(LABEL_SIGNALS, rows[1], strict=True))["label_inner"] == 0.0


def test_what_ships_was_fitted_on_these_signals() -> None:
    shipped = load_assembly()
    assert chances(shipped.first, np.zeros((1, len(UNIT_SIGNALS)))).shape == (1,)
    assert len(shipped.second.mean) == len(LABEL_SIGNALS)
    assert len(shipped.rendered.mean) == len(RENDERED_SIGNALS)

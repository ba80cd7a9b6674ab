"""What a translation says of the quantities of its source: by value and order of magnitude."""

from __future__ import annotations

import pytest

from iqtibas.article.quantities import contradictions

DIFFERENT = [
    ("بقيمة 350 مليون دولار", "worth 350 dollars", "scale", "350 مليون", "350"),
    ("تبرعت بمليوني دولار", "donated a million dollars", "value", "بمليوني", "million"),
    ("نزح 200 ألف شخص", "200 million people fled", "scale", "200 ألف", "200 million"),
    ("بغرامة خمسمئة ألف دينار", "with a fine of fifty dinars", "scale", "خمسمئة ألف", "fifty"),
    ("قتل 16 شخصا", "people were killed", "lost", "16", None),
    ("قتل أشخاص", "16 people were killed", "added", None, "16"),
]
EQUAL = [
    ("قتل 16 شخصا وأصيب ثلاثة", "16 people were killed and three injured"),
    ("نصف مليون نازح", "500,000 displaced"),
    ("آلاف النازحين", "thousands of displaced people"),
    ("مليار و200 مليون دولار", "$1.2bn"),
    ("في 24 آذار/مارس 2021", "on 24 March 2021"),
]


@pytest.mark.parametrize(("source", "hypothesis", "difference", "arabic", "english"), DIFFERENT)
def test_another_value_or_scale_is_told(
    source: str, hypothesis: str, difference: str, arabic: str | None, english: str | None
) -> None:
    [found] = contradictions(source, hypothesis)
    assert found.difference == difference
    assert arabic == (found.source and source[found.source.start : found.source.end])
    told = found.hypothesis and hypothesis[found.hypothesis.start : found.hypothesis.end]
    assert english in (told, told and told.removeprefix("a "))


@pytest.mark.parametrize(("source", "hypothesis"), EQUAL)
def test_equal_quantities_are_none(source: str, hypothesis: str) -> None:
    assert contradictions(source, hypothesis) == []

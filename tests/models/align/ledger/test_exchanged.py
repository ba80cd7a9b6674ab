"""Numbers that have changed places: each counts in the Arabic what the other counts in the statement."""

from __future__ import annotations

import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.ledger.numbers.exchanged import check_exchanged
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence


def findings(english: str, arabic: str) -> tuple[Pair, list[Finding]]:
    pair = pair_of(english, arabic)
    return pair, check_exchanged(pair, tools())


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("The earthquake left 60 people dead and 16 injured.", "خلف الزلزال 16 قتيلا و60 جريحا."),
        ("The earthquake left 60 people dead and 16 injured.", "أصيب 60 شخصا وقتل 16 في الزلزال."),
        ("We built 12 schools and 30 clinics last year.", "شيدنا العام الماضي 30 مدرسة و12 عيادة."),
    ],
)
def test_numbers_that_changed_places_are_found(english: str, arabic: str) -> None:
    pair, (found,) = findings(english, arabic)
    assert found.kind == "number"
    assert found.english is not None
    assert found.arabic is not None
    first, second = (word for word in english.split() if word.isdecimal())
    assert sentence(found).startswith(f"{first} and {second} have changed places")
    assert words_at(pair.english, found.english).startswith(first)
    assert words_at(pair.english, found.english).endswith(second)
    assert {first, second} <= set(words_at(pair.arabic, found.arabic).replace("و", "").split())


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("The earthquake left 60 people dead and 16 injured.", "خلف الزلزال 60 قتيلا و16 جريحا."),
        ("The earthquake left 60 people dead and 16 injured.", "خلف الزلزال 16 جريحا و60 قتيلا."),
        ("We built 12 schools and 30 clinics last year.", "شيدنا العام الماضي 30 عيادة و12 مدرسة."),
        (
            "The earthquake left 60 people dead and 16 injured in the valley.",
            "خلف الزلزال 16 جريحا و60 قتيلا في الوادي.",
        ),
        (
            "Last year we built 12 schools and 30 clinics in the north.",
            "شيدنا 30 عيادة و12 مدرسة في الشمال العام الماضي.",
        ),
        ("Fire killed 28 in the old harbour and 12 in the market.", "قتل الحريق 12 في السوق و28 في الميناء القديم."),
    ],
)
def test_what_is_only_said_in_another_order_is_not(english: str, arabic: str) -> None:
    assert findings(english, arabic)[1] == []

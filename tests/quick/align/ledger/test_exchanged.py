"""Which numbers may have changed places, before anything is measured."""

from __future__ import annotations

import pytest

from iqtibas.align.ledger.numbers.exchanged import MOST_PAIRS, exchangeable


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("They won 31-27 at home.", "فازوا 27-31 على أرضهم."),
        ("It takes 2 to 4 hours.", "يستغرق من 4 إلى 2 ساعات."),
        ("We lost 12 boats.", "فقدنا 12 قاربا."),
        ("Of the 212 villages, 197 have light again.", "عاد النور إلى 197 قرية من أصل 212."),
        ("Light is back in 197 of 212 villages.", "عاد النور إلى 197 قرية من أصل 212."),
        ("We built 12 schools and 30 clinics.", "شيدنا 12 مدرسة و40 عيادة."),
        ("We built 12 schools and 12 clinics.", "شيدنا 12 مدرسة و12 عيادة."),
        ("We sold 12 boats and 30% of the nets.", "بعنا 12 قاربا و30% من الشباك."),
        ("In 2004 the harbour took in 26 boats.", "استقبل المرفأ 26 قاربا عام 2004."),
    ],
)
def test_ranges_and_numbers_that_differ_anyway_are_not_asked_about(english: str, arabic: str) -> None:
    assert exchangeable(english, arabic) == []


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("It opened in 1998 and closed in 2004.", "أغلق عام 1998 وافتتح عام 2004."),
        ("They caught 1,950 fish and lost 26 nets.", "فقدوا 1,950 سمكة واصطادوا 26 شبكة."),
        ("They caught 2500 fish and lost 26 nets.", "فقدوا 2500 سمكة واصطادوا 26 شبكة."),
    ],
)
def test_two_years_or_two_counts_are_asked_about(english: str, arabic: str) -> None:
    assert len(exchangeable(english, arabic)) == 1


def test_a_table_of_numbers_is_bounded() -> None:
    english = ", ".join(f"{k} boats" for k in range(100, 160))
    arabic = "، ".join(f"{k} قاربا" for k in range(100, 160))
    assert len(exchangeable(english, arabic)) == MOST_PAIRS

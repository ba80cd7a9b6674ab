"""A number that is missing where a word may be a dual: the word is told, between word links that are known."""

from __future__ import annotations

import pytest
from judged import Links, tools

from iqtibas.align.ledger.numbers.check import check_numbers
from iqtibas.align.ledger.severity import NUMBER_CHANGED, NUMBER_LEFT_OUT
from iqtibas.report.wording import sentence


def told(english: str, arabic: str, links: Links, severity: float = NUMBER_LEFT_OUT) -> list[str]:
    findings = check_numbers(links.pair(english, arabic), tools(links))
    assert all(finding.severity == severity for finding in findings)
    return [sentence(finding) for finding in findings]


@pytest.mark.parametrize(
    ("english", "arabic", "noun", "dual"),
    [
        ("Three bridges were closed.", "أغلق جسران.", "bridges", "جسران"),
        ("Ten officials resigned.", "استقال مسؤولين.", "officials", "مسؤولين"),
        ("Three workers were hurt.", "جرح عاملين.", "workers", "عاملين"),
        ("They freed four civilians.", "حرروا مدنيين.", "civilians", "مدنيين"),
        ("He stayed for three years.", "بقي لسنين.", "years", "لسنين"),
    ],
)
def test_the_word_that_may_be_a_dual_is_told(english: str, arabic: str, noun: str, dual: str) -> None:
    number = english[: english.index(noun)].split()[-1]
    (said,) = told(english, arabic, Links(**{noun: dual}))
    assert said == f"The statement says {number} {noun}; the Arabic says two, or several ({dual})"


@pytest.mark.parametrize(
    ("english", "arabic", "noun", "dual"),
    [
        ("The mayor opened three bridges.", "افتتح العمدة جسرين.", "bridges", "جسرين"),
        ("He visited four ports in March.", "زار ميناءين في آذار.", "ports", "ميناءين"),
        ("She signed five contracts.", "وقعت عقدين.", "contracts", "عقدين"),
        ("They closed six factories.", "أغلقوا المصنعين.", "factories", "المصنعين"),
        ("Three ships left.", "غادرت سفينتين.", "ships", "سفينتين"),
    ],
)
def test_what_is_no_person_has_no_plural_that_looks_like_a_dual(
    english: str, arabic: str, noun: str, dual: str
) -> None:
    number = english[: english.index(noun)].split()[-1]
    (said,) = told(english, arabic, Links(**{noun: dual}), NUMBER_CHANGED)
    assert said == f"The statement says {number} {noun}; the Arabic says two ({dual})"


@pytest.mark.parametrize(
    ("english", "arabic", "links"),
    [
        ("The mayor opened three bridges.", "افتتح العمدة جسورا.", Links(bridges="جسورا")),
        ("The mayor opened three bridges.", "افتتح العمدة جسورا أمام الشاحنتين.", Links(bridges="جسورا")),
        ("The mayor opened three bridges.", "افتتح العمدة جسرين.", Links()),
    ],
)
def test_no_other_word_is(english: str, arabic: str, links: Links) -> None:
    assert told(english, arabic, links) == ["The statement says three bridges; the Arabic gives no such number"]


def test_a_number_that_is_there_is_no_finding() -> None:
    assert told("It has two bridges.", "فيها جسران.", Links(bridges="جسران")) == []

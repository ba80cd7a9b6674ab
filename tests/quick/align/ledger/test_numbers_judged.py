"""A number that is missing where a word may be a dual: the word is told, between word links that are known."""

from __future__ import annotations

import pytest
from judged import Links, tools

from iqtibas.align.ledger.numbers.check import check_numbers
from iqtibas.align.ledger.severity import NUMBER_LEFT_OUT
from iqtibas.report.wording import sentence


def told(english: str, arabic: str, links: Links) -> list[str]:
    findings = check_numbers(links.pair(english, arabic), tools(links))
    assert all(finding.severity == NUMBER_LEFT_OUT for finding in findings)
    return [sentence(finding) for finding in findings]


@pytest.mark.parametrize(
    ("english", "arabic", "noun", "dual"),
    [
        ("The mayor opened three bridges.", "افتتح العمدة جسرين.", "bridges", "جسرين"),
        ("He visited four ports in March.", "زار ميناءين في آذار.", "ports", "ميناءين"),
        ("Three bridges were closed.", "أغلق جسران.", "bridges", "جسران"),
        ("She signed five contracts.", "وقعت عقدين.", "contracts", "عقدين"),
        ("They closed six factories.", "أغلقوا المصنعين.", "factories", "المصنعين"),
        ("Ten officials resigned.", "استقال مسؤولين.", "officials", "مسؤولين"),
    ],
)
def test_the_word_that_may_be_a_dual_is_told(english: str, arabic: str, noun: str, dual: str) -> None:
    number = english[: english.index(noun)].split()[-1]
    (said,) = told(english, arabic, Links(**{noun: dual}))
    assert said == f"The statement says {number} {noun}; the Arabic says two, or several ({dual})"


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

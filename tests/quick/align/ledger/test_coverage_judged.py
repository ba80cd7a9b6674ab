"""The completeness check between word links that are known: what is left out, what is added, and what stands on both sides."""

from __future__ import annotations

import pytest
from judged import Links, tools
from shipped import words_at

from iqtibas.align.ledger.completeness.check import LONGEST_QUOTED, check_completeness
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence

OURS = "The new bridge over the river opened on Monday morning."
THEIRS = "افتتح الجسر الجديد فوق النهر صباح الاثنين."
RENDERED = {
    "the": "الجسر", "new": "الجديد", "bridge": "الجسر", "over": "فوق", "river": "النهر", "opened": "افتتح",
    "on": "صباح", "monday": "الاثنين", "morning": "صباح",
}  # fmt: skip


def found(english: str, arabic: str, **links: str) -> list[tuple[str, str, str]]:
    """Kind, what is pointed at, and what is said of it."""
    known = Links(**(RENDERED | links))  # type: ignore[arg-type]
    findings: list[Finding] = check_completeness(known.pair(english, arabic), tools(known))
    assert all((f.english is None) == (f.kind == "addition") for f in findings)
    assert all((f.arabic is None) == (f.kind == "omission") for f in findings)
    assert all(0 <= f.severity <= 1 for f in findings)
    return [(f.kind, words_at(english, f.english) or words_at(arabic, f.arabic) or "", sentence(f)) for f in findings]


def test_what_is_there_is_neither_left_out_nor_added() -> None:
    assert found(OURS, THEIRS) == []


def test_a_sentence_that_is_left_out_is_quoted() -> None:
    lost = "Forty thousand trees were planted along both banks."
    assert ("omission", lost, f"The Arabic leaves out “{lost}”") in found(f"{OURS} {lost}", THEIRS)


def test_a_sentence_that_is_added_is_quoted() -> None:
    more = "وزرع العمال أربعين ألف شجرة على الضفتين."
    detail = f"The Arabic adds “{more}”, which the statement does not say"
    assert ("addition", more, detail) in found(OURS, f"{THEIRS} {more}")


def test_what_is_long_is_quoted_to_a_whole_word() -> None:
    lost = "Forty " + "thousand young trees " * 9 + "were planted."
    [(_, spot, detail)] = [f for f in found(f"{OURS} {lost}", THEIRS) if f[0] == "omission"]
    quoted = detail.removeprefix("The Arabic leaves out “").removesuffix("”")
    assert quoted.endswith(" …")
    assert spot.startswith(quoted.removesuffix(" …") + " ")
    assert LONGEST_QUOTED - 20 < len(quoted) <= LONGEST_QUOTED + 2


@pytest.mark.parametrize(("english", "arabic"), [("", ""), ("One", ""), ("", "واحد")])
def test_texts_without_words_can_be_compared(english: str, arabic: str) -> None:
    for kind, spot, _ in found(english, arabic):
        assert kind in ("omission", "addition")
        assert spot in (english, arabic)

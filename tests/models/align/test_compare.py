"""Two texts compared without an article: verdict, findings in either text, and links."""

from __future__ import annotations

import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.compare import compare_pair

ENGLISH = "The council will not approve the new budget on Monday."
ARABIC = "لن يوافق المجلس على الميزانية الجديدة يوم الاثنين."


def test_a_faithful_rendering() -> None:
    found = compare_pair(pair_of(ENGLISH, ARABIC), tools())
    assert (found.verdict.label, found.verdict.findings) == ("faithful", ())
    linked = {(words_at(ENGLISH, one), words_at(ARABIC, other)) for one, other in found.links}
    assert {("council", "المجلس"), ("budget", "الميزانية")} <= linked


def test_a_finding_points_into_both_texts() -> None:
    affirmed = "سيوافق المجلس على الميزانية الجديدة يوم الاثنين."
    found = compare_pair(pair_of(ENGLISH, affirmed), tools()).verdict
    assert found.label == "altered"
    [finding] = found.findings
    assert (words_at(ENGLISH, finding.english), words_at(affirmed, finding.arabic)) == ("will not", "سيوافق")


@pytest.mark.parametrize(("english", "arabic"), [("", ""), ("", ARABIC), (ENGLISH, "")])
def test_empty_texts_are_judged(english: str, arabic: str) -> None:
    found = compare_pair(pair_of(english, arabic), tools())
    assert found.links == ()
    assert 0 <= found.verdict.confidence <= 1

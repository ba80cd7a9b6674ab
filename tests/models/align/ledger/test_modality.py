"""The modality check with real models: what is pointed at, and faithful renderings that are left alone."""

from __future__ import annotations

import pytest

from iqtibas.align import Aligner
from iqtibas.align.ledger.modality.check import check_modality
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence

CHANGED = [
    (
        "The council must approve the budget before Thursday.",
        "قد يقر المجلس الميزانية قبل يوم الخميس.",
        "must",
        "may be",
    ),
    (
        "The council may approve the budget before Thursday.",
        "يجب على المجلس أن يقر الميزانية قبل يوم الخميس.",
        "may",
        "must be",
    ),
    (
        "The council will approve the budget before Thursday.",
        "ربما يقر المجلس الميزانية قبل يوم الخميس.",
        "will",
        "may be",
    ),
    ("The company will close the mine in the spring.", "يجب على الشركة أن تغلق المنجم في الربيع.", "will", "must be"),
    ("The minister said that he had met the rebels.", "نفى الوزير أنه التقى بالمتمردين.", "said", "denied"),
    ("The mayor denied that the bridge was unsafe.", "أكد رئيس البلدية أن الجسر غير آمن.", "denied", ""),
]


SAME = [
    ("The council must approve the budget before Thursday.", "يجب على المجلس أن يقر الميزانية قبل يوم الخميس."),
    ("The council may approve the budget before Thursday.", "قد يقر المجلس الميزانية قبل يوم الخميس."),
    ("The council will approve the budget before Thursday.", "سيقر المجلس الميزانية قبل يوم الخميس."),
    ("The company will close the mine in the spring.", "تغلق الشركة المنجم في الربيع."),
    ("Our engineers can repair the bridge in two days.", "يستطيع مهندسونا إصلاح الجسر في يومين."),
    ("Everyone should wear a mask in the market.", "ينبغي على الجميع ارتداء الكمامة في السوق."),
    ("You will have to wait for the next train.", "سيتعين عليكم انتظار القطار التالي."),
    ("The minister said that he had met the rebels.", "قال الوزير إنه التقى بالمتمردين."),
    ("The minister said that the road was safe.", "أكد الوزير أن الطريق آمن."),
    ("The mayor denied that the bridge was unsafe.", "نفى رئيس البلدية أن يكون الجسر غير آمن."),
    ("The ship has arrived at the port.", "وقد وصلت السفينة إلى الميناء."),
    ("The bridge opened in May.", "افتتح الجسر في مايو."),
    ("The man allegedly stole the ring.", "يُزعم أن الرجل سرق الخاتم."),
]


def found(aligner: Aligner, english: str, arabic: str) -> list[Finding]:
    return check_modality(Pair(english, arabic, aligner.words), aligner.tools)


class TestCheck:
    def test_words_in_links_and_handles_say_nothing(self, aligner: Aligner) -> None:
        assert found(aligner, "The road is open. @must_may https://t.co/will", "الطريق مفتوح.") == []

    @pytest.mark.parametrize(("english", "arabic"), SAME)
    def test_faithful_renderings_are_left_alone(self, aligner: Aligner, english: str, arabic: str) -> None:
        assert [f for f in found(aligner, english, arabic) if f.severity >= DECISION_THRESHOLD] == []

    def test_the_arabic_word_is_named(self, aligner: Aligner) -> None:
        english, arabic = CHANGED[0][:2]
        [finding] = found(aligner, english, arabic)
        assert sentence(finding) == "The statement says “must”; the Arabic says only that it may be (قد)"

    @pytest.mark.parametrize(("english", "arabic", "word", "says"), CHANGED)
    def test_changes_are_pointed_at_and_put_in_words(
        self, aligner: Aligner, english: str, arabic: str, word: str, says: str
    ) -> None:
        [finding] = found(aligner, english, arabic)
        assert finding.kind == "modality"
        assert says in sentence(finding)
        assert finding.severity >= DECISION_THRESHOLD
        assert finding.english is None or english[finding.english.start : finding.english.end] == word
        assert finding.arabic is not None

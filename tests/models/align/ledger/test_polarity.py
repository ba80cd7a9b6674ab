"""The check of opposites with real models: verdicts on invented statements."""

from __future__ import annotations

import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.polarity.check import check_polarity
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence


def findings(english: str, arabic: str) -> tuple[Pair, list[Finding]]:
    pair = pair_of(english, arabic)
    return pair, check_polarity(pair, tools())


@pytest.mark.parametrize(
    ("english", "arabic", "word", "instead"),
    [
        ("Exports increased by three percent last year.", "انخفضت الصادرات بنسبة ثلاثة في المئة العام الماضي.", "increased", "انخفضت"),
        ("Exports decreased by three percent last year.", "ارتفعت الصادرات بنسبة ثلاثة في المئة العام الماضي.", "decreased", "ارتفعت"),
        ("The bridge will open before the elections.", "سيفتتح الجسر بعد الانتخابات.", "before", "بعد"),
        ("The bridge will open after the elections.", "سيفتتح الجسر قبل الانتخابات.", "after", "قبل"),
        ("The union supports the new law.", "تعارض النقابة القانون الجديد.", "supports", "تعارض"),
        ("The union opposes the new law.", "تؤيد النقابة القانون الجديد.", "opposes", "تؤيد"),
        ("He met the South Korean defence minister in the capital.", "والتقى وزير الدفاع الكوري الشمالي في العاصمة.", "South", "الشمالي"),
        ("He met the North Korean defence minister in the capital.", "والتقى وزير الدفاع الكوري الجنوبي في العاصمة.", "North", "الجنوبي"),
        ("The ferry stopped last month.", "توقفت العبارة الشهر المقبل.", "last", "المقبل"),
        ("The ferry comes back next month.", "تعود العبارة الشهر الماضي.", "next", "الماضي"),
        ("The spokesman confirmed the report.", "نفى المتحدث صحة التقرير.", "confirmed", "نفى"),
        ("The spokesman denied the report.", "أكد المتحدث صحة التقرير.", "denied", "أكد"),
    ],
)  # fmt: skip
def test_opposites_are_found_both_ways(english: str, arabic: str, word: str, instead: str) -> None:
    pair, (finding,) = findings(english, arabic)
    assert finding.kind == "negation"
    assert finding.english is not None
    assert finding.arabic is not None
    assert words_at(pair.english, finding.english) == word
    assert words_at(pair.arabic, finding.arabic) == instead
    assert sentence(finding).startswith(f"The statement says {word}; the Arabic says")


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("The minister left after the ambassador had spoken.", "تحدث السفير قبل أن يغادر الوزير."),
        ("No fewer than forty families have left the valley.", "غادر الوادي ما لا يقل عن أربعين أسرة."),
        ("Exports fell by three percent to nine thousand tons.", "انخفضت الصادرات بنسبة ثلاثة في المئة إلى تسعة آلاف طن."),
        ("The two governments disagree on the border.", "لا تتفق الحكومتان على الحدود."),
        ("More than half of the voters stayed at home.", "لزم أكثر من نصف الناخبين منازلهم."),
        ("The northern districts are safe and the southern ones are not.", "المناطق الشمالية آمنة أما الجنوبية فليست كذلك."),
        ("The girl, who is seven years old, was found.", "عثر على الفتاة البالغة من العمر سبعة أعوام."),
        ("He said last week that the work would begin next month.", "قال الأسبوع الماضي إن العمل سيبدأ الشهر المقبل."),
        ("The last concert will be next week.", "ستقام الحفلة الأخيرة الأسبوع المقبل."),
        ("Don't forget the small gifts for the children.", "تذكر دائما الهدايا الصغيرة للأطفال."),
    ],
)  # fmt: skip
def test_hard_faithful_renderings_are_not_accused(english: str, arabic: str) -> None:
    assert findings(english, arabic)[1] == []

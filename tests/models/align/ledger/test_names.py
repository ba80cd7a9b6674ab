"""The name check with real word links: faithful ways to say the same, and one name for another."""

from __future__ import annotations

import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.ledger.names.check import check_names
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD, SPEAKER_IN_VERB
from iqtibas.align.model import Finding
from iqtibas.report.wording import sentence


def findings(english: str, arabic: str) -> tuple[Pair, list[Finding]]:
    """What the check says of a statement and its rendering."""
    pair = pair_of(english, arabic)
    return pair, check_names(pair, tools())


FAITHFUL = {
    "a place and its people": (
        "Minister Dalia Haddad visited Japan and met Japanese students.",
        "زارت الوزيرة داليا حداد اليابان والتقت بطلاب يابانيين.",
    ),
    "United States, spelled with a kaf": (
        "The American delegation left the United States on Sunday.",
        "غادر الوفد الأميركي أميركا يوم الأحد.",
    ),
    "United States in full": ("America will send two ships.", "سترسل الولايات المتحدة سفينتين."),
    "North Korea named rightly": (
        "North Korea fired a missile, and the South Korean army watched.",
        "أطلقت كوريا الشمالية صاروخا، وراقبها الجيش الكوري الجنوبي.",
    ),
    "the North, which Arabic names in full": (
        "South Korea hopes that talks will bring the North to the table.",
        "تأمل كوريا الجنوبية أن تجلب المحادثات كوريا الشمالية إلى الطاولة.",
    ),
    "Niger and Nigeria": (
        "Niger has closed its border with Nigeria.",
        "أغلقت النيجر حدودها مع نيجيريا.",
    ),
    "Korea without a side": ("South Korean officials welcomed the talks.", "رحب المسؤولون الكوريون بالمحادثات."),
    "a nation by its seat of government": ("Russia rejected the proposal.", "رفضت موسكو المقترح."),
    "a seat of government for its nation": ("Tehran said that it would reply.", "قالت إيران إنها سترد."),
    "a name said once and then a pronoun": (
        "Trump met Marwan Salibi, and Trump thanked Salibi.",
        "التقى ترامب مروان صليبي وشكره.",
    ),
    "Guterres with ghain": ("Guterres spoke in Geneva.", "تحدث غوتيريش في جنيف."),
    "Guterres with jim": ("Guterres spoke in Geneva.", "تحدث جوتيريش في جنيف."),
    "Biden": ("President Biden signed it.", "وقعه الرئيس بايدن."),
    "passive for active": ("Merkel received Macron in Berlin.", "استُقبل ماكرون من قبل ميركل في برلين."),
    "a translated name": ("The Supreme Court heard the case on Monday.", "نظرت المحكمة العليا في القضية يوم الاثنين."),
    "a lost space": ("China doubled its exports.", "ضاعفت الصينالآن صادراتها."),
    "May the month": ("The bridge will open in May 2030.", "سيفتح الجسر في أيار 2030."),
    "dollars of no country": ("The road cost two million US dollars.", "كلف الطريق مليوني دولار."),
}


@pytest.mark.parametrize("case", FAITHFUL)
def test_faithful_names_are_not_accused(case: str) -> None:
    assert findings(*FAITHFUL[case])[1] == []


CHANGED = {
    "country": (
        "Turkey will host the summit.",
        "ستستضيف اليونان القمة.",
        "Turkey",
        "اليونان",
        "The statement says Turkey; the Arabic says Greece (اليونان)",
    ),
    "people": (
        "French engineers built the bridge.",
        "بنى مهندسون نمساويون الجسر.",
        "French",
        "نمساويون",
        "The statement says French; the Arabic says Austria (نمساويون)",
    ),
    "Nigeria for Niger": (
        "Niger has closed its border with its neighbours.",
        "أغلقت نيجيريا حدودها مع جيرانها.",
        "Niger",
        "نيجيريا",
        "The statement says Niger; the Arabic says Nigeria (نيجيريا)",
    ),
    "Niger for Nigeria": (
        "Nigeria has closed its border with its neighbours.",
        "أغلق النيجر حدوده مع جيرانه.",
        "Nigeria",
        "النيجر",
        "The statement says Nigeria; the Arabic says Niger (النيجر)",
    ),
    "South for North Korea": (
        "South Korean Minister Kim Daeho arrived.",
        "وصل الوزير الكوري الشمالي كيم ديهو.",
        "South Korean",
        "الكوري الشمالي",
        "The statement says South Korean; the Arabic says North Korea (الكوري الشمالي)",
    ),
    "North beside South Korea": (
        "Officials in Seoul, South Korea, met South Korean Minister Kim Daeho.",
        "التقى مسؤولون في سيول بكوريا الجنوبية الوزير الكوري الشمالي كيم ديهو.",
        "South Korean",
        "الكوري الشمالي",
        "The statement says South Korean; the Arabic says North Korea (الكوري الشمالي)",
    ),
    "city": (
        "The conference in Paris ended.",
        "انتهى المؤتمر في موسكو.",
        "Paris",
        "موسكو",
        "The statement says Paris; the Arabic says Moscow (موسكو)",
    ),
    "person": (
        "President Obama thanked the nurses.",
        "شكر الرئيس ترامب الممرضات.",
        "Obama",
        "ترامب",
        "The statement says Obama; the Arabic says Trump (ترامب)",
    ),
}


@pytest.mark.parametrize(
    ("english", "arabic", "severity"),
    [
        ("“It is not the time for that,” Pelosi said.", "وأضافت: «ليس هذا وقت ذلك».", SPEAKER_IN_VERB),
        ("Nancy Pelosi, said Obama, was late.", "وقال إن بيلوسي تأخرت.", SPEAKER_IN_VERB),
        ("“It is not the time for that,” Pelosi said.", "وأضاف ترامب: «ليس هذا وقت ذلك».", DECISION_THRESHOLD),
        ("It was Pelosi who left the meeting early.", "غادرت الاجتماع مبكرا.", DECISION_THRESHOLD),
        ("“It is not the time for that,” Pelosi said.", "«ليس هذا وقت ذلك».", DECISION_THRESHOLD),
    ],
)
def test_a_speaker_in_the_verb_alone_accuses_nobody(english: str, arabic: str, severity: float) -> None:
    [found] = [f for f in findings(english, arabic)[1] if f.severity >= SPEAKER_IN_VERB]
    assert found.severity == severity if severity < DECISION_THRESHOLD else found.severity >= DECISION_THRESHOLD
    assert ("names nobody who said so" in sentence(found)) == (severity < DECISION_THRESHOLD)


def test_a_person_by_the_given_name_is_named() -> None:
    assert findings("Pelosi thanked Clinton.", "شكرت نانسي هيلاري.")[1] == []


@pytest.mark.parametrize("case", CHANGED)
def test_one_name_for_another_is_found_and_said(case: str) -> None:
    english, arabic, said, instead, detail = CHANGED[case]
    pair, found = findings(english, arabic)
    assert found
    first = found[0]
    assert first.kind == "name"
    assert first.english
    assert first.arabic
    assert (words_at(pair.english, first.english), words_at(pair.arabic, first.arabic), sentence(first)) == (
        said,
        instead,
        detail,
    )


def test_a_name_that_is_left_out_points_at_nothing() -> None:
    _, found = findings("Brazil and Peru agreed on Sunday.", "اتفقت البرازيل يوم الأحد.")
    assert [(f.arabic, sentence(f)) for f in found] == [(None, "The statement says Peru; the Arabic does not")]

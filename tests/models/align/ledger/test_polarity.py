"""The check of opposites: its list, the swaps it proposes, and verdicts on invented statements."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from shipped import pair_of, tools, words_at

from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.polarity.check import check_polarity
from iqtibas.align.ledger.polarity.opposites import MOST_WORDS, find_swaps, opposites
from iqtibas.align.model import Finding
from iqtibas.article.arabic.letters import fold, normalize
from iqtibas.report.wording import sentence


def findings(english: str, arabic: str) -> tuple[Pair, list[Finding]]:
    pair = pair_of(english, arabic)
    return pair, check_polarity(pair, tools())


def test_the_list_is_well_formed() -> None:
    lines = files("iqtibas.align.ledger.polarity").joinpath("opposites.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(rows) >= 70
    assert len({(one, other) for one, other, *_ in rows}) == len(rows)
    for one, other, ours, theirs in rows:
        assert len(one.split(", ")) == len(other.split(", ")), one
        for stem in f"{ours} {theirs}".split():
            assert re.fullmatch(r"[+=~]{0,2}\w+", stem), stem
            assert fold(normalize(stem).text) == stem


def test_every_pair_works_both_ways() -> None:
    for form, pairs in opposites().items():
        for pair in pairs:
            assert form in [back.theirs for back in opposites()[pair.theirs]]


@pytest.mark.parametrize(
    ("form", "opposite", "ours", "theirs"),
    [
        ("increase", "decrease", "ارتفاعا", "والانخفاض"),
        ("increased", "decreased", "ستزيد", "انخفضت"),
        ("supports", "opposes", "يؤيدون", "تعارضه"),
        ("allowed", "banned", "سمحت", "المحظورة"),
        ("husband", "wife", "زوجها", "زوجته"),
        ("north", "south", "الشمالية", "جنوبي"),
    ],
)
def test_arabic_words_are_told_apart_in_their_inflections(form: str, opposite: str, ours: str, theirs: str) -> None:
    found = next(pair for pair in opposites()[form] if pair.theirs == opposite)
    ours, theirs = fold(ours), fold(theirs)
    assert (bool(found.our_arabic.fullmatch(ours)), bool(found.our_arabic.fullmatch(theirs))) == (True, False)
    assert (bool(found.their_arabic.fullmatch(theirs)), bool(found.their_arabic.fullmatch(ours))) == (True, False)


def test_that_is_not_after() -> None:
    (after,) = (pair for pair in opposites()["before"] if pair.theirs == "after")
    assert after.their_arabic.fullmatch(fold("تلت"))  # followed
    assert not after.their_arabic.fullmatch(fold("تلك"))  # that


@pytest.mark.parametrize(
    ("english", "edited"),
    [
        ("An increase in rents", "A decrease in rents"),
        ("Exports rose.", "Exports fell."),
        ("The South Korean minister", "The North Korean minister"),
        ("They are FIRST.", "They are LAST."),
        ("a legal trade", "an illegal trade"),
    ],
)
def test_swaps_keep_inflection_case_and_article(english: str, edited: str) -> None:
    assert edited in [swap.edit.text for swap in find_swaps(english)]


@pytest.mark.parametrize(
    "english", ["no fewer than forty", "more or less", "#win @north", "north-facing", "topics", "with no food"]
)
def test_idioms_tags_and_parts_of_words_are_left_alone(english: str) -> None:
    assert not {"fewer", "less", "win", "north", "top"} & {swap.edit.old for swap in find_swaps(english)}


def test_endless_statements_are_bounded() -> None:
    most = max(map(len, opposites().values()))
    assert len(find_swaps("north and south, " * 2_000)) <= MOST_WORDS * most


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

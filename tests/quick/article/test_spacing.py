"""Lost spaces between Arabic words: put back in a view beside the text, with the way to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.article.arabic.letters import normalize
from iqtibas.article.arabic.spacing import LONGEST, cut, readable

WORDS = "في كلية الطب بجامعة الرباط مستشفى المدينة الجديدة أن الحكومة قررت عقوبات على شركة نقل ثامبرغ".split()
texts = st.text(st.sampled_from("ابتثجحةىيولمنءئ" + "ًٌـ \u200fa1_#.")) | st.lists(st.sampled_from(WORDS)).map("".join)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("درست فيكليةالطب هناك", "درست في كلية الطب هناك"),
        ("وأهميةالنوم", "وأهمية النوم"),
        ("أعلنتالحكومةعنخطةجديدةلمساعدةالمزارعين", "أعلنت الحكومة عن خطة جديدة لمساعدة المزارعين"),
        ("الذيلميعلنعنهبعد", "الذي لم يعلن عنه بعد"),
        ("تأثيرُالحرمانِمنَالنوم", "تأثير الحرمان من النوم"),
    ],
)
def test_lost_spaces_are_put_back(source: str, expected: str) -> None:
    assert readable(source).text == expected


@pytest.mark.parametrize(
    "source",
    [
        "والمستشفيات",
        "فسيكفيكهم",
        "وللاستقلاليين",
        "البروتستانتيين",
        "وسنستخدمونها",
        "ولمواجهة التحديات",  # not "ولم واجهة"
        "ولمتابعة الأخبار والعاملون",
        "إندونيسيا وماساتشوستس وفيلادلفيا",
        "شىء من هيئتها",
        "هههههههههههههههههههههههههههههه",
        "#أهمية_المرأةالعاملة",
        "#المرأةالعاملة",
        "@المرأةالعاملة",
        "Washington DC",
        "",
    ],
)
def test_what_is_one_word_stays_one(source: str) -> None:
    assert readable(source).text == source


def test_a_run_that_nobody_wrote_is_left_alone() -> None:
    run = "الحكومة" * (LONGEST // 7 + 1)
    assert readable(run).text == run
    assert " " in readable("الحكومة" * (LONGEST // 7)).text


def test_offsets_of_a_cut_word_hold_its_letters_and_their_diacritics() -> None:
    source = "درس فيكُلِّيةِالطب"
    view = readable(source)
    start = view.text.index("كلية")
    first, last = view.to_source(start, start + len("كلية"))
    assert source[first:last] == "كُلِّيةِ"


@given(texts)
def test_only_spaces_come_in_and_every_letter_leads_back(source: str) -> None:
    view, plain = readable(source), normalize(source)
    added = [at for at, following in zip(view.offsets, view.offsets[1:], strict=False) if at == following]
    assert len(view.text) == len(plain.text) + len(added)
    assert view.text.replace(" ", "") == plain.text.replace(" ", "")
    assert len(view.offsets) == len(view.text) + 1
    assert list(view.offsets) == sorted([*plain.offsets, *added])
    assert all(
        normalize(source[at]).text == sign for sign, at in zip(view.text, view.offsets, strict=False) if sign != " "
    )


@given(texts)
def test_a_second_reading_changes_nothing(source: str) -> None:
    once = readable(source).text
    assert readable(once).text == once


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=20))
def test_cuts_rise_inside_the_run(words: list[str]) -> None:
    run = "".join(words)
    assert list(cut(run)) == sorted(set(cut(run)))
    assert all(0 < at < len(run) for at in cut(run))

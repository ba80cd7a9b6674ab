"""Normalisation with its way back, folding, and the share of scripts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.article.arabic.letters import fold, is_arabic, normalize, script_share

ARABIC = "ابتةىيئؤأإآٱکی"
REMOVED = "ًَُّْٰـ\u200f\u200e\u202b\u2069\ufeff\u061c\u06d6"
DIGITS = "٠١٩۰۵٫٬٪"
texts = st.text(st.sampled_from(ARABIC + REMOVED + DIGITS + " aB1.\n“") | st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("كِتَابٌ", "كتاب"),
        ("الرَّحمٰن", "الرحمن"),
        ("جميـــل", "جميل"),
        ("\u202bنص\u202c \u200fهنا", "نص هنا"),
        ("٣٫٥٪ من ١٬٢٠٠", "3.5% من 1,200"),
        ("۱۲۳", "123"),
        ("أإآى ة ؤئ", "أإآى ة ؤئ"),
        ("", ""),
    ],
)
def test_normalize(source: str, expected: str) -> None:
    assert normalize(source).text == expected


def test_offsets_of_a_word_hold_its_diacritics() -> None:
    source = "قال مُحَمَّدٌ نعم"
    view = normalize(source)
    start = view.text.index("محمد")
    first, last = view.to_source(start, start + 4)
    assert source[first:last] == "مُحَمَّدٌ"


def test_an_empty_range_stays_empty() -> None:
    view = normalize("َأب")
    assert view.to_source(0, 0) == (1, 1)
    assert view.to_source(2, 2) == (3, 3)


@given(texts)
def test_offsets_lead_back_to_the_same_characters(source: str) -> None:
    view = normalize(source)
    assert len(view.offsets) == len(view.text) + 1
    assert view.offsets[-1] == len(source)
    assert all(a < b for a, b in zip(view.offsets, view.offsets[1:], strict=False))
    for sign, offset in zip(view.text, view.offsets, strict=False):
        assert normalize(source[offset]).text == sign


@given(texts)
def test_what_normalize_drops_is_marks_and_controls(source: str) -> None:
    kept = set(normalize(source).offsets)
    dropped = [sign for at, sign in enumerate(source) if at not in kept]
    assert all(unicodedata.category(sign) in {"Mn", "Cf", "Lm", "Cn"} for sign in dropped)


@given(texts)
def test_normalize_is_idempotent(source: str) -> None:
    once = normalize(source).text
    assert normalize(once).text == once


@given(texts, st.data())
def test_a_source_range_normalises_to_the_range(source: str, data: st.DataObject) -> None:
    view = normalize(source)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    first, last = view.to_source(start, end)
    assert normalize(source[first:last]).text == view.text[start:end]


def test_fold_joins_spellings() -> None:
    assert fold("أحمد إلى آخر ٱلمدرسة") == "احمد الي اخر المدرسه"
    assert fold("مؤتمر الرئيس") == "موتمر الرييس"
    assert fold("ایران کرد") == "ايران كرد"


@given(texts)
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_script_share_counts_letters_only() -> None:
    assert script_share("نعم ok") == (3 / 5, 2 / 5)
    assert script_share("2024 … 50% ١٢٣") == (0.0, 0.0)
    assert script_share("Россия") == (0.0, 0.0)


def test_is_arabic_wants_more_than_half() -> None:
    assert is_arabic("قال Biden هنا")
    assert not is_arabic("ab أب")
    assert not is_arabic("123")


@given(texts)
def test_shares_are_shares(text: str) -> None:
    arabic, latin = script_share(text)
    assert 0 <= arabic <= 1
    assert 0 <= latin <= 1
    assert arabic + latin <= 1 + 1e-9


@pytest.mark.parametrize(
    ("split", "word"),
    [
        ("حمــ ـاس", "حماس"),
        ("غــ ـزة", "غزة"),
        ("غـ زة", "غ زة"),
        ("ـ ـ", ""),
        ("قتـ.ـلى", "قتلى"),
        ("شهـ*ـداء", "شهداء"),
        ("المقاو-ـمة", "المقاو-مة"),
        ("الاحتـ - ـلال", "الاحتلال"),
        ("سلا.ـح", "سلاح"),
        ("صوا..ـريخ", "صواريخ"),
        ("صواـ/ريخ", "صواريخ"),
        ("قصـــ.ف", "قصف"),
        ("ق*صف", "قصف"),
        ("1446هـ.وقال", "1446ه.وقال"),
        ("قصف.وقال", "قصف.وقال"),
        ("سلام.ـ\n", "سلام.\n"),
    ],
)
def test_a_word_that_is_split_to_evade_filters_is_one(split: str, word: str) -> None:
    view = normalize(split)
    assert view.text == word
    assert view.to_source(0, len(word)) == (0 if word and split[0] != "ـ" else view.offsets[0], len(split))

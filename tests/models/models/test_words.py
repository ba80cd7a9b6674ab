"""Word links: which words of a statement and its rendering belong together."""

from __future__ import annotations

import numpy as np
import pytest

from iqtibas.models.e5 import MOST_TOKENS
from iqtibas.models.word_links import WordEncoder, load_word_encoder

ENGLISH = "The harbour will open twelve new berths in March, Minister Dalia Haddad said."
ARABIC = "قالت الوزيرة داليا حداد إن المرفأ سيفتتح اثني عشر رصيفا جديدا في آذار"


@pytest.fixture(scope="module")
def words() -> WordEncoder:
    return load_word_encoder()


def linked(words: WordEncoder, english: str, arabic: str) -> set[tuple[str, str]]:
    link = words.link(english, arabic)
    return {(english[slice(*link.english_words[e])], arabic[slice(*link.arabic_words[a])]) for e, a in link.pairs}


def test_names_numbers_and_content_words_are_linked_across_word_order(words: WordEncoder) -> None:
    found = linked(words, ENGLISH, ARABIC)
    assert {
        *[("harbour", "المرفأ"), ("open", "سيفتتح"), ("berths", "رصيفا"), ("March", "آذار"), ("said", "قالت")],
        *[("Minister", "الوزيرة"), ("Dalia", "داليا"), ("Haddad", "حداد"), ("new", "جديدا")],
    } <= found
    assert not {("harbour", "آذار"), ("Dalia", "حداد"), ("berths", "داليا")} & found


def test_a_word_may_have_two_links_and_an_added_word_none(words: WordEncoder) -> None:
    found = linked(words, "They built three skyscrapers", "لقد بنوا ثلاث ناطحات سحاب")
    assert {("skyscrapers", "ناطحات"), ("skyscrapers", "سحاب")} <= found
    assert not any(arabic == "لقد" and english != "They" for english, arabic in found)


def test_links_count_words_in_order_and_lie_over_the_cut(words: WordEncoder) -> None:
    link = words.link(ENGLISH, ARABIC)
    assert list(link.pairs) == sorted(set(link.pairs))
    assert link.strength.shape == (len(link.english_words), len(link.arabic_words))
    assert link.strength.shape == link.similarity.shape


@pytest.mark.parametrize(("english", "arabic"), [("", ""), ("", "كتاب"), ("!?", "كتاب"), ("book", "…")])
def test_a_side_without_words_has_no_links(words: WordEncoder, english: str, arabic: str) -> None:
    assert words.link(english, arabic).pairs == ()


def test_lone_words_are_linked(words: WordEncoder) -> None:
    assert words.link("Book", "كتاب").pairs == ((0, 0),)


def test_words_past_the_limit_of_the_encoder_are_never_linked(words: WordEncoder) -> None:
    link = words.link("book " * (MOST_TOKENS + 20), "كتاب نهر")
    assert not link.strength[-1].any()
    assert np.isfinite(link.strength).all()


def test_words_that_were_glued_are_linked_one_by_one() -> None:
    arabic = "قررتالحكومةفرضعقوباتعلىالشركة"
    spans, _ = load_word_encoder().states(arabic)
    assert [arabic[start:end] for start, end in spans] == ["قررت", "الحكومة", "فرض", "عقوبات", "على", "الشركة"]

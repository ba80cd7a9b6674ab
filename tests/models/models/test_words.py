"""Word links: which words of a statement and its rendering belong together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.models.e5 import MOST_TOKENS, centred_on_text
from iqtibas.models.word_links import WordEncoder, link_strength, load_word_encoder

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


def test_what_all_words_share_is_taken_out_and_unknown_words_stay_zero() -> None:
    rows = np.array([[5.0, 1, 0], [5, 0, 1], [0, 0, 0]], np.float32)
    centred = centred_on_text(rows)
    assert centred[0] @ centred[1] == pytest.approx(-1, abs=1e-4)
    assert not centred[2].any()
    assert np.linalg.norm(centred[:2], axis=1) == pytest.approx([1, 1], abs=1e-4)
    assert centred_on_text(rows[:1])[0] @ rows[0] > 0


rows = st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), max_size=6)


@given(rows, rows)
def test_strengths_are_shares_and_do_not_depend_on_the_direction(
    ours: list[list[float]], theirs: list[list[float]]
) -> None:
    english, arabic = (np.array(side, np.float32).reshape(-1, 3) for side in (ours, theirs))
    forth, back = link_strength(english, arabic), link_strength(arabic, english)
    assert forth.shape == (len(ours), len(theirs))
    assert np.allclose(forth, back.T, atol=1e-5)
    assert ((forth >= 0) & (forth <= 1 + 1e-5)).all()


def test_a_clear_pair_is_strong_and_a_word_torn_between_two_is_weak() -> None:
    one, other = np.eye(3, dtype=np.float32)[:1], np.eye(3, dtype=np.float32)[1:2]
    clear = link_strength(np.vstack([one, other]), np.vstack([one, other]))
    torn = link_strength(one, np.vstack([one, one]))
    assert clear.diagonal().min() > 0.99
    assert clear[0, 1] < 0.01
    assert torn[0] == pytest.approx([0.5**0.5] * 2, abs=1e-3)


def test_words_that_were_glued_are_linked_one_by_one() -> None:
    arabic = "قررتالحكومةفرضعقوباتعلىالشركة"
    spans, _ = load_word_encoder().states(arabic)
    assert [arabic[start:end] for start, end in spans] == ["قررت", "الحكومة", "فرض", "عقوبات", "على", "الشركة"]

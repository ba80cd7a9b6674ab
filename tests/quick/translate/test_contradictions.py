"""Where English contradicts its Arabic source: what is told, and what is no contradiction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.translate.contradictions import find_contradictions, repeated_words


@pytest.mark.parametrize(
    ("source", "english", "notes"),
    [
        (
            "دعا الوزير إلى مواجهة التحديات",
            "The minister did not face the challenges",
            ("negation: only in the English",),
        ),
        ("لن تشارك الوزارة في المؤتمر", "The ministry will take part in the talks", ("negation: only in the Arabic",)),
        ("ليس الأمن قابلا للتجزئة", "Security is divisible", ("negation: only in the Arabic",)),
        ("دعمت فرنسا المقترح", "Germany backed the plan", ("places: Germany added", "places: France missing")),
        ("قال المسؤولون اليابانيون", "The Japanese and Pakistani officials said", ("places: Pakistan added",)),
        ("الهجوم الروسي على المدينة", "The Roman attack on the city", ("places: Russia missing",)),
        ("انتهت الحرب", "The war war ended", ("repeated: war",)),
        ("إبقاء المنطقة حرة ومنفتحة", "keep the region open and open", ("repeated: open",)),
        ("تفاصيل القرار", "details of the details", ("repeated: details",)),
    ],
)
def test_a_contradiction_is_told(source: str, english: str, notes: tuple[str, ...]) -> None:
    found = find_contradictions(source, english)
    assert found.found
    assert found.notes == notes


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("لن تشارك الوزارة", "The ministry will not take part"),
        ("لا يزال الجسر مغلقا", "The bridge is still closed"),
        ("وهذه ليست تجربتي فقط", "And that is not just my experience"),
        ("لا يمكن الوصول إليه", "It is unreachable"),
        ("تنتقل المواد من حالة إلى أخرى دون أن تتغير", "Materials move and do not change"),
        ("رائد الفضاء رقم 11", "Cosmonaut No. 11"),
        ("لن يفتح الجسر قبل يونيو", "The bridge stays closed until June"),
        ("قالت الحكومة في باريس", "The French government said"),
        ("دفع 30 دولارا أمريكيا", "He paid $30"),
        ("الاتحاد السوفييتي السابق", "the former Soviet Union"),
        ("قالت شركة Air France للصحفيين", "Air France told reporters"),
        ("رئيس كوريا الجنوبية", "the president of South Korea"),
        ("خطوة خطوة نحو السلام", "Step by step towards peace, and peace"),
        ("مرة تلو مرة", "again and again"),
        ("قال الوزير إن الحرب انتهت. الحرب كانت طويلة", "The war has ended. The war was long"),
        ("", ""),
    ],
)
def test_what_says_the_same_is_no_contradiction(source: str, english: str) -> None:
    assert find_contradictions(source, english).notes == ()


def test_numbers_are_contradictions_that_the_guard_notes() -> None:
    found = find_contradictions("دفع 350 مليون دولار", "He paid 350 dollars")
    assert found.found
    assert [own.difference for own in found.numbers] == ["scale"]
    assert found.notes == ()


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_two_texts_are_compared(source: str, english: str) -> None:
    found = find_contradictions(source, english)
    assert found.found == any(found)


WORDS = st.sampled_from("bridge minister water treaty harbour election".split())


@given(st.lists(WORDS, min_size=1, max_size=6, unique=True), st.data())
def test_a_word_said_twice_in_a_row_is_found_wherever_it_stands(words: list[str], data: st.DataObject) -> None:
    assert repeated_words("قال الوزير", " ".join(words)) == ()
    at = data.draw(st.integers(0, len(words) - 1))
    assert repeated_words("قال الوزير", " ".join([*words[: at + 1], *words[at:]])) == (words[at],)

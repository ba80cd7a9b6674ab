"""How the divergence tagger reads a text: words with their places, without what no rendering owes the statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.models.divergence.texts import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Aid can't wait: 1,200 tents, 35% more.", "Aid|can't|wait|1,200|tents|35|more"),
        ("#Aid for @UN here https://t.co/a1 🚚 (2/5) now", "for|here|now"),
        ("قال: لن ننتظر ٣٥٪", "قال|لن|ننتظر|35"),
        ("", ""),
    ],
)
def test_words_and_signs(text: str, words: str) -> None:
    assert "|".join(words_of(text).texts) == words


def test_arabic_is_read_without_vowel_signs_and_points_at_them() -> None:
    text = "كُتِبَ أمس"
    found = words_of(text)
    assert found.texts == ("كتب", "أمس")
    assert [text[start:end] for start, end in found.spans] == ["كُتِبَ", "أمس"]


@given(st.text(max_size=60))
def test_spans_are_in_order_and_inside(text: str) -> None:
    ends = [0]
    for start, end in words_of(text).spans:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)

"""What passes through a translation unchanged: links, handles, hashtags, emoji, numbers, quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.translate.links import link_words
from iqtibas.translate.numbers import missing_numbers, number_values, repair_numbers
from iqtibas.translate.protect import join_parts, protected, restore, text_parts
from iqtibas.translate.quotation import balance_quotes
from iqtibas.translate.terms import LinkedText

TEXT = "قالت @layla_h: تابعوا https://example.org/a?b=1 و#خطة_سيرين، أو press@sirin.example 🎉"


def test_tokens_are_found_in_their_order() -> None:
    assert protected(TEXT) == ["@layla_h", "https://example.org/a?b=1", "#خطة_سيرين", "press@sirin.example", "🎉"]
    assert protected("السعر 5#3 a@b & C#، 100%") == []


@pytest.mark.parametrize(
    "link", ["youtu.be/a1-b", "pic.x.com/a1", "t.co/a1", "who.int/ar/12", "www.gov.uk/a?b=1", "fb.me/12"]
)
@pytest.mark.parametrize("behind", ["", ".", "؟", "،", ")", "»"])
def test_a_link_needs_no_scheme(link: str, behind: str) -> None:
    assert protected(f"شاهد {link}{behind} ثم عد") == [link]
    assert protected(f"و{link}{behind}") == [link]


def test_what_stands_between_tokens_is_translated_and_spaced_as_it_was() -> None:
    own = text_parts(TEXT)
    asked = [part.text.strip() for part in own if not part.kept]
    assert asked == ["قالت", ": تابعوا", "و", "، أو"]
    text = join_parts(own, ["Layla said", ": follow", "and", ", or"])
    assert text == "Layla said @layla_h: follow https://example.org/a?b=1 and#خطة_سيرين, or press@sirin.example 🎉"


def test_latin_words_in_a_row_are_kept_and_marks_become_english() -> None:
    own = text_parts("BREAKING NEWS: قال الوزير @a، @b")
    assert [part.text for part in own if part.kept] == ["BREAKING NEWS:", "@a", ", ", "@b"]


@given(st.text("اب@#x. /:،😀\u200d", max_size=80))
def test_nothing_but_marks_changes_when_nothing_is_translated(text: str) -> None:
    own = text_parts(text)
    back = join_parts(own, [part.text for part in own if not part.kept])
    assert back.replace("،", ",").split() == text.replace("،", ",").split()


def test_tokens_come_back_as_the_untouched_source_has_them() -> None:
    source, read = "مبروك 👩‍👩‍👧 #شُكرا https://a.example/٣", "مبروك 👩👩👧 #شكرا https://a.example/3"
    made = "Congratulations 👩👩👧 #شكرا https://a.example/3"
    assert restore(made, read, source) == "Congratulations 👩‍👩‍👧 #شُكرا https://a.example/٣"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_restoring_takes_any_text(english: str, read: str, source: str) -> None:
    assert isinstance(restore(english, read, source), str)


def test_numbers_are_compared_by_value() -> None:
    assert number_values("٣٫٥ ١٬٢٠٠ 007") == ["35", "1200", "7"]
    assert missing_numbers("في 25 مدينة", "in twenty-five cities") == []
    assert missing_numbers("في 25 مدينة", "in twenty cities") == ["25"]


def test_one_wrong_number_gives_way_to_the_one_that_is_missing() -> None:
    made, restored = repair_numbers("حضر 60 شخصا", LinkedText(("About", "16", "people", "came.")))
    assert (made.text, restored) == ("About 60 people came.", ("60",))


def test_numbers_are_put_back_where_the_decoder_looked_for_them() -> None:
    english = ("In", "2018", "$16", "million")
    made, restored = repair_numbers("عام 2016 دفع 60 مليونا", LinkedText(english, (0, 1, 3, 4)))
    assert (made.text, restored) == ("In 2016 $60 million", ("2016", "60"))
    assert repair_numbers("عام 2016 دفع 60 مليونا", LinkedText(english))[1] == ()


def test_a_year_does_not_become_a_price() -> None:
    made, restored = repair_numbers("دفع عام 2022 مليارين", LinkedText(("It", "paid", "$3", "billion."), (0, 0, 2, 3)))
    assert (made.text, restored) == ("It paid $3 [2022] billion.", ("2022",))
    made, restored = repair_numbers("دفع 60 مليونا", LinkedText(("He", "paid", "millions"), (0, 0, 2)))
    assert (made.text, restored) == ("He paid [60] millions", ("60",))
    assert repair_numbers("حضر 60 شخصا", LinkedText(("16", "of", "18", "came")))[1] == ()


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("قال “نعم”", "He said “yes”.", 'He said "yes".'),
        ("قال “نعم”", 'He said "yes.', 'He said "yes".'),
        ("قال «نعم» ثم ذهب", 'He said "yes and left.', "He said yes and left."),
        ("قال نعم", 'He said yes".', "He said yes."),
        ("طوله 5 أقدام", '5" long', '5" long'),
    ],
)
def test_quotation_marks_are_balanced(source: str, english: str, expected: str) -> None:
    assert balance_quotes(source, english) == expected


@given(st.text('ab "“”«»5', max_size=40), st.text('ab "“”«»5.', max_size=40))
def test_balancing_leaves_every_letter(source: str, english: str) -> None:
    assert [c for c in balance_quotes(source, english) if c.isalnum()] == [c for c in english if c.isalnum()]


def test_words_are_linked_by_where_most_of_their_pieces_looked() -> None:
    source = ["▁زار", "▁ط", "وكيو", "</s>"]
    made = link_words(source, "He visited Tokyo.", ["▁He", "▁visit", "ed", "▁Tok", "yo", "."], [0, 0, 0, 1, 2, 3])
    assert made == LinkedText(("He", "visited", "Tokyo."), (0, 0, 1))
    assert link_words(source, "He visited", ["▁He", "▁visit", "ed"], []).links == ()

"""What passes through a translation unchanged: links, handles, hashtags, emoji, numbers, quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.translate.links import link_words
from iqtibas.translate.numbers import number_notes, repair_numbers
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
    assert number_notes("في 25 مدينة", "in twenty-five cities") == []
    assert number_notes("في 25 مدينة", "in twenty cities") == ["25 given as 20"]
    assert number_notes("نحو 300 ألف نسمة", "some 300,000 people") == []


def test_one_wrong_number_gives_way_to_the_one_that_is_missing() -> None:
    made, restored = repair_numbers("حضر 60 شخصا", LinkedText(("About", "16", "people", "came.")))
    assert (made.text, restored) == ("About 60 people came.", ("60",))


def test_numbers_are_put_back_where_the_decoder_looked_for_them() -> None:
    english = ("In", "2018", "he", "paid", "$16", "million.")
    made, restored = repair_numbers("عام 2016 دفع 60 مليونا", LinkedText(english, (0, 1, 2, 2, 3, 4)))
    assert (made.text, restored) == ("In 2016 he paid $60 million.", ("2016", "60 million"))
    assert repair_numbers("عام 2016 دفع 60 مليونا", LinkedText(english))[1] == ()


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("دفع 350 مليون دولار", "He paid $350, today.", "He paid $350 million, today."),
        ("دفع 1.5 مليار دولار", "He paid 1.5 million dollars", "He paid 1.5 billion dollars"),
        ("نزح 200 ألف شخص", "Two hundred million people fled", "200,000 people fled"),
        ("نزح ثلاثون شخصا", "Three people fled", "30 people fled"),
        ("ليصل الإجمالي إلى 4 بلايين دولار", "a total of $42.", "a total of $4 billion."),
        ("في القرن الخامس عشر", "in the 5th century", "in the 15th century"),
        ("بلغ النمو 3 في المئة", "growth was 4%", "growth was 3%"),
        ("بلغت السرعة 3000 ميل", "a speed of 3000 kilometres", "a speed of 3000 kilometres"),
    ],
)
def test_a_number_of_another_value_gives_way(source: str, english: str, expected: str) -> None:
    made, restored = repair_numbers(source, LinkedText(tuple(english.split())))
    assert made.text == expected
    assert bool(restored) == (expected != english)
    assert bool(number_notes(source, made.text)) == (expected == english)


def test_a_number_that_nothing_stands_for_goes_in_brackets_with_its_scale() -> None:
    links = (0, 0, 1, 2)
    made, restored = repair_numbers("دفع غرامة خمسمئة ألف", LinkedText(("He", "paid", "a", "fine"), links))
    assert (made.text, restored) == ("He paid a [500,000] fine", ("500,000",))


@given(st.integers(1, 10**12), st.sampled_from(["", "ألف", "مليون", "مليار"]), st.integers(0, 10**6))
def test_a_repair_never_leaves_more_differences(value: int, scale: str, other: int) -> None:
    source, english = f"دفع {value} {scale} دولار", f"He paid {other} dollars"
    made, _ = repair_numbers(source, LinkedText(tuple(english.split())))
    assert len(number_notes(source, made.text)) <= len(number_notes(source, english))


def test_a_year_does_not_become_a_price() -> None:
    made, restored = repair_numbers("دفع عام 2022 مليارين", LinkedText(("It", "paid", "$3", "billion."), (0, 0, 2, 3)))
    assert (made.text, restored) == ("It paid [2022] $2 billion.", ("2022", "2 billion"))
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

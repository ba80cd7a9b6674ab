"""Names in both scripts: what is one, where it lies, and which spellings are near each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.align.ledger.names.check import likeness
from iqtibas.article.arabic.letters import fold
from iqtibas.article.gazetteer.mentions import arabic_places, english_mentions
from iqtibas.article.gazetteer.places import near, people


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("كنديان", "Canada"),
        ("والنمساوي", "Austria"),
        ("فيليبينية", "Philippines"),
        ("الإسبان", "Spain"),
        ("بالمصريات", "Egypt"),
        ("للأوكرانيين", "Ukraine"),
        ("الكوريتين", "Korea"),
        ("والجيش الكوري الشمالي", "North Korea"),
        ("في بنين", "Benin"),
        ("مع الهند", "India"),
        ("إلى كوبا", "Cuba"),
        ("بلغراد", "Belgrade"),
    ],
)
def test_inflected_places(text: str, english: str) -> None:
    assert [place.english for place in arabic_places(text)] == [english]


@pytest.mark.parametrize(
    "text",
    ["شرب كوبًا من الشاي", "قالت هند العلي", "اليد اليمنى", "البنين والبنات", "غاز البوتان", "زينة المال والبنين"],
)
def test_ordinary_words_that_look_like_places(text: str) -> None:
    assert arabic_places(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Russian-Turkish talks", ["Russian", "Turkish"]),
        ("Mrs May met Theresa May.", ["May", "Theresa", "May"]),
        ("On Friday, May ordered a review in May 2019.", ["May"]),
        ("It may rain in May.", []),
        ("New Mexico", ["New", "Mexico"]),
        ("the U.S.-Republic of Korea alliance", ["U.S.", "Republic of Korea"]),
    ],
)
def test_english_names(text: str, names: list[str]) -> None:
    assert [name.text for name in english_mentions(text)] == names


@pytest.mark.parametrize(
    ("latin", "arabic"), [("Trump", "ترامب"), ("Woods", "وودز"), ("Guterres", "جوتيريش"), ("Haddad", "وحداد")]
)
def test_spellings_are_told_from_other_words(latin: str, arabic: str) -> None:
    sentence = ["قال", "الرئيس", fold(arabic), "في", "المحادثات", "بما", "كانت"]
    value, at = likeness(latin, sentence)
    assert (value > 4, at) == (True, 2)
    assert likeness(latin, sentence[:2] + sentence[3:])[0] < 4


def test_near_places_are_near_both_ways() -> None:
    assert all(near(*pair) for pair in [("KO", "KP"), ("KR", "KO"), ("GB-ENG", "GB")])
    assert not any(near(*pair) for pair in [("KP", "KR"), ("GB", "GB-SCT")])


def test_people_have_one_capitalised_word() -> None:
    assert all(name[0].isupper() and " " not in name for name in people())
    assert people()["Kavanaugh"] == ("كافانو", "كافانا")


@given(st.text(alphabet="ABcdé-'. \u0627\u0628\u062c\u064b\u0640كوريا", max_size=60))
def test_names_lie_where_they_say(text: str) -> None:
    for name in english_mentions(text):
        assert text[name.start : name.end] == name.text
    for place in arabic_places(text):
        assert 0 <= place.start < place.end <= len(text)

"""What is read from Arabic without a model: numbers, dates and countries, and the countries of English texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iqtibas.align import arabic_facts
from iqtibas.article.gazetteer.mentions import arabic_places, english_mentions
from iqtibas.report.wording import facts_words


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("ولم يقل الوزير شيئا.", ()),
        ("بلغت الكلفة 530 مليون دولار.", ("530 million",)),
        ("ارتفعت بنسبة ٤٥٪ خلال 3 سنوات.", ("45%", "3")),
        ("ثلاثة من كل خمسة", ("3", "5")),
        ("بدأ الاجتماع في الساعة 10:30.", ("10:30",)),
        ("في 24 آذار/مارس 2021", ("24 March 2021",)),
        ("في ٢٤ مارس، ٢٠٢١", ("24 March 2021",)),
        ("في 12 فبراير/شباط", ("12 February",)),
        ("في آذار/مارس 2021", ("March 2021",)),
        ("بين 5 مارس و6 أبريل 2020", ("5 March", "6 April 2020")),
        ("في 3 مارس 12 وزيرا", ("3 March", "12")),
        ("في 45 مارس", ("45", "March")),
        ("زار وزير خارجية كوريا الجنوبية فرنسا واليابان.", ("South Korea", "France", "Japan")),
        ("في 24 آذار/مارس 2021 زار 3 وزراء الصين", ("24 March 2021", "3", "China")),
        ("الصين ثم الصين ثم 3 ثم 3", ("China", "3")),
        ("عام 2021 في لبنان عام 2022", ("2021", "Lebanon", "2022")),
        ("في 24.3.2021", ("24", "3", "2021")),
        ("", ()),
    ],
)
def test_facts_stand_in_the_order_of_the_text_each_once(text: str, facts: tuple[str, ...]) -> None:
    assert facts_words(arabic_facts(text)) == facts


@given(
    st.text(st.sampled_from("0١٢39٫٬،.,:/-–%٪ وفبلالصينمارسآذر ثلاثة \n\u200f\u064e") | st.characters(codec="utf-8"))
)
@settings(max_examples=150, deadline=None)
def test_any_text_has_facts_or_none(text: str) -> None:
    facts = facts_words(arabic_facts(text))
    assert len(facts) == len(set(facts))
    assert all(fact == fact.strip() != "" for fact in facts)


@pytest.mark.parametrize(
    ("text", "named", "country"),
    [
        ("زار الوزير الصين أمس", "الصين", "China"),
        ("وصل إلى كُورِيَا الجنوبيّة", "كُورِيَا الجنوبيّة", "South Korea"),
        ("بالصين", "بالصين", "China"),
        ("للصين", "للصين", "China"),
        ("وللأردن", "وللأردن", "Jordan"),
        ("فلليابان", "فلليابان", "Japan"),
        ("ولليبيا", "ولليبيا", "Libya"),
        ("للبنان", "للبنان", "Lebanon"),
        ("وبفرنسا", "وبفرنسا", "France"),
        ("كمصر", "كمصر", "Egypt"),
        ("وجنوب السودان", "وجنوب السودان", "South Sudan"),
        ("والولايات المتحدة", "والولايات المتحدة", "United States"),
        ("السعودية", "السعودية", "Saudi Arabia"),
        ("غينيا الاستوائية", "غينيا الاستوائية", "Equatorial Guinea"),
        ("ايران", "ايران", "Iran"),
    ],
)
def test_arabic_places_with_all_that_is_written_on_to_them(text: str, named: str, country: str) -> None:
    [place] = arabic_places(text)
    assert (text[place.start : place.end], place.english) == (named, country)


@pytest.mark.parametrize(
    "text", ["في العالم كله", "دعم مالي كبير", "افتتح المصرف الجديد", "قال وليد", "سورة من القرآن", "المهندس الكندوري"]
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert arabic_places(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The U.S. and the UK met in France.", ["US", "GB", "FR"]),
        ("North Korea’s minister and South Sudan's president", ["KP", "SS"]),
        ("American and Chinese companies", ["US", "CN"]),
        ("We thank our partners in Jordan, Japan and Kenya.", ["JO", "JP", "KE"]),
        ("We will open the bridge on monday.", []),
    ],
)
def test_english_places(text: str, codes: list[str]) -> None:
    assert [name.code for name in english_mentions(text) if name.code] == codes
    assert all(text[name.start : name.end].strip() for name in english_mentions(text))

"""The units that a rendering is made of."""

from __future__ import annotations

from itertools import pairwise

from deadline import deadline
from pasted import pasted

from iqtibas.align.find.units import Unit, find_units
from iqtibas.article import Article
from iqtibas.article.article_reading import ArticleReading

SAID = "الجسر سيفتح يوم الاثنين المقبل أمام جميع السكان"
MORE = "الأشغال تنتهي هذا الأسبوع في الضفة الأخرى"


def units(article: Article) -> list[tuple[str, str]]:
    return [(unit.role, article.text[unit.start : unit.end]) for unit in find_units(ArticleReading(article))]


def test_attributions_are_units_of_their_own() -> None:
    article = pasted(f"وأوضح الوزير أن {SAID}، وفق البيان، مشيرا إلى أن {MORE}.")
    assert units(article) == [
        ("before", "وأوضح الوزير أن"),
        ("said", SAID),
        ("behind", "وفق البيان"),
        ("before", "مشيرا إلى أن"),
        ("said", MORE),
    ]


def test_a_quotation_is_without_its_marks_and_knows_where_it_begins() -> None:
    article = pasted(f"وكتب الوزير: «{SAID}، {MORE}».")
    lead, first, second = find_units(ArticleReading(article))
    assert (lead.role, lead.quoted) == ("before", 0)
    assert first.quoted == second.quoted == article.text.index("«") + 1


def test_a_verb_that_no_list_has_leads_into_speech_by_its_that() -> None:
    article = pasted(f"وبرهنت هيئة الطرق في المنطقة الغربية أن {SAID}.")
    assert units(article) == [("before", "وبرهنت هيئة الطرق في المنطقة الغربية أن"), ("told", SAID)]


def test_that_of_another_clause_leads_into_nothing() -> None:
    article = pasted("يجب أن يفتح الجسر الجديد يوم الاثنين المقبل.")
    assert [role for role, _ in units(article)] == ["told"]


def test_they_are_in_order_and_apart() -> None:
    article = pasted("خبر عن الجسر", f"وقالت الوزيرة إن {SAID}. وأضافت: «{MORE}»، بحسب الصحيفة.")
    found: list[Unit] = find_units(ArticleReading(article))
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_time_is_linear() -> None:
    article = pasted(("قال إن ا ب ج د ه و، «ا ب ج د»، " * 20_000)[:100_000])
    with deadline():
        find_units(ArticleReading(article))

"""Who is said to have spoken: names behind a field, topics, objects that never speak, women, marks glued to the verb."""

from __future__ import annotations

import pytest
from pasted import pasted

from iqtibas.article import find_quotes

MINISTER = "الوزيرة لينا هارتويل"


def speakers(text: str) -> list[str]:
    return [quote.speaker for quote in find_quotes(pasted(text))]


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("قال الخبير في شؤون النقل سامر الحمدان إن الجسر لن يكفي.", "الخبير في شؤون النقل سامر الحمدان"),
        ("وزعم أمين المجلس الأعلى للطرق في الإقليم الشمالي ياسر النجار، أن الخطة كانت سرية.",
         "أمين المجلس الأعلى للطرق في الإقليم الشمالي ياسر النجار"),
        ("وقالت الباحثة في علوم المياه سلمى الراوي إن النهر يجف.", "الباحثة في علوم المياه سلمى الراوي"),
        ("وأكد المندوب الدائم لدى الأمم المتحدة كريم البدري أن القرار صدر.",
         "المندوب الدائم لدى الأمم المتحدة كريم البدري"),
        ("وأوضح المسؤول عن ملف الطرق كريم البدري أن العمل انتهى.", "المسؤول عن ملف الطرق كريم البدري"),
        ("قال الوزير في مؤتمر صحفي بالعاصمة إن الجسر جاهز.", "الوزير"),
        ("قال المدير في بيان صدر اليوم إن الجسر جاهز.", "المدير"),
        ("قال كريم البدري في العاصمة السورية دمشق إن الجسر جاهز.", "كريم البدري"),
        ("قال المتحدث في تصريحات لقناة محلية إن الجسر جاهز.", "المتحدث"),
        ("أما اتحاد السائقين، فقد دعا إلى \"إضراب مفتوح حتى تعاد الحافلات\".", "اتحاد السائقين"),
        ("أما الوزير، فقال إن الجسر جاهز منذ أمس.", "الوزير"),
        ("وأما رئيس البلدية، فأكد أن الطريق سيفتح غدا.", "رئيس البلدية"),
    ],
)  # fmt: skip
def test_the_speaker_of_a_line(line: str, speaker: str) -> None:
    assert speakers(line) == [speaker]


@pytest.mark.parametrize("first", ["مؤكدة", "مشيرة إلى", "موضحة", "مضيفة", "لافتة إلى", "مشددة على"])
def test_feminine_participles_share_the_subject_of_their_verb(first: str) -> None:
    line = f"وأعلنت {MINISTER} أن العمل سيستمر، {first} أن الموعد لن يتغير، ومشيرة إلى أن المال متوفر."
    assert speakers(line) == [MINISTER] * 3


@pytest.mark.parametrize(
    "thing", ["عدم وجود أي نية لرفع الأسعار", "ضرورة فتح الجسر", "استعدادها للحوار", "رفضها القرار", "أهمية العمل"]
)
def test_what_is_confirmed_does_not_speak(thing: str) -> None:
    text = f"وقالت {MINISTER} إن الجسر جاهز الآن. وأكدت {thing}، مشيرة إلى أن التذاكر ستبقى كما هي."
    assert set(speakers(text)) == {MINISTER}


@pytest.mark.parametrize(
    "line", ["وسبق أن أغلقت الوزارة ثلاثة جسور قبل أن تبدأ الأعمال.", "ويجب أن تفتح الوزارة الجسر قبل الصيف."]
)
def test_a_clause_of_its_own_is_no_report(line: str) -> None:
    assert speakers(line) == []


def test_a_mark_glued_to_the_verb_opens() -> None:
    text = 'وأضافت" لست خائفة من أحد. أنا أعمل كل يوم". وأوضحت" نحن نبحث في الأمر منذ أسابيع".'
    article = pasted(text)
    quotes = find_quotes(article)
    assert [article.slice(quote) for quote in quotes] == [
        "لست خائفة من أحد. أنا أعمل كل يوم",
        "نحن نبحث في الأمر منذ أسابيع",
    ]
    assert [(quote.verb, quote.direct, quote.closed) for quote in quotes] == [
        ("وأضافت", True, True),
        ("وأوضحت", True, True),
    ]


def test_a_mark_that_closes_a_quotation_of_the_paragraph_before_stays_closing() -> None:
    article = pasted('ونحن نعمل كل يوم". وقال المدير "الجسر جاهز منذ أمس ولن نغلقه".')
    assert [article.slice(quote) for quote in find_quotes(article)] == ["الجسر جاهز منذ أمس ولن نغلقه"]

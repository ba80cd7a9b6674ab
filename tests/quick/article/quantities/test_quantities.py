"""Quantities in context: what is the same in both languages though it is said otherwise, and what is not."""

from __future__ import annotations

import pytest

from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.article.quantities.compare import Mismatch, compare
from iqtibas.article.quantities.english import english_quantities
from iqtibas.article.quantities.gloss import gloss
from iqtibas.article.quantities.phrasebook import phrases
from iqtibas.article.quantities.quantity import Quantity

CONVERTED = [
    ("The dam is 10 miles away.", "يقع السد على بعد ١٦ كيلومترا."),
    ("The wall is 30 feet high.", "يبلغ ارتفاع الجدار تسعة أمتار."),
    ("It opens within 48 hours.", "يفتح خلال يومين."),
    ("It opens in 90 days.", "يفتح بعد ثلاثة أشهر."),
    ("It opens in six weeks.", "يفتح بعد شهر ونصف."),
    ("They waited for a fortnight.", "انتظروا أسبوعين."),
    ("It lasted 14 months.", "استمر سنة وشهرين."),
    ("She is 5 feet 3 inches tall.", "طولها 5 أقدام و3 بوصات."),
    ("It weighed 17 pounds 1 ounce.", "بلغ وزنه 17 رطلا وأوقية واحدة."),
    ("It took 3 days 1 hour.", "استغرق 3 أيام وساعة واحدة."),
    ("It covers 2.2 million km2.", "مساحته 2.2 مليون كيلومتر مربع."),
    ("It covers 5 square kilometres.", "مساحته 5 كم2."),
    ("It opens at 0230 UTC.", "يفتح الساعة 0230 بالتوقيت العالمي."),
    ("It is 1/5 inch deep.", "عمقه 1/5 بوصة."),
    ("It lasted seven days.", "استمر أسبوعا كاملا."),
    ("They seized 3.5 tonnes.", "ضبطوا 3500 كيلوغرام."),
    ("They seized two tonnes.", "ضبطوا طنين."),
    ("The fire burnt 2,500 acres.", "أتت النار على نحو ألف هكتار."),
    ("It was 124°F in the shade.", "بلغت الحرارة 51 درجة مئوية في الظل."),
    ("a frost of 25°F", "صقيع بلغ أربع درجات تحت الصفر"),
    ("with winds of 75 mph", "برياح سرعتها 120 كيلومترا في الساعة"),
    ("cut by a quarter point", "خفض بمقدار 25 نقطة أساس"),
    ("a cut of 1/4 percentage point", "خفض قدره ربع نقطة مئوية"),
    ("₹3 crore and 48 lakh", "30 مليون روبية و4.8 ملايين"),
    ("It starts at 6:40 a.m.", "تبدأ عند السادسة وأربعين دقيقة صباحا"),
    ("It starts at 09:45.", "تبدأ عند العاشرة إلا ربعا صباحا"),
    ("It starts at 15:40.", "تبدأ في الثالثة وأربعين دقيقة عصرا"),
    ("by the end of June", "حتى 30 حزيران"),
    ("from 1 July", "اعتبارا من مطلع تموز"),
    ("until 15 March", "حتى منتصف آذار"),
    ("on February 8 and June 30", "يوم 8 فيفري ثم يوم 30 جوان"),
    ("on 3 May", "يوم 3 ماي"),
    ("They served six years and three months.", "قضوا 75 شهرا."),
    ("He got 16 months.", "حكم عليه بالسجن سنة وأربعة أشهر."),
    ("within 24 hours", "خلال اليوم الأخير"),
    ("over the next twelve months", "خلال السنة المقبلة"),
    ("The river rose 3 feet.", "ارتفع النهر مترا."),
    ("winds of 55 metres per second", "رياح سرعتها 198 كيلومترا في الساعة"),
    ("a dividend of 35 halalas", "أرباحا قدرها 0.35 ريال"),
    ("It costs $240 million.", "كلفته 170 مليون دينار."),
    ("122F on Friday", "50 درجة مئوية الجمعة"),
    ("within seven days instead of 14", "خلال أسبوع بدلا من أسبوعين"),
    ("at 12:33 GMT", "في الساعة 18:03 بتوقيت الهند"),
    ("It fell to 4-1/4 percent.", "انخفض إلى 4.25 في المئة."),
    ("since January", "منذ مطلع العام"),
    ("in June", "في الشهر السادس"),
    ("They detained 41 people.", "احتجزوا نيفا وأربعين شخصا."),
]
RECKONED = [
    ("All but three of the 15 children went home.", "عاد 12 من الأطفال الخمسة عشر."),
    ("Thirty of the 45 schools are open.", "فتحت ثلثا المدارس الـ45."),
    ("Nine tenths of them came.", "جاء 90 في المئة منهم."),
    ("Nine in ten children are safe.", "90 في المئة من الأطفال بخير."),
    ("One household in twenty has no water.", "خمسة في المئة من الأسر بلا ماء."),
    ("One in three fell ill.", "مرض ثلث الناس."),
    ("40 percent of the 250 fell ill.", "مرض 100 من أصل 250."),
    ("143 passengers and six crew got out.", "خرج 149 شخصا."),
    ("It rose from 20 to 35 percent.", "زاد 15 نقطة مئوية ليصل إلى 35 في المئة."),
    ("45 percent agree, and 30 percent rather agree.", "يوافق ثلاثة أرباع السكان، 45 في المئة تماما."),
    ("Fees were halved.", "خفضت الرسوم بنسبة 50 في المئة."),
    ("Our aid doubled.", "زادت مساعداتنا بنسبة مئة في المئة."),
    ("We will have 100 ships, four times as many as today.", "ستصبح سفننا 100 وهي اليوم 25."),
    ("A tenth of the pledges was never paid.", "سددوا تسعة أعشار التعهدات."),
    ("Nine of the ten provinces reported.", "إقليم واحد من الأقاليم العشرة لم يعلن نتائجه."),
    ("Reservoirs are 38% full.", "السدود فارغة بنسبة 62 في المئة."),
    ("Of every five children, two are ill; we saw 3,000.", "1200 من الأطفال الثلاثة آلاف مرضى."),
    ("The storm is the fifth.", "سبقت العاصفة أربع عواصف."),
    ("It began at 6:40 a.m., twenty minutes later.", "عند السادسة وعشرين دقيقة صباحا، قبل 20 دقيقة."),
    ("talks from 12 to 15 May", "محادثات تستمر أربعة أيام اعتبارا من 12 أيار"),
    ("It is the 151st state to do so, one more than the 150 of last year.", "سبقتها 150 دولة وهي الدولة 151."),
]
SAID = [
    ("Dozens were hurt.", "أصيب العشرات."),
    ("Tens of thousands fled.", "نزح عشرات الآلاف."),
    ("Most of them are women.", "معظمهم من النساء."),
    ("Every family got bread.", "حصلت كل الأسر على الخبز."),
    ("at least 30 villages", "ما لا يقل عن 30 قرية"),
    ("no more than 30 villages", "30 قرية على الأكثر"),
    ("no later than 4 May", "في موعد أقصاه 4 أيار"),
    ("It will not take more than three days.", "لن يستغرق أكثر من ثلاثة أيام."),
    ("It must not be below 30 percent.", "ينبغي ألا تقل عن 30 في المئة."),
    ("50,000 barrels a day", "50 ألف برميل يوميا"),
    ("four flights a week", "أربع رحلات كل أسبوع"),
    ("on Thursday", "يوم الخميس"),
    ("on Sunday, for one of them", "الأحد، لواحد منهم"),
    ("125,000 drivers signed.", "وقع مئة و خمسة و عشرون ألف سائق."),
    ("three million dollars", "ﺛﻼﺛﺔ ﻣﻼﻳﻴﻦ ﺩﻭﻻﺭ"),
    ("1/4 The vote was calm. We saw 84 stations.", "جرى التصويت بهدوء وزرنا 84 مكتبا"),
    ("Work goes on. 🌍 2/4", "العمل مستمر"),
    ("Two drivers were hurt.", "أصيب سائقا الحافلتين."),
    ("Both drivers were hurt.", "أصيب السائقان كلاهما."),
    ("The contract was signed a year early.", "وقع عقد السونار قبل موعده بسنة."),
    ("last month", "الشهر المنصرم"),
    ("Part of its stake was sold.", "باعت جزءا من حصتها."),
    ("No deposit is below $100.", "لا توجد وديعة تقل عن 100 دولار."),
]
CHANGED = [
    ("It takes six weeks.", "يستغرق ستة أشهر.", "six weeks", "6 months"),
    ("They came after 25 minutes.", "جاؤوا بعد 25 ساعة.", "25 minutes", "25 hours"),
    ("The fire burnt 2,500 acres.", "أتت النار على 2500 هكتار.", "2,500 acres", "2500 hectares"),
    ("They stayed for a month.", "مكثوا مدة أسبوع.", "a month", "1 week"),
    ("It took an hour.", "استغرق الأمر نصف ساعة.", "an hour", "0.5 hours"),
    ("We are ready within weeks.", "نكون جاهزين في غضون أشهر.", "weeks", "months"),
    ("It costs 40 euros.", "ثمنه 40 دولارا.", "40 euros", "40 dollars"),
    ("down by 1.5 percentage points", "انخفض بنسبة 1.5 في المئة", "1.5 percentage points", "1.5%"),
    ("It reopens on Thursday.", "يفتح يوم الثلاثاء.", "Thursday", "Tuesday"),
    ("from 1 Ramadan", "من أول شعبان", "Ramadan", "Shaban"),
    ("50,000 barrels a day", "50 ألف برميل أسبوعيا", "a day", "per week"),
    ("Dozens were hurt.", "أصيب المئات.", "Dozens", "hundreds"),
    ("Tens of thousands fled.", "نزح الآلاف.", "Tens of thousands", "thousands"),
    ("Most of them are women.", "نصفهم من النساء.", "Most of", "50%"),
    ("Some of the flats are empty.", "كل الشقق فارغة.", "Some", "all"),
    ("Half of the flats are empty.", "معظم الشقق فارغة.", "Half", "most"),
    ("Nearly all the flats are empty.", "جميع الشقق فارغة.", "Nearly all", "all"),
    ("All four signed.", "وقع اثنان من الأربعة.", "All", "50%"),
    ("at least 30 villages", "30 قرية على الأكثر", "30 villages", "at most 30"),
    ("fewer than half of them", "أكثر من نصفهم", "half", "at least 50%"),
    ("in under three hours", "في أكثر من ثلاث ساعات", "three hours", "at least 3 hours"),
    ("no earlier than 4 May", "في موعد لا يتجاوز 4 أيار", "4", "at most 4"),
    ("at 6 a.m.", "في السادسة مساء", "6 a.m.", "18:00"),
    ("on Friday at noon", "عند منتصف ليل الجمعة", "noon", "00:00"),
    ("75 prisoners each", "75 سجينا في المجموع", "each", "together"),
    ("the second round", "الجولة الثالثة", "second", "3"),
    ("One in three fell ill.", "مرض اثنان من كل ثلاثة.", "One in three", "67%"),
    ("Two governors dissented.", "خالف القرار ثلاثة من المحافظين.", "Two", "3"),
    ("moved from October to July", "من أكتوبر إلى أغسطس", "July", "8"),
    ("at least 25 percent", "ألا يتعدى إقراض البنوك للشركات 25%", "25 percent", "at most 25%"),
    ("without a partner holding at least 10%", "ما لم تبلغ حصة الشريك 10 في المئة كحد أقصى", "10%", "at most 10%"),
    ("and over 70 percent of them", "وما دون 70% منهم", "70 percent", "at most 70%"),
    ("twice as many", "ثلاثة أضعاف", "twice", "threefold"),
    ("Demand fell last month.", "تراجع الطلب هذا الشهر.", "last month", "this month"),
    ("Both runways are open.", "فتح أحدهما.", "Both", "one of two"),
    ("Part of its stake was sold.", "باعت كامل حصتها.", "Part of", "all"),
    ("None of them was hurt.", "أصيب بعضهم.", "None of", "some"),
    ("until the end of September", "حتى مطلع أيلول", "end of", "1"),
    ("It fell by a third.", "انخفض بمقدار الربع.", "third", "25%"),
    ("every week", "شهريا", "every week", "per month"),
    ("at 12:33 GMT", "في الساعة 12:33 بتوقيت الهند", "12:33", "12:33"),
    ("Six were hurt, two of them badly.", "أصيب ستة ومعظمهم بجروح خطيرة.", "two", "most"),
    ("a dividend of 35 halalas", "أرباحا قدرها 3.5 ريال", "35 halalas", "3.5 riyals"),
]


def told(text: str, quantity: Quantity | None) -> str:
    return text[quantity.start : quantity.end] if quantity else ""


@pytest.mark.parametrize(("english", "arabic"), [*CONVERTED, *RECKONED, *SAID])
def test_what_is_said_otherwise_is_no_difference(english: str, arabic: str) -> None:
    assert compare(english, arabic) == []


@pytest.mark.parametrize(("english", "arabic", "said", "meant"), CHANGED)
def test_what_differs_is_told_with_what_the_arabic_means(english: str, arabic: str, said: str, meant: str) -> None:
    [found] = compare(english, arabic)
    assert found.english is not None
    assert found.arabic is not None
    assert said.startswith(told(english, found.english))
    assert gloss(found.arabic) == meant


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("Of 31 towns, 19 to 23 are dark.", "من أصل 31 مدينة، 19 إلى 27 بلا كهرباء."),  # the ends of a range
        ("Three men aged 96, 34 and 39", "ثلاثة رجال أعمارهم 93 و34 و39 عاما"),  # 96 - 3
        ("a 7-2 win", "فوز بنتيجة 5-2"),
        ("45 miles (72 km) away", "على بعد 49 ميلا (72 كيلومترا)"),  # the kilometres are the kilometres
        ("two thirds of them", "ثلثهم"),  # no rest, where nothing says that it is one
        ("It fell to 4.5 percent; growth will be 2 percent.", "تراجع إلى 4.5 في المئة، والنمو 7 في المئة."),  # 4.5 + 2
    ],
)
def test_arithmetic_and_conversion_excuse_no_slip(english: str, arabic: str) -> None:
    assert compare(english, arabic)


@pytest.mark.parametrize("arabic", ["قتل سائق في الحادث", "قتل السائق"])
def test_a_two_is_missed_where_no_word_can_be_a_dual(arabic: str) -> None:
    english = "Two drivers were killed."
    [found] = compare(english, arabic)
    assert (told(english, found.english), found.arabic) == ("Two", None)


def test_one_side_alone_is_no_difference_in_words() -> None:
    assert compare("All of them came on Thursday, most of them early, dozens a day.", "جاؤوا.") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("الساعات الـ48 المقبلة", "48 hours"),
        ("عقدين من الزمن", "2 decades"),
        ("بقيمة مليون دولار", "1,000,000 dollars"),
        ("مئات ملايين الدولارات", "hundreds of millions"),
        ("آلاف ملايين الناس", "billions"),
        ("مئات آلاف ملايين ملايين الناس", "some 100,000,000,000,000,000"),
        ("في الأسبوع", "per week"),
        ("سرعتها 5 أقدام", "5 feet"),
        ("خمسة أرطال", "5 pounds of mass"),
        ("40 درجة مئوية", "40 degrees Celsius"),
        ("بعد قرن", "1 century"),
        ("3 قرون", "3 centuries"),
        ("أكثر من 12 يوانا", "at least 12 yuan"),
    ],
)
def test_a_gloss_says_what_arabic_words_mean(text: str, said: str) -> None:
    assert said in [gloss(q) for q in arabic_quantities(text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("the most important thing", []),
        ("Some 40 people came, after all.", ["count"]),
        ("في اليوم التالي وفي الأسبوع نفسه", []),
        ("All but three came.", ["count"]),
        ("مجموعة من الناس، بين هؤلاء", []),
    ],
)
def test_words_that_only_look_like_quantities_are_none(text: str, kinds: list[str]) -> None:
    read = english_quantities if text[0].isascii() else arabic_quantities
    assert [q.kind for q in read(text) if q.kind != "implied"] == kinds


def test_every_phrase_is_found_where_it_stands_alone() -> None:
    for side in ("english", "arabic"):
        for first, entries in phrases(side).items():
            for rest, phrase in entries:
                assert phrase.kind
                assert first == first.strip(), (first, rest)


def test_every_quantity_has_a_gloss() -> None:
    words = ["a decade of drought, five a fortnight, most and some of them, each together on Monday at noon, daily"]
    words += [" ".join(phrase) for first, entries in phrases("arabic").items() for phrase, _ in [((first,), entries)]]
    for text in words:
        assert all(map(gloss, english_quantities(text) + arabic_quantities(text))), text


def test_a_mismatch_has_at_least_one_side() -> None:
    found = compare("60 ships and two boats on Monday", "16 سفينة يوم الجمعة")
    assert all(m.english or m.arabic for m in found)
    assert isinstance(found[0], Mismatch)

"""Days as Arabic pages write them: the months of all countries, digits of all kinds, the Islamic calendar."""

from __future__ import annotations

import pytest

from iqtibas.article.dates import parse_date
from iqtibas.article.input.published import day_of_lines, read_day

SAME_DAY = [
    "14 مايو 2024", "١٤ مايو ٢٠٢٤", "۱۴ مايو ۲۰۲۴", "الثلاثاء 14 أيار 2024", "14 ماي 2024", "14 أيار (مايو) 2024",
    "14 مايو / أيار 2024", "14 أيار مايو 2024", "14 مايو أيار 2024", "14 من مايو 2024", "مايو 14, 2024", "14مايو 2024",
    "الثلاثاء، 14 مايو 2024م", "14/05/2024 م", "٢٠٢٤/٠٥/١٤", "٢٠٢٤-٠٥-١٤", "14.05.2024", "14-5-2024",
    "الثلاثاء 6 ذو القعدة 1445هـ الموافق 14 مايو 2024م", "14 مايو 2024 - 6 ذو القعدة 1445",
    "الثلاثاء 6 ذو القعدة 1445هـ", "الثلاثاء، ٦ ذي القعدة ١٤٤٥ هـ", "الثلاثاء 06/11/1445 هـ", "الثلاثاء 1445/11/06هـ",
]  # fmt: skip


@pytest.mark.parametrize("written", SAME_DAY)
def test_a_day_in_all_its_forms(written: str) -> None:
    day = parse_date(written)
    assert day is not None
    assert day.isoformat() == "2024-05-14"
    assert read_day(written) == day
    assert day_of_lines(["عنوان الخبر", f"نشر: {written}"], "عنوان الخبر") == day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("3 كانون ثاني 2024", "2024-01-03"),
        ("3 كانون الثاني 2024", "2024-01-03"),
        ("2 فيفري 2024", "2024-02-02"),
        ("15 آذار مارس 2024", "2024-03-15"),
        ("12 أفريل 2024", "2024-04-12"),
        ("6 جوان 2024", "2024-06-06"),
        ("27 يونية 2024", "2024-06-27"),
        ("30 يوليوز 2024", "2024-07-30"),
        ("3 جويلية 2024", "2024-07-03"),
        ("5 غشت 2024", "2024-08-05"),
        ("5 أوت 2024", "2024-08-05"),
        ("7 شتنبر 2024", "2024-09-07"),
        ("3 تشرين أول 2024", "2024-10-03"),
        ("12 تشرين ثاني 2024", "2024-11-12"),
        ("9 نونبر 2023", "2023-11-09"),
        ("9 دجنبر 2023", "2023-12-09"),
        ("14 ديسمبر كانون الأول 2023", "2023-12-14"),
        ("الأربعاء، ١٠ رمضان ١٤٤٥ هـ", "2024-03-20"),
        ("الأحد 1 محرم 1446", "2024-07-07"),
        ("الاثنين 25 ذي الحجة 1445", "2024-07-01"),
        ("الأحد 5 جمادى الأولى 1445", "2023-11-19"),
        ("الثلاثاء 9 ربيع الآخر 1445 هـ", "2023-10-24"),
    ],
)
def test_months_of_all_countries(written: str, day: str) -> None:
    found = parse_date(written)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize(
    "line",
    [
        "الأحد 07 جمادى الآخرة 1446هـ الموافق 08 ديسمبر 2024م",
        "٧ جمادى الآخرة ١٤٤٦ هـ - ٨ ديسمبر ٢٠٢٤ م",
        "الأحد 8 ديسمبر 2024 | 7 جمادى الآخرة 1446 هـ",
        "07/06/1446هـ الموافق 08/12/2024",
        "الأحد 7 جمادى الثانية 1446",
        "الأحد 7 جمادى الآخرة 1446 الموافق لـ 8 كانون الأول 2024 الساعة 10:30 ص",
    ],
)
def test_a_line_of_two_calendars_under_the_title_is_the_day(line: str) -> None:
    day = day_of_lines(["عنوان الخبر", line, "قالت الوزيرة إن العمل انتهى."], "عنوان الخبر")
    assert str(day) == "2024-12-08"


@pytest.mark.parametrize(
    "written",
    ["6 ذو القعدة 1445", "الجمعة 31 محرم 1446", "الجمعة 6 ذو القعدة 1445", "الثلاثاء 06/13/1445 هـ", "مايو 2024"],
)
def test_a_day_that_is_not_sure_is_none(written: str) -> None:
    """Without its weekday, a date of the Islamic calendar may be one day or another."""
    assert parse_date(written) is None

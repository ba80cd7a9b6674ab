"""The names of the months, January first, as English and as Arabic newspapers write them."""

from __future__ import annotations

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_ABBREVIATIONS = {name[:3]: number for number, name in enumerate(ENGLISH_MONTHS, 1) if name != "May"} | {
    "Sept": 9
}
"""Without their stop: Jan, Feb, … Sept. May has none."""
ARABIC_MONTHS = (
    ("يناير", "كانون الثاني", "جانفي"),
    ("فبراير", "شباط", "فيفري"),
    ("مارس", "آذار"),
    ("أبريل", "إبريل", "نيسان", "أفريل"),
    ("مايو", "أيار"),
    ("يونيو", "يونيه", "حزيران"),
    ("يوليو", "يوليه", "تموز", "جويلية", "يوليوز"),
    ("أغسطس", "آب", "أوت", "غشت"),
    ("سبتمبر", "أيلول", "شتنبر"),
    ("أكتوبر", "تشرين الأول"),
    ("نوفمبر", "تشرين الثاني", "نونبر"),
    ("ديسمبر", "كانون الأول", "دجنبر"),
)
"""Every name that is a month wherever it stands: of Egypt and the Gulf, of the Levant and Iraq, of the Maghreb."""
MONTHS_IN_DATES = {"ماي": 5, "جوان": 6}
"""Names of the Maghreb that are also those of people (تيريزا ماي): months behind a day only."""
WITHOUT_ARTICLE = {"كانون ثاني": 1, "تشرين أول": 10, "تشرين ثاني": 11, "كانون أول": 12}
"""Levantine names as bylines shorten them."""

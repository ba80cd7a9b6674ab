"""Days as pages and posts write them, with the names of the months in English and Arabic."""

from __future__ import annotations

import datetime
import re

from iqtibas.article.arabic.letters import folded
from iqtibas.article.characters import ARABIC_LETTERS
from iqtibas.article.months import (
    ARABIC_MONTHS,
    ENGLISH_ABBREVIATIONS,
    ENGLISH_MONTHS,
    MONTHS_IN_DATES,
    WITHOUT_ARTICLE,
)

ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
YEAR = re.compile(r"\d{4}")
MONTHS = (
    {folded(name): number for number, names in enumerate(ARABIC_MONTHS, 1) for name in names}
    | {folded(name): number for name, number in (MONTHS_IN_DATES | WITHOUT_ARTICLE).items()}
    | {name.lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1)}
    | {name.lower(): number for name, number in ENGLISH_ABBREVIATIONS.items()}
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# The other name of the month behind it: أيار / مايو, مايو (أيار), مايو - أيار, مايو أيار.
_MONTHS = rf"(?P<month>{_MONTH})(?:(?: ?[/(–-] ?| )(?:{_MONTH})\)?)?"
# م of the common era may hang on the year: 2024م.
_NO_MORE = r"(?:\b|(?=م\b))"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
DATE_FORMS = (
    re.compile(
        rf"\b{_MONTHS}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,،]? ?(?:of |عام |سنه )?(?P<year>\d{{4}}){_NO_MORE}", re.I
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of |من )?{_MONTHS}\.?[,،-]? ?"
        rf"(?:من )?(?:عام |سنه )?(?P<year>\d{{4}}){_NO_MORE}",
        re.I,
    ),
    # The API of X: Tue May 14 18:02:00 +0000 2024.
    re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}}) \d\d:\d\d:\d\d [+-]\d{{4}} (?P<year>\d{{4}})\b", re.I),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)"),
    # The day before the month, as Arabic and European pages write it.
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?P<sign>[/.-])(?P<month>\d{{1,2}})(?P=sign){_YEAR}"),
)
"""Matched against folded text. "5/14/2024" is no day of them: there is no fourteenth month."""

SHORT_FORMS = (
    re.compile(rf"\b(?:{_MONTH})\.? \d{{1,2}}\b(?! ?\d{{3}})", re.I),
    re.compile(rf"\b\d{{1,2}} (?:{_MONTH})\b", re.I),
)
"""A day without its year, which tells no date but is one."""


# Of the Islamic calendar, folded; ذو and ذي, and ه behind the year, come and go.
_HIJRI = {
    name: number
    for number, names in enumerate(
        (
            *("محرم", "صفر", "ربيع الاول", "ربيع الثاني|ربيع الاخر", "جمادي الاولي|جمادي الاول"),
            *("جمادي الاخره|جمادي الثانيه|جمادي الاخر|جمادي الثاني", "رجب", "شعبان", "رمضان", "شوال"),
            *("ذو القعده|ذي القعده|القعده", "ذو الحجه|ذي الحجه|الحجه"),
        ),
        1,
    )
    for name in names.split("|")
}
_WEEKDAYS = ("الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد")  # as date.weekday() counts
_OF_WEEK = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}) ?[,،:-]? ?)?(?<!\d)"
_HIJRI_YEAR = r"(?P<year>1[34]\d{2})(?!\d) ?(?:ه|$|\W)"
HIJRI_FORMS = (
    re.compile(
        rf"{_OF_WEEK}(?P<day>\d{{1,2}}) ?(?:من )?(?:شهر )?(?P<month>{'|'.join(sorted(_HIJRI, key=len, reverse=True))})"
        rf" ?[,،-]? ?(?:عام |سنه )?{_HIJRI_YEAR}"
    ),
    re.compile(rf"{_OF_WEEK}(?P<year>1[34]\d{{2}})[/-](?P<month>\d{{1,2}})[/-](?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"{_OF_WEEK}(?P<day>\d{{1,2}})[/-](?P<month>\d{{1,2}})[/-]{_HIJRI_YEAR}"),
)
"""Days of the Islamic calendar, with their weekday or without; matched against folded text."""


def parse_date(text: str) -> datetime.date | None:
    """The first date in a text that names a day, a month in English or Arabic, and a year; None without one.

    A date of the Islamic calendar counts where no other stands beside it and its weekday is named: the sighting of the
    moon moves it by a day or two, and the weekday tells by how many.
    """
    return _common_date(folded(text)) or _hijri_date(folded(text))


def _hijri_date(plain: str) -> datetime.date | None:
    """The day of a date of the Islamic calendar with its weekday, of a folded text."""
    for form in HIJRI_FORMS:
        for match in form.finditer(plain):
            if match["weekday"] is None:
                continue
            month, day = _HIJRI.get(match["month"]) or int(match["month"]), int(match["day"])
            if 1 <= month <= 12 and 1 <= day <= 30:
                about = _tabular(int(match["year"]), month, day)
                days = (about + datetime.timedelta(shift) for shift in (0, 1, -1, 2, -2))
                weekday = _WEEKDAYS.index(match["weekday"])
                if found := next((own for own in days if own.weekday() == weekday), None):
                    return found
    return None


def _tabular(year: int, month: int, day: int) -> datetime.date:
    """The day in the tabular Islamic calendar (Reingold and Dershowitz, Calendrical Calculations, chapter 7)."""
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return datetime.date.fromordinal(_EPOCH + before + day - 1)


_EPOCH = 227_015
"""1 Muharram of year 1, as `date.toordinal` counts."""


def _common_date(plain: str) -> datetime.date | None:
    for form in DATE_FORMS:
        for match in form.finditer(plain):
            month = match["month"].lower()
            if match.groupdict().get("sign") == "/" and int(match["day"]) <= 12 and not ARABIC_LETTER.search(plain):
                continue  # in English it may be the month
            try:
                number = int(month) if month.isdigit() else MONTHS[month]
                return datetime.date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
    return None

"""Days as pages and posts write them, with the names of the months in English and Arabic."""

from __future__ import annotations

import datetime
import re

from iqtibas.article.arabic.letters import folded
from iqtibas.article.characters import ARABIC_LETTERS
from iqtibas.article.months import ARABIC_MONTHS, ENGLISH_ABBREVIATIONS, ENGLISH_MONTHS, MONTHS_IN_DATES

ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
YEAR = re.compile(r"\d{4}")
MONTHS = (
    {folded(name): number for number, names in enumerate(ARABIC_MONTHS, 1) for name in names}
    | {folded(name): number for name, number in MONTHS_IN_DATES.items()}
    | {name.lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1)}
    | {name.lower(): number for name, number in ENGLISH_ABBREVIATIONS.items()}
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# The other name of the month behind it: أيار / مايو, مايو (أيار), مايو - أيار.
_MONTHS = rf"(?P<month>{_MONTH})(?: ?[/(–-] ?(?:{_MONTH})\)?)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
DATE_FORMS = (
    re.compile(rf"\b{_MONTHS}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,،]? ?(?:of |عام |سنه )?(?P<year>\d{{4}})\b", re.I),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of |من )?{_MONTHS}\.?[,،-]? ?"
        r"(?:من )?(?:عام |سنه )?(?P<year>\d{4})\b",
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


def parse_date(text: str) -> datetime.date | None:
    """The first date in a text that names a day, a month in English or Arabic, and a year; None without one."""
    plain = folded(text)
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

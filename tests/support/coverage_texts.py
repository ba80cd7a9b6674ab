"""Two invented articles, and statements to look for in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from iqtibas.article import Article
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.statements import Statement

MEETING = (
    "ميناء السلام - عقد مجلس المياه اجتماعه السنوي يوم الثلاثاء بحضور وفود من المنطقة.\n"
    "وقال وزير المياه كريم البدري: «سنفتح 12 محطة جديدة على النهر قبل نهاية العام، ولن نرفع سعر الماء».\n"
    "وأضاف البدري أن الحكومة ستدعم المزارعين في القرى الجبلية خلال موسم الجفاف.\n"
    "وقال البدري للصحفيين: «لا أحد يعرف متى يعود المطر إلى هذه الوديان».\n"
    "ومن المقرر أن يجتمع الخبراء مجددا في الربيع."
)
HARBOUR = (
    "انهار رصيف قديم في ميناء الشرق ليلة الاثنين من دون وقوع إصابات.\n"
    "وتعمل فرق الصيانة على إزالة الركام من مدخل الميناء.\n"
    "وينتظر أصحاب القوارب أن يفتح الميناء من جديد بعد أسبوعين."
)
STATIONS = (
    "We will open 15 new stations on the river before the end of the year, and we will not raise the price of water."
)
FARMERS = "The government will support the farmers of the mountain villages during the drought."
ELSEWHERE = "Our museum has bought two paintings of a forgotten master and will show them next to his letters."


def article(text: str, name: str = "a.txt") -> Article:
    return article_from_text(text, id=name, source=name, sha256="0" * 64)


def said(text: str, name: str = "s", speaker: str = "Karim Badri") -> Statement:
    return Statement(name, text, speaker)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A file with two of the statements, beside one of the articles."""
    file = tmp_path / "list.csv"
    rows = [("stations", STATIONS), ("elsewhere", ELSEWHERE)]
    file.write_text("id,text,speaker\n" + "".join(f'{i},"{t}",Karim Badri\n' for i, t in rows), encoding="utf-8")
    (tmp_path / "meeting.txt").write_text(MEETING, encoding="utf-8")
    return file

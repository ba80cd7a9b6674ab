"""A name that the Arabic only refers to is no finding, as far as its words can stand for names."""

from __future__ import annotations

import pytest

from iqtibas.align.ledger.names.reference import References
from iqtibas.article.arabic.letters import fold
from iqtibas.article.gazetteer.mentions import english_mentions


def left(english: str, arabic: str) -> list[str]:
    """The names of a statement for which no word of the rendering stands."""
    references = References(english, fold(arabic))
    return [name.text for name in english_mentions(english) if not references.takes(name)]


@pytest.mark.parametrize(
    ("english", "arabic", "names"),
    [
        ("Bangladesh cannot take in more refugees.", "بلاده لا تستطيع استيعاب مزيد من اللاجئين", []),
        ("Armenia is ready to sign.", "وإن بلادها مستعدة للتوقيع", []),
        ("We respect Armenia.", "ونحترم للبلاد سيادتها", []),
        ("The trade of Mongolia and Peru doubled.", "تضاعفت التجارة بين البلدين", []),
        ("The trade of Mongolia, Peru and Chad doubled.", "تضاعفت التجارة بين البلدين", ["Chad"]),
        ("23 aircraft were seen around Taiwan.", "رصدت 23 طائرة حول الجزيرة", []),
        ("The island of Taiwan saw 23 aircraft.", "رصدت 23 طائرة حول الجزيرة", ["Taiwan"]),
        ("The two countries told Mongolia.", "أبلغ البلدان", ["Mongolia"]),
        ("We told Trump no.", "وقال لنظيره لا", []),
        ("We told Dalen no.", "وقال لنظيره لا", ["Dalen"]),
        ("Mongolia will host it.", "ستستضيفه", ["Mongolia"]),
    ],
)
def test_each_word_stands_for_as_many_names_as_it_can(english: str, arabic: str, names: list[str]) -> None:
    assert left(english, arabic) == names

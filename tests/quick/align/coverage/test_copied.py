"""Where a near-identical article has what another one renders."""

from __future__ import annotations

import pytest
from invented import article_of, span

from iqtibas.align.coverage.copied import copied_rendering
from iqtibas.align.model import Rendering
from iqtibas.article import Article

BEFORE, BEHIND = "أعلنت الوزارة أمس خطة جديدة للمرفأ.", "ولم يصدر تعليق من المعارضة حتى الآن."
SAID = "سيفتتح المرفأ اثني عشر رصيفا جديدا بحلول عام 2031"


def article(*lines: str) -> Article:
    return article_of(tuple(("paragraph", line) for line in lines))


ORIGINAL = article(BEFORE, f"وقال: «{SAID}».", BEHIND)
WHERE = span(ORIGINAL, SAID)
RENDERING = Rendering(WHERE.start, WHERE.end, 0.9)


@pytest.mark.parametrize(
    "said",
    [
        SAID,
        SAID.replace("2031", "2041"),
        SAID.replace("اثني عشر", "عشرين"),
        SAID.replace("سيفتتح", "لن يفتتح"),
        SAID.replace("جديدا ", ""),
        SAID + " بدعم دولي",
    ],
)
def test_the_same_place_is_found_with_its_changes(said: str) -> None:
    copy = article("مرفأ جديد", BEFORE, f"وقال: «{said}».", BEHIND)
    found = copied_rendering(ORIGINAL, RENDERING, copy)
    assert found is not None
    assert found.confidence == 0.9
    assert copy.text[found.start : found.end] in (said, said.removesuffix(" بدعم دولي"))


@pytest.mark.parametrize("lines", [(BEFORE, BEHIND), (BEFORE, "وقال: «لا جديد لدينا».", BEHIND), ("الطقس غدا",)])
def test_a_passage_that_the_copy_lacks_is_not_found(lines: tuple[str, ...]) -> None:
    assert copied_rendering(ORIGINAL, RENDERING, article(*lines)) is None

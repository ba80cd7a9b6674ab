"""Where a stretch stands to its embed, what its article does with renderings, and how its words are linked."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iqtibas.align.find.candidates import find_stretches
from iqtibas.align.find.evidence import Background, _linked, cheap_signals, habits
from iqtibas.align.find.query import read_query
from iqtibas.align.find.signals import CHEAP_SIGNALS
from iqtibas.article import find_embeds
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.reading import Reading

EMBED = (
    "The ferry sails again on Sunday, say the owners. https://t.co/Kq3vZbX1aa\n— Harbour Office (@harbour) May 4, 2024"
)
SAID = "تعود العبارة إلى الإبحار يوم الأحد بحسب أصحابها"
OTHER = "ينتظر سكان الجزيرة هذا الخبر منذ أسابيع طويلة."
CUE = "وجاء في التغريدة: "


class Flat:
    """A sentence encoder to whom all is alike."""

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.ones((len(texts), 2), np.float32)


def placed(*lines: str) -> tuple[float, bool, bool]:
    """(near, beside, introduced) of the stretch that says SAID, in an article of these lines with one embed."""
    article = article_from_text("\n".join(lines), id="a", source="a", sha256="")
    [embed] = find_embeds(article)
    reading = ArticleReading(article)
    stretches = find_stretches(reading)
    nothing = np.zeros(2, np.float32)
    background = Background(nothing, nothing, nothing, nothing, 0.0)
    rows = cheap_signals(reading, embed, read_query(Reading(embed.text)), stretches, Flat(), background)  # type: ignore[arg-type]
    at = next(i for i, s in enumerate(stretches) if article.slice(s).strip('«»". ') == SAID)
    near, beside, introduced = (float(rows[at, CHEAP_SIGNALS.index(name)]) for name in ("near", "beside", "introduced"))
    return near, bool(beside), bool(introduced)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((EMBED, SAID + "."), (1, True, False)),
        ((EMBED, f"«{SAID}»"), (1, True, False)),
        ((EMBED, f"{CUE}«{SAID}»"), (1, True, True)),
        ((EMBED, f"{CUE}{SAID}."), (1, True, True)),
        ((EMBED, CUE.strip(), f"«{SAID}»"), (1, True, True)),
        ((SAID + ".", EMBED), (1, True, False)),
        ((f"«{SAID}»", EMBED), (1, True, False)),
        ((f"{CUE}«{SAID}»", EMBED), (1, True, False)),
        ((EMBED, OTHER, f"{CUE}«{SAID}»"), (1 / 2, False, False)),
        ((f"«{SAID}»", OTHER, OTHER, EMBED), (1 / 3, False, False)),
    ],
)
def test_where_a_stretch_stands(lines: tuple[str, ...], found: tuple[float, bool, bool]) -> None:
    assert placed("عنوان الخبر عن العبارة", *lines, OTHER) == pytest.approx(found)


@given(st.integers(0, 6), st.booleans())
def test_each_block_between_takes_it_farther_away(between: int, quoted: bool) -> None:
    said = f"«{SAID}»" if quoted else SAID + "."
    lines = [["عنوان الخبر", EMBED, *[OTHER] * k, said] for k in (between, between + 1)]
    assert all(a[0] > b[0] for a, b in pairwise(placed(*one) for one in lines))


ON_OWN, WORKED_IN, NOWHERE = (np.array(row) for row in ([0.9, 0.1, 0.0], [0.0, 0.9, 0.1], [0.0, 0.0, 1.0]))
FILLS_ITS_BLOCK = np.array([True, False])


def test_a_statement_tells_nothing_of_its_own_habit() -> None:
    assert habits([ON_OWN], FILLS_ITS_BLOCK) == [0.0]
    first, second = habits([ON_OWN, WORKED_IN], FILLS_ITS_BLOCK)
    assert first < 0 < second


def test_what_is_rendered_nowhere_shows_no_habit() -> None:
    assert habits([ON_OWN, NOWHERE, NOWHERE], FILLS_ITS_BLOCK)[0] == 0.0


def test_a_habit_is_surer_the_oftener_it_is_seen() -> None:
    few, many = (habits([ON_OWN] * n, FILLS_ITS_BLOCK)[0] for n in (2, 5))
    assert 0 < few < many < 0.5


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=1, max_size=5))
def test_a_habit_lies_between_never_and_always(rows: list[list[float]]) -> None:
    shares = [np.array(row) / sum(row) for row in rows]
    assert all(-0.5 < habit < 0.5 for habit in habits(shares, np.array([True, False, True])))


LINKABLE = st.integers(1, 9).flatmap(
    lambda n: st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=n, max_size=n)
)


@given(LINKABLE, LINKABLE)
def test_a_half_has_links_where_the_whole_has_some(english: list[list[float]], arabic: list[list[float]]) -> None:
    linked, half, half_of_arabic = _linked(np.array(english, np.float32), np.array(arabic, np.float32))
    assert (linked > 0) == (half > 0) == (half_of_arabic > 0)
    assert max(linked, half, half_of_arabic) <= 1


def test_half_of_a_statement_that_is_rendered_has_all_its_links() -> None:
    words = np.eye(16, dtype=np.float32)
    linked, half, half_of_arabic = _linked(words[:8], words[:4])
    assert (linked, half, half_of_arabic) == (0.5, 1.0, 1.0)
    linked, half, half_of_arabic = _linked(words[:4], words[:8])
    assert (linked, half, half_of_arabic) == (1.0, 1.0, 1.0)

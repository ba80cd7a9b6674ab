"""Where a stretch stands to its embed: next to it, introduced by a cue right under it, or farther away."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from align.candidates import find_stretches
from align.evidence import CHEAP_SIGNALS, Background, cheap_signals
from align.statement import read_statement
from article import find_embeds
from article.plain import article_from_text

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
    stretches = find_stretches(article)
    nothing = np.zeros(2, np.float32)
    background = Background(nothing, nothing, nothing, nothing, 0.0)
    rows = cheap_signals(article, embed, read_statement(article.text, embed.said), stretches, Flat(), background)  # type: ignore[arg-type]
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

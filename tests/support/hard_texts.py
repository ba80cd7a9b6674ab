"""Texts that exchange formats stumble over, and articles made of them."""

from __future__ import annotations

from hypothesis import strategies as st

from iqtibas.align.model import Alignment, Rendering, Verdict, VerdictLabel
from iqtibas.article import Article, Block, Embed, Segment
from iqtibas.report import ArticleResult
from iqtibas.translate import Translation

# What articles hold and formats stumble over: both directions, their controls, emoji, quotation marks, line ends.
HARD = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\u202e\u2066\u2069\u200f\u064b\"'“«<>&]|,;=+@\n\r\t\x00\x1b\x85\u2028😀ءم"),
    )
)
PAIRS = st.lists(st.tuples(HARD.filter(bool), HARD.filter(bool)), min_size=1, max_size=4)


def said(pairs: list[tuple[str, str]], label: VerdictLabel = "faithful") -> ArticleResult:
    """An article of nothing but statements and their renderings, translated as the statements say."""
    text, alignments, translations = "", [], []
    for english, arabic in pairs:
        where, middle = len(text), len(text) + len(english)
        text += english + arabic
        embed = Embed(where, middle, Segment(where, middle), english, "Mira Dalen", "mira", None, (), "twitter", "en")
        alignments.append(Alignment(embed, Rendering(middle, len(text), 0.9), Verdict(label, 0.9)))
        translations.append(Translation(Segment(middle, len(text)), english, -0.5, ()))
    article = Article("a/b.txt", text, "عنوان", "a/b.txt", "ar", (Block("paragraph", 0, len(text)),), "ab" * 32)
    return ArticleResult(article, tuple(translations), tuple(alignments), (), ())

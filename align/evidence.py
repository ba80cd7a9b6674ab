"""What speaks for a stretch being the rendering of a statement, one named number each.

The signals and what each is worth are measured by bench/aligner.py; docs/decisions/0006 tells which were left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from align.candidates import Stretch
from align.encode import SentenceEncoder
from align.statement import Statement
from align.words import Link, WordEncoder
from article import Article, Embed
from article.arabic import normalize

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from align.encode import Vectors

    Floats = NDArray[np.float64]

# Arabic is written without short vowels: code points of a rendering per code point of its English, as a logarithm
# (median over the development pairs).
USUAL_LENGTH_RATIO = -0.15
SHORTLIST = 6
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z]{2,}")

CHEAP_SIGNALS = (
    "similarity", "margin", "part", "inside", "wider", "length_off",
    "whole", "quoted", "cued", "title", "near", "numbers_apart", "latin_shared",
)  # fmt: skip
WORD_SIGNALS = ("context_margin", "covered_margin", "mutual")


@dataclass(frozen=True, slots=True)
class Background:
    """What unrelated Arabic and English have in common.

    Mean vectors, (d,) each, are subtracted before similarity is taken. covered: the mean best cosine of English
    words with the words of an unrelated stretch.
    """

    arabic: Vectors
    english: Vectors
    context_arabic: Vectors
    context_english: Vectors
    covered: float


def centred(rows: Vectors, mean: Vectors) -> Vectors:
    """Unit rows of `rows - mean`; what all sentences share says nothing about any two of them."""
    import numpy as np

    moved = rows - mean
    return np.asarray(moved / (np.linalg.norm(moved, axis=-1, keepdims=True) + 1e-9), np.float32)


def margin(values: Floats, stretches: Sequence[Stretch], background: float = 0.0) -> Floats:
    """(n,): each stretch's value over the best one that does not overlap it, or over the background if higher.

    What does not overlap ends before the stretch or starts behind it: two running maxima, n log n in all.
    """
    import numpy as np

    starts, ends = _bounds(stretches)
    by_end, by_start = np.argsort(ends, kind="stable"), np.argsort(starts, kind="stable")
    before = np.maximum.accumulate(np.append(background, values[by_end]))
    behind = np.maximum.accumulate(np.append(background, values[by_start][::-1]))[::-1]
    best_before = before[np.searchsorted(ends[by_end], starts, "right")]
    best_behind = behind[np.searchsorted(starts[by_start], ends, "left")]
    return np.asarray(values - np.maximum(best_before, best_behind))


def _bounds(stretches: Sequence[Stretch]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np

    return np.array([s.start for s in stretches]), np.array([s.end for s in stretches])


def cheap_signals(
    article: Article, embed: Embed, statement: Statement, stretches: Sequence[Stretch], encoder: SentenceEncoder,
    background: Background,
) -> Floats:  # fmt: skip
    """(n, len(CHEAP_SIGNALS)): what sentence vectors, position and plain text say of every stretch."""
    import numpy as np

    arabic = centred(encoder.encode([article.slice(s) for s in stretches]), background.arabic)
    english = centred(encoder.encode([statement.text, *statement.sentences]), background.english)
    similar = (arabic @ english.T).astype(float)
    similarity, parts = similar[:, 0], similar[:, 1:].max(axis=1)
    inside, wider = _nested(similarity, stretches)
    plain = np.array([_plain_signals(article, embed, statement, s) for s in stretches])
    return np.column_stack([similarity, margin(similarity, stretches), parts - similarity, inside, wider, plain])


def _nested(similarity: Floats, stretches: Sequence[Stretch]) -> tuple[Floats, Floats]:
    """How much better the best stretch inside, and the best around, fits than the stretch itself; 0 if none.

    stretches: sorted by start, so that those inside one stand in a row.
    """
    import numpy as np

    starts, ends = _bounds(stretches)
    inside, around = np.full(len(stretches), -np.inf), np.full(len(stretches), -np.inf)
    firsts, lasts = np.searchsorted(starts, starts, "left"), np.searchsorted(starts, ends, "left")
    for i, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        row = np.arange(first, last)
        row = row[(ends[row] <= ends[i]) & (row != i)]
        if len(row):
            inside[i] = similarity[row].max()
            around[row] = np.maximum(around[row], similarity[i])
    gains = [np.where(np.isfinite(best), best - similarity, 0.0) for best in (inside, around)]
    return gains[0], gains[1]


def _plain_signals(article: Article, embed: Embed, statement: Statement, stretch: Stretch) -> list[float]:
    text = normalize(article.slice(stretch)).text
    ratio = log(max(1, len(text)) / max(1, len(statement.text))) - USUAL_LENGTH_RATIO
    ours, theirs = (set(_NUMBER.findall(t.replace(",", ""))) for t in (statement.text, text))
    latin = {w.lower() for w in _LATIN.findall(statement.text)} & {w.lower() for w in _LATIN.findall(text)}
    return [
        abs(ratio),
        stretch.whole,
        stretch.quoted,
        stretch.cued,
        stretch.block == 0,
        1 / _blocks_away(article, embed, stretch),
        min(3, len(ours ^ theirs)),
        min(3, len(latin)),
    ]


def _blocks_away(article: Article, embed: Embed, stretch: Stretch) -> int:
    """1 for the blocks of text next to the embed, 2 for the next, and so on; cues do not count."""
    low, high = sorted((embed.start, stretch.start))
    return 1 + sum(low < b.start < high and b.kind != "cue" for b in article.blocks)


def word_signals(
    article: Article,
    statement: Statement,
    stretches: Sequence[Stretch],
    words: WordEncoder,
    background: Background,
) -> Floats:
    """(n, len(WORD_SIGNALS)): what contextual word states say. Slow: for a shortlist only."""
    import numpy as np

    links = [words.link(statement.text, article.slice(s)) for s in stretches]
    context = np.array([_context(link, background) for link in links])
    covered = np.array([link.english_best.mean() for link in links], float)
    return np.column_stack(
        [
            margin(context, stretches),
            margin(covered, stretches, background.covered),
            [link.mutual for link in links],
        ]
    )


def _context(link: Link, background: Background) -> float:
    ours = centred(link.english_sentence, background.context_english)
    theirs = centred(link.arabic_sentence, background.context_arabic)
    return float(ours @ theirs)

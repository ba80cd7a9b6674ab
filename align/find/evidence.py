"""What speaks for a stretch being the rendering of a statement, one named number each.

The signals are named and explained in align/find/signals.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf, log
from typing import TYPE_CHECKING

from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.query import Query
from iqtibas.align.find.signals import (
    CHEAP_SIGNALS,
    CROSSED,
    FULL_SIGNALS,
    WORD_SIGNALS,
    CheapSignals,
    WordSignals,
)
from iqtibas.article import Embed, Segment
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.reading import Reading
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.word_links import LINKED, WordEncoder, link_strength, worst_window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.e5 import States
    from iqtibas.models.sentence_encoder import Vectors

    Floats = NDArray[np.float64]

# Arabic is written without short vowels: code points of a rendering per code point of its English, as a logarithm
# (median over the development pairs).
USUAL_LENGTH_RATIO = -0.15
SHORTLIST = 12
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LATIN = re.compile(r"[A-Za-z]{2,}")

# The fewest words in a row that half of a text is looked at for.
FEWEST_IN_HALF = 4
# So many renderings elsewhere in its article weigh as much as knowing nothing of its habit.
UNKNOWN = 0.5
# Words looked at on either side of a stretch's ends, and their usual best cosine (median over the development set).
EDGE, USUAL_OUTER = 3, 0.7
MOST_SENTENCES = 4
NO_WORDS = WordSignals(*[0.0] * len(WORD_SIGNALS))


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
    reading: ArticleReading, embed: Embed | None, query: Query, stretches: Sequence[Stretch],
    encoder: SentenceEncoder, background: Background,
) -> Floats:  # fmt: skip
    """(n, fields of CheapSignals): what sentence vectors, position and plain text say of every stretch.

    embed: None for a statement that has no place in the article, which nothing is near to.
    """
    import numpy as np

    arabic = centred(encoder.encode([reading.part(s.start, s.end) for s in stretches]), background.arabic)
    english = centred(encoder.encode([query.reading, *query.sentence_readings]), background.english)
    similar = (arabic @ english.T).astype(float)
    similarity, parts = similar[:, 0], similar[:, 1:].max(axis=1)
    inside, wider = _nested(similarity, stretches)
    rows = np.array([_plain_signals(reading, embed, query, s) for s in stretches])
    vectors = {"similarity": similarity, "margin": margin(similarity, stretches), "part": parts - similarity}
    for name, column in (vectors | {"inside": inside, "wider": wider}).items():
        rows[:, CHEAP_SIGNALS.index(name)] = column
    return rows


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


def _plain_signals(reading: ArticleReading, embed: Embed | None, query: Query, stretch: Stretch) -> CheapSignals:
    """Without those of sentence vectors, which are 0."""
    text = reading.plain(stretch.start, stretch.end)
    ratio = log(max(1, len(text)) / max(1, len(query.text))) - USUAL_LENGTH_RATIO
    ours, theirs = (set(_NUMBER.findall(t.replace(",", ""))) for t in (query.text, text))
    away = _blocks_away(reading, embed, stretch) if embed else inf
    latin = {w.lower() for w in _LATIN.findall(query.text)} & {w.lower() for w in _LATIN.findall(text)}
    return CheapSignals(
        similarity=0.0,
        margin=0.0,
        part=0.0,
        inside=0.0,
        wider=0.0,
        length_off=abs(ratio),
        whole=stretch.whole,
        quoted=stretch.quoted,
        cued=stretch.cued,
        title=stretch.block == 0,
        near=1 / away,
        beside=away == 1,
        # A cue right under an embed introduces what the outlet makes of it.
        introduced=stretch.cued and away == 1 and embed is not None and embed.end <= stretch.start,
        numbers_unshared=min(3, len(ours ^ theirs)),
        latin_shared=min(3, len(latin)),
        reported=stretch.reported,
        cut=stretch.cut,
        sentences=min(MOST_SENTENCES, stretch.sentences) - 1,
        sentences_off=abs(stretch.sentences - len(query.sentences)),
    )


def _blocks_away(reading: ArticleReading, embed: Embed, stretch: Stretch) -> int:
    """1 for the blocks of text next to the embed, 2 for the next, and so on; cues do not count."""
    low, high = (embed.end, stretch.start) if embed.start < stretch.start else (stretch.end, embed.start)
    starts, ends = reading.block_bounds
    return 1 + max(0, bisect_right(ends, high) - bisect_left(starts, low))


def habits(shares: Sequence[Floats], whole: NDArray[np.bool_] | Sequence[NDArray[np.bool_]]) -> list[float]:
    """For each statement, how far its article sets the renderings of the others on lines of their own.

    From -0.5, never, to 0.5, always; 0 where nothing is known. shares: each statement's probabilities under the cheap
    model, (n + 1,) with "not rendered here" last. whole: (n,) whether each stretch fills its block, for all statements
    or for each.
    """
    import numpy as np

    wholes = [whole] * len(shares) if isinstance(whole, np.ndarray) else whole
    on_own = np.array([float(row[:-1] @ own) for row, own in zip(shares, wholes, strict=True)])
    found = np.array([float(row[:-1].sum()) for row in shares])
    others, any_ = on_own.sum() - on_own, found.sum() - found
    return [float(share) for share in (others + UNKNOWN / 2) / (any_ + UNKNOWN) - 0.5]


def full_signals(cheap: Floats, words: Floats, habit: float) -> Floats:
    """(n, len(FULL_SIGNALS)) of a shortlist. cheap: (n, c), words: (n, w), habit: see `habits`."""
    import numpy as np

    rows = np.column_stack([cheap, words, np.full(len(cheap), habit)])
    crossed = [rows[:, [FULL_SIGNALS.index(name) for name in names]].prod(axis=1) for names in CROSSED]
    return np.column_stack([rows, *crossed])


@dataclass(frozen=True, slots=True)
class Context:
    """The sentences that a stretch lies in, with the states of their words: encoded once for all stretches in them.

    states, linking: (w, 384) unit rows, see `models.e5.States`. first, last: the range of these words that the stretch
    has. sentence: (384,) the sentences' own vectors, each weighted by the words it has in the stretch.
    """

    states: Vectors
    linking: Vectors
    first: int
    last: int
    sentence: Vectors


def read_context(reading: Reading, sentences: Sequence[Segment], stretch: Stretch, words: WordEncoder) -> Context:
    """The context of a stretch. reading, sentences: those of its article, in order and without overlap."""
    import numpy as np

    first = bisect_right(sentences, stretch.start, key=lambda s: s.end)
    last = max(first + 1, bisect_left(sentences, stretch.end, key=lambda s: s.start))
    read = [(s.start, *words.states(reading.part(s.start, s.end))) for s in sentences[first:last]]
    inside = [
        [stretch.start <= at + start and at + end <= stretch.end for start, end in spans] for at, spans, _ in read
    ]
    counts = np.array([sum(row) for row in inside], float) + 1e-9
    sentence = (counts / counts.sum()) @ np.stack([states.sentence for _, _, states in read])
    words_inside = [k for k, within in enumerate(chain(*inside)) if within] or [0, -1]
    states = np.concatenate([s.words for _, _, s in read])
    linking = np.concatenate([s.linking for _, _, s in read])
    return Context(states, linking, words_inside[0], words_inside[-1] + 1, np.asarray(sentence, np.float32))


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """signals: (n, fields of WordSignals). covered: (n, e) each English word's best cosine with a word of a stretch."""

    signals: Floats
    covered: Floats


def word_evidence(
    reading: Reading,
    query: Query,
    stretches: Sequence[Stretch],
    sentences: Sequence[Segment],
    words: WordEncoder,
    background: Background,
) -> WordEvidence:
    """What contextual word states say. Slow: for a shortlist only. sentences: see `read_context`."""
    import numpy as np

    _, english = words.states(query.reading)
    contexts = [read_context(reading, sentences, s, words) for s in stretches]
    ours = centred(english.sentence, background.context_english)
    context = np.array([float(ours @ centred(c.sentence, background.context_arabic)) for c in contexts])
    compared = [_compare(english, c) for c in contexts]
    rows = np.array([signals for signals, _ in compared])
    covered = rows[:, WORD_SIGNALS.index("covered")]
    rows[:, WORD_SIGNALS.index("context_margin")] = margin(context, stretches)
    rows[:, WORD_SIGNALS.index("covered_margin")] = margin(covered, stretches, background.covered)
    return WordEvidence(rows, np.stack([covered for _, covered in compared]))


def _compare(english: States, context: Context) -> tuple[WordSignals, Floats]:
    """The signals, with 0 for the two margins; and every English word's best cosine with a word of the stretch."""
    import numpy as np

    similarity = (english.words @ context.states.T).astype(float)
    mine = similarity[:, context.first : context.last]
    if not mine.size:
        return NO_WORDS, np.zeros(len(similarity))
    covered, best = mine.max(axis=1), mine.max(axis=0)
    back = mine.argmax(axis=1)[mine.argmax(axis=0)]
    linked, linked_half, linking_half = _linked(english.linking, context.linking[context.first : context.last])
    signals = WordSignals(
        context_margin=0.0,
        covered_margin=0.0,
        covered=float(covered.mean()),
        mutual=float((back == np.arange(len(back))).mean()),
        arabic_covered=float(best.mean()),
        matched=float(best.sum() / len(covered)),
        words=len(best) / len(covered),
        gain_outside=float((similarity.max(axis=1) - covered).mean()),
        edge_in=float(min(best[:EDGE].mean(), best[-EDGE:].mean())),
        edge_out=_outer(similarity.max(axis=0), context),
        linked=linked,
        linked_half=linked_half,
        linking_half=linking_half,
    )
    return signals, covered


def _linked(english: Vectors, arabic: Vectors) -> list[float]:
    """The share of the statement's words that are linked, and of each side's most linked half.

    Half of it has all its links where the rendering leaves the rest out, or adds to it.
    """
    import numpy as np

    strength = link_strength(english, arabic)
    ours, theirs = (np.asarray(strength.max(axis=axis) >= LINKED, np.float32) for axis in (1, 0))
    return [float(ours.mean()), _best_half(ours), _best_half(theirs)]


def _best_half(linked: NDArray[np.float32]) -> float:
    """The highest mean over half of the words in a row."""
    return 1 - worst_window(1 - linked, max(FEWEST_IN_HALF, len(linked) // 2))[0]


def _outer(best: Floats, context: Context) -> float:
    """How well the words right outside the stretch fit, on the better side; the usual value if none are there."""
    before, behind = best[max(0, context.first - EDGE) : context.first], best[context.last : context.last + EDGE]
    return max((float(side.mean()) for side in (before, behind) if len(side)), default=USUAL_OUTER)

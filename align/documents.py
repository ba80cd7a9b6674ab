"""Whole documents: which sentences of an official text its Arabic version renders, m to n.

A path of beads through both documents by dynamic programming (Gale and Church 1993) over sentence vectors, where
merged sentences are encoded as one text (Thompson and Koehn 2019, Vecalign; Liu and Zhu 2023, Bertalign). A bead of m
and n sentences is worth (m + n)(s - FLOOR) - SIZE (m + n - 2) - LENGTH |log length ratio|, a sentence without
counterpart nothing. What the path leaves over on both sides is then tried across each other, since translators move
sentences inside a paragraph. Constants: bench/measure/documents.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iqtibas.article import UsageError
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.word_links import WordEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
LARGEST_RUN = 3
# Similarity is CONTEXT of the e5 cosine, stretched to the other's range, and the rest of the USE cosine.
CONTEXT, CONTEXT_ZERO, CONTEXT_UNIT = 0.4, 0.7, 0.3
FLOOR, SIZE, LENGTH = 0.3, 0.4, 0.16
# A crossed pair is accepted from here, and looked for this many sentences around.
CROSSED_FLOOR, CROSSED_REACH = 0.55, 8
# The table of backward steps takes a byte a cell.
MOST_CELLS = 400_000_000
ROWS = 256  # rows of scores that are computed together
LEFT_OUT_ARABIC, LEFT_OUT_ENGLISH = len(SHAPES), len(SHAPES) + 1


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that render each other: half-open ranges of indices. score: similarity, at most 1."""

    arabic: tuple[int, int]
    english: tuple[int, int]
    score: float


def align_documents(
    arabic: Sequence[str], english: Sequence[str], sentences: SentenceEncoder, words: WordEncoder
) -> list[Bead]:
    """The beads of two documents in the order of the Arabic; sentences without counterpart are in none.

    arabic, english: sentences in order. Raises UsageError if the documents are too long for one table.
    """
    if not arabic or not english:
        return []
    if len(arabic) * len(english) > MOST_CELLS:
        problem = f"{len(arabic)} by {len(english)} sentences are too many at once"
        raise UsageError("documents", problem, "cut both at the same chapter")
    sides = _Runs(arabic, sentences, words), _Runs(english, sentences, words)
    beads = _path(*sides)
    return sorted([*beads, *_crossed(*sides, beads)], key=lambda bead: (bead.arabic, bead.english))


class _Runs:
    """Vectors and lengths of all runs of one to LARGEST_RUN neighbouring sentences of a document."""

    def __init__(self, texts: Sequence[str], sentences: SentenceEncoder, words: WordEncoder) -> None:
        import numpy as np

        self.count = len(texts)
        size = np.array([len(text) for text in texts], np.float32)
        context = _encode_context(texts, words) * size[:, None]
        self.plain: dict[int, Floats] = {}
        self.context: dict[int, Floats] = {}
        self.size: dict[int, Floats] = {}
        for length in range(1, min(LARGEST_RUN, self.count) + 1):
            runs = range(self.count - length + 1)
            self.plain[length] = sentences.encode([" ".join(texts[i : i + length]) for i in runs])
            sentences.forget()
            self.context[length] = _unit(_sums(context, length))
            self.size[length] = _sums(size, length)


def _encode_context(texts: Sequence[str], words: WordEncoder) -> Floats:
    import numpy as np

    rows = []
    for text in texts:
        rows.append(words.states(text)[1].sentence)
        words.forget()
    return np.stack(rows)


def _sums(rows: Floats, length: int) -> Floats:
    """Sums over all runs of a length."""
    import numpy as np

    total: Floats = np.sum([rows[k : len(rows) - length + 1 + k] for k in range(length)], axis=0, dtype=np.float32)
    return total


def _unit(rows: Floats) -> Floats:
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def _similarity(arabic: _Runs, english: _Runs, shape: tuple[int, int], rows: slice) -> Floats:
    """Similarity of some Arabic runs with all English ones, (rows, English runs)."""
    m, n = shape
    plain = arabic.plain[m][rows] @ english.plain[n].T
    context = (arabic.context[m][rows] @ english.context[n].T - CONTEXT_ZERO) / CONTEXT_UNIT
    similarity: Floats = (1 - CONTEXT) * plain + CONTEXT * context
    return similarity


def _worth(arabic: _Runs, english: _Runs, shape: tuple[int, int], rows: slice, ratio: float) -> Floats:
    import numpy as np

    m, n = shape
    similarity = _similarity(arabic, english, shape, rows)
    expected = arabic.size[m][rows, None] * ratio
    stretched = np.abs(np.log(np.maximum(english.size[n][None, :], 1) / np.maximum(expected, 1)))
    worth: Floats = (m + n) * (similarity - FLOOR) - SIZE * (m + n - 2) - LENGTH * stretched
    return worth


def _path(arabic: _Runs, english: _Runs) -> list[Bead]:
    """The best path. Row i of the table: the best worth of the first i Arabic sentences with any first j English."""
    import numpy as np

    ratio = float(english.size[1].sum() / max(1.0, arabic.size[1].sum()))
    shapes = [s for s in SHAPES if s[0] in arabic.size and s[1] in english.size]
    table = np.zeros((LARGEST_RUN + 1, english.count + 1), np.float32)  # the last rows, turning
    steps = np.full((arabic.count + 1, english.count + 1), LEFT_OUT_ENGLISH, np.uint8)
    worth: dict[tuple[int, int], Floats] = {}
    for i in range(1, arabic.count + 1):
        if (i - 1) % ROWS == 0:
            # A bead that ends in this block of rows begins at most LARGEST_RUN - 1 rows before it.
            first = max(0, i - LARGEST_RUN)
            worth = {s: _worth(arabic, english, s, slice(first, i - 1 + ROWS), ratio) for s in shapes}
        row, step = table[(i - 1) % len(table)].copy(), np.full(english.count + 1, LEFT_OUT_ARABIC, np.uint8)
        for m, n in shapes:
            if i >= m and len(worth[m, n]):
                value = table[(i - m) % len(table), : english.count + 1 - n] + worth[m, n][i - m - first]
                better = value > row[n:]
                row[n:][better], step[n:][better] = value[better], SHAPES.index((m, n))
        best = np.maximum.accumulate(row)
        step[1:][best[1:] > row[1:]] = LEFT_OUT_ENGLISH
        table[i % len(table)], steps[i] = best, step
    return _beads(arabic, english, steps)


def _beads(arabic: _Runs, english: _Runs, steps: NDArray[np.uint8]) -> list[Bead]:
    """Follow the steps back from the end."""
    i, j, beads = arabic.count, english.count, []
    while i and j:
        step = int(steps[i, j])
        if step >= len(SHAPES):
            i, j = (i - 1, j) if step == LEFT_OUT_ARABIC else (i, j - 1)
            continue
        m, n = SHAPES[step]
        score = float(_similarity(arabic, english, (m, n), slice(i - m, i - m + 1))[0, j - n])
        beads.append(Bead((i - m, i), (j - n, j), min(1.0, score)))
        i, j = i - m, j - n
    return beads[::-1]


def _crossed(arabic: _Runs, english: _Runs, beads: Sequence[Bead]) -> list[Bead]:
    """Pairs of single sentences that the path left over and that are each other's best around their place."""
    ours = _left_over(arabic.count, [bead.arabic for bead in beads])
    theirs = _left_over(english.count, [bead.english for bead in beads])
    slope = english.count / arabic.count
    found = []
    for i in ours:
        near = [j for j in theirs if abs(j - i * slope) <= CROSSED_REACH * max(1.0, slope)]
        if near:
            row = _similarity(arabic, english, (1, 1), slice(i, i + 1))[0]
            j = max(near, key=lambda j: float(row[j]))
            if row[j] >= CROSSED_FLOOR:
                found.append(Bead((i, i + 1), (j, j + 1), min(1.0, float(row[j]))))
    best: dict[tuple[int, int], Bead] = {}
    for bead in sorted(found, key=lambda bead: -bead.score):
        best.setdefault(bead.english, bead)
    return list(best.values())


def _left_over(count: int, taken: Sequence[tuple[int, int]]) -> list[int]:
    covered = {k for start, end in taken for k in range(start, end)}
    return [k for k in range(count) if k not in covered]

"""Which sources share a batch, how long a translation may get, and where an over-long source is split.

Padding is wasted work, so sources of about the same length share a batch, and a batch holds a bounded
number of pieces. The plan depends on nothing but the sources' lengths: the same input gives the same
batches on any machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from iqtibas.article.model import Segment
from iqtibas.article.sentences import split_clauses, split_sentences

# Measured best for CTranslate2 on a CPU, padding included.
BATCH_PIECES = 1024
# English takes 1.0 to 1.3 pieces for an Arabic one; twice as many and a few is past any real translation.
SPARE_PIECES = 32
_SPACE = re.compile(r"\s")


def batches(lengths: Sequence[int], budget: int = BATCH_PIECES) -> list[list[int]]:
    """Group sources by length, longest first (the last batches are then small and all cores finish together).

    lengths: pieces of each source, at least 1. Returns lists of indices; in each the longest source times the
    number of sources is at most `budget` (or it is one source), and all have the same `decoding_limit`.
    """
    grouped: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        batch = grouped[-1] if grouped else []
        longest = lengths[batch[0]] if batch else 0
        if _class(longest) == _class(lengths[index]) and longest * (len(batch) + 1) <= budget:
            batch.append(index)
        else:
            grouped.append([index])
    return grouped


def _class(length: int) -> int:
    return length.bit_length()


def decoding_limit(length: int, positions: int) -> int:
    """The most pieces a source of `length` pieces may become, at most what the model can number.

    A function of the source's own length class (its bits), not of its batch: who else is in the batch must
    not decide where a runaway translation stops.
    """
    return int(min((2 << _class(length)) + SPARE_PIECES, positions - 1))


def split_source(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Split a source into parts that fit, at the best break near its middle; `"".join` of them is the source.

    A single code point is a part whether it fits or not. Takes time in proportion to the length times its
    logarithm: each break lies in the middle half.
    """
    if len(text) < 2 or fits(text):
        return [text]
    cut = _middle_break(text)
    return split_source(text[:cut], fits) + split_source(text[cut:], fits)


def _middle_break(text: str) -> int:
    middle, margin = len(text) // 2, max(1, len(text) // 4)
    for breaks in _breaks(text):
        inside = [at for at in breaks if margin <= at <= len(text) - margin]
        if inside:
            return min(inside, key=lambda at: abs(at - middle))
    return middle


def _breaks(text: str) -> Iterator[list[int]]:
    """Offsets where a text may be split, from the best kind of place to the worst."""
    whole = Segment(0, len(text))
    yield [sentence.start for sentence in split_sentences(text, whole.start, whole.end)]
    yield [clause.start for clause in split_clauses(text, whole)]
    yield [space.end() for space in _SPACE.finditer(text)]

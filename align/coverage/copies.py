"""Near-identical articles: an agency's report and those who printed it, so that one error counts once.

Articles are sets of word shingles (Broder 1997). MinHash with bands (Leskovec, Rajaraman & Ullman, "Mining of Massive
Datasets", section 3.4) proposes pairs in time linear in the articles; the exact resemblance of each decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from iqtibas.align.find.candidates import ALIGNED_KINDS
from iqtibas.article import Article
from iqtibas.article.arabic.letters import fold
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.visible import visible_article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words of a shingle, and the resemblance (Jaccard) from which two articles are copies. Copies that lack a tenth of the
# paragraphs, with another headline and spelling, reach it in 97 of 100 cases, those that lack a quarter in 92; articles
# on different events stay under 0.02 (bench/fit/check.py).
SHINGLE = 4
COPY = 0.3
# Two articles of resemblance .3 have a band in common with probability .989, of .4 with .9998 (1 - (1 - s²)⁴⁸).
BANDS, ROWS = 48, 2
# Shorter articles resemble each other by what all of their kind say.
FEWEST_SHINGLES = 20
# So many articles with one band in common are no news but a page that a site shows for want of one; all are compared
# with the first only.
MOST_TOGETHER = 200
_PRIME = (1 << 31) - 1
_SEED = 7
_WORD = re.compile(r"\w+")


def find_copies(articles: Sequence[Article]) -> tuple[tuple[int, ...], ...]:
    """Groups of two or more articles with nearly the same text, by their numbers, in order.

    Who resembles one of a group belongs to it (single linkage): an outlet that copies a copy does too.
    """
    return group_copies([shingles(ArticleReading(visible_article(article).article)) for article in articles])


def group_copies(sets: Sequence[frozenset[int]]) -> tuple[tuple[int, ...], ...]:
    """The same of the shingles of each article."""
    leader = list(range(len(sets)))
    for one, other in sorted(_proposed(sets)):
        if resemblance(sets[one], sets[other]) >= COPY:
            first, second = sorted((_leader(leader, one), _leader(leader, other)))
            leader[second] = first
    groups: dict[int, list[int]] = {}
    for number in range(len(sets)):
        groups.setdefault(_leader(leader, number), []).append(number)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Jaccard's: what two sets share over what either has."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def shingles(reading: ArticleReading) -> frozenset[int]:
    """The hashed runs of words of an article's own text; none for a short one."""
    blocks = (block for block in reading.article.blocks if block.kind in ALIGNED_KINDS)
    words = _WORD.findall(fold(" ".join(reading.plain(block.start, block.end) for block in blocks)))
    runs = (" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))
    found = frozenset(crc32(run.encode()) % _PRIME for run in runs)
    return found if len(found) >= FEWEST_SHINGLES else frozenset()


def _proposed(sets: Sequence[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs with a band in common."""
    meeting: dict[tuple[int, bytes], list[int]] = {}
    pairs = set()
    for number, bands in _bands(sets):
        for at, band in enumerate(bands):
            others = meeting.setdefault((at, band), [])
            pairs |= {(other, number) for other in (others if len(others) < MOST_TOGETHER else others[:1])}
            others.append(number)
    return pairs


def _bands(sets: Sequence[frozenset[int]]) -> Iterator[tuple[int, list[bytes]]]:
    """The bands of each article's signature: lowest values of seeded linear hashes."""
    import numpy as np

    random = np.random.default_rng(_SEED)
    factors, terms = random.integers(1, _PRIME, (2, BANDS * ROWS, 1), np.int64)
    for number, own in enumerate(sets):
        if own:
            values = np.fromiter(own, np.int64, len(own))
            signature: NDArray[np.int64] = ((factors * values + terms) % _PRIME).min(axis=1)
            yield number, [band.tobytes() for band in signature.reshape(BANDS, ROWS)]


def _leader(leader: list[int], number: int) -> int:
    """The first of a number's group; the way there is halved for the next (union-find)."""
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number

"""The divergence tagger: word states of a statement and of its rendering, compared by a few layers of attention.

After Briakou & Carpuat 2020 ("Detecting Fine-Grained Cross-Lingual Semantic Divergences without Supervision by
Learning to Rank"), with kinds, and with the states of an encoder that has read each text by itself (decomposable
attention, Parikh et al. 2016), so that a text is encoded once for all that asks. bench/divergence trains it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LABELS = ("altered", "omission", "addition")
KINDS = ("number", "name", "negation", "modality")
LAYERS = (2, 6, 8)
"""Of multilingual-e5-small, counted from 1: what a word is, what it means here, and which word it corresponds to."""
STATE = 384
INPUT = STATE * len(LAYERS)
WIDTH, HEADS, DEPTH = 256, 8, 3
LONGEST_WORD = 200


@lru_cache(maxsize=64)
def positions(count: int) -> Floats:
    """(count, WIDTH): sinusoids (Vaswani et al. 2017)."""
    import numpy as np

    angle = np.arange(count)[:, None] / 10000 ** (np.arange(WIDTH // 2) / (WIDTH // 2))
    return np.concatenate([np.sin(angle), np.cos(angle)], 1).astype(np.float32)

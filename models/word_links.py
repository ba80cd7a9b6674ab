"""Word links between a statement and its rendering, from contextual states (Jalili Sabet et al. 2020, SimAlign).

Which words are linked is decided by softmaxes over both sides (Dou & Neubig 2021, awesome-align);
bench/measure/links.py measures that against hand-made links and against other ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from iqtibas.article.reading import Reading
from iqtibas.models.e5 import E5, States, load_e5

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")
WINDOW = 4
# Both from cross-validation on hand-made links (bench/measure/links.py).
LINK_TEMPERATURE = 0.07
LINKED = 0.4


@dataclass(frozen=True)
class Link:
    """How the words of two texts match. Word spans are (start, end) offsets into each text.

    similarity: (e, a) cosine of word states, how alike two words are whatever else stands there; sentence rows
    are (384,) unit. strength: (e, a), 0 to 1, how much two words prefer each other to all others; see
    `link_strength`.
    """

    english_words: tuple[tuple[int, int], ...]
    arabic_words: tuple[tuple[int, int], ...]
    similarity: Floats
    english_sentence: Floats
    arabic_sentence: Floats
    strength: Floats

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Linked words as (English index, Arabic index), in order; a word may have several links or none."""
        english, arabic = (self.strength >= LINKED).nonzero()
        return tuple(zip(english.tolist(), arabic.tolist(), strict=True))

    @cached_property
    def english_best(self) -> Floats:
        """(e,): for each English word, its best cosine with an Arabic word."""
        import numpy as np

        if not self.similarity.size:
            return np.zeros(max(1, self.similarity.shape[0]), np.float32)
        return np.asarray(self.similarity.max(axis=1), np.float32)

    @property
    def mutual(self) -> float:
        """Share of Arabic words that are linked by mutual argmax."""
        if not self.similarity.size:
            return 0.0
        back = self.similarity.argmax(axis=1)[self.similarity.argmax(axis=0)]
        return float((back == range(len(back))).mean())


def link_strength(english: Floats, arabic: Floats, temperature: float = LINK_TEMPERATURE) -> Floats:
    """(e, a): geometric mean of two softmaxes, of each English word over the Arabic ones and the reverse.

    After Dou & Neubig 2021, section 2.1, which takes what exceeds a cut in both. english: (e, d) and arabic: (a, d)
    unit rows; words without a state (zero rows) get strength 0.
    """
    import numpy as np

    logits = english @ arabic.T / temperature
    if not logits.size:
        return np.asarray(logits, np.float32)
    over_arabic, over_english = (np.exp(logits - logits.max(axis=axis, keepdims=True)) for axis in (1, 0))
    product = over_arabic / over_arabic.sum(axis=1, keepdims=True) * over_english / over_english.sum(axis=0)
    known = np.outer(english.any(axis=1), arabic.any(axis=1))
    return np.asarray(np.sqrt(product) * known, np.float32)


def worst_window(values: Floats, width: int = WINDOW) -> tuple[float, int]:
    """The lowest mean over `width` neighbours and where it starts; over all of them if there are fewer."""
    import numpy as np

    if len(values) <= width:
        return float(values.mean()), 0
    means = np.convolve(values, np.ones(width) / width, "valid")
    return float(means.min()), int(means.argmin())


class WordEncoder:
    """Links words of English and Arabic texts; each different text is encoded once until `forget`."""

    def __init__(self, e5: E5) -> None:
        self._e5 = e5
        self._known: dict[str, tuple[tuple[tuple[int, int], ...], States]] = {}

    def states(self, text: str | Reading) -> tuple[tuple[tuple[int, int], ...], States]:
        """Word spans of a text, offsets into it, and their states."""
        reading = Reading.of(text)
        if reading.text not in self._known:
            plain = reading.readable()
            found = list(WORD.finditer(plain.text))
            spans = tuple(plain.to_source(m.start(), m.end()) for m in found)
            self._known[reading.text] = spans, self._e5.states([m.group() for m in found])
        return self._known[reading.text]

    def link(self, english: str | Reading, arabic: str | Reading) -> Link:
        """Match the words of two texts."""
        (english_words, ours), (arabic_words, theirs) = self.states(english), self.states(arabic)
        similarity = ours.words @ theirs.words.T
        strength = link_strength(ours.linking, theirs.linking)
        return Link(english_words, arabic_words, similarity, ours.sentence, theirs.sentence, strength)

    def preference_for_capital(self, word: str) -> float:
        """See `E5.preference_for_capital`."""
        return self._e5.preference_for_capital(word)

    def pieces_per_letter(self, word: str) -> float:
        """Pieces of a word's segmentation over its letters: high for what the vocabulary has hardly seen, as names."""
        return len(self._e5.tokenize(word)) / max(1, len(word))

    def forget(self) -> None:
        """Drop the states kept so far."""
        self._known.clear()


def load_word_encoder() -> WordEncoder:
    """An encoder over the shared weights."""
    return WordEncoder(load_e5())

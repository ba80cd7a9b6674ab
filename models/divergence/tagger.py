"""The divergence tagger: the layers read statement and rendering at once, linear heads say what differs.

After Briakou & Carpuat 2020 ("Detecting Fine-Grained Cross-Lingual Semantic Divergences without Supervision by
Learning to Rank"), with kinds. bench/divergence trains it and has its figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from iqtibas.article.errors import ModelError
from iqtibas.article.reading import Reading
from iqtibas.models.divergence.graph import built, kept_pieces, load_weights
from iqtibas.models.divergence.texts import words_of
from iqtibas.models.e5 import load_e5
from iqtibas.models.loaded import once

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

LABELS = ("altered", "omission", "addition")
KINDS = ("number", "name", "negation", "modality")
MOST_PIECES, LONGEST_WORD = 320, 60
# Of so many of a side's least certain words the mean is the evidence of something left out or added.
FEW = 3


@dataclass(frozen=True, slots=True)
class Divergence:
    """What the tagger says of a pair.

    english_spans, arabic_spans: the words, offsets into the two texts, end exclusive. english, arabic: (w, 2)
    probabilities that a word is contradicted by the other side, and that the other side has nothing of it; words past
    MOST_PIECES have 0. pair: (3,) log-odds of LABELS for the whole. kinds: (4,) log-odds of KINDS.
    """

    english_spans: tuple[tuple[int, int], ...]
    arabic_spans: tuple[tuple[int, int], ...]
    english: Floats
    arabic: Floats
    pair: Floats
    kinds: Floats

    @property
    def altered(self) -> float:
        """Probability of the word that is contradicted most surely, of either side."""
        return float(max(rows[:, 0].max(initial=0.0) for rows in (self.english, self.arabic)))

    @property
    def omitted(self) -> float:
        """Mean probability of the English words that are left out most surely."""
        return _mean_of_few(self.english[:, 1])

    @property
    def added(self) -> float:
        """The same of the Arabic words that were added."""
        return _mean_of_few(self.arabic[:, 1])


def _mean_of_few(values: Floats) -> float:
    import numpy as np

    return float(np.sort(values)[-FEW:].mean()) if len(values) else 0.0


class DivergenceTagger:
    """Reads pairs of texts, each different pair once until `forget`. encoder: of CTranslate2; heads: the tensors."""

    def __init__(self, encoder: Any, heads: dict[str, Any]) -> None:
        self._encoder, self._heads, self._e5 = encoder, heads, load_e5()
        self._ids = {own: at for at, own in enumerate(kept_pieces(self._e5))}
        self._known: dict[tuple[str, str], Divergence] = {}

    def read(self, english: str | Reading, arabic: str | Reading) -> Divergence:
        """What the two texts do not say alike."""
        key = Reading.of(english).text, Reading.of(arabic).text
        if key not in self._known:
            self._known[key] = self._read(english, arabic)
        return self._known[key]

    def _read(self, english: str | Reading, arabic: str | Reading) -> Divergence:
        import numpy as np

        ours, theirs = words_of(english), words_of(arabic)
        ids, sides, owners = self._pieces(ours.texts, theirs.texts)
        answer = self._encoder.forward_batch([ids], token_type_ids=[sides])
        states = np.asarray(answer.last_hidden_state)[0].astype(np.float32)
        heads = self._heads
        side = np.asarray(sides)
        logits = (states @ heads["word_head.weight"].T + heads["word_head.bias"]).reshape(-1, 2, 2)
        told = 1 / (1 + np.exp(-logits[np.arange(len(side)), side]))
        rows = [np.zeros((len(side_words.texts), 2), np.float32) for side_words in (ours, theirs)]
        for at, owner in enumerate(owners):
            if owner >= 0:
                row = rows[sides[at]][owner]
                np.maximum(row, told[at], out=row)
        summary = np.concatenate([states[0], states.mean(axis=0), states.max(axis=0)])
        pair = summary @ heads["pair_head.weight"].T + heads["pair_head.bias"]
        return Divergence(ours.spans, theirs.spans, *rows, pair[: len(LABELS)], pair[len(LABELS) :])

    def _pieces(self, *texts: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """`<s> English </s> Arabic </s>`: ids of the built model, sides 0 and 1, and whose word each is, or -1."""
        unknown = self._ids[self._e5.unknown]
        ids, sides, owners = [self._ids[self._e5.bos]], [0], [-1]
        for side, words in enumerate(texts):
            for at, word in enumerate(words):
                own = [self._ids.get(piece, unknown) for piece in self._e5.tokenize(word[:LONGEST_WORD])]
                ids += own
                sides += [side] * len(own)
                owners += [at] * len(own)
            ids.append(self._ids[self._e5.eos])
            sides.append(side)
            owners.append(-1)
        return ids[:MOST_PIECES], sides[:MOST_PIECES], owners[:MOST_PIECES]

    def forget(self) -> None:
        """Drop what was read so far."""
        self._known.clear()


@once
def load_tagger() -> DivergenceTagger:
    """The shared tagger. Raises ModelError if its weights are missing or damaged, or cannot be built."""
    import ctranslate2

    weights = load_weights()
    heads = {name: array for name, array in weights.items() if "_head." in name}
    try:
        encoder = ctranslate2.Encoder(str(built()), device="cpu", compute_type="int8", intra_threads=1)
    except (OSError, RuntimeError, ValueError) as error:
        raise ModelError("divergence tagger", f"CTranslate2 cannot load it ({error})", "reinstall Iqtibas") from error
    return DivergenceTagger(encoder, heads)

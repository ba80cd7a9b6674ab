"""Who makes the rows of an index, and of what: batches of texts in, int8 rows out.

A row's last bits depend on what is encoded in the same batch, since matrix products add up in another order. So a
batch is the unit of work: the same texts make the same batches and these the same bytes, on whichever machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from iqtibas.align.index.file import quantize
from iqtibas.models.sentence_encoder import BATCH, WIDTH, SentenceEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.sentence_encoder import Vectors


class Codes(NamedTuple):
    """Rows of texts, (n, 512) int8, and their scales, (n,): see `align.index.file.quantize`."""

    codes: NDArray[np.int8]
    scales: Vectors


class RowMaker(Protocol):
    """Who encodes. ahead: how many commits are begun before the first of them is waited for."""

    ahead: int

    def begin(self, batches: Sequence[Sequence[str]]) -> None:
        """What will be asked for soon; does not wait."""

    def finish(self, batches: Sequence[Sequence[str]]) -> list[Codes]:
        """The rows of every batch, in order; waits."""


class LocalRows:
    """Encodes in this process, see `RowMaker`."""

    ahead = 0

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    def begin(self, batches: Sequence[Sequence[str]]) -> None:
        """See `RowMaker`: there is nobody else to begin."""

    def finish(self, batches: Sequence[Sequence[str]]) -> list[Codes]:
        """See `RowMaker`."""
        return [encode_batch(self._encoder, batch) for batch in batches]


def encode_batch(encoder: SentenceEncoder, batch: Sequence[str]) -> Codes:
    """The rows of one batch, whatever was encoded before."""
    encoder.forget()
    return Codes(*quantize(encoder.encode(batch)))


def cut_batches(texts: Sequence[str]) -> list[list[str]]:
    """Different texts, in the order of their first occurrence, as many at a time as the encoder takes."""
    distinct = list(dict.fromkeys(texts))
    return [distinct[first : first + BATCH] for first in range(0, len(distinct), BATCH)]


def rows_of_texts(texts: Sequence[str], batches: Sequence[Sequence[str]], made: Sequence[Codes]) -> Codes:
    """A row for every text. batches: of these texts, see `cut_batches`. made: their rows."""
    import numpy as np

    place = {text: at for at, text in enumerate(text for batch in batches for text in batch)}
    order = np.array([place[text] for text in texts], np.int64)
    codes = np.concatenate([np.zeros((0, WIDTH), np.int8), *(own.codes for own in made)])
    scales = np.concatenate([np.zeros(0, np.float32), *(own.scales for own in made)])
    return Codes(codes[order], scales[order])

"""The 11 900 pieces: ids, segmentation, subword sampling.

The vocabulary is a part of XLM-R's (multilingual-e5-small uses it), so that the embeddings could be taken over: with
their unigram scores (Kudo 2018), the pieces that the training pairs use most; `choose.py` does the choice again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sentencepiece

ARABIC_PIECE = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True)
class Vocabulary:
    """The pieces of a model folder. Ids are those of vocab.json, not SentencePiece's own.

    Ids below `outputs` are English, Latin, digits and signs: the only ones that are ever generated. `pad` is the last
    id and also starts every target.
    """

    folder: Path

    @cached_property
    def pieces(self) -> sentencepiece.SentencePieceProcessor:
        """SentencePiece over the folder's one file for both languages."""
        return sentencepiece.SentencePieceProcessor(model_file=str(self.folder / "source.spm"))

    @cached_property
    def ids(self) -> dict[str, int]:
        """Piece to id."""
        return json.loads((self.folder / "vocab.json").read_text(encoding="utf-8"))

    @cached_property
    def _by_sentencepiece_id(self) -> list[int]:
        processor = self.pieces
        return [self.ids.get(processor.id_to_piece(i), self.unknown) for i in range(processor.get_piece_size())]

    @property
    def end(self) -> int:
        """</s>."""
        return self.ids["</s>"]

    @property
    def unknown(self) -> int:
        """<unk>."""
        return self.ids["<unk>"]

    @property
    def pad(self) -> int:
        """<pad>."""
        return self.ids["<pad>"]

    @property
    def size(self) -> int:
        """Pieces in all."""
        return len(self.ids)

    @cached_property
    def outputs(self) -> int:
        """The id of the first Arabic piece; those below may be generated."""
        return min(number for piece, number in self.ids.items() if ARABIC_PIECE.search(piece))

    def encode(self, texts: Sequence[str], *, alpha: float | None = None) -> list[list[int]]:
        """Ids of each text, with </s>. alpha: sample segmentations, the flatter the smaller; None for the best one."""
        sampling = {} if alpha is None else {"enable_sampling": True, "alpha": alpha, "nbest_size": -1}
        table = self._by_sentencepiece_id
        return [[table[i] for i in line] + [self.end] for line in self.pieces.encode(list(texts), **sampling)]

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ids, specials left out."""
        names = self._names
        specials = (self.end, self.pad)
        return self.pieces.decode([names[i] for i in ids if i not in specials])

    @cached_property
    def _names(self) -> list[str]:
        return sorted(self.ids, key=self.ids.__getitem__)

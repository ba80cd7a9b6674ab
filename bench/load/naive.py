"""What our engine is compared with: transformers' `generate` as tutorials show it, and the same in batches of ten."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import GenerationConfig

from bench.data.synthetic_model import forced_length
from iqtibas.models.engine import Options, Pieces
from iqtibas.models.engine_transformers import load_checkpoint
from iqtibas.models.plan import decoding_limit


class Naive:
    """MarianMTModel in float32; ratio: pieces to force for each of the source, None to let the model end by itself."""

    def __init__(self, folder: Path, ratio: float | None) -> None:
        torch.set_num_threads(1)
        self._model, self._pieces, self._ratio = load_checkpoint(folder), Pieces(folder), ratio
        self._model.generation_config = GenerationConfig()
        self._ids = self._pieces.ids
        self._names = {number: piece for piece, number in self._ids.items()}

    def translate(self, sources: Sequence[Sequence[str]], options: Options, size: int) -> list[str]:
        """Translate in the given order, `size` sources at a time, padded to the longest."""
        texts: list[str] = []
        for start in range(0, len(sources), size):
            texts += self._generate(sources[start : start + size], options)
        return texts

    def _generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[str]:
        pad, width = self._ids["<pad>"], max(map(len, batch))
        rows = [[self._ids.get(piece, self._ids["<unk>"]) for piece in source] for source in batch]
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in rows])
        with torch.no_grad():
            made = self._model.generate(
                input_ids=ids, attention_mask=(ids != pad).long(), generation_config=self._settings(width, options)
            )
        special = {pad, self._ids["</s>"]}
        return [self._pieces.decode([self._names[n] for n in row if n not in special]) for row in made.tolist()]

    def _settings(self, width: int, options: Options) -> Any:
        most = decoding_limit(width, options.positions) if self._ratio is None else forced_length(width, self._ratio)
        return GenerationConfig(
            num_beams=options.beam,
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            max_new_tokens=most,
            min_new_tokens=0 if self._ratio is None else most,
            early_stopping=options.beam > 1,
            do_sample=False,
            suppress_tokens=[self._ids["<pad>"], self._ids["<unk>"]],
            decoder_start_token_id=self._ids["<pad>"],
            pad_token_id=self._ids["<pad>"],
            eos_token_id=self._ids["</s>"],
        )

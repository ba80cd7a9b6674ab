"""A model of the size of opus-mt-ar-en with random weights, for measuring speed where the real one cannot be had.

Sizes as in its config.json: 6 + 6 layers, width 512, 8 heads, 2048 in the feed-forward layers, 62 835 pieces. The
pieces are the embedded model's, filled up half with Arabic and half with Latin ones that no source uses. Random weights
come to no end by themselves: `Forced` makes a translation as long as a real one.
"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from iqtibas.models.manifest import Manifest, record_files
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.models.shortlist import LEXICON, LEXICON_FOLDER, english_pieces, vocabulary_digest
from iqtibas.models.validate import LOGITS_BIAS, Shape, expected_tensors

PIECES, WIDTH, HEADS, FFN, LAYERS = 62_835, 512, 8, 2048, 6
# As wide as the embedded model's lexicon; what a batch may use then is in the results.
ALWAYS, SUGGESTED = 2000, 50


def synthetic_model(folder: Path) -> Path:
    """Write the model and its lexicon into a folder, unless it is there."""
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    shutil.copy(EMBEDDED_FOLDER / "source.spm", folder / "source.spm")
    ids = _vocabulary()
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(_config()))
    (folder / "generation_config.json").write_text(json.dumps({"num_beams": 4}))
    random_numbers = np.random.default_rng(1)
    shape = Shape(WIDTH, PIECES, 512, LAYERS, LAYERS, FFN, FFN)
    tensors = {name: _tensor(name, size, random_numbers) for name, size in expected_tensors(shape).items()}
    save_file(tensors, folder / "model.safetensors")
    _write_lexicon(folder, ids)
    return folder


def _vocabulary() -> dict[str, int]:
    ids: dict[str, int] = json.loads((EMBEDDED_FOLDER / "vocab.json").read_text("utf-8"))
    del ids["<pad>"]
    for number in range(len(ids), PIECES - 1):
        ids[f"{'ا' if number % 2 else 'z'}{number}"] = number
    return ids | {"<pad>": PIECES - 1}


def _config() -> dict[str, Any]:
    config = json.loads((EMBEDDED_FOLDER / "config.json").read_text("utf-8"))
    sides = {"attention_heads": HEADS, "ffn_dim": FFN, "layers": LAYERS}
    changes = {f"{side}_{name}": value for side in ("encoder", "decoder") for name, value in sides.items()}
    numbers = dict.fromkeys(("pad_token_id", "decoder_start_token_id"), PIECES - 1)
    sizes = dict.fromkeys(("vocab_size", "decoder_vocab_size"), PIECES)
    own = {"d_model": WIDTH, "activation_function": "swish", "dtype": "float32"}
    return config | changes | numbers | sizes | own


def _tensor(name: str, size: tuple[int, ...], numbers: np.random.Generator) -> np.ndarray[Any, Any]:
    middle = 1.0 if "layer_norm.weight" in name else 0.0
    spread = 1.0 if name == LOGITS_BIAS else 0.04
    return numbers.normal(middle, spread, size).astype(np.float32)


def _write_lexicon(model: Path, ids: dict[str, int]) -> None:
    """Translations drawn with the frequencies of words in a text (Zipf): batches then share many and not all."""
    chooser, allowed = random.Random(1), english_pieces(ids)
    chooser.shuffle(allowed)
    weights = [1 / (rank + 10) for rank in range(len(allowed))]
    rows = [sorted(set(chooser.choices(allowed, weights, k=SUGGESTED))) for _ in range(PIECES)]
    tensors = {
        "always": np.array(allowed[:ALWAYS], np.uint16),
        "first": np.cumsum([0, *map(len, rows)]).astype(np.int32),
        "targets": np.array([number for row in rows for number in row], np.uint16),
    }
    folder = model / LEXICON_FOLDER
    folder.mkdir()
    save_file(tensors, folder / LEXICON, {"vocabulary": vocabulary_digest(model)})
    Manifest("lexicon", "1", "", ("ar", "en"), record_files(folder, [LEXICON])).write(folder)


class Forced:
    """CTranslate2's translator, made to write `ratio` pieces for each piece of a batch's longest source."""

    def __init__(self, translator: Any, ratio: float) -> None:
        self._translator, self._ratio = translator, ratio

    def translate_batch(self, batch: list[list[str]], **options: Any) -> Any:
        """See ctranslate2.Translator.translate_batch."""
        length = forced_length(max(map(len, batch)), self._ratio)
        options |= {"min_decoding_length": length, "max_decoding_length": length}
        return self._translator.translate_batch(batch, **options)


def forced_length(source: int, ratio: float) -> int:
    """Pieces of a translation of so many pieces of source, at least one."""
    return max(1, round(ratio * source))

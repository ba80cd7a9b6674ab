"""MarianMT folders to test with: a tiny random one, and copies of the embedded one that can be damaged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

from iqtibas.models.folder import MODEL_FILES
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.models.validate import Shape, expected_tensors

Tensors = dict[str, np.ndarray[Any, Any]]


def tiny_model(folder: Path, *, layers: tuple[int, int] = (1, 1), dtype: str = "float32") -> Path:
    """Random weights of width 4 with the embedded model's vocabulary; layers: of encoder and decoder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("source.spm", "vocab.json", "tokenizer_config.json", "generation_config.json"):
        shutil.copy(EMBEDDED_FOLDER / name, folder / name)
    config = json.loads((EMBEDDED_FOLDER / "config.json").read_text()) | {
        "d_model": 4,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 8,
        "decoder_ffn_dim": 8,
        "encoder_layers": layers[0],
        "decoder_layers": layers[1],
        "activation_function": "swish",
    }
    (folder / "config.json").write_text(json.dumps(config))
    shape = Shape(4, config["vocab_size"], 512, *layers, 8, 8)
    random = np.random.default_rng(0)
    save_file(
        {name: random.normal(size=size).astype(dtype) for name, size in expected_tensors(shape).items()},
        folder / "model.safetensors",
    )
    return folder


def embedded_copy(folder: Path) -> Path:
    """A copy of the embedded model without its manifest."""
    folder.mkdir()
    for name in MODEL_FILES:
        if (EMBEDDED_FOLDER / name).exists():
            shutil.copy(EMBEDDED_FOLDER / name, folder / name)
    return folder


def rewrite(folder: Path, change: Callable[[Tensors], object]) -> Path:
    """Change the tensors of a model folder in place."""
    tensors = dict(load_file(folder / "model.safetensors"))
    change(tensors)
    os.remove(folder / "model.safetensors")
    save_file({name: np.ascontiguousarray(t) for name, t in tensors.items()}, folder / "model.safetensors")
    return folder


def edit_json(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a JSON file in place."""
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))

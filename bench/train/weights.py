"""Weights between this network, MarianMTModel's safetensors files, and pieces small enough to carry.

usage: python -m bench.train.weights split FILE FOLDER     pieces of at most 15 MiB
       python -m bench.train.weights join FOLDER FILE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.numpy import load_file as numpy_file
from safetensors.numpy import save_file as save_numpy
from safetensors.torch import save_file
from torch import Tensor

from bench.train.model import Marian, Mode, Sizes
from bench.train.vocabulary import Vocabulary
from iqtibas.models.quantised import dequantise, quantise

PREFIX = "model."
NEVER = -30000.0  # final_logits_bias of what may not be generated; float16 goes to -65504
PIECE_BYTES = 15 << 20


def read_sizes(folder: Path) -> Sizes:
    """The shape that a model folder's config.json and vocabulary give."""
    config, vocabulary = json.loads((folder / "config.json").read_text("utf-8")), Vocabulary(folder)
    return Sizes(
        pieces=vocabulary.size,
        outputs=vocabulary.outputs,
        pad=vocabulary.pad,
        width=config["d_model"],
        heads=config["encoder_attention_heads"],
        inner=config["encoder_ffn_dim"],
        encoder_layers=config["encoder_layers"],
        decoder_layers=config["decoder_layers"],
    )


def load_weights(file: Path, sizes: Sizes, mode: Mode) -> Marian:
    """The network with the weights of a MarianMTModel file, in float32. Raises RuntimeError if they do not fit."""
    network = Marian(sizes, mode)
    weights = dequantise(numpy_file(file))
    tensors = {name.removeprefix(PREFIX): torch.from_numpy(array).float() for name, array in weights.items()}
    network.load_state_dict({name: tensors[name] for name in network.state_dict()})
    return network


def save_weights(file: Path, state: Mapping[str, Tensor], sizes: Sizes) -> None:
    """Write a state dict as MarianMTModel's float16 tensors; the file appears whole or not at all."""
    bias = torch.zeros(1, sizes.pieces)
    bias[0, sizes.outputs :] = NEVER
    tensors = {PREFIX + name: tensor.detach().cpu().half().contiguous() for name, tensor in state.items()}
    partial = file.with_suffix(".partial")
    save_file(tensors | {"final_logits_bias": bias.half()}, partial, metadata={"format": "pt"})
    partial.replace(file)


def save_quantised(source: Path, target: Path) -> None:
    """The same weights with matrices in 8 bits, as they are shipped."""
    save_numpy(quantise(numpy_file(source)), target, metadata={"format": "pt"})


def split(file: Path, folder: Path) -> list[Path]:
    """Cut a file into numbered pieces of at most PIECE_BYTES."""
    folder.mkdir(parents=True, exist_ok=True)
    data = file.read_bytes()
    pieces = []
    for at in range(0, len(data), PIECE_BYTES):
        pieces.append(folder / f"{file.name}.{at // PIECE_BYTES:02d}")
        pieces[-1].write_bytes(data[at : at + PIECE_BYTES])
    return pieces


def join(folder: Path, file: Path) -> None:
    """Put the pieces of one file together again."""
    file.write_bytes(b"".join(piece.read_bytes() for piece in sorted(folder.glob("*.[0-9][0-9]"))))


if __name__ == "__main__":
    {"split": split, "join": join}[sys.argv[1]](*map(Path, sys.argv[2:4]))

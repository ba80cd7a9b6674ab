"""The self-check: a sound model passes, and every kind of damage is refused in one line that names it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from model_folders import Tensors, edit_json, embedded_copy, rewrite, tiny_model

from iqtibas.article import ModelError
from iqtibas.models import verify
from iqtibas.models.canary import EMBEDDED_FLOOR, SENTENCES, canary_score, require_sense
from iqtibas.models.manifest import Manifest, read_manifest, record_files
from iqtibas.models.registry import EMBEDDED_FOLDER, require_intact, resolve
from iqtibas.models.validate import COPIES_OF_SHARED, POSITIONS, SHARED, check_folder

WEIGHT = "model.encoder.layers.0.fc1.weight"


def test_the_embedded_model_is_sound_and_as_recorded() -> None:
    assert check_folder(EMBEDDED_FOLDER).encoder_layers == 6
    assert verify("embedded") == []
    assert not [path for path in EMBEDDED_FOLDER.iterdir() if path.suffix in (".bin", ".pt", ".pkl")]


def test_an_opus_like_model_passes(tmp_path: Path) -> None:
    """Six layers each, swish, float32, a second SentencePiece file, tied copies and stored positions."""
    folder = tiny_model(tmp_path / "opus", layers=(6, 6))
    shutil.copy(folder / "source.spm", folder / "target.spm")

    def add_copies(tensors: Tensors) -> None:
        tensors |= dict.fromkeys(COPIES_OF_SHARED, tensors[SHARED])
        tensors |= dict.fromkeys(POSITIONS, np.random.default_rng(1).normal(size=(512, 4)).astype("float32"))

    assert check_folder(rewrite(folder, add_copies)).decoder_layers == 6


def test_half_precision_and_an_unused_bias_of_zeros_pass(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "half", dtype="float16")
    shape = check_folder(rewrite(folder, lambda t: t["model.encoder.layers.0.self_attn.k_proj.bias"].fill(0)))
    assert shape.decoder_layers > 0


DAMAGED_TENSORS: dict[str, tuple[Callable[[Tensors], object], str]] = {
    "layer gone": (
        lambda t: t.pop("model.decoder.layers.0.encoder_attn.q_proj.weight"),
        "encoder_attn.q_proj",
    ),
    "no bias of logits": (lambda t: t.pop("final_logits_bias"), "lacks final_logits_bias"),
    "no embeddings": (lambda t: t.pop(SHARED), f"lacks {SHARED}"),
    "layer too many": (lambda t: t.update({"model.encoder.layers.1.fc1.weight": t[WEIGHT]}), "unexpected"),
    "another shape": (lambda t: t.update({WEIGHT: t[WEIGHT].T}), f"{WEIGHT} has shape"),
    "embeddings short": (lambda t: t.update({SHARED: t[SHARED][:-1]}), f"{SHARED} has shape"),
    "zeros": (lambda t: t[WEIGHT].fill(0), f"{WEIGHT} is 0 throughout"),
    "one number": (lambda t: t[WEIGHT].fill(0.5), f"{WEIGHT} is 0.5 throughout"),
    "NaN": (lambda t: t[WEIGHT].__setitem__((0, 0), np.nan), f"{WEIGHT} holds NaN"),
    "infinite": (lambda t: t[WEIGHT].__setitem__((0, 0), np.inf), f"{WEIGHT} holds NaN or infinite"),
    "untied": (lambda t: t.update({"lm_head.weight": t[SHARED] + 1}), "lm_head.weight is not the same"),
    "integers": (lambda t: t.update({WEIGHT: t[WEIGHT].astype("int16")}), f"{WEIGHT} is I16"),
}


@pytest.mark.parametrize("damage", DAMAGED_TENSORS)
def test_a_damaged_tensor_is_named(tmp_path: Path, damage: str) -> None:
    change, message = DAMAGED_TENSORS[damage]
    folder = rewrite(tiny_model(tmp_path / "model"), change)
    with pytest.raises(ModelError, match=message.replace(".", r"\.")) as refusal:
        check_folder(folder)
    assert "\n" not in str(refusal.value)


DAMAGED_JSON: dict[str, tuple[str, Callable[[dict[str, Any]], object], str]] = {
    "not marian": ("config.json", lambda c: c.update(model_type="bart"), "not 'marian'"),
    "more layers": ("config.json", lambda c: c.update(encoder_layers=2), "lacks model.encoder.layers.1"),
    "fewer layers": ("config.json", lambda c: c.update(decoder_layers=0), "decoder_layers is 0"),
    "endless layers": ("config.json", lambda c: c.update(encoder_layers=10**9), "encoder_layers is"),
    "untied": ("config.json", lambda c: c.update(tie_word_embeddings=False), "untied"),
    "two vocabularies": ("config.json", lambda c: c.update(decoder_vocab_size=7), "separate vocabularies"),
    "heads": ("config.json", lambda c: c.update(encoder_attention_heads=3), "attention heads"),
    "another size": ("config.json", lambda c: c.update(vocab_size=5, decoder_vocab_size=5), "pieces where"),
    "another end": ("config.json", lambda c: c.update(eos_token_id=5), "eos_token_id is 5"),
    "id gone": ("vocab.json", lambda v: v.pop("."), "ids are not 0 to"),
    "id twice": ("vocab.json", lambda v: v.update({".": 1}), "ids are not 0 to"),
    "no unknown": ("vocab.json", lambda v: v.update(odd=v.pop("<unk>")), "no <unk>"),
    "separate": ("tokenizer_config.json", lambda c: c.update(separate_vocabs=True), "separate vocabularies"),
    "other pieces": (
        "vocab.json",
        lambda v: [v.update({f"other{n}": v.pop(piece)}) for n, piece in enumerate(list(v)[100:900])],
        "pieces are not in vocab.json",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED_JSON)
def test_a_configuration_that_does_not_fit_is_refused(tmp_path: Path, damage: str) -> None:
    name, change, message = DAMAGED_JSON[damage]
    folder = tiny_model(tmp_path / "model")
    edit_json(folder / name, change)
    with pytest.raises(ModelError, match=message):
        check_folder(folder)


@pytest.mark.parametrize("name", ["config.json", "vocab.json", "source.spm", "model.safetensors"])
@pytest.mark.parametrize("content", [None, b"", b"[1]", b"{\x00", b"[" * 100_000, b"\xff" * 64])
def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = tiny_model(tmp_path / "model")
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        check_folder(folder)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    weights = embedded_copy(tmp_path / "model") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="not a complete safetensors file"):
        check_folder(weights.parent)


def test_a_zeroed_layer_of_the_embedded_model_is_refused(tmp_path: Path) -> None:
    name = "model.decoder.layers.1.encoder_attn.out_proj.weight"
    folder = rewrite(embedded_copy(tmp_path / "model"), lambda t: t[name].fill(0))
    with pytest.raises(ModelError, match=f"{name} is 0 throughout"):
        check_folder(folder)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "weights.pkl"])
def test_pickled_weights_are_refused_unread(tmp_path: Path, name: str) -> None:
    folder = tiny_model(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / name)
    with pytest.raises(ModelError, match=f"{name}: is a pickle, which can run any code"):
        check_folder(folder)


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model")
    (folder / "vocab.json").rename(tmp_path / "vocab.json")
    (folder / "vocab.json").symlink_to(tmp_path / "vocab.json")
    with pytest.raises(ModelError, match="link that leaves"):
        check_folder(folder)


def test_a_manifest_notices_every_change(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model")
    before = Manifest("tiny", "1", "MIT", ("ar", "en"), record_files(folder, ["config.json", "vocab.json"]))
    assert before.differences(folder)[0] == "generation_config.json is not in the manifest"
    names = [path.name for path in folder.iterdir()]
    whole = Manifest("tiny", "1", "MIT", ("ar", "en"), record_files(folder, names))
    whole.write(folder)
    assert read_manifest(folder) == whole
    assert whole.digest != before.digest
    assert whole.differences(folder) == []
    swapped = (folder / "source.spm").read_bytes()[::-1]
    (folder / "source.spm").write_bytes(swapped)
    (folder / "config.json").write_text("{}")
    (folder / "vocab.json").unlink()
    config, pieces, vocabulary = whole.differences(folder)
    assert config.startswith("config.json has 2 bytes")
    assert pieces.startswith("source.spm is not the recorded file")
    assert vocabulary == "vocab.json is missing"
    with pytest.raises(ModelError, match=r"vocab\.json is missing"):
        require_intact(resolve(str(folder)))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {"../x": {}}, "languages": []}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ModelError, match=r"manifest\.json"):
        read_manifest(tmp_path)


def test_a_manifest_cannot_point_outside_its_folder(tmp_path: Path) -> None:
    record = {"sha256": "0" * 64, "bytes": 1}
    data = {"name": "", "revision": "", "licence": "", "languages": [], "files": {"../passwd": record}}
    (tmp_path / "manifest.json").write_text(json.dumps(data))
    with pytest.raises(ModelError, match="is not a manifest"):
        read_manifest(tmp_path)


def test_the_canary_tells_sense_from_nonsense() -> None:
    references = [reference for _, reference in SENTENCES]
    assert canary_score(lambda sources: references) == pytest.approx(100)
    require_sense(lambda sources: references, "model", EMBEDDED_FLOOR)
    for nonsense in (
        list(reversed(references)),
        ["the of the of the"] * len(references),
        [""] * len(references),
    ):
        with pytest.raises(ModelError, match="talks nonsense"):
            require_sense(lambda sources, said=nonsense: said, "model", 40.0)  # type: ignore[misc]

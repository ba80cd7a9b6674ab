"""Weights in 8 bits with a scale a row: smaller, checked like others, and the same to CTranslate2."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from model_folders import rewrite, tiny_model
from safetensors.numpy import load_file, save_file

from iqtibas.article import ModelError
from iqtibas.models import resolve
from iqtibas.models.conversion import converted
from iqtibas.models.engine_transformers import load_checkpoint
from iqtibas.models.quantised import SCALE, dequantise, quantise
from iqtibas.models.validate import SHARED, check_folder


def quantised(folder: Path) -> Path:
    weights = folder / "model.safetensors"
    save_file(quantise(load_file(weights)), weights)
    return folder


@given(arrays(np.float16, (3, 4), elements=st.floats(-8, 8, width=16)))
def test_rounding_what_was_rounded_changes_nothing(matrix: np.ndarray) -> None:
    once = quantise({"a": matrix})
    twice = quantise(dequantise(once))
    assert np.array_equal(once["a"], twice["a"])
    assert np.abs(dequantise(once)["a"] - matrix).max() <= once["a" + SCALE].max() / 2 + 1e-6


def test_vectors_and_other_files_pass_unchanged() -> None:
    plain = {"bias": np.ones(3, np.float16), "final_logits_bias": np.ones((1, 3), np.float16)}
    assert quantise(plain) == plain
    assert dequantise(plain) == plain


def test_ctranslate2_gets_the_same_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "cache"))
    full, small = tiny_model(tmp_path / "full", dtype="float16"), quantised(tiny_model(tmp_path / "small"))
    rewrite(small, lambda tensors: tensors.update(quantise(load_file(full / "model.safetensors"))))
    check_folder(small)
    one, other = (converted(resolve(str(folder))).folder / "model.bin" for folder in (full, small))
    assert one.stat().st_size == other.stat().st_size
    ours, theirs = (np.fromfile(path, np.uint8) for path in (one, other))
    assert (ours != theirs).mean() < 0.02  # the last bit of scales


def test_transformers_gets_the_product(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "model")
    wanted = load_file(folder / "model.safetensors")["model.encoder.layers.0.fc1.weight"]
    made = load_checkpoint(quantised(folder)).model.encoder.layers[0].fc1.weight.detach().numpy()
    assert np.allclose(made, wanted, atol=np.abs(wanted).max() / 250)


@pytest.mark.parametrize("damage", ["no scale", "a short scale", "a scale for a vector", "NaN", "8 bits for a vector"])
def test_scales_are_checked(tmp_path: Path, damage: str) -> None:
    def change(tensors: dict[str, np.ndarray]) -> None:
        scale, vector = SHARED + SCALE, "model.encoder.layers.0.fc1.bias"
        if damage == "no scale":
            del tensors[scale]
        elif damage == "a short scale":
            tensors[scale] = tensors[scale][:-1]
        elif damage == "a scale for a vector":
            tensors[vector + SCALE] = np.ones(1, np.float32)
        elif damage == "NaN":
            tensors[scale] = np.full_like(tensors[scale], np.nan)
        else:
            tensors[vector] = tensors[vector].astype(np.int8)

    folder = rewrite(quantised(tiny_model(tmp_path / "model")), change)
    with pytest.raises(ModelError, match=r"scale|is I8|NaN"):
        check_folder(folder)

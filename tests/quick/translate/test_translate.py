"""Planning what is translated: options, splits and batches."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_folders import edit_json, tiny_model

from iqtibas.article import ModelError, UsageError
from iqtibas.models import plan
from iqtibas.models.engine import read_options
from iqtibas.models.registry import EMBEDDED_FOLDER
from iqtibas.translate import load


@given(st.lists(st.integers(1, 300)), st.integers(1, 2000))
def test_batches_hold_every_source_once_within_the_budget(lengths: list[int], budget: int) -> None:
    grouped = plan.batches(lengths, budget)
    assert sorted(index for batch in grouped for index in batch) == list(range(len(lengths)))
    for batch in grouped:
        longest = max(lengths[index] for index in batch)
        assert len(batch) == 1 or longest * len(batch) <= budget
        assert len({plan.decoding_limit(lengths[index], 512) for index in batch}) == 1
    longest_first = [lengths[batch[0]] for batch in grouped]
    assert longest_first == sorted(longest_first, reverse=True)


@given(st.integers(1, 256))
def test_a_translation_may_be_twice_as_long_and_stays_in_the_positions(length: int) -> None:
    assert 2 * length < plan.decoding_limit(length, 1024)
    assert plan.decoding_limit(length, 512) <= 511


@given(st.text("اب ،.\n؟x", max_size=300), st.integers(1, 20))
def test_a_split_source_is_all_there_and_fits(text: str, most: int) -> None:
    parts = plan.split_source(text, lambda part: len(part) <= most)
    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)


def test_a_source_is_split_at_the_best_place_near_its_middle() -> None:
    words = "ذهب الولد إلى السوق القديم"
    for text, first in (
        (f"{words} مساء. {words} صباحا، {words}", f"{words} مساء. "),
        (f"{words} مساء، {words} صباحا", f"{words} مساء، "),
        (f"{words} {words}", f"{words} "),
        ("ا" * 10, "ا" * 5),
    ):
        assert plan.split_source(text, lambda part, whole=text: len(part) < len(whole))[0] == first  # type: ignore[misc]


def test_options_are_the_model_s_own_and_serialise(tmp_path: Path) -> None:
    options = read_options(EMBEDDED_FOLDER, "ctranslate2", "int8")
    assert json.loads(json.dumps(asdict(options))) == {
        "engine": "ctranslate2",
        "precision": "int8",
        "beam": 8,
        "length_penalty": 1.0,
        "no_repeat_ngram": 3,
        "positions": 512,
        "lexicon": False,
        "candidates": 8,
    }
    folder = tiny_model(tmp_path / "model")
    (folder / "generation_config.json").unlink()
    assert read_options(folder, "x", "y").no_repeat_ngram == 0
    edit_json(folder / "config.json", lambda config: config.update(num_beams=10**6))
    with pytest.raises(ModelError, match="impossible decoding"):
        read_options(folder, "x", "y")


def test_an_unknown_engine_or_thread_count_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="choose from auto, ctranslate2, transformers"):
        load("embedded", "onnx")
    with pytest.raises(UsageError, match="at least 1"):
        load("embedded", threads=0)

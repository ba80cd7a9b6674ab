"""The sentence encoder's weights in the cache: the same numbers, checked, and never needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from iqtibas.models import unpacked
from iqtibas.models.manifest import MANIFEST
from iqtibas.models.unpacked import WEIGHTS, open_weights
from iqtibas.storage.folders import CACHE_VARIABLE

ARRAYS = {"q1": np.arange(60_000, dtype=np.uint8).reshape(600, 100), "scale": np.ones(3, np.float32)}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "package.npz"
    np.savez_compressed(path, **ARRAYS)  # type: ignore[arg-type]
    return path


def read(packed: Path) -> tuple[str, dict[str, NDArray[np.generic]]]:
    """Which file was opened, and what is in it."""
    with open_weights(packed) as file, np.load(file, allow_pickle=False) as arrays:
        return file.name, dict(arrays)


def kept_files(cache: Path) -> Iterator[Path]:
    return cache.glob(f"encoder/*/{WEIGHTS}")


def is_right(arrays: dict[str, NDArray[np.generic]]) -> bool:
    return arrays.keys() == ARRAYS.keys() and all(np.array_equal(arrays[name], ARRAYS[name]) for name in ARRAYS)


def test_the_same_arrays_come_from_the_cache_and_are_unpacked_once(
    cache: Path, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, arrays = read(packed)
    assert is_right(arrays)
    assert [str(path) for path in kept_files(cache)] == [name]
    assert Path(name).stat().st_size > ARRAYS["q1"].nbytes > packed.stat().st_size
    monkeypatch.setattr(unpacked, "_unpack", None)
    assert read(packed)[0] == name


@pytest.mark.parametrize("damaged", [WEIGHTS, MANIFEST])
@pytest.mark.parametrize("length", [0, 1000])
def test_what_was_damaged_is_unpacked_again(cache: Path, packed: Path, damaged: str, length: int) -> None:
    read(packed)
    path = next(kept_files(cache)).with_name(damaged)
    whole = path.read_bytes()
    path.write_bytes((whole[:length] + b"\0" * len(whole))[: len(whole)])
    assert is_right(read(packed)[1])
    assert path.read_bytes() == whole


def test_other_weights_are_never_taken_for_these(cache: Path, packed: Path) -> None:
    read(packed)
    np.savez_compressed(packed, **{name: array + 1 for name, array in ARRAYS.items()})  # type: ignore[arg-type]
    assert np.array_equal(read(packed)[1]["scale"], ARRAYS["scale"] + 1)
    assert len(list(kept_files(cache))) == 2


def test_only_the_weights_used_last_are_kept_for_long(cache: Path, packed: Path) -> None:
    read(packed)
    os.utime(next(kept_files(cache)).parent, (0, 0))
    np.savez_compressed(packed, scale=ARRAYS["scale"])
    read(packed)
    assert len(list(kept_files(cache))) == 1


def test_a_cache_that_cannot_be_used_is_done_without(
    cache: Path, packed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_bytes(b"no folder")
    name, arrays = read(packed)
    assert (name, is_right(arrays)) == (str(packed), True)
    monkeypatch.setenv(CACHE_VARIABLE, "/proc/iqtibas")
    assert read(packed)[0] == str(packed)


def test_a_cache_that_others_may_write_to_is_not_trusted(cache: Path, packed: Path) -> None:
    read(packed)
    cache.chmod(0o777)
    assert read(packed)[0] == str(packed)

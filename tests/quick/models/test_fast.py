"""Checks of a conversion that are made once, and conversions that are not kept forever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from iqtibas.article import UsageError
from iqtibas.models import engine_transformers as marian
from iqtibas.models.conversion import KEPT, RECENT_SECONDS, discard_old
from iqtibas.storage.folders import has_passed, record_passed
from iqtibas.translate import load


def test_a_lexicon_is_for_ctranslate2_alone() -> None:
    with pytest.raises(UsageError, match="cannot use one"):
        load("embedded", "transformers", offline=True, lexicon=True)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_pass_is_of_one_check_and_for_its_owner_alone(cache: Path) -> None:
    assert not has_passed("a")
    record_passed("a")
    assert has_passed("a")
    assert not has_passed("b")
    assert (cache / "passed").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_a_pass_that_others_could_have_written_counts_for_nothing(cache: Path, tmp_path: Path) -> None:
    record_passed("a")
    (note,) = (cache / "passed").iterdir()
    for path, mode in ((cache / "passed", 0o770), (note, 0o620), (note, 0o602)):
        before = path.stat().st_mode
        path.chmod(mode)
        assert not has_passed("a")
        path.chmod(before)
    assert has_passed("a")
    (tmp_path / "elsewhere").touch()
    note.unlink()
    note.symlink_to(tmp_path / "elsewhere")
    assert not has_passed("a")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_another_user_s_pass_counts_for_nothing(cache: Path) -> None:
    record_passed("a")
    (note,) = (cache / "passed").iterdir()
    os.chown(note, 12345, -1)
    assert not has_passed("a")


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "file" / "cache"))
    record_passed("a")
    assert not has_passed("a")


def aged(folder: Path, seconds: float) -> Path:
    folder.mkdir()
    (folder / "model.bin").touch()
    os.utime(folder, (time.time() - seconds,) * 2)
    return folder


def test_the_conversions_used_last_are_kept(tmp_path: Path) -> None:
    old = [aged(tmp_path / f"old{number}", RECENT_SECONDS * (2 + number)) for number in range(KEPT + 2)]
    stale, working = aged(tmp_path / ".stale", 2 * RECENT_SECONDS), aged(tmp_path / ".working", 60)
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(old[-1])
    discard_old(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert not stale.exists()
    assert working.exists()
    assert {"file", "link", *(path.name for path in old[:KEPT])} <= left
    assert not left & {path.name for path in old[KEPT:]}


def test_conversions_in_use_are_kept_however_many(tmp_path: Path) -> None:
    for number in range(3 * KEPT):
        aged(tmp_path / str(number), number)
    discard_old(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3 * KEPT


@pytest.mark.parametrize(
    ("flags", "has"), [("fma avx512_bf16 avx2", True), ("amx_bf16", True), ("avx512f bf16x", False), (None, False)]
)
def test_bfloat16_is_for_processors_that_compute_with_it(tmp_path: Path, flags: str | None, has: bool) -> None:
    path = tmp_path / "cpuinfo"
    if flags:
        path.write_text(f"processor : 0\nflags : {flags}\n", encoding="utf-8")
    assert marian._computes_bfloat16("cpu", path) is has

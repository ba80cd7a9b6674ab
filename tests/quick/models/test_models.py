"""The registry: what is here, what is refused, and that offline means offline."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from model_folders import tiny_model

from iqtibas.article import ModelError
from iqtibas.models import pull, resolve, verify
from iqtibas.models import registry as models
from iqtibas.storage.folders import cache_root, discard, new_folder

OPUS = "opus-mt-ar-en"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, not made yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("IQTIBAS_CACHE", str(folder))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the network was used")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(models, "fetch", refuse)
    monkeypatch.setattr(models, "hub_answers", refuse)


@pytest.mark.usefixtures("no_network")
def test_the_embedded_model_and_folders_need_no_network(tmp_path: Path) -> None:
    embedded = resolve("embedded")
    assert (embedded.name, embedded.weak, len(embedded.digest)) == ("embedded", True, 64)
    assert "never quote it" in embedded.note
    local = resolve(str(tiny_model(tmp_path / "mine")))
    assert (local.name, local.weak, local.revision, local.note) == ("mine", False, "", "")
    assert resolve(f"{tmp_path}/mine/../mine").digest == local.digest


@pytest.mark.usefixtures("no_network")
def test_offline_auto_is_the_embedded_model_and_says_why(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = resolve(offline=True)
    assert chosen.name == "embedded"
    assert "the network may not be used" in chosen.note
    assert f"iqtibas models pull {OPUS}" in chosen.note
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert resolve() == chosen
    with pytest.raises(ModelError, match=f"iqtibas models pull {OPUS}"):
        resolve(OPUS)
    assert not cache.exists()


def test_a_program_without_its_weights_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "EMBEDDED_FOLDER", tmp_path / "weights")
    with pytest.raises(ModelError, match="reinstall Iqtibas"):
        resolve("embedded")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    for ask in (resolve, pull, verify):
        with pytest.raises(ModelError) as refusal:
            ask("opus-mt-xx-yy")
        assert "opus-mt-xx-yy" in str(refusal.value)
    with pytest.raises(ModelError, match="known: opus-mt-tc-big-ar-en, opus-mt-ar-en, embedded; or give a folder"):
        resolve("opus-mt-xx-yy")


def test_a_cache_that_others_may_write_is_refused(cache: Path) -> None:
    assert cache_root() == cache
    cache.mkdir()
    cache.chmod(0o777)
    with pytest.raises(ModelError, match="every user may write"):
        resolve(offline=True)
    cache.rmdir()
    cache.write_text("")
    with pytest.raises(ModelError, match="is not a folder"):
        cache_root()


def test_a_cache_of_another_user_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: cache.stat().st_uid + 1)
    with pytest.raises(ModelError, match="belongs to another user"):
        cache_root()


def test_a_new_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with pytest.raises(ZeroDivisionError), new_folder(target) as staging:
        (staging / "half").write_text(str(1 / 0))
    assert list(target.parent.iterdir()) == []
    with new_folder(target) as staging:
        (staging / "ours").touch()
        with new_folder(target) as faster:
            (faster / "theirs").touch()
        assert target.is_dir()
    assert [path.name for path in target.iterdir()] == ["theirs"]
    discard(target)
    assert list(target.parent.iterdir()) == []
    assert target.parent.stat().st_mode & 0o077 == 0

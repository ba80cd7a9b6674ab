"""The registry: what is here, what is pulled and how, what is refused, and that offline means offline."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from model_folders import tiny_model

from iqtibas.article import ModelError
from iqtibas.models import list_models, pull, resolve, verify
from iqtibas.models import registry as models
from iqtibas.models.hub import hub_answers
from iqtibas.storage.folders import cache_root, discard, new_folder

OPUS = "opus-mt-ar-en"
PINNED = "0a22ca0fe7fd0e314f4913e606ddc07d1ff9d718"


class FakeHub(ThreadingHTTPServer):
    """As much of the hub as its client asks for. files: name to content. requests: the paths asked for."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), FakeHubRequest)
        self.files, self.requests, self.commit = files, list[str](), PINNED
        self.announced: dict[str, str] = {}
        self.tokens: list[str | None] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def listing(self) -> bytes:
        siblings = [
            {"rfilename": name, "size": len(content), "lfs": self._pointer(name, content)}
            for name, content in self.files.items()
        ]
        return json.dumps({"id": "repository", "sha": self.commit, "siblings": siblings}).encode()

    def _pointer(self, name: str, content: bytes) -> dict[str, Any]:
        sha256 = self.announced.get(name) or hashlib.sha256(content).hexdigest()
        return {"sha256": sha256, "size": len(content), "pointerSize": 1}


class FakeHubRequest(BaseHTTPRequestHandler):
    server: FakeHub

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.server.requests.append(path)
        self.server.tokens.append(self.headers.get("Authorization"))
        if path.startswith("/api/models/"):
            content: bytes | None = self.server.listing()
        else:
            content = self.server.files.get(path.rsplit("/", 1)[1])
        if content is None:
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", self.server.commit)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815 (the name is the base class's)

    def log_message(self, *_: object) -> None:
        return


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


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    from huggingface_hub import constants

    folder = tiny_model(tmp_path / "remote")
    server = FakeHub({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    server.files |= {"pytorch_model.bin": b"pickle", "README.md": b"#", "onnx.bin": b"x"}
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    yield server
    server.shutdown()
    server.server_close()


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


def test_a_pull_takes_the_pinned_revision_and_nothing_but_the_model(hub: FakeHub, cache: Path) -> None:
    info = pull(OPUS, progress=False)
    assert (info.name, info.revision, info.licence, info.weak) == (OPUS, PINNED, "Apache-2.0", False)
    assert info.path == cache / "models" / OPUS
    assert sorted(path.name for path in info.path.iterdir()) == [
        "config.json",
        "generation_config.json",
        "manifest.json",
        "model.safetensors",
        "source.spm",
        "tokenizer_config.json",
        "vocab.json",
    ]
    assert [path.name for path in info.path.parent.iterdir()] == [OPUS]
    assert f"/api/models/Helsinki-NLP/{OPUS}/revision/{PINNED}" in hub.requests
    assert not any("pytorch_model" in path for path in hub.requests)
    assert set(hub.tokens) == {None}
    assert verify(OPUS) == []
    hub.requests.clear()
    assert pull(OPUS, progress=False) == info
    assert resolve(OPUS) == info
    assert hub.requests == []


def test_a_model_without_a_pin_records_the_commit_found(hub: FakeHub) -> None:
    hub.commit = "b" * 40
    assert pull("opus-mt-tc-big-ar-en", progress=False).revision == "b" * 40


def test_auto_pulls_once_and_then_takes_the_best_one_here(hub: FakeHub) -> None:
    pulled = resolve(progress=False)
    assert (pulled.name, pulled.note) == (OPUS, f"{OPUS} was pulled.")
    hub.requests.clear()
    assert resolve().digest == pulled.digest
    assert hub.requests == []
    pull("opus-mt-tc-big-ar-en", progress=False)
    best = resolve()
    assert best.note == "opus-mt-tc-big-ar-en is the best model here."
    assert [(known.name, info is not None) for known, info in list_models()] == [
        ("opus-mt-tc-big-ar-en", True),
        (OPUS, True),
        ("embedded", True),
    ]


def test_a_repository_of_pickles_is_refused_with_the_reason(hub: FakeHub, cache: Path) -> None:
    del hub.files["model.safetensors"]
    with pytest.raises(ModelError, match=r"has no model\.safetensors; its pickled weights can run any code"):
        pull(OPUS, progress=False)
    assert list((cache / "models").iterdir()) == []
    fallback = resolve(progress=False)
    assert fallback.name == "embedded"
    assert "pickled weights" in fallback.note


def test_what_is_not_as_announced_or_not_sound_never_arrives(hub: FakeHub, cache: Path) -> None:
    hub.announced["model.safetensors"] = "0" * 64
    with pytest.raises(ModelError, match="did not arrive as announced"):
        pull(OPUS, progress=False)
    hub.announced.clear()
    hub.files["model.safetensors"] = hub.files["model.safetensors"][:-8]
    with pytest.raises(ModelError, match="not a complete safetensors file"):
        pull(OPUS, progress=False)
    assert list((cache / "models").iterdir()) == []


def test_a_damaged_model_is_reported_and_a_new_pull_mends_it(hub: FakeHub) -> None:
    folder = pull(OPUS, progress=False).path
    (folder / "vocab.json").write_text("{}")
    assert verify(OPUS) == [f"vocab.json has 2 bytes where {len(hub.files['vocab.json'])} were recorded"]
    with pytest.raises(ModelError, match=f"iqtibas models pull {OPUS}"):
        models.require_intact(resolve(OPUS))
    pull(OPUS, progress=False)
    assert verify(OPUS) == []
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ModelError, match="is not JSON; pull"):
        resolve(OPUS)
    pull(OPUS, progress=False)
    assert verify(OPUS) == []


def test_a_hub_that_is_not_there_is_one_line_and_no_answer(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert not hub_answers("a/b", None)
        with pytest.raises(ModelError, match="cannot be downloaded"):
            pull(OPUS, progress=False)
        assert "the hub does not answer" in resolve().note
    with pytest.raises(ModelError, match="is part of the program"):
        pull("embedded")


def test_a_silent_hub_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert not hub_answers("a/b", None, seconds=0.2)


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


def test_a_pull_into_an_unwritable_cache_is_one_line(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelError, match="the cache cannot be written"):
        pull(OPUS, progress=False)


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

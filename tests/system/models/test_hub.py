"""Pulling models from a hub on loopback: what is taken, what is refused, and what a hub that is silent costs."""

from __future__ import annotations

import hashlib
import json
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

OPUS, PINNED = "opus-mt-ar-en", "0a22ca0fe7fd0e314f4913e606ddc07d1ff9d718"


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


def test_a_pull_into_an_unwritable_cache_is_one_line(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("IQTIBAS_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(ModelError, match="the cache cannot be written"):
        pull(OPUS, progress=False)

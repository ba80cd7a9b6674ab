"""An index made on a cluster: the bytes of a local one whoever is lost; who differs is refused by name."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from fake_workers import FakeWorkers
from hashed import Hashed
from places import ROOT
from typer.testing import CliRunner

from iqtibas.align.index import build as index_build
from iqtibas.align.index import cluster as index_cluster
from iqtibas.align.index import rows as index_rows
from iqtibas.align.index.build import IndexReport, build_index
from iqtibas.align.index.cluster import ClusterRows, EncodingWorkers, RowWorker, encoder_identity, join_cluster
from iqtibas.align.index.file import MANIFEST, PARTS
from iqtibas.align.index.rows import LocalRows, RowMaker
from iqtibas.align.index.search import Index
from iqtibas.article import ModelError, UsageError
from iqtibas.translate import dispatcher as dispatcher_module
from iqtibas.translate.dispatcher import Dispatcher


class Company(Hashed):
    """An encoder like the real one, only worse: a text's row depends on all texts that are encoded with it."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return super().encode([text + "".join(texts) for text in texts])


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of 3 texts, commits of 7, and an encoder that takes no time, here and on every node."""
    monkeypatch.setattr(index_rows, "BATCH", 3)
    monkeypatch.setattr(index_build, "COMMIT_ROWS", 7)
    monkeypatch.setattr(index_build, "MOST_SMALL_PARTS", 4)
    monkeypatch.setattr(dispatcher_module, "TASK_TEXTS", 1)
    monkeypatch.setattr(index_cluster, "load_sentence_encoder", Company)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Twelve articles and one file of JSON lines with sixteen more."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(text_of(number), encoding="utf-8")
    records = (json.dumps({"id": f"line-{number}", "text": text_of(number)}) for number in range(6, 22))
    (folder / "lines.jsonl").write_text("\n".join(records), encoding="utf-8")
    return folder


def text_of(number: int) -> str:
    return "\n".join(f"زارت ليلى الحديقة رقم {n} في الصباح." for n in range(number, number + number % 5 + 1))


def on_paper(*fates: str, size: int = 3) -> tuple[ClusterRows, FakeWorkers]:
    worker = RowWorker(encoder_identity())
    workers = FakeWorkers(iter(fates), translator=SimpleNamespace(translate_texts=worker.encode))
    return ClusterRows(Dispatcher(workers, size), ExitStack()), workers


def build(news: Path, folder: Path, maker: RowMaker | None = None) -> IndexReport:
    return build_index([str(news)], folder, maker=maker or LocalRows(Company()))


def files_of(folder: Path) -> dict[str, str]:
    """The index's files, by name, as digests."""
    paths = [folder / MANIFEST, *(folder / PARTS).rglob("*.*")]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


FATES = [(), ("last",) * 60, ("first", "last", "first", "first", "lost", "last") * 6, ("first",) * 9 + ("lost",)]


@pytest.mark.parametrize("fates", FATES)
@pytest.mark.parametrize("size", [1, 3])
def test_an_index_made_on_a_cluster_has_the_bytes_of_a_local_one(
    size: int, fates: tuple[str, ...], news: Path, tmp_path: Path
) -> None:
    there, _ = on_paper(*fates, size=size)
    assert build(news, tmp_path / "there", there) == build(news, tmp_path / "here")
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")
    # Changed, gone, moved from one file to the other, and new.
    (news / "07.txt").write_text(text_of(71), encoding="utf-8")
    (news / "08.txt").unlink()
    lines = (news / "lines.jsonl").read_text(encoding="utf-8").splitlines()
    (news / "lines.jsonl").write_text("\n".join(lines[3:]), encoding="utf-8")
    (news / "more.jsonl").write_text("\n".join(lines[:5]), encoding="utf-8")
    made = build(news, tmp_path / "there", on_paper(*fates, size=size)[0])
    assert made == build(news, tmp_path / "here")
    assert (made.changed, made.dropped, made.added) == (1, 4, 5)
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")


def test_commits_are_begun_ahead_and_the_user_is_told_of_losses(news: Path, tmp_path: Path) -> None:
    maker, workers = on_paper("first", "first", "first", "lost", size=2)
    build(news, tmp_path / "index", maker)
    assert maker.note == "Encoded on a cluster by 2 workers, 1 lost and replaced."
    assert len(workers.alive) == 2
    assert all(len(json.loads(batch)) <= 3 for dealt in workers.sent for batch in dealt)


def test_a_driver_that_dies_leaves_what_it_entered_and_goes_on_from_there(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, _ = on_paper(size=2)
    entered, write = [], index_build.write_part

    def dying(*arguments: Any) -> Any:
        if len(entered) == 3:
            raise KeyboardInterrupt
        entered.append(write(*arguments))
        return entered[-1]

    with monkeypatch.context() as patch:
        patch.setattr(index_build, "write_part", dying)
        with pytest.raises(KeyboardInterrupt):
            build(news, tmp_path / "index", maker)
    finished = len(list(Index.open(tmp_path / "index", Company()).articles()))
    done = build(news, tmp_path / "index", on_paper()[0])
    assert finished > 3
    assert (done.unchanged, done.added) == (finished, 28 - finished)
    assert len(list(Index.open(tmp_path / "index", Company()).articles())) == 28


def test_a_file_of_many_articles_is_not_begun_anew(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    class Dying(Company):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            calls.append(texts)
            if len(calls) == 5:
                raise KeyboardInterrupt
            return super().encode(texts)

    with pytest.raises(KeyboardInterrupt):
        build(news / "lines.jsonl", tmp_path / "index", LocalRows(Dying()))
    done = build(news / "lines.jsonl", tmp_path / "index")
    assert done.unchanged > 0
    assert done.unchanged + done.added == 16


def test_a_worker_with_the_same_encoder_and_code_encodes() -> None:
    worker = RowWorker(encoder_identity())
    worker.ready()
    (made,) = worker.encode([json.dumps(["زارت ليلى", "باع هادي"])])
    assert (made.codes.shape, made.codes.dtype, made.scales.shape) == ((2, 512), np.int8, (2,))


@pytest.mark.parametrize("name", sorted(encoder_identity()))
def test_a_worker_that_differs_refuses_by_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cluster.platform, "node", lambda: "node-7")
    with pytest.raises(ModelError, match=f"^node node-7: has another {name} .* than is here .other.; install the same"):
        RowWorker(encoder_identity() | {name: "other"}).ready()


def test_batches_go_to_the_workers_own_method() -> None:
    actor = SimpleNamespace(encode=SimpleNamespace(remote=lambda batches: ("future", batches)))
    remote = SimpleNamespace(remote=lambda **_: lambda kind: kind)
    workers = EncodingWorkers(remote, "head:6379", (), 1)
    assert workers._actor is RowWorker
    assert workers.translate(actor, ('["a"]',)) == ("future", ['["a"]'])


def test_a_cluster_is_joined_and_left(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []

    def connect(address: str, host: str, port: int, connection: ExitStack) -> Any:
        connection.callback(left.append, f"{host} {port}")
        nodes = [{"Alive": True, "Resources": {"CPU": 5.0}}, {"Alive": False, "Resources": {"CPU": 4.0}}]
        return SimpleNamespace(nodes=lambda: nodes, remote=lambda **_: lambda kind: kind)

    monkeypatch.setattr(index_cluster, "connect", connect)
    with join_cluster("head:6379") as workers:
        assert (workers.ahead, left) == (5, [])
        assert workers.note == "Encoded on a cluster by 5 workers."
    assert left == ["head 6379"]


def test_what_cannot_be_a_cluster_is_one_line(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from iqtibas.cli.index import index

    app = typer.Typer()
    app.command()(index)
    result = CliRunner().invoke(app, [str(news), "--index", str(tmp_path / "i"), "--cluster", "auto"])
    assert (result.exit_code, "is not the address of a Ray cluster" in result.output) == (2, True)
    assert not (tmp_path / "i").exists()
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'iqtibas\[cluster\]'"):
        join_cluster("127.0.0.1:6379")


def test_the_command_indexes_with_the_clusters_workers(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    from iqtibas.cli.index import index

    maker, workers = on_paper()
    monkeypatch.setattr(index_cluster, "join_cluster", lambda address: maker)
    app = typer.Typer()
    app.command()(index)
    result = CliRunner().invoke(app, [str(news), "--index", str(tmp_path / "i"), "--cluster", "head:6379"])
    assert result.exit_code == 0
    assert "28 articles added" in result.output
    assert "Encoded on a cluster by 3 workers." in result.output
    assert workers.sent


def test_a_worker_that_is_killed_on_a_real_cluster_changes_nothing() -> None:
    pytest.importorskip("ray", reason="needs Ray: pip install 'iqtibas[cluster]'")
    command = [sys.executable, "-m", "bench.load.index_cluster", "--only", "worker", "--articles", "600"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    came = json.loads(said.splitlines()[-1])
    assert (came["added"], came["workers_lost"], came["same_bytes"]) == (600, 1, True)

"""A cluster: whoever is lost and whenever, every text gets its own English once; who differs is refused by name."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fake_model import MODEL, OPTIONS, CountingWords, run_info, translator_with
from fake_workers import FakeWorkers
from hypothesis import given
from hypothesis import strategies as st
from places import ROOT

from iqtibas.article import ModelError, ReadError, UsageError, read_articles
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.sentences import segment_article
from iqtibas.cli.batch import translate_into
from iqtibas.translate import Memory, Translator, cluster
from iqtibas.translate import dispatcher as dispatcher_module
from iqtibas.translate.cluster import (
    ClusterTranslator,
    RayWorkers,
    StdoutWithoutRay,
    Worker,
    load_cluster,
    parse_address,
)
from iqtibas.translate.dispatcher import (
    MOST_ATTEMPTS,
    TASK_CHARACTERS,
    TASK_TEXTS,
    ClusterError,
    Dispatcher,
    WorkerLostError,
    tasks_of,
)
from iqtibas.translate.glossary import Glossary
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.memory import system_key

TEXTS = [f"نص رقم {number}" for number in range(300)]


def dispatcher_of(size: int, *fates: str, **how: Any) -> tuple[Dispatcher, FakeWorkers]:
    workers = FakeWorkers(iter(fates), **how)
    return Dispatcher(workers, size), workers


# -- tasks


@given(st.lists(st.text(min_size=1, max_size=3 * TASK_TEXTS), unique=True, max_size=200))
def test_tasks_hold_every_text_once_longest_first_within_their_bounds(texts: list[str]) -> None:
    dealt = [task.texts for task in tasks_of(texts)]
    flat = [text for own in dealt for text in own]
    assert sorted(flat) == sorted(texts)
    assert [len(text) for text in flat] == sorted(map(len, texts), reverse=True)
    assert all(len(own) <= TASK_TEXTS and sum(map(len, own[:-1])) < TASK_CHARACTERS for own in dealt)


def test_tasks_do_not_depend_on_the_order_of_asking() -> None:
    assert [c.texts for c in tasks_of(TEXTS)] == [c.texts for c in tasks_of(reversed(TEXTS))]


# -- the dispatcher


@given(st.integers(1, 5), st.lists(st.sampled_from(["first", "last", "lost", "first", "last"]), max_size=60))
def test_every_text_gets_its_english_whoever_is_lost(size: int, fates: list[str]) -> None:
    some = [fate for at, fate in enumerate(fates) if fate != "lost" or fates[:at].count("lost") < 2 * MOST_ATTEMPTS - 1]
    dispatcher, workers = dispatcher_of(size, *some)
    try:
        made = dict(dispatcher.results(TEXTS))
    except ChildProcessError:  # three workers were lost over the same task; submitted again, it is done
        made = dict(dispatcher.results(TEXTS))
    assert made == {text: Hypothesis(f"English of {text}", -0.5) for text in TEXTS}
    assert len(workers.alive) == size


def test_a_lost_workers_tasks_are_dealt_again_and_it_is_replaced() -> None:
    # Two are ready; then the first task's worker is lost.
    dispatcher, workers = dispatcher_of(2, "first", "first", "first", "first", "first", "lost")
    assert len(dict(dispatcher.results(TEXTS))) == len(TEXTS)
    assert dispatcher.lost_workers == 1
    assert len(workers.alive) == 2
    assert len(workers.sent) > -(-len(TEXTS) // TASK_TEXTS)


def test_what_was_asked_for_ahead_is_not_asked_for_again() -> None:
    dispatcher, workers = dispatcher_of(2)
    dispatcher.submit(TEXTS[:100])
    dispatcher.submit(TEXTS[50:150])
    assert len(dict(dispatcher.results(TEXTS[:150]))) == 150
    assert sorted(text for own in workers.sent for text in own) == sorted(TEXTS[:150])


def test_no_worker_is_started_for_nothing() -> None:
    dispatcher, workers = dispatcher_of(2)
    assert list(dispatcher.results([])) == []
    assert not workers.alive


def test_a_task_that_kills_its_workers_is_given_up_and_the_rest_goes_on() -> None:
    dispatcher, _ = dispatcher_of(1, deadly=TEXTS[7])
    with pytest.raises(ChildProcessError):
        dict(dispatcher.results(TEXTS))
    assert dispatcher.lost_workers == MOST_ATTEMPTS
    rest = [text for text in TEXTS if text != TEXTS[7]]
    assert len(dict(dispatcher.results(rest))) == len(rest)


def test_a_defect_is_raised_for_its_task_only_and_leaves_nothing_behind() -> None:
    dispatcher, _ = dispatcher_of(2, broken=TEXTS[7])
    with pytest.raises(ValueError, match="a defect"):
        dict(dispatcher.results(TEXTS))
    assert len(dict(dispatcher.results([text for text in TEXTS if text != TEXTS[7]]))) == len(TEXTS) - 1


def test_a_cluster_that_keeps_losing_workers_is_given_up() -> None:
    dispatcher, _ = dispatcher_of(2, *["first", "lost"] * 100)
    with pytest.raises(ClusterError, match="17 workers without one answer"):
        dict(dispatcher.results(TEXTS))


def test_a_cluster_without_room_is_told() -> None:
    dispatcher, _ = dispatcher_of(2, "silence")
    with pytest.raises(ClusterError, match="no worker came to work"):
        dict(dispatcher.results(TEXTS))


def test_a_slow_answer_is_waited_for() -> None:
    dispatcher, _ = dispatcher_of(1, "first", "first", "silence", "silence")
    assert len(dict(dispatcher.results(TEXTS))) == len(TEXTS)


# -- the translator


def on_paper(*fates: str, size: int = 3, memory: Memory | None = None) -> tuple[ClusterTranslator, FakeWorkers]:
    workers = FakeWorkers(iter(fates), translator=translator_with(CountingWords()))
    translator = ClusterTranslator(MODEL, OPTIONS, None, lambda _: Dispatcher(workers, size), ExitStack())
    translator.engine = "fake"
    translator.use_memory(memory)
    return translator, workers


@pytest.mark.parametrize("fates", [(), ("last",) * 40, ("first", "last", "first", "first", "last", "lost") * 2])
def test_a_batch_on_a_cluster_writes_the_bytes_of_a_local_one(
    fates: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher_module, "TASK_TEXTS", 4)
    (tmp_path / "in").mkdir()
    for number in range(12):
        text = "\n".join(f"زارت ليلى الحديقة رقم {n} في الصباح." for n in range(number, 2 * number + 2))
        (tmp_path / "in" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    made = []
    for name, translator in (("here", translator_with(CountingWords())), ("there", on_paper(*fates)[0])):
        items = read_articles([str(tmp_path / "in")])
        outcome, _ = translate_into(tmp_path / name, items, translator, run_info(translator), ["text", "tmx"], Nobody())
        assert (outcome.done, outcome.failures) == (12, [])
        files = sorted(path for path in (tmp_path / name).iterdir() if path.is_file())
        made.append({path.name: path.read_bytes() for path in files})
    assert made[0] == made[1]


class Nobody:
    def finished(self, name: str) -> None: ...

    def translated(self, segments: int) -> None: ...


def test_the_fingerprint_is_that_of_the_local_translator() -> None:
    assert on_paper()[0].fingerprint() == translator_with(CountingWords()).fingerprint()


def test_what_is_expected_and_not_remembered_is_begun(tmp_path: Path) -> None:
    with Memory(tmp_path / "memory.sqlite") as memory:
        known = article_from_text("زارت ليلى الحديقة.", id="k", source="k", sha256="")
        translator_with(CountingWords(), memory).translate_article(known, segment_article(known))
        article = article_from_text("زارت ليلى الحديقة.\nباع هادي القارب.", id="a", source="a", sha256="")
        translator, workers = on_paper(memory=memory)
        work = [(article, segment_article(article))]
        translator.expect(work)
        assert workers.alive
        made = translator.translate_articles(work)
    assert [text for own in workers.sent for text in own] == ["باع هادي القارب."]
    assert [t.english for t in made[0]] == ["word4 word4 word8", "word3 word4 word7"]


def test_the_user_is_told_of_workers_lost() -> None:
    translator, _ = on_paper("first", "first", "first", "lost")
    translator.translate_texts(TEXTS)
    assert translator.note == "Translated on a cluster by 3 workers, 1 lost and replaced."


# -- a worker


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> Translator:
    """A node with the invented model."""
    translator = translator_with(CountingWords())
    monkeypatch.setattr(cluster, "resolve", lambda *_, **__: MODEL)
    monkeypatch.setattr(cluster, "load", lambda *_, **__: translator)
    monkeypatch.setattr(cluster.platform, "node", lambda: "node-7")
    return translator


def worker_for(
    digest: str = MODEL.digest, code: bytes = b"", versions: Sequence[str] = (), glossary: Glossary | None = None
) -> Worker:
    key = code or system_key(MODEL.digest, OPTIONS, glossary.digest if glossary else "")
    return Worker("invented-ar-en", digest, key, versions or cluster.decisive_versions(), glossary, 1)


def test_a_worker_with_the_same_model_and_code_translates(node: Translator) -> None:
    texts = ["زارت ليلى", "باع هادي"]
    assert worker_for().translate(texts) == node.translate_texts(texts)


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"digest": "ab" * 32}, "node node-7: model invented-ar-en: differs from the model here"),
        ({"code": b"other"}, "node node-7: runs another version of Iqtibas than is here; install the same"),
        ({"versions": ["4.0", "0.1"]}, "node node-7: has ctranslate2 .*, and here is 4.0; install the same"),
    ],
)
def test_a_worker_that_differs_refuses_by_name(different: dict[str, Any], said: str, node: Translator) -> None:
    with pytest.raises(ModelError, match=said):
        worker_for(**different).ready()


def test_what_is_wrong_with_a_nodes_model_names_the_node(node: Translator, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> Any:
        raise ModelError("opus-mt-ar-en", "is not here", "iqtibas models pull opus-mt-ar-en")

    monkeypatch.setattr(cluster, "resolve", missing)
    with pytest.raises(ModelError, match=r"^node node-7: opus-mt-ar-en: is not here; iqtibas models pull"):
        worker_for().ready()


# -- the way there


@pytest.mark.parametrize(
    "address", ["auto", "local", "ray://head:10001", "head", "head:", ":6379", "head:0", "head:70000"]
)
def test_only_a_host_and_port_is_an_address(address: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a Ray cluster"):
        parse_address(address)


def test_addresses_of_both_kinds_are_understood() -> None:
    assert parse_address("10.0.0.1:6379") == ("10.0.0.1", 6379)
    assert parse_address("[fd00::1]:6379") == ("fd00::1", 6379)


def test_without_ray_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'iqtibas\[cluster\]'"):
        load_cluster("127.0.0.1:6379", "embedded")


def test_only_one_engine_runs_there() -> None:
    with pytest.raises(UsageError, match="transformers does not run on a cluster"):
        load_cluster("127.0.0.1:6379", "embedded", "transformers")


def test_a_port_where_nothing_answers_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ClusterError, match=r"nothing answers there \(Connection refused\)"):
        load_cluster(address, "embedded")


@pytest.mark.parametrize(
    ("script", "said"), [("sleep 9", "no Ray cluster, or takes longer"), ("exit 3", "lets nobody in")]
)
def test_a_port_where_something_else_answers_is_one_line(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setitem(sys.modules, "ray", SimpleNamespace())
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(ClusterError, match=said):
        load_cluster(f"127.0.0.1:{other.getsockname()[1]}", "embedded")


def test_what_rays_thread_prints_is_kept_out_of_standard_output() -> None:
    stream = io.StringIO()
    without = StdoutWithoutRay(stream)
    for name in ("main", cluster.RAY_LISTENER_THREAD):
        thread = threading.Thread(target=print, args=(name,), kwargs={"file": without}, name=name)
        thread.start()
        thread.join()
    assert stream.getvalue() == "main\n"
    assert without.isatty() is False


# -- with Ray itself


def test_a_worker_that_is_killed_on_a_real_cluster_changes_nothing() -> None:
    pytest.importorskip("ray", reason="needs Ray: pip install 'iqtibas[cluster]'")
    command = [sys.executable, "-m", "bench.load.cluster", "--only", "worker", "--articles", "24"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    came = json.loads(said.splitlines()[-1])
    assert (came["done"], came["workers_lost"], came["same_bytes"]) == (24, 1, True)


def test_a_defect_there_is_raised_here_and_a_users_error_too() -> None:
    exceptions = pytest.importorskip("ray.exceptions", reason="needs Ray: pip install 'iqtibas[cluster]'")

    class Failing(RayWorkers):
        def __init__(self, error: Exception) -> None:
            self._address, self._ray = "here", SimpleNamespace(get=lambda _: (_ for _ in ()).throw(error))

    cause = ValueError("x")
    answer = Failing(exceptions.RayTaskError("f", "traceback", cause)).result("future")
    assert answer is cause
    with pytest.raises(ReadError, match="here: is odd"):
        Failing(exceptions.RayTaskError("f", "traceback", ReadError("here", "is odd"))).result("future")
    with pytest.raises(WorkerLostError):
        Failing(exceptions.ActorDiedError()).result("future")


def test_models_are_named_the_same_on_every_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen = []
    there = SimpleNamespace(
        nodes=lambda: [{"Alive": True, "Resources": {"CPU": 5.0}}, {"Alive": False, "Resources": {}}]
    )
    monkeypatch.setattr(cluster, "connect", lambda *_: there)
    monkeypatch.setattr(cluster, "RayWorkers", lambda *arguments: seen.append(arguments[2][0]))
    embedded = cluster.resolve("embedded", offline=True)
    local = replace(embedded, name="copy", path=tmp_path / "copy")
    translator = load_cluster("head:6379", "embedded", threads=2)
    monkeypatch.setattr(cluster, "resolve", lambda *_, **__: local)
    monkeypatch.setattr(cluster, "read_options", lambda *_: OPTIONS)
    load_cluster("head:6379", "copy")
    assert seen == ["embedded", str(tmp_path / "copy")]
    assert translator.windows == 2


def test_a_cluster_without_room_for_a_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    there = SimpleNamespace(nodes=lambda: [{"Alive": True, "Resources": {"CPU": 1.0}}])
    monkeypatch.setattr(cluster, "connect", lambda *_: there)
    monkeypatch.setattr(cluster, "RayWorkers", lambda *_: None)
    with pytest.raises(ClusterError, match="no node has 2 processor cores"):
        load_cluster("head:6379", "embedded", threads=2)

"""Translating on a Ray cluster: the driver reads, remembers and writes as ever, and only texts go to the nodes.

Each worker is a Ray actor that loads the model once, after it has shown that its model and its code are the driver's.
Articles, memory, journal and outputs stay with the driver, so that a run on a cluster writes the same bytes as a run
on one machine, and is resumed in the same way. Why actors and not Ray Data: docs/decisions/0010-cluster.md. Sizes,
costs and failures: docs/cluster.md.

Nothing but normalised sentences and glossary terms is sent, and to no other address than the one that was given.
"""

from __future__ import annotations

import importlib.metadata
import io
import os
import platform
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TextIO, cast

from iqtibas.article.arabic.spacing import readable
from iqtibas.article.errors import IqtibasError, ModelError, UsageError
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Segment
from iqtibas.article.visible import visible
from iqtibas.models.conversion import LONGEST_CONVERSION
from iqtibas.models.engine import Options, read_options
from iqtibas.models.registry import KNOWN_MODELS, ModelInfo, resolve
from iqtibas.storage.folders import cache_root
from iqtibas.translate import guard
from iqtibas.translate.dispatcher import Answer, ClusterError, Dispatcher, WorkerLostError
from iqtibas.translate.glossary import Glossary
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.memory import SystemMemory, system_key
from iqtibas.translate.translator import AUTO, FAST, PRECISIONS, Translator, load

INSTALL = "pip install 'iqtibas[cluster]'"
SAME_EVERYWHERE = "install the same version of Iqtibas on every node"
CONNECT_SECONDS = 5.0
# A healthy head answers in two seconds, of which one imports Ray.
ANSWER_SECONDS = 45.0
RAY_LISTENER_THREAD = "ray_listen_error_messages"
# Characters of Ray's message on a lost worker, which can be pages.
LONGEST_REASON = 400
# Packages whose versions must be the same on every node: with others the English may differ.
DECISIVE_PACKAGES = ("ctranslate2", "sentencepiece")


class Worker:
    """Runs on a node: loads the model once, and refuses to work unless model and code are the driver's.

    model: a name, or a folder that is on every node. digest: of the driver's model. key: the driver's `system_key`.
    versions: of the driver's `DECISIVE_PACKAGES`. threads: processor cores that it may use.
    """

    def __init__(
        self, model: str, digest: str, key: bytes, versions: Sequence[str], glossary: Glossary | None, threads: int
    ) -> None:
        self._model, self._digest, self._key, self._versions = model, digest, key, versions
        self._glossary, self._threads = glossary, threads
        self._translator: Translator | None = None

    def ready(self) -> None:
        """Load the model. Raises ModelError, naming this node, if model or code are not the driver's."""
        try:
            self._require_same_model()
            with _one_at_a_time():
                translator = load(self._model, FAST, offline=True, threads=self._threads, glossary=self._glossary)
        except IqtibasError as error:
            raise type(error)(f"node {platform.node()}: {error.where}", error.problem, error.hint) from None
        self._require_same_code(translator)
        self._translator = translator

    def translate(self, texts: Sequence[str]) -> list[Hypothesis]:
        """English for distinct normalised texts, in arguments."""
        if self._translator is None:
            self.ready()
        assert self._translator is not None
        return self._translator.translate_texts(texts)

    def _require_same_model(self) -> None:
        info = resolve(self._model, offline=True)
        if info.digest != self._digest:
            problem = f"differs from the model here ({info.digest[:12]} there, {self._digest[:12]} here)"
            raise ModelError(f"model {info.name}", problem, f"copy it there, or {SAME_EVERYWHERE}")

    def _require_same_code(self, translator: Translator) -> None:
        for name, there, here in zip(DECISIVE_PACKAGES, decisive_versions(), self._versions, strict=True):
            if there != here:
                raise ModelError(f"node {platform.node()}", f"has {name} {there}, and here is {here}", SAME_EVERYWHERE)
        digest = self._glossary.digest if self._glossary else ""
        if system_key(self._digest, translator.options, digest) != self._key:
            raise ModelError(f"node {platform.node()}", "runs another version of Iqtibas than is here", SAME_EVERYWHERE)


class ClusterTranslator(Translator):
    """A translator whose model is on other machines, for one `with` block.

    connection: closed at the end of the block.
    """

    def __init__(
        self,
        model: ModelInfo,
        options: Options,
        glossary: Glossary | None,
        start: Callable[[bytes], Dispatcher],
        connection: ExitStack,
    ) -> None:
        self.model, self.engine, self.options, self._glossary = model, FAST, options, glossary
        self._memory = SystemMemory(None)
        self._dispatcher, self._connection = start(self._key()), connection

    def __enter__(self) -> ClusterTranslator:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def windows(self) -> int:
        """How many windows of articles keep all workers busy: one for each."""
        return self._dispatcher.size

    @property
    def note(self) -> str:
        """What the user should know about the run so far."""
        lost = f", {self._dispatcher.lost_workers} lost and replaced" if self._dispatcher.lost_workers else ""
        return f"Translated on a cluster by {self._dispatcher.size} workers{lost}."

    def expect(self, articles: Sequence[tuple[Article, Sequence[Segment]]]) -> None:
        """Begin to translate what will be asked for soon; does not wait."""
        read = ((as_read(article), segments) for article, segments in articles)
        sources = (visible(text[segment.start : segment.end]).text for text, segments in read for segment in segments)
        texts = dict.fromkeys(text for text in (readable(s).text for s in sources) if guard.has_arabic(text))
        known = self._memory.find(list(texts))
        self._dispatcher.submit(text for text in texts if text not in known)

    def _translate_distinct(self, copies: dict[str, int], report: Callable[[int], None]) -> dict[str, Hypothesis]:
        made: dict[str, Hypothesis] = {}
        for text, hypothesis in self._dispatcher.results(list(copies)):
            made[text] = hypothesis
            self._memory.keep(text, hypothesis)
            report(copies[text])
        return made


def load_cluster(
    address: str,
    model: str = AUTO,
    engine: str = AUTO,
    *,
    offline: bool = False,
    threads: int | None = None,
    glossary: Glossary | None = None,
) -> ClusterTranslator:
    """A translator on the Ray cluster at an address, as "10.0.0.1:6379"; this machine is a node of it.

    model: see `models.resolve`; every node must have the same one, as the embedded one is everywhere. engine: "auto"
    or "ctranslate2". threads: processor cores that each worker uses, 1 if None; there are as many workers as the
    cluster has cores for. Workers start with the first text. Raises UsageError for an address or engine that cannot be
    and where Ray is not installed, ModelError for the model, ClusterError where the cluster does not answer.
    """
    host, port = parse_address(address)
    if engine not in (AUTO, FAST):
        raise UsageError("--engine", f"{engine} does not run on a cluster", f"choose {FAST}")
    info = resolve(model, offline=offline)
    options = read_options(info.path, FAST, PRECISIONS[FAST])
    named = model == AUTO or model in {known.name for known in KNOWN_MODELS}
    everywhere = info.name if named else str(info.path)
    cores = threads or 1
    with ExitStack() as connection:
        ray = connect(address, host, port, connection)

        def start(key: bytes) -> Dispatcher:
            arguments = (everywhere, info.digest, key, decisive_versions(), glossary, cores)
            return Dispatcher(RayWorkers(ray, address, arguments, cores), capacity(ray, address, cores))

        return ClusterTranslator(info, options, glossary, start, connection.pop_all())


def parse_address(address: str) -> tuple[str, int]:
    """Host and port of "host:port". Raises UsageError for anything else, Ray's own words for addresses included."""
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not (port.isascii() and port.isdecimal() and 0 < int(port) < 1 << 16):
        hint = "give the host and port of its head, as 10.0.0.1:6379, and run this on one of its nodes"
        raise UsageError("--cluster", f"{address!r} is not the address of a Ray cluster", hint)
    return host.strip("[]"), int(port)


def decisive_versions() -> list[str]:
    """The versions of `DECISIVE_PACKAGES` here."""
    return [importlib.metadata.version(name) for name in DECISIVE_PACKAGES]


def connect(address: str, host: str, port: int, connection: ExitStack) -> Any:
    """The module `ray`, connected until the connection is closed."""
    try:
        import ray
    except ImportError as error:
        raise UsageError("--cluster", f"Ray cannot be used ({error})", INSTALL) from error
    _require_ray(address, host, port)
    connection.enter_context(redirect_stdout(cast(TextIO, StdoutWithoutRay(sys.stdout))))
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (OSError, RuntimeError, ValueError) as error:
        raise ClusterError(address, f"the cluster cannot be joined ({_last_line(str(error))})") from error
    connection.callback(_leave, ray)
    return ray


def _leave(ray: Any) -> None:
    """Disconnect, without the messages on lost workers that Ray prints at the end from this thread."""
    with redirect_stdout(io.StringIO()):
        ray.shutdown()


def _require_ray(address: str, host: str, port: int) -> None:
    """Raises ClusterError unless the head of a cluster answers; `ray.init` would try for minutes."""
    command = [sys.executable, "-P", "-m", "ray.scripts.scripts", "health-check", "--address", address]
    try:
        socket.create_connection((host, port), CONNECT_SECONDS).close()
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=ANSWER_SECONDS)
    except OSError as error:
        hint = f"`ray start --head --port={port}` starts a cluster there"
        raise ClusterError(address, f"nothing answers there ({error.strerror or error})", hint) from error
    except subprocess.TimeoutExpired as error:
        problem = f"what answers there is no Ray cluster, or takes longer than {ANSWER_SECONDS:.0f} s"
        raise ClusterError(address, problem, "give the port of its head") from error
    except subprocess.CalledProcessError as error:
        problem = f"the cluster lets nobody in from here ({_last_line(error.stderr)})"
        raise ClusterError(address, problem, "same version of Ray and Python? same token?") from error


def _last_line(words: str) -> str:
    return (words.strip().splitlines() or ["without a word"])[-1][:LONGEST_REASON]


class StdoutWithoutRay:
    """Standard output without what Ray's own thread prints there: pages on a lost worker, between our results.

    They are in Ray's logs as well. stream: what standard output was.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """See `io.TextIOBase.write`."""
        return len(text) if threading.current_thread().name == RAY_LISTENER_THREAD else self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def capacity(ray: Any, address: str, cores: int) -> int:
    """How many workers the cluster has cores for, with so many cores each. Raises ClusterError if none."""
    room = sum(int(node["Resources"].get("CPU", 0)) // cores for node in ray.nodes() if node["Alive"])
    if not room:
        raise ClusterError(address, f"no node has {cores} processor cores for a worker")
    return room


class RayWorkers:
    """Workers as Ray actors, see `Workers`. arguments: the arguments of every `worker`. cores: of each.

    Ray neither restarts an actor nor repeats a call: it would wait for free cores while other actors are idle.
    The dispatcher does both.
    """

    worker: type = Worker

    def __init__(self, ray: Any, address: str, arguments: tuple[Any, ...], cores: int) -> None:
        self._ray, self._address, self._arguments = ray, address, arguments
        self._actor = ray.remote(num_cpus=cores, max_restarts=0, max_task_retries=0)(self.worker)

    def start(self) -> tuple[Any, Any]:
        """See `Workers`."""
        worker = self._actor.remote(*self._arguments)
        return worker, worker.ready.remote()

    def translate(self, worker: Any, texts: Sequence[str]) -> Any:
        """See `Workers`."""
        return worker.translate.remote(list(texts))

    def wait(self, futures: Sequence[Any], seconds: float) -> Any | None:
        """See `Workers`."""
        done, _ = self._ray.wait(futures, num_returns=1, timeout=seconds)
        return done[0] if done else None

    def result(self, future: Any) -> Answer:
        """See `Workers`."""
        from ray.exceptions import RayError, RayTaskError

        try:
            answer: Answer = self._ray.get(future)
        except RayTaskError as error:
            if isinstance(error.cause, IqtibasError):
                raise error.cause from error
            return error.cause if isinstance(error.cause, Exception) else error
        except RayError as error:
            hint = f"is the cluster alive, and Iqtibas with its extra on every node? `ray status`, {SAME_EVERYWHERE}"
            raise WorkerLostError(self._address, _last_line(f"{type(error).__name__}\n{error}"), hint) from error
        return answer

    def stop(self, worker: Any) -> None:
        """See `Workers`."""
        self._ray.kill(worker)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Workers of a node load one after the other: the first converts the model, the others find it converted.

    A database's own lock serves, because every system releases it with the process. Where the cache cannot be written
    there is nothing to share.
    """
    folder = cache_root()
    with ExitStack() as stack:
        with suppress(OSError, sqlite3.Error):  # see above; a conversion too many does no harm
            os.makedirs(folder, mode=0o700, exist_ok=True)
            lock = sqlite3.connect(Path(folder) / "loading.lock", timeout=LONGEST_CONVERSION, isolation_level=None)
            stack.callback(lock.close)
            lock.execute("BEGIN EXCLUSIVE")
        yield

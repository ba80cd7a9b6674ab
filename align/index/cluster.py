"""Indexing on a Ray cluster: the driver reads, cuts and writes as ever, and only batches of sentences go to the nodes.

Workers are Ray actors as in translate/cluster.py, and the same dispatcher sends them their batches and replaces lost
ones (translate/dispatcher.py). A worker starts only if its encoder and its code are the driver's.
Files, locks and commits stay with the driver, so that an index made here has the bytes of one made on one machine, and
survives the same.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.resources import files
from typing import Any, cast

from iqtibas.align.index.file import ENCODER, encoder_digest
from iqtibas.align.index.rows import Codes, encode_batch
from iqtibas.article.errors import ModelError
from iqtibas.models.sentence_encoder import THREADS, load_sentence_encoder
from iqtibas.translate.cluster import SAME_EVERYWHERE, RayWorkers, capacity, connect, parse_address
from iqtibas.translate.dispatcher import Dispatcher

# What besides the encoder's weights turns a batch into its rows; versions and code must agree.
DECISIVE_PACKAGES = (ENCODER, "numpy", "sentencepiece")
DECISIVE_CODE = (
    ("iqtibas.article.arabic", "letters.py"),
    ("iqtibas.models", "sentence_encoder.py"),
    ("iqtibas.align.index", "file.py"),
    ("iqtibas.align.index", "rows.py"),
)


class RowWorker:
    """What runs on a node: it refuses to work unless its rows are the driver's. identity: the driver's."""

    def __init__(self, identity: dict[str, str]) -> None:
        self._identity = identity

    def ready(self) -> None:
        """Load the encoder. Raises ModelError, naming this node, if something is not what the driver has."""
        there = encoder_identity()
        for name, here in self._identity.items():
            if there.get(name) != here:
                problem = f"has another {name} ({there.get(name, 'none')[:12]}) than is here ({here[:12]})"
                raise ModelError(f"node {platform.node()}", problem, SAME_EVERYWHERE)
        load_sentence_encoder()

    def encode(self, batches: Sequence[str]) -> list[Codes]:
        """The rows of batches, each a JSON list of texts, in arguments."""
        return [encode_batch(load_sentence_encoder(), json.loads(batch)) for batch in batches]


def encoder_identity() -> dict[str, str]:
    """All that decides the rows of a batch but the processor, by names that a user can make sense of."""
    code = hashlib.sha256(b"".join((files(room) / name).read_bytes() for room, name in DECISIVE_CODE))
    versions = {name: importlib.metadata.version(name) for name in DECISIVE_PACKAGES}
    return {**versions, "sentence encoder": encoder_digest(), "Iqtibas": code.hexdigest()}


class EncodingWorkers(RayWorkers):
    """Workers that encode, see `translate.dispatcher.Workers`."""

    worker = RowWorker

    def translate(self, worker: Any, texts: Sequence[str]) -> Any:
        """See `Workers`; here the texts are batches, and the answer their rows."""
        return worker.encode.remote(list(texts))


class ClusterRows:
    """Encodes on a cluster, for one `with` block; see `align.index.rows.RowMaker`.

    ahead: as many commits as there are workers, of which each is work for all of them. connection: closed at the end
    of the block.
    """

    def __init__(self, dispatcher: Dispatcher, connection: ExitStack) -> None:
        self.ahead = dispatcher.size
        self._dispatcher, self._connection = dispatcher, connection

    def __enter__(self) -> ClusterRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @property
    def note(self) -> str:
        """What the user should know about the run so far."""
        lost = f", {self._dispatcher.lost_workers} lost and replaced" if self._dispatcher.lost_workers else ""
        return f"Encoded on a cluster by {self._dispatcher.size} workers{lost}."

    def begin(self, batches: Sequence[Sequence[str]]) -> None:
        """See `RowMaker`."""
        self._dispatcher.submit(map(_sealed, batches))

    def finish(self, batches: Sequence[Sequence[str]]) -> list[Codes]:
        """See `RowMaker`. Raises ClusterError if there are no workers to be had, ModelError if one differs."""
        sealed = list(map(_sealed, batches))
        # The dispatcher passes on whatever its workers make of a text.
        made = dict(cast(Iterator[tuple[str, Codes]], self._dispatcher.results(sealed)))
        return [made[batch] for batch in sealed]


def _sealed(batch: Sequence[str]) -> str:
    """A batch as one text for the dispatcher, which would split a batch of texts."""
    return json.dumps(batch, ensure_ascii=False)


def join_cluster(address: str) -> ClusterRows:
    """Workers on the Ray cluster at an address, as "10.0.0.1:6379", one for each of its processor cores.

    This machine is a node of it. Workers start with the first batch. Raises UsageError for an address that cannot be
    and where Ray is not installed, ClusterError where the cluster does not answer or has no core free.
    """
    host, port = parse_address(address)
    with ExitStack() as connection:
        ray = connect(address, host, port, connection)
        return ClusterRows(
            Dispatcher(EncodingWorkers(ray, address, (encoder_identity(),), THREADS), capacity(ray, address, THREADS)),
            connection.pop_all(),
        )

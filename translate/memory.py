"""The translation memory: what was translated once is never translated again, and what people accepted comes first.

What a model made is kept by all that decides it: model, decoding options, glossary, the code of this room, and the
normalised source. Accepted pairs (imported, or reviewed) hold for every model. One SQLite file serves any number of
processes; a damaged one is moved aside with a note, because losing a memory costs less than losing a run.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from iqtibas.article.arabic.spacing import readable
from iqtibas.article.errors import OutputError
from iqtibas.models.engine import Options
from iqtibas.storage.folders import data_root
from iqtibas.storage.sqlite import Kind, Store, StoreHandle
from iqtibas.translate.hypothesis import Hypothesis

MEMORY_FILE = "memory.sqlite"
KIND = Kind(
    name="translation memory",
    application=0x4951_544D,  # "IQTM"
    version=1,
    schema=(
        "CREATE TABLE made (system BLOB, source BLOB, hypothesis TEXT NOT NULL, PRIMARY KEY (system, source)) "
        "WITHOUT ROWID",
        "CREATE TABLE accepted (source BLOB PRIMARY KEY, arabic TEXT NOT NULL, english TEXT NOT NULL, "
        "origin TEXT NOT NULL) WITHOUT ROWID",
    ),
    way_out="give another file with --memory, or do without: --no-memory",
)
# SQLite allows 32 766 parameters a statement since 3.32 and 999 before.
_AT_ONCE = 500
# The code, and the data beside it, that turns a source into what the model reads and its answer into English: with
# other code, other English.
_ROOM = Path(__file__).resolve().parent
_READING = tuple(
    _ROOM.parent / "article" / name
    for name in ("arabic/letters.py", "sentences.py", "arabic/spacing.py", "arabic/arabic_words.txt.gz")
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A source with its English. origin: who vouches for it, as a file's name, or "". vouched: False if nobody does,
    because a machine made it."""

    arabic: str
    english: str
    origin: str = ""
    vouched: bool = True


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """How much a memory holds. made: by models. systems: models with their options. accepted: pairs. size: bytes."""

    path: Path
    made: int
    systems: int
    accepted: int
    size: int


class Memory(StoreHandle):
    """An open translation memory, for one thread. Close it, or use it in a `with` block.

    path: the file, made if it is not there; the user's own (see `memory_path`) where None is given. Raises ReadError
    for a file that is no memory or of another version, OutputError where it cannot be written or stays locked; so do
    all methods.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(Store(path or memory_path(), KIND, ours=path is None))

    def find(self, system: bytes, sources: Sequence[str]) -> dict[str, Hypothesis]:
        """What is known of sources: accepted pairs first, then what the system made. system: see `system_key`."""
        return self._store.with_repair(lambda: self._made(system, sources) | self._accepted(sources))

    def keep(self, system: bytes, made: Mapping[str, Hypothesis]) -> None:
        """Remember what the system made of sources, in one transaction. What is there already stays."""
        rows = [(system, _source_key(text), json.dumps(dataclasses.asdict(own))) for text, own in made.items()]
        statement = "INSERT OR IGNORE INTO made VALUES (?, ?, ?)"
        self._store.with_repair(lambda: self._write(statement, rows))

    def accept(self, pairs: Iterable[Pair]) -> int:
        """Store pairs that people vouch for, in one transaction; a later one replaces an earlier. Returns how many.

        Left out is what nobody vouches for, and a pair with an empty side: no English is no translation.
        """
        rows = [
            (_accepted_key(p.arabic), p.arabic, p.english, p.origin)
            for p in pairs
            if p.vouched and p.arabic.strip() and p.english.strip()
        ]
        return self._write("INSERT OR REPLACE INTO accepted VALUES (?, ?, ?, ?)", rows)

    def accepted(self) -> Iterator[Pair]:
        """The accepted pairs, sorted by their Arabic."""
        with self._store.reading() as connection:
            for row in connection.execute("SELECT arabic, english, origin FROM accepted ORDER BY arabic, source"):
                yield Pair(*row)

    def accepted_digest(self) -> str:
        """SHA-256 over the accepted pairs, "" if there are none: equal exactly where they would change nothing."""
        digest, some = hashlib.sha256(), False
        with self._store.reading() as connection:
            for source, english in connection.execute("SELECT source, english FROM accepted ORDER BY source"):
                digest.update(source + hashlib.sha256(english.encode("utf-8", "surrogatepass")).digest())
                some = True
        return digest.hexdigest() if some else ""

    def stats(self) -> MemoryStats:
        """How much there is."""
        counts = "SELECT count(*), count(DISTINCT system), (SELECT count(*) FROM accepted) FROM made"
        with self._store.reading() as connection:
            made, systems, accepted = connection.execute(counts).fetchone()
            pages, page = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return MemoryStats(self._store.path, made, systems, accepted, pages * page)

    def _made(self, system: bytes, sources: Sequence[str]) -> dict[str, Hypothesis]:
        select = "SELECT source, hypothesis FROM made WHERE system = ? AND source IN"
        found = self._look_up(select, [system], {text: _source_key(text) for text in sources})
        return {text: Hypothesis(**json.loads(own)) for text, own in found.items()}

    def _accepted(self, sources: Sequence[str]) -> dict[str, Hypothesis]:
        select = "SELECT source, english FROM accepted WHERE source IN"
        found = self._look_up(select, [], {text: _accepted_key(text) for text in sources})
        return {text: Hypothesis(english, 0.0, accepted=True) for text, english in found.items()}

    def _look_up(self, select: str, fixed: list[bytes], keys: Mapping[str, bytes]) -> dict[str, str]:
        """What a SELECT of keys and values finds for texts, by text."""
        wanted = sorted(set(keys.values()))
        rows: dict[bytes, str] = {}
        with self._store.reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows |= dict(connection.execute(f"{select} ({marks})", [*fixed, *some]))
        return {text: rows[key] for text, key in keys.items() if key in rows}

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> int:
        with self._store.writing() as connection:
            return connection.executemany(statement, rows).rowcount


class SystemMemory:
    """A memory as one system uses it. memory: None to find and keep nothing. system: see `system_key`."""

    def __init__(self, memory: Memory | None, system: bytes = b"") -> None:
        self._memory, self._system = memory, system

    def find(self, sources: Sequence[str]) -> dict[str, Hypothesis]:
        """See `Memory.find`."""
        return self._memory.find(self._system, sources) if self._memory else {}

    def accepted_digest(self) -> str:
        """See `Memory.accepted_digest`."""
        return self._memory.accepted_digest() if self._memory else ""

    def keep(self, source: str, made: Hypothesis) -> None:
        """Remember one more, at once: a transaction takes 50 µs, a translation a hundred times as long.

        So nothing that was translated is lost to a killed program, not even the finished part of a batch.
        """
        if self._memory:
            self._memory.keep(self._system, {source: made})


def memory_path() -> Path:
    """Where the user's own memory is: in the data folder. Raises ModelError if that is not safe; makes nothing."""
    return data_root() / MEMORY_FILE


def users_memory() -> tuple[Memory | None, str]:
    """The user's own memory; where it cannot be written, None and a sentence that says so.

    Raises ModelError if the data folder is not safe, ReadError if another version wrote the memory.
    """
    try:
        return Memory(), ""
    except OutputError as error:
        return None, f"Nothing is remembered: {error}"


def system_key(model_digest: str, options: Options, glossary_digest: str = "") -> bytes:
    """What decides the English besides the source, as 32 bytes: model, options, glossary, and the code itself."""
    parts = [model_digest, dataclasses.asdict(options), glossary_digest, _code_digest()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).digest()


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in (*sorted(_ROOM.glob("*.py")), *sorted((_ROOM / "data").iterdir()), *_READING):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_key(text: str) -> bytes:
    """The key of a normalised source. A digest, because what SQLite calls text cannot hold lone surrogates."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _accepted_key(text: str) -> bytes:
    """The key of an accepted source: as the model reads it, white space evened out, since other tools trim and wrap."""
    return _source_key(" ".join(readable(text).text.split()))

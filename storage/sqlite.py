"""Opening SQLite files that several processes share, and what to do with those that are damaged or not ours.

A file that is no database, or another program's, is refused: it may be anything that the user named by mistake.
One of ours that is damaged is moved aside, never deleted, and a new one takes its place: what is kept in these files
saves time, and no run should be lost over it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from iqtibas.article.errors import IqtibasError, OutputError, ReadError
from iqtibas.article.input.regular import require_regular

T = TypeVar("T")

# How long to wait for another process's transaction; ours take milliseconds.
BUSY_SECONDS = 30.0
SQLITE_MAGIC = b"SQLite format 3\0"
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file, at the end of its name."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_SPACE, _FULL = (sqlite3.SQLITE_FULL,), (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. name: for messages. application: the id in its header (PRAGMA application_id).

    version: of the schema (PRAGMA user_version). schema: the statements that make an empty one. way_out: what the
    user can do instead of using the file.
    """

    name: str
    application: int
    version: int
    schema: tuple[str, ...]
    way_out: str


class Store:
    """One open SQLite file of a kind, for one thread. notes: what the user should know about how it was opened.

    path: the file; it is made if it is not there. ours: nobody else puts files at this place, so that one which is
    no database is a damaged one. Raises ReadError for another program's file or another version, OutputError where
    nothing can be written.
    """

    def __init__(self, path: Path, kind: Kind, *, ours: bool) -> None:
        self.path, self._kind, self._ours = path, kind, ours
        self.notes: list[str] = []
        self._connection = self._open()

    def close(self) -> None:
        """Close the file; the last process to do so folds the write-ahead log into it."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection. What goes wrong with it comes as a ReadError or OutputError."""
        with self._explained():
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction beside which nobody else writes: committed with the block's end, undone if it fails."""
        with self._explained(), _transaction(self._connection):
            yield self._connection

    def with_repair(self, work: Callable[[], T]) -> T:
        """The result of `work`; if the file turns out to be damaged, of `work` on a new file."""
        try:
            return work()
        except DamagedError:
            self._connection.close()
            self._move_away()
            self._connection = self._open()
            return work()

    def _open(self) -> sqlite3.Connection:
        with self._explained():
            try:
                return self._connect()
            except sqlite3.DatabaseError as error:
                if _code(error) not in _DAMAGED:
                    raise
            self._move_away()
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._ours:
            _require_database(self.path, self._kind)
        with ExitStack() as closing:
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            closing.callback(connection.close)
            self._prepare(connection)
            closing.pop_all()  # all is well: it stays open
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if not self._is_current(connection):
            with _transaction(connection):
                if not self._is_current(connection):  # another process may have been faster
                    for statement in self._kind.schema:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA application_id = {self._kind.application}")
                    connection.execute(f"PRAGMA user_version = {self._kind.version}")
        # Write-ahead logging lets readers and a writer work at once. Where it cannot be had (network folders, another
        # process that opens the file just now) the rollback journal does. A killed program loses no transaction
        # either way, a power cut perhaps the last ones.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        """Whether the schema is there; False for an empty file. Raises ReadError for any other."""
        # In this order: where another process makes the schema between two of these, an empty file is still told.
        pragmas = ("schema_version", "application_id", "user_version")
        changes, application, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas)
        if application != self._kind.application:
            if application or changes:
                raise ReadError(str(self.path), f"is another program's database, no {self._kind.name}", self._way_out)
            return False
        if version != self._kind.version:
            problem = f"is a {self._kind.name} of version {version}, and this Iqtibas reads version"
            hint = f"use the Iqtibas that wrote it, or {self._way_out}"
            raise ReadError(str(self.path), f"{problem} {self._kind.version}", hint)
        return True

    @property
    def _way_out(self) -> str:
        return self._kind.way_out

    def _move_away(self) -> None:
        free = next(p for n in range(1, 10_000) if not (p := Path(f"{self.path}.damaged-{n}")).exists())
        os.replace(self.path, free)
        for log in SIDE_FILES:
            if (beside := Path(f"{self.path}{log}")).exists():
                os.replace(beside, f"{free}{log}")
        self.notes.append(f"The {self._kind.name} {self.path} was damaged: it is now {free.name}, and a new one begun.")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._explanation(error) from error

    def _explanation(self, error: sqlite3.Error | OSError) -> IqtibasError:
        where, name = str(self.path), self._kind.name
        if getattr(error, "errno", 0) in _FULL or (isinstance(error, sqlite3.Error) and _code(error) in _NO_SPACE):
            return OutputError(where, f"there is no space left for the {name}", "free space, and run the command again")
        if isinstance(error, OSError):
            return OutputError(where, f"the {name} cannot be written ({error.strerror})", self._way_out)
        if _code(error) in _DAMAGED:
            return DamagedError(where, f"the {name} is damaged ({error})", self._way_out)
        if _code(error) in _LOCKED:
            problem = f"another program has kept the {name} locked for {BUSY_SECONDS:.0f} s"
            return OutputError(where, problem, f"wait for it, or {self._way_out}")
        return OutputError(where, f"the {name} cannot be used ({error})", self._way_out)


class DamagedError(ReadError):
    """A store's file holds no readable database."""


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where the error is Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _require_database(path: Path, kind: Kind) -> None:
    """Raises ReadError for a file that was never a database; OSError where it cannot be read."""
    if not path.exists():
        return
    require_regular(path)
    with path.open("rb") as file:
        start = file.read(len(SQLITE_MAGIC))
    if start and start != SQLITE_MAGIC:
        raise ReadError(str(path), f"is no {kind.name}", kind.way_out)


class StoreHandle:
    """Base of what is kept in a store: opened for one thread, closed by `close` or a `with` block."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Nothing is lost without it but the tidying up of SQLite's log."""
        self._store.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know, as that the file was damaged and is now another."""
        return tuple(self._store.notes)

"""Locks on a folder of results, which the system releases with the process that holds them, however it ends.

Each is the lock of an SQLite file in the state folder: a file whose process was killed locks nothing, so that none is
ever stale.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from iqtibas.article.errors import OutputError
from iqtibas.storage.write import refuse_links

STATE_FOLDER = ".iqtibas"
"""Below an output folder: what programs keep there, which is no result."""
PROBE_SECONDS = 1.0
"""How long a look at a lock waits for others that look: for those that hold it, no time would do."""
_LOCK, _SERVED = "lock", "served"
_WAY_OUT = "choose another folder with --out"


def state_folder(out: Path) -> Path:
    """The state folder of an output folder, made if it is not there. Raises OutputError for a link in its place."""
    folder = out / STATE_FOLDER
    refuse_links(out, folder, *(folder / name for name in (_LOCK, _SERVED)))
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise not_locked(folder, error) from error
    return folder


@contextmanager
def lock_output(out: Path) -> Iterator[None]:
    """Lock an existing output folder against other runs, for a run that writes files about all its articles.

    Raises OutputError where another run is at work, or the folder cannot be written.
    """
    path = state_folder(out) / _LOCK
    try:
        lock = connect(path)
    except sqlite3.Error as error:
        raise not_locked(path, error) from error
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise not_locked(path, error) from error
        yield


@contextmanager
def mark_served(out: Path) -> Iterator[None]:
    """Tell other processes that a folder is being served, as long as the block runs. Several may serve one folder.

    Raises OutputError where that cannot be written.
    """
    path = state_folder(out) / _SERVED
    try:
        lock = connect(path, PROBE_SECONDS)
    except sqlite3.Error as error:
        raise not_locked(path, error) from error
    with closing(lock):
        try:
            _share(lock)
        except sqlite3.Error as error:
            raise not_locked(path, error) from error
        yield


def refuse_served(out: Path) -> None:
    """Raises OutputError if a process is serving a folder; nothing is made in one that no process ever served."""
    path = out / STATE_FOLDER / _SERVED
    if not path.is_file():
        return
    refuse_links(out, path)
    with closing(connect(path, PROBE_SECONDS)) as probe:
        try:
            probe.execute("BEGIN EXCLUSIVE")
            probe.execute("ROLLBACK")
        except sqlite3.Error as error:
            if not is_busy(error):
                raise not_locked(path, error) from error
            problem = "is being served: iqtibas serve shows it to reviewers, and it is left as it was"
            raise OutputError(str(out), problem, f"end serve, {_WAY_OUT}, or replace it with --force") from error


def connect(path: Path, seconds: float = 0) -> sqlite3.Connection:
    """A connection that waits so long for locks, and begins no transaction by itself."""
    return sqlite3.connect(path, timeout=seconds, isolation_level=None)


def _share(lock: sqlite3.Connection) -> None:
    """Lock a file so that others may do the same, and nobody can lock it alone."""
    lock.execute("BEGIN")
    lock.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def is_busy(error: Exception) -> bool:
    """Whether another process holds a lock."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF == sqlite3.SQLITE_BUSY


def not_locked(path: Path, error: sqlite3.Error | OSError) -> OutputError:
    """Why a file of the state folder cannot be locked."""
    if is_busy(error):
        return OutputError(
            str(path.parent.parent), "another run is at work in this folder", f"wait for it, or {_WAY_OUT}"
        )
    return OutputError(str(path), f"cannot be locked ({error})", _WAY_OUT)

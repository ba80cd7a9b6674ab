"""What is finished in an output folder, so that a run that was stopped, or is repeated, does only what is left.

The journal is an SQLite file in `.iqtibas` below the output folder. An article is entered after its files are in
place, in one transaction; a program killed at any moment leaves an article entered with all its files, or not
entered. Beside it lie unfinished files, which the next run that is alone in the folder removes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from iqtibas.article.model import Article
from iqtibas.storage.lock import STATE_FOLDER, connect, not_locked, state_folder
from iqtibas.storage.sqlite import BUSY_SECONDS, SIDE_FILES, Kind, Store
from iqtibas.storage.write import refuse_links

KIND = Kind(
    name="journal of finished work",
    application=0x4951_4A4E,  # "IQJN"
    version=1,
    schema=(
        "CREATE TABLE finished (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, setting TEXT NOT NULL, "
        "files TEXT NOT NULL, line TEXT NOT NULL) WITHOUT ROWID",
    ),
    way_out=f"remove the folder {STATE_FOLDER} in the output folder, or choose another with --out",
)
_FILE = "journal.sqlite"
# Order and state of this run's inputs: in a temporary table, which SQLite moves to a file when it grows.
_SEEN = "CREATE TEMP TABLE seen (position INTEGER PRIMARY KEY, id TEXT NOT NULL, sha256 TEXT NOT NULL)"
# How long to wait while another process writes its results: a million records take minutes.
TURN_SECONDS = 3600.0
_LINES = "SELECT line FROM seen JOIN finished USING (id, sha256) WHERE setting = ? ORDER BY position"


class Journal:
    """The journal of an output folder, for one run in one thread; use it in a `with` block.

    out: the folder, which is there. setting: all that decides the outputs besides the article, see `setting_digest`:
    what another setting finished counts for nothing. Several processes may share a folder. notes: what the user
    should know. Raises OutputError where it cannot be written, ReadError where it is another version's.
    """

    def __init__(self, out: Path, setting: str) -> None:
        self._out, self._setting = out, setting
        self._folder = state_folder(out)
        self.staging = self._folder / "parts"
        """Where files lie until they are whole: on the file system of the folder."""
        files = (_FILE, "turn", *(f"{_FILE}{side}" for side in SIDE_FILES))
        refuse_links(out, self.staging, *(self._folder / name for name in files))
        self._store = Store(self._folder / _FILE, KIND, ours=True)
        with self._store.reading() as connection:
            connection.execute(_SEEN)
        self._lock = _share_folder(self._folder / "lock", self.staging)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()
        self._store.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know, as that the journal was damaged and all is done again."""
        return tuple(self._store.notes)

    def register(self, position: int, article: Article) -> bool:
        """Note an article's place among the inputs. Returns whether it is finished, unchanged, and its files there.

        A file that is empty and was not counts as lost (a power cut does that); one that was edited is left alone.
        """
        select = "SELECT files FROM finished WHERE id = ? AND sha256 = ? AND setting = ?"
        with self._store.reading() as connection:
            connection.execute("INSERT INTO seen VALUES (?, ?, ?)", (position, article.id, article.sha256))
            row = connection.execute(select, (article.id, article.sha256, self._setting)).fetchone()
        return row is not None and all(_is_there(self._out / name, size) for name, size in json.loads(row[0]).items())

    def finish(self, article: Article, files: Sequence[Path], line: str) -> None:
        """Enter an article whose files are in place. files: below the output folder. line: its record as JSON."""
        sizes = json.dumps({path.relative_to(self._out).as_posix(): path.stat().st_size for path in files})
        row = (article.id, article.sha256, self._setting, sizes, line)
        with self._store.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?)", row)

    @contextmanager
    def lines(self) -> Iterator[Iterator[str]]:
        """The records of all finished articles that this run has seen, in the order of the inputs.

        One process at a time is in the block, each after its last article: the last one has the records of all.
        """
        with self._store.reading() as connection, contextlib.closing(connect(self._folder / "turn")) as turn:
            turn.execute(f"PRAGMA busy_timeout = {int(1000 * TURN_SECONDS)}")
            turn.execute("BEGIN EXCLUSIVE")
            yield (line for (line,) in connection.execute(_LINES, (self._setting,)))


def setting_digest(parts: Mapping[str, object]) -> str:
    """SHA-256 of what decides the outputs, as model, options and formats, by name; values as JSON has them."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _is_there(path: Path, size: int) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False  # writing it again succeeds, or tells what is wrong
    return stat.S_ISREG(status.st_mode) and (status.st_size > 0 or size == 0)


def _share_folder(path: Path, staging: Path) -> sqlite3.Connection:
    """Share the folder with other processes until the connection is closed, or the process gone.

    A process that gets the lock exclusively is alone in the folder, and removes what killed processes left behind.
    """
    try:
        lock = connect(path)
        with contextlib.suppress(sqlite3.OperationalError):  # locked: somebody else is at work
            lock.execute("BEGIN EXCLUSIVE")
            shutil.rmtree(staging, ignore_errors=True)
            lock.execute("COMMIT")
        lock.execute(f"PRAGMA busy_timeout = {int(1000 * BUSY_SECONDS)}")
        lock.execute("BEGIN")
        lock.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        os.makedirs(staging, exist_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise not_locked(path, error) from error
    return lock

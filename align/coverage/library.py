"""The statement library: the official English statements that coverage is checked against, in one SQLite file.

What a person enters once is kept until they remove it: a damaged file is moved aside with a note, never deleted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from iqtibas.article.errors import UsageError
from iqtibas.article.input.statements import Statement, loose
from iqtibas.storage.folders import data_root
from iqtibas.storage.sqlite import Kind, Store, StoreHandle

LIBRARY_FILE = "statements.sqlite"
KIND = Kind(
    name="statement library",
    application=0x4951_534C,  # "IQSL"
    version=1,
    schema=(
        "CREATE TABLE statements (id TEXT PRIMARY KEY, text TEXT NOT NULL, speaker TEXT NOT NULL, date TEXT NOT NULL, "
        "occasion TEXT NOT NULL, source TEXT NOT NULL, first INTEGER, last INTEGER) WITHOUT ROWID",
    ),
    way_out="give another file with --library",
)
# By date, then as they stand in their sources: what an hour of speech brought, in its order.
_ORDER = "ORDER BY date, source, first, id"
_LIKE = "speaker LIKE ? ESCAPE '\\'"


class StatementLibrary(StoreHandle):
    """An open library, for one thread. Close it, or use it in a `with` block.

    path: the file, made if it is not there; the user's own (see `library_path`) where None is given. Raises ReadError
    for a file that is no library or of another version, OutputError where it cannot be written; so do all methods.
    """

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(Store(path or library_path(), KIND, ours=path is None))

    @property
    def path(self) -> Path:
        """Where the library is."""
        return self._store.path

    def add(self, statement: Statement) -> bool:
        """Keep a statement. Returns False if it is there already, which changes nothing.

        Raises UsageError if its id is that of another text.
        """
        row = (
            *(statement.id, statement.text, statement.speaker, statement.date.isoformat() if statement.date else ""),
            *(statement.occasion, statement.source, *(statement.position or (None, None))),
        )
        with self._store.writing() as connection:
            known = connection.execute("SELECT text FROM statements WHERE id = ?", (statement.id,)).fetchone()
            if known and loose(known[0]) != loose(statement.text):
                problem = f'the library has another text with this id: "{known[0][:60]}"'
                raise UsageError(
                    f"statement {statement.id}", problem, "give it another id, or remove the old one first"
                )
            if not known:
                connection.execute("INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return not known

    def get(self, name: str) -> Statement:
        """A statement by its id. Raises UsageError if there is none."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM statements WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise _unknown(name)
        return _statement(row)

    def remove(self, name: str) -> None:
        """Forget a statement. Raises UsageError if there is none with this id."""
        with self._store.writing() as connection:
            if not connection.execute("DELETE FROM statements WHERE id = ?", (name,)).rowcount:
                raise _unknown(name)

    def statements(self, speaker: str = "") -> Iterator[Statement]:
        """The statements by date and place in their source. speaker: only of speakers whose name has this in it."""
        pattern = speaker.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        with self._store.reading() as connection:
            for row in connection.execute(f"SELECT * FROM statements WHERE {_LIKE} {_ORDER}", (f"%{pattern}%",)):
                yield _statement(row)

    def __len__(self) -> int:
        with self._store.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM statements").fetchone()[0])


def library_path() -> Path:
    """Where the user's own library is: in the data folder. Raises ModelError if that is not safe; makes nothing."""
    return data_root() / LIBRARY_FILE


def _statement(row: tuple[str, str, str, str, str, str, int | None, int | None]) -> Statement:
    name, text, speaker, date, occasion, source, first, last = row
    position = None if first is None or last is None else (first, last)
    said = datetime.date.fromisoformat(date) if date else None
    return Statement(name, text, speaker, said, occasion, source, position)


def _unknown(name: str) -> UsageError:
    return UsageError(f"statement {name}", "the library has none with this id", "see: iqtibas statements list")

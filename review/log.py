"""The log of decisions: one SQLite file in the folder of the run, which is only ever added to.

A decision is on the disk before anybody is told that it is saved. Any number of processes may read and add at once.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from iqtibas.align.model import VERDICT_LABELS
from iqtibas.article import ReadError, Segment
from iqtibas.review.model import ACTIONS, Change, Decision, Subject
from iqtibas.storage.sqlite import SIDE_FILES, Kind, Store, StoreHandle
from iqtibas.storage.write import refuse_links

LOG_FILE = "review.sqlite"
RESCUE = "rescue what it holds with sqlite3 and .recover, or start again with an empty log"
_COLUMNS = "id, at, reviewer, article, sha256, start, end, digest, change"
KIND = Kind(
    name="log of review decisions",
    application=0x4951_5256,  # "IQRV"
    version=1,
    schema=(
        "CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reviewer TEXT NOT NULL, "
        "article TEXT NOT NULL, sha256 TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, "
        "digest TEXT NOT NULL, change TEXT NOT NULL)",
        *(
            f"CREATE TRIGGER keep_on_{verb} BEFORE {verb} ON decision "
            "BEGIN SELECT RAISE(ABORT, 'decisions are only ever added'); END"
            for verb in ("update", "delete")
        ),
    ),
    way_out=f"move {LOG_FILE} out of the folder; the decisions in it stay in that file",
)


class Log(StoreHandle):
    """The open log of a run's folder, for one thread. Close it, or use it in a `with` block.

    Raises ReadError for a file that is no log, of another version, or damaged: that one is moved aside, and the next
    time a new log begins. Raises OutputError where it cannot be written or stays locked. So do all methods.
    """

    def __init__(self, folder: Path) -> None:
        refuse_links(folder, *(folder / f"{LOG_FILE}{side}" for side in ("", *SIDE_FILES)))
        super().__init__(Store(folder / LOG_FILE, KIND, ours=False))
        if self._store.notes:  # the store begins a new file in place of a damaged one; that must not pass unseen
            self._store.close()
            raise ReadError(str(folder / LOG_FILE), self._store.notes[0].rstrip("."), RESCUE)
        with self._store.reading() as connection:
            # What people decided is worth the milliseconds in which the disk confirms it, power cuts included.
            connection.execute("PRAGMA synchronous = FULL")

    def since(self, last: int = 0) -> tuple[Decision, ...]:
        """The decisions after one, oldest first."""
        with self._store.reading() as connection:
            return self._read(connection, last)

    def add(self, last: int, decide: Callable[[tuple[Decision, ...]], Decision]) -> tuple[Decision, ...]:
        """Add what `decide` makes of the decisions after `last`, which nobody can add to meanwhile.

        Its id is set here. Returns those decisions and the new one. What `decide` raises leaves the log as it was.
        """
        with self._store.writing() as connection:
            news = self._read(connection, last)
            made = decide(news)
            values = ", ".join("?" * (len(_COLUMNS.split(",")) - 1))
            names = _COLUMNS.removeprefix("id, ")
            connection.execute(f"INSERT INTO decision ({names}) VALUES ({values})", _row(made))
            return self._read(connection, last)

    def _read(self, connection: sqlite3.Connection, last: int) -> tuple[Decision, ...]:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM decision WHERE id > ? ORDER BY id", [last])
        try:
            return tuple(_decision(row) for row in rows)
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise ReadError(str(self._store.path), f"holds what is no decision ({error})", KIND.way_out) from error


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """All decisions about the run in a folder, oldest first; none where nobody reviewed it. Makes no file.

    Raises ReadError and OutputError, see `Log`.
    """
    if not (folder / LOG_FILE).exists():
        return ()
    with Log(folder) as log:
        return log.since()


def decision_json(decision: Decision) -> str:
    """A decision as one line of JSON, for programs."""
    subject = decision.subject
    record = {
        "id": decision.id,
        "at": decision.at.isoformat(),
        "reviewer": decision.reviewer,
        "article": decision.article,
        "sha256": subject.sha256,
        "embed": [subject.start, subject.end],
        "statement": subject.digest,
        **_change_record(decision.change),
    }
    return json.dumps(record)


def _row(made: Decision) -> tuple[object, ...]:
    s = made.subject
    # Texts of strangers as JSON in ASCII: SQLite's text cannot hold the lone surrogates that file names may have.
    article, change = json.dumps(made.article), json.dumps(_change_record(made.change))
    return (made.at.isoformat(), json.dumps(made.reviewer), article, s.sha256, s.start, s.end, s.digest, change)


def _decision(row: tuple[object, ...]) -> Decision:
    number, at, reviewer, article, sha256, start, end, digest, change = row
    if not (isinstance(number, int) and isinstance(start, int) and isinstance(end, int)):
        raise TypeError("an offset is no number")
    moment = datetime.datetime.fromisoformat(_string(at)).astimezone(datetime.UTC)
    subject = Subject(_string(sha256), start, end, _string(digest))
    who, where, record = (json.loads(_string(value)) for value in (reviewer, article, change))
    return Decision(number, moment, _string(who), _string(where), subject, _change(record))


def _string(value: object) -> str:
    """The value, which must be a string. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} in place of a string")
    return value


def _change_record(change: Change) -> dict[str, object]:
    """Only what the action has a use for."""
    record: dict[str, object] = {"action": change.action}
    if change.spans is not None:
        record["spans"] = [[span.start, span.end] for span in change.spans]
    if change.verdict is not None:
        record["verdict"] = change.verdict
    if change.segment is not None:
        record |= {"segment": [change.segment.start, change.segment.end], "english": change.english}
    if change.action == "note":
        record["note"] = change.note
    return record | ({"target": change.target} if change.target is not None else {})


def _change(record: object) -> Change:
    """Raises KeyError, TypeError or ValueError for a record that we did not write."""
    if not isinstance(record, dict):
        raise TypeError(f"{type(record).__name__} in place of a change")
    spans, segment, target = record.get("spans"), record.get("segment"), record.get("target")
    verdict = next((label for label in VERDICT_LABELS if label == record.get("verdict")), None)
    action = next((known for known in ACTIONS if known == record["action"]), None)
    if action is None or type(target) not in (int, type(None)):
        raise ValueError("an unknown action")
    return Change(
        action,
        tuple(_segment(span) for span in spans) if isinstance(spans, list) else None,
        verdict,
        _segment(segment) if segment is not None else None,
        _string(record.get("english", "")),
        _string(record.get("note", "")),
        target,
    )


def _segment(span: object) -> Segment:
    if not (isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)):
        raise TypeError("no span of two offsets")
    if not 0 <= span[0] <= span[1]:
        raise ValueError("a span that ends before it begins")
    return Segment(*span)

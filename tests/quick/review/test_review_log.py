"""The log of decisions: it gives back what was added, and whatever else is in it is refused."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from decisions import ACCEPT, MOMENT, logged

from iqtibas.article import ReadError, Segment
from iqtibas.review import (
    LOG_FILE,
    Change,
    Log,
    decision_json,
    read_decisions,
)


def test_the_log_gives_back_what_was_added(tmp_path: Path) -> None:
    told = [
        ACCEPT,
        Change("link", ()),
        Change("translate", segment=Segment(4, 9), english="“Twenty” \u202edocks\u202c 🚢\nand more"),
        Change("note", note="x\ud800y"),
        Change("undo", target=3),
    ]
    wanted = [replace(d, article="a\udcff.txt", reviewer="عمر <b>") for d in logged(*told)]
    with Log(tmp_path) as log:
        for decision in wanted:
            log.add(0, lambda news, own=decision: own)  # type: ignore[misc]
    assert read_decisions(tmp_path) == tuple(wanted)
    lines = [json.loads(decision_json(decision)) for decision in wanted]
    assert [line["action"] for line in lines] == ["accept", "link", "translate", "note", "undo"]
    assert lines[0]["spans"] == [[3, 9]]
    assert lines[1]["spans"] == []
    assert "spans" not in lines[3]


def test_nothing_can_be_changed_or_deleted(tmp_path: Path) -> None:
    with Log(tmp_path) as log:
        log.add(0, lambda news: logged(ACCEPT)[0])
    connection = sqlite3.connect(tmp_path / LOG_FILE)
    for statement in ("UPDATE decision SET reviewer = 'x'", "DELETE FROM decision"):
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            connection.execute(statement)
    connection.close()
    assert len(read_decisions(tmp_path)) == 1


def test_where_nobody_reviewed_nothing_is_made(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOG_FILE).write_text("a shopping list")
    with pytest.raises(ReadError, match="no log of review decisions"):
        Log(tmp_path)
    assert (tmp_path / LOG_FILE).read_text() == "a shopping list"


def test_a_damaged_log_is_kept_and_does_not_pass_unseen(tmp_path: Path) -> None:
    damaged = b"SQLite format 3\0" + b"\xff" * 5000
    (tmp_path / LOG_FILE).write_bytes(damaged)
    with pytest.raises(ReadError, match="was damaged"):
        read_decisions(tmp_path)
    assert (tmp_path / f"{LOG_FILE}.damaged-1").read_bytes() == damaged
    assert read_decisions(tmp_path) == ()


@pytest.mark.parametrize("change", ['{"action": "rename"}', "{}", '{"action": "link", "spans": [[1]]}', "no JSON"])
def test_a_record_that_is_none_is_named(tmp_path: Path, change: str) -> None:
    Log(tmp_path).close()
    connection = sqlite3.connect(tmp_path / LOG_FILE)
    columns = "at, reviewer, article, sha256, start, end, digest, change"
    row = (MOMENT.isoformat(), '"M"', '"a"', "", 0, 1, "", change)
    connection.execute(f"INSERT INTO decision ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.commit()
    connection.close()
    with pytest.raises(ReadError, match="no decision"):
        read_decisions(tmp_path)

"""The log of decisions: it gives back what was added, and whatever else is in it is refused."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from decisions import ACCEPT, MOMENT, logged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import invented_run

from iqtibas.article import ReadError, Segment
from iqtibas.review import (
    LOG_FILE,
    Change,
    Log,
    decision_json,
    read_decisions,
    reviewed,
)

FIELDS = ("action", "spans", "verdict", "segment", "english", "note", "target")


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


DEEP = "[" * 100_000 + "]" * 100_000
ROW = {
    "at": MOMENT.isoformat(), "reviewer": '"M"', "article": '"a"', "sha256": "", "start": 0, "end": 1, "digest": "",
    "change": '{"action": "reject"}',
}  # fmt: skip


def log_with(folder: Path, **values: object) -> None:
    """A log as somebody may hand it over: one decision, with other values in its row."""
    Log(folder).close()
    row = ROW | values
    connection = sqlite3.connect(folder / LOG_FILE)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO decision ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    connection.commit()
    connection.close()


def test_the_row_of_these_tests_is_a_decision(tmp_path: Path) -> None:
    log_with(tmp_path)
    assert len(read_decisions(tmp_path)) == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(
            (column, value)
            for column in ("reviewer", "article", "change")
            for value in (DEEP, "1", "null", "[]", "NaN")
        ),
        *((column, value) for column in ("reviewer", "at", "change") for value in (1, 1.5, b"x")),
        ("change", DEEP.replace("[", '{"action":').replace("]", "}")),
        ("change", f'{{"action": "note", "note": {DEEP}}}'),
        ("change", '{"action": "note", "note": 1}'),
        ("change", '{"action": "undo", "target": true}'),
        ("change", '{"action": "undo", "target": 1.5}'),
        ("change", '{"action": "link", "spans": [[9, 3]]}'),
        ("change", '{"action": "link", "spans": [[-9, 3]]}'),
        ("change", '{"action": "link", "spans": [[true, 3]]}'),
        ("change", '{"action": ["reject"]}'),
        ("change", "9" * 5000),
        ("at", "yesterday"),
        ("at", "0001-01-01T00:00:00+23:00"),
        ("start", "x"),
        ("end", 1.5),
    ],
)
def test_a_log_that_was_handed_over_is_refused_in_one_line(tmp_path: Path, column: str, value: object) -> None:
    log_with(tmp_path, **{column: value})
    with pytest.raises(ReadError, match="holds what is no decision") as error:
        read_decisions(tmp_path)
    assert len(str(error.value)) < 500 + len(str(tmp_path))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(categories=None), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FIELDS, "x"]), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from([*ROW]), JSON_VALUES, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_value_in_a_row_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, column: str, value: object, merged: bool
) -> None:
    record = {"action": "note", **value} if merged and isinstance(value, dict) else value
    folder = tmp_path_factory.mktemp("log")
    log_with(folder, **{column: json.dumps(record)})
    try:
        found = read_decisions(folder)
    except ReadError:
        return
    assert reviewed(invented_run(), found)

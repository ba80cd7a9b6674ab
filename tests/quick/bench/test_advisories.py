"""Known holes of locked versions, told from a copy of the OSV database: made-up advisories in its schema."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bench.release import advisories

LOCK = "anyio==4.16.0 \\\n    --hash=sha256:00\n    # via\n    #   httpx==0.1\nPy_YAML[x]==6.0 ; sys_platform == 'linux' \\\n"


def advisory(name: str, *events: dict[str, str], **more: Any) -> dict[str, Any]:
    """An advisory of one package with one range."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
    }
    return {"id": "PYSEC-0000-1", "summary": "Reads too much.", "affected": [affected | more]}


def test_pins_are_read_with_their_canonical_names() -> None:
    assert advisories.pins(LOCK) == {"anyio": {"4.16.0"}, "py-yaml": {"6.0"}}


def test_what_the_project_locks_is_read() -> None:
    locked = advisories.pins(advisories.LOCK.read_text(encoding="utf-8"))
    assert {"typer", "sacrebleu", "sentencepiece", "torch", "transformers"} <= set(locked)


@pytest.mark.parametrize(
    ("version", "events", "affected"),
    [
        ("4.16.0", [{"introduced": "0"}], True),
        ("4.16.0", [{"introduced": "0"}, {"fixed": "4.16.0"}], False),
        ("4.15.9", [{"introduced": "0"}, {"fixed": "4.16.0"}], True),
        ("4.16.0rc1", [{"introduced": "0"}, {"fixed": "4.16.0"}], True),
        ("4.16.0", [{"introduced": "4.0"}, {"last_affected": "4.16.0"}], True),
        ("4.16.1", [{"introduced": "4.0"}, {"last_affected": "4.16.0"}], False),
        ("3.9", [{"introduced": "4.0"}, {"fixed": "5.0"}], False),
        ("10.0", [{"fixed": "9.0"}, {"introduced": "0"}], False),
        ("2.5", [{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}, {"fixed": "3.0"}], True),
        ("1.5", [{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "2.0"}, {"fixed": "3.0"}], False),
        ("1.5", [{"introduced": "0"}, {"fixed": "not a version"}], True),
    ],
)
def test_a_version_is_affected_in_its_ranges(version: str, events: list[dict[str, str]], affected: bool) -> None:
    [entry] = advisory("anyio", *events)["affected"]
    assert advisories.is_affected(version, entry) == affected


def test_only_what_is_locked_and_not_withdrawn_is_a_hole() -> None:
    everything = {"introduced": "0"}
    there = advisory("AnyIO", everything, {"fixed": "5.0"})
    elsewhere = advisory("anyio", everything)
    elsewhere["affected"][0]["package"]["ecosystem"] = "npm"
    others = [
        advisory("other", everything),
        advisory("anyio", everything) | {"withdrawn": "2026-01-01T00:00:00Z"},
        elsewhere,
        advisory("py.yaml", versions=["5.9", "6.0.1"]),
    ]
    assert advisories.holes({"anyio": {"4.16.0"}, "py-yaml": {"6.0"}}, iter([*others, there])) == [
        advisories.Hole("anyio", "4.16.0", "PYSEC-0000-1", "Reads too much.", ("5.0",))
    ]
    assert [hole.name for hole in advisories.holes({"py-yaml": {"5.9"}}, iter(others))] == ["py-yaml"]


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database, lock = tmp_path / "all.zip", tmp_path / "lock.txt"
    with zipfile.ZipFile(database, "w") as archive:
        archive.writestr("PYSEC-0000-1.json", json.dumps(advisory("anyio", {"introduced": "0"}, {"fixed": "5.0"})))
    lock.write_text(LOCK, encoding="utf-8")
    assert advisories.main([str(database), "--lock", str(lock)]) == 1
    told = capsys.readouterr().out
    assert "anyio 4.16.0: PYSEC-0000-1: Reads too much. (fixed in 5.0)" in told
    lock.write_text("anyio==5.0 \\\n", encoding="utf-8")
    assert advisories.main([str(database), "--lock", str(lock)]) == 0
    assert capsys.readouterr().out == "1 locked versions, 0 with a published hole\n"


@pytest.mark.parametrize("content", [b"no archive", None])
def test_a_database_that_cannot_be_read_is_no_clean_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    database = tmp_path / "all.zip"
    if content is not None:
        database.write_bytes(content)
    assert advisories.main([str(database)]) == 2
    assert str(database) in capsys.readouterr().err

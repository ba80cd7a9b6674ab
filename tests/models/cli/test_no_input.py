"""A run whose every input is bad."""

from __future__ import annotations

from pathlib import Path

from commands import SMALL, iqtibas


def test_a_report_is_written_even_if_every_input_is_bad(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = iqtibas("run", tmp_path / "empty.txt", "--out", tmp_path / "out", *SMALL)
    assert result.exit_code == 1
    assert "empty.txt" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == b""

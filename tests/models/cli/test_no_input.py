"""Runs that cannot begin, or have nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import SMALL, iqtibas, lines
from places import SAMPLES

ARTICLE = SAMPLES / "02-ministry-number.txt"


def test_a_report_is_written_even_if_every_input_is_bad(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = iqtibas("run", tmp_path / "empty.txt", "--out", tmp_path / "out", *SMALL)
    assert result.exit_code == 1
    assert "empty.txt" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == b""


@pytest.mark.parametrize("command", ["run", "translate"])
@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_place_of_the_folder(tmp_path: Path, command: str, below: str) -> None:
    """Root may write everywhere, a folder where a file is it may not."""
    (tmp_path / "taken").write_text("mine")
    result = iqtibas(command, ARTICLE, "--out", tmp_path / "taken" / below, *SMALL)
    assert (result.exit_code, result.stdout) == (1, "")
    [line] = lines(result.stderr)
    assert str(tmp_path / "taken") in line
    assert "--out" in line
    assert (tmp_path / "taken").read_text() == "mine"

"""`iqtibas explain` as a user runs it: what it prints, and every line that it refuses with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import NEWS, iqtibas

from iqtibas import align
from iqtibas.align import Aligner


class TestExplain:
    @pytest.fixture(autouse=True)
    def loaded(self, aligner: Aligner, monkeypatch: pytest.MonkeyPatch) -> None:
        """The aligner of all tests: the command would load one of its own."""
        monkeypatch.setattr(align, "load_aligner", lambda: aligner)

    def test_one_statement_is_explained(self, samples: Path) -> None:
        article = samples / "02-ministry-number.txt"
        shown = iqtibas("explain", article).stdout
        record = json.loads(iqtibas("explain", article, "--json").stdout)
        assert record["verdict"]["label"] in shown

    def test_a_statement_that_is_not_there_is_refused(self, samples: Path) -> None:
        refused = iqtibas("explain", samples / "02-ministry-number.txt", "--embed", 99)
        assert refused.exit_code == 2
        assert "99" in refused.stderr

    def test_more_than_one_article_is_refused(self, tmp_path: Path) -> None:
        for name in ("a.txt", "b.txt"):
            (tmp_path / name).write_text(NEWS, encoding="utf-8")
        refused = iqtibas("explain", tmp_path)
        assert refused.exit_code == 2
        assert " ".join(refused.stderr.split()) == f"failed {tmp_path}: holds more than one article; give one article"

    def test_an_article_that_cannot_be_read_is_refused(self, tmp_path: Path) -> None:
        refused = iqtibas("explain", tmp_path / "none.txt")
        assert refused.exit_code == 1
        assert str(tmp_path / "none.txt") in " ".join(refused.stderr.split())

"""`iqtibas memory` and `iqtibas explain` as a user runs them: what they print, and every line that they refuse with."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import iqtibas, lines

PAIRS = "افتتح الجسر أمس\tThe bridge opened yesterday\nعاد الميناء إلى العمل\tThe port is at work again\n"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """The file of a memory that holds two accepted pairs."""
    (tmp_path / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
    kept = tmp_path / "kept.sqlite"
    assert iqtibas("memory", "import", tmp_path / "pairs.tsv", "--memory", kept).stdout == "2 pairs accepted\n"
    return kept


class TestMemory:
    def test_stats_say_how_much_is_kept_and_where(self, memory: Path) -> None:
        first, second = lines(iqtibas("memory", "stats", "--memory", memory).stdout)
        assert first == "0 segments by models (0 settings), 2 accepted pairs"
        assert second.endswith(f" MB  {memory}")

    def test_the_same_pairs_again_are_accepted_once(self, memory: Path, tmp_path: Path) -> None:
        iqtibas("memory", "import", tmp_path / "pairs.tsv", "--memory", memory)
        assert "2 accepted pairs" in iqtibas("memory", "stats", "--memory", memory).stdout

    @pytest.mark.parametrize("name", ["out.tmx", "out.tsv"])
    def test_what_is_exported_can_be_imported(self, memory: Path, tmp_path: Path, name: str) -> None:
        said = iqtibas("memory", "export", tmp_path / name, "--memory", memory).stdout
        assert " ".join(said.split()) == f"2 pairs are in {tmp_path / name}"
        other = tmp_path / "other.sqlite"
        assert iqtibas("memory", "import", tmp_path / name, "--memory", other).stdout == "2 pairs accepted\n"

    @pytest.mark.parametrize("verb", ["import", "export"])
    def test_another_kind_of_file_is_refused(self, memory: Path, tmp_path: Path, verb: str) -> None:
        other = tmp_path / "pairs.doc"
        other.write_text(PAIRS, encoding="utf-8")
        refused = iqtibas("memory", verb, other, "--memory", memory)
        assert refused.exit_code == 2
        assert str(other) in " ".join(refused.stderr.split())
        assert refused.stdout == ""

    def test_a_file_that_is_no_memory_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "no.sqlite").write_text("no database " * 99)
        refused = iqtibas("memory", "stats", "--memory", tmp_path / "no.sqlite")
        assert refused.exit_code == 1
        assert str(tmp_path / "no.sqlite") in " ".join(refused.stderr.split())

"""A table of statements read back from CSV (see `tables.csv_text`), as a spreadsheet may have saved it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from iqtibas.article import ReadError
from iqtibas.article.csv_cells import read_table
from iqtibas.article.input.regular import require_regular

MAX_CSV_BYTES = 200_000_000
"""Largest table that is read: some 200 000 statements."""
NEEDED = ("article", "statement number", "statement", "rendering", "rendering parts", "verdict")
SAVE = "save it as CSV UTF-8, with the columns of embeds.csv"


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows by column, without the apostrophes that kept a spreadsheet from computing them; blank rows left out.

    Cells are parted as `read_table` finds it. Columns may stand in any order
    and further ones are kept. Raises ReadError for another table, and where a file is too large, not UTF-8 or no CSV.
    """
    names: list[str] = []
    for line, cells in read_table(_text(path), str(path), NEEDED):
        if not names:
            names = [name.strip() for name in cells]
            missing = [name for name in NEEDED if name not in names]
            if missing:
                raise ReadError(str(path), f"has no column {missing[0]!r}", SAVE)
        elif any(cells):
            if len(cells) != len(names):
                raise ReadError(f"{path}, line {line}", f"has {len(cells)} cells, not {len(names)}", SAVE)
            yield dict(zip(names, cells, strict=True))


def _text(path: Path) -> str:
    try:
        require_regular(path)
        if path.stat().st_size > MAX_CSV_BYTES:
            raise ReadError(str(path), f"is larger than {MAX_CSV_BYTES // 1_000_000} MB", "split it")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(str(path), f"is not UTF-8 at byte {error.start}", SAVE) from error
    except OSError as error:
        raise ReadError(
            str(path), f"cannot be read ({error.strerror})", "check the name and its permissions"
        ) from error

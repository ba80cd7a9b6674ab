"""Pairs of Arabic and English in files, whose ending says the format: what a memory exports and imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from article import ReadError, UsageError
from report.tmx import read_tmx, tmx_of_pairs
from report.tsv import read_tsv, tsv_of_pairs
from report.write import write_chunks
from translate.memory import Pair

TMX, TSV = (".tmx",), (".tsv", ".tab", ".txt")
HINT = f"name it {' or '.join((*TMX, *TSV))}"


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a TMX or TSV file. Raises UsageError for another ending, ReadError for a file without any."""
    pairs = read_tmx(path) if _is_tmx(path) else read_tsv(path)
    first = next(pairs, None)
    if first is None:
        raise ReadError(str(path), "holds no pair of Arabic and English", "check its languages")
    return chain([first], pairs)


def write_pairs(path: Path, pairs: Iterable[Pair], version: str) -> None:
    """Write pairs as TMX or TSV, whole or not at all. version: of this program. Raises UsageError and OutputError."""
    write_chunks(path, tmx_of_pairs(pairs, version) if _is_tmx(path) else tsv_of_pairs(pairs))


def _is_tmx(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending not in (*TMX, *TSV):
        raise UsageError(str(path), "is named neither as TMX nor as TSV", HINT)
    return ending in TMX

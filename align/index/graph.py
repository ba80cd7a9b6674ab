"""Neighbour graphs for indexes beyond what exact search does in time (HNSW, Malkov & Yashunin 2020, by usearch).

Optional (`iqtibas[index]`): without usearch everything is searched exactly, which takes longer and misses nothing.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iqtibas.align.index.file import Rows
from iqtibas.models.sentence_encoder import WIDTH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.sentence_encoder import Vectors

# Smaller parts are scanned: that takes no longer, and is exact.
FEWEST_ROWS = 65_536
# How many neighbours a row has, and how far building and searching look around (bench/measure/index.py).
NEIGHBOURS, BUILDING, SEARCHING = 16, 64, 256


def graph_at_work(rows: int) -> bool:
    """Whether a part of this many rows gets a graph here."""
    return rows >= FEWEST_ROWS and has_usearch()


def has_usearch() -> bool:
    """Whether the optional library is installed."""
    return find_spec("usearch") is not None


def write_graph(rows: Rows, path: Path) -> Path:
    """Build the graph of a part and save it. Its keys are row numbers. Raises OSError."""
    import numpy as np

    graph = _empty()
    graph.add(np.arange(len(rows.vectors), dtype=np.uint64), np.ascontiguousarray(rows.vectors), threads=1)
    graph.save(str(path))
    return path


def open_graph(path: Path) -> Any:
    """A graph, mapped into memory."""
    graph = _empty()
    graph.view(str(path))
    return graph


def nearest_rows(graph: Any, queries: Vectors, count: int) -> NDArray[np.int64]:
    """(q, count): the rows that the graph finds nearest, -1 behind the last. queries: (q, d) unit rows."""
    import numpy as np

    largest = np.maximum(np.abs(queries).max(axis=1, keepdims=True), 1e-9)
    codes = np.rint(queries * 127 / largest).astype(np.int8)
    found = np.full((len(queries), count), -1, np.int64)
    for at, code in enumerate(codes):  # one query gives a plain list, whatever the number of matches
        keys = graph.search(code, count, threads=1).keys
        found[at, : len(keys)] = keys
    return found


def _empty() -> Any:
    from usearch.index import Index

    return Index(
        ndim=WIDTH, metric="cos", dtype="i8", connectivity=NEIGHBOURS, expansion_add=BUILDING,
        expansion_search=SEARCHING,
    )  # fmt: skip

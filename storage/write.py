"""Writing results: files appear whole, and a folder that cannot be written is told before any work."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from iqtibas.article import OutputError

WAY_OUT = "choose another folder with --out"
_PART = re.compile(r"\.[0-9a-f]{16}\.part")


def prepare_out(folder: Path) -> None:
    """Create `folder` and write a trial file in it. Raises OutputError where either fails."""
    make_folder(folder)
    trial = _part(folder)
    try:
        trial.write_bytes(b"trial")
    except OSError as error:
        raise OutputError(str(folder), f"cannot be written: {_reason(error)}", WAY_OUT) from error
    finally:
        with contextlib.suppress(OSError):  # not there if it could not be made
            trial.unlink()


def make_folder(folder: Path) -> None:
    """Create `folder` and those above it. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(str(folder), "a file is in the way of this folder", WAY_OUT) from error
    except OSError as error:
        raise OutputError(str(folder), f"cannot be created: {_reason(error)}", WAY_OUT) from error


def write_atomically(path: Path, content: str | bytes, staging: Path | None = None, *, forced: bool = True) -> None:
    """Write a file, line ends as they are: it is there whole, or as it was before.

    content: text becomes UTF-8; a lone surrogate, which UTF-8 cannot hold, its escape. staging: where the file lies
    until it is whole, on the same file system; beside `path` if None. forced: wait until the disk has it, some 10 ms;
    otherwise a power cut, but nothing less, may leave it empty. Raises OutputError, for example on a full disk, and
    leaves nothing behind.
    """
    write_chunks(path, [content], staging, forced=forced)


def write_chunks(
    path: Path, chunks: Iterable[str | bytes], staging: Path | None = None, *, forced: bool = True
) -> None:
    """Write a file in parts, like `write_atomically`, without holding it all."""
    write_together({path: chunks}, staging, forced=forced)


def write_together(
    files: Mapping[Path, Iterable[str | bytes]], staging: Path | None = None, *, forced: bool = True
) -> None:
    """Write files that are read together, like `write_chunks`: none is put in its place before all are whole.

    So a full disk, or an end at any moment but those of the last renames, leaves all as they were before.
    """
    parts = {path: _part(staging or path.parent) for path in files}
    path = next(iter(parts))
    try:
        for path, chunks in files.items():
            _write_part(parts[path], chunks, forced=forced)
        for path, part in parts.items():
            os.replace(part, path)
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {_reason(error)}", f"free space or {WAY_OUT}") from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):  # gone if all is well; else the first error is the one to report
                part.unlink(missing_ok=True)


def _write_part(part: Path, chunks: Iterable[str | bytes], *, forced: bool) -> None:
    with part.open("xb") as file:
        for chunk in chunks:
            file.write(chunk if isinstance(chunk, bytes) else chunk.encode("utf-8", errors="backslashreplace"))
        if forced:
            file.flush()
            os.fsync(file.fileno())


def remove_parts(folder: Path) -> None:
    """Remove what killed programs left unfinished in a folder that no other process uses; what stays does no harm."""
    with contextlib.suppress(OSError):
        for part in sorted(folder.iterdir()):
            if _PART.fullmatch(part.name):
                part.unlink()


def _part(folder: Path) -> Path:
    """A new hidden name in the folder of the result, so that the final rename stays on one file system."""
    return folder / f".{secrets.token_hex(8)}.part"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()

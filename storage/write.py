"""Writing results: files appear whole, and a folder that cannot be written is told before any work."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

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


def refuse_links(root: Path, *places: Path) -> None:
    """Raises OutputError if a place below `root`, or a folder between them, is a link, wherever it leads.

    Whoever fills an output folder may have planted it there, so that we write or delete elsewhere. root: may be a
    link itself, as the user named it. places: below it, there or not.
    """
    for place in places:
        at = root
        for part in place.relative_to(root).parts:
            at /= part
            if _is_link(at):
                raise OutputError(
                    str(at), "is a link, and none is followed in an output folder", f"remove it, or {WAY_OUT}"
                )


def _is_link(path: Path) -> bool:
    """Whether a symbolic link, or a junction of Windows, is there."""
    is_junction: Callable[[Path], bool] = getattr(os.path, "isjunction", lambda _: False)  # from Python 3.12 on
    return path.is_symlink() or is_junction(path)


def make_folder(folder: Path, below: Path | None = None) -> None:
    """Create `folder` and those above it. below: an output folder, see `refuse_links`. Raises OutputError."""
    if below:
        refuse_links(below, folder)
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

    So a full disk, or an end at any moment but those of the last renames, leaves all as they were before. A device or
    a named pipe is written into, and a link stays: the file that it leads to is replaced.
    """
    targets = {path: _target(path) for path in files}
    parts = {target: _part(staging or target.parent) for target in targets.values() if target}
    path = next(iter(files))
    try:
        for path, chunks in files.items():
            if target := targets[path]:
                _write_into(parts[target], "xb", chunks, forced=forced)
            else:
                _write_into(path, "wb", chunks, forced=False)
        for target, part in parts.items():
            path = target
            os.replace(part, target)
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {_reason(error)}", f"free space or {WAY_OUT}") from error
    finally:
        for part in parts.values():
            with contextlib.suppress(OSError):  # gone if all is well; else the first error is the one to report
                part.unlink(missing_ok=True)


def _target(path: Path) -> Path | None:
    """The file to replace: the one that a link leads to; None for what is no plain file, and is written into.

    Raises OutputError for links in a circle.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return Path(os.path.realpath(path)) if path.is_symlink() else path
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {_reason(error)}", WAY_OUT) from error
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        return None
    # /dev/stdout leads to whatever the shell has opened, and has to go on with after us.
    return None if path.parts[1:2] in (("dev",), ("proc",)) else Path(os.path.realpath(path))


def takes_files(path: Path) -> bool:
    """Whether a file can be put in the place of a path, which is no device and no named pipe. Raises OutputError."""
    return _target(path) is not None


def _write_into(path: Path, mode: Literal["xb", "wb"], chunks: Iterable[str | bytes], *, forced: bool) -> None:
    with path.open(mode) as file:
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

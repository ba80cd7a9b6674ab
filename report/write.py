"""Writing results: a reader never sees half a file, and a bad folder is known before the work is done."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from article import OutputError

WAY_OUT = "choose another folder with --out"


def prepare_out(folder: Path) -> None:
    """Create `folder` and write a trial file in it. Raises OutputError where either fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(str(folder), "a file is in the way of this folder", WAY_OUT) from error
    except OSError as error:
        raise OutputError(str(folder), f"cannot be created: {_reason(error)}", WAY_OUT) from error
    trial = _part(folder)
    try:
        trial.write_bytes(b"trial")
        trial.unlink()
    except OSError as error:
        raise OutputError(str(folder), f"cannot be written: {_reason(error)}", WAY_OUT) from error


def write_atomically(path: Path, text: str) -> None:
    """Write `text` as UTF-8, line ends as they are: the file is there whole, or as it was before.

    A lone surrogate, which UTF-8 cannot hold, is written as its escape. Raises OutputError, for example on a
    full disk, and leaves nothing behind.
    """
    part = _part(path.parent)
    try:
        with part.open("xb") as file:
            file.write(text.encode("utf-8", errors="backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to report
            part.unlink(missing_ok=True)
        raise OutputError(str(path), f"cannot be written: {_reason(error)}", f"free space or {WAY_OUT}") from error


def _part(folder: Path) -> Path:
    """A new hidden name in the folder of the result, so that the final rename stays on one file system."""
    return folder / f".{secrets.token_hex(8)}.part"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()

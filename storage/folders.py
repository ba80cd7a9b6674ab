"""Where pulled and converted models are kept, and how a folder appears there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from iqtibas.article.errors import ModelError

CACHE_VARIABLE, DATA_VARIABLE = "IQTIBAS_CACHE", "IQTIBAS_DATA"


def cache_root() -> Path:
    """The cache folder: $IQTIBAS_CACHE, else the user's cache folder. Nothing is created.

    Raises ModelError if it exists and another user owns it or may write to it: whoever can put files there
    decides what our translations say.
    """
    import platformdirs

    return _own_folder(CACHE_VARIABLE, platformdirs.user_cache_path("iqtibas"))


def data_root() -> Path:
    """The folder of what people entered and no program can make again: $IQTIBAS_DATA, else the user's data folder.

    Nothing is created. Raises ModelError as `cache_root`.
    """
    import platformdirs

    return _own_folder(DATA_VARIABLE, platformdirs.user_data_path("iqtibas"))


def _own_folder(variable: str, usual: Path) -> Path:
    chosen = os.environ.get(variable)
    root = Path(chosen).expanduser().absolute() if chosen else usual
    _refuse_unsafe(root, variable)
    return root


def _refuse_unsafe(root: Path, variable: str) -> None:
    hint = f"set {variable} to a folder of your own"
    try:
        status = root.stat()
    except OSError:
        return  # not there yet, or unreadable: whoever needs it says so when it fails
    if not stat.S_ISDIR(status.st_mode):
        raise ModelError(str(root), "is not a folder", hint)
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        raise ModelError(str(root), "the folder belongs to another user", hint)
    if os.name == "posix" and status.st_mode & stat.S_IWOTH:
        raise ModelError(str(root), "every user may write to the folder", f"chmod o-w, or {hint}")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A staging folder that becomes `target` when the block ends, and is deleted if the block fails.

    The target is never seen half-written. If it exists when the block ends, because another process made it, it is
    kept and ours dropped. Raises OSError where the place is not writable.
    """
    _make_private(target.parent)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield staging
        if not target.exists():
            staging.rename(target)
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _make_private(folder: Path) -> None:
    """Create a folder and those above it, for their owner alone (Path.mkdir gives parents the usual rights)."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def has_passed(check: str) -> bool:
    """Whether `record_passed` recorded exactly this check, in a folder that nobody else can write to.

    check: all that decides how it ends. Raises ModelError for an unsafe cache.
    """
    path = _pass_path(check)
    try:
        return _only_ours(path.parent.lstat(), stat.S_ISDIR) and _only_ours(path.lstat(), stat.S_ISREG)
    except OSError:
        return False


def record_passed(check: str) -> None:
    """Record that a check was passed; where nothing can be written, the check is made again the next time.

    Raises ModelError for an unsafe cache.
    """
    path = _pass_path(check)
    try:
        _make_private(path.parent)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError:
        return  # a cache that is full or read-only costs time and nothing else


def _pass_path(check: str) -> Path:
    return cache_root() / "passed" / hashlib.sha256(check.encode()).hexdigest()


def _only_ours(status: os.stat_result, kind: Callable[[int], bool]) -> bool:
    if not kind(status.st_mode):
        return False
    return os.name != "posix" or (status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def discard(folder: Path) -> None:
    """Delete a folder, all at once as seen under its name. Raises OSError."""
    if folder.exists():
        doomed = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
        folder.rename(doomed / folder.name)
        shutil.rmtree(doomed, ignore_errors=True)

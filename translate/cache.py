"""Where pulled and converted models are kept, and how a folder gets there whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from article.errors import ModelError

CACHE_VARIABLE = "IQTIBAS_CACHE"


def cache_root() -> Path:
    """The cache folder: $IQTIBAS_CACHE, else the user's cache folder. Nothing is created.

    Raises ModelError if it exists and another user owns it or may write to it: whoever can put files there
    decides what our translations say.
    """
    import platformdirs

    chosen = os.environ.get(CACHE_VARIABLE)
    root = Path(chosen).expanduser().absolute() if chosen else platformdirs.user_cache_path("iqtibas")
    _refuse_unsafe(root)
    return root


def _refuse_unsafe(root: Path) -> None:
    hint = f"set {CACHE_VARIABLE} to a folder of your own"
    try:
        status = root.stat()
    except OSError:
        return  # not there yet, or unreadable: whoever needs it says so when it fails
    if not stat.S_ISDIR(status.st_mode):
        raise ModelError(str(root), "the cache is not a folder", hint)
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        raise ModelError(str(root), "the cache folder belongs to another user", hint)
    if os.name == "posix" and status.st_mode & stat.S_IWOTH:
        raise ModelError(str(root), "every user may write to the cache folder", f"chmod o-w, or {hint}")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A staging folder that becomes `target` when the block ends, and is deleted if the block fails.

    Nobody ever sees half a folder. A target that is there already when the block ends is kept, and ours
    dropped: another process was faster. Raises OSError where the place is not writable.
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


def discard(folder: Path) -> None:
    """Delete a folder, all at once as seen under its name. Raises OSError."""
    if folder.exists():
        doomed = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
        folder.rename(doomed / folder.name)
        shutil.rmtree(doomed, ignore_errors=True)

"""Whether a path is a file at all: devices and named pipes may never end, and opening a pipe may wait for ever."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from iqtibas.article.errors import ReadError

GIVE_A_FILE = "give a file; what a pipe holds can be saved first"


def is_regular(path: str | Path) -> bool:
    """Whether a plain file is there, or what a link leads to is one."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def require_regular(path: str | Path) -> None:
    """Raises ReadError for a device, a pipe or a socket, OSError where nothing is there. Opening tells of a folder."""
    mode = os.stat(path).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ReadError(str(path), "is no file but a device or a pipe, which may never end", GIVE_A_FILE)

"""Glob patterns, with `**` over folders that links join to circles.

`glob.glob` follows links below `**` as often as their names can be put together: two that lead back to their own folder
have more paths than anybody can wait for. Here every real folder is walked once.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence

DEEP = "**"


def matching(pattern: str) -> list[str]:
    """The paths that match a pattern, sorted, each once, as `glob.glob(pattern, recursive=True)` has them.

    `*`, `?` and `[…]` match within a name, hidden ones only where the pattern begins with a point; `**` stands for any
    number of folders. What cannot be read matches nothing.
    """
    drive, rest = os.path.splitdrive(pattern)
    root = drive + rest[: len(rest) - len(rest.lstrip("/\\" if os.name == "nt" else "/"))]
    parts = [part for part in rest.replace("\\", "/").split("/") if part] if os.name == "nt" else rest.split("/")
    wanted = [part for part in parts if part]
    found = dict.fromkeys(_matches(root, wanted)) if wanted else {}
    return sorted(path + "/" for path in found if os.path.isdir(path)) if rest.endswith("/") else sorted(found)


def _matches(base: str, parts: Sequence[str]) -> Iterator[str]:
    if not parts:
        yield base
        return
    part, *others = parts
    if part == DEEP and not others and base:
        yield base
    if part == DEEP:
        for folder in _folders(base):
            if others:
                yield from _matches(folder, others)
            else:
                yield from (os.path.join(folder, name) for name in _names(folder, "*"))
    elif any(sign in part for sign in "*?["):
        for name in _names(base, part):
            path = os.path.join(base, name)
            if not others or os.path.isdir(path):
                yield from _matches(path, others)
    elif os.path.lexists(os.path.join(base, part)):
        yield from _matches(os.path.join(base, part), others)


def _names(folder: str, pattern: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError:
        return []
    return [n for n in fnmatch.filter(names, pattern) if pattern.startswith(".") or not n.startswith(".")]


def _folders(base: str) -> Iterator[str]:
    """A folder and all below it, hidden ones left out, each real one once, nearer ones first."""
    seen: set[str] = set()
    waiting = [base]
    for folder in waiting:
        real = os.path.realpath(folder or ".")
        if real not in seen:
            seen.add(real)
            yield folder
            inner = (os.path.join(folder, name) for name in _names(folder, "*"))
            waiting += [path for path in inner if os.path.isdir(path)]

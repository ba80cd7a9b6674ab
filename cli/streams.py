"""The standard streams as they may be: closed, full, in another encoding; and terminals that say they have no width."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperGroup

from iqtibas.report.controls import one_line

FEWEST_COLUMNS = 20
"""A narrower terminal is one whose size nobody knows, as COLUMNS=0 says."""
USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""What is raised for options and arguments that make no sense; typer does not export its name."""

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF, errno.EIO)


class Commands(TyperGroup):
    """The commands, on any standard streams; what cannot be printed is one line and exit code 1."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line."""
        prepare_streams()
        try:
            return super().main(*arguments, **options)
        except SystemExit:
            _require_written(None)
            raise
        except OSError as error:
            _require_written(error)
            raise

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """As the base, with messages that cannot steer the terminal: they quote what was typed, or a file's name."""
        try:
            return super().make_context(*arguments, **options)
        except USAGE_ERROR as error:
            raise _harmless(error) from None

    def invoke(self, ctx: Any) -> Any:
        """As the base; see `make_context`."""
        try:
            return super().invoke(ctx)
        except USAGE_ERROR as error:
            raise _harmless(error) from None


def prepare_streams() -> None:
    """Make the standard streams such that printing ends in no traceback, and other files never take their numbers."""
    low = os.open(os.devnull, os.O_RDONLY)
    while low <= 2:  # free, so that the next file of ours would be standard output to every library
        low = os.open(os.devnull, os.O_RDONLY)
    os.close(low)
    if sys.stdout is None:  # now it is, but only for reading: what is printed fails where it is printed
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (as long as the program)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):  # what waits in it cannot be written: printing will tell
                stream.reconfigure(errors="backslashreplace")
    for name in ("COLUMNS", "LINES"):
        told = os.environ.get(name)
        if told is not None and not (re.fullmatch("[0-9]{1,4}", told, re.A) and int(told) >= FEWEST_COLUMNS):
            del os.environ[name]


def _harmless(error: Exception) -> Exception:
    error.message = one_line(str(getattr(error, "message", error)))  # type: ignore[attr-defined]
    return error


def _require_written(error: OSError | None) -> None:
    """End with one line if standard output cannot be written. error: what a command ended in, perhaps just that.

    Files of ours that cannot be written are told of by name before it comes to this.
    """
    broken = error if error and error.filename is None and error.errno in UNWRITABLE else None
    try:
        sys.stdout.flush()
    except OSError as problem:
        broken = broken or problem
    if broken is None:
        return
    with suppress(OSError, ValueError):  # what still waits goes nowhere, or Python would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    why = (broken.strerror or str(broken)).lower()
    with suppress(OSError):
        print(f"failed  standard output: cannot be written ({why}); free space, or send it elsewhere", file=sys.stderr)
    raise SystemExit(1) from None

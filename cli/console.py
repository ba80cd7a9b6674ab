"""Where the commands print, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from iqtibas.article import IqtibasError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

SOME_FAILED, USAGE, INTERRUPTED = 1, 2, 130


def consoles(json: str = "") -> tuple[Console, Console]:
    """For results and for progress and errors. Results go to standard error if JSON takes standard output."""
    from iqtibas.report.terminal.screen import Screen

    errors = Screen(stderr=True, highlight=False)
    return (errors if json == "-" else Screen(highlight=False)), errors


@contextmanager
def one_line_errors() -> Iterator[None]:
    """End the program with one clear line for what the user can mend."""
    try:
        yield
    except IqtibasError as error:
        from iqtibas.report import print_failure

        print_failure(error, consoles()[1])
        raise typer.Exit(USAGE if isinstance(error, UsageError) else SOME_FAILED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def say(text: str) -> None:
    """A line on standard output; on a terminal nothing in it acts."""
    from iqtibas.report.controls import disarmed

    typer.echo(disarmed(text) if sys.stdout.isatty() else text)

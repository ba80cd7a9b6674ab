"""Where the commands print, how they end, and what shows that they are at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from iqtibas.article import IqtibasError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

SOME_FAILED, USAGE, INTERRUPTED = 1, 2, 130


def consoles(json: str = "") -> tuple[Console, Console]:
    """For results and for progress and errors. Results go to standard error if JSON takes standard output."""
    from rich.console import Console

    errors = Console(stderr=True, highlight=False)
    return (errors if json == "-" else Console(highlight=False)), errors


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


def progress_bar(console: Console, quiet: bool) -> Progress:
    """Article, bar, count, time left; invisible when piped or quiet."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)

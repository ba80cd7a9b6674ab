"""How far a batch is, on the terminal: articles, segments a second, time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from iqtibas.report.controls import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

NAME_WIDTH = 30
# Articles come in windows, some of which take minutes: the time left is judged by so many seconds.
JUDGED_BY = 600.0


class BatchProgress:
    """See `translate.batch.Progress`."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task
        self._segments = 0

    def finished(self, name: str) -> None:
        """One more article is done."""
        self._bar.update(self._task, advance=1, description=one_line(name)[-NAME_WIDTH:])

    def translated(self, segments: int) -> None:
        """So many more segments have their English."""
        self._segments += segments
        elapsed = self._bar.tasks[self._task].elapsed or 0.0
        self._bar.update(self._task, rate=f"{self._segments / elapsed:.1f} segments/s" if elapsed else "")


@contextmanager
def batch_progress(console: Console, total: int, *, quiet: bool = False) -> Iterator[BatchProgress]:
    """A line that goes when the block ends. total: about how many articles; nothing shows when piped or quiet."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    disabled = quiet or not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=disabled, speed_estimate_period=JUDGED_BY) as bar:
        yield BatchProgress(bar, bar.add_task("", total=total, rate=""))

"""How far the work is, on the terminal: the article at hand, how many are done, how fast, and about how long left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.text import Text

from iqtibas.report.controls import one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Task, TaskID

NAME_WIDTH = 30
STARTING = "starting"
"""Shown until the first article is at hand: models load, folders are searched."""
JUDGED_FROM = 5.0
"""Seconds before which no time left is told: what loads once would be taken for what every article costs."""


class TimeLeft(ProgressColumn):
    """About how long it will take: the articles that are left, at the pace of those that are done.

    rich's own column follows the last steps. Articles are finished in bursts, a window at a time, between which nothing
    is; their pace says nothing of the whole.
    """

    def render(self, task: Task) -> Text:
        """Nothing as long as nothing can be told."""
        elapsed, left = task.elapsed or 0.0, task.remaining
        if not task.completed or not left or left < 0 or elapsed < JUDGED_FROM:
            return Text("")
        return Text(f"about {duration(elapsed / task.completed * left)} left")


def duration(seconds: float) -> str:
    """Hours, minutes and seconds, rounded to what an estimate can tell."""
    whole = max(1, round(seconds)) if seconds < 60 else round(seconds / 10) * 10
    minutes, hours = whole // 60 % 60, whole // 3600
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {whole % 60:02} s" if minutes else f"{whole} s"


def shown_name(name: str) -> str:
    """The end of an article's id or of a place, as the line has room for it."""
    return one_line(name)[-NAME_WIDTH:]


def progress_bar(console: Console, quiet: bool) -> Progress:
    """Article, bar, count, rate, time left; invisible when piped or quiet. Tasks have a field `rate`."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeLeft(),
    )
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


class BatchProgress:
    """See `translate.batch.Progress`."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task
        self._segments = self._first = 0
        self._began = 0.0

    def finished(self, name: str) -> None:
        """One more article is done."""
        self._bar.update(self._task, advance=1, description=shown_name(name))

    def translated(self, segments: int) -> None:
        """So many more segments have their English: articles are finished a window at a time, segments all the time."""
        now, before = self._bar.get_time(), self._segments
        if not before:
            self._began, self._first = now, segments
        self._segments += segments
        elapsed = now - self._began  # since the first of them were there, which models load for
        rate = f", {(self._segments - self._first) / elapsed:.1f} segments/s" if elapsed > 1 else ""
        self._bar.update(self._task, rate=f"{self._segments} segments{rate}")


@contextmanager
def batch_progress(console: Console, total: int, *, quiet: bool = False) -> Iterator[BatchProgress]:
    """A line that goes when the block ends. total: about how many articles; nothing shows when piped or quiet."""
    with progress_bar(console, quiet) as bar:
        yield BatchProgress(bar, bar.add_task(STARTING, total=total, rate=""))

"""The summary on the terminal: a table for people, plain aligned lines for pipes and logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from article import IqtibasError
from report.controls import isolated, one_line
from report.tables import Row
from report.wording import sureness

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.table import Table

COLOURS = {"faithful": "green", "altered": "bold red", "partial": "yellow", "missing": "magenta"}
HEADINGS = ("Article", "Statement", "Verdict", "Confidence", "First finding")


@dataclass(frozen=True, slots=True)
class _Cell:
    """Text of any direction. Isolates are set after wrapping: one torn over two lines would stay open."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        for line in Text(self.text).wrap(console, options.max_width):
            yield Text(isolated(line.plain))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement
        from rich.text import Text

        return Measurement.get(console, options, Text(self.text))


def print_summary(
    rows: Sequence[Row],
    failures: Sequence[IqtibasError],
    report_path: Path | None,
    console: Console,
) -> None:
    """Print every row, then what failed, then where the report is (None: no report was written).

    On a terminal Arabic stands between isolates, so that it cannot reorder a line; a pipe gets none.
    """
    if console.is_terminal:
        console.print(_table(rows))
    else:
        _print_plain([HEADINGS, *(_texts(row) for row in rows)], console)
    for failure in failures:
        print_failure(failure, console)
    if report_path is not None:
        _print_line(f"report  {report_path}", console)


def print_failure(failure: IqtibasError, console: Console) -> None:
    """One line for what a person can mend; names from outside cannot steer the terminal."""
    line = one_line(str(failure))
    _print_line(f"failed  {isolated(line) if console.is_terminal else line}", console)


def _texts(row: Row) -> tuple[str, str, str, str, str]:
    number = "" if row.number is None else str(row.number)
    confidence = "" if row.confidence is None else sureness(row.confidence)
    return one_line(row.article), number, row.label, confidence, one_line(row.finding)


def _table(rows: Sequence[Row]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(*HEADINGS, header_style="bold")
    for row in rows:
        article, number, label, confidence, finding = _texts(row)
        verdict = Text(label, style=COLOURS.get(row.label, "dim"))
        table.add_row(_Cell(article), number, verdict, confidence, _Cell(finding))
    return table


def _print_plain(lines: Sequence[Sequence[str]], console: Console) -> None:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)]
        _print_line("  ".join(cells).rstrip(), console)


def _print_line(line: str, console: Console) -> None:
    """As it is: no wrapping, no markup, no highlighting."""
    console.print(line, soft_wrap=True, markup=False, highlight=False, emoji=False)

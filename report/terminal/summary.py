"""The summary on the terminal: a table for people, plain aligned lines for pipes and logs, JSON, or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from iqtibas.align.model import VERDICT_LABELS
from iqtibas.article import IqtibasError, UsageError
from iqtibas.models.registry import WEAK_NOTE
from iqtibas.report.controls import isolated, one_line
from iqtibas.report.exchange.tables import Row
from iqtibas.report.record.jsonl import PLACES, SCHEMA, dumped
from iqtibas.report.terminal.markdown import literal
from iqtibas.report.wording import sureness

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
    from rich.measure import Measurement
    from rich.table import Table

Form = Literal["table", "plain", "json", "markdown"]
FORMS: tuple[Form, ...] = get_args(Form)
NARROW = 96
"""Columns that a table needs, so that a finding has at least three words a line; on fewer there is a list."""
COLOURS = {"faithful": "green", "altered": "bold red", "partial": "yellow", "missing": "magenta"}
HEADINGS = ("Article", "Statement", "Verdict", "Confidence", "First finding")
WIDTHS = (30, None, 10, None, None)
"""The most columns of a terminal that each may have in a table."""


@dataclass(frozen=True, slots=True)
class Cell:
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


def parse_form(name: str) -> Form:
    """The form that `--format` names. Raises UsageError for another."""
    found = next((form for form in FORMS if form == name), None)
    if found is None:
        raise UsageError("--format", f'"{name}" is none', f"choose from {', '.join(FORMS)}")
    return found


def print_summary(
    rows: Sequence[Row],
    failures: Sequence[IqtibasError],
    report_path: Path | None,
    console: Console,
    form: Form = "table",
    notes: Sequence[str] = (),
) -> None:
    """Print what to know, every row, the counts, what failed, and where the report is (None: no report was written).

    A table that goes into a pipe becomes plain lines. On a terminal Arabic stands between isolates (Unicode Standard
    Annex 9), so that it cannot reorder a line; pipes, JSON and Markdown get none, because there they would be searched
    for, compared and pasted along.
    """
    if form == "json":
        print_line(_json(rows, failures, report_path, notes), console)
        return
    if form == "markdown":
        for line in _markdown(rows, failures, notes):
            print_line(line, console)
        return
    for note in notes:
        style = "yellow" if note.startswith(WEAK_NOTE) else "dim"
        console.print(one_line(note), style=style, markup=False, highlight=False, soft_wrap=True)
    if form == "plain" or not console.is_terminal:
        print_plain([HEADINGS, *(_texts(row) for row in rows)], console)
    else:
        console.print(_table(rows) if console.width >= NARROW else _list(rows))
    print_line(totals(rows), console)
    for failure in failures:
        print_failure(failure, console)
    if report_path is not None:
        print_line(f"report  {report_path}", console)


def totals(rows: Sequence[Row]) -> str:
    """How many statements have which verdict, in how many articles."""
    counts = Counter(row.label for row in rows if row.number is not None)
    each = ", ".join(f"{counts[label]} {label}" for label in VERDICT_LABELS if counts[label])
    articles = len({row.article for row in rows})
    statements = f"{counts.total()} statement{'' if counts.total() == 1 else 's'}"
    return f"{statements} in {articles} article{'' if articles == 1 else 's'}{': ' if each else ''}{each}"


def print_failure(failure: IqtibasError, console: Console) -> None:
    """One line for what a person can mend; names from outside cannot steer the terminal."""
    line = one_line(str(failure))
    print_line(f"failed  {isolated(line) if console.is_terminal else line}", console)


def _texts(row: Row) -> tuple[str, str, str, str, str]:
    number = "" if row.number is None else str(row.number)
    confidence = "" if row.confidence is None else sureness(row.confidence)
    return one_line(row.article), number, row.label, confidence, one_line(row.finding)


def _table(rows: Sequence[Row]) -> Table:
    """A section an article, its name once; the finding has what width is left."""
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for heading, width in zip(HEADINGS, WIDTHS, strict=True):
        table.add_column(heading, max_width=width, no_wrap=heading == "Confidence")
    before = None
    for row in rows:
        article, number, label, confidence, finding = _texts(row)
        if before not in (None, article):
            table.add_section()
        name = Cell("" if article == before else article)
        if row.number is None:
            table.add_row(name, "", "", "", Text(label, style="dim"))
        else:
            verdict = Text(label, style=COLOURS.get(row.label, "dim"))
            table.add_row(name, number, verdict, confidence, Cell(finding))
        before = article
    return table


def _list(rows: Sequence[Row]) -> Group:
    """For narrow terminals: an article's name, and below it a line a statement with the finding under it."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    parts: list[RenderableType] = []
    before = None
    for row in rows:
        article, number, label, confidence, finding = _texts(row)
        if article != before:
            parts.append(Cell(article))
        before = article
        line = Text.assemble(f"{number:>3}  ", (label, COLOURS.get(row.label, "dim")), f"  {confidence}")
        parts.append(line)
        if finding:
            parts.append(Padding(Cell(finding), (0, 0, 0, 5), expand=False))
    return Group(*parts)


def _json(rows: Sequence[Row], failures: Sequence[IqtibasError], report_path: Path | None, notes: Sequence[str]) -> str:
    """One object on one line: what the other forms show, with figures instead of words."""
    statements = [
        {
            "article": row.article,
            "number": row.number,
            "verdict": row.label,
            "confidence": None if row.confidence is None else round(row.confidence, PLACES),
            "finding": row.finding,
        }
        for row in rows
        if row.number is not None
    ]
    counts = Counter(statement["verdict"] for statement in statements)
    return dumped({
        "schema": SCHEMA,
        "articles": list(dict.fromkeys(row.article for row in rows)),
        "statements": statements,
        "counts": {label: counts[label] for label in VERDICT_LABELS},
        "failures": [str(failure) for failure in failures],
        "report": None if report_path is None else str(report_path),
        "notes": list(notes),
    })  # fmt: skip


def _markdown(rows: Sequence[Row], failures: Sequence[IqtibasError], notes: Sequence[str]) -> Iterator[str]:
    """A table, the counts and the failures, for an issue. Where the report is says nothing to others."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|---|---:|---|---|---|"
    for row in rows:
        yield f"| {' | '.join(map(literal, _texts(row)))} |"
    yield ""
    yield from (literal(totals(rows)), "")
    yield from (f"- failed: {literal(str(failure))}" for failure in failures)
    yield from (f"- {literal(note)}" for note in notes)


def print_plain(lines: Sequence[Sequence[str]], console: Console) -> None:
    """Columns, each as wide as its widest cell on a terminal that knows wide and combining characters."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)]
        print_line("  ".join(cells).rstrip(), console)


def print_line(line: str, console: Console) -> None:
    """A line as it is: no wrapping, no markup, no highlighting."""
    console.print(line, soft_wrap=True, markup=False, highlight=False, emoji=False)

"""A check of coverage on the terminal and in pipes: a table, plain aligned lines, JSON, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, get_args

from iqtibas.align.coverage.model import Check, Coverage
from iqtibas.article import IqtibasError
from iqtibas.report.check.changes import POSSIBLE, STATES, Change, find_changes, label_counts, not_covered, said_at
from iqtibas.report.check.output import check_json
from iqtibas.report.controls import ACTIVE, one_line
from iqtibas.report.record.result import RunInfo
from iqtibas.report.terminal.markdown import literal
from iqtibas.report.terminal.summary import COLOURS, Cell, print_line, print_plain
from iqtibas.report.wording import finding_line, remark_line, remarks_last, sureness

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

CheckFormat = Literal["table", "plain", "json", "markdown"]
CHECK_FORMATS: tuple[CheckFormat, ...] = get_args(CheckFormat)
HEADINGS = ("Statement", "Article", "State", "Confidence", "First finding")
LONGEST_TEXT = 60
"""Characters shown of a statement."""


def print_check(
    check: Check, info: RunInfo, console: Console, form: CheckFormat, failures: Sequence[IqtibasError] = ()
) -> None:
    """Print what was found. A table that goes into a pipe becomes plain lines; JSON holds everything, failures too.

    Names and texts from outside cannot steer the terminal, nor be taken for Markdown.
    """
    if form == "json":
        print_line(ACTIVE.sub(_escaped, check_json(check, info, failures).rstrip("\n")), console)
        return
    if form == "markdown":
        for line in _markdown(check):
            print_line(line, console)
    elif form == "table" and console.is_terminal:
        console.print(_table(check))
    else:
        print_plain([HEADINGS, *(cells for cells, _ in _rows(check))], console)
    if form != "markdown":
        for line in _totals(check):
            print_line(line, console)


def _escaped(sign: re.Match[str]) -> str:
    """A character of a JSON string that would act on the screen, as JSON can write it too."""
    return f"\\u{ord(sign.group()):04x}"


def _rows(check: Check) -> Iterator[tuple[tuple[str, ...], str]]:
    """The cells of a row and its verdict: every rendering, what may be one, and every statement that has none."""
    for number, statement in enumerate(check.statements):
        name = f"{number + 1} {shortened(statement.text)}"
        covered = [coverage for coverage in check.covered if coverage.statement == number]
        for coverage in covered:
            article = one_line(check.articles[coverage.article].id)
            label = coverage.verdict.label
            sure = sureness(coverage.verdict.confidence)
            yield (name, article, STATES[label], sure, one_line(_first(coverage))), label
        for one in (one for one in check.possible if one.statement == number):
            said = shortened(said_at(check.articles[one.article], one.spans))
            article = one_line(check.articles[one.article].id)
            yield (name, article, POSSIBLE, sureness(one.confidence), f"look at: {said}"), "missing"
        if not covered:
            yield (name, "in no article", STATES["missing"], "", ""), "missing"


def _first(coverage: Coverage) -> str:
    """The gravest finding; else that the Arabic gives it to another; else the gravest remark."""
    findings, remarks = remarks_last(coverage.verdict)
    gravest = max(findings, key=lambda finding: finding.severity, default=None)
    if gravest:
        return finding_line(gravest)
    if coverage.attribution.agrees is False:
        return f"given to {coverage.attribution.speaker}"
    remark = max(remarks, key=lambda finding: finding.severity, default=None)
    return remark_line(remark) if remark else ""


def _table(check: Check) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(*HEADINGS, header_style="bold")
    before = ""
    for (name, article, state, sure, finding), label in _rows(check):
        if before and name != before:
            table.add_section()
        shown = "" if name == before else name
        table.add_row(Cell(shown), Cell(article), Text(state, style=COLOURS[label]), sure, Cell(finding))
        before = name
    return table


def _totals(check: Check) -> list[str]:
    """Both counts: every article, and near-identical copies once."""
    counts = label_counts(check)
    every = ", ".join(f"{STATES[label]} {n}" for label, (n, _) in counts.items())
    once = ", ".join(f"{STATES[label]} {n}" for label, (_, n) in counts.items())
    copies = f"; if near-identical copies count once: {once}" if check.copies else ""
    nowhere = len(not_covered(check))
    possible = [f"possible renderings, to be looked at: {len(check.possible)}"] if check.possible else []
    unsourced = f"; rendered without source: {len(check.unsourced)}" if check.unsourced else ""
    return [f"renderings: {every}{copies}", *possible, f"statements in no article: {nowhere}{unsourced}"]


def shortened(text: str) -> str:
    """How a text begins, in one line."""
    line = one_line(text)
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1].rstrip()}…"


def _markdown(check: Check) -> Iterator[str]:
    """The matrix, the changes and the totals, for an issue or a wiki."""
    states = {(one.statement, one.article): POSSIBLE for one in check.possible}
    states |= {(one.statement, one.article): STATES[one.verdict.label] for one in check.covered}
    numbers = range(len(check.articles))
    yield "| Statement | " + " | ".join(f"{at + 1}" for at in numbers) + " |"
    yield "|---|" + "---|" * len(check.articles)
    for number, statement in enumerate(check.statements):
        row = (states.get((number, at), STATES["missing"]) for at in numbers)
        yield f"| {number + 1}. {literal(shortened(statement.text))} | " + " | ".join(row) + " |"
    yield ""
    for at, article in enumerate(check.articles):
        yield f"{at + 1}. {literal(article.id)}"
    changes = find_changes(check)
    if changes:
        yield ""
        yield from (_change_line(change) for change in changes)
    yield ""
    yield from (f"- {line}" for line in _totals(check))


def _change_line(change: Change) -> str:
    where = ", ".join(f"{article + 1}" for article in change.articles)
    once = f"; {change.distinct} if copies count once" if change.distinct < len(change.articles) else ""
    return f"- Statement {change.statement + 1}: {literal(change.found[0].sentence)} (article {where}{once})"

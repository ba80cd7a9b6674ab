"""An explanation for people (tables on the terminal, Arabic on lines of its own) and for programs (JSON)."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from iqtibas.align.explain import CandidateRow, CheckRow, Explanation, Ledger, NumberRow
from iqtibas.align.ledger.weighing import OF_VERDICT
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Amount
from iqtibas.article import Segment
from iqtibas.report.controls import isolated, one_line
from iqtibas.report.record.jsonl import PLACES, SCHEMA, dumped, finding_record
from iqtibas.report.terminal.summary import COLOURS
from iqtibas.report.wording import figure, finding_line, percent, sentence, sureness

if TYPE_CHECKING:
    from rich.console import Console

NOT_RENDERED = "not rendered here"
STRONGEST = 3
"""Signals shown beside a check's probability."""

MOST_REASONS = 8
MOST_COLUMNS = 6
FIGURES = 3
"""Decimals of signals on the terminal."""

_RIGHT_TO_LEFT = range(0x0590, 0x0900)


def explanation_json(explanation: Explanation) -> str:
    """One line of JSON, schema 1: the fields of `Explanation` by name.

    Spans are [start, end], code points into the article's text, half open. chosen, runner_up: indices into
    `candidates`, from 0.
    """
    return dumped({"schema": SCHEMA, **_plain_fields(explanation)})


def _plain(value: object) -> object:
    """What JSON can hold: spans as pairs, dates in ISO 8601, figures rounded."""
    if isinstance(value, Segment):
        return [value.start, value.end]
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Amount):
        return figure(value)
    if isinstance(value, Finding):
        return {**finding_record(value), "severity": round(value.severity, PLACES)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_fields(value)
    return value


def _plain_fields(record: object) -> dict[str, object]:
    fields = dataclasses.fields(record)  # type: ignore[arg-type]
    return {field.name: _plain(getattr(record, field.name)) for field in fields}


def print_explanation(explanation: Explanation, console: Console) -> None:
    """Print the statement, the candidates, the reasons, what was checked, and the verdict.

    Everything from the article passes through `one_line`; nothing in it is read as markup.
    """
    page = _Page(console)
    _print_statement(explanation, page)
    _print_candidates(explanation, page)
    _print_reasons(explanation, page)
    if explanation.rendering is not None or explanation.ledger.checks:
        _print_numbers(explanation.ledger.numbers, page)
        _print_probes(explanation.ledger, page)
        _print_checks(explanation.ledger.checks, page)
        _print_unlinked(explanation.ledger, page)
    _print_verdict(explanation, page)


class _Page:
    """Lines and tables on a console. On a terminal, Arabic stands between isolates."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str = "", style: str = "") -> None:
        """Wrapped to the terminal with its indent kept; isolates are set last, so that none is torn over two lines."""
        from rich.text import Text

        safe, indent = one_line(text), text[: len(text) - len(text.lstrip(" "))]
        if not self._console.is_terminal:
            self._console.print(Text(indent + safe), soft_wrap=True)
            return
        for part in Text(safe).wrap(self._console, max(1, self._console.width - len(indent))) or [Text()]:
            self._console.print(Text(indent + isolated(part.plain.rstrip()), style=style), soft_wrap=True)

    def heading(self, text: str) -> None:
        self.line()
        self.line(text, "bold")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """The first column to the left, figures to the right."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        rows = list(rows)
        name_width = max((len(row[0]) for row in rows), default=0)
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1), pad_edge=False)
        for at, column in enumerate(columns):
            table.add_column(column, justify="right" if at else "left", no_wrap=True, min_width=0 if at else name_width)
        for row in rows:
            table.add_row(*(Text(one_line(cell)) for cell in row))
        self._console.print(table)


def _print_statement(explanation: Explanation, page: _Page) -> None:
    embed = explanation.embed
    speaker = " ".join(part for part in (embed.author, f"@{embed.handle}" if embed.handle else "") if part)
    page.line(f"Statement {explanation.number} of {explanation.count} in {explanation.article}", "bold")
    page.line(f"  {speaker}" if speaker else "")
    page.line(f"  {embed.text}")
    if explanation.compared != " ".join(embed.text.split()):
        page.line("Compared as")
        page.line(f"  {explanation.compared}")


def _print_candidates(explanation: Explanation, page: _Page) -> None:
    rows = explanation.candidates
    page.heading(f"Candidates: {sum(row.span is not None for row in rows)} of {explanation.stretches} stretches")
    for at, row in enumerate(rows, 1):
        page.line(f"{at}  {percent(row.probability)}  {_candidate_words(row)}", "green" if row.chosen else "")
        if row.span is not None:
            page.line(f"     {row.text}")
    # As many as fit an 80-column terminal; JSON has all of them.
    scored = [(f"{at}", row) for at, row in enumerate(rows, 1) if row.signals][:MOST_COLUMNS]
    if scored:
        names = [signal.name for signal in scored[0][1].signals]
        values = [[row.signals[i].value for _, row in scored] for i in range(len(names))]
        body = [[name, *map(_figure, own)] for name, own in zip(names, values, strict=True) if any(own)]
        utilities = ["utility", *(_figure(row.utility) for _, row in scored)]
        page.table(["Signal", *(at for at, _ in scored)], [utilities, *body])


def _candidate_words(row: CandidateRow) -> str:
    words = [] if row.span is not None else [NOT_RENDERED]
    words += ["chosen"] if row.chosen else []
    words += [f"given to statement {row.given_to}"] if row.given_to is not None else []
    return ", ".join(words)


def _print_reasons(explanation: Explanation, page: _Page) -> None:
    chosen, runner_up = explanation.chosen, explanation.runner_up
    if chosen is None or runner_up is None or not explanation.reasons:
        return
    page.heading(f"Why {chosen + 1} and not {runner_up + 1}")
    here, there = f"{chosen + 1}", f"{runner_up + 1}"
    for at, stretch in ((chosen, runner_up), (runner_up, chosen)):
        if explanation.candidates[at].span is None:
            here, there = f"{stretch + 1}", "average"
            utility = _figure(explanation.candidates[at].utility)
            page.line(f"  {at + 1}, “{NOT_RENDERED}”, always has a utility of {utility}; {stretch + 1} is compared")
            page.line("  with the average stretch. Above zero speaks for it.")
    page.table(
        ["Signal", here, there, "Weight × difference"],
        (
            [reason.name, _figure(reason.value), _figure(reason.other), _signed(reason.contribution)]
            for reason in explanation.reasons[:MOST_REASONS]
        ),
    )


def _print_numbers(rows: Sequence[NumberRow], page: _Page) -> None:
    page.heading("Numbers")
    if not rows:
        page.line("  none on either side")
        return
    page.table(
        ["Statement", "Value", "Arabic", ""],
        (
            [
                row.english or "–",
                _amount(row.english_value),
                _amount(row.arabic_value),
                "agree" if row.agree else "differ",
            ]
            for row in rows
        ),
    )


def _print_probes(ledger: Ledger, page: _Page) -> None:
    for side, heading, old in (
        ("english", "Edited statements: does the edit fit the Arabic better?", "Said"),
        ("arabic", "Edited renderings: does the statement fit better without a negation?", "Rendered"),
    ):
        probes = [probe for probe in ledger.probes if probe.side == side]
        if probes:
            page.heading(heading)
            page.line("  In nats by the embedded translation model; below zero speaks for the edit.")
            page.table(
                ["Check", old, "Edited", "Margin"],
                ([probe.check, probe.old, probe.new, _signed(probe.margin)] for probe in probes),
            )


def _print_checks(rows: Sequence[CheckRow], page: _Page) -> None:
    page.heading("Checks")
    for row in rows:
        said = f"{row.check}: {percent(row.probability)}"
        if not row.check.startswith(OF_VERDICT):
            said += f", {'a finding' if row.reported else 'no finding'} (from {percent(row.cut)} on)"
        page.line(said, "bold" if row.reported else "")
        if row.about:
            page.line(f"     {row.about}")
        strongest = sorted(row.signals, key=lambda signal: -abs(signal.contribution))[:STRONGEST]
        page.line("     " + ", ".join(f"{s.name} {_figure(s.value)} ({_signed(s.contribution)})" for s in strongest))


def _print_unlinked(ledger: Ledger, page: _Page) -> None:
    page.heading("Words without a counterpart")
    for side, words in (("English", ledger.english_unlinked), ("Arabic", ledger.arabic_unlinked)):
        page.line(f"{side}: {len(words)}")
        if words:
            page.line("     " + " ".join(words))


def _print_verdict(explanation: Explanation, page: _Page) -> None:
    verdict = explanation.verdict
    if explanation.rendering is None and explanation.ledger.checks:
        page.line()
        page.line("Read together with the statement, what was chosen renders something else.")
    page.heading("Findings")
    if not verdict.findings and not verdict.explained:
        page.line("  none")
    for finding in verdict.findings:
        _print_finding(finding, f"{percent(finding.severity)}", page)
    for finding in verdict.explained:
        _print_finding(finding, "explained by what is left out or added", page)
    page.line()
    page.line(f"Verdict: {verdict.label}, {sureness(verdict.confidence)}", COLOURS.get(verdict.label, ""))


def _print_finding(finding: Finding, status: str, page: _Page) -> None:
    """In one line; a sentence with Arabic in it on its own."""
    said = sentence(finding)
    if any(ord(sign) in _RIGHT_TO_LEFT for sign in said):
        page.line(f"  {finding.kind} ({status})")
        page.line(f"     {said}")
    else:
        page.line(f"  {finding_line(finding)} ({status})")


def _amount(amount: Amount | None) -> str:
    return figure(amount) if amount else "–"


def _figure(value: float) -> str:
    return f"{value:.{FIGURES}f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}"

"""`iqtibas export`: a finished run for translators' tools, word processors, spreadsheets and fact-checkers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas.cli.console import SOME_FAILED, consoles, one_line_errors
from iqtibas.cli.options import Quiet
from iqtibas.cli.work import find_glossary

if TYPE_CHECKING:
    from iqtibas.article import IqtibasError
    from iqtibas.report import Finished, StoredRun

EXPORTS = "exports"


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that iqtibas run has written.")],
    to: Annotated[
        str, typer.Option("--to", "-t", help="tmx, xliff, tbx, docx, csv, jsonl, parquet, claimreview; with commas.")
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where to; DIR/exports if not given.")] = None,
    accepted: Annotated[bool, typer.Option("--accepted-only", help="Only what a person accepted in review.")] = False,
    glossary: Annotated[
        Path | None, typer.Option("--glossary", "-g", help="Terms to look for, CSV or TBX; for tbx.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Export a run, with the decisions of its review if there are any: memories, term bases, documents, tables."""
    from iqtibas.report import Finished, accepted_only, impossible, parse_exports

    with one_line_errors():
        names = parse_exports(to)
        terms = find_glossary(glossary)
        run = _reviewed(folder)
        finished = Finished(accepted_only(run.results) if accepted else run.results, run.info, terms)
        failures = list(impossible(names).items())
        if len(failures) == len(names):
            raise failures[0][1]
        _complain(error for _, error in failures)  # before anything is written
        possible = [name for name in names if name not in dict(failures)]
        failed = _written(out or folder / EXPORTS, possible, finished, quiet)
    if failures or failed:
        raise typer.Exit(SOME_FAILED)


def _written(out: Path, names: list[str], finished: Finished, quiet: bool) -> bool:
    """Write every format that can be written, and tell of each. Whether one could not."""
    from iqtibas.article import IqtibasError
    from iqtibas.report import write_exports

    told: dict[str, IqtibasError] = {}  # what is wrong with the folder is so for every format, and said once
    for name in names:
        try:
            (made,) = write_exports(out, [name], finished)
        except IqtibasError as error:
            _complain([error] if str(error) not in told else [])
            told[str(error)] = error
            continue
        if not quiet:
            line = f"{made.name:12}{made.count:>6} {made.unit:11} {made.path}"
            consoles()[0].print(line, markup=False, highlight=False, soft_wrap=True)
    return bool(told)


def _complain(errors: Iterable[IqtibasError]) -> None:
    from iqtibas.report import print_failure

    for error in errors:
        print_failure(error, consoles()[1])


def _reviewed(folder: Path) -> StoredRun:
    """A run as people left it: with their decisions where there are any, else as the program made it."""
    from dataclasses import replace

    from iqtibas.report import read_run
    from iqtibas.review import read_decisions, reviewed

    run = read_run(folder)
    decisions = read_decisions(folder)
    return replace(run, results=reviewed(run.results, decisions)) if decisions else run

"""Results of earlier runs: kept where this one has nothing to put in their place, and where somebody looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from iqtibas.article import IqtibasError, ReadError
from iqtibas.cli.console import SOME_FAILED, consoles
from iqtibas.storage.lock import refuse_served

REPLACE = "replace it with --force"


def spare_earlier(arguments: Sequence[str], places: Iterable[Path | str | None], *, force: bool) -> None:
    """Refuse, before any work, what would cost earlier results for a slip.

    arguments: the articles. places: files that will be written; "", "-" and None are none. force: replace whatever is
    there. Raises ReadError where an argument names nothing and a place holds results, OutputError where a place is in
    a folder that is being served.
    """
    files = _files(places)
    spare_served(files, force=force)
    kept = None if force else earlier_result(files)
    wrong = next(_unreadable(arguments), None) if kept else None
    if wrong:
        problem = f"{wrong.problem}; nothing was done, and {kept} is as it was"
        raise ReadError(wrong.where, problem, f"{wrong.hint}, or {REPLACE}" if wrong.hint else REPLACE)


def spare_served(places: Iterable[Path | str | None], *, force: bool) -> None:
    """Raises OutputError where a place is in a folder that is being served, unless `force`.

    Asked before the work, and once more before anything is replaced: serve may have begun meanwhile.
    """
    if not force:
        for folder in dict.fromkeys(file.parent for file in _files(places)):
            refuse_served(folder)


def earlier_result(places: Iterable[Path | str | None]) -> Path | None:
    """The first of the places that holds something already."""
    return next((file for file in _files(places) if file.is_file() and file.stat().st_size), None)


def end_with_earlier(kept: Path, failures: Iterable[IqtibasError], stopped: int = 0) -> typer.Exit:
    """Say what failed and that earlier results stay; the exit that follows. stopped: the signal that ended the work."""
    from iqtibas.report import print_failure
    from iqtibas.report.terminal.summary import print_line

    errors = consoles()[1]
    for failure in failures:
        print_failure(failure, errors)
    why = "stopped" if stopped else "no article could be read"
    print_line(f"{why}: nothing was written, and {kept} is as it was; {REPLACE}", errors)
    return typer.Exit(128 + stopped if stopped else SOME_FAILED)


def _files(places: Iterable[Path | str | None]) -> list[Path]:
    return [Path(place) for place in places if place and str(place) != "-"]


def _unreadable(arguments: Sequence[str]) -> Iterator[IqtibasError]:
    from iqtibas.article.input.read import plan_inputs

    return (planned for planned in plan_inputs(arguments) if isinstance(planned, IqtibasError))

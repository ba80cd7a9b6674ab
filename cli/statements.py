"""`iqtibas statements`: the library of official English statements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas.cli.console import SOME_FAILED, consoles, one_line_errors, say

if TYPE_CHECKING:
    from iqtibas.align.coverage.library import StatementLibrary
    from iqtibas.article.input.statements import Provenance

app = typer.Typer(no_args_is_help=True, help="Official English statements, to check coverage against.")
LibraryFile = Annotated[
    Path | None, typer.Option("--library", help="The statement library's file; the user's own if not given.")
]
Speaker = Annotated[str, typer.Option("--speaker", help="Who said it, where the file does not tell.")]
Date = Annotated[str, typer.Option("--date", help="When, as 2021-03-24.")]
Occasion = Annotated[str, typer.Option("--occasion", help="At what occasion.")]
Source = Annotated[str, typer.Option("--source", help="Where it is published; a file's own name if not given.")]
LONGEST_SHOWN = 100


@app.command()
def add(
    text: Annotated[str, typer.Argument(help="What was said, in English.")], speaker: Speaker = "", date: Date = "",
    occasion: Occasion = "", source: Source = "", library: LibraryFile = None,
) -> None:  # fmt: skip
    """Add one statement, and print its id."""
    from iqtibas.article.input.statements import make_statement

    with one_line_errors():
        statement = make_statement(text, _attribution(speaker, date, occasion, source))
        with open_library(library) as opened:
            added = opened.add(statement)
        say(statement.id if added else f"{statement.id} is in the library already")


@app.command("list")
def list_statements(
    speaker: Annotated[str, typer.Option("--speaker", help="Only speakers whose name has this in it.")] = "",
    library: LibraryFile = None,
) -> None:
    """The statements by date: id, date, speaker, and how the text begins."""
    with one_line_errors(), open_library(library) as opened:
        for statement in opened.statements(speaker):
            text = " ".join(statement.text.split())
            text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
            date = statement.date or ""
            say(f"{statement.id}  {date!s:10}  {statement.speaker or '–'}: {text}")


@app.command("import")
def import_statements(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Text, CSV, JSON lines, HTML or DOCX.")],
    speaker: Speaker = "", date: Date = "", occasion: Occasion = "", source: Source = "",
    only: Annotated[str, typer.Option("--only", help="Only speakers whose name has this in it.")] = "",
    library: LibraryFile = None,
) -> None:  # fmt: skip
    """Add the statements of files. Transcripts are split into turns and claims; what is known already is reported."""
    from iqtibas.article import IqtibasError
    from iqtibas.article.input.statements import read_statements
    from iqtibas.report import print_failure

    with one_line_errors():
        given = _attribution(speaker, date, occasion, source)
        added, known, failures = 0, 0, list[IqtibasError]()
        with open_library(library) as opened:
            for path in files:
                try:
                    read = read_statements(path, given)
                except IqtibasError as error:
                    failures.append(error)
                    continue
                failures += read.failures
                known += len(read.repeated)
                for statement in read.statements:
                    if only.casefold() in statement.speaker.casefold():
                        try:
                            new = opened.add(statement)
                        except IqtibasError as error:
                            failures.append(type(error)(f"{path}, {error.where}", error.problem, error.hint))
                            continue
                        added, known = added + new, known + (not new)
        say(f"{added} statements added, {known} known already, {len(failures)} not read")
        for failure in failures:
            print_failure(failure, consoles()[1])
        if failures:
            raise typer.Exit(SOME_FAILED)


@app.command("export")
def export_statements(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .jsonl file.")], library: LibraryFile = None
) -> None:
    """Write all statements as CSV or JSON lines, which import reads back."""
    from iqtibas.article import UsageError
    from iqtibas.article.input.statements import CSV_SUFFIX, JSON_LINES, statements_csv, statements_json
    from iqtibas.report import write_atomically

    with one_line_errors(), open_library(library) as opened:
        suffix = file.suffix.lower()
        if suffix not in (CSV_SUFFIX, *JSON_LINES):
            raise UsageError(str(file), "is neither .csv nor .jsonl", "name the file for what it shall be")
        write = statements_csv if suffix == CSV_SUFFIX else statements_json
        write_atomically(file, write(opened.statements()))
        say(f"{len(opened)} statements are in {file}")


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="As list shows them.")],
    library: LibraryFile = None,
) -> None:
    """Remove statements."""
    with one_line_errors(), open_library(library) as opened:
        for name in names:
            opened.remove(name)
            say(f"{name} removed")


def open_library(library: Path | None) -> StatementLibrary:
    """The library in a file, or the user's own, with what the user should know printed. Close it."""
    from iqtibas.align.coverage.library import StatementLibrary

    opened = StatementLibrary(library)
    for note in opened.notes:
        consoles()[1].print(note, markup=False, soft_wrap=True)
    return opened


def _attribution(speaker: str, date: str, occasion: str, source: str) -> Provenance:
    from iqtibas.article.input.statements import Provenance, parse_date

    return Provenance(speaker, parse_date(date, "--date") if date else None, occasion, source)

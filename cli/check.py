"""`iqtibas check`: official English statements against Arabic coverage that does not embed them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas import __version__
from iqtibas.article import DefectError
from iqtibas.cli.console import SOME_FAILED, consoles, one_line_errors
from iqtibas.cli.earlier import earlier_result, end_with_earlier, spare_earlier, spare_served
from iqtibas.cli.options import Force, Format, Offline, Quiet
from iqtibas.cli.output import prepare_json, print_json
from iqtibas.cli.statements import LibraryFile, open_library
from iqtibas.cli.web import page_fetcher
from iqtibas.cli.work import defects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iqtibas.align.coverage.model import Check
    from iqtibas.article import IqtibasError
    from iqtibas.article.input.statements import Statement
    from iqtibas.report import Failure, Form, RunInfo

LIBRARY = "library"
DOSSIERS = "dossiers"
PAGE, TABLE, RECORD = "check.html", "check.csv", "check.json"

Articles = Annotated[
    list[str] | None,
    typer.Argument(help="Files, URLs, folders, globs, or - for standard input; none with --index.", show_default=False),
]
Statements = Annotated[
    str, typer.Option("--statements", "-s", help="A file of English statements, or the word library.")
]


def check(
    statements: Statements,
    articles: Articles = None,
    index: Annotated[Path | None, typer.Option("--index", "-i", help="An index that holds the articles.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for check.html, check.csv and check.json.")
    ] = None,
    json: Annotated[
        str, typer.Option("--json", help="Write JSON lines, one a statement and article; - for standard output.")
    ] = "",
    csv: Annotated[Path | None, typer.Option("--csv", help="Write a table, one row a statement and article.")] = None,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Kinds of findings, with commas, that end the run with exit code 3.")
    ] = "",
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="How sure a finding must be for --fail-on.")
    ] = 0.8,
    junit: Annotated[Path | None, typer.Option("--junit", help="Write what --fail-on finds as JUnit XML.")] = None,
    sarif: Annotated[Path | None, typer.Option("--sarif", help="Write what --fail-on finds as SARIF 2.1.0.")] = None,
    dossier: Annotated[
        list[str] | None, typer.Option("--dossier", help="A statement's id: its evidence as a folder below --out.")
    ] = None,
    form: Format = "table",
    force: Force = False,
    library: LibraryFile = None,
    offline: Offline = False,
    quiet: Quiet = False,
) -> None:
    """Say what Arabic coverage makes of English statements: kept, altered, in part, or not at all."""
    from iqtibas.report import GATE_FAILED, gate, parse_form, parse_gate

    with one_line_errors():
        outputs = _Outputs(out, json, csv, junit, sarif, tuple(dossier or ()), parse_form(form), quiet)
        kinds = parse_gate(fail_on)
        _refuse(bool(articles), index is not None, outputs, bool(kinds))
        spare_earlier(articles or [], outputs.files, force=force)
        outputs.prepare()
        known, failures = _read_statements(statements, library, outputs.dossiers)
        found, more = _check(known, articles or [], index, quiet=quiet, offline=offline)
        failures += more
        kept = None if force or found.articles else earlier_result(outputs.files)
        if kept:
            raise end_with_earlier(kept, failures)
        spare_served(outputs.files, force=force)
        info = _info(statements, index, kinds, min_confidence)
        failed = gate(found, kinds, min_confidence)
        _write(found, info, failures, failed, outputs)
        _show(found, info, failures, failed if kinds else None, outputs)
        if failed:
            raise typer.Exit(GATE_FAILED)
        if failures:
            raise typer.Exit(SOME_FAILED)


@dataclass(frozen=True, slots=True)
class _Outputs:
    """The outputs that the options ask for."""

    out: Path | None
    json: str
    csv: Path | None
    junit: Path | None
    sarif: Path | None
    dossiers: tuple[str, ...]
    form: Form
    quiet: bool

    @property
    def files(self) -> tuple[Path | str | None, ...]:
        """Every file that will be written but those of dossiers."""
        pages = [self.out / name for name in (PAGE, TABLE, RECORD)] if self.out else []
        return (*pages, self.json, self.csv, self.junit, self.sarif)

    def prepare(self) -> None:
        """Refuse places that cannot be written before any work is done. Raises OutputError."""
        from iqtibas.report import prepare_out
        from iqtibas.storage.write import refuse_links

        if self.out:
            prepare_out(self.out)
            refuse_links(self.out, *(self.out / name for name in (PAGE, TABLE, RECORD, DOSSIERS)))
        for file in (self.json, self.csv, self.junit, self.sarif):
            prepare_json(str(file or ""))


def _refuse(articles: bool, index: bool, outputs: _Outputs, gated: bool) -> None:
    """Refuse what does not go together before any work is done."""
    from iqtibas.article import UsageError

    if articles == index:
        raise UsageError("check", "wants articles, or an index that holds them", "name files, or give --index")
    if (outputs.junit or outputs.sarif) and not gated:
        raise UsageError("--junit and --sarif", "tell what --fail-on finds", "give --fail-on number,negation,name")
    if outputs.dossiers and not outputs.out:
        raise UsageError("--dossier", "writes below --out", "give --out FOLDER")


def _read_statements(
    name: str, library: Path | None, dossiers: Sequence[str]
) -> tuple[list[Statement], list[IqtibasError]]:
    """The statements to check, and what cannot be read or is not English.

    Raises UsageError if none are left, or not those that a dossier is wanted of.
    """
    from iqtibas.align.coverage.check import english_statements
    from iqtibas.article import UsageError
    from iqtibas.article.input.statements import read_statements

    failures: list[IqtibasError] = []
    if name == LIBRARY:
        with open_library(library) as opened:
            known = list(opened.statements())
        way_out = "add some: iqtibas statements import FILE"
    else:
        read = read_statements(Path(name))
        known, way_out = list(read.statements), "give a file of English statements"
        failures += read.failures
    kept, foreign = english_statements(known)
    failures += foreign
    if not kept:
        for failure in failures:
            _print(failure)
        raise UsageError(name, "holds no English statement", way_out)
    for unknown in sorted({*dossiers} - {statement.id for statement in kept}):
        raise UsageError(f"--dossier {unknown}", f"{name} has no statement with this id", "see the ids with --csv")
    return kept, failures


def _check(
    statements: Sequence[Statement], arguments: Sequence[str], folder: Path | None, *, quiet: bool, offline: bool
) -> tuple[Check, list[IqtibasError]]:
    """The check, and what could not be read."""
    from iqtibas.align import load_aligner
    from iqtibas.align.coverage.check import check_coverage
    from iqtibas.align.index.search import Index
    from iqtibas.article import IqtibasError, read_articles
    from iqtibas.report.terminal.progress import STARTING, progress_bar, shown_name

    index = Index.open(folder) if folder else None
    fetched = read_articles(arguments, fetcher=page_fetcher(offline), isolate=defects)
    read = list(index.articles() if index else fetched)
    articles = [item for item in read if not isinstance(item, IqtibasError)]
    failures = [item for item in read if isinstance(item, IqtibasError)]
    with progress_bar(consoles()[1], quiet) as bar:
        task = bar.add_task(STARTING, total=len(articles), rate="")
        found = check_coverage(
            statements, articles, load_aligner(), index=index,
            progress=lambda name: bar.update(task, description=shown_name(name), advance=1),
            isolated=lambda name: _kept(name, failures),
        )  # fmt: skip
    return found, failures


@contextmanager
def _kept(name: str, failures: list[IqtibasError]) -> Iterator[None]:
    """Add a defect that an article shows to the failures, and go on."""
    try:
        with defects(name):
            yield
    except DefectError as error:
        # Without its traceback, which keeps the article that it comes from in memory.
        failures.append(DefectError(error.where, error.problem, error.hint))


def _info(statements: str, index: Path | None, kinds: Sequence[str], least: float) -> RunInfo:
    from iqtibas.report import RunInfo, check_signature

    options: dict[str, str | int | float | bool] = {"statements": Path(statements).name}
    if index:
        options["index"] = index.name
    if kinds:
        options |= {"fail-on": ",".join(kinds), "min-confidence": least}
    return RunInfo(None, "", options, {"check": check_signature(__version__)}, __version__)


def _write(
    found: Check, info: RunInfo, failures: Sequence[IqtibasError], failed: Sequence[Failure], outputs: _Outputs
) -> None:
    """Write every file that is asked for."""
    from iqtibas.report import (
        check_csv,
        check_html,
        check_json,
        check_lines,
        junit_xml,
        sarif_json,
        write_atomically,
        write_dossier,
    )
    from iqtibas.report.check.dossier import FILES as DOSSIER_FILES
    from iqtibas.storage.write import refuse_links

    if outputs.out:
        write_atomically(outputs.out / PAGE, check_html(found, info, failures))
        write_atomically(outputs.out / TABLE, check_csv(found))
        write_atomically(outputs.out / RECORD, check_json(found, info, failures))
        for name in outputs.dossiers:
            # An id is the user's own and may be a path; a folder of ours is not.
            folder = re.sub(r"[^\w-]+", "-", name).strip("-") or "statement"
            refuse_links(outputs.out, *(outputs.out / DOSSIERS / folder / file for file in DOSSIER_FILES))
            write_dossier(found, name, outputs.out / DOSSIERS / folder, info)
    if outputs.json and outputs.json != "-":
        write_atomically(Path(outputs.json), check_lines(found))
    if outputs.csv:
        write_atomically(outputs.csv, check_csv(found))
    if outputs.junit:
        write_atomically(outputs.junit, junit_xml(found, failed, failures))
    if outputs.sarif:
        write_atomically(outputs.sarif, sarif_json(found, failed, __version__, failures))


def _show(
    found: Check, info: RunInfo, failures: Sequence[IqtibasError], failed: Sequence[Failure] | None, outputs: _Outputs
) -> None:
    """Print the check, what the gate found (None without a gate), and what could not be read."""
    from iqtibas.report import check_lines, print_check, print_gate

    out, _ = consoles(outputs.json)
    if outputs.json == "-":
        print_json([check_lines(found)])
    elif not outputs.quiet:
        print_check(found, info, out, outputs.form, failures)
    if failed is not None and not outputs.quiet:
        print_gate(found, failed, consoles("-")[0])
    for failure in failures:
        _print(failure)


def _print(failure: IqtibasError) -> None:
    from iqtibas.report import print_failure

    print_failure(failure, consoles()[1])

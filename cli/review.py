"""`iqtibas review`: what comes of the decisions that people made on the review screen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iqtibas.cli.console import one_line_errors, say
from iqtibas.cli.options import Memory

app = typer.Typer(no_args_is_help=True, help="Use what people decided with iqtibas serve.")
Run = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that iqtibas run has written, and people reviewed.")]


@app.command()
def log(folder: Run) -> None:
    """Print every decision as JSON lines, oldest first, undone ones included."""
    from iqtibas.review import decision_json, read_decisions

    with one_line_errors():
        for decision in read_decisions(folder):
            say(decision_json(decision))


@app.command()
def remember(folder: Run, memory: Memory = None) -> None:
    """Put accepted pairs into the translation memory: from now on they outrank every model."""
    import iqtibas.translate as room
    from iqtibas.report import read_run
    from iqtibas.review import accepted_pairs, distinct, read_decisions, reviewed

    with one_line_errors():
        decisions = read_decisions(folder)
        pairs = distinct(accepted_pairs(reviewed(read_run(folder).results, decisions), decisions))
        with room.Memory(memory) as opened:
            say(f"{opened.accept(pairs)} pairs accepted")


@app.command()
def calibrate(
    folder: Run,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file; DIR/calibration.json if not given.")
    ] = None,
) -> None:
    """Fit the confidence of verdicts on what people decided. Nothing uses it unless asked: serve --calibration."""
    from iqtibas.report import read_run, write_atomically
    from iqtibas.review import CALIBRATION_FILE, calibration_json, read_decisions, recalibrate
    from iqtibas.storage.write import refuse_links

    with one_line_errors():
        run = read_run(folder)
        fitted = recalibrate(run.results, read_decisions(folder), run.info.version)
        path = out or folder / CALIBRATION_FILE
        if not out:
            refuse_links(folder, path)
        write_atomically(path, calibration_json(fitted))
        say(f"Brier {fitted.brier_before:.4f} -> {fitted.brier_after:.4f} on {fitted.decided} decisions  {path}")

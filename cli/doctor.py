"""`iqtibas doctor`: does this installation work?"""

from __future__ import annotations

import typer

from cli.console import SOME_FAILED
from cli.options import Model, Offline
from cli.work import load_translator


def doctor(model: Model = "auto", offline: Offline = False) -> None:
    """Does this installation work, and how fast? Loads every model and tries it; exit code 1 if one fails."""
    from report import doctor_lines

    healthy = True
    for line, well in doctor_lines(lambda: load_translator(model, "auto", offline, None, True)):
        healthy &= well
        typer.echo(f"{'ok    ' if well else 'FAILED'}  {line}")
    if not healthy:
        raise typer.Exit(SOME_FAILED)

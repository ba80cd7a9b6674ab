"""`iqtibas doctor`: does this installation work?"""

from __future__ import annotations

import typer

from iqtibas.cli.console import SOME_FAILED, say
from iqtibas.cli.options import Model, Offline


def doctor(model: Model = "auto", offline: Offline = False) -> None:
    """Does this installation work, and how fast? Loads every model and tries it; exit code 1 if one fails."""
    import iqtibas.translate as room
    from iqtibas.cli.diagnosis import doctor_lines

    healthy = True
    for line, well in doctor_lines(lambda: room.load(model, offline=offline)):
        healthy &= well
        say(f"{'ok    ' if well else 'FAILED'}  {line}")
    if not healthy:
        raise typer.Exit(SOME_FAILED)

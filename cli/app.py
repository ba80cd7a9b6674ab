"""Iqtibas, the command line: the one place where the commands are put together."""

from __future__ import annotations

import atexit
import gc
import os
from typing import Annotated

import typer

from iqtibas import __version__
from iqtibas.cli import memory, models, review, statements
from iqtibas.cli.align import align
from iqtibas.cli.check import check
from iqtibas.cli.doctor import doctor
from iqtibas.cli.documents import documents
from iqtibas.cli.explain import explain
from iqtibas.cli.export import export
from iqtibas.cli.index import index
from iqtibas.cli.run import run
from iqtibas.cli.score import score
from iqtibas.cli.serve import serve
from iqtibas.cli.streams import Commands
from iqtibas.cli.translate import translate

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What Arabic coverage makes of English statements: translate Arabic articles, find the rendering of every "
    "embedded English statement, and say how faithful it is.",
)
for command in (run, translate, align, check, serve, export, explain, documents, index, score, doctor):
    app.command()(command)
app.add_typer(statements.app, name="statements")
app.add_typer(memory.app, name="memory")
app.add_typer(review.app, name="review")
app.add_typer(models.app, name="models")


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"iqtibas {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    # Read when numpy is first imported. Two threads are no faster on sentences, and several times slower on a
    # busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Collecting garbage at the end takes a twentieth of a short command; frozen objects are left out of it.
    atexit.register(gc.freeze)

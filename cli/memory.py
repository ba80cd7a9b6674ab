"""`iqtibas memory`: the translation memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from iqtibas import __version__
from iqtibas.cli.console import one_line_errors, say
from iqtibas.cli.options import Memory

app = typer.Typer(no_args_is_help=True, help="What was translated or accepted before.")
Pairs = Annotated[Path, typer.Argument(metavar="FILE", help="A .tmx or .tsv file.")]
MorePairs = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="A .tmx, .tsv or .csv file; of a table that export wrote, what is faithful."),
]


@app.command()
def stats(memory: Memory = None) -> None:
    """How much the memory holds, and where it is."""
    import iqtibas.translate as room

    with one_line_errors(), room.Memory(memory) as opened:
        found = opened.stats()
        say(f"{found.made} segments by models ({found.systems} settings), {found.accepted} accepted pairs")
        say(f"{found.size / 1e6:.1f} MB  {found.path}")


@app.command("export")
def export_pairs(file: Pairs, memory: Memory = None) -> None:
    """Write the accepted pairs as TMX or TSV."""
    import iqtibas.translate as room
    from iqtibas.report import write_pairs

    with one_line_errors(), room.Memory(memory) as opened:
        write_pairs(file, opened.accepted(), __version__)
        say(f"{opened.stats().accepted} pairs are in {file}")


@app.command("import")
def import_pairs(file: MorePairs, memory: Memory = None) -> None:
    """Accept the pairs of a TMX, TSV or CSV file: from now on they outrank every model.

    What a TMX file marks as made by a machine is left out.
    """
    import iqtibas.translate as room
    from iqtibas.report import read_pairs

    made = 0

    def pairs() -> Iterator[room.Pair]:
        nonlocal made
        for pair in read_pairs(file):
            made += not pair.vouched
            yield pair

    with one_line_errors(), room.Memory(memory) as opened:
        accepted = opened.accept(pairs())
        left_out = f"; {made} left out, which a machine made and nobody accepted" if made else ""
        say(f"{accepted} pairs accepted{left_out}")

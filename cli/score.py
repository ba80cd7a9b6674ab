"""`iqtibas score`: a file of translations against references."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iqtibas.cli.console import one_line_errors, say
from iqtibas.cli.output import prepare_json, print_json


def score(
    hypothesis: Annotated[Path, typer.Argument(metavar="HYP", help="Translations, one segment a line.")],
    references: Annotated[list[Path], typer.Argument(metavar="REF...", help="One or more references, line by line.")],
    json: Annotated[
        str, typer.Option("--json", help="Write the scores as JSON to this file; - for standard output.")
    ] = "",
) -> None:
    """BLEU, chrF2++ and TER of a file against references, with sacrebleu's signatures."""
    from json import dumps

    from iqtibas.eval import score_files
    from iqtibas.report import write_atomically

    with one_line_errors():
        prepare_json(json)
        scored = score_files(hypothesis, *references)
        text = dumps(scored.as_json(), indent=1) + "\n"
        if json == "-":
            print_json([text])
            return
        if json:
            write_atomically(Path(json), text)
        for s in scored.scores.values():
            say(f"{s.name:8}{s.score:6.1f}  {s.signature}")
        say(f"{'n':8}{scored.n:6}")

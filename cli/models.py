"""`iqtibas models`: what can translate here."""

from __future__ import annotations

from typing import Annotated

import typer

from iqtibas.cli.console import SOME_FAILED, one_line_errors, say
from iqtibas.cli.options import Quiet

app = typer.Typer(no_args_is_help=True, help="What can translate here, and whether it is intact.")


@app.command("list")
def list_models() -> None:
    """The models that Iqtibas knows, best first, and which of them are here."""
    from iqtibas import models as room

    with one_line_errors():
        for known, here in room.list_models():
            state = (
                f"here      {here.digest[:12]}  {here.licence}"
                if here
                else "not here  " + f"iqtibas models pull {known.name}"
            )
            say(f"{known.name:24}{state}")


@app.command()
def pull(
    name: Annotated[str, typer.Argument(help="opus-mt-ar-en or opus-mt-tc-big-ar-en.")], quiet: Quiet = False
) -> None:
    """Fetch a model from the hub once: safetensors only, at a pinned or recorded revision, with checksums."""
    from iqtibas import models as room

    with one_line_errors():
        info = room.pull(name, progress=not quiet)
        say(f"{info.name} {info.revision} is in {info.path}")


@app.command()
def verify(name: Annotated[str, typer.Argument(help="A model's name or folder.")] = "embedded") -> None:
    """Compare a model's files with its checksums; exit code 1 if they differ."""
    from iqtibas import models as room

    with one_line_errors():
        differences = room.verify(name)
        for difference in differences:
            say(difference)
        if differences:
            raise typer.Exit(SOME_FAILED)
        say(f"{name} is intact")

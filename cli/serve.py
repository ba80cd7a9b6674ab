"""`iqtibas serve`: the review screen in the browser."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas.cli.console import consoles, one_line_errors
from iqtibas.cli.options import Quiet

if TYPE_CHECKING:
    from rich.console import Console

    from iqtibas.report import StoredRun
    from iqtibas.review import Calibration, Workspace

SOMEBODY = "reviewer"
"""Where the system does not know the user's name."""

Run = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that iqtibas run has written.")]
Reviewers = Annotated[
    list[str] | None, typer.Option("--reviewer", help="Who reviews; again for each further person. You if not given.")
]
Host = Annotated[str, typer.Option("--host", help="The address to listen on. Others than this machine's need TLS.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")]
Names = Annotated[list[str] | None, typer.Option("--name", help="A name under which browsers reach --host.")]
Remote = Annotated[bool, typer.Option("--allow-remote", help="Let other machines in; needs --cert and --key.")]
Cert = Annotated[Path | None, typer.Option("--cert", help="The TLS certificate, PEM.")]
Key = Annotated[Path | None, typer.Option("--key", help="The certificate's key, PEM.")]
Fitted = Annotated[
    Path | None, typer.Option("--calibration", help="Order by re-fitted confidence; see iqtibas review calibrate.")
]


def serve(
    folder: Run, reviewer: Reviewers = None, host: Host = "127.0.0.1", port: Port = 8437, name: Names = None,
    allow_remote: Remote = False, cert: Cert = None, key: Key = None, calibration: Fitted = None, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Review a run in the browser: accept, reject, link, split, edit, note. Each link lets one browser in, once."""
    from iqtibas.report import read_run
    from iqtibas.review import Address, Log, Screen, prepare, read_calibration, read_decisions
    from iqtibas.storage.lock import mark_served

    with one_line_errors(), ExitStack() as stack:
        run = read_run(folder)
        stack.enter_context(mark_served(folder))
        fitted = read_calibration(calibration, run.info.version) if calibration else None
        Log(folder).close()
        read_decisions(folder)  # what is wrong with the log is said before there is any link
        notes = _fitted_words(fitted)
        address = Address(host, port, tuple(name or ()), allow_remote, cert, key)
        screen = Screen(folder.resolve().name, notes, run.info.model is not None and run.info.model.weak)
        reviewers = list(dict.fromkeys(reviewer or [_user()]))
        serving = prepare(lambda: _workspace(folder, run, fitted), screen, address, reviewers)
        out = consoles()[0]
        for who, link in serving.links:
            out.print(f"{who}: {link}", markup=False, soft_wrap=True)
        if not quiet:
            for line in (*notes, "Each link lets one browser in, once. Ctrl+C ends; every decision is kept."):
                out.print(line, style="dim", markup=False, soft_wrap=True)
        serving.run()
        if not quiet:
            _print_end(folder, run, out)


def _workspace(folder: Path, run: StoredRun, fitted: Calibration | None) -> Workspace:
    from iqtibas.review import Workspace

    return Workspace(folder, run.results, fitted.confidence) if fitted else Workspace(folder, run.results)


def _fitted_words(fitted: Calibration | None) -> tuple[str, ...]:
    if fitted is None:
        return ()
    return (
        f"Confidences are re-fitted on {fitted.decided} decisions up to {fitted.at[:10]}; the run's own are others.",
    )


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name and no entry for the user's number, as in some containers
        return SOMEBODY


def _print_end(folder: Path, run: StoredRun, out: Console) -> None:
    """How far the review is, and what can be done with it."""
    from iqtibas.review import read_decisions, reviewed

    results = reviewed(run.results, read_decisions(folder))
    counts = Counter(review.status for result in results for _, review in result.reviewed())
    told = ", ".join(f"{counts[status]} {status}" for status in ("accepted", "rejected", "open"))
    out.print(f"{told}. Next: iqtibas export {folder} --to tmx, or iqtibas review remember {folder}", markup=False)

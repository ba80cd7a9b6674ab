"""Write docs/commands.md: every command with its arguments and options, as `--help` has them.

usage: python -m bench.release.reference [--write]     (without --write: end with 1 if the file is out of date)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperGroup
from typer.main import get_command

from bench.harness import ROOT, command_line, run_main
from iqtibas.cli.app import app
from iqtibas.report import write_atomically

COMMANDS = ROOT / "docs" / "commands.md"
HEADER = """\
# Commands

Written by `python -m bench.release.reference --write` from what `iqtibas COMMAND --help` says. After the two commands
of the [README](../README.md#start), `. .venv/bin/activate`, once in every new terminal (Windows:
`.venv\\Scripts\\activate`), puts `iqtibas` on the path; without an installation, `python main.py COMMAND` is the same.

Exit codes: 0 all is well; 1 something could not be read or done, the rest was; 2 the command line is wrong;
3 `check --fail-on` found what it was told to look for; 130 stopped by Ctrl-C,
143 by SIGTERM; what was finished is written.
"""
Command = typer.core.TyperCommand | TyperGroup


def commands(command: Command, name: str) -> Iterator[tuple[str, Command]]:
    """Each command that does something with its full name, in the order of `--help`."""
    if isinstance(command, TyperGroup):
        for child, own in command.commands.items():
            yield from commands(own, f"{name} {child}")  # type: ignore[arg-type]
    else:
        yield name, command


def parameters(command: Command) -> Iterator[str]:
    """A row of the table for each argument and option but `--help`."""
    for parameter in command.params:
        shown = str(parameter.name).upper()
        if not isinstance(parameter, TyperArgument):
            shown = ", ".join([*parameter.opts, *parameter.secondary_opts])
        told = " ".join(str(getattr(parameter, "help", None) or "").split()).replace("|", "\\|")
        default = parameter.default
        plain = default not in (None, "", False, ()) and not callable(default) and not parameter.required
        yield f"| `{shown}` | {told}{f' Default: `{default}`.' if plain else ''} |"


def reference() -> str:
    """The whole file."""
    parts = [HEADER]
    for name, command in commands(get_command(app), "iqtibas"):  # type: ignore[arg-type]
        rows = list(parameters(command))
        table = ["", "| name | meaning |", "|---|---|", *rows] if rows else []
        parts.append("\n".join([f"## {name}", "", (command.help or "").strip(), *table]) + "\n")
    return "\n".join(parts)


def main() -> None:
    parser = command_line(__doc__, "write")
    if parser.parse_args().write:
        write_atomically(COMMANDS, reference())
    elif COMMANDS.read_text(encoding="utf-8") != reference():
        sys.exit(f"{COMMANDS.name} is out of date: run with --write")


if __name__ == "__main__":
    run_main(main)

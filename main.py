"""Iqtibas from a checkout: `python main.py` is the command `iqtibas` without installing it."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. Where a package that it needs is missing, say so in one line and end with code 1."""
    try:
        from iqtibas.cli.app import app
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "iqtibas":
            raise
        sys.exit(f"Iqtibas needs {error.name}, which this Python does not have. Set everything up with: make demo")
    app()


if __name__ == "__main__":
    main()

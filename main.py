"""Iqtibas from a checkout: `python main.py` is the command `iqtibas` without installing it."""

import os.path
import sys

OLDEST = (3, 11)  # requires-python of pyproject.toml
WAY_OUT = "Set everything up with: make demo (docs/install.md tells other ways)"


def main() -> None:
    """Run the command line. Where Python or a package is not what it needs, say so in one line and end with code 1."""
    if sys.version_info < OLDEST:
        sys.exit("Iqtibas needs Python {}.{} or newer, and this is {}.{}".format(*OLDEST, *sys.version_info))
    here = os.path.dirname(os.path.abspath(__file__))
    if here not in sys.path:  # `python -I` and `-P` leave it out
        sys.path.insert(0, here)
    try:
        from iqtibas.cli.app import app

        app()
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "iqtibas":
            raise
        sys.exit(f"Iqtibas needs {error.name}, which this Python does not have. {WAY_OUT}")


if __name__ == "__main__":
    main()

"""Iqtibas from a checkout: `python main.py` is the command `iqtibas` without installing it."""

import os.path
import sys

OLDEST = (3, 11)  # requires-python of pyproject.toml


def main() -> None:
    """Run the command line. Where Python is too old, say so in one line and end with code 1."""
    if sys.version_info < OLDEST:
        sys.exit("Iqtibas needs Python {}.{} or newer, and this is {}.{}".format(*OLDEST, *sys.version_info))
    here = os.path.dirname(os.path.abspath(__file__))
    if here not in sys.path:  # `python -I` and `-P` leave it out
        sys.path.insert(0, here)
    from iqtibas.__main__ import main as run

    run()


if __name__ == "__main__":
    main()

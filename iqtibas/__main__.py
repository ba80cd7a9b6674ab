"""`python -m iqtibas`: the same program as `iqtibas`."""

import sys

WAY_OUT = "Set everything up with: make demo (docs/install.md tells other ways)"


def main() -> None:
    """Run the command line. Where a package is not there, say so in one line and end with code 1."""
    try:
        from iqtibas.cli.app import app

        app()
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "iqtibas":
            raise
        sys.exit(f"Iqtibas needs {error.name}, which this Python does not have. {WAY_OUT}")


if __name__ == "__main__":
    main()

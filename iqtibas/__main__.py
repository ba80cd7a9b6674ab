"""`python -m iqtibas`: the same program as `iqtibas`."""

from iqtibas.cli.app import app

app()

"""What the tests with real models share."""

from __future__ import annotations

from pathlib import Path

import pytest

from iqtibas.align import Aligner, load_aligner


@pytest.fixture(scope="session")
def aligner(model_cache: Path) -> Aligner:
    """The aligner with its real encoders, loaded once for all tests."""
    return load_aligner()

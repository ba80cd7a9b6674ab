"""Fixtures that all tiers share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from places import ROOT

# Read when numpy is first imported. Two threads are no faster on sentences, and several times slower beside a busy
# neighbour.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# The same examples in every run, so that no change fails by what was drawn; `--hypothesis-profile=explore` draws others.
# How fast examples are drawn says how busy the machine is, not whether the code is right.
BUSY = (HealthCheck.too_slow,)
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=BUSY)
settings.register_profile("explore", deadline=None, suppress_health_check=BUSY)
settings.load_profile("same")


@pytest.fixture
def shared() -> Path:
    """The folder of development sets beside the checkout; the test skips where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the development sets in ../shared, which are not part of the repository")
    return folder


@pytest.fixture
def samples() -> Path:
    """The articles that ship with the project."""
    return ROOT / "samples"


@pytest.fixture(scope="session", autouse=True)
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the test run's own: the embedded model is converted once, and the user's cache is left alone."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IQTIBAS_CACHE", str(folder))
        patch.setenv("IQTIBAS_DATA", str(folder / "data"))
        yield folder


def pytest_collection_finish() -> None:
    """What was collected stays: thousands of tests that the garbage collector need not look through again and again."""
    gc.collect()
    gc.freeze()

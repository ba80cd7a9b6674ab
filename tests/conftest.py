"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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

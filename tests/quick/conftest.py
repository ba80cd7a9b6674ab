"""What keeps this tier quick: here no weights are loaded, no process is started and no port is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import barred
import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Around a test and all of its fixtures, so that fixtures of modules are seen too.

    Pytest calls this hook of every conftest for the tests of all folders.
    """
    if HERE not in item.path.parents:
        return (yield)
    with barred.all_of_them():
        return (yield)

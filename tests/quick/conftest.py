"""What keeps this tier quick: here no weights are loaded, no process is started and no port is opened."""

from __future__ import annotations

from collections.abc import Iterator

import barred
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Around a test and all of its fixtures, so that fixtures of modules are seen too."""
    with barred.all_of_them():
        return (yield)

"""A loop without an end, or one over all pairs of a long text, should fail its test and not stop the run."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SECONDS = 5 if sys.gettrace() is None else 20  # coverage.py watches every line


@contextmanager
def deadline() -> Iterator[None]:
    """Fail if the block takes more processor time than bounded work could, whatever the machine does besides.

    No check where there are no such alarms (Windows).
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        pytest.fail(f"not done within {SECONDS} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

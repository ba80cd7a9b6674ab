"""What is loaded once a process and then shared, and how to let go of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")
# Held by whoever uses what is shared: the encoders keep what they read of a text, and one thread must not forget what
# another still needs.
USING = RLock()
_FORGET: list[Callable[[], None]] = []


def once(load: Callable[[], T]) -> _lru_cache_wrapper[T]:
    """Decorate a loader: it loads when it is first called, returns the same object from then on, until `unload`."""
    kept = lru_cache(maxsize=1)(load)
    forget_with_unload(kept.cache_clear)
    return kept


def forget_with_unload(forget: Callable[[], None]) -> None:
    """Have `unload` call this too."""
    _FORGET.append(forget)


def unload() -> None:
    """Let go of all models that are loaded, some 500 MB; what needs one loads it again.

    Waits for calls of `translate`, `align`, `compare` and `check` that are at work in other threads.
    """
    with USING:
        for forget in _FORGET:
            forget()

"""Lazy imports for the face of a package (PEP 562): a name is imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(face: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package. face: its name. homes: modules with the names that each has, between spaces.

    None of the names may be that of a module of the package, which would hide it once it is imported.
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def found(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {face!r} has no attribute {name!r}")
        return getattr(import_module(home_of[name]), name)

    return found

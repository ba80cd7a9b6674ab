"""Lazy imports for the face of a package (PEP 562): a name is imported when it is first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType


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


def make_callable(package: str, function_home: str) -> None:
    """Let a package be called as the function that has its name: `iqtibas.align(article)`.

    Python binds every imported package to its name in the package above, where a function of that name would be hidden
    from then on. The class of a module may be changed for this (Python Language Reference, 3.3.2.1), and then both the
    call and `from iqtibas.align import Aligner` work, whatever was imported first. package: its full name; it is being
    imported. function_home: the module of the function, which is imported with the first call.
    """
    name = package.rpartition(".")[2]

    class CallablePackage(ModuleType):
        """A package that is called as the function of its name."""

        def __call__(self, *arguments: object, **named: object) -> object:
            return self.__wrapped__(*arguments, **named)

        @property
        def __wrapped__(self) -> Callable[..., object]:
            """The function, where `inspect.signature` looks for it."""
            function: Callable[..., object] = getattr(import_module(function_home), name)
            return function

        def __reduce__(self) -> tuple[Callable[[str], ModuleType], tuple[str]]:
            """By name, as functions are: `pool.map(iqtibas.align, articles)` sends it to another process."""
            return import_module, (package,)

    sys.modules[package].__class__ = CallablePackage

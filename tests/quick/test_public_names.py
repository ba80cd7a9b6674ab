"""What `import iqtibas` offers: every name there, documented, typed, and hidden by no module."""

from __future__ import annotations

import inspect
import pickle
from importlib import import_module
from pkgutil import iter_modules

import pytest

import iqtibas
from iqtibas.article.lazy import lazy_names

NAMES = [name for name in iqtibas.__all__ if name != "__version__"]


def test_every_name_is_there_and_told_to_type_checkers() -> None:
    named = {name for names in iqtibas._HOMES.values() for name in names.split()}
    assert {*named, *iqtibas._CALLABLE_PACKAGES, "__version__"} == set(iqtibas.__all__)
    assert set(iqtibas.__all__) <= set(dir(iqtibas))
    source = inspect.getsource(iqtibas)
    for name in NAMES:
        assert callable(getattr(iqtibas, name)), name
        assert source.count(f" {name},") + source.count(f" {name}\n") >= 1, name
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = iqtibas.nonsense


def test_no_module_has_the_name_of_what_is_exported() -> None:
    """It would hide that, once it is imported; the two packages that do can be called."""
    modules = {module.name for module in iter_modules(iqtibas.__path__)}
    assert modules & set(iqtibas.__all__) == set(iqtibas._CALLABLE_PACKAGES)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_documented(name: str) -> None:
    value = getattr(iqtibas, name)
    assert inspect.getdoc(value), name
    function = inspect.unwrap(value)
    if inspect.isfunction(function):
        assert "Raises" in (function.__doc__ or "") or name in ("find_embeds", "find_quotes", "read_articles", "unload")


@pytest.mark.parametrize("name", iqtibas._CALLABLE_PACKAGES)
def test_a_package_that_is_called_has_the_signature_of_its_function(name: str) -> None:
    package = getattr(iqtibas, name)
    assert package is import_module(f"iqtibas.{name}")
    assert inspect.signature(package) == inspect.signature(getattr(import_module(f"iqtibas.{name}.api"), name))
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'article'"):
        package()


def test_classes_and_functions_can_be_pickled() -> None:
    for name in NAMES:
        if name not in iqtibas._CALLABLE_PACKAGES:
            assert pickle.loads(pickle.dumps(getattr(iqtibas, name))) is getattr(iqtibas, name)
    segment = iqtibas.Segment(1, 2)
    assert pickle.loads(pickle.dumps(segment)) == segment


def test_a_lazy_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="module 'somewhere' has no attribute 'x'"):
        lazy_names("somewhere", {})("x")

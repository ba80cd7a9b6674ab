"""What `import iqtibas` offers: all of its names, whatever was imported before, and nothing loaded for them."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest
from places import ROOT

import iqtibas
from iqtibas.article.lazy import lazy_names

NAMES = [name for name in iqtibas.__all__ if name != "__version__"]
ORDERS = (
    "",
    "import iqtibas.translate, iqtibas.align",
    "from iqtibas.align import Aligner, load_aligner\nfrom iqtibas.translate import Translator",
    "import iqtibas.align.api, iqtibas.translate.api",
    "from iqtibas.align.api import align\nfrom iqtibas.translate.api import translate",
    "from iqtibas import *",
    "from iqtibas import translate, align",
    "import iqtibas.align as a, iqtibas.translate as t",
    "import iqtibas.cli.app",
    "import importlib, iqtibas.align\nimportlib.reload(iqtibas.align)\nimportlib.reload(iqtibas)",
)
# Loaded by nothing but a call. All else that is no part of Python or of ours would show as well.
HEAVY = ("numpy", "torch", "ctranslate2", "sentencepiece", "transformers", "babel", "trafilatura", "lxml", "rich")


def run(code: str) -> str:
    """What a fresh Python prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("order", ORDERS)
def test_both_names_that_packages_have_are_functions_and_packages(order: str) -> None:
    calls = "print(iqtibas.align('كتب الوزير.'), iqtibas.translate('', offline=True, model='embedded'))"
    packages = "from iqtibas.align import Aligner\nimport iqtibas.translate.batch\nprint(iqtibas.translate.batch.Batch)"
    told = run(f"{order}\nimport iqtibas\n{calls}\n{packages}")
    assert told.split("\n")[:2] == ["[] []", "<class 'iqtibas.translate.batch.Batch'>"]


def test_importing_loads_nothing_else_of_ours_and_nothing_heavy() -> None:
    code = "import iqtibas, sys\nprint(*sorted(m for m in sys.modules if m.startswith('iqtibas')))\n"
    every = "[getattr(iqtibas, name) for name in iqtibas.__all__]\n"
    heavy = f"print(*[m for m in {HEAVY} if m in sys.modules])"
    assert run(code + every + heavy).split("\n") == ["iqtibas", "", ""]


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


def test_there_is_one_version() -> None:
    assert run("from iqtibas.cli.app import app\napp(['--version'])") == f"iqtibas {iqtibas.__version__}\n"

"""Importing `iqtibas`: its names are the same in every order of imports, and nothing is loaded for them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from places import ROOT

import iqtibas

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


@pytest.mark.parametrize("name", ["align", "translate"])
def test_what_is_called_can_be_sent_to_another_process(name: str) -> None:
    called = f"pickle.loads(pickle.dumps(iqtibas.{name}))"
    assert run(f"import iqtibas, pickle\nprint({called} is iqtibas.{name})") == "True\n"


def test_importing_loads_nothing_else_of_ours_and_nothing_heavy() -> None:
    code = "import iqtibas, sys\nprint(*sorted(m for m in sys.modules if m.startswith('iqtibas')))\n"
    every = "[getattr(iqtibas, name) for name in iqtibas.__all__]\n"
    heavy = f"print(*[m for m in {HEAVY} if m in sys.modules])"
    assert run(code + every + heavy).split("\n") == ["iqtibas", "", ""]


def test_there_is_one_version() -> None:
    assert run("from iqtibas.cli.app import app\napp(['--version'])") == f"iqtibas {iqtibas.__version__}\n"

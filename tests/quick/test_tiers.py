"""Tests are where they say: in the tier of what they need, and in the room of what they test."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from barred import BARRED
from places import TESTS

from iqtibas.models import load_contrast, load_sentence_encoder, load_word_encoder
from iqtibas.translate import load

ROOMS = {"article", "storage", "models", "translate", "align", "eval", "report", "review", "cli", "bench"}
TIERS = ("quick", "models", "system")
FILES = sorted(TESTS.rglob("test_*.py"))
Refused = pytest.fail.Exception


def test_every_test_is_in_a_tier_and_a_room() -> None:
    """What is about all rooms lies in the tier itself."""
    for path in FILES:
        tier, *folders, _ = path.relative_to(TESTS).parts
        assert tier in TIERS, path
        assert not folders or folders[0] in ROOMS, path


def test_what_is_shared_is_no_test_and_has_a_name_of_its_own() -> None:
    support = {path.name for path in (TESTS / "support").rglob("*.py")}
    assert not {name for name in support if name.startswith("test_")}
    assert not {name for path in FILES for name in ast_imports(path) if name.startswith("test_")}
    assert {path.parent for path in TESTS.rglob("conftest.py")} == {TESTS, *(TESTS / tier for tier in TIERS)}


def ast_imports(path: Path) -> set[str]:
    """The modules that a test imports from."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize(
    "use",
    [
        lambda: load_sentence_encoder().encode(["text"]),
        lambda: load_word_encoder().link("text", "نص"),
        lambda: load_contrast().log_probabilities("نص", ["text"]),
        lambda: load("embedded", "ctranslate2", offline=True).translate_texts(["نص"]),
    ],
    ids=["sentences", "words", "contrast", "translation"],
)
def test_here_no_model_can_be_used(use: Callable[[], object]) -> None:
    with pytest.raises(Refused, match="uses a model, which is for tests/models"):
        use()


def test_here_no_process_is_started() -> None:
    with pytest.raises(Refused, match="starts a process, which is for tests/system"):
        subprocess.run([sys.executable, "-c", ""], check=False)
    with pytest.raises(Refused, match="starts a process, which is for tests/system"):
        os.fork()


def test_here_no_port_is_opened() -> None:
    with socket.socket() as own, pytest.raises(Refused, match="opens a port, which is for tests/system"):
        own.listen()


def test_all_that_is_barred_is_there() -> None:
    """A function that is renamed would be barred no more; `setattr` of the guard finds that out too."""
    assert all(hasattr(home, name) for functions in BARRED.values() for home, name in functions)

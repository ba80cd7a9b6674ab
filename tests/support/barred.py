"""What no quick test may do; see tests/quick/conftest.py."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from iqtibas.models import conversion
from iqtibas.models.e5 import E5
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.engine_transformers import MarianEngine
from iqtibas.models.forced_decoding import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.word_links import WordEncoder
from iqtibas.translate import translator

BARRED: dict[str, tuple[tuple[object, str], ...]] = {
    # Beside the loading also the use: an earlier tier of the same run may have left a model in a cache.
    "uses a model, which is for tests/models": (
        (SentenceEncoder, "__init__"),
        (SentenceEncoder, "encode"),
        (E5, "__init__"),
        (WordEncoder, "states"),
        (WordEncoder, "link"),
        (Contrast, "__init__"),
        (Contrast, "_score"),
        (FastEngine, "__init__"),
        (FastEngine, "translate"),
        (MarianEngine, "__init__"),
        (MarianEngine, "translate"),
        (conversion, "_run_converter"),
        (translator, "preload_encoder"),
    ),
    "starts a process, which is for tests/system": ((subprocess.Popen, "__init__"), (os, "fork")),
    "opens a port, which is for tests/system": ((socket.socket, "listen"),),
}
"""Why a test fails, and the functions that it must not enter."""


@contextmanager
def all_of_them() -> Iterator[None]:
    """While this lasts, whoever enters one of BARRED fails, whatever it catches."""
    with pytest.MonkeyPatch.context() as patch:
        for why, functions in BARRED.items():
            for home, name in functions:
                patch.setattr(home, name, _refusal(f"a quick test {why}"))
        yield


def _refusal(text: str) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail(text, pytrace=True)

    return refuse

"""The examples of docs/python.md run, and print what stands there."""

from __future__ import annotations

import pytest

import iqtibas
from bench.release.examples import GUIDE, rewritten


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def test_the_examples_print_what_stands_there(guide: str) -> None:
    assert rewritten(guide) == guide, "run python -m bench.release.examples --write"


def test_the_guide_names_every_name(guide: str) -> None:
    told = guide.replace("`Embed`s", "`Embed`").replace("`", " ")
    words = set("".join(c if c.isalnum() or c == "_" else " " for c in told).split())
    assert [name for name in iqtibas.__all__ if name not in words and name != "__version__"] == []


def test_an_output_that_differs_is_replaced_and_a_marked_block_is_left() -> None:
    old = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n\n```python\n# not run\n1 / 0\n```\n"
    assert rewritten(old) == old.replace("3", "2")

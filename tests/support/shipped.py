"""Pairs for the ledger, and the tools that ship with the program."""

from __future__ import annotations

from functools import lru_cache

from iqtibas.align.ledger.check import Tools, load_tools
from iqtibas.align.ledger.pair import Pair
from iqtibas.article import Span


@lru_cache(maxsize=1)
def tools() -> Tools:
    """The shipped tools, loaded once."""
    return load_tools()


def pair_of(english: str, arabic: str) -> Pair:
    """Two texts alone, linked by the shipped encoder."""
    return Pair(english, arabic, tools().words)


def words_at(text: str, span: Span | None) -> str | None:
    """What a finding points at on one side; None where it has nothing there."""
    return None if span is None else text[span.start : span.end]

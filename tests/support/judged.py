"""Judges whose answers a test sets: word links, forced decoding and sentence vectors without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.fitted import Fitted
from iqtibas.align.ledger.pair import Pair
from iqtibas.article.reading import Reading
from iqtibas.models.signals import Signals, signal_names
from iqtibas.models.word_links import WORD, Link

LINKED, UNLINKED = 0.9, 0.1


class Links:
    """Word links by a list: English word → the Arabic words that render it; others are hardly alike."""

    def __init__(self, capital: float = 0.0, **links: str) -> None:
        self._links = {english.rstrip("_"): arabic.split() for english, arabic in links.items()}
        self._capital = capital

    def link(self, english: str | Reading, arabic: str | Reading) -> Link:
        english, arabic = Reading.of(english).text, Reading.of(arabic).text
        ours, theirs = (tuple((m.start(), m.end()) for m in WORD.finditer(text)) for text in (english, arabic))
        similarity = np.full((len(ours), len(theirs)), UNLINKED, np.float32)
        strength = np.zeros_like(similarity)
        for i, (start, end) in enumerate(ours):
            for j, (first, last) in enumerate(theirs):
                if arabic[first:last] in self._links.get(english[start:end].lower(), ()):
                    similarity[i, j] = strength[i, j] = LINKED
        none = np.zeros(1, np.float32)
        return Link(ours, theirs, similarity, none, none, strength)

    def preference_for_capital(self, word: str) -> float:
        return self._capital

    def pair(self, english: str, arabic: str) -> Pair:
        return Pair(english, arabic, self)


class Decoding:
    """Log-probabilities by English text, or by Arabic text where several are given; `default` for any other.

    asked: the English that was asked about, in order, with its Arabic.
    """

    def __init__(self, scores: Mapping[str, float] | None = None, default: float = 0.0) -> None:
        self._scores, self._default = dict(scores or {}), default
        self.asked: list[tuple[str, list[str]]] = []

    def log_probabilities(self, arabic: str | Reading, english: Sequence[str]) -> list[float]:
        self.asked.append((Reading.of(arabic).text, list(english)))
        return [self._scores.get(text, self._default) for text in english]

    def log_probabilities_given(self, arabic: Sequence[str | Reading], english: str) -> list[float]:
        return [self._scores.get(Reading.of(text).text, self._default) for text in arabic]


class Vectors:
    """Rows by text; (1, 0) for any other. asked: all texts that were encoded, in order."""

    def __init__(self, rows: Mapping[str, Sequence[float]] | None = None) -> None:
        self._rows = dict(rows or {})
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str | Reading]) -> Any:
        plain = [Reading.of(text).text for text in texts]
        self.asked.append(plain)
        return np.array([self._rows.get(text, (1.0, 0.0)) for text in plain], np.float32)


def tools(links: Links, decoding: Decoding | None = None, vectors: Vectors | None = None) -> Tools:
    """Tools of these judges; those that are not given prefer nothing."""
    return Tools(links, vectors or Vectors(), decoding or Decoding())  # type: ignore[arg-type]


def deciding(cut: float, **weights: float) -> Any:
    """A stand-in for `load_fitted`: models of these weights, by the names of the signals; the others weigh nothing."""

    def load(name: str, signals: Signals) -> Fitted:
        names = signal_names(signals)
        return Fitted(tuple(weights.get(signal, 0.0) for signal in names), 0.0, cut, name, names)

    return load

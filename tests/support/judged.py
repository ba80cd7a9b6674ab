"""Judges whose answers a test sets: word links, forced decoding and sentence vectors without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.fitted import Fitted
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import DECISION_THRESHOLD
from iqtibas.align.ledger.weighing import VerdictSignals, Weight
from iqtibas.article.reading import Reading
from iqtibas.models.divergence import Divergence
from iqtibas.models.divergence.texts import words_of
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


class Tagging:
    """The same answer for every pair: no word stands out; `pair` and `kinds` as log-odds."""

    def __init__(self, pair: Sequence[float] = (-6, -6, -6), kinds: Sequence[float] = (-6, -6, -6, -6)) -> None:
        self._pair, self._kinds = np.array(pair, np.float32), np.array(kinds, np.float32)

    def read(self, words: object, english: str | Reading, arabic: str | Reading) -> Divergence:
        spans = tuple(words_of(text).spans for text in (english, arabic))
        rows = tuple(np.zeros((len(own), 2), np.float32) for own in spans)
        return Divergence(*spans, *rows, self._pair, self._kinds)


def tools(
    links: Links, decoding: Decoding | None = None, vectors: Vectors | None = None, tagging: Tagging | None = None
) -> Tools:
    """Tools of these judges; those that are not given prefer nothing."""
    return Tools(links, vectors or Vectors(), decoding or Decoding(), tagging or Tagging())  # type: ignore[arg-type]


def by_severity(signals: VerdictSignals) -> Weight:
    """A stand-in for `weigh`: a verdict that follows the gravest finding of any check."""
    altered = max(signals.number, signals.name, signals.negation, signals.modality)
    altered = altered if altered >= DECISION_THRESHOLD else 0.0
    faithful = float(not (altered or signals.omission or signals.addition))
    return Weight(altered and 1.0, signals.omission and 0.6, signals.addition and 0.6, faithful)


def deciding(cut: float, **weights: float) -> Any:
    """A stand-in for `load_fitted`: models of these weights, by the names of the signals; the others weigh nothing."""

    def load(name: str, signals: Signals) -> Fitted:
        names = signal_names(signals)
        return Fitted(tuple(weights.get(signal, 0.0) for signal in names), 0.0, cut, name, names)

    return load

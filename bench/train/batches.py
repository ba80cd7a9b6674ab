"""Batches of nearly equal lengths, filled up to a budget of tokens, made from one pass after another."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
import torch
from torch import Tensor

from bench.train.data import Corpus, Pair, draw_pass
from bench.train.noise import Shares, changed
from bench.train.vocabulary import Vocabulary

CHUNK = 16000  # pairs that are sorted by length together
MOST_PIECES = 150
# Subword regularisation (Kudo 2018): how many texts are segmented at random, and how flat the choice is.
SAMPLED_SOURCES, SAMPLED_TARGETS, ALPHA = 0.3, 0.1, 0.5
ROUNDED = 8  # lengths are multiples of this: what a GPU's kernels want
NOTHING = -100

Ids = list[int]
Example = tuple[Ids, Ids]  # a source and its target


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the stream a chunk of pairs lies."""

    number: int
    chunk: int


@dataclass(frozen=True, slots=True)
class Batch:
    """sources (b, s), inputs (b, t), labels (b, t): ids, padded; labels are NOTHING where there is no piece."""

    sources: Tensor
    inputs: Tensor
    labels: Tensor
    pieces: int

    def to(self, device: torch.device) -> Batch:
        """The same on a device."""
        moved = (x.to(device, non_blocking=True) for x in (self.sources, self.inputs, self.labels))
        return Batch(*moved, self.pieces)


def encode_pairs(
    pairs: Sequence[Pair], vocabulary: Vocabulary, chooser: random.Random | None, sampled: tuple[float, float] = (0, 0)
) -> list[Example]:
    """Ids of pairs that are not too long. sampled: shares of sources and targets that are segmented at random."""
    sides = [
        _encode(side, vocabulary, share, chooser) for side, share in zip(zip(*pairs, strict=True), sampled, strict=True)
    ]
    return [pair for pair in zip(*sides, strict=True) if max(map(len, pair)) <= MOST_PIECES]


def _encode(texts: Sequence[str], vocabulary: Vocabulary, share: float, chooser: random.Random | None) -> list[Ids]:
    sampled = [chooser is not None and chooser.random() < share for _ in texts]
    by_chance = vocabulary.encode([t for t, s in zip(texts, sampled, strict=True) if s], alpha=ALPHA)
    best = vocabulary.encode([t for t, s in zip(texts, sampled, strict=True) if not s])
    chance, sure = iter(by_chance), iter(best)
    return [next(chance) if s else next(sure) for s in sampled]


def _rounded(length: int) -> int:
    return -(-length // ROUNDED) * ROUNDED


def group(pairs: Sequence[Example], budget: int) -> list[list[int]]:
    """Indices of pairs in groups, neighbours in length, no group's longer side over the budget when padded."""
    order = sorted(range(len(pairs)), key=lambda i: (_rounded(len(pairs[i][1])), len(pairs[i][0])))
    groups: list[list[int]] = []
    longest = 0
    for i in order:
        longest = max(longest, _rounded(max(map(len, pairs[i]))))
        if not groups or longest * (len(groups[-1]) + 1) > budget:
            groups.append([])
            longest = _rounded(max(map(len, pairs[i])))
        groups[-1].append(i)
    return groups


def pad(pairs: Sequence[Example], vocabulary: Vocabulary) -> Batch:
    """One batch of these pairs. A target's pieces that may not be generated become <unk>."""
    longest = [_rounded(max(len(pair[side]) for pair in pairs)) for side in (0, 1)]
    sources = np.full((len(pairs), longest[0]), vocabulary.pad)
    inputs, labels = np.full((2, len(pairs), longest[1]), vocabulary.pad)
    labels[:] = NOTHING
    for row, (source, target) in enumerate(pairs):
        allowed = [i if i < vocabulary.outputs else vocabulary.unknown for i in target]
        sources[row, : len(source)] = source
        labels[row, : len(target)] = allowed
        inputs[row, 1 : len(target)] = allowed[:-1]
    pieces = sum(len(target) for _, target in pairs)
    return Batch(*(torch.from_numpy(x) for x in (sources, inputs, labels)), pieces)


@dataclass(frozen=True, slots=True)
class Stream:
    """An endless stream of chunks of batches; the order of pairs depends on the seed and the place alone.

    sampled: shares of sources and targets that are segmented at random. changes: what befalls pairs, see noise.py.
    """

    corpora: Sequence[Corpus]
    vocabulary: Vocabulary
    budget: int
    seed: int
    sampled: tuple[float, float] = (SAMPLED_SOURCES, SAMPLED_TARGETS)
    changes: Shares = ()

    def chunk(self, place: Place) -> list[Batch]:
        """The batches of one chunk, shuffled; empty past the end of the pass."""
        pairs = draw_pass(self.corpora, self.seed, place.number)[place.chunk * CHUNK : (place.chunk + 1) * CHUNK]
        if not pairs:
            return []
        seed = f"{self.seed} {place.number} {place.chunk}"
        chooser = random.Random(seed)
        ids = encode_pairs(changed(pairs, self.changes, seed), self.vocabulary, chooser, self.sampled)
        batches = [pad([ids[i] for i in indices], self.vocabulary) for indices in group(ids, self.budget)]
        chooser.shuffle(batches)
        return batches

    def chunks(self, start: Place, workers: int = 0) -> Iterator[tuple[Place, list[Batch]]]:
        """Chunks from a place on, without end. workers: processes that prepare them ahead."""
        if not workers:
            yield from ((place, self.chunk(place)) for place in self._places(start))
            return
        with get_context("fork").Pool(workers, _adopt, (self,)) as pool:
            waiting = []
            for place in self._places(start):
                waiting.append((place, pool.apply_async(_prepare, (place,))))
                if len(waiting) > 2 * workers:
                    ready, result = waiting.pop(0)
                    yield ready, [Batch(*map(torch.from_numpy, arrays), pieces) for *arrays, pieces in result.get()]

    def _places(self, start: Place) -> Iterator[Place]:
        number, chunk = start.number, start.chunk
        while True:
            length = -(-len(draw_pass(self.corpora, self.seed, number)) // CHUNK)
            yield from (Place(number, at) for at in range(chunk, length))
            number, chunk = number + 1, 0


_adopted: list[Stream] = []  # in a worker process: the stream, inherited by forking instead of sent with each place


def _adopt(stream: Stream) -> None:
    _adopted.append(stream)


def _prepare(place: Place) -> list[tuple[object, ...]]:
    """A chunk as numpy arrays, which travel between processes by value."""
    return [(b.sources.numpy(), b.inputs.numpy(), b.labels.numpy(), b.pieces) for b in _adopted[0].chunk(place)]

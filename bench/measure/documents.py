"""Bead F1 of whole-document alignment.

usage: python -m bench.measure.documents [--seeds 2] [--whole] [--trials] [--eval ../shared/eval] [--json OUT]

The 61 documents of ../shared/eval/ntrex-odd with lines joined and dropped by chance. Two kinds of damage:
"pairs" joins two neighbours on one side (15 %) and drops a line of one side (5 %), each pair of lines once;
"sides" does it to each side by itself, so that joins overlap into beads of 2-2 and more. Strict: a bead counts if
both of its ranges are exactly right; lines without counterpart are not counted. In the same run, on the same vectors:
Bertalign's core, written anew after its paper (Liu and Zhu 2023), and Gale and Church's lengths.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import iqtibas.align.documents as room
from bench.data.sets import by_document, read_parallel
from bench.harness import command_line, run_main, save
from iqtibas.align.documents import SHAPES, align_documents
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.models.word_links import load_word_encoder

JOINS, DROPS = 0.15, 0.05
Beads = set[tuple[tuple[int, int], tuple[int, int]]]
Case = tuple[list[str], list[str], Beads]


def documents(folder: Path) -> list[list[tuple[str, str]]]:
    found = by_document(read_parallel(folder, "ntrex-odd")).values()
    return [[(pair.arabic, pair.english) for pair in own] for own in found]


def damage_pairs(pairs: Sequence[tuple[str, str]], chance: random.Random) -> Case:
    """Each line or pair of neighbours is damaged on one side at most."""
    arabic: list[str] = []
    english: list[str] = []
    gold: Beads = set()
    at = 0
    while at < len(pairs):
        draw, count = chance.random(), 1
        if draw < DROPS:
            side = chance.choice((arabic, english))
            side.append(pairs[at][0 if side is arabic else 1])
        else:
            count = 2 if draw < DROPS + JOINS and at + 1 < len(pairs) else 1
            ours, theirs = ([pair[k] for pair in pairs[at : at + count]] for k in (0, 1))
            if count == 2:
                ours, theirs = ([" ".join(ours)], theirs) if chance.random() < 0.5 else (ours, [" ".join(theirs)])
            gold.add(((len(arabic), len(arabic) + len(ours)), (len(english), len(english) + len(theirs))))
            arabic += ours
            english += theirs
        at += count
    return arabic, english, gold


def damage_sides(pairs: Sequence[tuple[str, str]], chance: random.Random) -> Case:
    """Both sides are damaged, each by itself; gold beads are what hangs together."""
    sides = [_groups(len(pairs), chance) for _ in (0, 1)]
    texts = [[" ".join(pairs[i][k] for i in group) for group in groups] for k, groups in enumerate(sides)]
    owner = [{i: at for at, group in enumerate(groups) for i in group} for groups in sides]
    parent = {(k, at): (k, at) for k in (0, 1) for at in range(len(sides[k]))}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent[node] != node:
            node = parent[node]
        return node

    for i in range(len(pairs)):
        if i in owner[0] and i in owner[1]:
            parent[root((0, owner[0][i]))] = root((1, owner[1][i]))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for node in parent:
        members.setdefault(root(node), []).append(node)
    gold: Beads = set()
    for nodes in members.values():
        ranges = [sorted(at for k, at in nodes if k == side) for side in (0, 1)]
        if all(ranges):
            gold.add(((ranges[0][0], ranges[0][-1] + 1), (ranges[1][0], ranges[1][-1] + 1)))
    return texts[0], texts[1], gold


def _groups(count: int, chance: random.Random) -> list[list[int]]:
    groups: list[list[int]] = []
    at = 0
    while at < count:
        size = 2 if chance.random() < JOINS and at + 1 < count else 1
        group = [i for i in range(at, at + size) if chance.random() >= DROPS]
        if group:
            groups.append(group)
        at += size
    return groups


def whole(cases: Sequence[Case]) -> list[Case]:
    """All documents as one, which is what a transcript of an hour looks like."""
    arabic: list[str] = []
    english: list[str] = []
    gold: Beads = set()
    for ours, theirs, beads in cases:
        a, e = len(arabic), len(english)
        gold |= {((x + a, y + a), (v + e, w + e)) for (x, y), (v, w) in beads}
        arabic, english = arabic + ours, english + theirs
    return [(arabic, english, gold)]


def bertalign_core(arabic: room._Runs, english: room._Runs) -> Beads:
    """Bertalign's second step without its anchors: similarity less that of the neighbours, times a length factor."""
    shapes = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)]
    ratio = float(english.size[1].sum() / arabic.size[1].sum())
    worth = {}
    for m, n in shapes:
        if m not in arabic.size or n not in english.size:
            continue
        similarity = room._similarity(arabic, english, (m, n), slice(0, None))
        padded = np.pad(similarity, 1, mode="edge")
        around = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4
        ours, theirs = arabic.size[m][:, None] * ratio, english.size[n][None, :]
        worth[m, n] = (similarity - around) * np.log2(1 + np.minimum(ours, theirs) / np.maximum(ours, theirs))
    return best_path(arabic.count, english.count, worth, skip=-0.1)


def lengths_only(arabic: room._Runs, english: room._Runs) -> Beads:
    """Gale and Church (1993): normal deviate of the lengths, with their priors of bead shapes."""
    prior = {(1, 1): 0.89, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011}
    ratio, worth = float(english.size[1].sum() / arabic.size[1].sum()), {}
    for (m, n), share in prior.items():
        if m in arabic.size and n in english.size:
            expected = arabic.size[m][:, None] * ratio
            delta = (english.size[n][None, :] - expected) / np.sqrt(np.maximum(expected, 1) * 6.8)
            tail = np.vectorize(math.erfc)(np.abs(delta) / math.sqrt(2))
            worth[m, n] = np.log(np.maximum(tail, 1e-30)) + math.log(share)
    return best_path(arabic.count, english.count, worth, skip=math.log(0.005) - 3)


def best_path(rows: int, columns: int, worth: dict[tuple[int, int], Any], skip: float) -> Beads:
    table = np.full((rows + 1, columns + 1), -np.inf)
    back: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            options = [(0.0, (0, 0))] if i == j == 0 else []
            options += [(table[i - 1, j] + skip, (1, 0))] if i else []
            options += [(table[i, j - 1] + skip, (0, 1))] if j else []
            for (m, n), values in worth.items():
                if i >= m and j >= n:
                    options.append((table[i - m, j - n] + values[i - m, j - n], (m, n)))
            table[i, j], back[i, j] = max(options)
    i, j, beads = rows, columns, set()
    while i or j:
        m, n = back[i, j]
        if m and n:
            beads.add(((i - m, i), (j - n, j)))
        i, j = i - m, j - n
    return beads


def f1(found: Sequence[Beads], gold: Sequence[Beads]) -> float:
    right = sum(len(f & g) for f, g in zip(found, gold, strict=True))
    return 2 * right / (sum(map(len, found)) + sum(map(len, gold)))


class Known:
    """An encoder whose answers are kept, for the vectors are the same in every trial."""

    def __init__(self, encoder: Any) -> None:
        self.encoder, self.rows = encoder, {}

    def encode(self, texts: Sequence[str]) -> Any:
        """Sentence vectors."""
        new = [text for text in texts if text not in self.rows]
        self.rows.update(zip(new, self.encoder.encode(new), strict=True))
        return np.stack([self.rows[text] for text in texts])

    def states(self, text: str) -> Any:
        """Word states."""
        if text not in self.rows:
            self.rows[text] = self.encoder.states(text)
            self.encoder.forget()
        return self.rows[text]

    def forget(self) -> None:
        """Nothing of what was answered."""
        if hasattr(self.encoder, "encode"):
            self.encoder.forget()


def measure(cases: Sequence[Case], sentences: Any, words: Any, others: bool) -> dict[str, float]:
    gold = [case[2] for case in cases]
    ours = [{(b.arabic, b.english) for b in align_documents(a, e, sentences, words)} for a, e, _ in cases]
    figures = {"iqtibas": f1(ours, gold)}
    if others:
        runs = [(room._Runs(a, sentences, words), room._Runs(e, sentences, words)) for a, e, _ in cases]
        other: dict[str, Callable[..., Beads]] = {"bertalign core": bertalign_core, "gale-church": lengths_only}
        figures |= {name: f1([method(*pair) for pair in runs], gold) for name, method in other.items()}
    return {name: round(value, 4) for name, value in figures.items()}


def trials(cases: Sequence[Case], sentences: Any, words: Any) -> None:
    """F1 around the constants of the room."""
    for context in (0.0, 0.4, 0.6):
        for floor in (0.25, 0.3, 0.35):
            for size in (0.35, 0.4, 0.45):
                room.CONTEXT, room.FLOOR, room.SIZE = context, floor, size
                print(context, floor, size, measure(cases, sentences, words, others=False), flush=True)


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--whole", action="store_true", help="all documents as one; Iqtibas alone")
    parser.add_argument("--trials", action="store_true", help="other constants, first seed")
    args = parser.parse_args()
    sentences, words = Known(load_sentence_encoder()), Known(load_word_encoder())
    rows = []
    for kind, damage in (("pairs", damage_pairs), ("sides", damage_sides)):
        for seed in range(1, args.seeds + 1):
            chance = random.Random(seed)
            cases = [damage(pairs, chance) for pairs in documents(args.eval)]
            cases = whole(cases) if args.whole else cases
            shapes = sorted({(b - a, d - c) for _, _, g in cases for (a, b), (c, d) in g} - set(SHAPES))
            figures = measure(cases, sentences, words, others=not args.whole)
            rows.append({"damage": kind, "seed": seed, "f1": figures, "beads of other shapes": shapes})
            print(json.dumps(rows[-1]), flush=True)
            if args.trials and seed == 1:
                trials(cases, sentences, words)
    save(args, rows)


if __name__ == "__main__":
    run_main(main)

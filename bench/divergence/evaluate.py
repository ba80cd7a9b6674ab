"""What the tagger tells apart on the development sets: areas under the curve against faithful renderings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from bench.data.sets import holds_pairs, read_articles
from bench.divergence.examples import Marked, read_marked
from bench.divergence.network import Encoded, Tagger, batch_of
from iqtibas.models.divergence.tagger import KINDS

READINGS = ("words", "pair", "both")


def pairs_of(path: Path) -> list[Marked]:
    """The statements of a development set that have a rendering, each with the words of all its places."""
    if holds_pairs(path):
        return read_marked([path])
    found = []
    for article in read_articles(path):
        for at, tweet in enumerate(article["tweets"]):
            if tweet["rendering"] and tweet["verdict"] != "missing":
                parts = sorted(tweet.get("parts") or [tweet["rendering"]])
                arabic = " ".join(article["text"][start:end] for start, end in parts)
                kinds = tweet.get("kinds") or ([tweet["kind"]] if tweet.get("kind") else [])
                found.append(Marked(f"{article['id']} {at}", tweet["english"], arabic, tweet["verdict"], kinds))
    return found


@torch.no_grad()
def scores(net: Tagger, rows: Sequence[Encoded]) -> np.ndarray:
    """(n, 3, 3): altered, omission and addition by the words, by the pair, and by the mean of both logits."""
    net.eval()
    found = np.zeros((len(rows), 3, 3))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].english) + len(rows[i].arabic))
    for start in range(0, len(order), 64):
        some = order[start : start + 64]
        english, arabic, there, _ = batch_of([rows[i] for i in some])
        ours, theirs, pair = net(english, arabic, there)
        for k, i in enumerate(some):
            sides = [words[k][t[k]] for words, t in zip((ours, theirs), there, strict=True)]
            found[i, 0, 0] = max(float(side[:, 0].max()) for side in sides if len(side))
            found[i, 1:, 0] = [float(side[:, 1].topk(min(3, len(side))).values.mean()) for side in sides]
            found[i, :, 1] = pair[k, :3].numpy()
            found[i, :, 2] = found[i, :, :2].mean(axis=1)
    return found


def area(positive: np.ndarray, negative: np.ndarray) -> float:
    """Area under the curve (Mann-Whitney)."""
    if not len(positive) or not len(negative):
        return float("nan")
    return float(np.mean([(p > negative).mean() + 0.5 * (p == negative).mean() for p in positive]))


def figures(net: Tagger, sets: Mapping[str, tuple[Sequence[Marked], Sequence[Encoded]]]) -> Iterator[str]:
    """A line a set: areas of altered, of its kinds, of omissions and of additions."""
    for name, (pairs, rows) in sets.items():
        told = scores(net, rows)
        faithful = np.array([pair.verdict == "faithful" for pair in pairs])
        cells = []
        for kind, label, chosen in _classes(pairs):
            if chosen.any():
                best = [area(told[chosen, label, way], told[faithful, label, way]) for way in range(len(READINGS))]
                cells.append(f"{kind} ({int(chosen.sum())}) " + "/".join(f"{value:.2f}" for value in best))
        yield f"{name}: " + ", ".join(cells)


def _classes(pairs: Sequence[Marked]) -> Iterator[tuple[str, int, np.ndarray]]:
    altered = np.array([pair.verdict == "altered" for pair in pairs])
    yield "altered", 0, altered
    for kind in KINDS:
        yield kind, 0, altered & np.array([kind in pair.kinds for pair in pairs])
    for label, kind in ((1, "omission"), (2, "addition")):
        yield kind, label, np.array([pair.verdict == "partial" and kind in pair.kinds for pair in pairs])

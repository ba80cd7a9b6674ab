"""What the tagger tells apart on the development sets: areas under the curve against faithful renderings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from bench.data.sets import holds_pairs, read_articles
from bench.divergence.examples import Marked, example_of, read_marked
from bench.divergence.network import Tagger, batch_of, encoded
from iqtibas.models.divergence import KINDS

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
def scores(net: Tagger, pairs: Sequence[Marked]) -> np.ndarray:
    """(n, 3, 3): altered, omission and addition by the words, by the pair, and by the mean of both logits."""
    net.eval()
    rows = [encoded(example_of(pair)) for pair in pairs]
    found = np.zeros((len(rows), 3, 3))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
    for start in range(0, len(order), 16):
        some = order[start : start + 16]
        ids, sides, _ = batch_of([rows[i] for i in some], net.pad)
        words, pair = net(ids, sides)
        for k, i in enumerate(some):
            length = len(rows[i].ids)
            own, side = words[k, :length], sides[k, :length]
            unsaid = [own[side == s][:, 1] for s in (0, 1)]
            found[i, 0, 0] = own[:, 0].max()
            found[i, 1:, 0] = [float(values.topk(min(3, len(values))).values.mean()) for values in unsaid]
            found[i, :, 1] = pair[k, :3].numpy()
            found[i, :, 2] = found[i, :, :2].mean(axis=1)
    return found


def area(positive: np.ndarray, negative: np.ndarray) -> float:
    """Area under the curve (Mann-Whitney)."""
    if not len(positive) or not len(negative):
        return float("nan")
    return float(np.mean([(p > negative).mean() + 0.5 * (p == negative).mean() for p in positive]))


def figures(net: Tagger, sets: Sequence[Path]) -> Iterator[str]:
    """A line a set: areas of altered, of its kinds, of omissions and of additions."""
    for path in sets:
        pairs = pairs_of(path)
        told = scores(net, pairs)
        faithful = np.array([pair.verdict == "faithful" for pair in pairs])
        cells = []
        for name, label, chosen in _classes(pairs):
            if chosen.any():
                best = [area(told[chosen, label, way], told[faithful, label, way]) for way in range(len(READINGS))]
                cells.append(f"{name} ({int(chosen.sum())}) " + "/".join(f"{value:.2f}" for value in best))
        yield f"{path.stem}: " + ", ".join(cells)


def _classes(pairs: Sequence[Marked]) -> Iterator[tuple[str, int, np.ndarray]]:
    altered = np.array([pair.verdict == "altered" for pair in pairs])
    yield "altered", 0, altered
    for kind in KINDS:
        yield kind, 0, altered & np.array([kind in pair.kinds for pair in pairs])
    for label, kind in ((1, "omission"), (2, "addition")):
        yield kind, label, np.array([pair.verdict == "partial" and kind in pair.kinds for pair in pairs])

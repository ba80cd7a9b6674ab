"""What the tagger tells apart on sets of pairs and articles: areas under the curve against faithful renderings.

usage: python -m bench.divergence.evaluate FILE ... [--weights FILE]

The words of the gold places are read, whether the program finds them or not. The weights are those that ship, or FILE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from bench.data.sets import holds_pairs, read_articles
from bench.divergence.examples import Marked, example_of, read_marked
from bench.divergence.network import Encoded, Tagger, batch_of
from bench.divergence.states import Encoder, encode
from bench.harness import command_line, run_main
from iqtibas.models.divergence.tagger import INPUT, KINDS, read_weights, shipped_weights
from iqtibas.models.e5 import load_e5

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


def encoded(pairs: Sequence[Marked], encoder: Encoder) -> list[Encoded]:
    """Pairs as states."""
    examples = [example_of(pair) for pair in pairs]
    texts = [tuple(words) for example in examples for words in (example.english, example.arabic)]
    states = dict(encode(texts, encoder))
    sides = [states[at].reshape(-1, INPUT) for at in range(len(texts))]
    return [
        Encoded(sides[2 * at], sides[2 * at + 1], one.english_tags, one.arabic_tags) for at, one in enumerate(examples)
    ]


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=shipped_weights())
    args = parser.parse_args()
    net = Tagger()
    net.load_state_dict({name: torch.from_numpy(own) for name, own in read_weights(args.weights).items()})
    encoder = Encoder(load_e5(), bfloat16=False)
    for path in args.sets:
        pairs = pairs_of(path)
        print(*figures(net, {path.stem: (pairs, encoded(pairs, encoder))}), sep="\n", flush=True)


if __name__ == "__main__":
    run_main(main)

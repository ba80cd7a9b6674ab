"""Measure word links against links made by hand (bench/data/links: flores-dev.tsv, and the rules in GUIDELINES.md).

usage: python -m bench.measure.links [--eval ../shared/eval] [--attention] [--json OUT]

Prints precision against possible links, recall against sure ones, and alignment error rate (Och & Ney 2003, section
4.3) of: every layer of the encoder by mutual argmax; argmax one way, itermax (Jalili Sabet et al. 2020) and softmaxes
(Dou & Neubig 2021) at the layer in use; the same with a prior for like positions, with support of diagonal
neighbours, and with consonant skeletons for names. What has settings is cross-validated: they are chosen on four fifths
of the sentences. `--attention` adds the cross-attention of the embedded translation model (takes half a minute).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from bench.data.sets import read_lines, read_parallel
from bench.harness import ROOT, command_line, run_main, save
from iqtibas.align.ledger.names.skeleton import arabic_skeleton, english_skeleton, likeness
from iqtibas.article.arabic.letters import fold, normalize
from iqtibas.article.gazetteer.places import bare_forms
from iqtibas.models.e5 import E5, LINK_LAYER, centred_on_text, load_e5
from iqtibas.models.word_links import LINK_TEMPERATURE, LINKED, WORD, link_strength

LINKS = ROOT / "bench" / "data" / "links" / "flores-dev.tsv"
FOLDS = 5
LAYERS = tuple(range(4, 13))
TEMPERATURES = (0.03, 0.05, 0.07, 0.1, 0.15)
CUTS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
# Dou & Neubig's cut is on both softmaxes, not on their mean.
SOFTMAX_CUTS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
ITERMAX_DISCOUNT = 0.9  # of words that have a link already (Jalili Sabet et al. 2020, section 3.3)
NEIGHBOURS, POSITION, SOUND = 0.1, 0.1, 0.2  # weights of the additions
SHORTEST_SKELETON, LIKE = 2, 0.7

Links = frozenset[tuple[int, int]]
Linker = Callable[[np.ndarray], Links]


@dataclass(frozen=True)
class Pair:
    """A sentence pair with its hand-made links. possible: with the sure ones."""

    english: list[str]
    arabic: list[str]
    sure: Links
    possible: Links


@dataclass(frozen=True)
class Score:
    """Precision, recall and alignment error rate of some links."""

    precision: float
    recall: float
    error: float


def split_words(text: str) -> list[str]:
    """Words as `WordEncoder` splits them; hand-made links count these, from 0."""
    return [m.group() for m in WORD.finditer(normalize(text).text)]


def read_pairs(links: Path, folder: Path) -> list[Pair]:
    """The annotated pairs, in the order of the annotation."""
    sentences = read_parallel(folder, "flores-dev")
    pairs = []
    for line in read_lines(links)[1:]:
        row, sure, possible = line.split("\t")
        ours, theirs = split_words(sentences[int(row)].english), split_words(sentences[int(row)].arabic)
        pairs.append(Pair(ours, theirs, read_links(sure), read_links(sure) | read_links(possible)))
    return pairs


def read_links(text: str) -> Links:
    """ "0-1 2-3" → {(0, 1), (2, 3)}: English index, Arabic index."""
    return frozenset((int(e), int(a)) for e, a in (link.split("-") for link in text.split()))


def score(pairs: Iterable[Pair], found: Iterable[Links]) -> Score:
    """Och & Ney 2003: AER = 1 - (|A ∩ S| + |A ∩ P|) / (|A| + |S|), over all sentences at once."""
    answers = sure = in_sure = in_possible = 0
    for pair, links in zip(pairs, found, strict=True):
        answers, sure = answers + len(links), sure + len(pair.sure)
        in_sure, in_possible = in_sure + len(links & pair.sure), in_possible + len(links & pair.possible)
    return Score(in_possible / max(1, answers), in_sure / sure, 1 - (in_sure + in_possible) / (answers + sure))


def over_threshold(values: np.ndarray, cut: float) -> Links:
    return frozenset((int(e), int(a)) for e, a in zip(*np.where(values >= cut), strict=True))


def forward(similarity: np.ndarray) -> Links:
    return frozenset((e, int(a)) for e, a in enumerate(similarity.argmax(axis=1)))


def backward(similarity: np.ndarray) -> Links:
    return frozenset((int(e), a) for a, e in enumerate(similarity.argmax(axis=0)))


def mutual(similarity: np.ndarray) -> Links:
    return forward(similarity) & backward(similarity)


def itermax(similarity: np.ndarray) -> Links:
    """Mutual argmax, and once more among words of which at most one has a link."""
    first = mutual(similarity)
    linked = np.zeros_like(similarity)
    for e, a in first:
        linked[e, a] = 1
    rows, columns = linked.any(axis=1)[:, None], linked.any(axis=0)[None, :]
    weight = np.where(rows & columns, 0.0, np.where(rows | columns, ITERMAX_DISCOUNT, 1.0))
    rest = similarity * weight
    return first | {(e, a) for e, a in mutual(rest) if rest[e, a] > 0}


def softmaxes(similarity: np.ndarray, temperature: float, cut: float) -> Links:
    """Pairs beyond the cut in the softmax over either side."""
    logits = similarity / temperature
    over = [np.exp(logits - logits.max(axis=axis, keepdims=True)) for axis in (1, 0)]
    shares = [part / part.sum(axis=axis, keepdims=True) for part, axis in zip(over, (1, 0), strict=True)]
    return over_threshold(np.minimum(*shares), cut)


def strength(similarity: np.ndarray, temperature: float) -> np.ndarray:
    """`link_strength` of similarities: they are the products of their rows with unit vectors."""
    return link_strength(similarity, np.eye(similarity.shape[1]), temperature)


def supported(values: np.ndarray) -> np.ndarray:
    """Strength with a share of the best diagonal neighbour's: links come in runs, straight or crossed."""
    around = np.pad(values, 1)
    corners = [around[:-2, :-2], around[2:, 2:], around[:-2, 2:], around[2:, :-2]]
    return values + NEIGHBOURS * np.max(corners, axis=0)


def like_position(pair: Pair) -> np.ndarray:
    """Minus the distance of relative positions, (e, a)."""
    rows, columns = (np.arange(len(words)) / len(words) for words in (pair.english, pair.arabic))
    return -np.abs(rows[:, None] - columns[None, :])


def like_sound(pair: Pair) -> np.ndarray:
    """Likeness of consonant skeletons for capitalised words, 1 for equal words and numbers, (e, a)."""
    sounds = np.zeros((len(pair.english), len(pair.arabic)))
    for e, word in enumerate(pair.english):
        skeleton = english_skeleton(word)
        for a, other in enumerate(pair.arabic):
            if word.replace(",", "") == other:
                sounds[e, a] = 1
            elif word[0].isupper() and len(skeleton) >= SHORTEST_SKELETON:
                forms = [likeness(skeleton, arabic_skeleton(form)) for form in bare_forms(fold(other))]
                sounds[e, a] = max(forms, default=0.0)
    return np.where(sounds >= LIKE, sounds, 0)


def cross_validated(pairs: Sequence[Pair], matrices: Sequence[np.ndarray], linkers: Sequence[Linker]) -> Score:
    """Every fifth of the sentences by the linker with the least error on the others."""
    candidates = [[linker(matrix) for matrix in matrices] for linker in linkers]
    found: list[Links] = [frozenset()] * len(pairs)
    for fold_number in range(FOLDS):
        held = range(fold_number, len(pairs), FOLDS)
        rest = [i for i in range(len(pairs)) if i % FOLDS != fold_number]

        def error(links: list[Links], rest: list[int] = rest) -> float:
            return score([pairs[i] for i in rest], [links[i] for i in rest]).error

        best = min(candidates, key=error)
        for i in held:
            found[i] = best[i]
    return score(pairs, found)


def by_strength(raised: Callable[[np.ndarray], np.ndarray] = np.asarray) -> list[Linker]:
    """Linkers by strength, with what `raised` adds to it, one for every temperature and cut."""

    def linked(similarity: np.ndarray, temperature: float, cut: float) -> Links:
        return over_threshold(raised(strength(similarity, temperature)), cut)

    return [partial(linked, temperature=t, cut=c) for t, c in product(TEMPERATURES, CUTS)]


def by_softmaxes() -> list[Linker]:
    return [partial(softmaxes, temperature=t, cut=c) for t, c in product(TEMPERATURES, SOFTMAX_CUTS)]


def similarities(e5: E5, pairs: Sequence[Pair]) -> dict[int, tuple[list[np.ndarray], list[np.ndarray]]]:
    """By layer: cosines of word states as they are, and of states centred on their text, (e, a) a pair."""
    encoded = [(e5.layers(p.english, LAYERS)[0], e5.layers(p.arabic, LAYERS)[0]) for p in pairs]

    def unit(rows: np.ndarray) -> np.ndarray:
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    found = {}
    for i, layer in enumerate(LAYERS):
        plain = [unit(ours[i]) @ unit(theirs[i]).T for ours, theirs in encoded]
        centred = [centred_on_text(ours[i]) @ centred_on_text(theirs[i]).T for ours, theirs in encoded]
        found[layer] = plain, centred
    return found


def measure(pairs: Sequence[Pair], by_layer: dict[int, tuple[list[np.ndarray], list[np.ndarray]]]) -> dict[str, Score]:
    """Scores by name of the way."""
    scores = {}
    for layer, (plain, centred) in by_layer.items():
        scores[f"layer {layer}, mutual argmax"] = score(pairs, map(mutual, plain))
        scores[f"layer {layer}, centred, mutual argmax"] = score(pairs, map(mutual, centred))
        scores[f"layer {layer}, centred, strength"] = cross_validated(pairs, centred, by_strength())
    plain, centred = by_layer[LINK_LAYER]
    scores["argmax from English"] = score(pairs, map(forward, centred))
    scores["argmax from Arabic"] = score(pairs, map(backward, centred))
    scores["itermax"] = score(pairs, map(itermax, centred))
    scores["both softmaxes, not centred"] = cross_validated(pairs, plain, by_softmaxes())
    scores["both softmaxes"] = cross_validated(pairs, centred, by_softmaxes())
    scores["strength with neighbours"] = cross_validated(pairs, centred, by_strength(supported))
    for name, weight, added in (("position", POSITION, like_position), ("sound", SOUND, like_sound)):
        moved = [s + weight * added(p) for s, p in zip(centred, pairs, strict=True)]
        scores[f"strength with {name}"] = cross_validated(pairs, moved, by_strength())
    shipped = [over_threshold(strength(s, LINK_TEMPERATURE), LINKED) for s in centred]
    scores["as shipped (models/word_links.py)"] = score(pairs, shipped)
    return scores


def attention(pairs: Sequence[Pair]) -> list[np.ndarray]:
    """Cross-attention of the embedded model's last decoder layer, forced to say the English, mean of its heads."""
    import torch

    from iqtibas.models.engine import Pieces
    from iqtibas.models.engine_transformers import load_checkpoint

    folder = ROOT / "models" / "weights"
    pieces, model = Pieces(folder), load_checkpoint(folder)
    model.set_attn_implementation("eager")

    def encode(words: list[str]) -> tuple[list[int], np.ndarray]:
        cut = [(pieces.ids.get(p, pieces.ids["<unk>"]), i) for i, w in enumerate(words) for p in pieces.encode(w)[:-1]]
        return [number for number, _ in cut], np.array([i for _, i in cut])

    found = []
    for pair in pairs:
        (ours, english), (theirs, arabic) = encode(pair.english), encode(pair.arabic)
        source = torch.tensor([[*theirs, pieces.ids["</s>"]]])
        target = torch.tensor([[pieces.ids["<pad>"], *ours[:-1]]])
        with torch.no_grad():
            layers = model(input_ids=source, decoder_input_ids=target, output_attentions=True).cross_attentions
        weights = layers[-1][0].mean(dim=0).numpy()[:, : len(theirs)]
        rows = np.stack([weights[english == e].mean(axis=0) for e in range(len(pair.english))])
        found.append(np.stack([rows[:, arabic == a].sum(axis=1) for a in range(len(pair.arabic))], axis=1))
    return found


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("--attention", action="store_true")
    args = parser.parse_args()
    pairs = read_pairs(LINKS, args.eval)
    scores = measure(pairs, similarities(load_e5(), pairs))
    if args.attention:
        scores["attention of the embedded model, mutual argmax"] = score(pairs, map(mutual, attention(pairs)))
    for name, s in scores.items():
        print(f"{name:48} precision {s.precision:.3f}  recall {s.recall:.3f}  AER {s.error:.3f}")
    save(args, {name: [round(x, 4) for x in (s.precision, s.recall, s.error)] for name, s in scores.items()})


if __name__ == "__main__":
    run_main(main)

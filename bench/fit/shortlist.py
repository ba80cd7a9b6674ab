"""Learn a model's lexicon from parallel text: which pieces translate which (see models/shortlist.py).

usage: python -m bench.fit.shortlist MODEL_FOLDER [--out FOLDER] [--shared ../shared] [--pairs 150000]

IBM model 1 (Brown et al. 1993) on SentencePiece pieces, in both directions; what counts for a pair of pieces is the
product of both posteriors (Liang et al. 2006), which leaves only what both directions believe. The sources of the pairs
and the guard against evaluation sentences are those of bench/train. Three to five minutes of one core, 4 GB.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from sentencepiece import SentencePieceProcessor

from bench.harness import command_line, run_main
from bench.train.data import Pair, load_corpora
from iqtibas.article.arabic.letters import normalize
from iqtibas.models.folder import SOURCE_PIECES, TARGET_PIECES, VOCABULARY
from iqtibas.models.manifest import Manifest, record_files
from iqtibas.models.shortlist import LEXICON, LEXICON_FOLDER, english_pieces, vocabulary_digest

Array = np.ndarray[Any, Any]
ROUNDS = 5
LONGEST = 40  # pieces of either side: longer pairs align worse, and their cells grow with the square
ALWAYS, SUGGESTED, LEAST_SHARE = 2000, 50, 1e-4


@dataclass(frozen=True, slots=True)
class Cells:
    """Every (source piece, target piece) that one pair of sentences has, over all pairs; n cells.

    link: (n,) which distinct pair of pieces it is. by_target, by_source: (n,) which target (source) position it belongs
    to, of all sentences. source, target: (m,) the pieces of each distinct pair. An extra source piece, the vocabulary's
    size, stands in every sentence for "nothing".
    """

    link: Array
    by_target: Array
    by_source: Array
    source: Array
    target: Array


def encoded(model: Path, pairs: list[Pair]) -> list[tuple[list[int], list[int]]]:
    """Both sides as numbers of pieces; pairs with an empty or long side are left out."""
    ids = json.loads((model / VOCABULARY).read_text("utf-8"))
    processors = [SentencePieceProcessor(model_file=str(model / SOURCE_PIECES))]
    target = model / TARGET_PIECES
    processors.append(SentencePieceProcessor(model_file=str(target)) if target.exists() else processors[0])
    tables = [[ids.get(p.id_to_piece(n), ids["<unk>"]) for n in range(p.get_piece_size())] for p in processors]
    made = []
    for arabic, english in pairs:
        texts = (normalize(arabic).text, english)
        sides = [[t[n] for n in p.encode(text)] for p, t, text in zip(processors, tables, texts, strict=True)]
        if all(1 <= len(side) <= LONGEST for side in sides):
            made.append((sides[0], sides[1]))
    return made


def cells(pairs: list[tuple[list[int], list[int]]], size: int) -> Cells:
    """size: of the vocabulary."""
    keys, by_target, by_source, seen_targets, seen_sources = [], [], [], 0, 0
    for source, target in pairs:
        rows, columns = len(target), len(source) + 1
        key = np.add.outer(np.array(target, np.int64), np.array([*source, size], np.int64) * size)
        keys.append(key.ravel())
        by_target.append(np.repeat(np.arange(seen_targets, seen_targets + rows, dtype=np.int32), columns))
        by_source.append(np.tile(np.arange(seen_sources, seen_sources + columns, dtype=np.int32), rows))
        seen_targets, seen_sources = seen_targets + rows, seen_sources + columns
    distinct, link = np.unique(np.concatenate(keys), return_inverse=True)
    del keys
    return Cells(
        link.astype(np.int32),
        np.concatenate(by_target),
        np.concatenate(by_source),
        (distinct // size).astype(np.int32),
        (distinct % size).astype(np.int32),
    )


def posteriors(link: Array, position: Array, given: Array) -> Array:
    """IBM model 1 by expectation maximisation.

    position: (n,) of the piece that each cell would explain. given: (m,) the piece that explains, per distinct pair.
    Returns (n,): how likely the cell is the link of its position; they add up to 1 over a position.
    """
    table = np.ones(len(given), np.float32)
    for step in range(ROUNDS):
        weight = table[link]
        weight /= np.bincount(position, weight).astype(np.float32)[position]
        if step < ROUNDS - 1:
            count = np.bincount(link, weight, len(given))
            table = (count / np.bincount(given, count)[given]).astype(np.float32)
    return weight


def choose(found: Cells, counts: Array, ids: dict[str, int]) -> dict[str, Array]:
    """The tensors of the lexicon. counts: (m,) how often the pair of pieces was linked."""
    size, allowed = len(ids), np.zeros(len(ids), bool)
    allowed[english_pieces(ids)] = True
    used = np.bincount(found.target, counts, size) * allowed
    always = np.argsort(-used, kind="stable")[:ALWAYS]
    total = np.bincount(found.source, counts, size + 1)
    likely = allowed[found.target] & (counts > LEAST_SHARE * total[found.source]) & (found.source < size)
    order = np.lexsort((found.target[likely], -counts[likely], found.source[likely]))
    sources, targets = found.source[likely][order], found.target[likely][order]
    starts = np.searchsorted(sources, np.arange(size + 1))
    rows = []
    for number in range(size):
        row = targets[starts[number] : starts[number + 1]][:SUGGESTED].tolist()
        # Latin words, digits and signs are often copied.
        rows.append(row if not allowed[number] or number in row else [number, *row])
    first = np.cumsum([0, *map(len, rows)])
    small = np.uint16 if size < 1 << 16 else np.int32
    return {
        "always": np.sort(always).astype(small),
        "first": first.astype(np.int32),
        "targets": np.array([number for row in rows for number in row], small),
    }


def write(model: Path, folder: Path, tensors: dict[str, Array]) -> None:
    """Write the lexicon and its manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / LEXICON, {"vocabulary": vocabulary_digest(model)})
    files = record_files(folder, [LEXICON])
    Manifest("lexicon", "1", "learned from the pairs of the model card", ("ar", "en"), files).write(folder)


def main() -> None:
    parser = command_line(__doc__, "shared")
    parser.add_argument("model", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--pairs", type=int, default=150_000)
    args = parser.parse_args()
    everything = [pair for corpus in load_corpora(args.shared) for pair in corpus.pairs]
    pairs = random.Random(1).sample(everything, min(args.pairs, len(everything)))
    ids = json.loads((args.model / VOCABULARY).read_text("utf-8"))
    started = time.process_time()
    found = cells(encoded(args.model, pairs), len(ids))
    forward = posteriors(found.link, found.by_target, found.source)
    agreed = forward * posteriors(found.link, found.by_source, found.target)
    tensors = choose(found, np.bincount(found.link, agreed, len(found.source)), ids)
    folder = args.out or args.model / LEXICON_FOLDER
    write(args.model, folder, tensors)
    seconds = round(time.process_time() - started)
    size = (folder / LEXICON).stat().st_size
    print(json.dumps({"pairs": len(pairs), "entries": len(tensors["targets"]), "bytes": size, "cpu_seconds": seconds}))


if __name__ == "__main__":
    run_main(main)

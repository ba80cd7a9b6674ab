"""Fit and measure the name check.

usage: python -m bench.fit.names [--eval ../shared/eval] [--write] [--json OUT]

Clean pairs are flores-dev and ntrex-odd. In every pair with a name one name, drawn with a fixed seed, is exchanged
everywhere: a place for a place, a person in the news for one, any other name for one of another pair. Names of clean
pairs are negatives, exchanged ones are positives. Figures are cross-validated by document (flores: runs of ten lines).
`--write` refits on everything and writes align/ledger/names/name.json.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from bench.data.sets import read_all_parallel
from bench.fit.logistic import figures, fit, held_out, write
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.names.check import NameSignals, name_signals
from iqtibas.align.ledger.pair import Pair
from iqtibas.article.gazetteer.mentions import Name, english_mentions
from iqtibas.article.gazetteer.places import people
from iqtibas.models.word_links import load_word_encoder

SEED = 7
# At most this share of clean pairs may be accused of a changed name.
FALSE_ALARMS = 0.01
KINDS = ("place", "person", "other")
RUN = 10  # lines of flores-dev that count as one document
Row = tuple[tuple[float, ...], str, str, int]  # signals; "clean" or the kind of name exchanged; document; pair


def kind_of(name: Name) -> str:
    """Which names it may be exchanged for."""
    return "place" if name.code else "person" if name.text in people() else "other"


def exchange(english: str, names: Sequence[Name], pool: Sequence[Name], rng: random.Random) -> tuple[str, str, str]:
    """The text with one name exchanged wherever it stands; the new name; its kind."""
    kinds = [kind for kind in KINDS if any(kind_of(n) == kind for n in names)]
    kind = rng.choice(kinds)
    old = rng.choice([n for n in names if kind_of(n) == kind])
    codes = {n.code.split(".")[0] for n in names if n.code}
    new = rng.choice(
        [n.text for n in pool if kind_of(n) == kind and n.text not in english and n.code.split(".")[0] not in codes]
    )
    for name in sorted(names, key=lambda n: -n.start):
        if name.text == old.text:
            english = english[: name.start] + new + english[name.end :]
    return english, new, kind


def rows_of(pairs: Sequence[tuple[str, str]], documents: Sequence[str]) -> list[Row]:
    """Signals of every name of clean pairs, and of the exchanged one of each."""
    words, rng, rows = load_word_encoder(), random.Random(SEED), list[Row]()
    mentions = [english_mentions(english) for english, _ in pairs]
    pool = [n for names in mentions for n in names if n.code or (not n.initial and len(n.text) > 2)]
    for k, ((english, arabic), names) in enumerate(zip(pairs, mentions, strict=True)):
        if names:
            rows += [(s, "clean", documents[k], k) for s in name_signals(names, Pair(english, arabic, words), words)]
            changed, new, kind = exchange(english, names, pool, rng)
            again = english_mentions(changed)
            scored = zip(again, name_signals(again, Pair(changed, arabic, words), words), strict=True)
            rows += [(s, kind, documents[k], k) for name, s in scored if name.text == new]
    return rows


def worst_of(held: np.ndarray, rows: Sequence[Row], kind: str) -> np.ndarray:
    """The likeliest change of every pair of a kind."""
    worst: dict[int, float] = {}
    for probability, (_, of, _, pair) in zip(held, rows, strict=True):
        if of == kind:
            worst[pair] = max(worst.get(pair, 0.0), float(probability))
    return np.array(list(worst.values()))


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    args = parser.parse_args()
    found = read_all_parallel(args.eval, RUN)
    pairs = [(pair.english, pair.arabic) for pair in found]
    rows = rows_of(pairs, [pair.document for pair in found])
    signals = np.array([row[0] for row in rows])
    wanted = np.array([row[1] != "clean" for row in rows])
    held = held_out(signals, wanted, [row[2] for row in rows])
    clean = worst_of(held, rows, "clean")
    cut = float(np.sort(clean)[::-1][int(FALSE_ALARMS * len(pairs))]) + 1e-4
    fitted = fit(signals, wanted, cut)
    recalls = {f"recall_{kind}": round(float((worst_of(held, rows, kind) >= cut).mean()), 4) for kind in KINDS}
    accused = {"pairs_accused": round(float((clean >= cut).sum() / len(pairs)), 4), "pairs": len(pairs)}
    result = {**fitted, "signals": NameSignals._fields, **figures(held, wanted, cut), **recalls, **accused}
    if args.write:
        write("name", NameSignals, fitted)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

"""Fit how names are spelled in Arabic letters.

usage: python -m bench.fit.transliteration [--shared ../shared] [--write] [--json OUT]

Joint units of up to three Latin and two Arabic letters are learned by expectation maximisation from pairs of spellings
(Jiampojamarn, Kondrak & Sherif 2007, "Applying Many-to-Many Alignments and Hidden Markov Models to Letter-to-Phoneme
Conversion"). One pair in ten is held out: the figure is how often the right word wins against 30 drawn ones.
`--write` stores the units of some probability in align/ledger/names/transliteration.json.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path

from bench.data.sets import read_tsv
from bench.fit.logistic import LEDGER
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.names.transliteration import LONGEST_ARABIC, LONGEST_LATIN, Transliteration, latin_letters
from iqtibas.article.arabic.letters import folded

NAMES = Path("lexicon") / "google-translit.tsv.gz"
SEED = 7
ROUNDS = 5
RIVALS = 30
# Rarer units are accidents of single names.
FEWEST = 3.0
Unit = tuple[str, str]
Pair = tuple[str, str]


def read_names(path: Path) -> list[Pair]:
    """Latin and Arabic spellings, folded; those of one word."""
    pairs = [(latin_letters(latin), folded(arabic)) for arabic, latin in read_tsv(path)]
    return [(latin, arabic) for latin, arabic in pairs if latin.isalpha() and arabic.isalpha()]


def units(latin: str, arabic: str, i: int, j: int) -> Iterator[Unit]:
    """All units that end at latin[:i] and arabic[:j]; one of letters on the Arabic side only has a single one."""
    for a in range(min(LONGEST_ARABIC, j) + 1):
        for e in range(min(LONGEST_LATIN, i) + 1):
            if e or a == 1:
                yield latin[i - e : i], arabic[j - a : j]


def expect(pair: Pair, weight: dict[Unit, float], counts: dict[Unit, float]) -> None:
    """Add the expected number of every unit in a pair (forward and backward)."""
    latin, arabic = pair
    cells = [(i, j) for i in range(len(latin) + 1) for j in range(len(arabic) + 1)]
    ahead: dict[tuple[int, int], float] = defaultdict(float, {(0, 0): 1.0})
    for i, j in cells[1:]:
        ahead[i, j] = sum(ahead[i - len(u[0]), j - len(u[1])] * weight[u] for u in units(latin, arabic, i, j))
    whole = ahead[cells[-1]]
    if whole <= 0:
        return
    back: dict[tuple[int, int], float] = defaultdict(float, {cells[-1]: 1.0})
    for i, j in reversed(cells):
        for unit in units(latin, arabic, i, j):
            before = i - len(unit[0]), j - len(unit[1])
            share = weight[unit] * back[i, j]
            back[before] += share
            counts[unit] += ahead[before] * share / whole


def learn(pairs: list[Pair]) -> dict[Unit, float]:
    """Joint probabilities of the units. Long units start out the product of single letters' weights."""
    weight: dict[Unit, float] = defaultdict(lambda: 0.0)
    for latin, arabic in pairs:
        for i in range(len(latin) + 1):
            for j in range(len(arabic) + 1):
                weight.update({u: 0.1 ** (len(u[0]) + len(u[1])) for u in units(latin, arabic, i, j)})
    for _ in range(ROUNDS):
        counts: dict[Unit, float] = defaultdict(float)
        for pair in pairs:
            expect(pair, weight, counts)
        total = sum(counts.values())
        weight = defaultdict(float, {u: n / total for u, n in counts.items() if n > 1e-3})
    kept = {u: p for u, p in weight.items() if p * total >= FEWEST or len(u[0]) + len(u[1]) == 1}
    return kept


def background(words: list[str]) -> dict[str, float]:
    """Natural logarithms of the shares of letters."""
    counts: dict[str, int] = defaultdict(int)
    for letter in "".join(words):
        counts[letter] += 1
    total = sum(counts.values())
    return {letter: round(log(n / total), 2) for letter, n in sorted(counts.items())}


def tables(pairs: list[Pair]) -> dict[str, dict[str, float]]:
    """What `Transliteration` reads."""
    logarithms = {f"{e}|{a}": round(log(p), 2) for (e, a), p in sorted(learn(pairs).items())}
    return {
        "units": logarithms,
        "latin": background([latin for latin, _ in pairs]),
        "arabic": background([arabic for _, arabic in pairs]),
    }


def wins(model: Transliteration, held: list[Pair], rng: random.Random) -> float:
    """How often the right Arabic word is the likeliest among drawn ones."""
    right = 0
    for latin, arabic in held:
        rivals = [a for _, a in rng.sample(held, RIVALS) if a != arabic]
        right += model.likeness(latin, arabic) > max(model.likeness(latin, rival) for rival in rivals)
    return right / len(held)


def main() -> None:
    parser = command_line(__doc__, "json", "shared", "write")
    args = parser.parse_args()
    pairs, rng = read_names(args.shared / NAMES), random.Random(SEED)
    rng.shuffle(pairs)
    tenth = len(pairs) // 10
    data = tables(pairs[tenth:])
    result = {"units": len(data["units"]), "pairs": len(pairs), "wins": wins(Transliteration(data), pairs[:300], rng)}
    if args.write:
        text = json.dumps(data, ensure_ascii=False, indent=0).replace('",\n', '", ')
        (LEDGER / "names" / "transliteration.json").write_text(text + "\n", encoding="utf-8")
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

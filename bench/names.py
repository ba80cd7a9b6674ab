"""Fit and measure the name check.

usage: python -m bench.names [--sets ../shared/eval] [--write] [--json OUT]

Clean pairs are flores-dev and ntrex-odd; in every pair with a name one name, drawn with a fixed seed, is exchanged for
one of another pair (a country for a country as often as not). Names of clean pairs are negatives, exchanged ones are
positives. Figures are cross-validated by pair. `--write` refits on everything and writes align/weights/name.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from align.ledger.names import SIGNALS, Name, english_mentions, name_signals
from align.words import load_word_encoder
from bench.fitting import figures, fit, held_out, write

SEED = 7
# At most this share of clean pairs may be accused of a changed name.
FALSE_ALARMS = 0.025


def read_pairs(sets: Path) -> list[tuple[str, str]]:
    """English and Arabic of all sets."""
    pairs: list[tuple[str, str]] = []
    for name in ("flores-dev", "ntrex-odd"):
        english, arabic = ((sets / f"{name}.{x}").read_text("utf-8").splitlines() for x in ("en", "ar"))
        pairs += zip(english, arabic, strict=True)
    return pairs


def exchange(english: str, names: list[Name], pool: list[Name], rng: random.Random) -> tuple[str, int] | None:
    """The text with one name exchanged, and where the new one stands."""
    name = rng.choice(names)
    others = [
        n for n in pool if bool(n.code) == bool(name.code) and n.text not in english and n.code != (name.code or 0)
    ]
    new = rng.choice(others).text
    return english[: name.start] + new + english[name.end :], name.start


def rows_of(pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Signals of every name, whether it was exchanged, and its pair; one exchange a pair."""
    words, rng = load_word_encoder(), random.Random(SEED)
    mentions = [english_mentions(english) for english, _ in pairs]
    pool = [
        n
        for names in mentions
        for n in names
        if n.code or (not n.initial and words.preference_for_capital(n.text) > 0.5)
    ]
    rows, wanted, groups = [], [], []
    for k, ((english, arabic), names) in enumerate(zip(pairs, mentions, strict=True)):
        if not names:
            continue
        clean = name_signals(names, arabic, words.link(english, arabic), words)
        rows, wanted, groups = rows + clean, wanted + [False] * len(clean), groups + [k] * len(clean)
        changed, at = exchange(english, names, pool, rng)
        again = english_mentions(changed)
        for name, signals in zip(again, name_signals(again, arabic, words.link(changed, arabic), words), strict=True):
            if name.start == at:
                rows, wanted, groups = [*rows, signals], [*wanted, True], [*groups, k]
        words.forget()
    return np.array(rows), np.array(wanted), np.array(groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows, wanted, groups = rows_of(read_pairs(args.sets))
    held = held_out(rows, wanted, groups)
    worst = np.array([held[(groups == k) & ~wanted].max() for k in np.unique(groups)])
    cut = float(np.quantile(worst, 1 - FALSE_ALARMS))
    fitted = fit(rows, wanted, cut)
    listed = rows[:, SIGNALS.index("known")] > 0
    result = {
        **fitted,
        "signals": SIGNALS,
        **figures(held, wanted, cut),
        "recall_countries": round(float((held[wanted & listed] >= cut).mean()), 4),
        "pairs_accused": round(float((worst >= cut).mean()), 4),
    }
    print(json.dumps(result, indent=1))
    if args.write:
        write("name", fitted)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

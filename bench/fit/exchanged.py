"""Fit and measure the check of exchanged numbers.

usage: python -m bench.fit.exchanged [--eval ../shared/eval] [--write] [--json OUT]

Professional translations and faithful renderings with two numbers of one kind, as they are (every finding is a false
alarm), and with two numbers of the Arabic exchanged. Figures are cross-validated, all of a statement in one fold.
`--write` refits on everything and writes align/ledger/numbers/exchanged.json. Needs scikit-learn (the extra "bench").
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.fit.logistic import best_cut, figures, fit, held_out, write
from bench.measure.number_check import CLEAN_SETS, clean_pairs
from iqtibas.align.ledger.numbers.exchanged import SIGNALS, Twice, exchange_signals, exchangeable
from iqtibas.align.ledger.numbers.quantities import mask_links
from iqtibas.models.word_links import load_word_encoder

EVAL = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "eval"
# At most this share of clean pairs of numbers may be accused.
FALSE_ALARMS = 0.005


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Statements and renderings, links masked."""
    for name in CLEAN_SETS:
        for pair in clean_pairs(folder, name):
            yield mask_links(pair.english), mask_links(pair.arabic)
    for line in (folder / "quotebench-dev.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        for tweet in gold["tweets"]:
            if tweet["verdict"] == "faithful":
                yield mask_links(tweet["english"]), mask_links(gold["text"][slice(*tweet["rendering"])])


def planted(arabic: str, pair: Twice) -> str:
    """The rendering with two of its numbers exchanged."""
    one, other = sorted(pair[2:], key=lambda q: q.start)
    first, second = arabic[one.start : one.end], arabic[other.start : other.end]
    return arabic[: one.start] + second + arabic[one.end : other.start] + first + arabic[other.end :]


def read(folder: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """(n, len(SIGNALS)) signals of the first two numbers of every pair, clean and exchanged; (n,) which; statements."""
    words = load_word_encoder()
    rows, wanted, groups = [], [], []
    for english, arabic in dict.fromkeys(texts(folder)):
        if not (pairs := exchangeable(english, arabic)):
            continue
        for text in (arabic, planted(arabic, pairs[0])):
            if same := [p for p in exchangeable(english, text) if p[:2] == pairs[0][:2]]:
                rows += exchange_signals(english, text, same, words)
                wanted.append(text != arabic)
                groups.append(english)
        words.forget()
    return np.array(rows), np.array(wanted), groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, default=EVAL)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    signals, wanted, groups = read(args.eval)
    held = held_out(signals, wanted, groups)
    cut = best_cut(held, wanted, FALSE_ALARMS)
    fitted = fit(signals, wanted, cut)
    result = {**fitted, "signals": SIGNALS, **figures(held, wanted, cut), "statements": len(set(groups))}
    if args.write:
        write("exchanged", fitted)
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

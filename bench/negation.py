"""Fit and measure the negation check.

usage: python -m bench.negation [--sets ../shared/eval] [--write] [--json OUT]

Clean pairs are flores-dev and ntrex-odd. Every pair that can be denied is one negative as it is and one positive with
one edit, drawn with a fixed seed, in place of its English. Figures are cross-validated by pair; QuoteBench's altered
negations, which are made of ntrex-odd too, are measured with the fitted model by bench/quotebench.py.
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

from align.encode import load_sentence_encoder
from align.ledger.negation import SIGNALS, negation_edits, negation_signals
from bench.fitting import best_cut, figures, fit, held_out, write
from bench.names import read_pairs
from translate import load_contrast

SEED = 7
FALSE_ALARMS = 0.02


def rows_of(pairs: list[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Signals of every pair as it is and denied, whether it was denied, and which pair it is."""
    contrast, encoder, rng = load_contrast(), load_sentence_encoder(), random.Random(SEED)
    rows, wanted, groups = [], [], []
    for k, (english, arabic) in enumerate(pairs):
        edits = negation_edits(english)
        if not edits:
            continue
        for text, changed in ((english, False), (rng.choice(edits).text, True)):
            if again := negation_edits(text):
                rows.append(negation_signals(text, arabic, again, contrast, encoder)[0])
                wanted.append(changed)
                groups.append(k)
        encoder.forget()
    return np.array(rows), np.array(wanted), groups


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows, wanted, groups = rows_of(read_pairs(args.sets))
    held = held_out(rows, wanted, groups)
    cut = best_cut(held, wanted, FALSE_ALARMS)
    fitted = fit(rows, wanted, cut)
    result = {**fitted, "signals": SIGNALS, **figures(held, wanted, cut)}
    print(json.dumps(result, indent=1))
    if args.write:
        write("negation", fitted)
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

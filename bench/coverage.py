"""Fit and measure the coverage check: omissions and additions.

usage: python -m bench.coverage ../shared/eval/quotebench-dev.jsonl [--write] [--json OUT]

Fits the two logistic models of align/ledger/coverage.py (omission, addition) on gold renderings and prints figures
that are cross-validated by document. `--write` refits on everything and writes align/weights/omission.json and
addition.json.
Needs scikit-learn (`pip install iqtibas[bench]`).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from align.ledger.coverage import SIDES, SIGNALS, Side, measure
from align.words import load_word_encoder
from article import Segment, find_embeds
from article.plain import article_from_text
from bench.fitting import best_cut, figures, fit, held_out, write

# At most this share of renderings without an omission (an addition) may be accused of one.
FALSE_ALARMS = 0.025


def read(path: Path) -> tuple[dict[Side, np.ndarray], list[str], list[str | None]]:
    """Signals of every gold pair for both sides, with its document and kind."""
    words = load_word_encoder()
    signals: dict[Side, list[tuple[float, ...]]] = {side: [] for side in SIDES}
    documents, kinds = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        embeds = {e.start: e for e in find_embeds(article)}
        for tweet in gold["tweets"]:
            if tweet["rendering"] and tweet["start"] in embeds:
                rendering = Segment(*tweet["rendering"])
                for side, coverage in measure(article, embeds[tweet["start"]].said, rendering, words).items():
                    signals[side].append(coverage.signals)
                documents.append(gold["id"].split("#")[0])
                kinds.append(tweet["kind"])
        words.forget()
    return {side: np.array(rows) for side, rows in signals.items()}, documents, kinds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    signals, documents, kinds = read(args.gold)
    result = {}
    for side in SIDES:
        wanted = np.array([k == side for k in kinds])
        held = held_out(signals[side], wanted, documents)
        cut = best_cut(held, wanted, FALSE_ALARMS)
        fitted = fit(signals[side], wanted, cut)
        result[side] = {**fitted, "signals": SIGNALS, **figures(held, wanted, cut)}
        if args.write:
            write(side, fitted)
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

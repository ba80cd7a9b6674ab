"""Fit and measure the check of exchanged numbers.

usage: python -m bench.fit.exchanged [--eval ../shared/eval] [--write] [--json OUT]

Professional translations and faithful renderings with two numbers of one kind, as they are (every finding is a false
alarm), and with two numbers of the Arabic exchanged. Figures are cross-validated, all of a statement in one fold.
`--write` refits on everything and writes align/ledger/numbers/exchanged.json. Needs scikit-learn (the extra "bench").
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.data.sets import PARALLEL, QUOTEBENCH, read_articles
from bench.fit.logistic import best_cut, figures, fit, held_out, write
from bench.harness import command_line, finish, run_main
from bench.measure.number_check import clean_pairs
from iqtibas.align.ledger.numbers.exchanged import ExchangedSignals, NumberPair, exchange_signals, exchangeable
from iqtibas.align.ledger.pair import Pair
from iqtibas.article.links import mask_links
from iqtibas.models.word_links import load_word_encoder

# At most this share of clean pairs of numbers may be accused.
FALSE_ALARMS = 0.005


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Statements and renderings, links masked."""
    for name in PARALLEL:
        for pair in clean_pairs(folder, name):
            yield mask_links(pair.english), mask_links(pair.arabic)
    for gold in read_articles(folder / QUOTEBENCH):
        for tweet in gold["tweets"]:
            if tweet["verdict"] == "faithful":
                yield mask_links(tweet["english"]), mask_links(gold["text"][slice(*tweet["rendering"])])


def planted(arabic: str, pair: NumberPair) -> str:
    """The rendering with two of its numbers exchanged."""
    one, other = sorted(pair[2:], key=lambda q: q.start)
    first, second = arabic[one.start : one.end], arabic[other.start : other.end]
    return arabic[: one.start] + second + arabic[one.end : other.start] + first + arabic[other.end :]


def read(folder: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """(n, 1) signals of the first two numbers of every pair, clean and exchanged; (n,) which; statements."""
    words = load_word_encoder()
    rows, wanted, groups = [], [], []
    for english, arabic in dict.fromkeys(texts(folder)):
        if not (pairs := exchangeable(english, arabic)):
            continue
        for text in (arabic, planted(arabic, pairs[0])):
            if same := [p for p in exchangeable(english, text) if p[:2] == pairs[0][:2]]:
                rows += exchange_signals(same, Pair(english, text, words))
                wanted.append(text != arabic)
                groups.append(english)
        words.forget()
    return np.array(rows), np.array(wanted), groups


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    args = parser.parse_args()
    signals, wanted, groups = read(args.eval)
    held = held_out(signals, wanted, groups)
    cut = best_cut(held, wanted, FALSE_ALARMS)
    fitted = fit(signals, wanted, cut)
    result = {
        **fitted,
        "signals": ExchangedSignals._fields,
        **figures(held, wanted, cut),
        "statements": len(set(groups)),
    }
    if args.write:
        write("exchanged", ExchangedSignals, fitted)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

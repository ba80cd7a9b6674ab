"""Fit and measure the completeness check: omissions and additions.

usage: python -m bench.fit.completeness [--eval ../shared/eval] [--write] [--json OUT]

Fits the two logistic models of align/ledger/completeness/check.py (omission, addition) on QuoteBench's gold renderings
and more drawn from the same documents (bench/data/sampled.py), where whole sentences are left out or added, and on
professional translations in whose Arabic clauses and sentences are (bench/data/planted.py), each untouched one also
with a stop where its Arabic had a comma, or the other way round. Figures are cross-validated by document. `--write`
refits on everything and writes align/ledger/completeness/omission.json and addition.json. Needs scikit-learn (`pip
install iqtibas[bench]`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.data.sampled import SEEDS, sampled_rows
from bench.data.sets import QUOTEBENCH, read_articles
from bench.fit.logistic import figures, fit, held_out, write
from bench.harness import command_line, finish, run_main
from bench.measure.invented_quotes import TOLD_AS, Quote, changes, sample
from iqtibas.align.ledger.completeness.check import SIDES, CompletenessSignals, Side, measure
from iqtibas.align.ledger.pair import Pair
from iqtibas.article import Segment, find_embeds
from iqtibas.article.input.plain import article_from_text
from iqtibas.models.word_links import load_word_encoder

# At most this share of renderings without an omission (an addition) may be accused of one.
FALSE_ALARMS = 0.006
# Between clauses that could be sentences; what translators make of it changes nothing that is said.
COMMA = "، و"
REPUNCTUATED = ("cut in two", "run together")
PLANTED = {"ntrex-odd": 250, "flores-dev": 60}  # pairs of each set


@dataclass(frozen=True)
class Labelled:
    """A pair. change: what was done to it, or "". kind: the finding that tells it, or ""."""

    document: str
    origin: str
    english: str
    arabic: str
    change: str
    kind: str


def gold_pairs(rows: Iterable[dict[str, Any]], origin: str) -> Iterator[Labelled]:
    """The renderings of gold rows."""
    for gold in rows:
        article = article_from_text(gold["text"], id=gold["id"], source=gold["id"], sha256="")
        embeds = {e.start: e for e in find_embeds(article)}
        for tweet in gold["tweets"]:
            if tweet["rendering"] and tweet["start"] in embeds:
                kind = tweet["kind"] if tweet["kind"] in SIDES else ""
                said, rendered = embeds[tweet["start"]].text, article.slice(Segment(*tweet["rendering"]))
                yield Labelled(gold["id"].split("#")[0], origin, said, rendered, kind, kind)


def planted_pairs(folder: Path, name: str, size: int) -> Iterator[Labelled]:
    """Translations as they are, with something left out or added, and with another number of sentences."""
    for untouched, following in sample(folder, name, size):
        for quote in (untouched, *changes(untouched, following), *repunctuated(untouched, following)):
            kind = TOLD_AS.get(quote.planted, "")
            if quote.planted in ("", *REPUNCTUATED) or kind in SIDES:
                yield Labelled(quote.document, name, quote.english, quote.arabic, quote.planted, kind)


def repunctuated(quote: Quote, following: Quote) -> Iterator[Quote]:
    """The pair with a sentence of its Arabic cut in two, and with the next pair behind it run into one sentence."""
    cut, together = REPUNCTUATED
    if (at := quote.arabic.find(COMMA)) >= 0:
        yield replace(quote, arabic=f"{quote.arabic[:at]}. {quote.arabic[at + len(COMMA) - 1 :]}", planted=cut)
    both = f"{quote.arabic.rstrip(' .')}، و{following.arabic}"
    yield Quote(quote.document, f"{quote.english} {following.english}", both, together)


def read(folder: Path) -> dict[Side, tuple[list[Labelled], np.ndarray]]:
    """For each side the pairs and their signals, (n, 7)."""
    words = load_word_encoder()
    pairs: dict[Side, list[Labelled]] = {side: [] for side in SIDES}
    rows: dict[Side, list[tuple[float, ...]]] = {side: [] for side in SIDES}
    sources = [gold_pairs(read_articles(folder / QUOTEBENCH), "quotebench")]
    sources += [gold_pairs(sampled_rows(folder.parent, SEEDS), "sampled")]
    sources += [planted_pairs(folder, name, size) for name, size in PLANTED.items()]
    last = ""
    for pair in (pair for source in sources for pair in source):
        if pair.document != last:
            words.forget()
            last = pair.document
        for side, measured in measure(Pair(pair.english, pair.arabic, words)).items():
            pairs[side].append(pair)
            rows[side].append(measured.signals)
    return {side: (pairs[side], np.array(rows[side])) for side in SIDES}


def shares(pairs: Sequence[Labelled], told: np.ndarray) -> dict[str, float]:
    """Of each origin and change, the share that is told."""
    keys = [f"{pair.origin}, {pair.change or 'untouched or altered'}" for pair in pairs]
    return {key: round(float(told[[k == key for k in keys]].mean()), 4) for key in sorted(set(keys))}


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "write")
    args = parser.parse_args()
    result = {}
    for side, (pairs, signals) in read(args.eval).items():
        wanted, clean = (np.array([pair.kind == kind for pair in pairs]) for kind in (side, ""))
        held = held_out(signals, wanted, [pair.document for pair in pairs])
        cut = float(np.quantile(held[clean], 1 - FALSE_ALARMS))
        fitted = fit(signals, wanted, cut)
        result[side] = {
            **fitted,
            "signals": CompletenessSignals._fields,
            **figures(held, wanted, cut),
            "told": shares(pairs, held >= cut),
        }
        if args.write:
            write(side, CompletenessSignals, fitted)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

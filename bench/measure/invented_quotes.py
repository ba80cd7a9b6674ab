"""The ledger on changes planted in the Arabic of professional translations: another text kind, other changes.

usage: python -m bench.measure.invented_quotes [--eval ../shared/eval] [--set ntrex-odd] [--sample 200]
       [--kinds LIST] [--show N] [--json OUT]

A seeded sample of pairs, each judged as it is (every verdict but "faithful" is an accusation) and once with each change
of bench/data/planted.py that its Arabic admits, and with a clause or the next sentence of its document added or left
out. The right span is given, so that only the ledger is measured. What is made is measured and thrown away.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.data.planted import PLANTERS, add_clause
from bench.data.sets import PARALLEL, read_parallel
from bench.fit.negation import SENTENCES_A_PASSAGE
from bench.harness import command_line, finish, run_main
from iqtibas.align.ledger.check import Tools, load_tools
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.verdict import judge
from iqtibas.align.model import Verdict
from iqtibas.report.wording import sentence

SEED = 5
# As long as statements are (English words), and with enough Arabic to be one.
WORDS, ARABIC_WORDS = range(8, 46), 6
# The finding that tells a change; an opposite is told as a negation.
TOLD_AS = {
    "opposite": "negation",
    "negation taken out": "negation",
    "clause left out": "omission",
    "sentence left out": "omission",
    "clause added": "addition",
    "sentence added": "addition",
}


@dataclass(frozen=True)
class Quote:
    """A statement and its Arabic. planted: the change made, "" for none."""

    document: str
    english: str
    arabic: str
    planted: str = ""


def sample(folder: Path, name: str, size: int) -> list[tuple[Quote, Quote]]:
    """Untouched pairs, each with the pair behind it in its document; in the order of the set."""
    found = read_parallel(folder, name, SENTENCES_A_PASSAGE)
    pairs = [Quote(pair.document, pair.english.strip(), pair.arabic.strip()) for pair in found]
    usable = [
        (one, following)
        for one, following in pairwise(pairs)
        if one.document == following.document and _is_long(one) and _is_long(following)
    ]
    chosen = set(random.Random(SEED).sample(range(len(usable)), min(size, len(usable))))
    return [pair for k, pair in enumerate(usable) if k in chosen]


def _is_long(quote: Quote) -> bool:
    return len(quote.english.split()) in WORDS and len(quote.arabic.split()) >= ARABIC_WORDS


def changes(quote: Quote, following: Quote) -> Iterator[Quote]:
    """The pair with each change that it admits."""
    english, arabic = quote.english, quote.arabic
    for kind, planter in PLANTERS.items():
        if (changed := planter(arabic, random.Random(f"{SEED}/{kind}/{arabic}"))) is not None:
            yield Quote(quote.document, english, changed, kind)
    added = add_clause(arabic, following.arabic, random.Random(f"{SEED}/clause/{arabic}"))
    if added is not None:
        yield Quote(quote.document, english, added, "clause added")
    yield Quote(quote.document, english, f"{arabic} {following.arabic}", "sentence added")
    yield Quote(quote.document, f"{english} {following.english}", arabic, "sentence left out")


def verdict_on(quote: Quote, tools: Tools) -> Verdict:
    """What the ledger makes of a pair whose rendering is known."""
    return judge(Pair(quote.english, quote.arabic, tools.words), tools)


def is_told(kind: str, verdict: Verdict) -> bool:
    """Whether a change is told as what it is."""
    return TOLD_AS.get(kind, kind) in {finding.kind for finding in verdict.findings}


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("--set", choices=PARALLEL, default="ntrex-odd")
    parser.add_argument("--sample", type=int, default=200, help="pairs")
    parser.add_argument("--kinds", default="", help="only these changes, by name, with commas between")
    parser.add_argument("--show", type=int, default=0, help="errors to print of each kind")
    args = parser.parse_args()
    tools = load_tools()
    kinds = {kind for kind in args.kinds.split(",") if kind}
    made, told, flagged, shown, by = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for quote, following in sample(args.eval, args.set, args.sample):
        made_here = [one for one in changes(quote, following) if not kinds or one.planted in kinds]
        for one in (quote, *made_here):
            verdict = verdict_on(one, tools)
            kind, accused = one.planted or "untouched", verdict.label != "faithful"
            right = is_told(kind, verdict) if one.planted else not accused
            made[kind] += 1
            told[kind] += right
            flagged[kind] += accused
            if not one.planted:
                by.update({f.kind for f in verdict.findings} if accused else ())
            if not right and shown[kind] < args.show:
                shown[kind] += 1
                print(f"\n{kind}: {one.english}\n{one.arabic}\n  {[sentence(f) for f in verdict.findings]}")
        tools.words.forget()
        tools.sentences.forget()
    result = {
        "set": args.set,
        "accused": round(flagged["untouched"] / made["untouched"], 4),
        "accused_by": dict(sorted(by.items())),
        "recall": {kind: round(told[kind] / n, 4) for kind, n in sorted(made.items()) if kind != "untouched"},
        "not_faithful": {kind: round(flagged[kind] / n, 4) for kind, n in sorted(made.items())},
        "n": dict(sorted(made.items())),
    }
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

"""The check against statements on natural articles without their embeds: kept, to be looked at, or absent.

usage: python -m bench.measure.check_tiers SET.jsonl ... [--every N] [--json OUT]

All statements of a set are looked for in each of its articles. Of those that gold has in an article, by verdict: how
many are judged, how many only possible, how many absent. Of all other pairs: how many are judged or possible though
nothing renders them there. "digits": the faithful ones with a figure in the Arabic, once more with that figure changed
in an article of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.data.unembedded import Asked, Covering, quotebench
from bench.harness import command_line, run_main, save
from iqtibas.align import Aligner, check_coverage, load_aligner
from iqtibas.align.coverage.model import Check
from iqtibas.article.input.statements import Statement

_FIGURE = re.compile(r"[\d٠-٩]+")


def state(check: Check, statement: int, article: int) -> str:
    """What the check says of a pair."""
    for one in check.covered:
        if (one.statement, one.article) == (statement, article):
            return one.verdict.label
    at = {(one.statement, one.article) for one in check.possible}
    return "possible" if (statement, article) in at else "absent"


def states(coverings: Sequence[Covering], aligner: Aligner) -> dict[str, dict[str, int]]:
    """Counts of states by gold verdict; "other" for pairs of a statement and an article that has nothing of it."""
    texts = list(dict.fromkeys(a.text for c in coverings for a in c.asked))
    statements = [Statement(str(k), text) for k, text in enumerate(texts)]
    check = check_coverage(statements, [c.article for c in coverings], aligner)
    told: dict[str, Counter[str]] = {}
    for article, covering in enumerate(coverings):
        wanted = {a.text: a.verdict for a in covering.asked if a.places}
        for k, text in enumerate(texts):
            told.setdefault(wanted.get(text, "other"), Counter())[state(check, k, article)] += 1
    return {verdict: dict(sorted(counts.items())) for verdict, counts in sorted(told.items())}


def digits(coverings: Sequence[Covering], aligner: Aligner) -> dict[str, int]:
    """States of faithful renderings with one figure changed."""
    told: Counter[str] = Counter()
    for covering in coverings:
        for asked in covering.asked:
            if asked.verdict == "faithful" and (changed := _changed(covering, asked)):
                check = check_coverage([Statement("0", asked.text)], [changed.article], aligner)
                told[state(check, 0, 0)] += 1
    return dict(sorted(told.items()))


def _changed(covering: Covering, asked: Asked) -> Covering | None:
    text = covering.article.text
    for start, end in asked.places:
        if figure := _FIGURE.search(text, start, end):
            sign = text[figure.end() - 1]
            zero = ord(sign) - int(sign)
            other = chr(zero + (int(sign) + 4) % 10)
            article = replace(covering.article, text=text[: figure.end() - 1] + other + text[figure.end() :])
            return replace(covering, article=article)
    return None


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1)
    args = parser.parse_args()
    aligner, results = load_aligner(), {}
    for path in args.sets:
        coverings = [c for c in quotebench(path) if c.kind == "gold"][:: args.every]
        results[path.stem] = {"pairs": states(coverings, aligner), "digits": digits(coverings, aligner)}
        print(path.stem, results[path.stem], flush=True)
    save(args, results)


if __name__ == "__main__":
    run_main(main)

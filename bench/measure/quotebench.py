"""Figures on QuoteBench, end to end, with the confusion of verdicts and the time an embed takes.

usage: python -m bench.measure.quotebench [--shared ../shared] [--gold FILE] [--held-out-matcher FITS] [--sampled]
       [--json OUT]

On the development set the shipped fits have seen their own test: the matcher, coverage, name and negation models are
all fitted on it. With `--held-out-matcher` every article is aligned by a matcher that saw nothing of its document, of
the five that `python -m bench.fit.aligner --fits FITS` keeps; the ledger's models stay the shipped ones, whose own
cross-validated figures the other scripts of bench/ print. On any other gold file the plain figures are held out
altogether. `--sampled` adds more articles drawn from the same documents (bench/data/sampled.py): three times as many,
ten minutes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from bench.data.sampled import SEEDS, sampled_rows
from bench.data.sets import QUOTEBENCH, GoldArticle, read_articles
from bench.harness import command_line, finish, run_main, timed
from bench.measure.scoring import UNSEEN, figures, intervals, predict, rounded, score, table
from iqtibas.align import load_aligner
from iqtibas.align.find.match import Matcher


def held_out_matchers(fits: Path) -> Callable[[str], Matcher]:
    """For the document of an article, a matcher that was fitted without it. fits: kept by bench/fit/aligner.py."""
    fold, matchers = pickle.loads(fits.read_bytes())
    return lambda name: matchers[fold.get(name.split("#")[0], 0)]


def predicted(rows: Sequence[GoldArticle], held_out: Callable[[str], Matcher] | None) -> tuple[list[Any], list[float]]:
    """Predictions of all articles, and the seconds an embed took in each."""
    aligner = load_aligner()
    predictions, seconds = [], []
    predict(rows[0], aligner)  # warm
    for row in rows:
        used = replace(aligner, matcher=held_out(row["id"])) if held_out else aligner
        prediction, _, took = timed(lambda row=row, used=used: predict(row, used))
        predictions.append(prediction)
        seconds.append(took / max(1, len(prediction["embeds"])))
    return predictions, seconds


def main() -> None:
    parser = command_line(__doc__, "json", "shared")
    parser.add_argument("--gold", type=Path, help="another file than the development set")
    parser.add_argument("--held-out-matcher", type=Path, metavar="FITS")
    parser.add_argument("--sampled", action="store_true")
    args = parser.parse_args()
    rows = read_articles(args.gold or args.shared / "eval" / QUOTEBENCH)
    if args.sampled:
        more = enumerate(sampled_rows(args.shared, SEEDS))
        rows += [row | {"id": f"{row['id']}.{number}"} for number, row in more]
    held_out = held_out_matchers(args.held_out_matcher) if args.held_out_matcher else None
    predictions, seconds = predicted(rows, held_out)
    scored = list(score(rows, predictions))
    extra = sum(len(prediction["embeds"]) for prediction in predictions) - sum(s.called != UNSEEN for s in scored)
    result = rounded(figures(scored) | {"embeds_extra": extra, "intervals": intervals(scored)})
    result["matcher"] = "held out by document" if held_out else "shipped"
    result["seconds_an_embed"] = round(median(seconds), 3)
    finish(args, result)
    print(table(result["confusion"]))


if __name__ == "__main__":
    run_main(main)

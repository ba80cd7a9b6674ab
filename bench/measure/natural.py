"""The program on renderings as editors write them: the natural sets, each by itself.

usage: python -m bench.measure.natural [SET ...] [--eval ../shared/eval] [--compare] [--folds N]
       [--groups] [--keep FOLDER | --predictions FOLDER] [--errors] [--json OUT]

SET is a name in the folder of sets (natural-a, natural-e, natural-c if none is given) or a gold file of the same format
anywhere. Pairs are set as short articles with one embed (bench/data/sets.py); what is found of them is the verdict
above all, as their renderings stand behind a cue in marks. With `--compare` statements and their gold renderings are
compared as two texts, whatever set they are of: only the verdict is measured, and what has no rendering is left out.

Printed and written for each set: renderings found (at least .6 intersection over union, over the code points of all
parts), F1 of "missing", macro-F1 of the verdicts that the set has, faithful renderings accused, kinds of changes found,
and the expected calibration error of the confidence in "faithful"; with 95 % intervals, articles (groups of pairs)
drawn anew.

Verdicts that an honest judge may give count as right (`accept`). `--folds` adds the headline figures of every fold, of
`fold_of`, by which fits split these sets, too. `--groups` adds those of each style and layout. `--keep` writes the
predictions, a file a set, in the format of `iqtibas align --json`; `--predictions` scores such files and runs nothing.
`--errors` prints each wrong verdict.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

from bench.data.sets import GoldArticle, as_article, fold_of, holds_pairs, read_articles, read_lines, read_pairs
from bench.harness import command_line, progress, run_main, save, timed
from bench.measure.scoring import (
    Prediction,
    Scored,
    figures,
    given,
    gold_text,
    headlines,
    intervals,
    predict,
    rounded,
    score,
    table,
)

SETS = ("natural-a", "natural-e", "natural-c")
FEWEST_IN_A_GROUP = 5
OF_PLACES = ("renderings_found", "mean_iou", "missing_f1")


def read_gold(folder: Path, name: str) -> tuple[str, list[GoldArticle]]:
    """The set's name and its articles; pairs are set as articles. Raises MissingDataError."""
    path = Path(name) if name.endswith(".jsonl") else folder / f"{name}.jsonl"
    return path.stem, [as_article(pair) for pair in read_pairs(path)] if holds_pairs(path) else read_articles(path)


def predicted(name: str, gold: Sequence[GoldArticle]) -> tuple[list[dict[str, Any]], float]:
    """What the program says of each article, and the median seconds that an embed took."""
    from iqtibas.align import load_aligner

    aligner = load_aligner()
    predict(gold[0], aligner)  # warm
    found, seconds = [], []
    for article in progress(gold, name):
        made, _, took = timed(lambda article=article: predict(article, aligner))
        found.append(made)
        seconds.append(took / max(1, len(made["embeds"])))
    return found, median(seconds)


def with_rendering(gold: Sequence[GoldArticle]) -> list[GoldArticle]:
    """The articles with those statements alone that have a rendering; articles without any are left out."""
    kept: list[GoldArticle] = [{**a, "tweets": [t for t in a["tweets"] if t["rendering"]]} for a in gold]
    return [article for article in kept if article["tweets"]]


def compared(name: str, gold: Sequence[GoldArticle]) -> tuple[list[dict[str, Any]], float]:
    """What the program says of each statement and its gold rendering as two texts, and the median seconds of one."""
    from iqtibas.align import load_aligner
    from iqtibas.align.compare import compare_pair
    from iqtibas.align.ledger.pair import Pair

    tools, found, seconds = load_aligner().tools, [], []
    for article in progress(gold, f"{name}, compared"):
        embeds = []
        for statement in article["tweets"]:
            pair = Pair(statement["english"], gold_text(article["text"], statement), tools.words)
            made, _, took = timed(lambda pair=pair: compare_pair(pair, tools))
            seconds.append(took)
            embeds.append(given(statement, made.verdict))
        tools.words.forget()
        tools.sentences.forget()
        found.append({"id": article["id"], "embeds": embeds})
    return found, median(seconds)


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """The headline figures, with how many statements they are of."""
    return {"statements": len(scored), **{name: figure(scored) for name, figure in headlines(scored).items()}}


def by_fold(scored: Sequence[Scored], folds: int) -> list[dict[str, Any]]:
    """The headline figures of each fold."""
    return [summary([s for s in scored if fold_of(s.unit, folds) == fold]) for fold in range(folds)]


def by_group(scored: Sequence[Scored]) -> dict[str, dict[str, Any]]:
    """The headline figures of each style and layout with a few statements or more."""
    names = sorted({name for s in scored for name in s.groups})
    found = {name: [s for s in scored if name in s.groups] for name in names}
    return {name: summary(some) for name, some in found.items() if len(some) >= FEWEST_IN_A_GROUP}


def measure(gold: Sequence[GoldArticle], predictions: Sequence[Prediction], folds: int, groups: bool) -> dict[str, Any]:
    """All that is asked for of one set. Unseen embeds count as wrong; `embeds_extra` are those that gold has not."""
    scored = list(score(gold, predictions))
    seen = sum(one.called != "unseen" for one in scored)
    result: dict[str, Any] = {
        "articles": len(gold),
        **figures(scored),
        "embeds_extra": sum(len(prediction["embeds"]) for prediction in predictions) - seen,
        "intervals": intervals(scored),
    }
    if folds:
        result["folds"] = by_fold(scored, folds)
    if groups:
        result["groups"] = by_group(scored)
    return result


def show(name: str, result: dict[str, Any]) -> None:
    """The figures for a person."""
    print(f"\n{name}: {result['articles']} articles or pairs, {result['statements']} statements")
    for figure, (low, high) in result["intervals"].items():
        print(f"  {figure:28}{result[figure]:6.3f}   {low:.3f} to {high:.3f}")
    print(f"  {'faithful_calibration_error':28}{result['faithful_calibration_error']:6.3f}")
    print("  kinds found: " + ", ".join(f"{kind} {a} of {n}" for kind, (a, n) in result["kinds_found"].items()))
    print(table(result["confusion"]), flush=True)


def show_errors(gold: Sequence[GoldArticle], predictions: Sequence[Prediction]) -> None:
    """Each wrong verdict: statement, rendering, the author's note, and what was found instead."""
    by_id = {prediction["id"]: prediction for prediction in predictions}
    for article in gold:
        for statement, one in zip(article["tweets"], score([article], predictions), strict=True):
            if one.wanted == one.told:
                continue
            place = statement["rendering"]
            print(f"\n{article['id']}: {one.wanted} called {one.called}; {statement.get('note') or ''}")
            print(statement["english"], article["text"][slice(*place)] if place else "(no rendering)", sep="\n")
            for embed in by_id.get(article["id"], {}).get("embeds", []):
                if embed["start"] <= statement["start"] < embed["end"]:
                    print("  ", [(f["kind"], f["detail"]) for f in embed["findings"]])


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("sets", nargs="*", default=SETS, metavar="SET")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--groups", action="store_true")
    parser.add_argument("--errors", action="store_true")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--keep", type=Path, metavar="FOLDER")
    kept.add_argument("--predictions", type=Path, metavar="FOLDER")
    return parser.parse_args()


def main() -> None:
    asked, results = arguments(), {}
    for wanted in asked.sets:
        name, gold = read_gold(asked.eval, wanted)
        if asked.compare:
            name, gold = f"{name}-compared", with_rendering(gold)
        predictions: list[dict[str, Any]]
        seconds: float | None = None
        if asked.predictions:
            predictions = [json.loads(line) for line in read_lines(asked.predictions / f"{name}.jsonl")]
        else:
            predictions, seconds = (compared if asked.compare else predicted)(name, gold)
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions]
            (asked.keep / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
        results[name] = rounded(measure(gold, predictions, asked.folds, asked.groups))
        if asked.compare:  # the place of the rendering was given
            for told, figure in product((results[name], results[name]["intervals"]), OF_PLACES):
                told.pop(figure, None)
        if seconds is not None:
            results[name]["seconds_an_embed"] = round(seconds, 3)
        show(name, results[name])
        if asked.errors:
            show_errors(gold, predictions)
    save(asked, results)


if __name__ == "__main__":
    run_main(main)

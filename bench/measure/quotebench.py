"""The scorer's figures on QuoteBench, end to end, with the confusion of verdicts and the time an embed takes.

usage: python -m bench.measure.quotebench [--gold ../shared/eval/quotebench-dev.jsonl] [--held-out-matcher FITS]
[--sampled]
       [--json OUT]

On the development set the shipped fits have seen their own test: the matcher, coverage, name and negation models are
all fitted on it. With `--held-out-matcher` every article is aligned by a matcher that saw nothing of its document, of
the five that `python -m bench.fit.aligner GOLD --fits FITS` keeps; the ledger's models stay the shipped ones, whose own
cross-validated figures the other scripts of bench/ print. On any other gold file the plain figures are held out
altogether. `--sampled` adds more articles drawn from the same documents (bench/data/sampled.py): three times as many,
ten minutes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import pickle
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.data.sampled import SEEDS, sampled_rows
from iqtibas.align import Aligner, load_aligner
from iqtibas.align.find.match import Matcher
from iqtibas.align.model import VERDICT_LABELS, Alignment
from iqtibas.article import Article, find_embeds
from iqtibas.article.input.plain import article_from_text

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"
SCORER = SHARED / "tools" / "score_quotebench.py"
GOLD = SHARED / "eval" / "quotebench-dev.jsonl"


def predict(row: Mapping[str, Any], aligner: Aligner) -> tuple[dict[str, Any], float]:
    """The scorer's record of an article, and the seconds that its embeds took."""
    article = article_from_text(row["text"], id=row["id"], source=row["id"], sha256="")
    embeds = find_embeds(article)
    began = time.perf_counter()
    alignments = aligner.align(article, embeds)
    took = time.perf_counter() - began
    return {"id": row["id"], "embeds": [_record(article, a) for a in alignments]}, took


def _record(article: Article, alignment: Alignment) -> dict[str, Any]:
    embed, found = alignment.embed, alignment.rendering
    return {
        "start": embed.start,
        "end": embed.end,
        "text": article.slice(embed.said),
        "rendering": {"start": found.start, "end": found.end} if found else None,
        "verdict": alignment.verdict.label,
        "findings": [asdict(finding) for finding in alignment.verdict.findings],
    }


def held_out_matchers(fits: Path) -> Callable[[str], Matcher]:
    """For the document of an article, a matcher that was fitted without it. fits: kept by bench/fit/aligner.py."""
    fold, matchers = pickle.loads(fits.read_bytes())
    return lambda name: matchers[fold.get(name.split("#")[0], 0)]


def scorer() -> Callable[[list[Any], list[Any]], dict[str, Any]]:
    """The function that scores predictions against gold."""
    spec = importlib.util.spec_from_file_location("score_quotebench", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Callable[[list[Any], list[Any]], dict[str, Any]] = module.score
    return score


def table(confusion: Mapping[str, int]) -> str:
    """Gold verdicts in rows, predicted ones in columns."""
    columns = [*VERDICT_LABELS, "unseen"]
    lines = [f"{'gold / predicted':18}" + "".join(f"{c:>10}" for c in columns)]
    for gold in VERDICT_LABELS:
        lines.append(f"{gold:18}" + "".join(f"{confusion.get(f'{gold}->{c}', 0):10}" for c in columns))
    return "\n".join(lines)


def run(rows: Sequence[Mapping[str, Any]], held_out: Callable[[str], Matcher] | None) -> tuple[list[Any], list[float]]:
    """Predictions of all articles, and the seconds an embed took in each."""
    aligner = load_aligner()
    predictions, seconds = [], []
    predict(rows[0], aligner)  # warm
    for row in rows:
        used = replace(aligner, matcher=held_out(row["id"])) if held_out else aligner
        prediction, took = predict(row, used)
        predictions.append(prediction)
        seconds.append(took / max(1, len(prediction["embeds"])))
    return predictions, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--held-out-matcher", type=Path, metavar="FITS")
    parser.add_argument("--sampled", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    if args.sampled:
        more = enumerate(sampled_rows(SHARED, SEEDS))
        rows += [row | {"id": f"{row['id']}.{number}"} for number, row in more]
    held_out = held_out_matchers(args.held_out_matcher) if args.held_out_matcher else None
    predictions, seconds = run(rows, held_out)
    result = scorer()(rows, predictions)
    result["matcher"] = "held out by document" if held_out else "shipped"
    result["seconds_an_embed"] = round(sorted(seconds)[len(seconds) // 2], 3)
    print(json.dumps(result, indent=1))
    print(table(result["confusion"]))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

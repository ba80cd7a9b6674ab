"""Fit the scale that gives one quotation's chrF2++ a meaning: matched and mismatched pairs of one model.

usage: python -m bench.fit.chrf_scale [--model NAME] [--eval ../shared/eval] [--write] [--json OUT]

Translates NTREX (half of its documents) and FLORES dev, and scores every hypothesis against its own reference
(matched) and against another sentence's (mismatched), of the same document where it is told: in an article
that is the usual case, and the harder one. `--write` puts the quantiles under the model's digest into
eval/weights/chrf_scale.json; other models' scales stay.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.data.sets import lines_of, read_parallel
from bench.harness import ROOT, command_line, run_main, save
from iqtibas.eval import ChrfScale, segment_chrf
from iqtibas.eval.calibration import quantiles
from iqtibas.report import write_atomically
from iqtibas.translate import load

WEIGHTS = ROOT / "eval" / "weights" / "chrf_scale.json"
SETS = ("ntrex-odd", "flores-dev")
SEED = 20240304
PLACES = 2


def partners(groups: Sequence[str], seed: int = SEED) -> list[int]:
    """For every sentence another one of its group, drawn with a fixed seed; of any if it is alone."""
    draw = random.Random(seed)
    members: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        members[group].append(index)
    everyone = range(len(groups))
    chosen = []
    for index, group in enumerate(groups):
        others = members[group] if len(members[group]) > 1 else everyone
        place = draw.randrange(len(others) - 1)
        chosen.append(others[place] if others[place] < index else others[place + 1])
    return chosen


def fit(model: str, folder: Path) -> ChrfScale:
    """Translate the sets and take the quantiles of both distributions."""
    translator = load(model)
    matched: list[float] = []
    mismatched: list[float] = []
    sizes = []
    for name in SETS:
        pairs = read_parallel(folder, name)
        sources, references = lines_of(pairs)
        groups = [pair.document for pair in pairs]
        hypotheses = [made.text for made in translator.translate_texts(sources)]
        matched += [segment_chrf(h, r).score for h, r in zip(hypotheses, references, strict=True)]
        mismatched += [
            segment_chrf(h, references[other]).score for h, other in zip(hypotheses, partners(groups), strict=True)
        ]
        sizes.append(f"{name} ({len(sources)})")
    return ChrfScale(
        _rounded(matched),
        _rounded(mismatched),
        len(matched),
        tuple(sizes),
        translator.model.digest,
        segment_chrf("a", "a").signature,
        SEED,
    )


def as_record(scale: ChrfScale) -> dict[str, object]:
    """The entry of the packaged file, under the model's digest."""
    return {
        "matched": list(scale.matched),
        "mismatched": list(scale.mismatched),
        "n": scale.n,
        "sets": list(scale.sets),
        "signature": scale.signature,
        "seed": scale.seed,
    }


def _rounded(scores: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(point, PLACES) for point in quantiles(scores))


def _write(scale: ChrfScale) -> None:
    packaged = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    packaged["scales"][scale.digest] = as_record(scale)
    packaged["scales"] = dict(sorted(packaged["scales"].items()))
    write_atomically(WEIGHTS, json.dumps(packaged) + "\n")


def main() -> None:
    """Fit, print the middle and the ends of both distributions, and write what was asked for."""
    parser = command_line(__doc__, "json", "eval", "model", "write")
    asked = parser.parse_args()
    scale = fit(asked.model, asked.eval)
    for name, points in (("matched", scale.matched), ("mismatched", scale.mismatched)):
        print(f"{name:11} 5 % {points[5]:.1f}  median {points[50]:.1f}  95 % {points[95]:.1f}")
    above = 100 - scale.percentiles(scale.mismatched[95])[0]
    print(f"matched pairs above 95 % of mismatched ones: {above:.1f} %   n {scale.n}   {scale.digest}")
    if asked.write:
        _write(scale)
    save(asked, {scale.digest: as_record(scale)})


if __name__ == "__main__":
    run_main(main)

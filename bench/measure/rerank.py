"""What a wider beam and the choice among its best bring, and cost: see translate/rerank.py.

usage: python -m bench.measure.rerank [BEAM,CANDIDATES ...] [--model embedded] [--sets ../shared/eval] [--step 1]
[--json OUT]

For each setting, BLEU and chrF2++ on both sets and processor seconds a sentence, everything else as users get it.
`--step N` takes every Nth line.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from iqtibas.eval import corpus_scores
from iqtibas.models.conversion import converted
from iqtibas.models.engine import Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.registry import resolve
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.report import write_atomically
from iqtibas.translate.translator import Translator

ROOT = Path(__file__).resolve().parent.parent.parent
SETS = ("flores-dev", "ntrex-odd")
SETTINGS = ("4,1", "4,4", "8,1", "8,4", "12,4")


def measured(translator: Translator, folder: Path, name: str, step: int) -> dict[str, float]:
    """Scores on one set and processor seconds a sentence."""
    sources, references = ((folder / f"{name}.{side}").read_text("utf-8").splitlines()[::step] for side in ("ar", "en"))
    started = time.process_time()
    made = [hypothesis.text for hypothesis in translator.translate_texts(sources)]
    seconds = (time.process_time() - started) / len(sources)
    scores = corpus_scores(made, references)
    return {metric: round(scores[metric].score, 2) for metric in ("BLEU", "chrF2++")} | {"seconds": round(seconds, 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("settings", nargs="*", default=SETTINGS)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    model = resolve(asked.model, offline=True)
    engine, pieces = FastEngine(converted(model).folder, threads=1), Pieces(model.path)
    load_sentence_encoder()
    result = {}
    for setting in asked.settings:
        beam, candidates = map(int, setting.split(","))
        options = replace(read_options(model.path, engine.name, "int8"), beam=beam, candidates=candidates)
        translator = Translator(model, engine, pieces, options, None)
        result[setting] = {name: measured(translator, asked.sets, name, asked.step) for name in SETS}
        print(setting, json.dumps(result[setting]), flush=True)
    if asked.json:
        write_atomically(asked.json, json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()

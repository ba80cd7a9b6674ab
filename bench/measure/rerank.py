"""What a wider beam and the choice among its best bring, and cost: see translate/rerank.py.

usage: python -m bench.measure.rerank [BEAM,CANDIDATES ...] [--model embedded] [--eval ../shared/eval] [--step 1]
[--json OUT]

For each setting, BLEU and chrF2++ on both sets and processor seconds a sentence, everything else as users get it.
`--step N` takes every Nth line.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bench.data.sets import PARALLEL, lines_of, read_parallel
from bench.harness import command_line, run_main, save, timed
from iqtibas.eval import corpus_scores
from iqtibas.models.conversion import converted
from iqtibas.models.engine import Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.registry import resolve
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.translate.translator import Translator

SETTINGS = ("4,1", "4,4", "8,1", "8,4", "12,4")


def measured(translator: Translator, folder: Path, name: str, step: int) -> dict[str, float]:
    """Scores on one set and processor seconds a sentence."""
    sources, references = lines_of(read_parallel(folder, name)[::step])
    made, seconds, _ = timed(lambda: [hypothesis.text for hypothesis in translator.translate_texts(sources)])
    scores = corpus_scores(made, references)
    figures = {metric: round(scores[metric].score, 2) for metric in ("BLEU", "chrF2++")}
    return figures | {"seconds": round(seconds / len(sources), 4)}


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "model")
    parser.add_argument("settings", nargs="*", default=SETTINGS)
    parser.add_argument("--step", type=int, default=1)
    asked = parser.parse_args()
    model = resolve(asked.model, offline=True)
    engine, pieces = FastEngine(converted(model).folder, threads=1), Pieces(model.path)
    load_sentence_encoder()
    result = {}
    for setting in asked.settings:
        beam, candidates = map(int, setting.split(","))
        options = replace(read_options(model.path, engine.name, "int8"), beam=beam, candidates=candidates)
        translator = Translator(model, engine, pieces, options, None)
        result[setting] = {name: measured(translator, asked.eval, name, asked.step) for name in PARALLEL}
        print(setting, json.dumps(result[setting]), flush=True)
    save(asked, result)


if __name__ == "__main__":
    run_main(main)

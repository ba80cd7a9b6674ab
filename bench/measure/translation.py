"""BLEU, chrF2++ and TER of the embedded model on the development sets.

usage: python -m bench.measure.translation [--model embedded] [--eval ../shared/eval] [--json OUT]
"""

from __future__ import annotations

from pathlib import Path

from bench.data.sets import PARALLEL, lines_of, read_parallel
from bench.harness import command_line, finish, run_main, timed
from iqtibas.eval import corpus_scores
from iqtibas.translate import Translator, load


def scores(translator: Translator, folder: Path) -> dict[str, dict[str, object]]:
    """On each parallel set: scores with their signatures, how many sentences, and sentences a second."""
    found: dict[str, dict[str, object]] = {}
    for name in PARALLEL:
        sources, references = lines_of(read_parallel(folder, name))
        made, _, seconds = timed(lambda texts=sources: translator.translate_texts(texts))
        own = corpus_scores([hypothesis.text for hypothesis in made], references)
        told = {score.name: [round(score.score, 1), score.signature] for score in own.values()}
        found[name] = {**told, "n": len(sources), "sentences_per_s": round(len(sources) / seconds, 1)}
    return found


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "model")
    args = parser.parse_args()
    translator = load(args.model, offline=True)
    result: dict[str, object] = {"model": translator.model.name, "digest": translator.model.digest}
    result |= scores(translator, args.eval)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

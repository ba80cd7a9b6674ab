"""BLEU, chrF2++ and TER of the embedded model on the development sets.

usage: python bench/measure/translation.py [--model embedded] [--sets ../shared/eval] [--json OUT]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from iqtibas.eval import corpus_scores
from iqtibas.translate import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--sets", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    translator = load(args.model, offline=True)
    result: dict[str, object] = {"model": translator.model.name, "digest": translator.model.digest}
    for name in ("flores-dev", "ntrex-odd"):
        sources, references = ((args.sets / f"{name}.{x}").read_text("utf-8").splitlines() for x in ("ar", "en"))
        started = time.perf_counter()
        hypotheses = [h.text for h in translator.translate_texts(sources)]
        rate = len(sources) / (time.perf_counter() - started)
        scores = {s.name: [round(s.score, 1), s.signature] for s in corpus_scores(hypotheses, references).values()}
        result[name] = {**scores, "n": len(sources), "sentences_per_s": round(rate, 1)}
    print(json.dumps(result, indent=1))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

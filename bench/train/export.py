"""Make a model folder of a run's weights, check it as a user's machine will, score it, and write its card.

usage: python -m bench.train.export --run FOLDER --to FOLDER [--weights best] [--revision 2]

The folder has exactly the files of `models/weights`. Scores are those of the product's own engine (CTranslate2 int8,
with its own settings), on flores-dev and ntrex-odd, and go into scores.json of the run, where `card.py` reads them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bench.harness import command_line, run_main
from bench.measure.translation import scores
from bench.train.card import version_record, write_card
from bench.train.settings import ROOT
from bench.train.weights import save_quantised
from iqtibas.models.folder import MODEL_FILES, WEIGHTS
from iqtibas.models.manifest import Manifest, read_manifest, record_files
from iqtibas.models.validate import check_folder
from iqtibas.translate import load

SETS = ("flores-dev", "ntrex-odd")


def assemble(weights: Path, start: Path, target: Path, revision: str) -> None:
    """The new weights in 8 bits, with the tokenizer and config that they were trained with, checked, and a manifest.

    Raises ModelError if the folder is not a sound model.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in MODEL_FILES:
        if (start / name).is_file():
            shutil.copyfile(start / name, target / name)
    save_quantised(weights, target / WEIGHTS)
    check_folder(target)
    old = read_manifest(ROOT / "models" / "weights")
    Manifest(old.name, revision, old.licence, old.languages, record_files(target, MODEL_FILES)).write(target)


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--weights", choices=("best", "last"), default="best")
    parser.add_argument("--revision", default="2")
    parser.add_argument("--threads", type=int)
    args = parser.parse_args()
    settings = json.loads((args.run / "run.json").read_text("utf-8"))["settings"]
    assemble(args.run / f"{args.weights}.safetensors", Path(settings["start"]), args.to, args.revision)
    translator = load(str(args.to), "ctranslate2", offline=True, threads=args.threads)
    made = scores(translator, Path(settings["shared"]) / "eval")
    (args.run / "scores.json").write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    write_card(args.run, args.to, made, translator)
    print(json.dumps(made, indent=1))
    print("the line for versions.jsonl, where these weights are committed:")
    print(json.dumps(version_record(args.run, made, args.revision)))


if __name__ == "__main__":
    run_main(main)

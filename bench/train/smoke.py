"""Does the pipeline run? A tiny model, two dozen invented pairs, some seconds: python -m bench.train.smoke

Trains, goes on from the checkpoint, guided, with changed pairs and with a worker process, and checks that the
likelihood rose, that transformers' MarianMTModel computes the same from the saved file, and that the folder passes the
product's own check.
"""

from __future__ import annotations

import gzip
import json
import math
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from bench.harness import run_main
from bench.train.batches import pad
from bench.train.model import Marian, Mode, Sizes
from bench.train.noise import PEOPLE
from bench.train.settings import ROOT, Settings
from bench.train.train import Run
from bench.train.vocabulary import Vocabulary
from bench.train.weights import join, load_weights, read_sizes, save_weights, split
from iqtibas.models.validate import check_folder

MIX = """
[corpus.invented]
passes = 40
join = 0.3
[lexicon.person-names-wikidata]
most = 10
passes = 5
capitals = true
"""
PLACES = {"المدرسة": "school", "المدينة": "city", "القرية": "village", "المكتبة": "library", "الحديقة": "garden"}
DEEDS = {"زار": "visited", "رأى": "saw", "غادر": "left", "أحب": "loved"}
TINY = {"d_model": 32, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64, "encoder_layers": 2, "decoder_layers": 1}
HEADS = {"encoder_attention_heads": 4, "decoder_attention_heads": 4}


def write_shared(folder: Path) -> None:
    """Invented pairs in the layout of ../shared; the sentences to evaluate are others."""
    pairs = [
        (f"{d} الرجل {p} أمس", f"The man {e} the {q} yesterday") for d, e in DEEDS.items() for p, q in PLACES.items()
    ]
    for name, rows in (("train/invented", pairs[3:]), (f"lexicon/{PEOPLE}", [("سلمى", "salma"), ("عمر", "omar")])):
        (folder / name).parent.mkdir(parents=True)
        with gzip.open(folder / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{arabic}\t{english}\n" for arabic, english in rows)
    (folder / "eval").mkdir()
    for suffix, lines in zip(("ar", "en"), zip(*pairs[:3], strict=True), strict=True):
        (folder / "eval" / f"flores-dev.{suffix}").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_tiny(folder: Path) -> Sizes:
    """A model folder with our vocabulary and a tiny random network."""
    shutil.copytree(ROOT / "models" / "weights", folder, ignore=shutil.ignore_patterns("*.safetensors", "manifest*"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | TINY | HEADS), encoding="utf-8")
    torch.manual_seed(1)
    sizes = read_sizes(folder)
    save_weights(folder / "model.safetensors", Marian(sizes, Mode()).state_dict(), sizes)
    return sizes


def write_guide(file: Path, pieces: int) -> None:
    """A random encoder of the shape that `guide.py` reads."""
    chooser, wide, inner = np.random.default_rng(1), 24, 48
    shapes = {"word": (pieces, wide), "position": (512, wide), "norm.w": (wide,), "norm.b": (wide,)}
    layer = {"qkv": (wide, 3 * wide), "qkv.b": (3 * wide,), "ao": (wide, wide), "fi": (wide, inner), "fi.b": (inner,)}
    layer |= {"fo": (inner, wide)} | dict.fromkeys(("ao.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b"), (wide,))
    shapes |= {f"l0.{name}": shape for name, shape in layer.items()}
    np.savez(file, **{name: chooser.normal(0, 0.3, shape).astype(np.float16) for name, shape in shapes.items()})


def same_as_transformers(folder: Path, sizes: Sizes) -> bool:
    """Does MarianMTModel give the saved weights the likelihood that our network gives them?"""
    from transformers import MarianMTModel

    vocabulary = Vocabulary(folder)
    batch = pad([([50, 60, 7000, 0], [20, 30, 0]), ([70, 0], [40, 0])], vocabulary)
    ours = load_weights(folder / "model.safetensors", sizes, Mode(torch.float32)).eval()
    theirs = MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()
    with torch.no_grad():
        seen = (batch.sources != vocabulary.pad).long()
        logits = theirs(batch.sources, attention_mask=seen, decoder_input_ids=batch.inputs).logits.flatten(0, 1)
        expected = torch.nn.functional.cross_entropy(logits, batch.labels.flatten())
        return math.isclose(expected, ours.loss(batch.sources, batch.inputs, batch.labels, 0.0)[1], rel_tol=1e-4)


def main() -> None:
    """Run all of it in a temporary folder; an AssertionError says what broke."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_shared(folder / "shared")
        (folder / "mix.toml").write_text(MIX, encoding="utf-8")
        sizes = write_tiny(folder / "tiny")
        write_guide(folder / "e5.npz", sizes.pieces)
        settings = Settings(
            folder / "run", folder / "tiny", folder / "shared", folder / "mix.toml", budget=512, peak=5e-3
        )
        settings = replace(settings, warm_up=10, updates=20, guide=0.5, guide_file=folder / "e5.npz", guide_updates=5)
        settings = replace(settings, clock="cpu", names=0.05, swaps=0.05, copies=0.05, denoise=0.05)
        Run(settings).train()
        again = Run(replace(settings, updates=30, workers=1))
        again.resume()
        assert again.update == 20
        again.train()
        scores = [json.loads(line) for line in (folder / "run" / "scores.jsonl").read_text("utf-8").splitlines()]
        assert scores[-1]["dev_nll"] < scores[0]["dev_nll"] - 1, scores
        split(folder / "run" / "last.safetensors", folder / "pieces")
        join(folder / "pieces", folder / "tiny" / "model.safetensors")
        check_folder(folder / "tiny")
        assert same_as_transformers(folder / "tiny", sizes)
        print(
            f"sound: {scores[0]['dev_nll']} to {scores[-1]['dev_nll']} nats a piece in {scores[-1]['update']} updates"
        )


if __name__ == "__main__":
    run_main(main)

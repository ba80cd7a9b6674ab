"""What the canary scores on the embedded model, sound and damaged, and on published outputs of better ones.

usage: python -m bench.measure.canary [--eval ../shared/eval] [--json OUT]

Each damage is done to a copy in memory, which is converted to int8 like the real one. The second part draws eight
sentences 2000 times from the outputs in ../shared/eval/systems: what a sound model of that quality may score at least.
"""

from __future__ import annotations

import copy
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from ctranslate2.converters import TransformersConverter
from sacrebleu.metrics.chrf import CHRF

from bench.data.sets import lines_of, read_output, read_parallel
from bench.harness import command_line, finish, run_main
from iqtibas.models import resolve
from iqtibas.models.canary import SENTENCES, canary_score
from iqtibas.models.convert import Vocabulary
from iqtibas.models.engine import Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.engine_transformers import load_checkpoint
from iqtibas.translate import Translator

DRAWS = 2000


def swap(layers: Any, one: int, other: int) -> None:
    layers[one], layers[other] = layers[other], layers[one]


def keep(model: Any, part: str, layers: Sequence[int]) -> None:
    stack = getattr(model.model, part)
    stack.layers = torch.nn.ModuleList([stack.layers[i] for i in layers])
    setattr(model.config, f"{part}_layers", len(layers))


def shuffle_rows(model: Any, share: float) -> None:
    weight = model.model.shared.weight
    rows = torch.randperm(len(weight) - 1)[: int(share * (len(weight) - 1))]
    weight[rows] = weight[rows[torch.randperm(len(rows))]].clone()


def shift_rows(model: Any) -> None:
    weight = model.model.shared.weight
    weight[1:-1] = weight[:-2].clone()


def randomize(layer: Any) -> None:
    for parameter in layer.parameters():
        if parameter.ndim == 2:
            parameter.normal_(0, 0.02)


DAMAGES: dict[str, Callable[[Any], object]] = {
    "none": lambda m: None,
    "encoder layer 3: fc2 zero": lambda m: m.model.encoder.layers[3].fc2.weight.zero_(),
    "decoder layer 0: self-attention zero": lambda m: m.model.decoder.layers[0].self_attn.out_proj.weight.zero_(),
    "decoder layer 0: fc2 zero": lambda m: m.model.decoder.layers[0].fc2.weight.zero_(),
    "decoder layer 1: cross-attention zero": lambda m: m.model.decoder.layers[1].encoder_attn.out_proj.weight.zero_(),
    "encoder layers 2, 3 swapped": lambda m: swap(m.model.encoder.layers, 2, 3),
    "encoder layers 1, 4 swapped": lambda m: swap(m.model.encoder.layers, 1, 4),
    "encoder layers 0, 5 swapped": lambda m: swap(m.model.encoder.layers, 0, 5),
    "encoder layers reversed": lambda m: keep(m, "encoder", range(5, -1, -1)),
    "decoder layers swapped": lambda m: swap(m.model.decoder.layers, 0, 1),
    "encoder cut to 5 layers": lambda m: keep(m, "encoder", range(5)),
    "encoder cut to 3 layers": lambda m: keep(m, "encoder", range(3)),
    "decoder cut to 1 layer": lambda m: keep(m, "decoder", range(1)),
    "encoder layer 0 random": lambda m: randomize(m.model.encoder.layers[0]),
    "encoder layer 3 random": lambda m: randomize(m.model.encoder.layers[3]),
    "decoder layer 1 random": lambda m: randomize(m.model.decoder.layers[1]),
    "final_logits_bias zero": lambda m: m.final_logits_bias.zero_(),
    "5 % of embedding rows shuffled": lambda m: shuffle_rows(m, 0.05),
    "10 % of embedding rows shuffled": lambda m: shuffle_rows(m, 0.1),
    "25 % of embedding rows shuffled": lambda m: shuffle_rows(m, 0.25),
    "all embedding rows shuffled": lambda m: shuffle_rows(m, 1.0),
    "embedding rows off by one": shift_rows,
}


def score_damaged(model: Any, damage: Callable[[Any], object], folder: str) -> float:
    """The canary's chrF on a damaged copy."""

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, *_: Any, **__: Any) -> Any:
            return damaged

        def load_tokenizer(self, *_: Any, **__: Any) -> Any:
            return Vocabulary(info.path)

    torch.manual_seed(0)
    damaged, info = copy.deepcopy(model), resolve("embedded")
    with torch.no_grad():
        damage(damaged)
    Converter(str(info.path)).convert(folder, quantization="int8", force=True)
    options = read_options(info.path, "ctranslate2", "int8")
    translator = Translator(info, FastEngine(Path(folder), threads=1), Pieces(info.path), options)
    return canary_score(lambda sources: [made.text for made in translator.translate_texts(sources)])


def least_of_draws(folder: Path, system: str) -> tuple[float, float]:
    """The lowest and the median chrF of as many FLORES sentences as the canary has."""
    _, references = lines_of(read_parallel(folder, "flores-dev"))
    outputs = read_output(folder, system)
    chooser, scores = random.Random(0), []
    for _ in range(DRAWS):
        drawn = chooser.sample(range(len(references)), len(SENTENCES))
        scores.append(CHRF().corpus_score([outputs[i] for i in drawn], [[references[i] for i in drawn]]).score)
    return round(min(scores), 1), round(sorted(scores)[DRAWS // 2], 1)


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    args = parser.parse_args()
    model = load_checkpoint(resolve("embedded").path)
    result: dict[str, dict[str, object]] = {"damage": {}, "draws: least, median": {}}
    with tempfile.TemporaryDirectory() as folder:
        for name, damage in DAMAGES.items():
            result["damage"][name] = round(score_damaged(model, damage, folder), 1)
    for system in ("opusmt", "argos", "google"):
        result["draws: least, median"][system] = least_of_draws(args.eval, system)
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

"""What a run can be told, with defaults for a CPU and for a GPU."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from bench.harness import ROOT
from bench.train.batches import SAMPLED_SOURCES, SAMPLED_TARGETS
from bench.train.data import MIX

CPU_FACTS, BFLOAT16 = Path("/proc/cpuinfo"), ("amx_bf16", "avx512_bf16")


@dataclass(frozen=True, slots=True)
class Settings:
    """One run.

    out: the run's folder. start: the model folder whose weights, tokenizer and config it begins with. shared: the
    folder with `train`, `lexicon` and `eval`. mix: what is drawn from them. guide: weight of the alignment loss in
    the first `guide_updates` updates, from `guide_file` (see initial.py); 0 for none.

    budget: padded target (or source) pieces of one batch. accumulate: batches an update. peak: the highest learning
    rate, reached after `warm_up` updates, held until `hold` updates and lowered with the inverse square root of their
    number after that. encoder_rate: the encoder's share of it, as it starts better than the rest. minutes: when to
    stop, 0 for never; cool_down: the share of them at the end in which the rate falls to zero. average: decay of the
    exponential moving average of the weights, which is what is evaluated and kept. session: minutes after which this
    process saves and ends, for a run that is cut into several. clock: whether minutes are those of the wall or of this
    process on the processor ("cpu"), which other work on the machine does not change.

    sampled_sources, sampled_targets: how many texts are segmented at random (Kudo 2018). names, swaps, copies, denoise:
    shares of the drawn pairs that are changed, see noise.py.
    """

    out: Path
    start: Path = ROOT / "models" / "weights"
    shared: Path = ROOT.parent / "shared"
    mix: Path = MIX
    device: str = "cpu"
    compute: str = "bfloat16"
    seed: int = 1
    threads: int = 1
    workers: int = 0
    budget: int = 2048
    accumulate: int = 2
    peak: float = 4e-4
    encoder_rate: float = 0.6
    warm_up: int = 300
    hold: int = 3000
    dropout: float = 0.1
    smoothing: float = 0.1
    weight_decay: float = 0.01
    average: float = 0.998
    guide: float = 0.0
    guide_file: Path = Path("e5.npz")
    guide_updates: int = 1000
    minutes: float = 0.0
    session: float = 0.0
    cool_down: float = 0.25
    evaluate_every: float = 30.0
    updates: int = 0
    clock: str = "wall"
    sampled_sources: float = SAMPLED_SOURCES
    sampled_targets: float = SAMPLED_TARGETS
    names: float = 0.0
    swaps: float = 0.0
    copies: float = 0.0
    denoise: float = 0.0

    def facts(self) -> dict[str, object]:
        """The settings as JSON values."""
        return {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}


# An H100 takes 64 k pieces at once; as one update that is 16 of the CPU's, hence the higher rate and shorter average.
GPU = {
    "budget": 65536,
    "accumulate": 1,
    "peak": 1e-3,
    "workers": 12,
    "average": 0.995,
    "hold": 2000,
    "evaluate_every": 2.0,
}


def read_settings(arguments: list[str] | None = None) -> Settings:
    """Settings from the command line; `--device cuda` brings the GPU's defaults."""
    parser = argparse.ArgumentParser(prog="python -m bench.train.train", description=Settings.__doc__)
    for field in fields(Settings):
        kind = {"Path": Path, "int": int, "float": float}.get(str(field.type), str)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind, required=field.name == "out")
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    defaults = GPU if str(given.get("device", "cpu")).startswith("cuda") else {}
    return replace(Settings(given.pop("out")), **(defaults | given))


def machine(device: str = "cpu") -> str:
    """What a run computes on: the GPU's name, or the processor's, its cores and what it has for bfloat16."""
    if device.startswith("cuda"):
        import torch

        return str(torch.cuda.get_device_name(device))
    lines = CPU_FACTS.read_text("utf-8").splitlines() if CPU_FACTS.exists() else []
    facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    wide = [name for name in BFLOAT16 if name in facts.get("flags", "").split()]
    return ", ".join([facts.get("model name", "unknown processor"), f"{os.cpu_count()} cores", *wide])


def learning_rate(settings: Settings, update: int, minute: float) -> float:
    """The rate of an update, counted from 0, a given number of minutes after the start."""
    rate = settings.peak * min(1.0, (update + 1) / settings.warm_up, (settings.hold / (update + 1)) ** 0.5)
    if settings.minutes and settings.cool_down:
        left = max(0.0, 1 - minute / settings.minutes)
        rate *= min(1.0, left / settings.cool_down)
    return rate

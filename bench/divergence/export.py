"""Write what a run has trained as the package ships it: python -m bench.divergence.export RUN/tagger.pt [--to FILE]

Matrices in 8 bits with a scale a row, as `iqtibas.models.quantised` has them; vectors in float32.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.numpy import save_file

from bench.harness import command_line, run_main
from iqtibas.models.divergence.tagger import shipped_weights
from iqtibas.models.quantised import quantise


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--to", type=Path, default=shipped_weights())
    args = parser.parse_args()
    state = torch.load(args.weights, weights_only=True)
    save_file(quantise({name: tensor.float().numpy() for name, tensor in state.items()}), args.to)
    print(f"{args.to}: {args.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    run_main(main)

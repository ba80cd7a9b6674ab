"""Write what a run has trained as the package ships it: python -m bench.divergence.export RUN/tagger.pt

With `--average FILE` it is averaged with earlier weights (model soups, Wortsman et al. 2022).
Matrices in 8 bits with a scale a row, as `iqtibas.models.quantised` has them; vectors in float32.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.numpy import save_file

from bench.harness import command_line, run_main
from iqtibas.models.divergence.tagger import read_weights, shipped_weights
from iqtibas.models.quantised import quantise


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--average", type=Path, help="earlier weights as shipped, averaged half and half with these")
    parser.add_argument("--to", type=Path, default=shipped_weights())
    args = parser.parse_args()
    state = torch.load(args.weights, weights_only=True)
    own = {name: tensor.float().numpy() for name, tensor in state.items()}
    if args.average:
        earlier = read_weights(args.average)
        own = {name: (earlier[name] + array) / 2 for name, array in own.items()}
    save_file(quantise(own), args.to)
    print(f"{args.to}: {args.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    run_main(main)

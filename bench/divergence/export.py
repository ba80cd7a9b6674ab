"""Write what a run has trained as the package ships it: python -m bench.divergence.export RUN/tagger.pt [--to FILE]

Matrices in 8 bits with a scale a row, as `iqtibas.models.quantised` has them; positions in float16, as they are added
and not multiplied; vectors in float32.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

from bench.harness import command_line, run_main
from iqtibas.models.divergence.graph import shipped_weights
from iqtibas.models.quantised import quantise


def shipped(state: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """The tensors of a run's state as they are shipped."""
    arrays = {name: tensor.float().numpy() for name, tensor in state.items()}
    layers = {name: array for name, array in arrays.items() if name.startswith("layers.")}
    # Rows of our matrices are inputs; scales belong to outputs, as CTranslate2 has them.
    turned = {name: array.T.copy() if array.ndim == 2 else array for name, array in layers.items()}
    rest = {name: array for name, array in arrays.items() if name not in layers}
    rest = {name: array.astype(np.float16 if name == "positions" else np.float32) for name, array in rest.items()}
    return quantise(turned) | rest


def main() -> None:
    parser = command_line(__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--to", type=Path, default=shipped_weights())
    args = parser.parse_args()
    save_file(shipped(torch.load(args.weights, weights_only=True)), args.to)
    print(f"{args.to}: {args.to.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    run_main(main)

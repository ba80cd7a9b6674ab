"""Weights in 8 bits with a scale for each row, as the shipped model has them: half the bytes of float16.

Of a matrix `name` the file has the rounded rows (I8) and `name` + SCALE (float32), one number a row: row = I8 * scale.
The scale is the row's largest magnitude over 127, which is how CTranslate2 rounds linear and embedding weights when it
computes in int8; rounding again what was rounded changes nothing, so that it gives the same results as from the float16
weights. Vectors stay as they are. Other engines get the product in float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SCALE = ".scale"
LARGEST = 127


def quantise(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """Every matrix of numpy arrays in 8 bits and its scale, float32; the bias of the logits and vectors as they are."""
    import numpy as np

    made: dict[str, Any] = {}
    for name, tensor in tensors.items():
        if tensor.ndim != 2 or len(tensor) == 1:
            made[name] = tensor
            continue
        rows = tensor.astype(np.float32)
        scale = np.abs(rows).max(axis=1) / LARGEST
        made[name] = np.rint(rows / np.where(scale > 0, scale, 1)[:, None]).astype(np.int8)
        made[name + SCALE] = scale
    return made


def dequantise(tensors: Mapping[str, Any]) -> dict[str, Any]:
    """The same numpy arrays without scales; what was in 8 bits in float32, the rest as it is.

    A file of other weights passes unchanged. Tensors and their scales must be there together (`models.validate`).
    """
    import numpy as np

    made: dict[str, Any] = {}
    for name, tensor in tensors.items():
        if name.endswith(SCALE) and name.removesuffix(SCALE) in tensors:
            continue
        scale = tensors.get(name + SCALE)
        made[name] = tensor if scale is None else tensor.astype(np.float32) * scale[:, None]
    return made

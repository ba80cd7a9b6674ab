"""Word states of multilingual-e5-small for many texts at once: in batches, in bfloat16 where the processor has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from iqtibas.models.e5 import DIVERGENCE_LAYERS, E5, MOST_TOKENS, load_e5

BATCH_PIECES = 4096


@lru_cache(maxsize=500_000)
def pieces_of(word: str) -> tuple[int, ...]:
    """The pieces of a word, as e5 reads it."""
    return tuple(load_e5().tokenize(word[:200]))


class Encoder:
    """The layers of e5 up to the last of DIVERGENCE_LAYERS, frozen."""

    def __init__(self, e5: E5, bfloat16: bool) -> None:
        self._e5, self._type = e5, torch.bfloat16 if bfloat16 else torch.float32
        depth = max(DIVERGENCE_LAYERS)
        own = [{name: torch.tensor(np.array(value)) for name, value in e5._layers[i].items()} for i in range(depth)]
        self._layers = [{name: value.to(self._type) for name, value in layer.items()} for layer in own]

    @torch.inference_mode()
    def states(self, ids: Tensor, lengths: Tensor) -> list[Tensor]:
        """ids: (n, t), padded. Returns (n, t, 384) behind each of DIVERGENCE_LAYERS, float32."""
        e5 = self._e5
        flat = e5.embeddings(ids.flatten().tolist()).reshape(*ids.shape, e5.width)
        position, kind, weight, bias = (
            torch.tensor(np.array(e5._vector(f"emb.{n}"))) for n in ("pos", "type", "ln.w", "ln.b")
        )
        x = torch.from_numpy(flat) + position.view(-1, e5.width)[: ids.shape[1]] + kind[: e5.width]
        x = functional.layer_norm(x, (e5.width,), weight, bias, e5.epsilon).to(self._type)
        mask = (torch.arange(ids.shape[1])[None] >= lengths[:, None]).to(self._type)[:, None, None, :] * -1e4
        found = []
        for at, layer in enumerate(self._layers, 1):
            x = self._layer(x, layer, mask)
            if at in DIVERGENCE_LAYERS:
                found.append(x.float())
        return found

    def _layer(self, x: Tensor, layer: dict[str, Tensor], mask: Tensor) -> Tensor:
        n, t, width = x.shape
        q, k, v = (x @ layer["qkv"] + layer["qkv.b"]).view(n, t, 3, self._e5.heads, -1).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, mask)
        attended = attended.transpose(1, 2).reshape(n, t, width) @ layer["ao"] + layer["ao.b"]
        x = functional.layer_norm(x + attended, (width,), layer["aln.w"], layer["aln.b"], self._e5.epsilon)
        hidden = functional.gelu(x @ layer["fi"] + layer["fi.b"]) @ layer["fo"] + layer["fo.b"]
        return functional.layer_norm(x + hidden, (width,), layer["oln.w"], layer["oln.b"], self._e5.epsilon)


def encode(texts: Sequence[tuple[str, ...]], encoder: Encoder) -> Iterator[tuple[int, np.ndarray]]:
    """Each text's index and its (words, layers, 384) float16, as `E5.layers` makes them; not in order."""
    e5 = load_e5()
    query = e5.tokenize("query:")
    rows = []
    for at, words in enumerate(texts):
        ids, owners = list(query), [-1] * len(query)
        for k, word in enumerate(words):
            own = pieces_of(word)
            ids += own
            owners += [k] * len(own)
        ids, owners = ids[:MOST_TOKENS], owners[:MOST_TOKENS]
        rows.append((at, [e5.bos, *ids, e5.eos], [-1, *owners, -1]))
    rows.sort(key=lambda row: len(row[1]))
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and len(rows[end][1]) * (end + 1 - start) <= BATCH_PIECES:
            end += 1
        yield from _encoded(rows[start:end], texts, encoder, e5.pad)
        start = end


def _encoded(
    rows: Sequence[tuple[int, list[int], list[int]]], texts: Sequence[tuple[str, ...]], encoder: Encoder, pad: int
) -> Iterator[tuple[int, np.ndarray]]:
    longest = len(rows[-1][1])
    ids = torch.tensor([[*own, *[pad] * (longest - len(own))] for _, own, _ in rows])
    lengths = torch.tensor([len(own) for _, own, _ in rows])
    layers = encoder.states(ids, lengths)
    for i, (at, own, owners) in enumerate(rows):
        owner = torch.tensor(owners)
        kept = owner >= 0
        pooled = torch.zeros(len(texts[at]), len(layers), layers[0].shape[-1])
        count = torch.zeros(len(texts[at])).index_add_(0, owner[kept], torch.ones(int(kept.sum())))
        for k, layer in enumerate(layers):
            pooled[:, k].index_add_(0, owner[kept], layer[i, : len(own)][kept])
        yield at, (pooled / count.clamp(min=1)[:, None, None]).half().numpy()

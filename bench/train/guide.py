"""Guided alignment: the cross-attention is told which source pieces a target piece translates.

After Chen et al. 2016, with soft alignments instead of a word aligner's: similarities between the inner states of
multilingual-e5-small, which read both sides with our pieces (`initial.py` writes the file that this reads).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from bench.train.batches import Batch
from bench.train.vocabulary import Vocabulary

TEMPERATURE = 0.04  # of the similarities; sharper gives word links, flatter gives noise
LEAST_CONFIDENCE = 0.1  # of the best link: below it, a target piece is left unguided
GUIDED_HEADS = 4  # of 12: the others stay free
HEADS = 12
LITTLE = 1e-4


class Guide:
    """The first layers of e5, frozen, in bfloat16."""

    def __init__(self, file: Path, vocabulary: Vocabulary, device: torch.device) -> None:
        self.pad = vocabulary.pad
        with np.load(file) as arrays:
            self._arrays = {name: torch.from_numpy(arrays[name]).to(device, torch.bfloat16) for name in arrays.files}
        self.layers = 1 + max(int(name[1 : name.index(".")]) for name in self._arrays if name.startswith("l"))

    def loss(self, batch: Batch, weights: list[Tensor]) -> Tensor:
        """Cross-entropy between e5's links and the mean of each layer's guided heads, (b, heads, t, s) each."""
        links, confidence = self.links(batch)
        total = weights[0].new_zeros((), dtype=torch.float32)
        for shares in weights:
            guided = shares[:, :GUIDED_HEADS].float().mean(1)
            cross = -(links * torch.log(guided + LITTLE)).sum(2)
            total = total + (cross * confidence).sum() / (confidence.sum() + 1e-3)
        return total / len(weights)

    @torch.no_grad()
    def links(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Shares (b, t, s) of source pieces in each target piece, and how sure each row is, (b, t)."""
        targets = batch.labels.clamp(min=0)
        no_source, no_target = batch.sources == self.pad, batch.labels < 0
        source = _centred(self._states(batch.sources, no_source), no_source)
        target = _centred(self._states(targets, no_target), no_target)
        similarity = target @ source.transpose(1, 2) / TEMPERATURE
        similarity.masked_fill_(no_source[:, None, :] | no_target[:, :, None], -1e4)
        both = torch.softmax(similarity, 2) * torch.softmax(similarity, 1)
        both = both.masked_fill(no_target[:, :, None], 0)
        sure = both.amax(2)
        last = batch.labels == 0  # </s> aligns to nothing
        sure = sure * (~last & (sure > LEAST_CONFIDENCE))
        return both / (both.sum(2, keepdim=True) + 1e-6), sure

    def _states(self, ids: Tensor, padding: Tensor) -> Tensor:
        a = self._arrays
        x = (a["word"][ids] + a["position"][: ids.shape[1]]).float()
        x = functional.layer_norm(x, x.shape[-1:], a["norm.w"].float(), a["norm.b"].float()).to(torch.bfloat16)
        mask = torch.zeros(ids.shape, dtype=x.dtype, device=x.device).masked_fill_(padding, -1e9)[:, None, None, :]
        for layer in range(self.layers):
            x = self._layer(x, mask.expand(-1, 1, ids.shape[1], -1), f"l{layer}.")
        return x.float()

    def _layer(self, x: Tensor, mask: Tensor, name: str) -> Tensor:
        a, (batch, length, width) = self._arrays, x.shape
        qkv = (x @ a[name + "qkv"] + a[name + "qkv.b"]).view(batch, length, 3, HEADS, width // HEADS)
        seen = functional.scaled_dot_product_attention(*qkv.permute(2, 0, 3, 1, 4).unbind(0), attn_mask=mask)
        seen = seen.transpose(1, 2).flatten(2) @ a[name + "ao"] + a[name + "ao.b"]
        x = functional.layer_norm(x + seen, (width,), a[name + "aln.w"], a[name + "aln.b"])
        inner = functional.gelu(x @ a[name + "fi"] + a[name + "fi.b"]) @ a[name + "fo"] + a[name + "fo.b"]
        return functional.layer_norm(x + inner, (width,), a[name + "oln.w"], a[name + "oln.b"])


def _centred(states: Tensor, padding: Tensor) -> Tensor:
    """Unit vectors after the batch's mean, which all of a language's states share, is taken away."""
    kept = (~padding)[..., None].float()
    return functional.normalize(states - (states * kept).sum((0, 1)) / kept.sum(), dim=-1)

"""The tagger: word states of both texts, which e5 has read each by itself, compared by a few layers of attention.

As in decomposable attention (Parikh et al. 2016) and ESIM (Chen et al. 2017), each side looks at the other one; the
attention across is biased by how alike two words are to e5, so that nothing has to learn which words belong together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from bench.divergence.examples import UNKNOWN
from iqtibas.models.divergence.tagger import DEPTH, HEADS, INPUT, KINDS, LABELS, WIDTH, positions

IGNORED = -100
NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as states: english, arabic (words, INPUT) float16; their tags, IGNORED where nothing is known."""

    english: np.ndarray
    arabic: np.ndarray
    english_tags: Sequence[int]
    arabic_tags: Sequence[int]


class Block(nn.Module):
    """Attention within a side, attention to the other side, and a feed-forward layer; post-norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.across_q, self.across_kv, self.across_out = (
            nn.Linear(WIDTH, WIDTH),
            nn.Linear(WIDTH, 2 * WIDTH),
            nn.Linear(WIDTH, WIDTH),
        )
        self.alike = nn.Parameter(torch.full((HEADS,), 6.0))
        self.wide, self.narrow = nn.Linear(3 * WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(WIDTH) for _ in range(3))

    def forward(self, x: Tensor, other: Tensor, own_mask: Tensor, mask: Tensor, similarity: Tensor) -> Tensor:
        """x: (n, t, d); other: (n, s, d); masks: (n, 1, 1, ·), added; similarity: (n, t, s) cosines."""
        q, k, v = (heads(part) for part in self.qkv(x).chunk(3, -1))
        attended = torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + own_mask, -1) @ v
        x = self.norm1(x + functional.dropout(self.out(joined(attended)), self.dropout, self.training))
        q = heads(self.across_q(x))
        k, v = (heads(part) for part in self.across_kv(other).chunk(2, -1))
        bias = self.alike.view(1, -1, 1, 1) * similarity[:, None]
        seen = joined(torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + bias + mask, -1) @ v)
        x = self.norm2(x + functional.dropout(self.across_out(seen), self.dropout, self.training))
        compared = torch.cat([x, seen, x * seen], -1)
        hidden = self.narrow(functional.gelu(self.wide(compared)))
        return self.norm3(x + functional.dropout(hidden, self.dropout, self.training))


def heads(x: Tensor) -> Tensor:
    """(n, t, d) to (n, HEADS, t, d / HEADS)."""
    return x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)


def joined(x: Tensor) -> Tensor:
    """The reverse of `heads`."""
    return x.transpose(1, 2).flatten(2)


class Tagger(nn.Module):
    """States in; logits of (altered, unsaid) for every word of both sides, and of LABELS and KINDS for the pair out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.norm_in, self.enter = nn.LayerNorm(INPUT), nn.Linear(INPUT, WIDTH)
        self.side = nn.Parameter(torch.randn(2, WIDTH) * 0.02)
        self.norm = nn.LayerNorm(WIDTH)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(DEPTH))
        self.word_head = nn.Linear(WIDTH, 4)  # altered and unsaid, for the English side and for the Arabic
        self.pair_wide, self.pair_head = nn.Linear(4 * WIDTH, WIDTH), nn.Linear(WIDTH, len(LABELS) + len(KINDS))

    def forward(self, english: Tensor, arabic: Tensor, there: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """english: (n, e, INPUT), arabic: (n, a, INPUT); there: (n, e) and (n, a), which rows are words.

        Returns (n, e, 2), (n, a, 2) and (n, 7).
        """
        last = [
            functional.normalize(x[..., -384:] - _mean(x[..., -384:], t), dim=-1)
            for x, t in zip((english, arabic), there, strict=True)
        ]
        similarity = last[0] @ last[1].transpose(1, 2)
        sides = [self._enter(x, side) for side, x in enumerate((english, arabic))]
        masks = [(~t).float()[:, None, None, :] * NEVER for t in there]
        for block in self.blocks:
            sides = [
                block(sides[0], sides[1], masks[0], masks[1], similarity),
                block(sides[1], sides[0], masks[1], masks[0], similarity.transpose(1, 2)),
            ]
        words = [self.word_head(x)[..., 2 * side : 2 * side + 2] for side, x in enumerate(sides)]
        summary = torch.cat(
            [part for x, t in zip(sides, there, strict=True) for part in (_mean(x, t)[:, 0], _highest(x, t))], -1
        )
        return words[0], words[1], self.pair_head(functional.gelu(self.pair_wide(summary)))

    def _enter(self, x: Tensor, side: int) -> Tensor:
        own = self.enter(functional.dropout(self.norm_in(x), self.dropout, self.training))
        return self.norm(own + self.side[side] + torch.from_numpy(positions(x.shape[1])))


def _mean(x: Tensor, there: Tensor) -> Tensor:
    kept = there.float()[..., None]
    return (x * kept).sum(1, keepdim=True) / kept.sum(1, keepdim=True).clamp(min=1)


def _highest(x: Tensor, there: Tensor) -> Tensor:
    return torch.where(there[..., None], x, torch.full_like(x, NEVER)).amax(1)


def batch_of(rows: Sequence[Encoded]) -> tuple[Tensor, Tensor, tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """States of both sides, which of their rows are words, and the tags of both."""
    made = []
    for side in ("english", "arabic"):
        states, tags = [getattr(row, side) for row in rows], [getattr(row, f"{side}_tags") for row in rows]
        longest = max(1, *(len(own) for own in states))
        filled = np.zeros((len(rows), longest, INPUT), np.float32)
        told = np.full((len(rows), longest), IGNORED)
        there = np.zeros((len(rows), longest), bool)
        for i, (own, tag) in enumerate(zip(states, tags, strict=True)):
            filled[i, : len(own)], there[i, : len(own)] = own, True
            told[i, : len(own)] = [IGNORED if one == UNKNOWN else one for one in tag]
        made.append((torch.from_numpy(filled), torch.from_numpy(there), torch.from_numpy(told)))
    (english, ours, our_tags), (arabic, theirs, their_tags) = made
    return english, arabic, (ours, theirs), (our_tags, their_tags)

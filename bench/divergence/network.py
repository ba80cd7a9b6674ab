"""The tagger: inner layers of multilingual-e5-small that read both texts at once, and linear heads on top.

As cross-lingual divergence taggers do (Briakou & Carpuat 2020, "Detecting Fine-Grained Cross-Lingual Semantic
Divergences without Supervision by Learning to Rank"), but with kinds. The word embeddings stay those of the wheel and
are not trained, so that only layers and heads have to be shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from bench.divergence.examples import UNKNOWN, Example
from iqtibas.models.divergence import KINDS, LABELS
from iqtibas.models.divergence.tagger import LONGEST_WORD, MOST_PIECES
from iqtibas.models.e5 import E5, load_e5

DEPTH = 8
IGNORED = -100


@lru_cache(maxsize=500_000)
def pieces_of(word: str) -> tuple[int, ...]:
    """The pieces of a word, as e5 reads it."""
    return tuple(load_e5().tokenize(word[:LONGEST_WORD]))


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as pieces: ids, sides (0 English, 1 Arabic), tags or IGNORED, words (English i, Arabic -2 - i, -1)."""

    ids: Sequence[int]
    sides: Sequence[int]
    tags: Sequence[int]
    words: Sequence[int]


def encoded(example: Example) -> Encoded:
    """`<s> English </s> Arabic </s>`, cut at MOST_PIECES."""
    e5 = load_e5()
    ids, sides, tags, words = [e5.bos], [0], [IGNORED], [-1]
    rows = ((example.english, example.english_tags), (example.arabic, example.arabic_tags))
    for side, (text, told) in enumerate(rows):
        for at, (word, tag) in enumerate(zip(text, told, strict=True)):
            own = pieces_of(word)
            ids += own
            sides += [side] * len(own)
            tags += [IGNORED if tag == UNKNOWN else tag] * len(own)
            words += [-2 - at if side else at] * len(own)
        ids.append(e5.eos)
        sides.append(side)
        tags.append(IGNORED)
        words.append(-1)
    return Encoded(ids[:MOST_PIECES], sides[:MOST_PIECES], tags[:MOST_PIECES], words[:MOST_PIECES])


def embeddings(e5: E5) -> Tensor:
    """(vocabulary, 384) float16: the word embeddings of the wheel."""
    count = max(e5.pieces().values()) + 1
    rows = [e5.embeddings(range(at, min(count, at + 20_000))).astype(np.float16) for at in range(0, count, 20_000)]
    return torch.from_numpy(np.concatenate(rows))


class Layer(nn.Module):
    """A BERT layer (Devlin et al. 2019) with e5's weights."""

    def __init__(self, weights: dict[str, np.ndarray], heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        for name, value in weights.items():
            own = nn.Parameter(torch.tensor(np.array(value), dtype=torch.float32))
            self.register_parameter(name.replace(".", "_"), own)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (n, t, 384). mask: (n, 1, 1, t), added to the logits of attention."""
        batch, length, width = x.shape
        qkv = (x @ self.qkv + self.qkv_b).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        attended = torch.softmax(q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask, -1) @ v
        attended = attended.transpose(1, 2).reshape(batch, length, width) @ self.ao + self.ao_b
        x = functional.layer_norm(
            x + functional.dropout(attended, self.dropout, self.training), (width,), self.aln_w, self.aln_b, 1e-12
        )
        hidden = functional.gelu(x @ self.fi + self.fi_b) @ self.fo + self.fo_b
        return functional.layer_norm(
            x + functional.dropout(hidden, self.dropout, self.training), (width,), self.oln_w, self.oln_b, 1e-12
        )


class Tagger(nn.Module):
    """Pieces in; logits of (altered, unsaid) for every piece, and of LABELS and KINDS for the pair out."""

    def __init__(self, depth: int = DEPTH, dropout: float = 0.1) -> None:
        super().__init__()
        e5 = load_e5()
        names = ("emb.pos", "emb.type", "emb.ln.w", "emb.ln.b")
        position, kind, weight, bias = (torch.tensor(np.array(e5._vector(name))) for name in names)
        self.register_buffer("embedding", embeddings(e5), persistent=False)
        self.pad, self.dropout = e5.pad, dropout
        self.positions = nn.Parameter(position.view(-1, e5.width)[:MOST_PIECES].clone())
        self.types = nn.Parameter(kind[: e5.width].repeat(2, 1).clone())
        self.norm_w, self.norm_b = nn.Parameter(weight), nn.Parameter(bias)
        self.layers = nn.ModuleList(Layer(e5._layers[i], e5.heads, dropout) for i in range(depth))
        self.word_head = nn.Linear(e5.width, 4)  # altered and unsaid, for the English side and for the Arabic
        self.pair_head = nn.Linear(3 * e5.width, len(LABELS) + len(KINDS))

    def forward(self, ids: Tensor, sides: Tensor) -> tuple[Tensor, Tensor]:
        """ids, sides: (n, t). Returns (n, t, 2) and (n, 7)."""
        padded = ids == self.pad
        x = self.embedding[ids].float() + self.positions[: ids.shape[1]] + self.types[sides]
        x = functional.dropout(
            functional.layer_norm(x, (x.shape[-1],), self.norm_w, self.norm_b, 1e-12), self.dropout, self.training
        )
        mask = (padded.float() * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        words = self.word_head(x).view(*ids.shape, 2, 2)
        words = words.gather(2, sides[..., None, None].expand(*ids.shape, 1, 2)).squeeze(2)
        there = (~padded).float()[..., None]
        mean, highest = (x * there).sum(1) / there.sum(1), (x - 1e4 * (1 - there)).amax(1)
        return words, self.pair_head(torch.cat([x[:, 0], mean, highest], -1))


def batch_of(rows: Sequence[Encoded], pad: int) -> tuple[Tensor, Tensor, Tensor]:
    """ids, sides and tags, (n, t) each."""
    length = max(len(row.ids) for row in rows)

    def filled(values: Sequence[Sequence[int]], filler: int) -> Tensor:
        return torch.tensor([[*row, *[filler] * (length - len(row))] for row in values])

    return (
        filled([row.ids for row in rows], pad),
        filled([row.sides for row in rows], 0),
        filled([row.tags for row in rows], IGNORED),
    )

"""MarianMT for training: the network of transformers' MarianMTModel, with its parameter names, written for speed.

Post-norm transformer (Vaswani et al. 2017) with GELU, sinusoidal positions and one embedding matrix. Parameters are
kept in float32 and used in `compute`'s type. What differs from MarianMTModel is only speed: one product for queries,
keys and values; logits of generable pieces only, with the loss in chunks; attention by hand on a CPU, where the fused
kernel's backward pass is seven times slower in bfloat16 (README.md has the figures).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

LOSS_ROWS = {"cpu": 512, "cuda": 16384}  # rows of logits held at once: a CPU's cache, a GPU's memory
MASKED = -1e9
MOST_POSITIONS = 512


@dataclass(frozen=True, slots=True)
class Sizes:
    """The network's shape. outputs: how many pieces, from id 0, may be generated."""

    pieces: int
    outputs: int
    pad: int
    width: int = 384
    heads: int = 12
    inner: int = 1536
    encoder_layers: int = 6
    decoder_layers: int = 2


@dataclass(slots=True)
class Mode:
    """How the network computes just now. weights: collects the cross-attention (b, heads, t, s) where it is a list."""

    compute: torch.dtype = torch.bfloat16
    dropout: float = 0.0
    weights: list[Tensor] | None = field(default=None)


def sinusoids(positions: int, width: int) -> Tensor:
    """Marian's position vectors, (positions, width): sines in the first half, cosines in the second."""
    frequency = torch.pow(10000.0, -2 * torch.arange(width // 2, dtype=torch.float64) / width)
    angle = torch.arange(positions, dtype=torch.float64)[:, None] * frequency
    return torch.cat([angle.sin(), angle.cos()], dim=1).float()


def project(x: Tensor, *layers: nn.Linear) -> Tensor:
    """Several linear layers of the same input as one product."""
    weight = layers[0].weight if len(layers) == 1 else torch.cat([layer.weight for layer in layers])
    bias = layers[0].bias if len(layers) == 1 else torch.cat([layer.bias for layer in layers])
    return functional.linear(x, weight.to(x.dtype), bias.to(x.dtype))


def normalize(x: Tensor, norm: nn.LayerNorm) -> Tensor:
    """Layer normalisation in the input's type."""
    return functional.layer_norm(x, norm.normalized_shape, norm.weight.to(x.dtype), norm.bias.to(x.dtype), norm.eps)


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, weights: list[Tensor] | None = None) -> Tensor:
    """Scaled dot-product attention, (b, heads, t, d). mask: added to the scores."""
    if weights is None and (q.is_cuda or not torch.is_grad_enabled()):
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    shares = torch.softmax(scores if mask is None else scores + mask, dim=-1)
    if weights is not None:
        weights.append(shares)
    return shares @ v


class Attention(nn.Module):
    """Multi-head attention of a layer to itself or to the encoder's states."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        for name in ("k_proj", "v_proj", "q_proj", "out_proj"):
            setattr(self, name, nn.Linear(width, width))

    def _split(self, x: Tensor, parts: int) -> tuple[Tensor, ...]:
        batch, length, width = x.shape
        heads = x.view(batch, length, parts, self.heads, width // parts // self.heads)
        return heads.permute(2, 0, 3, 1, 4).unbind(0)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Self-attention of (b, t, width)."""
        q, k, v = self._split(project(x, self.q_proj, self.k_proj, self.v_proj), 3)
        return self._join(attend(q, k, v, mask))

    def across(self, x: Tensor, states: Tensor, mask: Tensor | None, weights: list[Tensor] | None) -> Tensor:
        """Attention of (b, t, width) to the encoder's (b, s, width)."""
        (q,) = self._split(project(x, self.q_proj), 1)
        k, v = self._split(project(states, self.k_proj, self.v_proj), 2)
        return self._join(attend(q, k, v, mask, weights))

    def _join(self, heads: Tensor) -> Tensor:
        return project(heads.transpose(1, 2).flatten(2), self.out_proj)


class Layer(nn.Module):
    """One layer of the encoder, or of the decoder (with attention to the encoder)."""

    def __init__(self, sizes: Sizes, mode: Mode, *, decoder: bool) -> None:
        super().__init__()
        self.mode = mode
        self.self_attn = Attention(sizes.width, sizes.heads)
        self.self_attn_layer_norm = nn.LayerNorm(sizes.width)
        if decoder:
            self.encoder_attn = Attention(sizes.width, sizes.heads)
            self.encoder_attn_layer_norm = nn.LayerNorm(sizes.width)
        self.fc1, self.fc2 = nn.Linear(sizes.width, sizes.inner), nn.Linear(sizes.inner, sizes.width)
        self.final_layer_norm = nn.LayerNorm(sizes.width)

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.mode.dropout, self.training)

    def forward(self, x: Tensor, mask: Tensor | None, states: Tensor | None, states_mask: Tensor | None) -> Tensor:
        """x: (b, t, width). states: the encoder's, for a layer of the decoder."""
        x = normalize(x + self._drop(self.self_attn(x, mask)), self.self_attn_layer_norm)
        if states is not None:
            seen = self.encoder_attn.across(x, states, states_mask, self.mode.weights)
            x = normalize(x + self._drop(seen), self.encoder_attn_layer_norm)
        inner = project(functional.gelu(project(x, self.fc1)), self.fc2)
        return normalize(x + self._drop(inner), self.final_layer_norm)


class Stack(nn.Module):
    """The layers of the encoder or of the decoder."""

    def __init__(self, sizes: Sizes, mode: Mode, layers: int, *, decoder: bool) -> None:
        super().__init__()
        self.layers = nn.ModuleList([Layer(sizes, mode, decoder=decoder) for _ in range(layers)])


class Marian(nn.Module):
    """The network. Its state dict is MarianMTModel's without the prefix "model." and the fixed tensors."""

    def __init__(self, sizes: Sizes, mode: Mode) -> None:
        super().__init__()
        self.sizes, self.mode = sizes, mode
        self.shared = nn.Embedding(sizes.pieces, sizes.width)
        self.encoder = Stack(sizes, mode, sizes.encoder_layers, decoder=False)
        self.decoder = Stack(sizes, mode, sizes.decoder_layers, decoder=True)
        self.register_buffer("positions", sinusoids(MOST_POSITIONS, sizes.width), persistent=False)
        self._initialize()

    def _initialize(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                nn.init.xavier_uniform_(parameter)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
        nn.init.normal_(self.shared.weight, std=self.sizes.width**-0.5)
        with torch.no_grad():
            self.shared.weight[self.sizes.pad] = 0

    def _embed(self, ids: Tensor) -> Tensor:
        vectors = functional.embedding(ids, self.shared.weight, padding_idx=self.sizes.pad) * math.sqrt(
            self.sizes.width
        )
        x = (vectors + self.positions[: ids.shape[1]]).to(self.mode.compute)
        return functional.dropout(x, self.mode.dropout, self.training)

    def _padding(self, ids: Tensor) -> Tensor:
        mask = torch.zeros(ids.shape, dtype=self.mode.compute, device=ids.device)
        return mask.masked_fill_(ids == self.sizes.pad, MASKED)[:, None, None, :].expand(-1, 1, ids.shape[1], -1)

    def encode(self, sources: Tensor) -> tuple[Tensor, Tensor]:
        """The encoder's states (b, s, width) for source ids (b, s), and the mask of their padding."""
        mask, x = self._padding(sources), self._embed(sources)
        for layer in self.encoder.layers:
            x = layer(x, mask, None, None)
        return x, mask[:, :, :1]

    def decode(self, inputs: Tensor, states: Tensor, states_mask: Tensor) -> Tensor:
        """The decoder's states (b, t, width) for target ids shifted right (b, t)."""
        length = inputs.shape[1]
        y = self._embed(inputs)
        future = torch.full((length, length), MASKED, dtype=y.dtype, device=y.device).triu_(1)
        mask = states_mask.expand(-1, 1, length, -1)
        for layer in self.decoder.layers:
            y = layer(y, future, states, mask)
        return y

    def forward(self, sources: Tensor, inputs: Tensor) -> Tensor:
        """Decoder states (b, t, width) for source ids (b, s) and target ids shifted right (b, t)."""
        return self.decode(inputs, *self.encode(sources))

    def loss(self, sources: Tensor, inputs: Tensor, labels: Tensor, smoothing: float) -> tuple[Tensor, Tensor]:
        """Mean label-smoothed cross-entropy and mean negative log-likelihood, in nats a target piece.

        labels: (b, t), negative where there is nothing to predict.
        """
        states, wanted = self(sources, inputs).flatten(0, 1), labels.flatten()
        kept = (wanted >= 0).nonzero()[:, 0]
        weight = self.shared.weight[: self.sizes.outputs]
        return ChunkedCrossEntropy.apply(states[kept], weight, wanted[kept], smoothing)


class ChunkedCrossEntropy(torch.autograd.Function):
    """Label-smoothed cross-entropy (Szegedy et al. 2016) of `states @ weight.T`, forward and backward chunk by chunk.

    All logits at once would take 50 MB for each 2000 pieces, and several passes over them.
    """

    @staticmethod
    def forward(ctx, states: Tensor, weight: Tensor, labels: Tensor, smoothing: float) -> tuple[Tensor, Tensor]:
        """Both means; the gradients are computed here and kept."""
        count, outputs, used = len(states), len(weight), weight.to(states.dtype)
        grad_states, grad_weight = torch.empty_like(states), torch.zeros_like(weight)
        smooth, likelihood = states.new_zeros((), dtype=torch.float32), states.new_zeros((), dtype=torch.float32)
        for at in range(0, count, LOSS_ROWS[states.device.type]):
            rows = slice(at, at + LOSS_ROWS[states.device.type])
            chunk, right = states[rows], labels[rows, None]
            logits = (chunk @ used.t()).float()
            total = logits.logsumexp(1, keepdim=True)
            nll = (total - logits.gather(1, right)).sum()
            likelihood += nll
            smooth += (1 - smoothing) * nll + smoothing * (total[:, 0] - logits.mean(1)).sum()
            grad = logits.sub_(total).exp_().sub_(smoothing / outputs)
            grad.scatter_add_(1, right, torch.full_like(right, -(1.0 - smoothing), dtype=grad.dtype))
            grad = grad.to(states.dtype)
            grad_states[rows] = grad @ used
            grad_weight += grad.t() @ chunk
        ctx.save_for_backward(grad_states, grad_weight)
        ctx.count = max(count, 1)
        return smooth / ctx.count, likelihood / ctx.count

    @staticmethod
    def backward(ctx, grad: Tensor, _: Tensor) -> tuple[Tensor, Tensor, None, None]:
        """The kept gradients times the incoming one."""
        grad_states, grad_weight = ctx.saved_tensors
        scale = grad / ctx.count
        return grad_states * scale.to(grad_states.dtype), grad_weight * scale, None, None

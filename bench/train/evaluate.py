"""How good the weights are while they are trained: likelihood and, where sacrebleu is installed, BLEU of flores-dev."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.data.sets import read_parallel
from bench.train.batches import Batch, encode_pairs, group, pad
from bench.train.data import Pair
from bench.train.model import Marian
from bench.train.vocabulary import Vocabulary

BLEU_LINES = 200
NLL_EVERY = 3  # of the sentence pairs, one in so many
MOST_OUTPUT = 1.5  # target pieces for each source piece, when the end does not come


class Development:
    """flores-dev, ready to be scored."""

    def __init__(self, shared: Path, vocabulary: Vocabulary, device: torch.device) -> None:
        found = read_parallel(shared / "eval", "flores-dev")
        self.pairs: list[Pair] = [(pair.arabic, pair.english) for pair in found]
        self.vocabulary, self.device = vocabulary, device
        ids = encode_pairs(self.pairs[::NLL_EVERY], vocabulary, None)
        self._batches = [pad([ids[i] for i in indices], vocabulary) for indices in group(ids, 2048)]

    @torch.no_grad()
    def likelihood(self, network: Marian) -> float:
        """Mean negative log-likelihood of a reference's piece, in nats."""
        network.eval()
        total = sum(self._nll(network, batch.to(self.device)) for batch in self._batches)
        return total / sum(batch.pieces for batch in self._batches)

    def _nll(self, network: Marian, batch: Batch) -> float:
        return float(network.loss(batch.sources, batch.inputs, batch.labels, 0.0)[1]) * batch.pieces

    def bleu(self, network: Marian) -> float | None:
        """BLEU of greedy translations of the first BLEU_LINES lines; None where sacrebleu is not installed."""
        if importlib.util.find_spec("sacrebleu") is None:
            return None
        from sacrebleu.metrics.bleu import BLEU

        sources, references = zip(*self.pairs[:BLEU_LINES], strict=True)
        return round(float(BLEU().corpus_score(self.greedy(network, sources), [references]).score), 2)

    @torch.no_grad()
    def greedy(self, network: Marian, texts: Sequence[str]) -> list[str]:
        """The likeliest next piece, again and again: a quick lower bound of what beam search finds."""
        network.eval()
        ids = self.vocabulary.encode(texts)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        made: dict[int, str] = {}
        for at in range(0, len(order), 50):
            rows = order[at : at + 50]
            batch = pad([(ids[i], [self.vocabulary.end]) for i in rows], self.vocabulary).to(self.device)
            made |= zip(rows, self._continue(network, batch), strict=True)
        return [made[i] for i in range(len(texts))]

    def _continue(self, network: Marian, batch: Batch) -> list[str]:
        end, outputs = self.vocabulary.end, network.sizes.outputs
        states, mask = network.encode(batch.sources)
        made = batch.inputs[:, :1]
        unfinished = torch.ones(len(made), dtype=torch.bool, device=made.device)
        most = int(MOST_OUTPUT * batch.sources.shape[1])
        while unfinished.any() and made.shape[1] < most:
            last = network.decode(made, states, mask)[:, -1]
            best = (last @ network.shared.weight[:outputs].to(last.dtype).t()).argmax(1)
            made = torch.cat([made, torch.where(unfinished, best, end)[:, None]], dim=1)
            unfinished &= best != end
        return [self.vocabulary.decode(row) for row in made[:, 1:].tolist()]


def append_record(file: Path, record: dict[str, object]) -> None:
    """Add one JSON line."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(record) + "\n")

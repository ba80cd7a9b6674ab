"""Train the tagger of divergences: python -m bench.divergence.train --out FOLDER --natural FILE ... (see README.md).

The same command goes on from FOLDER's checkpoint. FOLDER gets log.txt, last.pt and tagger.pt (averaged weights).
"""

from __future__ import annotations

import argparse
import random
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import Tensor

from bench.data.sets import read_tsv
from bench.divergence.evaluate import figures
from bench.divergence.examples import Example, Source, read_marked
from bench.divergence.network import IGNORED, Encoded, Tagger, batch_of, encoded
from bench.harness import command_line

# Prose that is near to what officials say; the rest of the training text is of software.
CORPORA = {
    "un-parallel-dev-test": 7000, "nllb-seed-msa": 6000, "wikipedia-opus": 6000, "tico19-test": 2000, "tico19-dev": 900,
    "pud": 1000, "mt-geneval-dev": 2000, "xquad": 1500, "un-sdg": 600, "tata-dhs-reports": 1000, "ethereum-org": 1500,
    "opensource-guide": 1000, "opus100-sample": 2500, "meedan-covid-experts": 500, "ms-security-101": 500, "udhr": 27,
    "tatoeba": 3000, "msdocs-d365-prose": 3000, "vote-gov": 150,
}  # fmt: skip
FEWEST_WORDS, MOST_WORDS = 4, 45
POOL, BATCH_PIECES = 384, 3000
MARGIN, RANKING = 1.0, 0.5


def parallel_text(folder: Path, seed: int = 1) -> list[tuple[str, str]]:
    """(Arabic, English) sentences of CORPORA."""
    chooser, found = random.Random(seed), []
    for name, most in CORPORA.items():
        pairs = [(a, e) for a, e in read_tsv(folder / f"{name}.tsv.gz") if _fits(a) and _fits(e)]
        chooser.shuffle(pairs)
        found += pairs[:most]
    return found


def _fits(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS


def batches(source: Source, share: float, pad: int, chooser: random.Random) -> Iterator[list[tuple[Encoded, Example]]]:
    """Examples of like lengths together; groups may be parted, since ranking looks at what is there."""
    drawn = source.draw(share)
    while True:
        rows: list[tuple[Encoded, Example]] = []
        while len(rows) < POOL:
            rows += [(encoded(example), example) for example in next(drawn)]
        rows.sort(key=lambda row: (len(row[0].ids) // 24, row[1].group))
        made: list[list[tuple[Encoded, Example]]] = [[]]
        for row in rows:
            if made[-1] and (len(made[-1]) + 1) * max(len(r[0].ids) for r in (*made[-1], row)) > BATCH_PIECES:
                made.append([])
            made[-1].append(row)
        chooser.shuffle(made)
        yield from made


def loss_of(words: Tensor, pair: Tensor, tags: Tensor, examples: Sequence[Example]) -> Tensor:
    """Tags of the words, labels of the pair, and the order of the renderings of one statement."""
    known = tags != IGNORED
    wanted = torch.stack([tags == 1, tags == 2], -1)[known].float()
    loss = functional.binary_cross_entropy_with_logits(words[known], wanted, pos_weight=torch.tensor(2.0))
    told = torch.tensor([[*example.labels, *example.kinds] for example in examples])
    there = ~told.isnan()
    loss = loss + functional.binary_cross_entropy_with_logits(pair[there], told[there])
    return loss + RANKING * _ranking(pair[:, 0], examples)


def _ranking(altered: Tensor, examples: Sequence[Example]) -> Tensor:
    """Hinge: of one statement's renderings an altered one is to be likelier altered than one that is not."""
    found = []
    for i, one in enumerate(examples):
        for j, other in enumerate(examples):
            if one.group and one.group == other.group and one.labels[0] == 1 and other.labels[0] == 0:
                found.append(functional.relu(MARGIN - altered[i] + altered[j]))
    return torch.stack(found).mean() if found else altered.sum() * 0


class Run:
    """A training run: what a checkpoint keeps, and the steps."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.step, self.seen, self.told = args, 0, 0, False
        torch.manual_seed(args.seed)
        torch.set_num_threads(1)
        args.out.mkdir(parents=True, exist_ok=True)
        self.net = Tagger(args.depth)
        self.average = {name: value.detach().clone() for name, value in self.net.named_parameters()}
        self.optimiser = torch.optim.AdamW(self.net.parameters(), weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        self.last = args.out / "last.pt"
        if self.last.exists():
            state = torch.load(self.last, weights_only=True)
            self.net.load_state_dict(state["net"], strict=False)
            self.average, self.step, self.seen = state["average"], state["step"], state["seen"]
            self.optimiser.load_state_dict(state["optimiser"])

    def train(self) -> None:
        """Until it is told to stop, or for `--examples`."""
        args = self.args
        source = Source(read_marked(args.natural), parallel_text(args.shared / "train"), args.seed + self.step)
        started = time.monotonic()
        total, begun = 0.0, self.seen
        for rows in batches(source, args.share, self.net.pad, random.Random(args.seed + self.step)):
            total += self._update(rows)
            if self.step % 50 == 0:
                rate = (self.seen - begun) / max(1, time.monotonic() - started)
                self.say(f"step {self.step} seen {self.seen} loss {total / 50:.3f} examples/s {rate:.1f}")
                total = 0.0
            if self.step % args.every == 0:
                self.save()
            if self.told or (args.examples and self.seen >= args.examples):
                break
        self.save()

    def _update(self, rows: Sequence[tuple[Encoded, Example]]) -> float:
        self.net.train()
        ids, sides, tags = batch_of([own for own, _ in rows], self.net.pad)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.args.compute == "bfloat16"):
            words, pair = self.net(ids, sides)
        loss = loss_of(words.float(), pair.float(), tags, [example for _, example in rows])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        left = 1 - self.seen / self.args.examples if self.args.examples else 1.0
        for group in self.optimiser.param_groups:
            group["lr"] = self.args.peak * min(1.0, (self.step + 1) / 200, max(0.02, left / 0.5))
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step, self.seen = self.step + 1, self.seen + len(rows)
        decay = min(0.998, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.net.named_parameters():
                self.average[name].lerp_(value, 1 - decay)
        return float(loss.detach())

    def save(self) -> None:
        """Score the averaged weights on the development sets, and keep everything."""
        own = {name: value.detach().clone() for name, value in self.net.named_parameters()}
        self._put(self.average)
        for line in figures(self.net, self.args.development):
            self.say(line)
        torch.save(self.net.state_dict(), self.args.out / "tagger.pt")
        self._put(own)
        state = {"net": self.net.state_dict(), "average": self.average, "step": self.step, "seen": self.seen}
        partial = self.last.with_suffix(".partial")
        torch.save(state | {"optimiser": self.optimiser.state_dict()}, partial)
        partial.replace(self.last)

    @torch.no_grad()
    def _put(self, weights: dict[str, Tensor]) -> None:
        for name, value in self.net.named_parameters():
            value.copy_(weights[name])

    def say(self, line: str) -> None:
        """A line of the log."""
        with (self.args.out / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def stop(self, *_: object) -> None:
        """End after this update; a signal handler."""
        self.told = True


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = command_line(__doc__, "shared", "seed")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--natural", type=Path, nargs="*", default=[], help="pairs that authors wrote, to train on")
    parser.add_argument("--development", type=Path, nargs="*", default=[], help="pairs and articles to score on")
    parser.add_argument("--share", type=float, default=0.15, help="of draws that are a group of an author")
    parser.add_argument("--depth", type=int, default=8)
    parser.add_argument("--peak", type=float, default=2e-4)
    parser.add_argument("--examples", type=int, default=0, help="stop after so many; the rate falls in their last half")
    parser.add_argument(
        "--compute", choices=("float32", "bfloat16"), default="float32", help="bfloat16 where the processor has it"
    )
    parser.add_argument("--every", type=int, default=400, help="updates between two evaluations")
    run = Run(parser.parse_args(arguments))
    signal.signal(signal.SIGTERM, run.stop)
    run.train()


if __name__ == "__main__":
    main()

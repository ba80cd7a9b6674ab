"""Train the tagger of divergences: python -m bench.divergence.train --out FOLDER --natural FILE ... (see README.md).

First all examples are made and the words of their texts encoded, which FOLDER keeps; then the network is trained on
them for `--epochs`. The same command goes on from FOLDER's checkpoint. FOLDER gets log.txt, last.pt and tagger.pt
(averaged weights).
"""

from __future__ import annotations

import argparse
import hashlib
import random
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from bench.data.sets import read_tsv
from bench.divergence.evaluate import figures, pairs_of
from bench.divergence.examples import Example, Source, example_of, read_marked
from bench.divergence.network import IGNORED, Encoded, Tagger, batch_of
from bench.divergence.states import Encoder, encode
from bench.harness import command_line
from iqtibas.models.divergence.tagger import INPUT, LABELS, read_weights
from iqtibas.models.e5 import load_e5

# Prose that is near to what officials say; the rest of the training text is of software.
CORPORA = {
    "un-parallel-dev-test": 7000, "nllb-seed-msa": 6000, "wikipedia-opus": 6000, "tico19-test": 2000, "tico19-dev": 900,
    "pud": 1000, "mt-geneval-dev": 2000, "xquad": 1500, "un-sdg": 600, "tata-dhs-reports": 1000, "ethereum-org": 1500,
    "opensource-guide": 1000, "opus100-sample": 2500, "meedan-covid-experts": 500, "ms-security-101": 500, "udhr": 27,
    "tatoeba": 3000, "msdocs-d365-prose": 3000, "vote-gov": 150,
}  # fmt: skip
FEWEST_WORDS, MOST_WORDS = 4, 30
POOL, BATCH_WORDS = 1024, 3600
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


class Store:
    """The states of texts, each once, in float16 arrays: of an earlier run what it has, of this one the rest."""

    def __init__(self, texts: Sequence[tuple[str, ...]], folder: Path, encoder: Encoder, earlier: Path | None) -> None:
        self._at: dict[tuple[str, ...], np.ndarray] = {}
        for known in filter(None, (earlier, folder)):
            for file in sorted(known.glob("states-*.txt")):
                self._read(file)
        new = [words for words in dict.fromkeys(texts) if words not in self._at]
        if new:
            self._read(_encoded(new, folder, encoder))

    def _read(self, file: Path) -> None:
        """A file of texts, one a line, and the array of their words' states beside it."""
        states, start = np.load(file.with_suffix(".npy"), mmap_mode="r"), 0
        for line in file.read_text(encoding="utf-8").splitlines():
            words = tuple(line.split(" "))
            self._at[words] = states[start : start + len(words)]
            start += len(words)

    def of(self, example: Example) -> Encoded:
        """The example as states."""
        sides = [np.asarray(self._at[tuple(words)]) for words in (example.english, example.arabic)]
        return Encoded(*sides, example.english_tags, example.arabic_tags)


def _encoded(texts: Sequence[tuple[str, ...]], folder: Path, encoder: Encoder) -> Path:
    """Encode texts into a new pair of files; returns the one with the texts."""
    lines = "".join(" ".join(words) + "\n" for words in texts)
    file = folder / f"states-{hashlib.sha256(lines.encode()).hexdigest()[:16]}.txt"
    ends = np.cumsum([len(words) for words in texts])
    made = np.lib.format.open_memmap(file.with_suffix(".npy"), "w+", np.float16, (int(ends[-1]), INPUT))
    for i, states in encode(list(texts), encoder):
        made[ends[i] - len(texts[i]) : ends[i]] = states.reshape(-1, INPUT)
    made.flush()
    file.write_text(lines, encoding="utf-8")
    return file


def texts_of(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """The word lists of both sides."""
    return [tuple(words) for example in examples for words in (example.english, example.arabic)]


def batches(examples: Sequence[Example], chooser: random.Random) -> Iterator[list[Example]]:
    """Every example once, groups together, those of like lengths in a batch."""
    groups: dict[str, list[Example]] = {}
    for at, example in enumerate(examples):
        groups.setdefault(example.group or str(at), []).append(example)
    names = list(groups)
    chooser.shuffle(names)
    pool: list[list[Example]] = []
    for name in names:
        pool.append(groups[name])
        if sum(map(len, pool)) >= POOL or name == names[-1]:
            pool.sort(key=lambda group: max(len(one.english) + len(one.arabic) for one in group))
            made: list[list[Example]] = [[]]
            for group in pool:
                longest = max(len(one.english) + len(one.arabic) for one in (*made[-1], *group))
                if made[-1] and (len(made[-1]) + len(group)) * longest > BATCH_WORDS:
                    made.append([])
                made[-1] += group
            chooser.shuffle(made)
            yield from made
            pool = []


def loss_of(
    words: tuple[Tensor, Tensor], pair: Tensor, tags: tuple[Tensor, Tensor], examples: Sequence[Example]
) -> Tensor:
    """Tags of the words, labels of the pair, and the order of the renderings of one statement."""
    loss = pair.sum() * 0
    for told, tag in zip(words, tags, strict=True):
        known = tag != IGNORED
        if not known.any():
            continue
        wanted = torch.stack([tag == 1, tag == 2], -1)[known].float()
        loss = loss + functional.binary_cross_entropy_with_logits(told[known], wanted, pos_weight=torch.tensor(2.0)) / 2
    labels = torch.tensor([[*example.labels, *example.kinds] for example in examples])
    there = ~labels.isnan()
    loss = loss + functional.binary_cross_entropy_with_logits(pair[there], labels[there])
    return loss + RANKING * sum((_ranking(pair, label, examples) for label in range(len(LABELS))), torch.zeros(()))


def _ranking(pair: Tensor, label: int, examples: Sequence[Example]) -> Tensor:
    """Hinge: of one statement's renderings one with the label is to be likelier to have it than one without."""
    higher, lower = [], []
    for i, one in enumerate(examples):
        for j, other in enumerate(examples):
            if one.group and one.group == other.group and one.labels[label] == 1 and other.labels[label] == 0:
                higher.append(i)
                lower.append(j)
    if not higher:
        return pair.sum() * 0
    return functional.relu(MARGIN - pair[higher, label] + pair[lower, label]).mean()


class Run:
    """A training run: what a checkpoint keeps, and the steps."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.step, self.epoch, self.told = args, 0, 0, False
        torch.manual_seed(args.seed)
        torch.set_num_threads(1)
        args.out.mkdir(parents=True, exist_ok=True)
        self.net = Tagger(args.dropout)
        if args.start:
            shipped = read_weights(args.start)
            self.net.load_state_dict({name: torch.from_numpy(own) for name, own in shipped.items()})
        self.average = {name: value.detach().clone() for name, value in self.net.named_parameters()}
        self.optimiser = torch.optim.AdamW(self.net.parameters(), weight_decay=0.02, betas=(0.9, 0.98), fused=True)
        self.last = args.out / "last.pt"
        if self.last.exists():
            state = torch.load(self.last, weights_only=True)
            self.net.load_state_dict(state["net"])
            self.average, self.step, self.epoch = state["average"], state["step"], state["epoch"]
            self.optimiser.load_state_dict(state["optimiser"])

    def read(self) -> None:
        """All examples and the development sets, encoded."""
        args = self.args
        source = Source(
            read_marked(args.natural), parallel_text(args.shared / "train"), args.shared / "lexicon", args.seed
        )
        self.examples = list(source.corpus(args.parallel))
        self.natural = [one for one in self.examples if not one.group.startswith("parallel")]
        development = {path.stem: pairs_of(path) for path in args.development}
        rows = {name: [example_of(pair) for pair in pairs] for name, pairs in development.items()}
        encoder = Encoder(load_e5(), args.compute == "bfloat16")
        texts = texts_of([*self.examples, *(one for own in rows.values() for one in own)])
        self.say(f"{len(self.examples)} examples, {len(self.natural)} of authors, {len(set(texts))} texts")
        self.store = Store(texts, args.out, encoder, args.states)
        self.sets = {name: (pairs, [self.store.of(one) for one in rows[name]]) for name, pairs in development.items()}

    def train(self) -> None:
        """For `--epochs`, or until it is told to stop."""
        self.read()
        self.say("encoded")
        while self.epoch < self.args.epochs and not self.told:
            chooser = random.Random(self.args.seed + self.epoch)
            losses, started = [], time.monotonic()
            for examples in batches(self.examples, chooser):
                share = self.epoch + len(losses) * BATCH_WORDS / 50 / len(self.examples)
                losses.append(self._update(examples, share / self.args.epochs))
                if self.told:
                    break
            self.epoch += 1
            rate = len(self.examples) / (time.monotonic() - started)
            self.say(f"epoch {self.epoch} step {self.step} loss {np.mean(losses):.3f} examples/s {rate:.0f}")
            self.save()

    def _update(self, examples: Sequence[Example], done: float) -> float:
        self.net.train()
        english, arabic, there, tags = batch_of([self.store.of(one) for one in examples])
        with torch.autocast("cpu", torch.bfloat16, enabled=self.args.compute == "bfloat16"):
            ours, theirs, pair = self.net(english, arabic, there)
        loss = loss_of((ours.float(), theirs.float()), pair.float(), tags, examples)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.args.peak * min(1.0, (self.step + 1) / 300, max(0.02, (1 - done) / 0.7))
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(0.998, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.net.named_parameters():
                self.average[name].lerp_(value, 1 - decay)
        return float(loss.detach())

    def save(self) -> None:
        """Score the averaged weights on the development sets, and keep everything."""
        own = {name: value.detach().clone() for name, value in self.net.named_parameters()}
        self._put(self.average)
        for line in figures(self.net, self.sets):
            self.say(line)
        torch.save(self.net.state_dict(), self.args.out / "tagger.pt")
        self._put(own)
        state = {"net": self.net.state_dict(), "average": self.average, "step": self.step, "epoch": self.epoch}
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
    parser.add_argument("--start", type=Path, help="weights to begin with, as the package ships them")
    parser.add_argument("--states", type=Path, help="folder of an earlier run, whose encoded texts are used")
    parser.add_argument("--natural", type=Path, nargs="*", default=[], help="pairs that authors wrote, to train on")
    parser.add_argument("--development", type=Path, nargs="*", default=[], help="pairs and articles to score on")
    parser.add_argument("--parallel", type=int, default=10000, help="draws from parallel text")
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--peak", type=float, default=5e-4)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--compute", choices=("float32", "bfloat16"), default="float32", help="bfloat16 where there is")
    run = Run(parser.parse_args(arguments))
    signal.signal(signal.SIGTERM, run.stop)
    run.train()


if __name__ == "__main__":
    main()

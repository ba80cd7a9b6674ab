"""Train the embedded model: python -m bench.train.train --out FOLDER [--device cuda] [--minutes 25] (see README.md).

Starts from the weights of a model folder with a fresh optimiser, or, where FOLDER has a checkpoint, goes on from that.
FOLDER gets log.txt (a line a minute), scores.jsonl (each evaluation), last.pt (to go on from), last.safetensors and
best.safetensors (averaged weights, float16), and run.json (the facts that the model card states).
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from bench.train.batches import Batch, Place, Stream
from bench.train.data import Corpus, load_corpora
from bench.train.evaluate import Development, append_record
from bench.train.guide import Guide
from bench.train.model import Mode
from bench.train.noise import asked_changes
from bench.train.settings import Settings, learning_rate, machine, read_settings
from bench.train.vocabulary import Vocabulary
from bench.train.weights import load_weights, read_sizes, save_weights

LOG_SECONDS = 60
LARGEST_GRADIENT = 1.0
CHECKPOINT = "last.pt"


class Run:
    """One training run: what a checkpoint keeps, and the steps."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.device = settings, torch.device(settings.device)
        torch.manual_seed(settings.seed)
        torch.set_num_threads(settings.threads)
        settings.out.mkdir(parents=True, exist_ok=True)
        self.vocabulary, self.sizes = Vocabulary(settings.start), read_sizes(settings.start)
        self.mode = Mode(getattr(torch, settings.compute), settings.dropout)
        self.network = load_weights(settings.start / "model.safetensors", self.sizes, self.mode).to(self.device)
        self.weights = dict(self.network.named_parameters())
        self.average = {name: weight.detach().clone() for name, weight in self.weights.items()}
        self.optimiser = self._optimiser()
        self.development = Development(settings.shared, self.vocabulary, self.device)
        self.guide = Guide(settings.guide_file, self.vocabulary, self.device) if settings.guide else None
        self.update, self.pieces, self.seconds, self.best = 0, 0, 0.0, float("inf")
        self.place, self.skip = Place(0, 0), 0
        self._loss, self._counted, self._told = torch.zeros((), device=self.device), 0, False
        self._logged = self._started = time.monotonic()
        self._clock = time.process_time if settings.clock == "cpu" else time.monotonic

    def _optimiser(self) -> torch.optim.Optimizer:
        encoder = [weight for name, weight in self.weights.items() if name.startswith("encoder.")]
        rest = [weight for name, weight in self.weights.items() if not name.startswith("encoder.")]
        groups = [{"params": encoder, "share": self.settings.encoder_rate}, {"params": rest, "share": 1.0}]
        return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), weight_decay=self.settings.weight_decay, fused=True)

    # ---- the loop

    def train(self) -> None:
        """Update until the minutes or the updates are used up, evaluating and saving on the way."""
        corpora = load_corpora(self.settings.shared, self.settings.mix, self.settings.seed)
        self._write_facts({corpus.name: len(corpus.pairs) for corpus in corpora})
        self._evaluate()
        self.advance(corpora)
        self._evaluate()

    def advance(self, corpora: Sequence[Corpus]) -> None:
        """The updates alone, from where the run stands to its end; what is not training does not count as its time."""
        last = evaluated = self._clock()
        for batches in self._groups(self._stream(corpora)):
            self._step(batches)
            now = self._clock()
            self.seconds, last = self.seconds + now - last, now
            if time.monotonic() - self._logged >= LOG_SECONDS:
                self._log()
            if now - evaluated >= 60 * self.settings.evaluate_every:
                self._evaluate()
                last = evaluated = self._clock()
            if self._finished():
                break

    def _stream(self, corpora: Sequence[Corpus]) -> Stream:
        settings, changes = self.settings, asked_changes(self.settings, corpora)
        sampled = (settings.sampled_sources, settings.sampled_targets)
        return Stream(corpora, self.vocabulary, settings.budget, settings.seed, sampled, changes)

    def _groups(self, stream: Stream) -> Iterator[list[Batch]]:
        """As many batches as make one update; `place` and `skip` say where the next one starts."""
        waiting: list[Batch] = []
        for place, batches in stream.chunks(self.place, self.settings.workers):
            skip, self.place, self.skip = (self.skip if place == self.place else 0), place, 0
            for at, batch in enumerate(batches[skip:], skip + 1):
                waiting.append(batch)
                if len(waiting) == self.settings.accumulate:
                    self.skip = at
                    yield waiting
                    waiting = []

    def _step(self, batches: list[Batch]) -> None:
        self.network.train()
        pieces = sum(batch.pieces for batch in batches)
        for batch in batches:
            self._backward(batch.to(self.device), batch.pieces / pieces)
        rate = learning_rate(self.settings, self.update, self.seconds / 60)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["share"]
        torch.nn.utils.clip_grad_norm_(self.weights.values(), LARGEST_GRADIENT, foreach=True)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.update, self.pieces = self.update + 1, self.pieces + pieces
        self._average()

    def _backward(self, batch: Batch, share: float) -> None:
        guided = self.guide is not None and self.update < self.settings.guide_updates
        self.mode.weights = [] if guided else None
        loss, nll = self.network.loss(batch.sources, batch.inputs, batch.labels, self.settings.smoothing)
        if guided:
            loss = loss + self.settings.guide * self.guide.loss(batch, self.mode.weights)
        self.mode.weights = None
        (loss * share).backward()
        self._loss += nll.detach() * batch.pieces
        self._counted += batch.pieces

    @torch.no_grad()
    def _average(self) -> None:
        """Exponential moving average (Polyak and Juditsky 1992), shorter while there is little to average."""
        decay = min(self.settings.average, (1 + self.update) / (10 + self.update))
        torch._foreach_lerp_(list(self.average.values()), list(self.weights.values()), 1 - decay)

    def _finished(self) -> bool:
        settings, session = self.settings, (time.monotonic() - self._started) / 60
        limits = ((settings.minutes, self.seconds / 60), (settings.updates, self.update), (settings.session, session))
        return self._told or any(limit and value >= limit for limit, value in limits)

    def stop(self, *_: object) -> None:
        """End after this update, with an evaluation and a checkpoint; a signal handler."""
        self._told = True

    # ---- what is written

    def _log(self) -> None:
        now = time.monotonic()
        rate = self._counted / (now - self._logged)
        nll = float(self._loss) / max(self._counted, 1)
        line = f"update {self.update} pass {self.place.number}.{self.place.chunk} minute {self.seconds / 60:.0f}"
        line += f" nll {nll:.3f} lr {learning_rate(self.settings, self.update, self.seconds / 60):.2e}"
        self._say(f"{line} pieces/s {rate:.0f} pieces {self.pieces / 1e6:.2f}M")
        self._loss.zero_()
        self._counted, self._logged = 0, now

    def _say(self, line: str) -> None:
        with (self.settings.out / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{time.strftime('%H:%M:%S')} {line}\n")

    def _evaluate(self) -> None:
        """Score the averaged weights, and keep them and a checkpoint."""
        own = {name: weight.detach().clone() for name, weight in self.weights.items()}
        self.use_average()
        nll, bleu = self.development.likelihood(self.network), self.development.bleu(self.network)
        self._put(own)
        record = {"update": self.update, "pass": self.place.number, "minutes": round(self.seconds / 60, 1)}
        record |= {"pieces": self.pieces, "dev_nll": round(nll, 4), "greedy_bleu_200": bleu}
        append_record(self.settings.out / "scores.jsonl", record)
        self._say(" ".join(f"{name} {value}" for name, value in record.items()))
        save_weights(self.settings.out / "last.safetensors", self.average, self.sizes)
        if nll < self.best:
            self.best = nll
            save_weights(self.settings.out / "best.safetensors", self.average, self.sizes)
        self._save()
        self._logged = time.monotonic()

    def use_average(self) -> None:
        """Put the averaged weights into the network, in place of the last ones."""
        self._put(self.average)

    @torch.no_grad()
    def _put(self, weights: dict[str, Tensor]) -> None:
        for name, weight in self.weights.items():
            weight.copy_(weights[name])

    def _write_facts(self, pairs: dict[str, int]) -> None:
        facts = {
            "settings": self.settings.facts(),
            "machine": machine(self.settings.device),
            "torch": torch.__version__,
            "pairs": pairs,
        }
        (self.settings.out / "run.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")

    def _save(self) -> None:
        """Write a checkpoint; it appears whole or not at all."""
        partial = self.settings.out / "last.partial"
        numbers = (self.update, self.pieces, self.seconds, self.best, self.place.number, self.place.chunk, self.skip)
        state = {"weights": self.weights, "average": self.average, "numbers": numbers}
        torch.save(state | {"optimiser": self.optimiser.state_dict()}, partial)
        partial.replace(self.settings.out / CHECKPOINT)

    def resume(self) -> None:
        """Go on from the folder's checkpoint, if it has one."""
        file = self.settings.out / CHECKPOINT
        if not file.exists():
            return
        state = torch.load(file, map_location=self.device, weights_only=True)
        self._put(state["weights"])
        self.average = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.update, self.pieces, self.seconds, self.best, number, chunk, self.skip = state["numbers"]
        self.place = Place(number, chunk)


if __name__ == "__main__":
    run = Run(read_settings())
    run.resume()
    signal.signal(signal.SIGTERM, run.stop)
    run.train()

"""What each idea is worth: the same start, the same processor time, one thing changed at a time.

usage: python -m bench.train.ablate [ARM ...] --out FOLDER [--cpu-minutes 3] [--shared ../shared] [--teacher FOLDER]

Every arm trains for so many minutes of this process on one core: `time.process_time`, the preparing of batches and the
teacher's work included. Its rate rises over the first updates and falls to zero over the last half of its time, so
other work on the machine changes nothing but the wall clock. FOLDER/arms.jsonl gets a line an arm; arms that have one
are not run again. At the end the Markdown tables of all lines are printed.

Scored on every third line of flores-dev: nats a piece of the averaged weights; BLEU and chrF2++ of greedy translations
by the model alone, int8; `names`, the share of the references' capitalised words, first ones left out, that come out;
`copies`, the share of invented links, handles and hashtags after a source that come out unchanged.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from bench.harness import command_line, run_main
from bench.train.arms import ARMS, AVERAGED, RATES, SCHEDULE, STARTED, Arm
from bench.train.compared import LINES, Record, read_records, tables
from bench.train.data import Corpus, draw_pass, load_corpora, refuse_contamination
from bench.train.evaluate import NLL_EVERY, append_record
from bench.train.greedy import distil, translate_greedily
from bench.train.initial import guide_arrays, read_encoder, write_folder
from bench.train.noise import copied_thing
from bench.train.settings import ROOT, Settings, machine
from bench.train.train import Run
from bench.train.vocabulary import Vocabulary
from bench.train.weights import read_sizes, save_weights
from iqtibas.eval import corpus_scores

COPIED_SOURCES = 100
DISTILLED, DISTILLED_SHARE = 2000, 0.25  # sources given to the teacher, and its part of the draws
E5_LAYERS = 12


@dataclass(frozen=True, slots=True)
class Bench:
    """What all arms share. out: the folder. starter, teacher: model folders. corpora: the mix as it is."""

    out: Path
    shared: Path
    starter: Path
    teacher: Path
    cpu_minutes: float
    corpora: Sequence[Corpus]

    def run(self, arm: Arm) -> Record:
        """Train one arm and score it."""
        spent, corpora = self._drawn_from(arm)
        settings = self._settings(arm, self.cpu_minutes - spent / 60)
        run = Run(settings)
        run.advance(corpora)
        record: Record = {"arm": arm.name, "start": arm.start, "cpu_minutes": self.cpu_minutes}
        record |= {"cpu_seconds": round(run.seconds + spent, 1), "teacher_seconds": round(spent, 1)}
        record |= {"updates": run.update, "pieces": run.pieces, "machine": machine(), "torch": torch.__version__}
        if arm.name in AVERAGED:
            record["last"] = self._scores(run)
        run.use_average()
        return record | self._scores(run)

    def _settings(self, arm: Arm, minutes: float) -> Settings:
        start = self.starter if arm.start == STARTED else self._fresh(*arm.depth)
        settings = Settings(self.out / arm.name, start, self.shared, minutes=minutes, guide_file=self._guide())
        return replace(settings, **(SCHEDULE | RATES[arm.start] | dict(arm.changed)))

    def _drawn_from(self, arm: Arm) -> tuple[float, list[Corpus]]:
        """Processor seconds that making the text took, and the corpora."""
        corpora = arm.mixed(self.corpora)
        if not arm.distilled:
            return 0.0, corpora
        started = time.process_time()
        drawn = draw_pass(corpora, 1, 0)
        made = distil(self.teacher, drawn, DISTILLED)
        refuse_contamination([made], self.shared / "eval")
        draws = len(drawn) * DISTILLED_SHARE / (1 - DISTILLED_SHARE) / len(made.pairs)
        return time.process_time() - started, [*corpora, replace(made, passes=draws, short_passes=draws)]

    def _guide(self) -> Path:
        """The guide's file, made where it is not there yet."""
        file = self.out / "e5.npz"
        if not file.exists():
            np.savez(file, **guide_arrays(read_encoder(Vocabulary(self.starter), E5_LAYERS)))
        return file

    def _fresh(self, encoder: int, decoder: int) -> Path:
        folder = self.out / f"e5-{encoder}-{decoder}"
        if not folder.exists():
            sizes = replace(read_sizes(self.starter), encoder_layers=encoder, decoder_layers=decoder)
            write_folder(folder, self.starter, read_encoder(Vocabulary(self.starter), E5_LAYERS), sizes)
        return folder

    def _scores(self, run: Run) -> Record:
        """All figures of the weights that the run's network has now."""
        folder = run.settings.out / "model"
        folder.mkdir(exist_ok=True)
        for file in (f for f in sorted(run.settings.start.iterdir()) if f.suffix in (".json", ".spm")):
            shutil.copyfile(file, folder / file.name)
        save_weights(folder / "model.safetensors", run.weights, run.sizes)
        sources, references = zip(*run.development.pairs[::NLL_EVERY], strict=True)
        chooser = random.Random("copies")
        things = [copied_thing(chooser) for _ in sources[:COPIED_SOURCES]]
        followed = [f"{source} {thing}" for source, thing in zip(sources, things, strict=False)]
        made = translate_greedily(folder, [*sources, *followed])
        made, copied = made[: len(sources)], made[len(sources) :]
        scores = corpus_scores(made, references, metrics=("BLEU", "chrF2++"))
        record: Record = {
            "dev_nll": round(run.development.likelihood(run.network), 4),
            "names": names_kept(made, references),
        }
        record |= {name: [round(score.score, 2), score.signature] for name, score in scores.items()}
        return record | {"copies": copies_kept(copied, things)}


def names_kept(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """Percentage of the references' capitalised words, sentences' first ones left out, that the hypotheses have."""
    wanted = found = 0
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        names = {word for word in _bare_words(reference.split()[1:]) if word[:1].isupper() and len(word) > 1}
        wanted, found = wanted + len(names), found + len(names.intersection(_bare_words(hypothesis.split())))
    return round(100 * found / wanted, 1)


def _bare_words(words: Sequence[str]) -> list[str]:
    return [word.strip("\"'.,;:()?!") for word in words]


def copies_kept(hypotheses: Sequence[str], things: Sequence[str]) -> float:
    """Percentage of what stood after the sources that stands in the hypotheses."""
    return round(100 * sum(t in made for t, made in zip(things, hypotheses, strict=True)) / len(things), 1)


def main() -> None:
    """Run the arms that are asked for and have no line yet, and print the tables."""
    parser = command_line(__doc__, "shared")
    names = ", ".join(arm.name for arm in ARMS)
    parser.add_argument("arms", nargs="*", metavar="ARM", help=f"of {names}; in the order given, all if none is")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cpu-minutes", type=float, default=3.0)
    parser.add_argument("--teacher", type=Path, default=ROOT / "models" / "weights")
    asked = parser.parse_args()
    named = {arm.name: arm for arm in ARMS}
    if unknown := set(asked.arms) - set(named):
        parser.error(f"no such arm: {', '.join(sorted(unknown))}")
    file = asked.out / LINES
    done = {record["arm"] for record in read_records(file)}
    wanted = [named[name] for name in asked.arms or named if name not in done]
    if wanted:
        asked.out.mkdir(parents=True, exist_ok=True)
        starter, corpora = asked.shared / "models" / "starter", load_corpora(asked.shared)
        bench = Bench(asked.out, asked.shared, starter, asked.teacher, asked.cpu_minutes, corpora)
        for arm in wanted:
            append_record(file, bench.run(arm))
    print(tables(read_records(file)))


if __name__ == "__main__":
    run_main(main)

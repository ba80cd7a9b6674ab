"""A translator with an invented model: instant, deterministic, and open about what it was asked.

Run as a program it is one run of a batch that tests can kill: `python tests/support/fake_model.py JOB.json`.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from iqtibas.article import read_articles
from iqtibas.cli.batch import translate_into
from iqtibas.models import ModelInfo, Options
from iqtibas.models.engine import END, Decoded
from iqtibas.report import RunInfo
from iqtibas.translate import Memory, Outcome, Translator, parse_shard
from iqtibas.translate import batch as runner
from iqtibas.translate.glossary import Glossary

MODEL = ModelInfo("invented-ar-en", Path("models/invented"), "0f" * 32, "r1", "Apache-2.0", False, "for tests")
OPTIONS = Options("fake", "exact", beam=1, length_penalty=1.0, no_repeat_ngram=0, positions=1024)


class Words:
    """Pieces that are words."""

    def encode(self, text: str) -> list[str]:
        return [*text.split(), END]

    def decode(self, pieces: Sequence[str]) -> str:
        return " ".join(pieces)


class CountingWords:
    """An engine that writes for each Arabic word how many letters it has.

    asked: every source that came, in order. log: a file that gets a line for each as soon as it is done. pause: seconds
    that one takes.
    """

    name, precision = "fake", "exact"

    def __init__(self, log: Path | None = None, pause: float = 0.0) -> None:
        self.asked: list[str] = []
        self.calls = 0
        self._log, self._pause = log, pause

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        self.calls += bool(sources)
        for index, source in enumerate(sources):
            time.sleep(self._pause)
            text = " ".join(source[:-1])
            self.asked.append(text)
            if self._log:
                with self._log.open("a", encoding="utf-8") as file:
                    file.write(text + "\n")
            yield index, Decoded(tuple(f"word{len(word)}" for word in source[:-1]), -0.5, True)


class Watcher:
    """A progress that only counts."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.segments = 0

    def finished(self, name: str) -> None:
        self.names.append(name)

    def translated(self, segments: int) -> None:
        self.segments += segments


def translator_with(
    engine: CountingWords, memory: Memory | None = None, glossary: Glossary | None = None
) -> Translator:
    """A translator that runs the engine."""
    translator = Translator(MODEL, engine, Words(), OPTIONS, glossary)  # type: ignore[arg-type]
    translator.use_memory(memory)
    return translator


def run_info(translator: Translator) -> RunInfo:
    """The run of a translator."""
    return RunInfo(translator.model, translator.engine, dataclasses.asdict(translator.options), {}, "0.1.0")


def batch(
    out: Path,
    inputs: Sequence[object],
    engine: CountingWords,
    memory: Path | None = None,
    formats: Sequence[str] = ("text",),
    shard: str = "",
) -> Outcome:
    """One run of a batch."""
    opened = Memory(memory) if memory else None
    translator = translator_with(engine, opened)
    items = read_articles([str(path) for path in inputs])
    try:
        return translate_into(out, items, translator, run_info(translator), formats, Watcher(), parse_shard(shard))[0]
    finally:
        if opened:
            opened.close()


def main(job: Path) -> None:
    """Run what a JSON file says; "ready" on standard output tells that the work begins, a number how it ended."""
    told = json.loads(job.read_text(encoding="utf-8"))
    runner.WINDOW_SEGMENTS = told["window"]
    print("ready", flush=True)
    engine = CountingWords(Path(told["log"]), told["pause"])
    outcome = batch(
        Path(told["out"]), told["inputs"], engine, Path(told["memory"]), told["formats"], told.get("shard", "")
    )
    print(outcome.stopped, outcome.done, outcome.kept, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

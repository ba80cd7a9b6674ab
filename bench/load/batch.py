"""Batch translation: memory by the number of articles, time of a rerun, and what `kill -9` at random moments costs.

usage: python -m bench.load.batch [--quick] [--model embedded] [--articles 10000] [--kills 20] [--only kill] [--json
OUT]

Short articles are invented from a seeded pool of sentences, so that the larger corpus costs the model no more than the
smaller one and memory is all that can grow. Every run is a process of its own. A line of JSON is printed as each figure
comes; --json writes them all. `articles_redone` counts articles written again that a killed run had entered in the
journal: it must be 0. `translated` counts what the engine decoded (tries that the guard asked for included),
`remembered` what of it survived the kill.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from bench.harness import ROOT, command_line, run_main, save
from iqtibas.article import read_articles
from iqtibas.cli.batch import translate_into
from iqtibas.models.engine import Decoded, Engine, Options
from iqtibas.report import RunInfo
from iqtibas.storage.lock import STATE_FOLDER
from iqtibas.translate import Memory, load_lazy
from iqtibas.translate.translator import LazyTranslator

SEED = 1709
POOL = 300
KILL_ARTICLES, KILL_POOL = 250, 700
# Seconds after the moment that was drawn: also within a transaction, or while files are written.
KILL_JITTER = 0.05
FORMATS = ("text", "jsonl", "tmx", "xliff", "docx")
NAMES = "ليلى هادي ميرا سالم نورة كريم رانيا فادي".split()
VERBS = "زار رسم باع أصلح وصف أغلق افتتح".split()
THINGS = "الجسر الكتاب البيت القارب الطريق المصباح الحديقة المدرسة".split()
TIMES = "يوم الأحد|في الربيع|قبل عامين|بعد الظهر|في الصباح الباكر|مساء أمس".split("|")


def write_articles(folder: Path, number: int, sentences: int) -> Path:
    """Articles of two to five sentences of a pool of so many, one a file."""
    drawn = random.Random(SEED)
    choice = drawn.choice
    pool = [f"{choice(VERBS)} {choice(NAMES)} {choice(THINGS)} رقم {n} {choice(TIMES)}." for n in range(sentences)]
    folder.mkdir()
    for index in range(number):
        text = "\n".join(drawn.sample(pool, drawn.randint(2, 5)))
        (folder / f"{index:06}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


class Logged:
    """An engine that notes each source in a file as its translation comes."""

    def __init__(self, engine: Engine, log: Path) -> None:
        self.name, self.precision = engine.name, engine.precision
        self._engine, self._log = engine, log

    def translate(self, sources: Sequence[Sequence[str]], options: Options) -> Iterator[tuple[int, Decoded]]:
        """See `models.engine.Engine`."""
        with self._log.open("a", encoding="utf-8", buffering=1) as file:
            for index, decoded in self._engine.translate(sources, options):
                file.write(json.dumps(["".join(sources[index]), options.beam, options.no_repeat_ngram]) + "\n")
                yield index, decoded


class Silent:
    """No progress."""

    def finished(self, name: str) -> None:
        """Nobody is told."""

    def translated(self, segments: int) -> None:
        """Nobody is told."""


def child(job: Path) -> None:
    """One run: "ready" when the work begins, then a line of JSON with what came of it."""
    told = json.loads(job.read_text(encoding="utf-8"))
    with Memory(Path(told["memory"])) as memory:
        translator = load_lazy(told["model"], "ctranslate2", offline=True)
        assert isinstance(translator, LazyTranslator)
        translator.use_memory(memory)
        start = translator._start

        def logged() -> Any:
            started = start()
            started._pipeline._engine = Logged(started._pipeline._engine, Path(told["log"]))
            return started

        translator._start = logged
        info = RunInfo(translator.model, translator.engine, dataclasses.asdict(translator.options), {}, "bench")
        print("ready", flush=True)
        items = read_articles([told["inputs"]])
        outcome, _ = translate_into(Path(told["out"]), items, translator, info, told["formats"], Silent())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"done": outcome.done, "kept": outcome.kept, "peak_mb": round(peak, 1)}), flush=True)


class Runs:
    """Runs of a batch over one folder into another. formats: of the outputs."""

    def __init__(self, scratch: Path, inputs: Path, name: str, model: str, formats: Sequence[str] = FORMATS) -> None:
        self.out, self.memory, self.log = scratch / name, scratch / f"{name}.sqlite", scratch / f"{name}.log"
        self._job = scratch / f"{name}.json"
        files = {"inputs": inputs, "out": self.out, "memory": self.memory, "log": self.log}
        told = {key: str(path) for key, path in files.items()} | {"model": model, "formats": list(formats)}
        self._job.write_text(json.dumps(told), encoding="utf-8")

    def start(self) -> subprocess.Popen[str]:
        """A run that has begun to work."""
        command = [sys.executable, "-m", "bench.load.batch", "--child", str(self._job)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def whole(self) -> dict[str, Any]:
        """A run to its end: what came of it, and seconds from the start of the process and of the work."""
        started = time.perf_counter()
        process = self.start()
        ready = time.perf_counter()
        said, _ = process.communicate()
        ended = time.perf_counter()
        return {**json.loads(said), "wall_s": round(ended - started, 2), "work_s": round(ended - ready, 2)}

    def digest(self) -> str:
        """SHA-256 over names and bytes of all outputs."""
        digest = hashlib.sha256()
        for path in sorted(path for path in self.out.rglob("*") if path.is_file()):
            name = path.relative_to(self.out)
            if name.parts[0] != STATE_FOLDER:
                digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    def finished(self) -> dict[str, tuple[int, int]]:
        """The files of finished articles, with what changes when one is written again."""
        files = rows(self.out / STATE_FOLDER / "journal.sqlite", "finished", "files")
        names = [name for own in files for name in json.loads(own)]
        return {name: ((s := (self.out / name).stat()).st_ino, s.st_mtime_ns) for name in names}

    def asked(self) -> list[str]:
        """Every source that the engine translated, in order."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def rows(path: Path, table: str, column: str) -> list[Any]:
    """A column of a table; nothing where a killed run had not made it yet."""
    if not path.exists():
        return []
    connection = sqlite3.connect(path)
    try:
        return [value for (value,) in connection.execute(f"SELECT {column} FROM {table}")]
    except sqlite3.OperationalError:
        return []
    finally:
        connection.close()


def memory_figures(scratch: Path, model: str, number: int) -> Iterator[dict[str, Any]]:
    """Peak memory with 100 articles and with many, first run and rerun."""
    for count in (100, number):
        runs = Runs(scratch, write_articles(scratch / f"in-{count}", count, POOL), f"mem-{count}", model, ("text",))
        for run in ("first", "rerun"):
            yield {"figure": "memory", "articles": count, "run": run, **runs.whole()}


def kill_figures(scratch: Path, model: str, kills: int) -> Iterator[dict[str, Any]]:
    """Kill a run again and again at random moments, and let it end; compare with a run that nobody killed.

    Moments are drawn as numbers of sentences, so that a busy machine changes little: up to twice a kill's equal share.
    """
    drawn = random.Random(SEED)
    inputs = write_articles(scratch / "in-kill", KILL_ARTICLES, KILL_POOL)
    whole, runs = Runs(scratch, inputs, "whole", model), Runs(scratch, inputs, "killed", model)
    whole.whole()
    share = 2 * len(whole.asked()) // kills
    written: dict[str, tuple[int, int]] = {}
    for number in range(1, kills + 1):
        before, remembered = len(runs.asked()), len(rows(runs.memory, "made", "hypothesis"))
        process = runs.start()
        after = drawn.randint(0, share)
        while process.poll() is None and len(runs.asked()) < before + after:
            time.sleep(0.01)
        time.sleep(drawn.uniform(0, KILL_JITTER))
        process.kill()
        process.communicate()
        now = runs.finished()
        yield {
            "figure": "kill",
            "number": number,
            "after_sentences": after,
            "killed": process.returncode == -signal.SIGKILL,
            "finished_articles": len(now) // len(FORMATS),
            "articles_redone": sum(now.get(name) != stamp for name, stamp in written.items()) // len(FORMATS),
            "translated": len(runs.asked()) - before,
            "remembered": len(rows(runs.memory, "made", "hypothesis")) - remembered,
        }
        written = now
    last = runs.whole()
    yield {
        "figure": "resumed",
        "same_bytes": runs.digest() == whole.digest(),
        "articles_redone": sum(runs.finished()[name] != stamp for name, stamp in written.items()) // len(FORMATS),
        "left_over_parts": len(list(runs.out.rglob("*.part"))),
        "decoded_whole": len(whole.asked()),
        "decoded_killed": len(runs.asked()),
        **last,
    }


def main() -> None:
    parser = command_line(__doc__, "json", "model")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--only", choices=("memory", "kill"), help="one of the two")
    parser.add_argument("--quick", action="store_true", help="1000 articles and 5 kills")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args.child)
        return
    articles, kills = (1000, 5) if args.quick else (args.articles, args.kills)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        memory, kill = memory_figures(scratch, args.model, articles), kill_figures(scratch, args.model, kills)
        for figure in {"memory": memory, "kill": kill}.get(args.only, chain(memory, kill)):
            print(json.dumps(figure), flush=True)
            figures.append(figure)
    save(args, figures)


if __name__ == "__main__":
    run_main(main)

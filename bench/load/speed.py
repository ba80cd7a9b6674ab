"""How fast we translate, against the usual ways, and what speed costs in quality, memory and reproducibility.

usage: python -m bench.load.speed [PART ...] [--quick] [--json OUT] [--eval ../shared/eval] [--work FOLDER]

Parts, all if none is named: ratios (our engine against one sentence at a time, and unsorted batches of ten, in
transformers; embedded model, and random weights of the size of opus-mt-ar-en), quality (BLEU of int8, float32,
alphabet and lexicon), agreement (float32 CTranslate2 and transformers, greedy), precision (transformers in
bfloat16), company (the same sentences in other batches), growth, memory, cold.

Models are converted into --work, by default a folder that is deleted at the end.
Everything but the cold start runs on one thread; times are processor seconds (wall seconds beside them), methods take
turns, and of several rounds the median counts, so that a busy machine matters little.
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.data.sets import PARALLEL, lines_of, read_parallel
from bench.data.synthetic_model import Forced, synthetic_model
from bench.harness import ROOT, command_line, run_main, save, timed
from iqtibas.article.arabic.letters import normalize
from iqtibas.eval import corpus_scores
from iqtibas.models.conversion import VOCABULARY_MAP, converted
from iqtibas.models.engine import Decoded, Options, Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine
from iqtibas.models.plan import batches
from iqtibas.models.registry import EMBEDDED, ModelInfo, resolve
from iqtibas.storage.folders import CACHE_VARIABLE

Result = dict[str, Any]
SINGLES, TENS = "one at a time", "batches of 10"
# Sentences for our engine, in batches of ten, and one at a time; rounds.
SIZES, QUICK_SIZES = (240, 20, 8, 3), (96, 10, 4, 1)


@dataclass(slots=True)
class Bench:
    """What all parts share. pairs: pieces of each source, and its reference, by name of the set."""

    sets: Path
    work: Path
    quick: bool
    model: ModelInfo = field(default_factory=lambda: resolve(EMBEDDED, offline=True))
    pairs: dict[str, tuple[list[list[str]], list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pieces = Pieces(self.model.path)
        for name in PARALLEL:
            arabic, english = lines_of(read_parallel(self.sets, name)[:: 5 if self.quick else 1])
            self.pairs[name] = [pieces.encode(normalize(line).text) for line in arabic], english

    def options(self, **changes: Any) -> Options:
        """The embedded model's options with CTranslate2."""
        return replace(read_options(self.model.path, FastEngine.name, "int8"), **changes)


def tokens(sources: Sequence[Sequence[str]]) -> int:
    return sum(map(len, sources))


def in_order(engine: Any, sources: Sequence[Sequence[str]], options: Options) -> list[Decoded]:
    made = dict(engine.translate(sources, options))
    return [made[index] for index in range(len(sources))]


def bleu(texts: Sequence[str], references: Sequence[str]) -> float:
    return round(corpus_scores(list(texts), list(references))["BLEU"].score, 2)


# -- ratios


def ratios(bench: Bench) -> Result:
    """Source tokens a processor second, and how many times those of the usual ways."""
    opus = resolve(str(synthetic_model(bench.work / "synthetic")))
    pieces = Pieces(bench.model.path)
    english = tokens([pieces.encode(line) for line in bench.pairs["flores-dev"][1]])
    ratio = english / tokens(bench.pairs["flores-dev"][0])
    return {
        "pieces of English for one of Arabic": round(ratio, 3),
        **{f"embedded, beam {beam}": compare(bench, bench.model, beam, None) for beam in (4, 1)},
        **{f"opus size, beam {beam}": compare(bench, opus, beam, ratio) for beam in (4, 1)},
    }


@dataclass(frozen=True, slots=True)
class Turn:
    """What one way did in one round: its texts, source tokens a processor second, and a wall second."""

    texts: list[str]
    rate: float
    wall: float


Way = tuple[int, Callable[[Sequence[Sequence[str]]], list[str]]]  # how many sources it is given, and what it does


def compare(bench: Bench, model: ModelInfo, beam: int, ratio: float | None) -> Result:
    """One model at one width of the search; all ways in turn."""
    from bench.load.naive import Naive

    # Nonsense repeats itself by nature.
    options = bench.options(beam=beam) if ratio is None else bench.options(beam=beam, no_repeat_ngram=0)
    count, tens, singles, rounds = QUICK_SIZES if bench.quick else SIZES
    usual, engines, decode = Naive(model.path, ratio), variants(model, ratio), Pieces(model.path).decode
    ways: dict[str, Way] = {
        SINGLES: (singles, lambda chosen: usual.translate(chosen, options, 1)),
        TENS: (tens, lambda chosen: usual.translate(chosen, options, 10)),
    }
    for name, engine in engines.items():
        ways[name] = count, lambda chosen, e=engine: [decode(own.pieces) for own in in_order(e, chosen, options)]
    sources = random.Random(1).sample(bench.pairs["flores-dev"][0], count)
    turns = [{name: take_turn(way, sources, number) for name, way in ways.items()} for number in range(rounds)]
    theirs = [text for turn in turns for text in turn[SINGLES].texts]
    result = summary(turns)
    for name, engine in engines.items():
        same = sum(a == b for a, b in zip(turns[-1][name].texts, theirs, strict=False))
        if ratio is None:  # else the longest of a batch decides how long all get
            result[name] |= {f"same text as {SINGLES}": f"{same} of {len(theirs)}"}
        result[name] |= {"pieces that a batch may use": allowed(engine, sources)}
    return result


def take_turn(way: Way, sources: Sequence[Sequence[str]], number: int) -> Turn:
    """Other sources in each round, where a way is not given all."""
    chosen = sources[number * way[0] :][: way[0]] or sources
    texts, cpu, wall = timed(lambda: way[1](chosen))
    return Turn(texts, tokens(chosen) / cpu, tokens(chosen) / wall)


def variants(model: ModelInfo, ratio: float | None) -> dict[str, FastEngine]:
    """CTranslate2 int8 with the whole vocabulary, the alphabet, the lexicon; float32 with the alphabet."""
    made = {
        "int8, whole vocabulary": FastEngine(converted(model).folder, threads=1),
        "int8, alphabet (ours)": FastEngine(converted(model).folder, threads=1),
        "int8, lexicon": FastEngine(converted(model, lexicon=True).folder, threads=1),
        "float32, alphabet": FastEngine(converted(model, "float32").folder, threads=1, precision="float32"),
    }
    made["int8, whole vocabulary"]._mapped = False
    for engine in made.values():
        if ratio is not None:
            engine._translator = Forced(engine._translator, ratio)
    return made


def summary(turns: Sequence[dict[str, Turn]]) -> Result:
    """Medians, and the median over rounds of the ratio to each usual way."""
    result: Result = {}
    for name in turns[0]:
        rate, wall = (statistics.median(getattr(turn[name], key) for turn in turns) for key in ("rate", "wall"))
        result[name] = {"source tokens / CPU s": round(rate), "wall": round(wall)}
        for usual in (SINGLES, TENS):
            ratio = statistics.median(turn[name].rate / turn[usual].rate for turn in turns)
            result[name][f"× {usual}"] = round(ratio, 1)
    return result


def allowed(engine: FastEngine, sources: Sequence[Sequence[str]]) -> int:
    """How many target pieces a batch may use, in the mean."""
    lines = (engine.folder / VOCABULARY_MAP).read_text("utf-8").splitlines()
    table = {source: targets.split(" ") for source, _, targets in (line.partition("\t") for line in lines)}
    if not engine._mapped:
        return len(json.loads((engine.folder / "shared_vocabulary.json").read_text("utf-8")))
    sizes = []
    for batch in batches([len(source) for source in sources]):
        suggested = [table.get(piece, []) for index in batch for piece in sources[index]]
        sizes.append(len(set(table[""]).union(*suggested)))
    return round(statistics.mean(sizes))


# -- quality


def quality(bench: Bench) -> Result:
    """BLEU and rate of the embedded model, both sets, beam 4."""
    decode = Pieces(bench.model.path).decode
    result: Result = {}
    for name, (sources, references) in bench.pairs.items():
        texts = {}
        for variant, engine in variants(bench.model, None).items():
            made, cpu, _ = timed(lambda e=engine, s=sources: in_order(e, s, bench.options()))
            texts[variant] = [decode(own.pieces) for own in made]
            same = sum(a == b for a, b in zip(texts[variant], texts["int8, whole vocabulary"], strict=True))
            result[f"{name}: {variant}"] = {
                "BLEU": bleu(texts[variant], references),
                "same text as whole vocabulary": f"{same} of {len(sources)}",
                "source tokens / CPU s": round(tokens(sources) / cpu),
            }
    return result


def agreement(bench: Bench) -> Result:
    """Sentences that both engines translate to the same pieces, float32, greedy, the model's other options."""
    from iqtibas.models.engine_transformers import MarianEngine

    pieces, options = Pieces(bench.model.path), bench.options(beam=1, precision="float32")
    fast = FastEngine(converted(bench.model, "float32").folder, threads=1, precision="float32")
    reference = MarianEngine(bench.model.path, pieces, threads=1)
    sources = bench.pairs["flores-dev"][0]
    pairs = zip(in_order(fast, sources, options), in_order(reference, sources, options), strict=True)
    same = sum(one.pieces == other.pieces for one, other in pairs)
    return {"sentences": len(sources), "same": same, "share": round(same / len(sources), 4)}


def precision(bench: Bench) -> Result:
    """transformers with our plan, float32 and bfloat16."""
    from iqtibas.models.engine_transformers import MarianEngine

    pieces = Pieces(bench.model.path)
    sources, references = (side[:: 1 if bench.quick else 5] for side in bench.pairs["flores-dev"])
    result: Result = {}
    for beam in (1, 4):
        for name in ("float32", "bfloat16"):
            engine = MarianEngine(bench.model.path, pieces, threads=1, precision=name)
            made, cpu, _ = timed(lambda e=engine, b=beam: in_order(e, sources, bench.options(beam=b)))
            texts = [pieces.decode(own.pieces) for own in made]
            rate = round(tokens(sources) / cpu)
            result[f"beam {beam}, {name}"] = {"source tokens / CPU s": rate, "BLEU": bleu(texts, references)}
    return result


def company(bench: Bench) -> Result:
    """Sentences that come out the same, text and score (four digits), among others and with two threads."""
    sources, chooser = bench.pairs["flores-dev"][0][:400], random.Random(1)
    result: Result = {}
    for name, lexicon in (("alphabet", False), ("lexicon", True)):
        folder = converted(bench.model, lexicon=lexicon).folder
        once = in_order(FastEngine(folder, threads=1), sources, bench.options())
        order = chooser.sample(range(len(sources)), len(sources) // 3)
        again = in_order(FastEngine(folder, threads=2), [sources[i] for i in order], bench.options())
        pairs = [(once[i], other) for i, other in zip(order, again, strict=True)]
        texts = sum(a.pieces == b.pieces for a, b in pairs)
        scores = sum(a.pieces == b.pieces and round(a.score, 4) == round(b.score, 4) for a, b in pairs)
        result[name] = {"sentences": len(order), "same text": texts, "and same score": scores}
    return result


# -- growth, memory, cold start


def growth(bench: Bench) -> Result:
    """Processor milliseconds a sentence, and peak memory, for more and more short sentences, greedy."""
    lines = [source for sources, _ in bench.pairs.values() for source in sources]
    windows = [[*line[at : at + 8], "</s>"] for at in range(0, 40, 4) for line in lines if len(line) > at + 8]
    engine, options = FastEngine(converted(bench.model).folder, threads=1), bench.options(beam=1)
    result: Result = {}
    for count in (10, 100, 1000, 10_000)[: 3 if bench.quick else 4]:
        rounds = [
            timed(lambda c=count: in_order(engine, windows[:c], options))[1] for _ in range(3 if count < 1000 else 1)
        ]
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        each = round(1000 * statistics.median(rounds) / min(count, len(windows)), 2)
        result[str(min(count, len(windows)))] = {"CPU ms a sentence": each, "peak MB": megabytes}
    return result


MEMORY = """
import json, sys
from pathlib import Path
sources, way, folder, model, beam = json.load(sys.stdin)
from iqtibas.models.engine import Pieces, read_options
from dataclasses import replace
options = replace(read_options(Path(model), "", ""), beam=beam)
if way == "ours":
    from iqtibas.models.engine_ctranslate2 import FastEngine
    dict(FastEngine(Path(folder), threads=1).translate(sources, options))
else:
    from bench.load.naive import Naive
    Naive(Path(model), None).translate(sources, options, 1 if way == "one at a time" else 10)
# Not ru_maxrss, which begins with what the parent process had.
print(next(int(line.split()[1]) >> 10 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def memory(bench: Bench) -> Result:
    """Peak megabytes of a process that translates 10 sentences (ours: 200) at beam 4, embedded model; Linux only."""
    sources, folder = bench.pairs["flores-dev"][0], str(converted(bench.model).folder)
    result: Result = {}
    for way in ("ours", SINGLES, TENS):
        chosen = sources[: 200 if way == "ours" else 10]
        message = json.dumps([chosen, way, folder, str(bench.model.path), 4])
        result[way] = int(run_python(MEMORY, message).split()[-1])
    return result


SHORT = ROOT / "samples" / "18-newspaper-speakers.txt"
COLD = ("translate", str(SHORT), "--no-memory", "--offline", "--quiet", "--out")
WITHOUT_TORCH = """
import sys
from iqtibas.cli.app import app
app(sys.argv[1:], standalone_mode=False)
assert not {"torch", "transformers", "huggingface_hub"} & set(sys.modules)
"""


def cold(bench: Bench) -> Result:
    """`iqtibas translate` on one short article, in new processes with all cores; the model was converted before."""
    rounds = []
    with tempfile.TemporaryDirectory(dir=bench.work) as folder:
        run_python(WITHOUT_TORCH, "", *COLD, f"{folder}/converts")
        run_python(WITHOUT_TORCH, "", *COLD, f"{folder}/has-converted")
        for number in range(3 if bench.quick else 9):
            rounds.append(time_program(str(ROOT / "main.py"), *COLD, f"{folder}/{number}"))
    walls, cpus = zip(*rounds, strict=True)
    return {
        "wall s": round(statistics.median(walls), 2),
        "CPU s": round(statistics.median(cpus), 2),
        "least wall s": round(min(walls), 2),
        "least CPU s": round(min(cpus), 2),
    }


def time_program(*command: str) -> tuple[float, float]:
    """Wall and processor seconds of a Python program, from its start to its end."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *command], env=os.environ | {"CUDA_VISIBLE_DEVICES": ""}, check=True)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_python(program: str, message: str, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-W", "ignore", "-c", program, *arguments]
    return subprocess.run(command, env=environment, input=message, text=True, check=True, capture_output=True).stdout


PARTS: dict[str, Callable[[Bench], Result]] = {
    part.__name__: part for part in (cold, company, growth, memory, quality, agreement, precision, ratios)
}


def main() -> None:
    parser = command_line(__doc__, "json", "eval")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--work", type=Path)
    args = parser.parse_args()
    # Read when the engine is loaded, which no module here does when it is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if unknown := set(args.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    result: Result = {}
    with tempfile.TemporaryDirectory() as folder:
        work = args.work or Path(folder)
        os.environ[CACHE_VARIABLE] = str(work / "cache")
        bench = Bench(args.eval, work, args.quick)
        for name in args.parts or PARTS:
            result[name] = PARTS[name](bench)
            print(json.dumps({name: result[name]}, indent=1, ensure_ascii=False), flush=True)
    save(args, result)


if __name__ == "__main__":
    run_main(main)

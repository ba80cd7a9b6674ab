"""What every bench shares: its command line, its results with the facts of the machine, and how time is taken.

All benches are run from the checkout, as `python -m bench.<folder>.<module>`. A result is a JSON file of one
measurement: the figures, and beside them the command, the date, the commit and the machine (`record`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from iqtibas.article.errors import IqtibasError

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
EVAL = SHARED / "eval"
RESULTS = ROOT / "bench" / "results"
GIGABYTE = 2**30
Option = Literal["json", "eval", "shared", "model", "write", "seed"]
Item = TypeVar("Item")
Made = TypeVar("Made")


def command_line(doc: str | None, *options: Option, seed: int = 1) -> argparse.ArgumentParser:
    """A parser with the module's docstring as help, and those of the shared options that are named.

    json: where the results go, for `finish` or `save`. eval: the folder of development sets (`--sets` is the same).
    shared: the folder above it, with `train`, `lexicon` and `tools` too. model: the translation model. write: whether
    fitted constants are written where the program reads them. seed: its default.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    if "json" in options:
        parser.add_argument("--json", type=Path, metavar="OUT", help="write figures and facts of the machine here")
    if "eval" in options:
        parser.add_argument("--eval", "--sets", type=Path, default=EVAL, metavar="FOLDER", help="development sets")
    if "shared" in options:
        parser.add_argument("--shared", type=Path, default=SHARED, metavar="FOLDER", help="eval, train, lexicon, tools")
    if "model" in options:
        parser.add_argument("--model", default="embedded", help="translation model (default: %(default)s)")
    if "write" in options:
        parser.add_argument("--write", action="store_true", help="write what was fitted where the program reads it")
    if "seed" in options:
        parser.add_argument("--seed", type=int, default=seed, help="of whatever is drawn (default: %(default)s)")
    return parser


def run_main(main: Callable[[], None]) -> None:
    """Call a bench's `main`; what a person can mend (a missing set, a damaged model) ends it with one line."""
    try:
        main()
    except IqtibasError as error:
        sys.exit(str(error))


def finish(asked: argparse.Namespace, results: object) -> None:
    """Print results as JSON, and write them where `--json` says."""
    print(json.dumps(results, ensure_ascii=False, indent=1))
    save(asked, results)


def save(asked: argparse.Namespace, results: object) -> None:
    """Write results with the facts of the run where `--json` says, if it was given; "-" is the terminal.

    Raises OutputError where the file cannot be written.
    """
    from iqtibas.storage.write import write_atomically

    if asked.json is None:
        return
    text = json.dumps(record(results), ensure_ascii=False, indent=1) + "\n"
    if str(asked.json) == "-":
        sys.stdout.write(text)
        return
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(asked.json, text)


def record(results: object) -> dict[str, object]:
    """Results with what a reader needs to judge and repeat them."""
    return {
        "command": command(),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "machine": machine(),
        "results": results,
    }


def command(arguments: Sequence[str] | None = None) -> str:
    """The command that runs this bench again, without where its output goes, and without paths of this machine."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    kept: list[str] = []
    while given:
        word = given.pop(0)
        if word == "--json":
            given[:1] = []
        elif not word.startswith("--json="):
            kept.append(_portable(word))
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    return " ".join(["python -m", spec.name if spec else "bench", *kept])


def _portable(word: str) -> str:
    """An argument; of an absolute path what is left of it from here, or its name where it lies elsewhere."""
    path = Path(word)
    if not path.is_absolute():
        return word
    near = path.is_relative_to(ROOT.parent)
    return Path(os.path.relpath(path, ROOT)).as_posix() if near else f"…/{path.name}"


def commit() -> str:
    """The commit that is checked out, "+" behind it if the program's files differ from it; "" outside of git."""
    head = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results", ":!docs")
    return head + "+" * bool(head and changed)


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def machine() -> dict[str, object]:
    """What figures of time depend on. load: processes that wanted a core, mean of the last minute; nothing where the
    system does not tell.
    """
    facts: dict[str, object] = {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        facts["memory_gb"] = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGABYTE, 1)
    if hasattr(os, "getloadavg"):
        facts["load"] = round(os.getloadavg()[0], 1)
    return facts


def processor() -> str:
    """The processor's name, as far as the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def timed(work: Callable[[], Made]) -> tuple[Made, float, float]:
    """What some work returns, processor seconds of all threads of this process, and wall-clock seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, time.process_time() - cpu, time.perf_counter() - wall


def median_seconds(work: Callable[[], object], rounds: int) -> float:
    """The median processor seconds of some work, done so often."""
    return statistics.median(timed(work)[1] for _ in range(rounds))


def in_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Processor seconds of every round of each way; they take turns, so that a busy machine is busy for all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            seconds[name].append(timed(work)[1])
    return seconds


def ratio_of_pairs(one: Sequence[float], other: Sequence[float]) -> float:
    """The median over rounds of how many times as long `one` took as `other`, of `in_turns`."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


def progress(items: Iterable[Item], name: str, every: int = 10) -> Iterator[Item]:
    """The items; after every so many of them a line on the error stream says how far it is."""
    known = f" of {len(items)}" if isinstance(items, Sequence) else ""
    for number, item in enumerate(items, start=1):
        yield item
        if number % every == 0:
            print(f"{name}: {number}{known}", file=sys.stderr, flush=True)


def read_record(path: Path) -> dict[str, Any]:
    """A result file that `save` wrote."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found

"""Time and peak memory of the main job, each run in a fresh process.

usage: python -m bench.load.articles [ARTICLES...] [--runs 5] [--json OUT]      (default: ../shared/articles)

Runs `iqtibas run --model embedded --offline` once to fill the cache, then RUNS times; prints the median wall-clock
seconds, the median processor seconds, and the highest peak resident memory.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

from bench.harness import ROOT, SHARED, command_line, finish, run_main


def one_run(articles: list[str], out: str) -> tuple[float, float, float]:
    """Wall-clock seconds, processor seconds and peak megabytes of one run."""
    command = [
        sys.executable,
        str(ROOT / "main.py"),
        "run",
        *articles,
        "--out",
        out,
        "--model",
        "embedded",
        "--no-memory",
    ]
    started = time.perf_counter()
    child = subprocess.Popen([*command, "--offline", "--quiet"])
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"the run ended with status {status}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("articles", nargs="*", default=[str(SHARED / "articles")])
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as out:
        one_run(args.articles, out)
        runs = [one_run(args.articles, out) for _ in range(args.runs)]
    result = {
        "runs": args.runs,
        "wall_s": round(statistics.median(r[0] for r in runs), 2),
        "processor_s": round(statistics.median(r[1] for r in runs), 2),
        "peak_mb": round(max(r[2] for r in runs)),
        "cores": os.cpu_count(),
    }
    finish(args, result)


if __name__ == "__main__":
    run_main(main)

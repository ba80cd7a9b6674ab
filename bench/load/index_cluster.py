"""Indexing on a Ray cluster of two nodes on this machine: time, and the same bytes whatever is killed.

usage: python -m bench.load.index_cluster [--articles 600] [--only PART] [--json OUT]    (needs Ray)

Parts: local (one process), cluster, worker (SIGKILL for a worker as soon as the first commit is entered), node (SIGKILL
for all processes of the second node), driver (SIGKILL for the program itself, and once more from there: `redone` counts
articles of the list that were indexed again). Prints a line of JSON each. `same_bytes` compares all files of the index
with those of the local one. Articles are invented, commits small, so that there are several.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.harness import ROOT, command_line, run_main, save
from bench.load.batch import write_articles
from bench.load.cluster import Cluster, cluster, descendants
from iqtibas.align.index import build as index_build
from iqtibas.align.index.cluster import join_cluster
from iqtibas.align.index.file import MANIFEST, PARTS, read_manifest
from iqtibas.align.index.search import Index
from iqtibas.article import ReadError

POOL = 20_000
# Four batches: so few articles come to several commits.
COMMIT = 512


class Run:
    """An index made in a process of its own, on a cluster if there is one."""

    def __init__(self, scratch: Path, inputs: Path, name: str, at: Cluster | None = None) -> None:
        self.folder = scratch / name
        self._environment = at.environment if at else dict(os.environ)
        address = at.address if at else ""
        child = [sys.executable, "-m", "bench.load.index_cluster", "--child"]
        self._command = [*child, str(inputs), str(self.folder), address]

    def start(self) -> subprocess.Popen[str]:
        """A run that has begun to work."""
        process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def whole(self, act: Callable[[subprocess.Popen[str]], None] | None = None) -> dict[str, Any]:
        """A run to its end. act: what is done once the first commit is entered."""
        process = self.start()
        started = time.perf_counter()
        while act and not self.entered() and process.poll() is None:
            time.sleep(0.005)
        if act:
            act(process)
        said, _ = process.communicate()
        return {**(json.loads(said) if said else {}), "work_s": round(time.perf_counter() - started, 2)}

    def entered(self) -> int:
        """Parts in the list."""
        try:
            return len(read_manifest(self.folder).parts)
        except ReadError:
            return 0

    def digest(self) -> str:
        """SHA-256 over names and bytes of all files that make the index."""
        digest = hashlib.sha256()
        for path in sorted([self.folder / MANIFEST, *(self.folder / PARTS).rglob("*.*")]):
            digest.update(f"{path.relative_to(self.folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()


def child(inputs: str, folder: str, address: str) -> None:
    """One run: "ready" when the work begins, then a line of JSON with what came of it."""
    index_build.COMMIT_ROWS = COMMIT
    with ExitStack() as stack:
        workers = stack.enter_context(join_cluster(address)) if address else None
        print("ready", flush=True)
        done = index_build.build_index([inputs], Path(folder), maker=workers)
        lost = workers._dispatcher.lost_workers if workers else 0
    told = {"added": done.added, "unchanged": done.unchanged, "rows": done.rows, "workers_lost": lost}
    print(json.dumps(told), flush=True)


def kill_worker(at: Cluster) -> None:
    """SIGKILL for a worker of the second node, or of the head where that has none."""
    for node in reversed(at._nodes):
        for pid, title in descendants(node.pid):
            if title.startswith("ray::RowWorker"):
                os.kill(pid, signal.SIGKILL)
                return
    raise SystemExit("there is no worker to kill")


def figures(scratch: Path, number: int, only: str) -> Iterator[dict[str, Any]]:
    inputs = write_articles(scratch / "in", number, POOL)
    local = Run(scratch, inputs, "local")
    yield {"figure": "local", **local.whole()}
    with cluster(scratch / "ray") as at:
        acts: dict[str, Callable[[subprocess.Popen[str]], None] | None] = {
            "cluster": None,
            "worker": lambda _: kill_worker(at),
            "node": lambda _: at.kill_node(),
        }
        for name in [name for name in acts if only in ("", name)]:
            run = Run(scratch, inputs, name, at)
            came = run.whole(acts[name])
            yield {"figure": name, **came, "same_bytes": run.digest() == local.digest()}
            if name == "node":
                at.join()
        if only in ("", "driver"):
            run = Run(scratch, inputs, "driver", at)
            run.whole(lambda process: process.kill())
            before = len(list(Index.open(run.folder).articles()))
            again = run.whole()
            redone = before - again["unchanged"]
            yield {"figure": "driver", "killed_at": before, **again, "redone": redone} | {
                "same_bytes": run.digest() == local.digest()
            }


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--only", choices=("cluster", "worker", "node", "driver"), default="")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(*args.child)
        return
    made = []
    with tempfile.TemporaryDirectory(prefix="iq", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "ray").mkdir()
        for figure in figures(Path(folder), args.articles, args.only):
            print(json.dumps(figure), flush=True)
            made.append(figure)
    save(args, made)


if __name__ == "__main__":
    run_main(main)

"""A batch on a Ray cluster of two nodes on this machine: time, and the same bytes whatever is killed.

usage: python -m bench.load.cluster [--articles 60] [--model embedded] [--only PART] [--json OUT]    (needs Ray, with
data)

Starts a head and a second node with one processor core each, usage reports off, a token for whoever joins, and stops
both at the end. Parts: local (one process, one thread), cluster, worker (SIGKILL for a worker at work), node (SIGKILL
for all processes of the second node), driver (SIGKILL for the program itself, and once more from there), data (the
same sentences through Ray Data instead of our own dispatcher), unit (only if named, without a cluster: what a
segment of samples/ costs one core). Prints a line of JSON each. `same_bytes` compares all outputs
with those of the local run; `work_s` is measured from the first article on, workers loading their model included.
Articles are invented.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.harness import ROOT, command_line, run_main, save
from bench.load.batch import Runs, Silent, rows, write_articles
from iqtibas.article import Article, read_articles, segment_article
from iqtibas.article.arabic.letters import normalize
from iqtibas.cli.batch import translate_into
from iqtibas.report import RunInfo
from iqtibas.translate import Memory, Translator, batch, dispatcher, load, load_lazy
from iqtibas.translate.cluster import ClusterTranslator, load_cluster

POOL = 2000
# Small pieces, so that so few articles come to several windows, and each to several tasks.
WINDOW, CHUNK = 64, 4
STARTED, STOPPED = 60.0, 20.0
FORMATS = ("text", "jsonl", "tmx")


class Cluster:
    """Two nodes. address: of the head. environment: what a driver needs to join."""

    def __init__(self, scratch: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(16)}
        quiet = {"RAY_USAGE_STATS_ENABLED": "0", "OMP_WAIT_POLICY": "passive"}
        self.environment = os.environ | token | quiet | {"PYTHONPATH": str(ROOT)}
        self._scratch = scratch
        self._nodes: list[subprocess.Popen[bytes]] = []
        port = self.address.rpartition(":")[2]
        head = ["--head", f"--port={port}", "--include-dashboard=false", f"--temp-dir={scratch}"]
        self._nodes.append(self._start(head))
        self._await_nodes(1)
        self.join()

    def join(self) -> None:
        """A second node."""
        self._nodes[1:] = [self._start([f"--address={self.address}"])]
        self._await_nodes(2)

    def _start(self, options: Sequence[str]) -> subprocess.Popen[bytes]:
        ray = Path(sys.executable).with_name("ray")
        command = [str(ray), "start", "--block", "--num-cpus=1", "--object-store-memory=100000000", *options]
        log = (self._scratch / f"node-{len(self._nodes)}.log").open("wb")
        return subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)

    def _await_nodes(self, number: int) -> None:
        count = f"import ray; ray.init('{self.address}', log_to_driver=False, logging_level='ERROR'); "
        count += "print(sum(node['Alive'] for node in ray.nodes()))"
        end = time.monotonic() + STARTED
        while time.monotonic() < end:
            said = subprocess.run([sys.executable, "-c", count], env=self.environment, capture_output=True, text=True)
            if said.stdout.strip() == str(number):
                return
        raise SystemExit(f"no cluster of {number} nodes within {STARTED:.0f} s: {said.stderr.strip()[-300:]}")

    def kill_worker(self) -> None:
        """SIGKILL for a worker of the second node, or of the head where that has none."""
        for node in reversed(self._nodes):
            for pid, title in descendants(node.pid):
                if title.startswith("ray::Worker"):
                    os.kill(pid, signal.SIGKILL)
                    return
        raise SystemExit("there is no worker to kill")

    def kill_node(self) -> None:
        """SIGKILL for all processes of the second node."""
        kill_all(self._nodes[1])

    def stop(self) -> None:
        """End both nodes: politely, then whatever is left of them."""
        for node in reversed(self._nodes):
            left = [pid for pid, _ in descendants(node.pid)]
            node.terminate()
            try:
                node.wait(STOPPED)
            except subprocess.TimeoutExpired:
                node.kill()
            for pid in left:
                end(pid)


def descendants(root: int) -> list[tuple[int, str]]:
    """Process ids and titles of a process's children, their children, and so on."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # it ended meanwhile
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], list(children.get(root, []))
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            found.append((pid, Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")))
        except OSError:
            continue
    return found


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL for a process and all that came of it."""
    left = [pid for pid, _ in descendants(process.pid)]
    process.kill()
    process.wait()
    for pid in left:
        end(pid)


def end(pid: int) -> None:
    """SIGKILL, if the process is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@contextmanager
def cluster(scratch: Path) -> Iterator[Cluster]:
    """Two nodes that are gone at the end of the block."""
    started = Cluster(scratch)
    try:
        yield started
    finally:
        started.stop()


def child(job: Path) -> None:
    """One run: "ready" when the work begins, then a line of JSON with what came of it."""
    told = json.loads(job.read_text(encoding="utf-8"))
    batch.WINDOW_SEGMENTS, dispatcher.TASK_TEXTS = WINDOW, CHUNK
    with ExitStack() as stack:
        translator: Translator
        if told["address"]:
            translator = stack.enter_context(load_cluster(told["address"], told["model"], offline=True))
        else:
            translator = load_lazy(told["model"], "ctranslate2", offline=True, threads=1)
        translator.use_memory(stack.enter_context(Memory(Path(told["memory"]))))
        info = RunInfo(translator.model, translator.engine, dataclasses.asdict(translator.options), {}, "bench")
        print("ready", flush=True)
        items = read_articles([told["inputs"]])
        outcome, _ = translate_into(Path(told["out"]), items, translator, info, FORMATS, Silent())
        lost = translator._dispatcher.lost_workers if isinstance(translator, ClusterTranslator) else 0
    print(json.dumps({"done": outcome.done, "kept": outcome.kept, "workers_lost": lost}), flush=True)


class ClusterRuns(Runs):
    """Runs of a batch, on a cluster or without one; see `bench.load.batch.Runs`."""

    def __init__(self, scratch: Path, inputs: Path, name: str, model: str, at: Cluster | None = None) -> None:
        super().__init__(scratch, inputs, name, model, FORMATS)
        self._environment = at.environment if at else dict(os.environ)
        told = json.loads(self._job.read_text(encoding="utf-8")) | {"address": at.address if at else ""}
        self._job.write_text(json.dumps(told), encoding="utf-8")

    def start(self) -> subprocess.Popen[str]:
        """A run that has begun to work."""
        command = [sys.executable, "-m", "bench.load.cluster", "--child", str(self._job)]
        process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def remembered(self) -> int:
        """Sentences in the memory."""
        return len(rows(self.memory, "made", "hypothesis"))

    def disturbed(self, share: int, act: Callable[[subprocess.Popen[str]], None]) -> dict[str, Any]:
        """A run in which something is done once `share` sentences are translated."""
        started = time.perf_counter()
        process = self.start()
        while self.remembered() < share and process.poll() is None:
            time.sleep(0.005)
        at = self.remembered()
        act(process)
        said, _ = process.communicate()
        took = round(time.perf_counter() - started, 2)
        return {**(json.loads(said) if said else {}), "disturbed_after_sentences": at, "wall_s": took}


def unit_figure(model: str) -> dict[str, Any]:
    """What a worker's core is asked for: loading, and the distinct segments of samples/."""
    before = time.process_time()
    translator = load(model, "ctranslate2", offline=True, threads=1)
    loaded = time.process_time()
    articles = [item for item in read_articles([str(ROOT / "samples")]) if isinstance(item, Article)]
    sources = list(dict.fromkeys(own.slice(segment) for own in articles for segment in segment_article(own)))
    translator.translate_texts(sources)
    took = time.process_time() - loaded
    return {
        "figure": "unit",
        "load_cpu_s": round(loaded - before, 2),
        "segments": len(sources),
        "characters_each": sum(map(len, sources)) // len(sources),
        "segments_per_cpu_s": round(len(sources) / took, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def figures(scratch: Path, model: str, number: int, only: str) -> Iterator[dict[str, Any]]:
    if only == "unit":
        yield unit_figure(model)
        return
    inputs = write_articles(scratch / "in", number, POOL)
    local = ClusterRuns(scratch, inputs, "local", model)
    whole, total = local.whole(), local.remembered()
    yield {"figure": "local", "sentences": total, **whole}
    with cluster(scratch / "ray") as at:
        acts: dict[str, Callable[[subprocess.Popen[str]], None]] = {
            "worker": lambda _: at.kill_worker(),
            "node": lambda _: at.kill_node(),
            "driver": lambda process: process.kill(),
        }
        if only in ("", "cluster"):
            runs = ClusterRuns(scratch, inputs, "cluster", model, at)
            yield {"figure": "cluster", **runs.whole(), "same_bytes": runs.digest() == local.digest()}
        for name in [name for name in acts if only in ("", name)]:
            runs = ClusterRuns(scratch, inputs, name, model, at)
            came = runs.disturbed(total // 3 * (2 if name == "driver" else 1), acts[name])
            if name == "node":
                at.join()
            if name == "driver":
                before = runs.finished()
                came |= {"killed": len(before) // len(FORMATS), **runs.whole()}
                came["articles_redone"] = sum(runs.finished()[own] != stamp for own, stamp in before.items())
            yield {"figure": name, **came, "same_bytes": runs.digest() == local.digest()}
        if only in ("", "data"):
            yield data_figure(scratch, inputs, model, at)


def data_figure(scratch: Path, inputs: Path, model: str, at: Cluster) -> dict[str, Any]:
    """The same sentences through our dispatcher and through Ray Data, in as many windows."""
    job = scratch / "data.json"
    lines = sorted({line for path in inputs.iterdir() for line in path.read_text(encoding="utf-8").splitlines()})
    job.write_text(json.dumps({"address": at.address, "model": model, "lines": lines}), encoding="utf-8")
    command = [sys.executable, "-m", "bench.load.cluster", "--data", str(job)]
    said = subprocess.run(command, cwd=ROOT, env=at.environment, capture_output=True, text=True, check=True)
    return {"figure": "data", **json.loads(said.stdout.splitlines()[-1])}


def through_data(job: Path) -> None:
    """Translate windows with a dispatcher, then with a Ray Data pipeline a window, as its documentation has it."""
    import ray

    told = json.loads(job.read_text(encoding="utf-8"))
    lines = [normalize(line).text for line in told["lines"]]
    windows = [lines[start : start + WINDOW] for start in range(0, len(lines), WINDOW)]
    dispatcher.TASK_TEXTS = CHUNK
    with load_cluster(told["address"], told["model"], offline=True) as translator:
        started = time.perf_counter()
        ours = [own.text for window in windows for own in translator.translate_texts(window)]
        dispatcher_s = time.perf_counter() - started
    ray.init(told["address"], log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    started, theirs = time.perf_counter(), dict[str, str]()
    for window in windows:
        data = ray.data.from_items([{"text": text} for text in window])
        done = data.map_batches(Rows, fn_constructor_args=(told["model"],), concurrency=2, num_cpus=1, batch_size=CHUNK)
        theirs |= {row["text"]: row["english"] for row in done.take_all()}
    data_s = time.perf_counter() - started
    same = ours == [theirs[line] for line in lines]
    print(
        json.dumps(
            {"windows": len(windows), "dispatcher_s": round(dispatcher_s, 2), "data_s": round(data_s, 2), "same": same}
        )
    )


class Rows:
    """What Ray Data calls with batches of rows."""

    def __init__(self, model: str) -> None:
        self._translator = load(model, "ctranslate2", offline=True, threads=1)

    def __call__(self, rows: dict[str, Any]) -> dict[str, Any]:
        """Rows with their English."""
        made = self._translator.translate_texts([str(text) for text in rows["text"]])
        return {"text": rows["text"], "english": [own.text for own in made]}


def main() -> None:
    parser = command_line(__doc__, "json", "model")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--only", choices=("cluster", "worker", "node", "driver", "data", "unit"), default="")
    for hidden in ("--child", "--data"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child or args.data:
        child(args.child) if args.child else through_data(args.data)
        return
    made = []
    with tempfile.TemporaryDirectory(prefix="iq", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "ray").mkdir()
        for figure in figures(Path(folder), args.model, args.articles, args.only):
            print(json.dumps(figure), flush=True)
            made.append(figure)
    save(args, made)


if __name__ == "__main__":
    run_main(main)

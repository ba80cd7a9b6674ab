"""The index: what it finds, how fast it is made and searched, what it survives.

usage: python -m bench.measure.index [--only PART] [--full] [--graph] [--eval ../shared/eval] [--json OUT]

1. ../shared/eval/ntrex-odd as coverage, a document an article of paragraphs of three lines, with its English lines as
   statements; flores-dev's as statements that no article has. A hit is right if half of the shorter of the two spans
   lies in the other. The threshold is cross-validated over five folds of flores-dev.
2. int8 against float rows; graph against exact search.
3. Synthetic: 10⁴, 10⁵ and 2.5 · 10⁵ rows (10⁶ with --full) made of ntrex's by adding noise (seeded, cosine about .8 to
   the original), which says nothing about quality and all about time. Times are the processor's.
4. Indexing again after 1 % of the files changed; kill -9 in the middle.
--background writes align/index/sentences.npz from ../shared/train.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

import iqtibas.align.index.search as room
from bench.data.sets import by_document, read_parallel, read_tsv, training_files
from bench.harness import ROOT, command_line, run_main, save, timed
from iqtibas.align.find.evidence import centred
from iqtibas.align.find.match import load_matcher
from iqtibas.align.find.query import clean
from iqtibas.align.index.build import LARGE_PART, build_index
from iqtibas.align.index.file import (
    GRAPH,
    Manifest,
    Rows,
    article_line,
    quantize,
    read_manifest,
    write_manifest,
    write_part,
)
from iqtibas.align.index.graph import FEWEST_ROWS, has_usearch, write_graph
from iqtibas.align.index.search import Hit, Index
from iqtibas.article.input.plain import article_from_text
from iqtibas.models.sentence_encoder import load_sentence_encoder

# A little more than the 0.98 that must be rejected, for the sake of other statements.
FOLDS, REJECTED = 5, 0.985
NOISE = 0.75
# Measured by `found`.
ROWS_A_SENTENCE = 2.5
SIZES = (10_000, 100_000, 250_000, 1_000_000)
Place = tuple[str, int, int]


def english_of(sets: Path, name: str = "ntrex-odd") -> list[str]:
    return [pair.english for pair in read_parallel(sets, name)]


def coverage(sets: Path, folder: Path) -> list[Place]:
    """Write the articles; returns where each line is. A line without a stop ends its paragraph, as a headline does."""
    places = []
    folder.mkdir(parents=True)
    for name, own in by_document(read_parallel(sets, "ntrex-odd")).items():
        text, arabic = "", [pair.arabic for pair in own]
        for at, line in enumerate(arabic):
            text += "" if not at else "\n" if at % 3 == 0 or arabic[at - 1][-1:] not in '.؟!"”»' else " "
            places.append((f"{name}.txt", len(text), len(text) + len(line)))
            text += line
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return places


def is_right(hit: Hit, place: Place) -> bool:
    shared = min(hit.end, place[2]) - max(hit.start, place[1])
    return hit.article_id == place[0] and 2 * shared >= min(hit.end - hit.start, place[2] - place[1])


def found(sets: Path, index: Index, places: Sequence[Place]) -> dict[str, object]:
    """Recall, and the cross-validated threshold; all statements are searched at once, as a library is."""
    own, foreign = english_of(sets), english_of(sets, "flores-dev")
    hits = index.search([*own, *foreign], k=5)
    ours, theirs = hits[: len(own)], np.array([h[0].score for h in hits[len(own) :]])
    right = np.array([is_right(h[0], place) for h, place in zip(ours, places, strict=True)])
    scores = np.array([h[0].score for h in ours])
    rejected = []
    for fold in range(FOLDS):
        held = np.arange(len(theirs)) % FOLDS == fold
        rejected.append(theirs[held] < np.quantile(theirs[~held], REJECTED))
    threshold = float(np.quantile(theirs, REJECTED))
    alone = [index.search([text], k=1)[0][0] for text in own[::5]]
    return {
        "rows": index.rows,
        "rows a line": index.rows / len(places),
        "article@1": share(h[0].article_id == p[0] for h, p in zip(ours, places, strict=True)),
        "span@1": float(right.mean()),
        "span@5": share(any(is_right(x, p) for x in h) for h, p in zip(ours, places, strict=True)),
        "threshold": threshold,
        "rejected, cross-validated": float(np.concatenate(rejected).mean()),
        "span@1 and accepted": float((right & (scores >= threshold)).mean()),
        "rejected at LIKELY": float((theirs < room.LIKELY).mean()),
        "one statement a search, article@1": share(
            h.article_id == p[0] for h, p in zip(alone, places[::5], strict=True)
        ),
    }


def share(values: object) -> float:
    return float(np.mean(list(values)))  # type: ignore[call-overload]


def int8_recall(sets: Path, index: Index) -> dict[str, object]:
    """How many of the ten nearest by float rows are among the ten nearest by int8 rows."""
    mean, encoder = load_matcher().background, load_sentence_encoder()
    texts, codes = [], []
    for part in index._parts:
        for (number, start, end, _), row, scale in zip(
            part.rows.spans.tolist(), part.rows.vectors, part.rows.scales, strict=True
        ):
            texts.append(part.article(number).text[start:end])
            codes.append(row.astype(np.float32) * scale)
    exact = centred(encoder.encode(texts), mean.arabic)
    queries = centred(encoder.encode([clean(text) for text in english_of(sets)]), mean.english)
    best, mine = (np.argsort(-queries @ rows.T, 1)[:, :10] for rows in (exact, centred(np.stack(codes), mean.arabic)))
    return {
        "recall@10": share(len(set(a) & set(b)) / 10 for a, b in zip(best, mine, strict=True)),
        "same first": float((best[:, 0] == mine[:, 0]).mean()),
    }


def synthetic(folder: Path, source: Index, count: int, *, graph: bool) -> float:
    """An index of `count` rows, ntrex's with noise, in parts as `iqtibas index` merges them.

    Returns the processor seconds that its graphs took.
    """
    drawn = np.random.default_rng(7)
    real = np.concatenate([p.rows.vectors.astype(np.float32) * p.rows.scales[:, None] for p in source._parts])
    folder.mkdir()
    parts, took = [], 0.0
    for first in range(0, count, LARGE_PART):
        rows = noisy_rows(real, min(LARGE_PART, count - first), drawn)
        names = (f"{first}-{number}" for number in range(int(rows.spans[-1, 0]) + 1))
        texts = [article_line(article_from_text("خبر " * 50, id=name, source="", sha256=""), "") for name in names]
        before = time.process_time()
        built = write_graph(rows, folder / "graph") if graph else None
        took += time.process_time() - before
        parts.append(write_part(folder, rows, texts, built))
    write_manifest(folder, Manifest(tuple(parts), {}))
    return took


def noisy_rows(real: np.ndarray, count: int, drawn: np.random.Generator) -> Rows:
    """Rows of a part: real ones with noise, fifty an article."""
    made = []
    for first in range(0, count, 8192):
        rows = real[drawn.integers(0, len(real), min(8192, count - first))]
        rows = rows + drawn.standard_normal(rows.shape, np.float32) * np.float32(NOISE / np.sqrt(rows.shape[1]))
        made.append(quantize((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)))
    codes, scales = (np.concatenate(own) for own in zip(*made, strict=True))
    number, place = np.divmod(np.arange(count), 50)
    return Rows(codes, scales, np.stack([number, place, place + 1, 0 * number], 1).astype(np.int32))


def latency(index: Index, queries: np.ndarray, batch: int, name: str) -> dict[str, float]:
    """Milliseconds a statement, warm: of the processor, since neighbours on the machine do not count."""
    times = []
    for first in range(0, len(queries) - batch + 1, batch):
        start = time.process_time()
        index.search(queries[first : first + batch], k=10)
        times.append((time.process_time() - start) * 1000 / batch)
    median, late = np.quantile(times[1:], (0.5, 0.95))
    return {f"{name} ms": round(float(median), 2), f"{name} ms, p95": round(float(late), 2)}


def scale(sets: Path, folder: Path, source: Index, count: int, *, graph: bool) -> dict[str, object]:
    queries = load_sentence_encoder().encode([clean(text) for text in english_of(sets)[:160]])
    took = synthetic(folder, source, count, graph=graph)
    figures: dict[str, object] = {"rows": count, "sentences": round(count / ROWS_A_SENTENCE)}
    before = time.process_time()
    index = Index.open(folder)
    figures["open cpu s"] = round(time.process_time() - before, 3)
    figures["MB on disk, vectors"] = sum(path.stat().st_size for path in folder.rglob("*.npy")) >> 20
    index._uses_graphs = False
    figures |= latency(index, queries[:32], 1, "exact") | latency(index, queries[:128], 32, "exact, 32 at a time")
    if graph:
        centre = centred(queries, load_matcher().background.english)
        exact = index._nearest(centre, 10)
        index._uses_graphs = True
        figures |= latency(index, queries, 1, "graph")
        near = index._nearest(centre, 10)
        figures["graph rows/cpu s"] = round(count / took)
        figures["MB on disk, graphs"] = sum(path.stat().st_size for path in folder.rglob(GRAPH)) >> 20
        figures["graph recall@10"] = share(
            len({(x.part, x.row) for x in a} & {(x.part, x.row) for x in b}) / 10
            for a, b in zip(exact, near, strict=True)
        )
        figures["graph recall@1"] = share(a[0] == b[0] for a, b in zip(exact, near, strict=True))
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def renewal(sets: Path, folder: Path, copies: int) -> dict[str, object]:
    """Full build against one after 1 % of the files changed; every copy of an article differs a little."""
    articles = folder / "articles"
    coverage(sets, folder / "one")
    articles.mkdir()
    for path in sorted((folder / "one").iterdir()):
        text = path.read_text(encoding="utf-8").split("\n")
        for copy in range(copies):
            random.Random(copy).shuffle(text)
            own = "\n".join(f"{paragraph} نسخة {copy} {path.stem}" for paragraph in text)
            (articles / f"{copy:03}-{path.name}").write_text(own, encoding="utf-8")
    names = sorted(articles.iterdir())
    report, full, _ = timed(lambda: build_index([str(articles)], folder / "index"))
    for path in names[:: len(names) // max(1, len(names) // 100)]:
        path.write_text(
            path.read_text(encoding="utf-8") + "\nأعلنت البلدية موعدا جديدا للاجتماع القادم.", encoding="utf-8"
        )
    second, again, _ = timed(lambda: build_index([str(articles)], folder / "index"))
    sentences = sum(len(path.read_text(encoding="utf-8").split(".")) for path in names)
    return {
        "files": len(names), "rows": report.rows, "full cpu s": round(full, 1), "rows/cpu s": round(report.rows / full),
        "sentences/cpu s": round(sentences / full), "changed": second.changed, "again cpu s": round(again, 2),
        "share": round(again / full, 4),
    }  # fmt: skip


def killed(folder: Path) -> dict[str, object]:
    """Kill a writer as soon as its first part is entered; then open, and go on."""
    target = folder / "killed"
    code = (
        "import sys\nfrom pathlib import Path\nfrom iqtibas.align.index.build import build_index\n"
        "build_index(sys.argv[1:2], Path(sys.argv[2]))"
    )
    arguments = [sys.executable, "-c", code, str(folder / "articles"), str(target)]
    process = subprocess.Popen(arguments, cwd=ROOT)
    while process.poll() is None:
        if (target / "iqtibas-index.json").exists() and read_manifest(target).parts:
            time.sleep(1)
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.05)
    process.wait()
    before = len(list(Index.open(target).articles()))
    report = build_index([str(folder / "articles")], target)
    same = {a.id for a in Index.open(target).articles()} == {p.name for p in (folder / "articles").iterdir()}
    return {"in the index after kill -9": before, "not done again": report.unchanged, "whole in the end": same}


def write_background(shared: Path, count: int = 500) -> None:
    """Sentences of all sorts as the margin's background: equally many of every collection, seeded."""
    chance, pairs = random.Random(1), []
    for path in training_files(shared):
        usable = [pair for pair in read_tsv(path) if 40 <= len(pair[1]) <= 300]
        pairs += chance.sample(usable, min(len(usable), 100))
    chosen = chance.sample(pairs, count)
    stored = {}
    for at, side in enumerate(("ar", "en")):
        stored[side], stored[f"{side}_scales"] = quantize(load_sentence_encoder().encode([p[at] for p in chosen]))
    np.savez(ROOT / "align" / "index" / "sentences.npz", **stored)


def main() -> None:
    parser = command_line(__doc__, "json", "eval", "shared")
    parser.add_argument("--full", action="store_true", help="10⁶ rows too, and more files")
    parser.add_argument("--graph", action="store_true", help="usearch too, which takes minutes to build")
    parser.add_argument("--background", action="store_true", help="write the margin's background and end")
    parser.add_argument("--only", choices=("found", "scale", "renewal"), default="")
    args = parser.parse_args()
    if args.background:
        write_background(args.shared)
        return
    made = {}
    with tempfile.TemporaryDirectory() as place, threadpool_limits(1):
        for name, figure in figures(Path(place), args):
            made[name] = figure
            show(name, figure)
    save(args, made)


def figures(folder: Path, args: argparse.Namespace) -> Iterator[tuple[str, dict[str, object]]]:
    """The figures of the parts that were asked for, as they come."""
    if args.only in ("", "found", "scale"):
        places = coverage(args.eval, folder / "ntrex")
        build_index([str(folder / "ntrex")], folder / "index")
        index = Index.open(folder / "index")
    if args.only in ("", "found"):
        yield "found", found(args.eval, index, places)
        yield "int8", int8_recall(args.eval, index)
    if args.only in ("", "scale"):
        for count in SIZES[: None if args.full else -1]:
            graph = has_usearch() and count >= FEWEST_ROWS and args.graph
            yield f"scale {count}", scale(args.eval, folder / str(count), index, count, graph=graph)
            shutil.rmtree(folder / str(count))
    if args.only in ("", "renewal"):
        yield "renewal", renewal(args.eval, folder / "renewal", 40 if args.full else 4)
        yield "killed", killed(folder / "renewal")


def show(name: str, figures: dict[str, object]) -> None:
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({name: rounded}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    run_main(main)

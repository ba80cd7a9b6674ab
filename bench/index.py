"""The index: what it finds, how fast it is made and searched, what it survives. bench/index.py [--full] [--graph]

1. ../shared/eval/ntrex-odd as coverage, a document an article of paragraphs of three lines, with its English lines as
   statements; flores-dev's as statements that no article has. A hit is right if half of the shorter of the two spans
   lies in the other. The threshold is cross-validated over five folds of flores-dev.
2. int8 against float rows; graph against exact search.
3. Synthetic: 10⁴ and 10⁵ rows (10⁶ with --full) made of ntrex's by adding noise (seeded, cosine about .8 to the
   original), which says nothing about quality and all about time.
4. Indexing again after 1 % of the files changed; kill -9 in the middle.
--background writes align/weights/sentences.npz from ../shared/train.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np

import align.search as room
from align.evidence import centred
from align.index_build import build_index
from align.index_file import Manifest, Rows, article_line, quantize, read_manifest, write_manifest, write_part
from align.index_graph import has_usearch, write_graph
from align.match import load_matcher
from align.search import Hit, Index
from align.statement import clean
from article.plain import article_from_text
from translate.encode import load_sentence_encoder

SETS, TRAIN = ROOT.parent / "shared" / "eval", ROOT.parent / "shared" / "train"
# A little more than the 0.98 that must be rejected, for the sake of other statements.
FOLDS, REJECTED = 5, 0.985
Place = tuple[str, int, int]


def lines(name: str) -> list[str]:
    return [line.strip() for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


def coverage(folder: Path) -> list[Place]:
    """Write the articles; returns where each line is. A line without a stop ends its paragraph, as a headline does."""
    documents: dict[str, list[str]] = {}
    for name, arabic in zip(lines("ntrex-odd.docid"), lines("ntrex-odd.ar"), strict=True):
        documents.setdefault(name.split("\t")[0], []).append(arabic)
    places = []
    folder.mkdir(parents=True)
    for name, arabic in documents.items():
        text = ""
        for at, line in enumerate(arabic):
            text += "" if not at else "\n" if at % 3 == 0 or arabic[at - 1][-1:] not in '.؟!"”»' else " "
            places.append((f"{name}.txt", len(text), len(text) + len(line)))
            text += line
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return places


def is_right(hit: Hit, place: Place) -> bool:
    shared = min(hit.end, place[2]) - max(hit.start, place[1])
    return hit.article_id == place[0] and 2 * shared >= min(hit.end - hit.start, place[2] - place[1])


def found(index: Index, places: Sequence[Place]) -> dict[str, object]:
    """Recall, and the cross-validated threshold; all statements are searched at once, as a library is."""
    own, foreign = lines("ntrex-odd.en"), lines("flores-dev.en")
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


def int8_recall(index: Index) -> dict[str, float]:
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
    queries = centred(encoder.encode([clean(text) for text in lines("ntrex-odd.en")]), mean.english)
    best, mine = (np.argsort(-queries @ rows.T, 1)[:, :10] for rows in (exact, centred(np.stack(codes), mean.arabic)))
    return {
        "recall@10": share(len(set(a) & set(b)) / 10 for a, b in zip(best, mine, strict=True)),
        "same first": float((best[:, 0] == mine[:, 0]).mean()),
    }


def synthetic(folder: Path, source: Index, count: int, *, graph: bool) -> None:
    """An index of `count` rows: ntrex's with noise."""
    random_rows = np.random.default_rng(7)
    real = np.concatenate([p.rows.vectors.astype(np.float32) * p.rows.scales[:, None] for p in source._parts])
    codes = np.empty((count, real.shape[1]), np.int8)
    scales = np.empty(count, np.float32)
    for first in range(0, count, 8192):
        rows = real[random_rows.integers(0, len(real), min(8192, count - first))]
        rows = rows + random_rows.normal(0, 0.75 / np.sqrt(rows.shape[1]), rows.shape)
        codes[first : first + len(rows)], scales[first : first + len(rows)] = quantize(
            (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        )
    number = np.arange(count) // 50
    spans = np.stack([number, np.arange(count) % 50, np.arange(count) % 50 + 1, 0 * number], 1).astype(np.int32)
    texts = [article_line(article_from_text("خبر " * 50, id=str(n), source="", sha256=""), "") for n in set(number)]
    folder.mkdir()
    rows_of = Rows(codes, scales, spans)
    part = write_part(folder, rows_of, texts, write_graph(rows_of, folder / "graph") if graph else None)
    write_manifest(folder, Manifest((part,), {}))


def latency(index: Index, queries: np.ndarray, batch: int) -> float:
    """Median milliseconds a statement, warm."""
    times = []
    for first in range(0, len(queries) - batch + 1, batch):
        start = time.perf_counter()
        index.search(queries[first : first + batch], k=10)
        times.append((time.perf_counter() - start) * 1000 / batch)
    return round(float(np.median(times[1:])), 2)


def scale(folder: Path, source: Index, count: int, *, graph: bool) -> dict[str, object]:
    queries = load_sentence_encoder().encode([clean(text) for text in lines("ntrex-odd.en")[:160]])
    start = time.perf_counter()
    synthetic(folder, source, count, graph=graph)
    built, before = time.perf_counter() - start, time.perf_counter()
    index = Index.open(folder)
    figures: dict[str, object] = {"rows": count, "write s": round(built, 1)}
    figures["open s"] = round(time.perf_counter() - before, 3)
    index._uses_graphs = False
    figures["exact ms, one at a time"] = latency(index, queries[:24], 1)
    figures["exact ms, 32 at a time"] = latency(index, queries[:128], 32)
    if graph:
        exact = index._nearest(centred(queries, load_matcher().background.english), 10)
        index._uses_graphs = True
        figures["graph ms, one at a time"] = latency(index, queries[:24], 1)
        near = index._nearest(centred(queries, load_matcher().background.english), 10)
        figures["graph recall@10"] = share(
            len({x.row for x in a} & {x.row for x in b}) / 10 for a, b in zip(exact, near, strict=True)
        )
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def renewal(folder: Path, copies: int) -> dict[str, object]:
    """Full build against one after 1 % of the files changed; every copy of an article differs a little."""
    articles = folder / "articles"
    coverage(folder / "one")
    articles.mkdir()
    for path in sorted((folder / "one").iterdir()):
        text = path.read_text(encoding="utf-8").split("\n")
        for copy in range(copies):
            random.Random(copy).shuffle(text)
            own = "\n".join(f"{paragraph} نسخة {copy} {path.stem}" for paragraph in text)
            (articles / f"{copy:03}-{path.name}").write_text(own, encoding="utf-8")
    names = sorted(articles.iterdir())
    full, report = timed(lambda: build_index([str(articles)], folder / "index"))
    for path in names[:: len(names) // max(1, len(names) // 100)]:
        path.write_text(
            path.read_text(encoding="utf-8") + "\nأعلنت البلدية موعدا جديدا للاجتماع القادم.", encoding="utf-8"
        )
    again, second = timed(lambda: build_index([str(articles)], folder / "index"))
    sentences = sum(len(path.read_text(encoding="utf-8").split(".")) for path in names)
    return {
        "files": len(names), "rows": report.rows, "full s": round(full, 1), "rows/s": round(report.rows / full),
        "sentences/s": round(sentences / full), "changed": second.changed, "again s": round(again, 2),
        "share": round(again / full, 4),
    }  # fmt: skip


def timed(work: Callable[[], room.Any]) -> tuple[float, room.Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def killed(folder: Path) -> dict[str, object]:
    """Kill a writer as soon as its first part is entered; then open, and go on."""
    target = folder / "killed"
    code = "import sys, pathlib, align.index_build as b; b.build_index(sys.argv[1:2], pathlib.Path(sys.argv[2]))"
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


def write_background(count: int = 500) -> None:
    """Sentences of all sorts as the margin's background: equally many of every collection, seeded."""
    chance, pairs = random.Random(1), []
    for path in sorted(TRAIN.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        usable = [row for row in rows if len(row) == 2 and 40 <= len(row[1]) <= 300]
        pairs += chance.sample(usable, min(len(usable), 100))
    chosen = chance.sample(pairs, count)
    stored = {}
    for at, side in enumerate(("ar", "en")):
        stored[side], stored[f"{side}_scales"] = quantize(load_sentence_encoder().encode([p[at] for p in chosen]))
    np.savez(ROOT / "align" / "weights" / "sentences.npz", **stored)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="10⁶ rows too, and more files")
    parser.add_argument("--graph", action="store_true", help="usearch too, which takes minutes to build")
    parser.add_argument("--background", action="store_true", help="write the margin's background and end")
    args = parser.parse_args()
    if args.background:
        write_background()
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        places = coverage(folder / "ntrex")
        build_index([str(folder / "ntrex")], folder / "index")
        index = Index.open(folder / "index")
        show("found", found(index, places))
        show("int8", int8_recall(index))
        for count in (10_000, 100_000, 250_000, *((1_000_000,) if args.full else ())):
            graph = has_usearch() and count >= 100_000 and args.graph
            show("scale", scale(folder / str(count), index, count, graph=graph))
        show("renewal", renewal(folder / "renewal", 40 if args.full else 4))
        show("killed", killed(folder / "renewal"))


def show(name: str, figures: dict[str, object] | dict[str, float]) -> None:
    rounded = {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({name: rounded}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()

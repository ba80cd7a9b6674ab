"""Many short articles through the work of `iqtibas run` in one process: does memory grow, does the rate hold?

usage: python -m bench.load.many_articles [--articles 10000] [--every 1000] [--plain] [--drop] [--json OUT]

Each article is invented from a seeded pool of sentences and has one English statement with an Arabic lead-in, so that
every room works. The translation memory makes the model translate each sentence of the pool once: what is measured is
all the rest, article after article. `run` keeps the results of all articles until it writes them, so some growth is
the results themselves; --drop measures without keeping them, and what then still grows is a leak. After each --every
articles a line of JSON says the resident memory, its slope since the one before, and the rate.
"""

from __future__ import annotations

import gc
import json
import os
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.harness import command_line, run_main, save
from bench.load.batch import NAMES, THINGS, TIMES, VERBS
from iqtibas.article import Article
from iqtibas.article.input.plain import article_from_text
from iqtibas.cli.work import Work, attempt
from iqtibas.report import ArticleResult
from iqtibas.translate import Memory, load_lazy

SEED, POOL, STATEMENTS = 1709, 300, 40
PAGE = os.sysconf("SC_PAGE_SIZE")


def articles(number: int, *, plain: bool) -> Iterator[Article]:
    """Invented articles: two to four sentences of the pool and, unless plain, a statement of one of forty kinds."""
    drawn = random.Random(SEED)
    choice = drawn.choice
    pool = [f"{choice(VERBS)} {choice(NAMES)} {choice(THINGS)} رقم {n} {choice(TIMES)}." for n in range(POOL)]
    for index in range(number):
        kind = drawn.randrange(STATEMENTS)
        own = drawn.sample(pool, drawn.randint(2, 4))
        said = [
            f"وقالت الوزيرة ميرا دالين: “سنفتح {kind + 2} أرصفة جديدة قبل الشتاء.”",
            f"We will open {kind + 2} new berths before the winter. — Mira Dalen (@miradalen) March 4, 2024",
        ]
        yield article_from_text(
            "\n".join(own + said * (not plain)) + "\n", id=f"{index:06}.txt", source="bench", sha256=f"{index:064x}"
        )


def resident_mb() -> float:
    """The process's resident memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE / 1e6


def measure(work: Work, inputs: Iterable[Article], every: int, *, drop: bool) -> Iterator[dict[str, float]]:
    """Do all inputs; figures after each `every` of them."""
    started, before = time.perf_counter(), resident_mb()
    for count, article in enumerate(inputs, start=1):
        result = attempt(work, article)
        if not isinstance(result, ArticleResult):
            raise SystemExit(str(result))
        if not drop:
            work.results.append(result)
        if count % every == 0:
            gc.collect()
            now, took = resident_mb(), time.perf_counter() - started
            yield {
                "articles": count,
                "resident_mb": round(now, 1),
                "kb_an_article": round(1000 * (now - before) / every, 2),
                "articles_a_second": round(every / took, 2),
                "statements": len(result.alignments),
            }
            started, before = time.perf_counter(), now


def slope(figures: list[dict[str, float]]) -> float:
    """Least squares of resident memory in KB an article, without the first point: until then caches fill."""
    points = [(figure["articles"], figure["resident_mb"]) for figure in figures[1:]]
    mean_x, mean_y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return 1000 * sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def main() -> None:
    parser = command_line(__doc__, "json", "model")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--plain", action="store_true", help="articles without statements: no encoder, so much faster")
    parser.add_argument("--drop", action="store_true", help="keep no results")
    args = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
        translator = load_lazy(args.model, "ctranslate2", offline=True)
        translator.use_memory(memory)
        inputs = articles(args.articles, plain=args.plain)
        for figure in measure(Work(translator), inputs, args.every, drop=args.drop):
            print(json.dumps(figure), flush=True)
            figures.append(figure)
    if len(figures) > 2:
        figures.append({"slope_kb_an_article": round(slope(figures), 3)})
        print(json.dumps(figures[-1]))
    save(args, figures)


if __name__ == "__main__":
    run_main(main)

"""How large the report is, and how fast it is written, opened and filtered.

usage: python -m bench.load.report [ARTICLES...] [--articles 1000] [--embeds 1000] [--runs 3] [--json OUT]
       (default: ../shared/articles)

Three reports: of ARTICLES; of a run of so many articles, the samples over and over; and of one article with so many
embedded statements, one of the samples over and over. Each is opened RUNS times in Chromium (`apt install chromium`)
from the disk: milliseconds until the first contents are painted, until the load event, and until the frame after it,
the page laid out and drawn; and processor milliseconds of the main thread until then, which do not depend on who else
uses the machine. Filtering: from a key until the list is laid out anew. Medians.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import cycle, islice, repeat
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.harness import ROOT, SHARED, command_line, finish, run_main
from iqtibas.align import arabic_facts
from iqtibas.article import read_articles
from iqtibas.cli.work import Work, attempt
from iqtibas.report import ArticleResult, RunInfo, report_pages, write_pages
from iqtibas.report.wording import facts_words
from iqtibas.translate import load_lazy

PATIENCE = 120_000  # milliseconds
FLAGS = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
TIMES = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const drawn = performance.now(), [page] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  done({painted: paint ? paint.startTime : drawn, loaded: page.loadEventEnd, drawn}); })))"""
FILTER = """() => {
  const box = document.getElementById("text"), started = performance.now();
  box.value = "water"; box.dispatchEvent(new Event("input", {bubbles: true})); document.body.offsetHeight;
  return performance.now() - started; }"""
WORDS = "() => document.getElementById('shown').textContent"


def results_of(articles: Sequence[str]) -> tuple[list[ArticleResult], RunInfo]:
    """A run on articles with the embedded model."""
    work = Work(load_lazy("embedded", "auto", offline=True, threads=None, glossary=None))
    made = [attempt(work, item) for item in read_articles(articles)]
    return [result for result in made if isinstance(result, ArticleResult)], work.info()


def moved(thing: Any, by: int) -> Any:
    """The same with every offset in it `by` code points further on."""
    if isinstance(thing, tuple):
        return tuple(moved(item, by) for item in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    there = {f.name: getattr(thing, f.name) for f in fields(thing)}
    return replace(thing, **{n: v + by if n in ("start", "end") else moved(v, by) for n, v in there.items()})


def joined(results: Sequence[ArticleResult], embeds: int) -> ArticleResult:
    """One article with so many embedded statements: the one with the most to its length, over and over."""
    kept: list[ArticleResult] = []
    text = ""
    densest = max(results, key=lambda r: len(r.alignments) / len(r.article.text))
    for result in repeat(densest):
        kept.append(moved(result, len(text)))
        text += result.article.text + "\n"
        if sum(len(r.alignments) for r in kept) >= embeds:
            break
    parts = ("translations", "alignments", "fidelities", "quotes")
    article = replace(kept[0].article, text=text, blocks=tuple(b for r in kept for b in r.article.blocks))
    return replace(kept[0], article=article, **{p: tuple(x for r in kept for x in getattr(r, p)) for p in parts})


def written(results: Sequence[ArticleResult], run: RunInfo, out: Path) -> dict[str, object]:
    """Write the report; its sizes and the seconds that it took."""
    numbers = {
        r.article.id: {t.segment: facts_words(arabic_facts(r.article.slice(t.segment))) for t in r.translations}
        for r in results
    }
    started = time.perf_counter()
    write_pages(out, report_pages(results, run, (), numbers))
    seconds = time.perf_counter() - started
    sizes = [page.stat().st_size for page in out.rglob("*.html")]
    return {
        "articles": len(results),
        "statements": sum(len(r.alignments) for r in results),
        "pages": len(sizes),
        "front_kb": round((out / "report.html").stat().st_size / 1000),
        "largest_kb": round(max(sizes) / 1000),
        "write_s": round(seconds, 2),
    }


def opened(browser: Browser, page: Path, runs: int) -> dict[str, float]:
    """Median milliseconds of opening a page, and of filtering it if it has a filter."""
    rounds = []
    for _ in range(runs):
        context = browser.new_context()
        tab = context.new_page()
        tools = context.new_cdp_session(tab)
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab.goto(page.as_uri(), timeout=PATIENCE)
        times = tab.evaluate(TIMES)
        measured = {metric["name"]: metric["value"] for metric in tools.send("Performance.getMetrics")["metrics"]}
        times["busy"] = 1000 * measured["TaskDuration"]
        if tab.query_selector("#filters:not([hidden])"):
            times["filtered"] = tab.evaluate(FILTER)
            assert " of " in tab.evaluate(WORDS)
        rounds.append(times)
        context.close()
    return {f"{name}_ms": round(statistics.median(r[name] for r in rounds)) for name in rounds[0]}


def main() -> None:
    parser = command_line(__doc__, "json")
    parser.add_argument("inputs", nargs="*", metavar="ARTICLES", default=[str(SHARED / "articles")])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--embeds", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    given, run = results_of(args.inputs)
    samples, _ = results_of([str(ROOT / "samples")])
    many = [
        replace(r, article=replace(r.article, id=f"{i:04}/{r.article.id}"))
        for i, r in enumerate(islice(cycle(samples), args.articles))
    ]
    made = {"given": given, "many_articles": many, "many_embeds": [joined(samples, args.embeds)]}
    figures: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for name, results in made.items():
            out = Path(folder, name)
            out.mkdir()
            figures[name] = written(results, run, out)
            figures[name] |= opened(browser, out / "report.html", args.runs)
            for page in sorted(out.glob("report/*.html"))[:1]:
                figures[name]["page"] = opened(browser, page, args.runs)
        browser.close()
    finish(args, figures)


if __name__ == "__main__":
    run_main(main)

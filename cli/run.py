"""`iqtibas run`: the main job."""

from __future__ import annotations

from pathlib import Path

from cli.console import one_line_errors
from cli.options import Articles, Engine, Json, Model, Offline, Out, Quiet, Threads
from cli.output import prepare_json, write_json
from cli.work import Work, finish, load_translator, work_through


def run(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    threads: Threads = None, offline: Offline = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles, align embedded statements, score, and write report.html, results.jsonl and embeds.csv."""
    from align import arabic_facts
    from report import csv_text, prepare_out, report_html, write_atomically

    with one_line_errors():
        prepare_out(out)
        prepare_json(json)
        work = Work(load_translator(model, engine, offline, threads, quiet))
        complete = work_through(work, articles, quiet)
        info = work.info()
        facts = {
            r.article.id: {t.segment: arabic_facts(r.article.slice(t.segment)) for t in r.translations}
            for r in work.results
        }
        write_atomically(out / "report.html", report_html(work.results, info, work.failures, facts))
        write_json(str(out / "results.jsonl"), work.results, info)
        write_atomically(out / "embeds.csv", csv_text(work.results))
        write_json(json, work.results, info)
        finish(work, complete, json, quiet, (out / "report.html").resolve())

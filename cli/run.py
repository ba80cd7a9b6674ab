"""`iqtibas run`: the main job."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from cli.console import one_line_errors
from cli.options import Articles, Engine, Glossary, Json, Memory, Model, NoMemory, Offline, Out, Quiet, Threads
from cli.output import prepare_json, write_json
from cli.work import Work, find_glossary, finish, open_memory, work_through


def run(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    glossary: Glossary = None, memory: Memory = None, no_memory: NoMemory = False, threads: Threads = None,
    offline: Offline = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles, align embedded statements, score, and write report.html, results.jsonl and embeds.csv."""
    from align import arabic_facts
    from report import csv_text, prepare_out, report_html, write_atomically
    from translate import load_late

    with one_line_errors(), ExitStack() as stack:
        prepare_out(out)
        prepare_json(json)
        opened, note = open_memory(memory, no_memory, stack)
        translator = load_late(model, engine, offline=offline, threads=threads, glossary=find_glossary(glossary))
        translator.use_memory(opened)
        work = Work(translator)
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
        notes = (note, *(opened.notes if opened else ()))
        finish(work, complete, json, quiet, (out / "report.html").resolve(), notes)

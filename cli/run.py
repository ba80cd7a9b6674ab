"""`iqtibas run`: translate, align, score, and write the report."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from iqtibas.cli.console import one_line_errors
from iqtibas.cli.earlier import earlier_result, end_with_earlier, spare_earlier, spare_served
from iqtibas.cli.options import (
    Articles,
    Engine,
    Force,
    Format,
    Glossary,
    Json,
    Memory,
    Model,
    NoMemory,
    Offline,
    Out,
    Quiet,
    Threads,
)
from iqtibas.cli.output import prepare_json, write_json
from iqtibas.cli.work import Work, find_glossary, finish, open_memory, work_through

TABLE = "embeds.csv"


def run(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    glossary: Glossary = None, memory: Memory = None, no_memory: NoMemory = False, threads: Threads = None,
    offline: Offline = False, form: Format = "table", force: Force = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles, align embedded statements, score, and write report.html, results.jsonl and embeds.csv.

    articles.jsonl keeps what the machine output leaves out, so that export and review need no second run.
    """
    from iqtibas.report import ARTICLES, RESULTS, parse_form, prepare_out
    from iqtibas.report.page.html import FOLDER, FRONT
    from iqtibas.storage.lock import lock_output
    from iqtibas.storage.write import refuse_links, remove_parts
    from iqtibas.translate import load_lazy

    with one_line_errors(), ExitStack() as stack:
        shown = parse_form(form)
        places = (out / RESULTS, out / ARTICLES, out / TABLE, json)
        spare_earlier(articles, places, force=force)
        prepare_out(out)
        refuse_links(out, out / RESULTS, out / ARTICLES, out / TABLE, out / FRONT, out / FOLDER)
        prepare_json(json)
        stack.enter_context(lock_output(out))
        for folder in (out, out / FOLDER):
            remove_parts(folder)
        opened, note = open_memory(memory, no_memory, stack)
        translator = load_lazy(model, engine, offline=offline, threads=threads, glossary=find_glossary(glossary))
        translator.use_memory(opened)
        work = Work(translator)
        complete = work_through(work, articles, quiet, offline=offline)
        kept = None if force or (complete and work.results) else earlier_result(places)
        if kept:
            raise end_with_earlier(kept, work.failures, work.stopped)
        spare_served(places, force=force)
        _write(work, out)
        write_json(json, work.results, work.info())
        notes = (note, *(opened.notes if opened else ()))
        finish(work, complete, json, quiet, (out / FRONT).resolve(), notes, shown)


def _write(work: Work, out: Path) -> None:
    """The results first: the report can be made from them again. Raises OutputError."""
    from iqtibas.align import arabic_facts
    from iqtibas.report import ARTICLES, RESULTS, articles_lines, csv_text, json_line, report_pages, write_pages
    from iqtibas.report.wording import facts_words
    from iqtibas.storage.write import write_together

    info = work.info()
    facts = {
        r.article.id: {t.segment: facts_words(arabic_facts(r.article.slice(t.segment))) for t in r.translations}
        for r in work.results
    }
    write_together(
        {
            out / RESULTS: (json_line(result, info) + "\n" for result in work.results),
            out / ARTICLES: articles_lines(work.results),
            out / TABLE: [csv_text(work.results)],
        }
    )
    write_pages(out, report_pages(work.results, info, work.failures, facts))

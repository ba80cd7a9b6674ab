"""`iqtibas run`: translate, align, score, and write the report."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from iqtibas.cli.console import one_line_errors
from iqtibas.cli.options import (
    Articles,
    Engine,
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


def run(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    glossary: Glossary = None, memory: Memory = None, no_memory: NoMemory = False, threads: Threads = None,
    offline: Offline = False, form: Format = "table", quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles, align embedded statements, score, and write report.html, results.jsonl and embeds.csv.

    articles.jsonl keeps what the machine output leaves out, so that export and review need no second run.
    """
    from iqtibas.align import arabic_facts
    from iqtibas.report import (
        ARTICLES,
        RESULTS,
        articles_lines,
        csv_text,
        json_line,
        parse_form,
        prepare_out,
        report_pages,
        write_pages,
    )
    from iqtibas.report.page.html import FOLDER
    from iqtibas.report.wording import facts_words
    from iqtibas.storage.write import remove_parts, write_together
    from iqtibas.translate import load_lazy
    from iqtibas.translate.journal import lock_output

    with one_line_errors(), ExitStack() as stack:
        shown = parse_form(form)
        prepare_out(out)
        prepare_json(json)
        stack.enter_context(lock_output(out))
        for folder in (out, out / FOLDER):
            remove_parts(folder)
        opened, note = open_memory(memory, no_memory, stack)
        translator = load_lazy(model, engine, offline=offline, threads=threads, glossary=find_glossary(glossary))
        translator.use_memory(opened)
        work = Work(translator)
        complete = work_through(work, articles, quiet, offline=offline)
        info = work.info()
        facts = {
            r.article.id: {t.segment: facts_words(arabic_facts(r.article.slice(t.segment))) for t in r.translations}
            for r in work.results
        }
        # The results first: a page can be made from them again.
        write_together(
            {
                out / RESULTS: (json_line(result, info) + "\n" for result in work.results),
                out / ARTICLES: articles_lines(work.results),
                out / "embeds.csv": [csv_text(work.results)],
            }
        )
        write_pages(out, report_pages(work.results, info, work.failures, facts))
        write_json(json, work.results, info)
        notes = (note, *(opened.notes if opened else ()))
        finish(work, complete, json, quiet, (out / "report.html").resolve(), notes, shown)

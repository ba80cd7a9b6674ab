"""`iqtibas translate`: batch translation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.console import one_line_errors
from cli.options import Articles, Engine, Json, Model, Offline, Out, Quiet, Threads
from cli.output import prepare_json, write_json
from cli.work import Work, finish, load_translator, work_through

if TYPE_CHECKING:
    from report import ArticleResult


def translate(
    articles: Articles, out: Out = Path("iqtibas-out"), json: Json = "", model: Model = "auto", engine: Engine = "auto",
    threads: Threads = None, offline: Offline = False, quiet: Quiet = False,
) -> None:  # fmt: skip
    """Translate articles only: one English text an article, and results.jsonl with every segment."""
    from report import english_path, english_text, prepare_out, write_atomically

    with one_line_errors():
        prepare_out(out)
        prepare_json(json)
        work = Work(load_translator(model, engine, offline, threads, quiet), aligns=False)
        info = work.info()

        def write(result: ArticleResult) -> None:
            path = english_path(out, result.article.id)
            prepare_out(path.parent)
            write_atomically(path, english_text(result, info))

        complete = work_through(work, articles, quiet, write)
        write_json(str(out / "results.jsonl"), work.results, info)
        write_json(json, work.results, info)
        finish(work, complete, json, quiet, None)

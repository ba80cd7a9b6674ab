"""`iqtibas translate`: any number of articles into a folder; what is finished there is not done again."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iqtibas.cli.console import SOME_FAILED, consoles, one_line_errors
from iqtibas.cli.earlier import spare_earlier, spare_served
from iqtibas.cli.options import (
    Articles,
    Engine,
    Force,
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
from iqtibas.cli.output import prepare_json, print_json
from iqtibas.cli.web import page_fetcher
from iqtibas.cli.work import SIGNALLED, Work, defects, few, find_glossary, open_memory

if TYPE_CHECKING:
    from rich.console import Console

    from iqtibas.translate import Outcome, Translator


def translate(
    articles: Articles,
    out: Out = Path("iqtibas-out"),
    formats: Annotated[
        str, typer.Option("--format", "-f", help="Which files an article gets: text, jsonl, tmx, xliff, docx.")
    ] = "text",
    json: Json = "",
    model: Model = "auto",
    engine: Engine = "auto",
    glossary: Glossary = None,
    memory: Memory = None,
    no_memory: NoMemory = False,
    shard: Annotated[str, typer.Option("--shard", help="Only part I of N, as 2/8; N runs make the whole.")] = "",
    cluster: Annotated[str, typer.Option("--cluster", help="HOST:PORT of a Ray cluster that translates.")] = "",
    threads: Threads = None,
    offline: Offline = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Translate articles only, resumable: an English file an article, and results.jsonl with every segment."""
    from iqtibas.article import read_articles
    from iqtibas.report import RESULTS, parse_formats
    from iqtibas.translate import STATE_FOLDER, count_articles, load_cluster, load_lazy, parse_shard

    with one_line_errors(), ExitStack() as stack:
        names = parse_formats(formats)
        spare_earlier(articles, [out / RESULTS, json], force=force)
        terms, part, fresh = find_glossary(glossary), parse_shard(shard), not (out / STATE_FOLDER).exists()
        translator: Translator
        if cluster:
            on_nodes = load_cluster(cluster, model, engine, offline=offline, threads=threads, glossary=terms)
            translator = stack.enter_context(on_nodes)
        else:
            translator = load_lazy(model, engine, offline=offline, threads=threads, glossary=terms, soon=fresh)
        # Not before: what the translator needs loads beside it.
        from iqtibas.cli.batch import translate_into
        from iqtibas.report import batch_progress, print_failure

        prepare_json(json)
        opened, note = open_memory(memory, no_memory, stack)
        translator.use_memory(opened)
        screen, errors = consoles(json)
        read = read_articles(articles, fetcher=page_fetcher(offline), isolate=defects)
        with batch_progress(errors, 0 if quiet else count_articles(articles), quiet=quiet) as progress:
            info = Work(translator).info()
            outcome, notes = translate_into(out, read, translator, info, names, progress, part, defects, force)
        spare_served([json], force=force)
        _copy_json(out / RESULTS, json)
        notes = (translator.model.note, translator.note, note, *notes, *(opened.notes if opened else ()))
        if not quiet:
            _summarise(outcome, [*(n for n in notes if n), *few(outcome.notes)], out, screen)
        for failure in outcome.failures:
            print_failure(failure, errors)
        if outcome.stopped:
            errors.print("stopped; the same command goes on from here", markup=False)
        if outcome.stopped or outcome.failures:
            raise typer.Exit(SIGNALLED + outcome.stopped if outcome.stopped else SOME_FAILED)


def _copy_json(results: Path, json: str) -> None:
    from iqtibas.report import write_chunks

    if not json:
        return
    with results.open("rb") as lines:
        if json == "-":
            print_json(lines)
        else:
            write_chunks(Path(json), lines)


def _summarise(outcome: Outcome, notes: list[str], out: Path, screen: Console) -> None:
    from iqtibas.report.controls import one_line

    for note in notes:
        screen.print(one_line(note), style="dim", markup=False, highlight=False, soft_wrap=True)
    counts = f"{outcome.done} articles translated, {outcome.kept} finished before, {outcome.segments} segments"
    warned = f", {outcome.warned} with a warning" if outcome.warned else ""
    screen.print(f"{counts}{warned}\nresults  {out.resolve()}", markup=False, highlight=False, soft_wrap=True)

"""A batch translated into a folder: the articles' files, and results.jsonl in the order of the inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path

from iqtibas.article import Article, IqtibasError
from iqtibas.article.input.read import Isolation, not_isolated
from iqtibas.cli.earlier import REPLACE, earlier_result, spare_served
from iqtibas.models.registry import WEAK_NOTE
from iqtibas.report.exchange.english import Names
from iqtibas.report.exchange.formats import write_article
from iqtibas.report.record.jsonl import json_line
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.record.stored import RESULTS
from iqtibas.storage.write import prepare_out, refuse_links, write_chunks
from iqtibas.translate import (
    NO_SHARD,
    Batch,
    Journal,
    Outcome,
    Shard,
    Translation,
    Translator,
    WrittenArticle,
    run_batch,
    setting_digest,
)
from iqtibas.translate.batch import Progress


def translate_into(
    out: Path,
    items: Iterable[Article | IqtibasError],
    translator: Translator,
    run: RunInfo,
    formats: Sequence[str],
    progress: Progress,
    shard: Shard = NO_SHARD,
    isolate: Isolation = not_isolated,
    force: bool = False,
) -> tuple[Outcome, tuple[str, ...]]:
    """Translate articles into a folder; what is finished there with the same setting is left alone.

    items: see `article.input.read.read_articles`. run: how; only lasting facts of it go into the files, so that a run
    in two parts writes the same as one. formats: see `formats.FORMATS`. results.jsonl has every finished article of the
    inputs, those of earlier runs and other shards too, also when the batch was stopped; where there is none, or the
    folder began to be served, an earlier one stays, unless `force`. progress, shard, isolate: see
    `translate.batch.Batch`. Returns what came of it, and what the user should know. Raises OutputError, and what
    `run_batch` raises.
    """
    run, names = _lasting(run), Names()
    prepare_out(out)
    refuse_links(out, out / RESULTS)
    with Journal(out, _setting(translator, run, formats)) as journal:

        def write(article: Article, translations: Sequence[Translation]) -> WrittenArticle:
            result = ArticleResult(article, tuple(translations), (), (), ())
            files = write_article(out, formats, result, run, journal.staging, names.of(article.id))
            return WrittenArticle(files, json_line(result, run))

        def named() -> Iterator[Article | IqtibasError]:
            for item in items:
                if isinstance(item, Article):
                    names.enter(item.id)
                yield item

        outcome = run_batch(named(), Batch(translator, journal, write, progress, shard, isolate))
        with journal.lines() as lines:
            first = next(lines, None)
            kept = None if first or force else earlier_result([out / RESULTS])
            if not kept:
                spare_served([out / RESULTS], force=force)
                write_chunks(
                    out / RESULTS, (f"{line}\n" for line in chain([first] if first else [], lines)), journal.staging
                )
        stays = (f"nothing is finished of these articles: {kept} is as it was; {REPLACE}",) if kept else ()
        return outcome, (*journal.notes, *stays)


def _lasting(run: RunInfo) -> RunInfo:
    """The run without what is true today only, as that a model was just pulled."""
    return replace(run, model=run.model and replace(run.model, note=WEAK_NOTE if run.model.weak else ""))


def _setting(translator: Translator, run: RunInfo, formats: Sequence[str]) -> str:
    model = {name: value for name, value in asdict(run.model).items() if name != "path"} if run.model else {}
    parts = {
        "english": translator.fingerprint(),
        "model": model,
        "engine": run.engine,
        "options": dict(run.options),
        "signatures": dict(run.signatures),
        "version": run.version,
        "formats": list(formats),
    }
    return setting_digest(parts)

"""A batch translated into a folder: the articles' files, and results.jsonl in the order of the inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from iqtibas.article import Article, IqtibasError
from iqtibas.article.input.read import Isolation, not_isolated
from iqtibas.models.registry import WEAK_NOTE
from iqtibas.report.exchange.formats import write_article
from iqtibas.report.record.jsonl import json_line
from iqtibas.report.record.result import ArticleResult, RunInfo
from iqtibas.report.record.stored import RESULTS
from iqtibas.storage.write import prepare_out, write_chunks
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
) -> tuple[Outcome, tuple[str, ...]]:
    """Translate articles into a folder; what is finished there with the same setting is left alone.

    items: see `article.input.read.read_articles`. run: how; only lasting facts of it go into the files, so that a run
    in two parts writes the same as one. formats: see `formats.FORMATS`. results.jsonl has every finished article of the
    inputs, those of earlier runs and other shards too, also when the batch was stopped. progress, shard, isolate: see
    `translate.batch.Batch`. Returns what came of it, and what the user should know. Raises OutputError, and what
    `run_batch` raises.
    """
    run = _lasting(run)
    prepare_out(out)
    with Journal(out, _setting(translator, run, formats)) as journal:

        def write(article: Article, translations: Sequence[Translation]) -> WrittenArticle:
            result = ArticleResult(article, tuple(translations), (), (), ())
            files = write_article(out, formats, result, run, journal.staging)
            return WrittenArticle(files, json_line(result, run))

        outcome = run_batch(items, Batch(translator, journal, write, progress, shard, isolate))
        with journal.lines() as lines:
            write_chunks(out / RESULTS, (f"{line}\n" for line in lines), journal.staging)
        return outcome, journal.notes


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

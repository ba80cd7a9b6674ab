"""`iqtibas index`: coverage, encoded once and searched many times."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from iqtibas.cli.console import SOME_FAILED, consoles, one_line_errors
from iqtibas.cli.earlier import REPLACE, earlier_result, spare_earlier
from iqtibas.cli.options import Articles, Force, Quiet


def index(
    articles: Articles,
    folder: Annotated[Path, typer.Option("--index", "-i", help="Folder of the index; made if it is not there.")],
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Forget what is in the index, and make it anew.")] = False,
    cluster: Annotated[str, typer.Option("--cluster", help="HOST:PORT of a Ray cluster that encodes.")] = "",
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Index Arabic coverage. Unchanged files are skipped, removed ones dropped; a killed run goes on."""
    from iqtibas.align.index.build import build_index
    from iqtibas.align.index.cluster import join_cluster
    from iqtibas.align.index.file import MANIFEST
    from iqtibas.align.index.search import Index
    from iqtibas.article import count_inputs
    from iqtibas.report import print_failure
    from iqtibas.report.terminal.progress import STARTING, progress_bar, shown_name

    out, errors = consoles()
    with one_line_errors(), ExitStack() as stack:
        spare_earlier(articles, [folder / MANIFEST], force=force)
        if rebuild and not force and earlier_result([folder / MANIFEST]):
            _require_an_article(articles, folder)
        workers = stack.enter_context(join_cluster(cluster)) if cluster else None
        with progress_bar(errors, quiet) as bar:
            task = bar.add_task(STARTING, total=count_inputs(articles), rate="")
            done = build_index(
                articles, folder, rebuild=rebuild, maker=workers,
                progress=lambda name: bar.update(task, description=shown_name(name), advance=1),
            )  # fmt: skip
        if not quiet:
            counts = f"{done.added} articles added, {done.changed} changed, {done.unchanged} unchanged"
            out.print(f"{counts}, {done.dropped} dropped; {done.rows} spans in {folder}", markup=False, soft_wrap=True)
            for note in (*([workers.note] if workers else ()), *Index.open(folder).notes):
                out.print(note, style="dim", markup=False, soft_wrap=True)
        for failure in done.failures:
            print_failure(failure, errors)
        if done.failures:
            raise typer.Exit(SOME_FAILED)


def _require_an_article(arguments: Sequence[str], folder: Path) -> None:
    """Raises ReadError where no article can be read, so that an index would be forgotten for nothing."""
    from iqtibas.article import Article, ReadError, read_articles
    from iqtibas.article.input.read import STDIN

    if STDIN in arguments or any(isinstance(item, Article) for item in read_articles(arguments)):
        return
    raise ReadError(str(folder), "no article could be read, and the index is as it was", REPLACE)

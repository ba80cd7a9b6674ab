"""`iqtibas explain`: why this rendering, why this verdict."""

from __future__ import annotations

from typing import Annotated

import typer

from iqtibas.cli.console import consoles, one_line_errors
from iqtibas.cli.options import Offline
from iqtibas.cli.output import print_json
from iqtibas.cli.web import page_fetcher


def explain(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="One article: a file, a URL, or - for standard input.")
    ],
    embed: Annotated[int, typer.Option("--embed", "-e", min=1, help="Which embedded statement, from 1 on.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
    offline: Offline = False,
) -> None:
    """Show every candidate, signal and probe behind the decision on one embedded statement."""
    from iqtibas.align import load_aligner
    from iqtibas.align.explain import explain_embed
    from iqtibas.article import IqtibasError, UsageError, find_embeds, read_articles
    from iqtibas.report import explanation_json, print_explanation

    with one_line_errors():
        read, *others = read_articles([article], fetcher=page_fetcher(offline))
        if isinstance(read, IqtibasError):
            raise read
        if others:
            raise UsageError(article, "holds more than one article", "give one article")
        explanation = explain_embed(load_aligner(), read, find_embeds(read), embed)
        if json:
            print_json([explanation_json(explanation), "\n"])
        else:
            print_explanation(explanation, consoles()[0])

"""`iqtibas align`: embedded statements and their renderings, without translating."""

from __future__ import annotations

from cli.console import one_line_errors
from cli.options import Articles, Json, Quiet
from cli.output import prepare_json, write_json
from cli.work import Work, finish, work_through


def align(articles: Articles, json: Json = "", quiet: Quiet = False) -> None:
    """Find the Arabic rendering of every embedded statement and judge it, without translating."""
    with one_line_errors():
        prepare_json(json)
        work = Work()
        complete = work_through(work, articles, quiet)
        write_json(json, work.results, work.info())
        finish(work, complete, json, quiet, None)

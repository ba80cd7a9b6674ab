"""`iqtibas align`: embedded statements and their renderings, without translating."""

from __future__ import annotations

from iqtibas.cli.console import one_line_errors
from iqtibas.cli.earlier import earlier_result, end_with_earlier, spare_earlier, spare_served
from iqtibas.cli.options import Articles, Force, Format, Json, Offline, Quiet
from iqtibas.cli.output import prepare_json, write_json
from iqtibas.cli.work import Work, finish, work_through


def align(
    articles: Articles, json: Json = "", form: Format = "table", offline: Offline = False, force: Force = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Find the Arabic rendering of every embedded statement and judge it, without translating."""
    from iqtibas.report import parse_form

    with one_line_errors():
        shown = parse_form(form)
        spare_earlier(articles, [json], force=force)
        prepare_json(json)
        work = Work()
        complete = work_through(work, articles, quiet, offline=offline)
        kept = None if force or (complete and work.results) else earlier_result([json])
        if kept:
            raise end_with_earlier(kept, work.failures, work.stopped)
        spare_served([json], force=force)
        write_json(json, work.results, work.info())
        finish(work, complete, json, quiet, None, form=shown)

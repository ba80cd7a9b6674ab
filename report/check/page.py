"""The page of a check: statements against articles, one self-contained file like the report (report/page/html.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from iqtibas.align.coverage.model import Check
from iqtibas.article import IqtibasError
from iqtibas.report.check.changes import STATES, label_counts, not_covered, timeline
from iqtibas.report.check.view import check_view
from iqtibas.report.page.html import TEMPLATES, _environment, content_policy
from iqtibas.report.record.result import RunInfo

SHEETS = ("style.css", "check.css")
NOTHING: Mapping[str, Any] = MappingProxyType({})


def check_html(
    check: Check,
    info: RunInfo,
    failures: Sequence[IqtibasError] = (),
    digests: Mapping[str, str] = NOTHING,
    thresholds: Mapping[str, float] = NOTHING,
) -> str:
    """The page. The same check gives the same bytes.

    failures: what could not be read, listed at the end of the overview. digests: of what the check was made with, by
    name, listed with the articles' own in full. thresholds: the constants that decided, likewise.
    """
    from markupsafe import Markup  # for our own style sheets alone: their hash must fit the policy

    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in SHEETS)
    view = check_view(check)
    return (
        _environment()
        .get_template("check.html.j2")
        .render(
            check=check,
            view=view,
            states=STATES,
            labels=label_counts(check),
            nowhere=not_covered(check),
            days=timeline(view.changes),
            undated=[change for change in view.changes if not change.date],
            failures=failures,
            run=info,
            digests=digests,
            thresholds=thresholds,
            style=Markup(style),
            script="",
            policy=content_policy(style),
        )
    )

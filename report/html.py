"""The report for people: one self-contained page that opens offline, without JavaScript, and prints.

Everything in it comes from strangers. Jinja escapes all of it; control characters are shown by name
(`report.controls`); a content security policy allows nothing but the page's own style sheet, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from article import IqtibasError, Segment
from report import wording
from report.controls import label, split_controls
from report.record import ArticleResult, RunInfo
from report.view import article_view, finding_letter, totals

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")

Numbers = Mapping[str, Mapping[Segment, Sequence[str]]]
"""By article id and segment: quantities read from the Arabic without a model, as "60 years"."""

NO_NUMBERS: Final[Numbers] = {}
SHORT_DIGEST = 12
_NOT_IN_LINKS = re.compile(r"[^\x21-\x7e]")


def report_html(
    results: Sequence[ArticleResult],
    run: RunInfo,
    failures: Sequence[IqtibasError] = (),
    numbers: Numbers = NO_NUMBERS,
) -> str:
    """The page of a run. The same results give the same bytes.

    failures: what could not be read or done, listed at the end of the overview. numbers: shown beside the
    Arabic where the model is weak.
    """
    style = _environment_source("style.css")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            articles=[
                article_view(i, result, numbers.get(result.article.id, {})) for i, result in enumerate(results, 1)
            ],
            totals=totals(results),
            failures=failures,
            run=run,
            weak=run.model is not None and run.model.weak,
            style=_trusted(style),
            policy=content_policy(style),
        )
    )


def content_policy(style: str) -> str:
    """The page's content security policy (CSP level 2): nothing but this one style sheet."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def safe_href(link: str) -> str | None:
    """`link` if it is an http or https address in plain ASCII, else None: then it is shown as mere text."""
    if _NOT_IN_LINKS.search(link):
        return None
    try:
        parts = urlsplit(link)
    except ValueError:  # a malformed IPv6 host
        return None
    return link if parts.scheme in ("http", "https") and parts.hostname else None


def shown(text: str) -> Markup:
    """`text` escaped for HTML, with every control character as a visible label."""
    from markupsafe import Markup, escape

    chip = Markup('<bdi class="control" dir="ltr" lang="en">{}</bdi>')
    return Markup("").join(chip.format(label(run)) if control else escape(run) for run, control in split_controls(text))


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "letter": finding_letter}
    environment.globals |= {"href": safe_href, "wording": wording, "short": SHORT_DIGEST}
    return environment


def _environment_source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _trusted(style: str) -> Markup:
    """Our own style sheet, the only text that is not escaped: its hash must fit the policy."""
    from markupsafe import Markup

    return Markup(style)

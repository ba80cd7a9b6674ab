"""The report for people: pages that open offline, need no JavaScript, and print.

Everything in them comes from strangers. Jinja escapes all of it; control characters are shown by name
(`report.controls`); a content security policy allows nothing but the page's own style sheet and its own script, which
only filters the list of statements, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from iqtibas.article import IqtibasError, Segment
from iqtibas.report import wording
from iqtibas.report.controls import label, split_controls
from iqtibas.report.page.overview import closeness, entries, totals
from iqtibas.report.page.view import ArticleView, article_view, finding_letter
from iqtibas.report.record.result import ArticleResult, RunInfo

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).with_name("templates")

Numbers = Mapping[str, Mapping[Segment, Sequence[str]]]
"""By article id and segment: quantities read from the Arabic without a model, as "60 years"."""

NO_NUMBERS: Final[Numbers] = {}
SHORT_DIGEST = 12

FRONT: Final = "report.html"
"""The page to open. All further ones lie in `FOLDER` beside it."""
FOLDER: Final = "report"
PAGE_ARTICLES = 25
PAGE_LENGTH = 150_000
"""A page ends after so many articles, or so many code points of them: some half a megabyte of HTML."""

LONG_PAGE = 200
"""From so many statements on a page is long: it is laid out as it comes into sight. 200 take half a second without."""

_NOT_IN_LINKS = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Page:
    """Neighbouring articles on one page. path: below the folder of results. first: the number of the first, from 1."""

    path: str
    first: int
    results: Sequence[ArticleResult]

    @property
    def last(self) -> int:
        """The number of the last article."""
        return self.first + len(self.results) - 1


def report_html(
    results: Sequence[ArticleResult],
    run: RunInfo,
    failures: Sequence[IqtibasError] = (),
    numbers: Numbers = NO_NUMBERS,
) -> str:
    """A whole run on one page. The same results give the same bytes.

    failures: what could not be read or done, listed at the end of the overview. numbers: shown beside the
    Arabic where the model is weak.
    """
    return _front(results, run, failures, [Page("", 1, results)], numbers)


def report_pages(
    results: Sequence[ArticleResult],
    run: RunInfo,
    failures: Sequence[IqtibasError] = (),
    numbers: Numbers = NO_NUMBERS,
) -> Iterator[tuple[str, str]]:
    """The pages of a run: paths below the folder of results, with "/" in them, and their HTML.

    A small run is the front page alone, as of `report_html`. Of a larger one the articles stand on pages of
    `PAGE_ARTICLES` or `PAGE_LENGTH`; they come first, so that the front page, when it is there, links to nothing that
    is not.
    """
    pages = paged(results)
    if len(pages) == 1:
        yield FRONT, report_html(results, run, failures, numbers)
        return
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        near = {"before": before, "page": page, "after": after, "long": _is_long(page.results)}
        yield page.path, _rendered("articles.html.j2", run, _views(page, numbers), "", near)
    yield FRONT, _front(results, run, failures, pages, numbers)


def paged(results: Sequence[ArticleResult]) -> list[Page]:
    """The articles in pages of at most `PAGE_ARTICLES`; one ends with the article that fills `PAGE_LENGTH`."""
    starts, length = [0], 0
    for at, result in enumerate(results):
        if at - starts[-1] == PAGE_ARTICLES or length >= PAGE_LENGTH:
            starts.append(at)
            length = 0
        length += len(result.article.text)
    ends = [*starts[1:], len(results)]
    return [
        Page(f"{FOLDER}/articles-{i:03}.html", start + 1, results[start:end])
        for i, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def content_policy(style: str, script: str = "") -> str:
    """A page's content security policy (CSP level 2): nothing but this one style sheet and this one script, if any."""
    scripts = f" script-src '{_digest(script)}';" if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}';{scripts} base-uri 'none'; form-action 'none'"


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


def _front(
    results: Sequence[ArticleResult],
    run: RunInfo,
    failures: Sequence[IqtibasError],
    pages: Sequence[Page],
    numbers: Numbers,
) -> str:
    """The front page, with the articles themselves if there is no other page."""
    alone = len(pages) == 1
    page_of = {number: "" if alone else page.path for page in pages for number in range(page.first, page.last + 1)}
    more = {
        "entries": entries(results, page_of),
        "totals": totals(results),
        "closeness": closeness(results),
        "failures": failures,
        "long": not alone or _is_long(results),
    }
    return _rendered("front.html.j2", run, _views(pages[0], numbers) if alone else iter(()), _source("filter.js"), more)


def _is_long(results: Sequence[ArticleResult]) -> bool:
    return sum(len(result.alignments) for result in results) > LONG_PAGE


def _views(page: Page, numbers: Numbers) -> Iterator[ArticleView]:
    """What is shown of the articles of a page, made one at a time."""
    for number, result in enumerate(page.results, page.first):
        yield article_view(number, result, numbers.get(result.article.id, {}))


def _rendered(
    template: str, run: RunInfo, views: Iterator[ArticleView], script: str, more: Mapping[str, object]
) -> str:
    """A page from its template. views: made one at a time, as the page asks for them. more: what else it shows."""
    from markupsafe import Markup  # for our own style sheet and script alone: their hashes must fit the policy

    style = _source("style.css")
    return (
        _environment()
        .get_template(template)
        .render(
            views=views,
            run=run,
            weak=run.model is not None and run.model.weak,
            style=Markup(style),
            script=Markup(script),
            policy=content_policy(style, script),
            **more,
        )
    )


@cache
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


def _source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")

"""The review screen's HTML. Everything in it comes from strangers, or from colleagues; Jinja escapes all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from iqtibas.report import wording
from iqtibas.report.page.html import SHORT_DIGEST, safe_href, shown
from iqtibas.report.page.html import TEMPLATES as REPORT_TEMPLATES
from iqtibas.report.page.view import finding_letter
from iqtibas.review.access import Session
from iqtibas.review.queue import Item
from iqtibas.review.view import moment, row_view, work_view
from iqtibas.review.workspace import Workspace

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

ROOM = Path(__file__).parent
TEMPLATES, STATIC = ROOM / "templates", ROOM / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the page loads: ours, and the same for everybody."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Screen:
    """What is the same on every page. title: of the run, as its folder's name. notes: what reviewers should know.

    weak: whether the model is one whose English must not be relied on. base: of all addresses, see `AccessControl`.
    """

    title: str
    notes: tuple[str, ...] = ()
    weak: bool = False
    base: str = ""
    _rows: dict[str, tuple[int, str]] = field(default_factory=dict)

    def page(self, workspace: Workspace, session: Session, item: Item | None) -> str:
        """The whole page, with an item opened, or without where there is none."""
        return _render(
            "screen.html.j2",
            screen=self,
            session=session,
            version=workspace.version,
            rows=[_trusted(self.row(workspace, each)) for each in workspace.items],
            decided=sum(workspace.state(each).status != "open" for each in workspace.items),
            work=work_view(workspace, item) if item else None,
        )

    def part(self, workspace: Workspace, item: Item) -> str:
        """The part of the page that is about one item."""
        return _render("work.html.j2", screen=self, work=work_view(workspace, item))

    def row(self, workspace: Workspace, item: Item) -> str:
        """The item's row in the queue; kept, because a page has all of them, and few change between two pages."""
        version = workspace.state(item).version
        kept = self._rows.get(item.key)
        if kept is None or kept[0] != version:
            kept = self._rows[item.key] = (version, _render("row.html.j2", screen=self, row=row_view(workspace, item)))
        return kept[1]


def refusal_html(status: int, reason: str, base: str = "") -> str:
    """The page for who may not come in, or asks for what is not there. base: of a way back, "" for a stranger."""
    return _render("refusal.html.j2", status=status, reason=reason, base=base)


@cache
def assets() -> dict[str, Asset]:
    """By name, everything that pages load. No other file is ever read for a request."""
    types = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    paths: Iterable[Path] = [REPORT_TEMPLATES / "style.css", *sorted(STATIC.iterdir())]
    return {path.name: Asset(path.read_bytes(), types[path.suffix]) for path in paths if path.suffix in types}


def _trusted(row: str) -> Markup:
    """A row that our own template has escaped."""
    from markupsafe import Markup

    return Markup(row)


def _render(template: str, **values: object) -> str:
    page = _environment().get_template(template).render(**values)
    return page.encode("utf-8", "replace").decode("utf-8")  # what people edit is not `shown`, and may hold surrogates


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([TEMPLATES, REPORT_TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "letter": finding_letter, "moment": moment}
    environment.globals |= {"href": safe_href, "wording": wording, "short": SHORT_DIGEST}
    return environment

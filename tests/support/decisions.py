"""Decisions of reviewers, and workspaces to make them in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import count
from pathlib import Path

from served import invented_run

from iqtibas.align.model import Alignment
from iqtibas.article import Segment
from iqtibas.report import ArticleResult, Review
from iqtibas.review import Change, Decision
from iqtibas.review.model import Subject, digest_of
from iqtibas.review.queue import Item
from iqtibas.review.workspace import Workspace

MOMENT = datetime.datetime(2024, 3, 7, 14, 5, tzinfo=datetime.UTC)
SUBJECT = Subject("ab" * 32, 10, 90, digest_of("The port will open."))
ACCEPT, REJECT, REOPEN = Change("accept", (Segment(3, 9),), "altered"), Change("reject"), Change("reopen")


def ticking() -> Callable[[], datetime.datetime]:
    minutes = count()
    return lambda: MOMENT + datetime.timedelta(minutes=next(minutes))


def workspace_of(folder: Path, *results: ArticleResult) -> Workspace:
    return Workspace(folder, results or invented_run(), clock=ticking())


def item_of(workspace: Workspace, label: str, article: str = "invented/port.txt") -> Item:
    """The item whose run said so."""
    return next(
        item
        for item in workspace.items
        if workspace.own(item)[0].article.id == article and workspace.own(item)[1].verdict.label == label
    )


def decide(workspace: Workspace, item: Item, change: Change, reviewer: str = "Mira") -> Decision:
    return workspace.decide(item.key, reviewer, workspace.state(item).version, change)


def logged(*changes: Change, reviewer: str = "Mira") -> list[Decision]:
    return [Decision(i, MOMENT, reviewer, "a.txt", SUBJECT, change) for i, change in enumerate(changes, 1)]


def sole(results: tuple[ArticleResult, ...], at: int) -> tuple[Alignment, Review]:
    return results[0].alignments[at], results[0].reviews[at]

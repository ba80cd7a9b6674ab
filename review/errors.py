"""Why a change is not logged. Nothing is lost by either: the log is as it was, and the page keeps what was entered."""

from __future__ import annotations

from collections.abc import Sequence

from iqtibas.article import IqtibasError
from iqtibas.review.model import Decision


class RefusedError(IqtibasError):
    """The change makes no sense as things are: a span outside of the text, a verdict without a rendering."""


class UnknownItemError(RefusedError):
    """There is no such statement in this run."""


class StaleError(IqtibasError):
    """Somebody else decided first. others: their decisions that the page had not shown yet, oldest first."""

    def __init__(self, where: str, others: Sequence[Decision], hint: str) -> None:
        names = sorted({decision.reviewer for decision in others})
        super().__init__(where, f"{' and '.join(names) or 'somebody'} changed it meanwhile", hint)
        self.others = tuple(others)

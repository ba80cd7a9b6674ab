"""A run under review: its statements, the decisions about each, and the order in which changes are accepted.

A change names the last decision that its author had seen. If somebody else decided meanwhile, it is refused with their
decision, so that nobody overwrites what they have not seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path

from iqtibas.align.model import Alignment
from iqtibas.article import IqtibasError
from iqtibas.report import ArticleResult
from iqtibas.review.apply import resolved, review_article
from iqtibas.review.errors import RefusedError, StaleError, UnknownItemError
from iqtibas.review.log import Log
from iqtibas.review.model import UNTOUCHED, Change, Decision, State, Subject
from iqtibas.review.queue import Item, own_confidence, queue
from iqtibas.review.replay import in_force, last_of, last_undone, replay
from iqtibas.review.rules import checked_change

AGAIN = "look at it, then decide again"
Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """The time, to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


class Workspace:
    """A run under review, for one thread. Close it, or use it in a `with` block.

    results: of the run in `folder`, whose log is opened, and made if it is not there. confidence: orders the queue, see
    `queue`. Raises ReadError and OutputError, see `Log`; so do all methods.
    """

    def __init__(
        self,
        folder: Path,
        results: Sequence[ArticleResult],
        confidence: Callable[[Alignment], float] = own_confidence,
        clock: Clock = utc_now,
    ) -> None:
        self.results = tuple(results)
        self.items = queue(results, confidence)
        self._by_key = {item.key: item for item in self.items}
        self._items = {item.subject: item for item in self.items}
        self._clock = clock
        self._decisions: list[Decision] = []
        self._by_subject: dict[Subject, list[Decision]] = {}
        self._states: dict[Subject, State] = {}
        self._log = Log(folder)
        self.refresh()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the log."""
        self._log.close()

    @property
    def version(self) -> int:
        """The last decision that is known here; 0 before the first."""
        return self._decisions[-1].id if self._decisions else 0

    def refresh(self) -> int:
        """Take in what other processes decided. Returns the version."""
        self._take(self._log.since(self.version))
        return self.version

    def item(self, key: str) -> Item:
        """The item with a subject's key. Raises UnknownItemError."""
        found = self._by_key.get(key)
        if found is None:
            raise UnknownItemError(key, "no statement of this run has this key", "reload the page")
        return found

    def history(self, item: Item) -> tuple[Decision, ...]:
        """Every decision about an item, oldest first, undone ones and undoing ones included."""
        return tuple(self._by_subject.get(item.subject, ()))

    def state(self, item: Item) -> State:
        """What holds for an item."""
        return self._states.get(item.subject, UNTOUCHED)

    def own(self, item: Item) -> tuple[ArticleResult, Alignment]:
        """The article's result and the item's alignment as the run has them."""
        result = self.results[item.article]
        return result, result.alignments[item.number - 1]

    def alignment(self, item: Item) -> Alignment:
        """The item's alignment with what was decided about it."""
        return resolved(self.own(item)[1], self.state(item))

    def reviewed(self, item: Item) -> ArticleResult:
        """The item's article with everything that was decided about its statements."""
        result = self.results[item.article]
        return review_article(result, self._states)

    def earlier(self, item: Item) -> State:
        """What was decided about the same words in an earlier text of the article; it holds for nothing here."""
        article = self.results[item.article].article.id
        stale = [
            own
            for subject, own in self._by_subject.items()
            if subject.digest == item.subject.digest and subject != item.subject and own[-1].article == article
        ]
        known = [own for own in stale if own[-1].subject not in self._items]
        return replay(max(known, key=lambda own: own[-1].id)) if known else UNTOUCHED

    def since(self, version: int) -> list[tuple[Item, Decision]]:
        """The decisions after a version about statements of this run, oldest first."""
        new = takewhile(lambda decision: decision.id > version, reversed(self._decisions))
        found = [(self._items.get(decision.subject), decision) for decision in new]
        return [(item, decision) for item, decision in reversed(found) if item]

    def decide(self, key: str, reviewer: str, base: int, change: Change, was: str | None = None) -> Decision:
        """Log a change; it is on the disk when this returns.

        base: the item's version that the reviewer saw. was: the English that they saw (translate), which two
        statements may share. Raises UnknownItemError, RefusedError for what makes no sense, StaleError where somebody
        else was faster.
        """
        item = self.item(key)

        def made() -> Decision:
            state = self.state(item)
            if state.version != base:
                raise self._stale(item, [d for d in self.history(item) if d.id > base])
            result, alignment = self.own(item)
            logged = checked_change(result, alignment, state, change)
            self._require_same_english(item, change, was)
            return self._decision(reviewer, item, logged)

        return self._add(made)

    def undo(self, reviewer: str) -> Decision:
        """Undo the reviewer's last decision that holds, whichever statement it was about.

        Raises RefusedError where there is none, StaleError where somebody decided about that statement since.
        """
        return self._add(lambda: self._reverting(reviewer, "undo"))

    def redo(self, reviewer: str) -> Decision:
        """Let the decision that the reviewer undid last hold again. Raises as `undo`."""
        return self._add(lambda: self._reverting(reviewer, "redo"))

    def _reverting(self, reviewer: str, action: str) -> Decision:
        undoes = action == "undo"
        target = (last_of if undoes else last_undone)(self._decisions, reviewer)
        if target is None:
            raise RefusedError(reviewer, f"nothing to {action}")
        item = self._items.get(target.subject)
        if item is None:
            raise RefusedError(reviewer, "the last decision was about an earlier text of the article")
        since = [d for d in in_force(self.history(item)) if d.id > target.id]
        if since:
            raise self._stale(item, since)
        return self._decision(reviewer, item, Change("undo" if undoes else "redo", target=target.id))

    def _decision(self, reviewer: str, item: Item, change: Change) -> Decision:
        article = self.results[item.article].article
        return Decision(0, self._clock(), reviewer, article.id, item.subject, change)

    def _add(self, make: Callable[[], Decision]) -> Decision:
        def decide(news: Sequence[Decision]) -> Decision:
            self._take(news)
            return make()

        self._take(self._log.add(self.version, decide))
        return self._decisions[-1]

    def _take(self, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            if decision.id > self.version:
                self._decisions.append(decision)
                own = self._by_subject.setdefault(decision.subject, [])
                own.append(decision)
                self._states[decision.subject] = replay(own)

    def _require_same_english(self, item: Item, change: Change, was: str | None) -> None:
        if change.action != "translate" or was is None:
            return
        now = {translation.segment: translation.english for translation in self.reviewed(item).translations}
        if change.segment in now and now[change.segment] != was:
            others = [d for d in self._decisions if d.change.segment == change.segment][-1:]
            raise self._stale(item, others)

    def _stale(self, item: Item, others: Sequence[Decision]) -> IqtibasError:
        article = self.results[item.article].article.id
        return StaleError(f"statement {item.number} of {article}", others, AGAIN)

"""What people decide about a statement and its rendering, as it is logged, and what all of it comes to.

Offsets are code points into `Article.text`, half open.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Literal, get_args

from iqtibas.align.model import VerdictLabel
from iqtibas.article import Article, Embed, Segment
from iqtibas.report import ReviewStatus

Action = Literal["accept", "reject", "reopen", "link", "split", "merge", "verdict", "translate", "note", "undo", "redo"]
ACTIONS: tuple[Action, ...] = get_args(Action)
LINKING: frozenset[Action] = frozenset({"link", "split", "merge"})
"""Actions that say where the rendering is. They differ in their name only: the log should read as people worked."""
REVERTING: frozenset[Action] = frozenset({"undo", "redo"})
KEY_DIGITS = 16
"""Of a subject's digest in addresses: 64 bits, so that among a million statements no two are mixed up."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Which statement a decision is about, in a way that outlives the run: another run into the folder finds it again.

    sha256: of the article as it was read. start, end: of the embed. digest: SHA-256 of what was said. Where any of
    these changed, people saw another text, and what they decided is only shown, never applied.
    """

    sha256: str
    start: int
    end: int
    digest: str

    @classmethod
    def of(cls, article: Article, embed: Embed) -> Subject:
        """The subject of an embedded statement."""
        return cls(article.sha256, embed.start, embed.end, digest_of(embed.text))

    @property
    def key(self) -> str:
        """A short name for addresses, hexadecimal."""
        parts = json.dumps([self.sha256, self.start, self.end, self.digest])
        return hashlib.sha256(parts.encode("utf-8")).hexdigest()[:KEY_DIGITS]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a person did. What an action has no use for stays at its default.

    spans: every place of the rendering in text order, () for "not rendered here" (link, split, merge; accept: what was
    accepted). verdict: (verdict; accept: what was accepted). segment, english: a sentence and its English (translate).
    note: replaces the one before (note). target: the decision that is undone or redone.
    """

    action: Action
    spans: tuple[Segment, ...] | None = None
    verdict: VerdictLabel | None = None
    segment: Segment | None = None
    english: str = ""
    note: str = ""
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A change as it stands in the log. id: ascending over the whole log. at: in UTC, by this machine's clock.

    article: the article's id, for people, and to find what was decided about an earlier text.
    """

    id: int
    at: datetime.datetime
    reviewer: str
    article: str
    subject: Subject
    change: Change


@dataclass(frozen=True, slots=True)
class State:
    """What all decisions about one subject come to.

    version: the last decision, undone ones counted; 0 where there is none. spans, verdict: as people want them; None
    where nobody touched them. english: edited sentences, by their segment's start. reviewer, at: of the last decision
    that is not undone.
    """

    version: int = 0
    status: ReviewStatus = "open"
    spans: tuple[Segment, ...] | None = None
    verdict: VerdictLabel | None = None
    english: tuple[tuple[Segment, str], ...] = ()
    note: str = ""
    reviewer: str = ""
    at: datetime.datetime | None = None


UNTOUCHED = State()


def digest_of(text: str) -> str:
    """SHA-256 of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

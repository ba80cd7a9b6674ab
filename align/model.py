"""What the aligner says of an embedded statement. All offsets are code points into `Article.text`, half open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from iqtibas.align.reasons import CHANGES, Reason, Values
from iqtibas.align.reasons import FindingKind as FindingKind
from iqtibas.article import Embed, Segment
from iqtibas.article.attributions import Attribution

VerdictLabel = Literal["faithful", "altered", "partial", "missing"]
VERDICT_LABELS: tuple[VerdictLabel, ...] = get_args(VerdictLabel)
ALTERING_KINDS = CHANGES
PARTIAL_KINDS: frozenset[FindingKind] = frozenset({"omission", "addition"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of Arabic that could be the rendering. confidence: probability, 0 to 1."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Rendering:
    """The Arabic rendering of a statement: cue and quotation marks are outside the span.

    start, end: the rendering, or its longest part if it stands in several places; parts that only a cue interrupts
    ("«…»، وأضاف: «…»") are one, cue included. confidence: calibrated probability
    that this stretch renders the statement (docs/decisions/0006). alternatives: the next best stretches that do
    not overlap it, best first. parts: all places in text order, the main one among them, or () if there is one.
    attributions: the words that say who speaks, before, in or behind these places; only those in the middle of a place
    are inside of the span.
    """

    start: int
    end: int
    confidence: float
    alternatives: tuple[Candidate, ...] = ()
    parts: tuple[Segment, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    @property
    def spans(self) -> tuple[Segment, ...]:
        """Every place of the rendering, in text order: its parts, or itself."""
        return self.parts or (Segment(self.start, self.end),)


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between a statement and its rendering, as data: report/wording makes its sentence.

    english, arabic: the spans it points at; None where that side has nothing. values: what is said there, see
    align/reasons.py. severity: 0 to 1, how sure we are that this is a change of what was said.
    """

    kind: FindingKind
    reason: Reason
    english: Segment | None
    arabic: Segment | None
    values: Values
    severity: float


def recorded(
    kind: FindingKind, english: Segment | None, arabic: Segment | None, sentence: str, severity: float
) -> Finding:
    """A finding of which only the sentence is known."""
    return Finding(kind, Reason.RECORDED, english, arabic, Values(sentence=sentence), severity)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement of the rendering, never of the facts. confidence: probability of the label, 0 to 1.

    explained: differences that are no findings, because they only are part of one that is.
    """

    label: VerdictLabel
    confidence: float
    findings: tuple[Finding, ...] = ()
    explained: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """An embedded statement with its rendering, or None where the article holds none."""

    embed: Embed
    rendering: Rendering | None
    verdict: Verdict

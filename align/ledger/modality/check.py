"""The modality check: is what the statement holds for certain, possible or owed the same in the Arabic?

Two ways. The words of a closed list (english.tsv: "must", "may", "allegedly", "denied", …) are each exchanged
for what a statement of another class would have there, and a translation model by forced decoding
(models/forced_decoding.py) says whether the exchanged statement fits the Arabic better; the Arabic words of both
classes (arabic.tsv), near those that the English is linked with and anywhere, speak for either, and a small
logistic model weighs them (bench/fit/modality.py). And an Arabic text that hedges, obliges or doubts plainly
(hedges.tsv) more often than its English has any word for says so of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.modality.words import (
    Cue,
    Exchange,
    Slot,
    arabic_cues,
    english_slots,
    exchanged,
    unsaid_hedges,
)
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import HEDGE_ADDED, TRANSLATION_SHIFT
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Modality, Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.models import Contrast
from iqtibas.models.word_links import Link

_NEAR = 3  # Arabic words on either side of a linked one that still belong to its verb
_BEHIND = 2  # English words behind a slot that belong to its verb
_BESIDE = 12  # code points between two words that go with one verb
MOST_SLOTS = 6
# Nats beyond which a preference says no more.
MOST_MARGIN = 8.0
# The Arabic classes that render each English one: يمكن is "can" and "may" alike, and أكد often no more than "said".
RENDERED_BY = {
    "obligation": frozenset({"obligation", "advice"}),
    "advice": frozenset({"advice", "obligation"}),
    "possibility": frozenset({"possibility", "likelihood", "ability"}),
    "ability": frozenset({"ability", "possibility", "permission"}),
    "permission": frozenset({"permission", "ability"}),
    "likelihood": frozenset({"likelihood", "possibility"}),
    "conditional": frozenset({"future", "condition", "possibility"}),
    "hearsay": frozenset({"hearsay", "claim"}),
    "say": frozenset({"say", "confirm"}),
    "claim": frozenset({"claim", "hearsay", "say"}),
    "confirm": frozenset({"confirm", "say"}),
    "attempt": frozenset({"attempt", "intent"}),
} | {
    kind: frozenset({kind})
    for kind in "future certainty fact deny admit belief knowledge intent outcome condition cause".split()
}
# What a translator may do without changing what is said: at most a severity of TRANSLATION_SHIFT.
_SHIFTS = frozenset(
    {("ability", "future"), ("intent", "future"), ("likelihood", "certainty"), ("conditional", "possibility")}
)


class ModalitySignals(NamedTuple):
    """What speaks for a word of modality being another in the Arabic: one that would stand in its exchange's place."""

    decoded: float
    """Nats by which the statement is likelier given the Arabic than with the likeliest exchange; at most MOST_MARGIN
    either way."""
    own_near: float
    """1 if an Arabic word of its class stands near what it is linked with, else 0."""
    own: float
    """1 if one stands anywhere, else 0."""
    other_near: float
    """1 if an Arabic word of the exchange's class, and not of its own, stands near, else 0."""
    other: float
    """1 if one stands anywhere, else 0."""
    no_words: float
    """1 if the Arabic has no word of modality at all, else 0."""
    spread: float
    """Nats between the least and the most likely exchange."""
    future: float
    """1 for a word of the future, which the Arabic present may render; else 0."""


class Weighed(NamedTuple):
    """A slot, the exchange that fits the Arabic best, the Arabic word that speaks for it, and the signals."""

    slot: Slot
    exchange: Exchange
    cue: Cue | None
    signals: ModalitySignals

    @property
    def is_shift(self) -> bool:
        """Whether a translator may do this without changing what is said."""
        return (self.slot.kind, self.exchange.kind) in _SHIFTS


def weigh(pair: Pair, contrast: Contrast) -> list[Weighed]:
    """Every slot of a statement with its signals. The whole costs one forced decoding for each exchange, and one."""
    english, arabic = pair.masked_english, pair.masked_arabic_reading
    slots = english_slots(english)[:MOST_SLOTS]
    if not slots:
        return []
    edited = [exchanged(english, slot, exchange) for slot in slots for exchange in slot.exchanges]
    ours, *theirs = contrast.log_probabilities(arabic, [english, *edited])
    cues = arabic_cues(arabic)
    found = []
    for slot in slots:
        margins = [ours - theirs.pop(0) for _ in slot.exchanges]
        beside = frozenset[str]().union(*(RENDERED_BY[other.kind] for other in slots if _beside(slot, other)))
        found.append(_weighed(slot, margins, beside, cues, pair.link))
    return found


def _beside(slot: Slot, other: Slot) -> bool:
    """Whether two words are about the same verb: "will have to", "would probably"."""
    return slot is not other and slot.start - _BESIDE <= other.end and other.start <= slot.end + _BESIDE


def _weighed(slot: Slot, margins: Sequence[float], beside: frozenset[str], cues: Sequence[Cue], link: Link) -> Weighed:
    """beside: the Arabic classes that render the words next to the slot."""
    best = min(range(len(margins)), key=lambda i: (margins[i], i))
    exchange = slot.exchanges[best]
    own = RENDERED_BY[slot.kind]
    rival = RENDERED_BY[exchange.kind] - own - beside
    near = _near(slot, cues, link)
    for_own, for_rival = ([c for c in cues if c.kinds & kinds] for kinds in (own, rival))
    signals = ModalitySignals(
        max(-MOST_MARGIN, min(MOST_MARGIN, margins[best])),
        float(any(c.at in near for c in for_own)),
        float(bool(for_own)),
        float(any(c.at in near for c in for_rival)),
        float(bool(for_rival)),
        float(not cues),
        max(margins) - margins[best],
        float(slot.kind == "future"),  # which the Arabic present may render
    )
    cue = next((c for c in for_rival if c.at in near), None)
    return Weighed(slot, exchange, cue, signals)


def _near(slot: Slot, cues: Sequence[Cue], link: Link) -> set[int]:
    """The Arabic words of modality near what the slot and the words behind it are linked with."""
    if not link.similarity.size:
        return set()
    inside = [i for i, (start, end) in enumerate(link.english_words) if start < slot.end and end > slot.start]
    if not inside:
        return set()
    linked = {
        int(link.similarity[i].argmax())
        for i in range(inside[0], min(len(link.english_words), inside[-1] + 1 + _BEHIND))
    }
    return {cue.at for cue in cues if any(abs(cue.at - at) <= _NEAR for at in linked)}


def check_modality(pair: Pair, tools: Tools) -> list[Finding]:
    """At most one finding: the gravest change of what is certain, possible, owed, or said to be so."""
    model = load_fitted("modality", ModalitySignals)
    found = [_unsaid(kind, cue, pair) for kind, cue in unsaid_hedges(pair.masked_english, pair.masked_arabic_reading)]
    for weighed in weigh(pair, tools.contrast):
        probability = model.probability(weighed.signals, weighed.slot.word.strip())
        if probability >= model.cut:
            found.append(_changed(weighed, probability, pair))
    return sorted(found, key=lambda finding: -finding.severity)[:1]


def _changed(weighed: Weighed, probability: float, pair: Pair) -> Finding:
    slot, exchange, cue, _ = weighed
    english, arabic = Segment(slot.start, slot.end), Segment(0, len(pair.arabic))
    reason, written = Reason.MODALITY_LIKELY, tuple[str, ...]()
    if cue:
        arabic = Segment(cue.start, cue.end)
        reason, written = Reason.MODALITY_DIFFERS, (pair.arabic[cue.start : cue.end],)
    severity = min(TRANSLATION_SHIFT, probability) if weighed.is_shift else probability
    values = Values(
        SideValues((slot.word.strip(),), modality=Modality(slot.kind)),
        SideValues(written, modality=Modality(exchange.kind)),
    )
    return Finding("modality", reason, english, arabic, values, severity)


def _unsaid(kind: str, cue: Cue, pair: Pair) -> Finding:
    arabic = Segment(cue.start, cue.end)
    values = Values(arabic=SideValues((pair.arabic[cue.start : cue.end],), modality=Modality(kind)))
    return Finding("modality", Reason.MODALITY_ADDED, None, arabic, values, HEDGE_ADDED)

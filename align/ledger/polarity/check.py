"""The check of opposites: does the Arabic say "decrease" where the statement says "increase"?

Every word of a closed list (opposites.tsv) is looked for in the rendering. Where the Arabic has it and no spare word
for its opposite, nothing is probed. Elsewhere the statement with the opposite put in is compared with the official one
(edits.py), and a small logistic model, fitted by bench/fit/polarity.py, weighs that with the words found and their
links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.edits import Preference, prefer
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.negation.particles import PASSED_OVER, find_negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.polarity.opposites import Swap, find_swaps
from iqtibas.align.ledger.severity import OPPOSITE_BY_WORDS
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.models import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder

# A capitalised word behind another may be part of a name (Night Live).
_IN_NAME = re.compile(r"\b[A-Z]\w* [A-Z]\w*$")
# Relations that read as their opposites from the other end, and how many words behind them say which end it is.
_CONVERSES = frozenset("before after above below ahead behind more less fewer".split())
FOLLOWING = 3
# Probing more opposites of one statement costs time and finds nothing new.
MOST_SWAPS = 8


class PolaritySignals(NamedTuple):
    """What speaks for the Arabic saying the opposite of a word. Nats and cosines: of the statement over its edit."""

    linked_theirs: float
    """1 if the Arabic word linked with it is one for the opposite, else 0."""
    linked_ours: float
    """1 if that is one for the word itself, else 0."""
    theirs_similarity: float
    """Best cosine of it with an Arabic word for the opposite, or 0."""
    ours: float
    """1 if a word for it stands in the Arabic, else 0."""
    theirs: float
    """1 if a word for the opposite does, else 0."""
    decoded: float
    """Nats by which the statement is likelier given the Arabic than with the opposite put in."""
    whole: float
    """Difference of cosines of the whole statement with the Arabic."""
    clause: float
    """Difference of cosines of its clause with the closest Arabic one."""
    neither: float
    """1 if the Arabic has a word for neither, else 0."""
    decoded_neither: float
    """`decoded` where that is so, else 0."""
    clause_neither: float
    """`clause` where that is so, else 0."""
    named: float
    """1 if it is capitalised behind another capitalised word, and may be part of a name; else 0."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A swap that the words of the rendering do not rule out.

    ours, theirs: indexes of the Arabic words for the statement's word and for its opposite; left out are words for the
    opposite that another word of the statement accounts for, or that are denied (لا يوافق, for "disagree"). linked: the
    Arabic word closest to the swapped one.
    """

    swap: Swap
    english: int
    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    linked: int


def find_suspects(pair: Pair) -> list[Suspect]:
    """The swaps worth probing: first those whose opposite stands in the Arabic, then in the order of the text."""
    swaps, negations = find_swaps(pair.masked_english), find_negations(pair)
    suspects = []
    for swap in swaps:
        english = pair.english_at(swap.edit.start)
        linked = None if english is None else pair.counterpart(english)
        if english is None or linked is None:
            continue
        others = [s.opposite.our_arabic for s in swaps if s.edit.start != swap.edit.start]
        ours = _matching(pair, swap.opposite.our_arabic)
        opposite = [
            i
            for i in _matching(pair, swap.opposite.their_arabic)
            if not any(other.fullmatch(pair.arabic_words[i]) for other in others)
        ]
        theirs = tuple(i for i in opposite if negations.agree(english, i))
        # An opposite of which only one side is denied says the same: "don't forget", تذكر.
        if (theirs or not (ours or opposite)) and not _is_turned_round(pair, swap, english, theirs):
            suspects.append(Suspect(swap, english, ours, theirs, linked))
    return sorted(suspects, key=lambda s: (not s.theirs, s.english, s.swap.edit.new))[:MOST_SWAPS]


def _is_turned_round(pair: Pair, swap: Swap, english: int, theirs: Sequence[int]) -> bool:
    """Whether the Arabic says the same from the other end: "X after Y", Y قبل X.

    The words behind the English one then stand before its opposite in the Arabic, half of them at least.
    """
    if swap.opposite.ours not in _CONVERSES or not theirs:
        return False
    words = pair.english_words
    following = [i for i in range(english + 1, len(words)) if words[i] not in PASSED_OVER][:FOLLOWING]
    behind = [pair.counterpart(i) for i in following]
    return bool(behind) and sum(at is not None and at < theirs[0] for at in behind) * 2 >= len(behind)


def _matching(pair: Pair, pattern: re.Pattern[str]) -> tuple[int, ...]:
    return tuple(i for i, word in enumerate(pair.arabic_words) if pattern.fullmatch(word))


def polarity_signals(
    pair: Pair, suspects: Sequence[Suspect], contrast: Contrast, encoder: SentenceEncoder
) -> list[PolaritySignals]:
    """One row a suspect."""
    preferences = prefer(pair, [s.swap.edit for s in suspects], contrast, encoder)
    return [_signals(pair, suspect, p) for suspect, p in zip(suspects, preferences, strict=True)]


def _signals(pair: Pair, suspect: Suspect, preference: Preference) -> PolaritySignals:
    neither = float(not suspect.ours and not suspect.theirs)
    return PolaritySignals(
        float(suspect.linked in suspect.theirs),
        float(suspect.linked in suspect.ours),
        max((pair.similarity(suspect.english, i) for i in suspect.theirs), default=0.0),
        float(bool(suspect.ours)),
        float(bool(suspect.theirs)),
        preference.decoded,
        preference.whole,
        preference.clause,
        neither,
        preference.decoded * neither,
        preference.clause * neither,
        float(_IN_NAME.search(pair.masked_english[: suspect.swap.edit.end]) is not None),
    )


def is_opposite(signals: PolaritySignals, probability: float, cut: float) -> bool:
    """Whether a suspect is reported: the cut says so, or the linked Arabic word is plainly one for the opposite.

    Plainly: no word for the statement's own stands in the Arabic, and the probes do not speak against it.
    """
    plain = bool(signals.linked_theirs) and not signals.ours and probability >= OPPOSITE_BY_WORDS
    return plain or probability > cut


def check_polarity(pair: Pair, tools: Tools) -> list[Finding]:
    """At most one finding a word, kind "negation": the Arabic says the opposite of it."""
    suspects = find_suspects(pair)
    if not suspects:
        return []
    model = load_fitted("polarity", PolaritySignals)
    rows = polarity_signals(pair, suspects, tools.contrast, tools.sentences)
    found: dict[int, tuple[float, Suspect]] = {}
    for suspect, signals in zip(suspects, rows, strict=True):
        edit = suspect.swap.edit
        probability = model.probability(signals, f"{edit.old} → {edit.new}")
        if not is_opposite(signals, probability, model.cut):
            continue
        if probability > found.get(suspect.english, (0.0,))[0]:
            found[suspect.english] = max(probability, model.cut), suspect
    return [_finding(pair, suspect, p) for _, (p, suspect) in sorted(found.items())]


def _finding(pair: Pair, suspect: Suspect, probability: float) -> Finding:
    """Points at the Arabic word for the opposite: the linked one, else the only one, else the whole rendering."""
    edit = suspect.swap.edit
    english = Segment(edit.start, edit.end)
    at = suspect.linked if suspect.linked in suspect.theirs or not suspect.theirs else None
    at = suspect.theirs[0] if at is None and len(suspect.theirs) == 1 else at
    if at is None or not suspect.theirs:
        values = Values(SideValues((edit.old,)), SideValues(english=edit.new))
        whole = Segment(0, len(pair.arabic))
        return Finding("negation", Reason.OPPOSITE_LIKELY, english, whole, values, probability)
    start, end = pair.link.arabic_words[at]
    values = Values(SideValues((edit.old,)), SideValues((pair.masked_arabic[start:end],), english=edit.new))
    return Finding("negation", Reason.OPPOSITE_SAID, english, Segment(start, end), values, probability)

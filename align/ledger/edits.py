"""Counterfactual edits: a statement changed in one place, and how much better or worse the change fits the Arabic.

No score of a pair sees a "not" that is missing; the *difference* between a statement and its edited twin does. Two
judges compare them: a translation model by forced decoding (Sennrich 2017; models/forced_decoding.py) and sentence
vectors. Word links say where in the Arabic the edited word stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iqtibas.align.ledger.pair import Pair
from iqtibas.article import Segment
from iqtibas.article.model import begins_in
from iqtibas.article.reading import Reading
from iqtibas.models import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder

# Nats beyond which a preference says no more.
MOST_MARGIN = 12.0


@dataclass(frozen=True, slots=True)
class Edit:
    """A statement changed in one place. start, end: of the words it turns on, in the original statement.

    old: what stands there. new: what stands there after the edit.
    """

    text: str
    start: int
    end: int
    old: str
    new: str


def keep_case(old: str, new: str) -> str:
    """`new` with a capital where `old` has one."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


@dataclass(frozen=True, slots=True)
class Preference:
    """How much better the statement fits the Arabic than its edited twin does; negative speaks for the edit.

    decoded: nats. whole, clause: differences of cosines, of the whole texts and of the clause that is edited.
    """

    decoded: float
    whole: float
    clause: float


def prefer(pair: Pair, edits: Sequence[Edit], contrast: Contrast, encoder: SentenceEncoder) -> list[Preference]:
    """One preference an edit, in order."""
    english, reading, arabic = pair.masked_english, pair.masked_english_reading, pair.masked_arabic_reading
    twins = [Reading(edit.text) for edit in edits]
    decoded = contrast.log_probabilities(arabic, [english, *(edit.text for edit in edits)])
    arabic_row, english_row, *rows = encoder.encode([arabic, reading, *twins])
    arabic_rows = encoder.encode([arabic, *(arabic.part(c.start, c.end) for c in pair.arabic_clauses)])
    found = []
    for edit, twin, score, row in zip(edits, twins, decoded[1:], rows, strict=True):
        unit = next((u for u in pair.english_clauses if begins_in(edit, u)), Segment(0, len(english)))
        end = len(edit.text) - (len(english) - unit.end)
        ours, theirs = encoder.encode([reading.part(unit.start, unit.end), twin.part(unit.start, end)])
        closest = arabic_rows[int((arabic_rows @ ours).argmax())]
        margin = max(-MOST_MARGIN, min(MOST_MARGIN, decoded[0] - score))
        found.append(Preference(margin, float(arabic_row @ (english_row - row)), float(closest @ (ours - theirs))))
    return found

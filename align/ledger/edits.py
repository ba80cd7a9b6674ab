"""Counterfactual edits: a statement changed in one place, and how much better or worse the change fits the Arabic.

No score of a pair sees a "not" that is missing; the *difference* between a statement and its edited twin does. Two
judges compare them: a translation model by forced decoding (Sennrich 2017; models/forced_decoding.py) and sentence
vectors. Word links say where in the Arabic the edited word stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from iqtibas.article import Segment
from iqtibas.article.arabic.letters import fold, normalize
from iqtibas.article.sentences import split_clauses, split_sentences
from iqtibas.models import Contrast
from iqtibas.models.sentence_encoder import SentenceEncoder
from iqtibas.models.word_links import LINKED, Link

# Nats beyond which a preference says no more.
MOST_MARGIN = 12.0
# What verbs stand with (وافق على), folded: never the word itself that another one is linked to.
_PREPOSITIONS = frozenset("علي في من الي عن ان".split())


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


@dataclass(frozen=True)
class Pair:
    """A statement and its rendering, links masked, with their word links. Offsets are into either text."""

    english: str
    arabic: str
    link: Link

    @cached_property
    def english_words(self) -> list[str]:
        """The statement's words in lower case, those of `link.english_words`."""
        return [self.english[start:end].lower().replace("’", "'") for start, end in self.link.english_words]

    @cached_property
    def arabic_words(self) -> list[str]:
        """The rendering's words, folded, those of `link.arabic_words`."""
        return [fold(normalize(self.arabic[start:end]).text) for start, end in self.link.arabic_words]

    def english_at(self, offset: int) -> int | None:
        """Which English word ends behind an offset; None behind the last."""
        return next((i for i, (_, end) in enumerate(self.link.english_words) if end > offset), None)

    def similarity(self, english: int, arabic: int) -> float:
        """Cosine of two words."""
        return float(self.link.similarity[english, arabic])

    def counterpart(self, english: int) -> int | None:
        """The Arabic word linked to an English one, else the closest, never a preposition; None if there is none."""
        words = [i for i, word in enumerate(self.arabic_words) if word not in _PREPOSITIONS]
        if not words:
            return None
        linked = max(words, key=lambda i: self.link.strength[english, i])
        if self.link.strength[english, linked] >= LINKED:
            return linked
        return max(words, key=lambda i: self.link.similarity[english, i])


def prefer(pair: Pair, edits: Sequence[Edit], contrast: Contrast, encoder: SentenceEncoder) -> list[Preference]:
    """One preference an edit, in order."""
    english, arabic = pair.english, pair.arabic
    decoded = contrast.log_probabilities(arabic, [english, *(e.text for e in edits)])
    arabic_row, english_row, *rows = encoder.encode([arabic, english, *(e.text for e in edits)])
    units = _clauses(english)
    arabic_rows = encoder.encode([arabic, *(arabic[c.start : c.end] for c in _clauses(arabic))])
    found = []
    for edit, score, row in zip(edits, decoded[1:], rows, strict=True):
        unit = next((u for u in units if u.start <= edit.start < u.end), Segment(0, len(english)))
        end = len(edit.text) - (len(english) - unit.end)
        ours, theirs = encoder.encode([english[unit.start : unit.end], edit.text[unit.start : end]])
        closest = arabic_rows[int((arabic_rows @ ours).argmax())]
        margin = max(-MOST_MARGIN, min(MOST_MARGIN, decoded[0] - score))
        found.append(Preference(margin, float(arabic_row @ (english_row - row)), float(closest @ (ours - theirs))))
    return found


def _clauses(text: str) -> list[Segment]:
    return [clause for sentence in split_sentences(text) for clause in split_clauses(text, sentence)]

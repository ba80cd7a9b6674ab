"""Negations of the Arabic that answer none of the statement's: does it deny there what the statement affirms?

The negation check asks wherever the English could take a "not"; this asks wherever the Arabic has one to spare. It is
taken out (arabic_edits.py), and a small logistic model, fitted by bench/fit/negation.py, weighs how much likelier that
makes the statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from iqtibas.align.ledger.negation.arabic_edits import affirmed, gains
from iqtibas.align.ledger.negation.particles import Negations
from iqtibas.align.ledger.pair import Pair
from iqtibas.models import Contrast
from iqtibas.models.word_links import LINKED

# Words behind a negation, one of which must render a word of the statement: a sentence that the Arabic adds denies
# nothing that is said, and is told as an addition.
SCOPE = 3
# More of them than this is no statement that can be judged.
MOST_DENIALS = 4
# These also deny nouns and adjectives, where English has a word of its own: غير لائق, unfit.
_NOMINAL = ("غير", "عدم", "دون")
# These strengthen another negation and deny nothing themselves.
_EMPHATIC = frozenset({"ابدا", "مطلقا", "قط"})


class DenialSignals(NamedTuple):
    """What speaks for an Arabic negation that answers none denying what the statement affirms."""

    affirmed: float
    """Nats by which the statement is likelier once the negation is taken out of the Arabic."""
    decoded: float
    """The least nats by which the statement is likelier than any edit of it with one more negation; 0 without edits."""
    similarity: float
    """Best cosine of the negation with an English word."""
    nominal: float
    """1 for a negation that also denies nouns and adjectives, where English has a word of its own; else 0."""


def affirmed_gains(negations: Negations, contrast: Contrast) -> dict[int, float]:
    """Arabic negation that answers none → nats that the statement gains once it is gone; the first MOST_DENIALS."""
    spare = [i for i in negations.free if _denies(negations, i)][:MOST_DENIALS]
    texts = [affirmed(negations.pair, i) for i in spare]
    return dict(zip(spare, gains(negations.pair, texts, contrast), strict=True))


def _denies(negations: Negations, at: int) -> bool:
    """Whether a negation is a particle of grammar that denies, on its own, something of the statement."""
    plain = negations.arabic[at] == 1 and at not in negations.twice
    pair = negations.pair
    return plain and pair.arabic_words[at] not in _EMPHATIC and what_is_denied(pair, at) is not None


def what_is_denied(pair: Pair, at: int) -> tuple[int, int] | None:
    """The English and the Arabic word of the first link among the SCOPE words behind the Arabic word `at`, if any."""
    strength = pair.link.strength
    if not strength.size:
        return None
    behind = range(at + 1, min(at + 1 + SCOPE, len(pair.arabic_words)))
    return next(((int(strength[:, i].argmax()), i) for i in behind if strength[:, i].max() >= LINKED), None)


def denial_signals(negations: Negations, spare: Mapping[int, float], margins: Sequence[float]) -> list[DenialSignals]:
    """One row a spare negation. margins: nats by which the statement beats its twins with one more "not"."""
    pair, least = negations.pair, min(margins, default=0.0)
    return [
        DenialSignals(
            gain,
            least,
            float(pair.link.similarity[:, i].max()),
            float(pair.arabic_words[i].endswith(_NOMINAL)),
        )
        for i, gain in spare.items()
    ]

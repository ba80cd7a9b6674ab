"""What the fitted models of this room are given: named numbers, in the order of their weights.

Fitted by bench/fit/quality.py and bench/fit/guard.py; the names stand in the files of the weights too.
"""

from __future__ import annotations

from typing import NamedTuple

# More contradictions of a kind than this say no more.
MOST_COUNTED = 3


class QualitySignals(NamedTuple):
    """What says how probable it is that a translation can be relied on. Pieces: of the model, with `</s>`."""

    score: float
    """The model's own score of the English: mean logarithm of its pieces' probabilities."""
    length_ratio: float
    """Logarithm of the lengths' ratio, see `guard.log_ratio`."""
    length: float
    """Logarithm of the source's pieces."""
    distinct_words: float
    """Share of the English words that are different ones, 0 to 1."""
    word_pieces: float
    """English pieces per English word."""
    source_word_pieces: float
    """The source's pieces per its words."""
    source_piece_pieces: float
    """Logarithm of English pieces per piece of the source."""
    notes: float
    """Weight of the guard's notes, at most 8, see `guard.weight`."""
    similarity: float
    """Cosine of the sentence vectors of source and English."""
    numbers: float
    """Quantities that the two say differently, at most MOST_COUNTED; see `contradictions`, so for the next four."""
    denied: float
    """1 if one side alone has a negation, else 0."""
    added_places: float
    """Countries and cities that the source does not name, at most MOST_COUNTED."""
    lost_places: float
    """Countries that the English does not name, at most MOST_COUNTED."""
    repeated: float
    """Words that come at once again, at most MOST_COUNTED."""


class OmissionSignals(NamedTuple):
    """What says that a clause of the source is missing from its English. The clause: that which is likeliest missing.

    Log-probabilities are of the English given the source by the embedded model, in nats; similarities are cosines of
    sentence vectors.
    """

    length_ratio: float
    """Logarithm of the lengths' ratio, see `guard.log_ratio`."""
    decoded: float
    """What the log-probability gains if the clause is left out, between two bounds."""
    nearer: float
    """What the similarity gains by that."""
    length_ratio_without: float
    """`length_ratio` without the clause."""
    similarity: float
    """Of the whole source and the English."""
    length: float
    """Logarithm of 1 + the source's code points."""

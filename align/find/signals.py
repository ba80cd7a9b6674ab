"""What the matcher's models are given: the signals of a candidate stretch, one named number each.

The cheap model makes a shortlist on `CheapSignals`; the full one decides on `FULL_SIGNALS`: these, `WordSignals`, the
habit of the article, and products. What each is worth is
measured by bench/fit/aligner.py; docs/decisions/0006 tells which were left out.
"""

from __future__ import annotations

from typing import NamedTuple


class CheapSignals(NamedTuple):
    """What sentence vectors, position and plain text say of a stretch. A flag is 1 or 0; cosines are of vectors."""

    similarity: float
    """Cosine with the statement."""
    margin: float
    """That, over the best cosine of a stretch that does not overlap it."""
    part: float
    """Best cosine of the statement's sentences, over that of the whole."""
    inside: float
    """How much better the best stretch inside it fits, as a cosine; 0 if there is none."""
    wider: float
    """How much better the best stretch around it fits, as a cosine; 0 if there is none."""
    length_off: float
    """Absolute logarithm of its length over the usual one for the statement, in code points."""
    whole: float
    """Flag: it fills its block."""
    quoted: float
    """Flag: quotation marks stand around it."""
    cued: float
    """Flag: a cue or a lead stands right before it."""
    title: float
    """Flag: it is in the first block."""
    near: float
    """1 over its distance from the embed in blocks; 0 where the statement has no place."""
    beside: float
    """Flag: it is in a block next to the embed."""
    introduced: float
    """Flag: it is in the block under the embed, behind a cue."""
    numbers_unshared: float
    """Numbers in digits that only one side has, at most 3."""
    latin_shared: float
    """Words in Latin letters that both have, at most 3."""
    reported: float
    """Flag: it begins behind a word of reporting and its إن or أن."""
    cut: float
    """Ends of it inside a sentence, 0 to 2."""
    sentences: float
    """Sentences that it lies in beyond the first, at most 3."""
    sentences_off: float
    """Difference from the number of the statement's sentences."""


class WordSignals(NamedTuple):
    """What contextual word states say of a stretch. Cosines are of words; links see `models.word_links.Link`."""

    context_margin: float
    """Cosine of the statement with the sentences that it lies in, over the best stretch that does not overlap it."""
    covered_margin: float
    """`covered`, over the best stretch that does not overlap it."""
    covered: float
    """Mean of the English words' best cosines."""
    mutual: float
    """Share of Arabic words that are the best counterpart of their own best counterpart."""
    arabic_covered: float
    """Mean of the Arabic words' best cosines."""
    matched: float
    """Sum of the Arabic words' best cosines, per English word."""
    words: float
    """Arabic words per English word."""
    gain_outside: float
    """Mean cosine that the English words would gain by the rest of the sentences that it lies in."""
    edge_in: float
    """Mean of the best cosines of its first three words or of its last, whichever is lower."""
    edge_out: float
    """Mean of the best cosines of the three words before it or behind it, whichever is higher."""
    linked: float
    """Share of English words that are linked."""
    linked_half: float
    """That share in the half of the statement, in a row, where it is highest."""
    linking_half: float
    """Share of Arabic words that are linked in the half of the stretch where it is highest."""


# What the hidden units of the full model are spared to find out: a block that holds more than the rendering, marks
# that stand around it, a boundary that the words beside it speak against.
CROSSED: tuple[tuple[str, ...], ...] = (
    ("whole", "quoted"), ("whole", "cued"), ("whole", "beside"), ("quoted", "beside"), ("quoted", "cued"),
    ("cued", "beside"), ("introduced", "whole"), ("whole", "quoted", "cued"), ("whole", "sentences"),
    ("quoted", "sentences"),
    ("whole", "covered"), ("quoted", "covered"), ("whole", "similarity"), ("beside", "similarity"),
    ("cut", "cut"), ("cut", "reported"), ("cut", "gain_outside"), ("cut", "edge_out"),
    ("habit", "whole"), ("habit", "quoted"), ("habit", "cut"),
    ("habit", "whole", "quoted"), ("habit", "whole", "beside"),
)  # fmt: skip
CHEAP_SIGNALS, WORD_SIGNALS = CheapSignals._fields, WordSignals._fields
FULL_SIGNALS = (*CHEAP_SIGNALS, *WORD_SIGNALS, "habit", *("*".join(names) for names in CROSSED))
"""Those of the full model. habit: see `align.find.evidence.habits`."""

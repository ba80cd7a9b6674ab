"""What says whether a unit (`align.find.units`) renders a statement, one named number each.

A first model labels every unit by itself on `UnitSignals`; a second one sees what the first made of the others, too
(`LabelSignals`); a third says on `RenderedSignals` whether what was put together renders the statement at all. Flags
are 1 or 0, cosines and links are of words (`models.word_links`).
"""

from __future__ import annotations

from typing import NamedTuple


class UnitSignals(NamedTuple):
    """What words, places and other statements say of one unit."""

    best: float
    """Mean of its words' best cosines with words of the statement."""
    low: float
    """That of the third of its words that fit worst."""
    linked: float
    """Share of its words that are linked, all sentences of the shortlist competing."""
    strength: float
    """Mean strength of their best links."""
    own_linked: float
    """`linked`, where only its sentence competes."""
    own_strength: float
    """`strength`, where only its sentence competes."""
    won: float
    """Share of the statement's words that fit no other unit better."""
    won_a_word: float
    """Those words for each of its own."""
    english_linked: float
    """Share of the statement's words that are linked to it, where only its sentence competes."""
    english_strength: float
    """Mean strength of these words' best links."""
    share: float
    """Probability that the matcher gives to stretches that hold it."""
    given: float
    """That, if the statement is rendered."""
    relative: float
    """`share`, as part of the highest one of a unit."""
    likeliest: float
    """Flag: it is in the matcher's likeliest stretch."""
    chosen: float
    """Flag: it is in the stretch that the statement was given, others having chosen too."""
    chosen_whole: float
    """Flag: that stretch fills its block."""
    chosen_quoted: float
    """Flag: quotation marks stand around that stretch."""
    chosen_cued: float
    """Flag: a cue or a lead stands right before that stretch."""
    gain: float
    """Mean cosine that the statement's words gain by it, over the other units of the likeliest stretches."""
    gain_linked: float
    """Mean strength of links that they gain."""
    left: float
    """1 - the mean best cosine of the statement's words in those others."""
    left_linked: float
    """Share of the statement's words that are not linked there."""
    words: float
    """Logarithm of 1 + its words."""
    ratio: float
    """Its words, for each of the statement."""
    trimmed: float
    """Flag: it lost words at its beginning that render nothing."""
    told: float
    """Flag: the article tells it, nobody is said to say it."""
    said: float
    """Flag: somebody says it."""
    before: float
    """Flag: it leads into speech."""
    behind: float
    """Flag: it is a source behind what is said."""
    quoted: float
    """Flag: it is in quotation marks."""
    heading: float
    """Flag: it is in a heading."""
    title: float
    """Flag: it is in the first block."""
    same_sentence: float
    """Flag: it is in the sentence of the likeliest unit."""
    same_quotation: float
    """Flag: it is in the quotation of the likeliest unit."""
    same_block: float
    """Flag: it is in the block of the likeliest unit."""
    next_sentence: float
    """Flag: it is in the sentence before or behind that of the likeliest unit."""
    after: float
    """Flag: it stands behind the likeliest unit."""
    distance: float
    """Logarithm of 1 + the units between it and the likeliest one."""
    same_role: float
    """Flag: it has the role of the likeliest unit."""
    previous: float
    """Flag: a unit of its block was looked at right before it."""
    previous_best: float
    """`best` of that unit; the usual value if there is none."""
    previous_linked: float
    """Its `linked`."""
    previous_own: float
    """Its `own_linked`."""
    previous_given: float
    """Its `given`."""
    led: float
    """Flag: it leads into this one."""
    following: float
    """Flag: a unit of its block was looked at right behind it."""
    following_best: float
    """`best` of that unit; the usual value if there is none."""
    following_linked: float
    """Its `linked`."""
    following_own: float
    """Its `own_linked`."""
    following_given: float
    """Its `given`."""
    sourced: float
    """Flag: it is a source of this one."""
    claimed: float
    """Highest `share` of another statement."""
    over_best: float
    """`best`, over the highest of another statement, or over the usual one."""
    over_linked: float
    """`linked`, over the highest of another statement."""
    numbers_shared: float
    """Numbers in digits that the statement has too, at most 2."""
    numbers_other: float
    """Numbers in digits that it has not, at most 2."""
    odds: float
    """Log odds of "rendered here" by the matcher."""


class LabelSignals(NamedTuple):
    """What the first labels of all units say of one."""

    label: float
    """Its own probability."""
    logit: float
    """The logit of that, softened."""
    previous: float
    """Probability of the unit before it in its block, 0 if there is none."""
    following: float
    """That of the unit behind it."""
    highest: float
    """Highest probability of another unit."""
    others: float
    """Sum of the others' probabilities."""
    gain: float
    """Mean cosine that the statement's words gain by it, others counting as far as they are probable."""
    gain_linked: float
    """Mean strength of links that they gain."""
    left: float
    """1 - their mean best cosine in the others."""
    left_linked: float
    """Share of them that is hardly linked there."""
    between: float
    """Product of the probabilities of its neighbours."""
    inner: float
    """The lower one of these, for what leads into speech."""
    inner_short: float
    """That, if it has at most four words."""
    leading: float
    """Probability of the unit behind it, for what leads into speech."""


class RenderedSignals(NamedTuple):
    """What the units that were put together say of "rendered here". Means are by words of these units."""

    odds: float
    """Log odds of the matcher, with its second look."""
    first_odds: float
    """Log odds of the matcher alone."""
    label: float
    """Logit of the highest label, softened."""
    first_label: float
    """Highest first label."""
    size: float
    """Words of all units as far as they are probable, for each word of the statement."""
    covered: float
    """Mean of the statement's words' best cosines."""
    covered_half: float
    """That of the half in a row where it is highest."""
    english_linked: float
    """Share of the statement's words that are linked."""
    english_half: float
    """That of the half in a row where it is highest."""
    english_strength: float
    """Mean strength of their best links."""
    best: float
    """Mean `UnitSignals.best`."""
    linked: float
    """Mean `UnitSignals.linked`."""
    strength: float
    """Mean `UnitSignals.strength`."""
    won_a_word: float
    """Mean `UnitSignals.won_a_word`."""
    claimed: float
    """Mean `UnitSignals.claimed`."""
    over_best: float
    """Mean `UnitSignals.over_best`."""
    over_linked: float
    """Mean `UnitSignals.over_linked`."""
    numbers: float
    """Numbers in digits that both have, less those that only the units have."""
    words: float
    """Logarithm of 1 + the statement's words."""
    same_block: float
    """Mean `UnitSignals.same_block`."""


UNIT_SIGNALS = UnitSignals._fields
LABEL_SIGNALS = (*UNIT_SIGNALS, *(f"label_{name}" for name in LabelSignals._fields))
RENDERED_SIGNALS = RenderedSignals._fields

"""How grave a finding is: every severity and every threshold that grades one, with what it means.

A severity is 0 to 1, how sure the ledger is that what was said was changed. Findings of a fitted model have its
probability; its cut stands with its weights, in the JSON beside the check. The other numbers are here.
"""

from __future__ import annotations

from types import MappingProxyType

DECISION_THRESHOLD = 0.7
"""From here on a change alone makes a rendering "altered"; below it is a remark, and changes no verdict."""
REMARK = 0.65
"""At most, for a change that the verdict does not follow."""

NUMBER_CHANGED = 0.95
"""A number on each side that the other has not: the share of real changes among such findings, rounded down to a
twentieth, as the next two (bench/measure/number_check.py: .99, .74, .69)."""
QUANTITY_CHANGED = 0.85
"""The same with another unit, bound, rate, weekday or word for how many: the share of real changes among such findings
on renderings as editors write them is .92 on our own pairs, less on fewer (bench/measure/number_check.py)."""
CERTAIN = 0.95
"""From here on a changed number or name is certain enough to outrank the fitted verdict."""
CONTRADICTED = 0.85
"""At least so likely is a rendering altered in which such a number or name stands: of the rows of bench/fit/verdict.py
75 of 83 with such a number were, and 38 of 42 with such a name."""
NUMBER_LEFT_OUT = 0.7
"""A number that only the statement has."""
NUMBER_ADDED = 0.65
"""A number that only the Arabic has: often a date in brackets or an age that the outlet adds, so a remark."""

RIVAL_NAMED = 0.95
"""At least, where the Arabic names the other Korea, Sudan, …: both at once are rare in a statement, and one for the
other is the error that outlets make. A rule, no fit."""
SPEAKER_IN_VERB = 0.6
"""At most, where a name only says who spoke and the Arabic leaves that to its verb."""

OPPOSITE_BY_WORDS = 0.5
"""Probability from which a linked word for the opposite decides alone; chosen, not fitted: bench/fit/polarity.py counts
what it accuses."""

TRANSLATION_SHIFT = 0.65
"""At most, for a modality that translators change without changing what is said ("plan to" → "will")."""
HEDGE_ADDED = 0.8
"""A plain hedge of the Arabic that the statement has no word for. One in a thousand clean pairs of
bench/fit/modality.py has one, and nearly half of those whose English word is taken away."""
HEDGE_OF_REPORT = 0.6
"""At most, for such a hedge in what is not quoted: the outlet may have added words of its own."""

QUOTATION_CONTINUES = 0.7
"""A quotation with one more sentence behind the rendering. Of eight in held-out alignments of QuoteBench and its freer
layouts, five are additions and one is a faithful rendering; those that go on for longer say less."""

INDIRECT_IN_MARKS = 0.6
"""Reported speech in quotation marks. This and the next two are remarks: none says that the words differ."""
OTHER_SPEAKER = 0.6
"""The Arabic gives the statement to another office or person."""
BROKEN_MARKS = 0.4
"""Quotation marks that do not match."""

SURE = MappingProxyType({"faithful": 0.0, "partial": 0.7, "altered": 0.8})
"""How sure a rendering must be for what a check against statements says of it. Of 17 passages with a confidence of .6
to .7, the statement is rendered in 10, of 34 with .7 to .8 in 31 (with the right ends in 23), of 77 with .8 to .9 in 76
(70): cross-validated decisions of bench/fit/check.py fit. That a passage differs speaks against it."""
POSSIBLE = 0.2
"""From so likely a rendering on a check says of a passage that is too unsure to be judged: look."""

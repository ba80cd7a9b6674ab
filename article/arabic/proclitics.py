"""What Arabic writes in one with the word behind it: a conjunction, a preposition, the article, in this order.

و and ف; ب, ك and ل; ال, which ل turns into لل (Ryding, A Reference Grammar of Modern Standard Arabic, 2005, chapter 7).
Words are compared without them; that what is left is a word is for the reader to know.
"""

from __future__ import annotations

CONJUNCTIONS, PREPOSITIONS, ARTICLE = "وف", "بكل", "ال"

PROCLITIC = f"[{CONJUNCTIONS}]?(?:[{PREPOSITIONS}]|[بك]?{ARTICLE}|لل)?"
"""A pattern for all that may stand before a noun, nothing included."""
PROCLITIC_OR_FUTURE = f"[{CONJUNCTIONS}]?(?:[س{PREPOSITIONS}]|[بك]?{ARTICLE}|لل)?"
"""The same with the سـ of the future, for where a word may be a verb."""
PROCLITICS = (
    "",
    *("و", "ف", "ب", "ل", "ك", "ال", "لل"),
    *("وب", "ول", "وك", "فب", "فل", "فك"),
    *("وال", "فال", "بال", "كال", "ولل", "فلل", "وبال", "وكال", "فبال", "فكال"),
)
"""All that `PROCLITIC` matches, in the order in which a reader takes them off: as little as will do."""
LONGEST_PROCLITIC = max(map(len, PROCLITICS))

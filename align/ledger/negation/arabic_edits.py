"""The Arabic changed in one place: a negation taken out of it.

The other way round than `negation_edits`: the statement stays as it is, and the question is whether it fits the
rendering better once that denies less. No place is needed in the English where a "not" could stand, so this reaches
verbs without an auxiliary, passives, nouns and adjectives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from iqtibas.align.ledger.edits import MOST_MARGIN
from iqtibas.align.ledger.pair import Pair
from iqtibas.models import Contrast

# What is written in one with a negation, and the negation.
_NEGATION = re.compile(r"(?P<head>[وف]?[بلم]?)(?P<particle>لا|لن|لم|ليس\w*|لست|لسنا|غير|دون|عدم|كلا)")
# What the jussive behind لم says without it; other verbs stay as they are, which a model understands.
_BEHIND_LAM = {
    "يكن": "كان",
    "تكن": "كانت",
    "يكونوا": "كانوا",
    "اكن": "كنت",
    "نكن": "كنا",
    "يتم": "تم",
    "تتم": "تمت",
}


def affirmed(pair: Pair, at: int) -> str:
    """The Arabic without the negation that is its word `at`: لم يكن → كان, ولن يفعل → وسيفعل, بعدم الراحة → بالراحة."""
    found = _NEGATION.fullmatch(pair.arabic_words[at])
    arabic, (start, end) = pair.masked_arabic, pair.link.arabic_words[at]
    if found is None or at + 1 == len(pair.arabic_words):
        return arabic[:start] + arabic[end:].lstrip()
    first, last = pair.link.arabic_words[at + 1]
    if found["particle"] == "دون" or found[0].endswith("بلا"):
        joined = "و" if found[0].startswith("و") else ""
        return f"{arabic[:start]}{joined}مع{arabic[end:]}"
    behind = _without(found, arabic[first:last], pair.arabic_words[at + 1])
    return arabic[:start] + found["head"] + behind + arabic[last:]


def _without(negation: re.Match[str], word: str, key: str) -> str:
    """The word behind a negation as it stands without one. key: the word, folded."""
    if negation["particle"] == "لم":
        return _BEHIND_LAM.get(key, word)
    if negation["particle"] == "لن" and key[0] in "يتنا":
        return f"س{word}"
    if negation["head"].endswith("ل") and key.startswith("ال"):
        return f"ل{word[2:]}"  # لعدم التوصل → للتوصل
    return word


def gains(pair: Pair, texts: Sequence[str], contrast: Contrast) -> list[float]:
    """By how many nats each changed Arabic text makes the statement likelier, at most MOST_MARGIN either way."""
    if not texts:
        return []
    base, *changed = contrast.log_probabilities_given([pair.masked_arabic_reading, *texts], pair.masked_english)
    return [max(-MOST_MARGIN, min(MOST_MARGIN, score - base)) for score in changed]

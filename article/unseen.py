"""Notes on what a text has that no reader sees, where it is more than the plumbing of ordinary writing.

Direction marks, joiners within Arabic and emoji, soft hyphens and what stands between words are ordinary; a filler, a
tag or a joiner within a word, a number or a name hides from programs what the eye reads.
"""

from __future__ import annotations

import re
from collections import Counter

from iqtibas.article.characters import ARABIC_SCRIPT, DIRECTION_CONTROLS, INVISIBLE
from iqtibas.article.visible import visible

MOST_NAMED = 3
"""Code points that a note names."""
_RUN = re.compile(f"[{INVISIBLE}]+")
_DIRECTION = re.compile(f"[{DIRECTION_CONTROLS}]")
_ORDINARY = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAG = re.compile("[\U000e0020-\U000e007f]")
_FLAG = "\U0001f3f4"
_ARABIC = re.compile(f"[{ARABIC_SCRIPT}]")
# Scripts that are written with selectors and fillers of their own: Mongolian, Hangul, Han.
_WITH_SELECTORS = re.compile("[\u1100-\u11ff\u1800-\u18af\u3400-\u9fff\uac00-\ud7ff]")


def unseen_notes(text: str) -> tuple[str, ...]:
    """What a reader of the results should know of invisible and posing characters in a text; none for ordinary ones."""
    odd = Counter(sign for run in _RUN.finditer(text) for sign in _odd(text, run.start(), run.end()))
    notes = []
    if odd:
        named = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(odd)[:MOST_NAMED])
        named += ", …" if len(odd) > MOST_NAMED else ""
        notes.append(f"{odd.total()} invisible character(s) read through ({named})")
    if posing := visible(text).posing:
        notes.append(f"{posing} letter(s) of other alphabets that look like Latin ones, read as those")
    return tuple(notes)


def _odd(text: str, start: int, end: int) -> list[str]:
    """The signs of a run of invisible ones that ordinary writing does not have there."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    inside = before.isalnum() and behind.isalnum()
    arabic = _ARABIC.match(before) is not None and _ARABIC.match(behind) is not None
    return [sign for sign in text[start:end] if not _is_ordinary(sign, before, behind, inside=inside, arabic=arabic)]


def _is_ordinary(sign: str, before: str, behind: str, *, inside: bool, arabic: bool) -> bool:
    """inside: the run stands between two letters or digits. arabic: both are of the Arabic script."""
    if _DIRECTION.match(sign):
        return True
    if sign in _ORDINARY:
        latin = before.isalpha() and behind.isalpha() and not arabic
        return not inside or (arabic and sign in "\u200c\u200d") or (latin and sign == "\u00ad")
    if _WITH_SELECTORS.match(before):
        return True
    if _SELECTORS.match(sign):
        return not before.isalnum() or behind == "\u20e3"
    return before == _FLAG and _TAG.match(sign) is not None

"""In which language a line or a statement is, by its script and the commonest words."""

from __future__ import annotations

import re

from iqtibas.article.arabic.letters import arabic_words, is_arabic, normalize, script_share
from iqtibas.article.links import mask_links
from iqtibas.article.marks import pair_marks

ENGLISH_WORDS = frozenset(
    "the a an and or but of to in on at for from with by as is are was were be been has have had will would "
    "not that this these it its we our you your he his she her they their who which i can must".split()
)
OTHER_LATIN_WORDS = frozenset(
    "le la les des du et est dans une pour que qui sur avec el los las y en por una con del der die das und "
    "ist nicht mit ein eine von zu den ve bir için".split()
)

# An Arabic line that goes on in Latin letters behind its colon: نشر المقال بعنوان: Why the Valley Is Dry.
_ANNOUNCED = re.compile(r"[^A-Za-z:]*:[ \t\u00a0]*(?=[A-Za-z])")

# Of a line's words so many may be foreign names for one that is Arabic.
MOST_FOREIGN = 8


def language_of(text: str) -> str:
    """ "ar", "en" or "und", by script and the commonest words; Latin without any of them counts as English."""
    if is_arabic(text):
        return "ar"
    english, other = common_words(text)
    return "en" if script_share(text).latin > 0.5 and english >= other else "und"


def common_words(text: str) -> tuple[int, int]:
    """How many of the commonest words of English, and of other languages in Latin script, are in a text."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(w in ENGLISH_WORDS for w in words), sum(w in OTHER_LATIN_WORDS for w in words)


def reads_arabic(text: str) -> bool:
    """Whether a line is Arabic: by most of its letters, or by its words though names in Latin letters are longer.

    Links, handles, hashtags and what is quoted in Latin letters count nothing. English and its like are told by the
    words that any sentence of theirs has; names have none.
    """
    if is_arabic(text):
        return True
    words = arabic_words(text)
    if not words:
        return False
    own = without_foreign_quotations(mask_links(text))
    words = arabic_words(own)
    return words > sum(common_words(own)) and MOST_FOREIGN * words >= len(own.split())


def foreign_quotations(text: str) -> list[tuple[int, int]]:
    """Offsets of the marks around each outermost quotation in Latin letters, and, where such letters are all that
    follows the colon of an Arabic line, of the first and the last of them. Both are part of it."""
    view = normalize(text)
    found: list[tuple[int, int]] = []
    for opens, closes in pair_marks(view.text):
        if closes is not None and script_share(view.text[opens:closes]).latin > 0.5:
            start, end = view.offsets[opens], view.offsets[closes]
            if not found or start > found[-1][1]:
                found.append((start, end))
    head = _ANNOUNCED.match(text)
    if head and arabic_words(head.group()) and not arabic_words(text[head.end() :]):
        found = [own for own in found if own[1] < head.end()] + [(head.end(), len(text.rstrip()) - 1)]
    return found


def without_foreign_quotations(text: str) -> str:
    """The text with `foreign_quotations` blanked; the same length."""
    for start, end in foreign_quotations(text):
        text = text[:start] + " " * (end + 1 - start) + text[end + 1 :]
    return text

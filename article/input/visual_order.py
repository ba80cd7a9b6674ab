"""Arabic that is stored as the eye sees it, from left to right, and not as it is read: out of PDFs and old systems.

That is an encoding, and is taken off like one: the text of the article is in logical order, with a note. Told by
what no Arabic word begins or ends with: ta marbuta stands first in none, and few end in the article turned round.
"""

from __future__ import annotations

import re
import unicodedata

from iqtibas.article.arabic.letters import normalize
from iqtibas.article.characters import ARABIC_LETTERS, LINE_ENDS

NOTE = "its Arabic was stored in visual order (letters from left to right) and was turned round"
WORDS_NOTE = "the letters of its Arabic words were stored in visual order and were turned round"
MOST_LOOKED_AT = 20_000
"""Code points that are looked at: enough for certainty."""
FEWEST_SIGNS = 3
_WORD = re.compile(f"[{ARABIC_LETTERS}]{{3,}}")
_LINE = re.compile(f"[^{LINE_ENDS}]+")
_TURNED = re.compile(r"(?:ة\w+|\w+(?:لا|لاو|لاب|لاف))")
_STRAIGHT = re.compile(r"(?:\w+ة|(?:ال|وال|بال|فال)\w+)")
# What runs from left to right within a line: numbers with their signs, words and addresses in Latin letters.
_RUN = r"[A-Za-z0-9\u0660-\u0669@#][\w@#$€£%&+=.,:/?'’~-]*"
_LEFT_TO_RIGHT = re.compile(rf"{_RUN}(?: +{_RUN})*", re.ASCII)
_YEAR, _YEAR_TURNED = re.compile(r"\b(?:19|20)\d\d\b"), re.compile(r"\b\d\d(?:91|02)\b")
_MIRRORED = str.maketrans("()[]{}«»“”‘’‹›<>", ")(][}{»«”“’‘›‹><")
_OPENING, _CLOSING = "([{«“‹", ")]}»”›"


def logical_order(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in the order in which it is read, and a note if that is another than it had. Lines keep their length."""
    words = _WORD.findall(_base(text[:MOST_LOOKED_AT]))
    turned = sum(_TURNED.fullmatch(word) is not None for word in words)
    straight = sum(_STRAIGHT.fullmatch(word) is not None for word in words)
    impossible = any(word.startswith("ة") for word in words)
    if not impossible or turned < FEWEST_SIGNS or turned <= 3 * straight:
        return text, ()
    lines = _LINE.findall(text)
    ends_first = sum(line.strip()[:1] in ".،؛؟!" for line in lines) + sum(line.strip()[:1] in ")»”" for line in lines)
    ends_last = sum(line.strip()[-1:] in ".،؛؟!" for line in lines)
    if ends_last > ends_first:
        return _turned_words(text), (WORDS_NOTE,)
    numbers_too = _YEAR_TURNED.search(text) is not None and _YEAR.search(text) is None
    return _LINE.sub(lambda line: _turned_line(line.group(), numbers_too=numbers_too), text), (NOTE,)


def _base(text: str) -> str:
    """Presentation forms, as PDFs have them, as the letters that they show."""
    return normalize(unicodedata.normalize("NFKC", text)).text


def _turned_words(text: str) -> str:
    return re.sub(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+", lambda word: _turned_word(word.group()), text)


def _turned_word(word: str) -> str:
    """A word from its last letter to its first, signs at its edges left where they are."""
    core = word.strip("،؛؟۔")
    if not core:
        return word
    at = word.index(core)
    return word[:at] + core[::-1] + word[at + len(core) :]


def _turned_line(line: str, *, numbers_too: bool) -> str:
    """A line from its last code point to its first. numbers_too: what runs from left to right was turned as well."""
    if not re.search(f"[{ARABIC_LETTERS}\ufb50-\ufdff\ufe70-\ufefc]", line):
        return line
    turned = line[::-1] if numbers_too else _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], line[::-1])
    opens = next((sign for sign in turned if sign in _OPENING + _CLOSING), "")
    return turned.translate(_MIRRORED) if opens and opens in _CLOSING else turned

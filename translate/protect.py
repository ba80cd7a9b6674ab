"""What passes through a translation as it is: links, handles, hashtags, e-mail addresses and emoji.

A small model cannot be trusted to copy them. The text between them is translated in parts of its own, and they stand
between the parts as they stood in the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from iqtibas.article.arabic.letters import script_share
from iqtibas.article.links import LINK, SCHEMELESS_LINK

_EMOJI = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934-\u2b55"
    "\U0001f000-\U0001faff]"
)
_TOKEN = re.compile(
    rf"{LINK.pattern}|{SCHEMELESS_LINK.pattern}"
    r"|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
    r"|(?<![A-Za-z0-9_@.])@[A-Za-z0-9_]{1,30}"
    r"|(?<![A-Za-z0-9_&#])#[\w\u064b-\u065f\u0670]{1,100}"
    rf"|{_EMOJI}[\u200d\ufe0e\ufe0f\U0001f000-\U0001faff\u2600-\u27bf]*"
)
# Latin words in a row are English already, or a title; a small model spells them anew.
_LATIN = re.compile(r"(?<!\w)[A-Za-z][!-~À-ɏ’]{0,60}(?:[ ][A-Za-z][!-~À-ɏ’]{0,60}){1,300}")
# What stands alone between two tokens is not worth a model.
_ENGLISH_MARKS = str.maketrans("،؛؟٪", ",;?%")


class TextPart(NamedTuple):
    """A run of a text. kept: it comes through as it is; otherwise it is to be translated."""

    text: str
    kept: bool


def protected(text: str) -> list[str]:
    """The links, handles, hashtags, e-mail addresses and emoji of a text, in order."""
    return [match.group() for match in _TOKEN.finditer(text)]


def text_parts(text: str) -> list[TextPart]:
    """A text cut around what is protected. What has no Arabic letter is kept, marks alone as English writes them."""
    found, position = [], 0
    for match in _TOKEN.finditer(text):
        found += _between(text[position : match.start()])
        found.append(TextPart(match.group(), True))
        position = match.end()
    return found + _between(text[position:])


def _between(text: str) -> list[TextPart]:
    """The parts of a text without tokens: Latin words in a row, marks, and what is to be translated."""
    found, position = [], 0
    for match in _LATIN.finditer(text):
        found += [text[position : match.start()], match.group()]
        position = match.end()
    found.append(text[position:])
    kept = [script_share(part).arabic == 0 for part in found]
    return [TextPart(p.translate(_ENGLISH_MARKS) if k else p, k) for p, k in zip(found, kept, strict=True) if p]


def join_parts(own: Sequence[TextPart], english: Sequence[str]) -> str:
    """The parts with English in place of those not kept, spaced as the source is. english: one for each of these."""
    made = iter(english)
    text = "".join(part.text if part.kept else _spaced_as(part.text, next(made)) for part in own)
    return " ".join(text.split())


def _spaced_as(source: str, english: str) -> str:
    before = " " if source[:1].isspace() else ""
    behind = " " if source[-1:].isspace() else ""
    return f"{before}{english.strip()}{behind}"


def restore(english: str, normalized: str, source: str) -> str:
    """The English of a normalised source with the tokens as the source has them (joiners, digits, tatweel)."""
    read, written = protected(normalized), protected(source)
    if read == written or len(read) != len(written):
        return english
    pieces, position = [], 0
    for old, new in zip(read, written, strict=True):
        at = english.find(old, position)
        if at >= 0:
            pieces += [english[position:at], new]
            position = at + len(old)
    return "".join(pieces) + english[position:]

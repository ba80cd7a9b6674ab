"""Quotation marks of a translation: one kind, and none without its partner."""

from __future__ import annotations

import re

from iqtibas.article.arabic.letters import normalize
from iqtibas.article.marks import SINGLE_MARKS, pair_marks

_DOUBLE = re.compile("[“”„‟«»″]|''|``")
# Marks that may stand behind the last word.
_LAST = re.compile(r"[\s.!?…]*\Z")


def balance_quotes(source: str, english: str) -> str:
    """The English with straight double marks, an even number of them; a quotation that the source closes is closed.

    Straight, because the reference translations that scores are taken against have no others. A lone mark gets its
    partner at the end of the text where the source's quotation ends there too, and goes otherwise.
    """
    text = _DOUBLE.sub('"', english)
    places = [m.start() for m in re.finditer('"', text) if not text[max(0, m.start() - 1)].isdigit()]
    if len(places) % 2 == 0:
        return text
    at = places[-1]
    opens = text[at + 1 : at + 2].isalnum() and not text[max(0, at - 1) : at].isalnum()
    if opens and _ends_quoted(source):
        end = _LAST.search(text)
        cut = end.start() if end else len(text)
        return f'{text[:cut]}"{text[cut:]}'
    return f"{text[:at]}{text[at + 1 :]}"


def _ends_quoted(source: str) -> bool:
    line = normalize(source).text.rstrip(" .!?؟…،")
    pairs = [pair for pair in pair_marks(line) if line[pair.open] not in SINGLE_MARKS]
    return bool(pairs) and max(pair.close if pair.close is not None else len(line) for pair in pairs) >= len(line) - 1

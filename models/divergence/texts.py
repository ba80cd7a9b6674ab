"""How the tagger reads a text: its words, without what no rendering owes the statement.

The examples that it is trained on are read by the same functions (bench/divergence).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from iqtibas.article.reading import Reading
from iqtibas.models.word_links import WORD

# Links, hashtags, emoji and counters of threads (2/5): renderings leave them out, and nothing is lost.
TRIMMINGS = re.compile(r"https?://\S+|pic\.\S+|[#@]\w+|[\U0001F000-\U0001FFFF\u2600-\u27bf\ufe0f]|\(?\b\d/\d\)?(?=\s)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text and where each stands in it: code points, end exclusive."""

    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words_of(text: str | Reading) -> Words:
    """The words of a text, as it is read without vowel signs and with lost spaces; trimmings left out."""
    plain = Reading.of(text).readable()
    blanked = TRIMMINGS.sub(lambda found: " " * len(found.group()), plain.text)
    found = list(WORD.finditer(blanked))
    return Words(tuple(m.group() for m in found), tuple(plain.to_source(m.start(), m.end()) for m in found))

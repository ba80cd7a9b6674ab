"""To whom an article gives a rendering, and which of its quotations are of a speaker whose statements are known.

A speaker is the same if the surname is spelled in the Arabic (align/ledger/names/transliteration.py), and another one
if that spells the surname of somebody else who is known: from the statements, or from the news (people.tsv). A role
alone ("the minister") tells nothing: neither side says who holds which office when.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from iqtibas.align.coverage.model import Attribution, Unsourced
from iqtibas.align.ledger.names.check import SPELLED
from iqtibas.align.ledger.quotation.surnames import spells, surname
from iqtibas.align.model import Rendering
from iqtibas.article import Quote, Segment, Span
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.gazetteer.places import people
from iqtibas.article.input.statements import Statement
from iqtibas.article.model import overlaps

# A quotation holds a rendering if this share of the shorter of the two lies in the other.
HELD = 0.5
# A quotation of fewer words is a phrase that nobody misses a source for.
FEWEST_WORDS = 5
# In nats: how surely another one's surname must be spelled. The words for roles come to 4.6 (للأمم for Lammy), spelled
# names of five letters to 6 and more (روته for Rutte). Shorter names are spelled by chance.
SURELY_SPELLED, FEWEST_LETTERS = 1.5 * SPELLED, 4
_WORD = re.compile(r"\w+")


def same_speaker(speaker: str, arabic: str, others: Iterable[str] = ()) -> bool | None:
    """Whether an Arabic text names the speaker of a statement, or somebody else; None where it does not tell.

    others: surnames of other speakers.
    """
    ours = surname(speaker)
    if not ours or not arabic:
        return None
    if spells(ours, arabic):
        return True
    return False if (_listed(arabic) | _surely(tuple(others), arabic)) - {ours} else None


@lru_cache(maxsize=4096)
def _listed(arabic: str) -> frozenset[str]:
    """The people in the news whom an Arabic speaker may be; the same few are named again and again."""
    return _surely(tuple(people()), arabic)


def _surely(names: Sequence[str], arabic: str) -> frozenset[str]:
    return frozenset(n for n in names if len(n) >= FEWEST_LETTERS and spells(n, arabic, SURELY_SPELLED))


def attribute(
    rendering: Rendering, statement: Statement, quotes: Sequence[Quote], others: Collection[str]
) -> Attribution:
    """Whose words the article says that a rendering is.

    quotes: `find_quotes` of the article. others: surnames of all speakers.
    """
    quote = max(quotes, key=lambda q: _held(q, rendering), default=None)
    if quote is None or _held(quote, rendering) < HELD:
        return Attribution("", "", direct=False, quote=None, agrees=None)
    agrees = same_speaker(statement.speaker, quote.speaker, others)
    return Attribution(quote.speaker, quote.verb, quote.direct, Segment(quote.start, quote.end), agrees)


def _held(one: Span, other: Span) -> float:
    """What share of the shorter of two spans the other has."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / max(1, min(one.end - one.start, other.end - other.start))


def find_unsourced(
    reading: ArticleReading, number: int, speakers: Iterable[str], taken: Sequence[Span]
) -> list[Unsourced]:
    """Direct quotations of the speakers that share nothing with what is taken.

    reading, number: of the article. speakers: as the statements name them. taken: renderings with known statements.
    """
    names = {name: speaker for speaker in speakers if (name := surname(speaker))}
    found = []
    for quote in reading.quotes:
        if not (quote.direct and quote.speaker) or any(overlaps(quote, span) for span in taken):
            continue
        named = next((names[name] for name in names if spells(name, quote.speaker)), "")
        if named and len(_WORD.findall(reading.article.slice(quote))) >= FEWEST_WORDS:
            found.append(Unsourced(number, quote, named))
    return found

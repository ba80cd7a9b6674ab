"""A statement and its Arabic rendering: what the ledger judges, and all that it sees.

Every offset in the ledger is a code point into `Pair.english` or `Pair.arabic`, end exclusive. Whoever makes a pair out
of an article moves the findings back to where the two stand (`align.pairs.moved`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from iqtibas.article import Segment
from iqtibas.article.arabic.letters import fold
from iqtibas.article.links import mask_links
from iqtibas.article.reading import Reading
from iqtibas.article.truecasing import truecased
from iqtibas.models.word_links import LINKED, Link

# What verbs stand with (وافق على), folded: never the word itself that another one is linked to.
_PREPOSITIONS = frozenset("علي في من الي عن ان".split())


_NOWHERE = Segment(0, 0)


class Linker(Protocol):
    """What links the words of two texts; `models.WordEncoder` is one."""

    def link(self, english: str | Reading, arabic: str | Reading) -> Link:
        """The word links of an English and an Arabic text."""


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a pair where it was found; the default is that of two texts alone.

    page: the Arabic text that the rendering stands in, or "". at: offset into `page` where `Pair.arabic` begins, so
    that an offset i into `Pair.arabic` is at + i there. main: the rendering in `page`, or its longest place if it
    stands in several. rest: the sentence that the quotation goes on with behind the rendering; None where it ends
    there. Its offsets are those of `Pair.arabic`, beyond its end. speaker: whom the page gives the quotation to, as it
    names them, or "". sources: who speaks by the words around the rendering. author: who published the statement, or
    "". post: the statement as it was published, with handle and links. direct: printed as a quotation, not as reported
    speech. reading: of the page, where it is there already.
    """

    page: str = ""
    at: int = 0
    main: Segment = _NOWHERE
    rest: Segment | None = None
    speaker: str = ""
    sources: tuple[str, ...] = ()
    author: str = ""
    post: str = ""
    direct: bool = True
    reading: Reading | None = field(default=None, repr=False, compare=False)

    @property
    def page_reading(self) -> Reading:
        """The reading of the page."""
        return self.reading or Reading(self.page)

    def slice(self, span: Segment) -> str:
        """The text of the page at offsets of `Pair.arabic`."""
        return self.page[self.at + span.start : self.at + span.end]


@dataclass(frozen=True)  # without slots, for the cached properties
class Pair:
    """An English statement and its Arabic rendering.

    Of a rendering in several places the Arabic is all of them, with blanks for what stands between. words: what links
    the words of the two; they are linked once, when a check asks. readings: of the two texts, where they are there
    already.
    """

    english: str
    arabic: str
    words: Linker = field(repr=False, compare=False)
    context: Context = Context()
    readings: tuple[Reading, Reading] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def english_reading(self) -> Reading:
        """The reading of the statement."""
        return self.readings[0] if self.readings else Reading(self.english)

    @cached_property
    def arabic_reading(self) -> Reading:
        """The reading of the rendering."""
        return self.readings[1] if self.readings else Reading(self.arabic)

    @cached_property
    def masked_english_reading(self) -> Reading:
        """The reading of `masked_english`; the same as that of the statement if nothing in it was blanked."""
        return self.english_reading if self.masked_english == self.english else Reading(self.masked_english)

    @cached_property
    def masked_arabic_reading(self) -> Reading:
        """The reading of `masked_arabic`; the same as that of the rendering if nothing in it was blanked."""
        return self.arabic_reading if self.masked_arabic == self.arabic else Reading(self.masked_arabic)

    @cached_property
    def masked_english(self) -> str:
        """The statement with links, handles and hashtags blanked, in ordinary letters; offsets are kept."""
        return truecased(mask_links(self.english))

    @cached_property
    def masked_arabic(self) -> str:
        """The rendering with links, handles and hashtags blanked; offsets are kept."""
        return mask_links(self.arabic)

    @cached_property
    def link(self) -> Link:
        """The word links of the two masked texts."""
        return self.words.link(self.masked_english_reading, self.masked_arabic_reading)

    @cached_property
    def linked_english(self) -> frozenset[tuple[int, int]]:
        """Where the English words with a link stand."""
        return frozenset(self.link.english_words[english] for english, _ in self.link.pairs)

    @cached_property
    def english_words(self) -> list[str]:
        """The statement's words in lower case, those of `link.english_words`."""
        text = self.masked_english
        return [text[start:end].lower().replace("’", "'") for start, end in self.link.english_words]

    @cached_property
    def arabic_spelled(self) -> list[str]:
        """The rendering's words, normalised, those of `link.arabic_words`."""
        return [self.masked_arabic_reading.plain(start, end) for start, end in self.link.arabic_words]

    @cached_property
    def arabic_words(self) -> list[str]:
        """The same, folded."""
        return [fold(word) for word in self.arabic_spelled]

    @cached_property
    def english_clauses(self) -> list[Segment]:
        """The clauses of the masked statement, in order."""
        return self.masked_english_reading.clauses_within()

    @cached_property
    def arabic_clauses(self) -> list[Segment]:
        """The clauses of the masked rendering, in order."""
        return self.masked_arabic_reading.clauses_within()

    def english_at(self, offset: int) -> int | None:
        """Which English word ends behind an offset; None behind the last."""
        return next((i for i, (_, end) in enumerate(self.link.english_words) if end > offset), None)

    def similarity(self, english: int, arabic: int) -> float:
        """Cosine of two words."""
        return float(self.link.similarity[english, arabic])

    def counterpart(self, english: int) -> int | None:
        """The Arabic word linked to an English one, else the closest, never a preposition; None if there is none."""
        words = [i for i, word in enumerate(self.arabic_words) if word not in _PREPOSITIONS]
        if not words:
            return None
        linked = max(words, key=lambda i: self.link.strength[english, i])
        if self.link.strength[english, linked] >= LINKED:
            return linked
        return max(words, key=lambda i: self.link.similarity[english, i])

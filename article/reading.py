"""A text that is read once: what the stages ask of it is worked out when it is first asked for, and kept.

A `Reading` is of an article's text, or of one side of a pair; it is handed from stage to stage and goes with the last
of them. The normalised view of a stretch is cut out of that of the whole. Sentences, clauses and marks are kept by the
stretch that was asked for, because a stretch is not always split as its whole is
(docs/decisions/0022-a-text-is-read-once.md). Offsets are code points into `Reading.text`, half open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from iqtibas.article.arabic.letters import Normalized, fold, normalize
from iqtibas.article.arabic.spacing import with_spaces
from iqtibas.article.arabic.speech import Token, tokenize
from iqtibas.article.marks import Quotation, pair_marks
from iqtibas.article.model import Segment, Span
from iqtibas.article.sentences import split_clauses, split_sentences

Stretch = tuple[int, int]


class Reading:
    """One text, and what was read out of it so far. Make one for each text; threads must not share it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences: dict[Stretch, Sequence[Segment]] = {}
        self._clauses: dict[Stretch, Sequence[Segment]] = {}
        self._marks: dict[Stretch, Sequence[Quotation]] = {}
        self._tokens: dict[Stretch, Sequence[Token]] = {}
        self._readable: dict[Stretch, Normalized] = {}

    @staticmethod
    def of(text: str | Reading) -> Reading:
        """The reading of a text, or the one that is there already."""
        return text if isinstance(text, Reading) else Reading(text)

    @cached_property
    def view(self) -> Normalized:
        """The whole text in its normalised form, with the way back."""
        return normalize(self.text)

    @cached_property
    def folded(self) -> str:
        """`view.text`, folded for look-up; the same length, so that `view.offsets` hold for it."""
        return fold(self.view.text)

    def normalized(self, start: int = 0, end: int | None = None) -> Normalized:
        """What `normalize(text[start:end])` gives; its offsets count from `start`."""
        own = self._stretch(start, end)
        return self.view if own == (0, len(self.text)) else self.view.part(*own)

    def plain(self, start: int = 0, end: int | None = None) -> str:
        """The text of `normalized(start, end)`, where the way back is not needed."""
        first, last = (bisect_left(self.view.offsets, at) for at in self._stretch(start, end))
        return self.view.text[first:last]

    def readable(self, start: int = 0, end: int | None = None) -> Normalized:
        """What `article.arabic.spacing.readable(text[start:end])` gives: lost spaces are back."""
        own = self._stretch(start, end)
        if own not in self._readable:
            self._readable[own] = with_spaces(self.normalized(*own))
        return self._readable[own]

    def sentences(self, start: int = 0, end: int | None = None) -> Sequence[Segment]:
        """The sentences of `text[start:end]`; see `article.sentences.split_sentences`."""
        own = self._stretch(start, end)
        if own not in self._sentences:
            self._sentences[own] = split_sentences(self.text, *own, self.view)
        return self._sentences[own]

    def clauses(self, sentence: Span) -> Sequence[Segment]:
        """The clauses of a sentence; see `article.sentences.split_clauses`."""
        own = sentence.start, sentence.end
        if own not in self._clauses:
            self._clauses[own] = split_clauses(self.text, Segment(*own), self.view)
        return self._clauses[own]

    def clauses_within(self, start: int = 0, end: int | None = None) -> list[Segment]:
        """The clauses of all sentences of `text[start:end]`, in order."""
        return [clause for sentence in self.sentences(start, end) for clause in self.clauses(sentence)]

    def marks(self, start: int = 0, end: int | None = None) -> Sequence[Quotation]:
        """The quotation marks of `text[start:end]`, paired as they are written; see `article.marks.pair_marks`.

        Their offsets count from `start`.
        """
        own = self._stretch(start, end)
        if own not in self._marks:
            self._marks[own] = pair_marks(self.text[slice(*own)])
        return self._marks[own]

    def tokens(self, start: int = 0, end: int | None = None) -> Sequence[Token]:
        """The words and signs of `normalized(start, end)`, with offsets into that view."""
        own = self._stretch(start, end)
        if own not in self._tokens:
            self._tokens[own] = tokenize(self.plain(*own))
        return self._tokens[own]

    def part(self, start: int, end: int) -> Reading:
        """A reading of `text[start:end]` on its own, where offsets count from `start`; it shares what is known here."""
        return _Part(self, start, end)

    def _stretch(self, start: int, end: int | None) -> Stretch:
        return start, len(self.text) if end is None else end


class _Part(Reading):
    """A reading of a part of a text, which asks the reading of the whole."""

    def __init__(self, whole: Reading, start: int, end: int) -> None:
        super().__init__(whole.text[start:end])
        self._whole, self._at = whole, start

    @cached_property
    def view(self) -> Normalized:
        """See `Reading.view`."""
        return self._whole.normalized(self._at, self._at + len(self.text))

    def readable(self, start: int = 0, end: int | None = None) -> Normalized:
        """See `Reading.readable`."""
        return self._whole.readable(*self._there(start, end))

    def sentences(self, start: int = 0, end: int | None = None) -> Sequence[Segment]:
        """See `Reading.sentences`."""
        return self._here(self._whole.sentences(*self._there(start, end)))

    def clauses(self, sentence: Span) -> Sequence[Segment]:
        """See `Reading.clauses`."""
        return self._here(self._whole.clauses(Segment(*self._there(sentence.start, sentence.end))))

    def marks(self, start: int = 0, end: int | None = None) -> Sequence[Quotation]:
        """See `Reading.marks`."""
        return self._whole.marks(*self._there(start, end))

    def tokens(self, start: int = 0, end: int | None = None) -> Sequence[Token]:
        """See `Reading.tokens`."""
        return self._whole.tokens(*self._there(start, end))

    def _there(self, start: int, end: int | None) -> Stretch:
        own = self._stretch(start, end)
        return self._at + own[0], self._at + own[1]

    def _here(self, segments: Sequence[Segment]) -> list[Segment]:
        return [Segment(segment.start - self._at, segment.end - self._at) for segment in segments]

"""Where the quantities and the phrases of a text stand among its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from iqtibas.article.quantities.phrasebook import Found
from iqtibas.article.quantities.quantity import Quantity, QuantityKind, Token, is_number, key_at, words

# What is no noun of English, above all what no unit of measure stands behind: "5 of 10 hours".
FUNCTION_WORDS = frozenset(
    words(
        "a an the of in on at to by for from with and or but than as is are was were be been has have had will would"
        " per each every who which that this these those its their his her our into over under after before since"
        " during until within without against between among about around out off up down not no one"
    )
)
CLAUSE_MARKS = frozenset(".,;:!?،؛؟()")


class Placed(NamedTuple):
    """A quantity at tokens `first` to `after`, exclusive."""

    quantity: Quantity
    first: int
    after: int

    def having(self, **changes: Any) -> Placed:
        """The same with other values in some fields of the quantity."""
        return self._replace(quantity=replace(self.quantity, **changes))


class Phrases:
    """The phrases of a text by where they begin and where they end."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.all = tuple(found)
        self._from: dict[int, list[Found]] = {}
        self._to: dict[int, list[Found]] = {}
        for phrase in self.all:
            self._from.setdefault(phrase.first, []).append(phrase)
            self._to.setdefault(phrase.after, []).append(phrase)

    def behind(self, at: int, reach: int, *kinds: str) -> Iterator[Found]:
        """Phrases that begin at a token or up to `reach` tokens behind it, the nearest first."""
        for first in range(at, at + reach + 1):
            yield from (f for f in self._from.get(first, ()) if f.phrase.kind in kinds)

    def before(self, at: int, reach: int, *kinds: str) -> Iterator[Found]:
        """Phrases that end before a token, with up to `reach` tokens between, the nearest first."""
        for after in range(at, at - reach - 1, -1):
            yield from (f for f in self._to.get(after, ()) if f.phrase.kind in kinds)


def place(tokens: Sequence[Token], numbers: Iterable[Quantity]) -> list[Placed]:
    """Where numbers that were read from these tokens stand."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    ends = {token.end: at + 1 for at, token in enumerate(tokens)}
    return [Placed(q, starts[q.start], ends[q.end]) for q in numbers]


def in_words(
    tokens: Sequence[Token], first: int, after: int, kind: QuantityKind, value: Decimal, upper: Decimal | None = None
) -> Placed:
    """A quantity that is said in words: nobody need render it."""
    quantity = Quantity(tokens[first].start, tokens[after - 1].end, value, kind, soft=True, upper=upper)
    return Placed(quantity, first, after)


def is_digit(tokens: Sequence[Token], at: int) -> bool:
    """Whether there is a token and it is written in digits."""
    return at < len(tokens) and is_number(tokens[at])


def is_noun(tokens: Sequence[Token], at: int) -> bool:
    """Whether there is an English word that may be a noun."""
    return at < len(tokens) and tokens[at].raw.isalpha() and key_at(tokens, at) not in FUNCTION_WORDS


def parted(tokens: Sequence[Token], first: int, after: int) -> bool:
    """Whether another number or a clause mark stands between two places."""
    return any(is_number(token) or token.raw in CLAUSE_MARKS for token in tokens[first:after])

"""Whether a number is the least or the most that is meant, and whether it says what is left of something."""

from __future__ import annotations

from collections.abc import Container, Sequence

from iqtibas.article.quantities.placed import Phrases, Placed, parted
from iqtibas.article.quantities.quantity import Token

_BOUNDED = frozenset({"count", "percent", "fraction", "time", "month", "date", "weekday", "ordinal", "implied"})
# How many words may stand between a number and what bounds it, and between that and what turns it round.
BEFORE, BEHIND, TURNED = 5, 4, 2
# How far before it a negation may still concern what bounds a number; and what takes it back: "not but", لا سوى.
CLAUSE = 8
_BUT = frozenset({"سوي", "الا", "غير", "but", "except", "only"})
# How near a number words are that say "left", "other", "more"; and a negation.
REST, DENIED = 3, 6


def bounded(tokens: Sequence[Token], placed: Placed, phrases: Phrases, numbers: Container[int]) -> Placed:
    """The quantity with what bounds it. numbers: the indices at which numbers begin."""
    if placed.quantity.kind not in _BOUNDED:
        return placed
    bound = _bound_before(tokens, placed.first, phrases, numbers) or _bound_behind(tokens, placed.after, phrases)
    beside = ((kind, reach) for kind, reach in (("rest", REST), ("no", DENIED)))
    rest = any(
        next(found, None)
        for kind, reach in beside
        for found in (phrases.before(placed.first, reach, kind), phrases.behind(placed.after, reach, kind))
    )
    return placed.having(bound=bound, rest=rest)


def _bound_before(tokens: Sequence[Token], first: int, phrases: Phrases, numbers: Container[int]) -> int:
    """At least 5, no more than 5: what a number is by the words before it, as `Quantity.bound`."""
    for found in phrases.before(first, BEFORE, "more", "less"):
        if not parted(tokens, found.after, first) and not any(at in numbers for at in range(found.after, first)):
            return int(found.phrase.low) * _turned(tokens, found.first, phrases)
    return 0


def _turned(tokens: Sequence[Token], first: int, phrases: Phrases) -> int:
    """-1 if a negation before a place turns round what is said there, 0 if one farther off may, else 1."""
    for denial in phrases.before(first, CLAUSE, "no"):
        if not parted(tokens, denial.after, first):
            if any(token.key in _BUT for token in tokens[denial.after : first]):
                return 1
            return -1 if first - denial.after <= TURNED else 0
    return 1


def _bound_behind(tokens: Sequence[Token], after: int, phrases: Phrases) -> int:
    """5 at least, 5 or more, خمسة على الأكثر."""
    for found in phrases.behind(after, BEHIND, "later"):
        if not parted(tokens, after, found.first):
            return int(found.phrase.low)
    return 0

"""Whether a number is the least or the most that is meant, and whether it says what is left of something."""

from __future__ import annotations

from collections.abc import Container, Sequence

from iqtibas.article.quantities.placed import CLAUSE_MARKS, Phrases, Placed, parted
from iqtibas.article.quantities.quantity import Token

_BOUNDED = frozenset(
    {"count", "percent", "fraction", "time", "month", "date", "weekday", "ordinal", "implied", "decade"}
)
# How many words may stand between a number and what bounds it, and between that and what turns it round.
BEFORE, BEHIND, TURNED = 5, 4, 2
# How far before it a negation may still concern what bounds a number; and what takes it back: "not but", لا سوى.
CLAUSE = 8
LONG_CLAUSE = 14
_RELATIVE = frozenset({"that", "which", "who", "whose", "any", "من", "لمن", "التي", "الذي", "الذين", "اي", "ايه"})
_BUT = frozenset({"سوي", "الا", "غير", "but", "except", "only"})
# How near a number words are that say "left", "other", "more"; and a negation.
REST, DENIED = 3, 6


def bounded(tokens: Sequence[Token], placed: Placed, phrases: Phrases, numbers: Container[int]) -> Placed:
    """The quantity with what bounds it. numbers: the indices at which numbers begin."""
    if placed.quantity.kind not in _BOUNDED:
        return placed
    bound = _bound_before(tokens, placed.first, phrases, numbers) or _bound_behind(tokens, placed.after, phrases)
    rest, denied = (
        any(
            next(found, None)
            for found in (phrases.before(placed.first, reach, kind), phrases.behind(placed.after, reach, kind))
        )
        for kind, reach in (("rest", REST), ("no", DENIED))
    )
    if placed.quantity.kind in ("fraction", "percent"):
        denied = _is_denied(tokens, placed, phrases)
    return placed.having(bound=bound, rest=rest, denied=denied)


def _is_denied(tokens: Sequence[Token], placed: Placed, phrases: Phrases) -> bool:
    """Whether the clause of a share says "not": two thirds of the 9,000 families in the camp have no water."""
    behind = (tokens[placed.after : found.first] for found in phrases.behind(placed.after, LONG_CLAUSE, "no"))
    before = (tokens[found.after : placed.first] for found in phrases.before(placed.first, DENIED, "no"))
    return any(not any(token.raw in CLAUSE_MARKS for token in between) for between in (*behind, *before))


def _bound_before(tokens: Sequence[Token], first: int, phrases: Phrases, numbers: Container[int]) -> int:
    """At least 5, no more than 5: what a number is by the words before it, as `Quantity.bound`."""
    for found in phrases.before(first, BEFORE, "more", "less"):
        if not parted(tokens, found.after, first) and not any(at in numbers for at in range(found.after, first)):
            turned = 1 if found.phrase.name == "fixed" else _turned(tokens, found.first, phrases)
            return int(found.phrase.low) * turned
    return 0


def _turned(tokens: Sequence[Token], first: int, phrases: Phrases) -> int:
    """-1 if a negation before a place turns round what is said there, 0 if one farther off may, else 1."""
    for denial in phrases.before(first, CLAUSE, "no"):
        if not parted(tokens, denial.after, first):
            if any(token.key in _BUT or token.key in _RELATIVE for token in tokens[denial.after : first]):
                return 1
            return -1 if first - denial.after <= TURNED else 0
    return 1


def _bound_behind(tokens: Sequence[Token], after: int, phrases: Phrases) -> int:
    """5 at least, 5 or more, خمسة على الأكثر."""
    for found in phrases.behind(after, BEHIND, "later"):
        if not parted(tokens, after, found.first):
            return int(found.phrase.low)
    return 0

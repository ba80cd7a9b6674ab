"""The names of the months in Arabic text, of whichever tradition."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from iqtibas.article.months import ARABIC_MONTHS, MONTHS_IN_DATES
from iqtibas.article.quantities.arabic_numerals import lookup_key, stem_in
from iqtibas.article.quantities.quantity import Hit, Quantity, Token, is_number, key_at

_NAMES_OF_MONTHS = {lookup_key(name): number for number, names in enumerate(ARABIC_MONTHS, 1) for name in names}
MONTHS = {name: number for name, number in _NAMES_OF_MONTHS.items() if " " not in name}
# كانون الثاني, تشرين الأول: the first word by its seconds.
_PAIRED_MONTHS: dict[str, dict[str, int]] = {}
for _name, _number in _NAMES_OF_MONTHS.items():
    if " " in _name:
        _PAIRED_MONTHS.setdefault(_name.split()[0], {})[_name.split()[1]] = _number
# "Father" in another spelling: a month where it is written so, or beside a number.
_FATHER, _AUGUST = "اب", "آب"
_MONTH_WORDS = frozenset({"شهر", "شهري"})
_MONTH_MARKS = frozenset("/-–(")


def month(tokens: Sequence[Token], at: int) -> Hit | None:
    """A month, in either tradition or both (آذار/مارس); soft alone, for many are also names (Nissan)."""
    number, after = _month_at(tokens, at)
    if not number and at and is_number(tokens[at - 1]):
        number = MONTHS_IN_DATES.get(tokens[at].key, 0)
    if not number:
        return None
    sure = after > at + 1
    if key_at(tokens, after) in _MONTH_MARKS and _month_at(tokens, after + 1)[0] == number:
        after, sure = _month_at(tokens, after + 1)[1], True
    dated = any(0 <= n < len(tokens) and is_number(tokens[n]) for n in (at - 1, after))
    sure = sure or dated or bool(stem_in(key_at(tokens, at - 1), _MONTH_WORDS))
    if not sure and tokens[at].key.endswith(_FATHER) and _AUGUST not in tokens[at].raw:
        return None
    return [Quantity(tokens[at].start, tokens[after - 1].end, Decimal(number), "month", not sure)], after


def _month_at(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The month whose name stands at `at` and the index behind it; 0 if none."""
    for first, seconds in _PAIRED_MONTHS.items():
        if key_at(tokens, at).endswith(first) and key_at(tokens, at + 1) in seconds:
            return seconds[tokens[at + 1].key], at + 2
    name = stem_in(key_at(tokens, at), MONTHS)
    defined = key_at(tokens, at).removesuffix(name).endswith(("ال", "لل"))
    return (0 if defined or not name else MONTHS[name]), at + 1

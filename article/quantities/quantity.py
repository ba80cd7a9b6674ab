"""What a number in a text is worth, in whichever language it was written; both readers build on this.

A reader cuts its text into tokens (`tokenize`) and tries its rules at each one, left to right (`scan`). A
rule looks at a bounded neighbourhood or consumes what it reads, so reading is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from iqtibas.article.characters import DIGIT, DIGITS
from iqtibas.article.links import mask_links

NumberKind = Literal["count", "ordinal", "percent", "fraction", "time", "month", "decade", "date", "name", "implied"]
WordKind = Literal["weekday", "rate", "vague", "share", "spread", "hijri", "fold", "pair", "period"]
QuantityKind = NumberKind | WordKind
Readings = tuple[Decimal, ...]

WORD_KINDS: frozenset[QuantityKind] = frozenset(get_args(WordKind))

# A longer run of digits is an identifier, not a quantity (10^18 is beyond any count in print).
MAX_DIGITS = 18
# Nor is anything beyond this, which scale words can make of them; decimals divide what has up to 28 digits.
LARGEST = Decimal(10) ** 24

PERCENT_MARKS = frozenset("%٪")
RANGE_MARKS = frozenset("-–—‐‑")

_SPACE = rf"(?<![{DIGIT}]{{4}})[ \u00a0\u202f]"
# A space groups digits before a group of three; in Arabic of the United Nations, whose groups stand in the
# order in which they are seen (000 100 is a hundred thousand), also behind one.
NUMBER_PATTERN = rf"[{DIGIT}]+(?:(?:[.,:٫٬،]|{_SPACE}(?=[{DIGIT}]{{3}}(?![{DIGIT}])))[{DIGIT}]+)*"
ARABIC_NUMBER_PATTERN = (
    rf"[{DIGIT}]{{3}}(?:{_SPACE}[{DIGIT}]{{3}})*{_SPACE}[{DIGIT}]{{1,3}}(?![{DIGIT}.,:٫٬])|{NUMBER_PATTERN}"
)
_TO_ASCII = DIGITS | {
    ord("٫"): ".",
    **dict.fromkeys(map(ord, "٬،"), ","),
    **dict.fromkeys(map(ord, "\u00a0\u202f"), " "),
}
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-5][0-9])")
_SEPARATOR = re.compile(r"[.,]")

VULGAR_FRACTIONS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}


class Unit(NamedTuple):
    """A unit of measure. factor: how many base units of its dimension it is; 0 for a currency."""

    name: str
    dimension: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text. start, end: code points into the text that was read, half open.

    value: the likeliest reading; for a time, minutes since midnight; for a month, 1 to 12; for a percentage,
    the figure before the sign; for a decade, its first year, or two digits where the century is not said.
    others: further readings of the same characters ("20.000" is twenty, or twenty thousand).
    kind: `date` is a part of a figure such as 24.3.2021 or 2:1; `name` a number inside a name (F-16, G20);
    `implied` what a word implies without naming it (both, a decade, what may be an Arabic dual). What is said in words
    alone: `weekday`, Monday is 1; `rate`, the seconds that something is said for ("per day"); `vague`, a magnitude
    (dozens, weeks); `share`, of a whole (most); `spread`, 1 for each alone and 2 for all together;
    `hijri`, a month of the Islamic calendar; `fold`, how many times as much ("doubled", ضعفين);
    `pair`, 2 for both and 1 for one of two; `period`, the seconds of a week, month, … with one less for the last
    and one more for the next.
    soft: may account for a number on the other side, but nobody need render it ("one of them").
    approximate: the text says about, nearly, more than.
    units: what it may be measured in; several where a word is ambiguous (pounds), () where none is said.
    bound: 1 if it is the least that is meant (at least, more than), -1 if the most, else 0.
    upper: the end of what a vague quantity or a share may stand for; None for a plain number.
    exact: of a time, whether its half of the day is known. composed: a share that two numbers make: nine in ten.
    guess: a word that may be an Arabic dual, or is no quantity at all.
    rest: words beside it say that it is what is left, or more or less than something else. denied: a negation does.
    elided: the units that it may have though none is said: those of its neighbour ("seven days instead of 14").
    per: the seconds of the rate that it is measured by (55 metres per second); 0 where none is said.
    dated: it is the day of a month. zone: of a time, whose it is: "universal", "local", or "" where none is said.
    """

    start: int
    end: int
    value: Decimal
    kind: QuantityKind = "count"
    soft: bool = False
    approximate: bool = False
    others: Readings = ()
    units: tuple[Unit, ...] = ()
    bound: int = 0
    upper: Decimal | None = None
    exact: bool = False
    composed: bool = False
    rest: bool = False
    denied: bool = False
    elided: tuple[Unit, ...] = ()
    per: Decimal = Decimal(0)
    dated: bool = False
    zone: str = ""
    guess: bool = False

    @property
    def readings(self) -> Readings:
        """Every value it may stand for, likeliest first."""
        return (self.value, *self.others)


class Token(NamedTuple):
    """A word, number or mark. key: the form to look up. spaced: white space stands before it."""

    start: int
    end: int
    raw: str
    key: str
    spaced: bool


Hit = tuple[list[Quantity], int]
Rule = Callable[[Sequence[Token], int], Hit | None]


def words(table: str) -> list[str]:
    """The words of a table that is written as a line."""
    return table.split()


def tokenize(text: str, pattern: re.Pattern[str], fold: Callable[[str], str]) -> list[Token]:
    """Cut a text into tokens. Offsets are into `text`; what `pattern` does not match is skipped."""
    tokens: list[Token] = []
    end = 0
    for found in pattern.finditer(mask_links(text)):
        spaced = not tokens or any(char.isspace() for char in text[end : found.start()])
        end = found.end()
        tokens.append(Token(found.start(), end, found.group(), fold(found.group()), spaced))
    return tokens


def scan(tokens: Sequence[Token], rules: Sequence[Rule]) -> list[Quantity]:
    """Apply the first rule that fires at each token and go on behind what it consumed."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        hit = next((hit for rule in rules if (hit := rule(tokens, at))), None)
        if hit:
            found += hit[0]
        at = hit[1] if hit else at + 1
    return found


def key_at(tokens: Sequence[Token], at: int) -> str:
    """The key of a token, or "" beyond either end of the text."""
    return tokens[at].key if 0 <= at < len(tokens) else ""


def nearby_keys(tokens: Sequence[Token], at: int) -> list[str]:
    """The keys of up to three tokens before `at`, nearest first, no farther than the last figure."""
    keys: list[str] = []
    for token in reversed(tokens[max(0, at - 3) : at]):
        if is_number(token):
            break
        keys.append(token.key)
    return keys


def glued(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token exists and follows the one before it without white space."""
    return 0 < at < len(tokens) and not tokens[at].spaced


def is_number(token: Token) -> bool:
    """Whether a token is written in digits."""
    return token.raw[0].isdecimal()


def in_date(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number is a part of 3/24/2021 or 9/11, or the middle of 24-3-2021."""
    before = key_at(tokens, at - 1) if at >= 2 and is_number(tokens[at - 2]) else ""
    behind = key_at(tokens, at + 1) if at + 2 < len(tokens) and is_number(tokens[at + 2]) else ""
    if before in RANGE_MARKS and behind in RANGE_MARKS:
        return glued(tokens, at) and glued(tokens, at + 1)
    return "/" in (before, behind)


def read_digits(raw: str) -> list[Readings]:
    """The readings of a token of digits and separators: one tuple a number.

    A comma or point before three digits may group thousands or be a decimal mark (CLDR knows both habits for
    Arabic), so both readings are given, the English habit first. Anything that is neither ("24.3.2021") is a
    list of numbers. Empty where a number is longer than MAX_DIGITS.
    """
    ascii_form = raw.translate(_TO_ASCII)
    if ":" in ascii_form:
        return [reading for part in ascii_form.split(":") for reading in read_digits(part)]
    if " " in ascii_form:
        return _read_spaced(ascii_form.split(" "))
    groups = _SEPARATOR.split(ascii_form)
    if max(map(len, groups)) > MAX_DIGITS or len("".join(groups)) > 2 * MAX_DIGITS:
        return []
    marks = _SEPARATOR.findall(ascii_form)
    if not marks:
        return [(Decimal(ascii_form),)]
    return _read_grouped(groups, marks)


def read_clock(raw: str) -> Decimal | None:
    """Minutes since midnight of 7:30, 19.30 or ٧:٣٠, or None if this is no time of day."""
    found = _CLOCK.fullmatch(raw.translate(_TO_ASCII))
    if not found or int(found[1]) > 24:
        return None
    return Decimal(60 * int(found[1]) + int(found[2]))


def read_time(tokens: Sequence[Token], at: int, *, zoned: bool) -> Decimal | None:
    """The same of a token with a colon, and of four digits before a zone: 0230 UTC. zoned: whether one follows."""
    raw = tokens[at].raw
    if zoned and len(raw) == 4 and raw.isdecimal():
        raw = f"{raw[:2]}:{raw[2:]}"
    return read_clock(raw) if ":" in raw else None


def _read_grouped(groups: list[str], marks: list[str]) -> list[Readings]:
    joined, decimal = Decimal("".join(groups)), Decimal("".join(groups[:-1]) + "." + groups[-1])
    grouped = _groups_thousands(groups)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        return [(decimal,)]
    if len(marks) == 1 and grouped:
        return [(joined, decimal) if marks[0] == "," else (decimal, joined)]
    if grouped and len(set(marks)) == 1:
        return [(joined,)]
    if len(marks) == 1 and (marks[0] == "." or len(groups[0]) <= 3):
        return [(decimal,)]
    return [(Decimal(group),) for group in groups]


def _read_spaced(groups: list[str]) -> list[Readings]:
    """Thousands grouped by spaces, from either end: 12 500 and 500 12."""
    orders = [order for order in (groups, groups[::-1]) if all(len(group) == 3 for group in order[1:])]
    if not orders or len(groups) * 3 > MAX_DIGITS or not "".join(groups).isdecimal():
        return [reading for group in groups for reading in read_digits(group)]
    return [tuple(sorted({Decimal("".join(order)) for order in orders}, reverse=True))]


def _groups_thousands(groups: list[str]) -> bool:
    """Whether digit groups look like 1,234,567 or, in India, 12,34,567."""
    head, *middle, last = groups
    return 1 <= len(head) <= 3 and head[0] != "0" and len(last) == 3 and all(2 <= len(g) <= 3 for g in middle)


def scaled(readings: Readings, factor: Decimal | int) -> Readings:
    """Every reading times a factor."""
    return tuple(reading * factor for reading in readings)


def bounded(readings: Readings) -> Readings:
    """Every reading, `LARGEST` at most."""
    return tuple(min(LARGEST, reading) for reading in readings)

"""An object of an untrusted JSON record: every value is checked as it is taken out."""

from __future__ import annotations

import datetime
import json
import math
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn, TypeVar

from iqtibas.article import ReadError, Segment

Choice = TypeVar("Choice", bound=str)
# Longer than any number that is read from a text, and short enough to be divided by a billion in 28 digits.
_DECIMAL = re.compile(r"[0-9]{1,24}(?:\.[0-9]{1,80})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one object. where: the file and line, for errors. hint: what a user can do about a bad one.

    Every method raises ReadError, naming the key, where the value is absent or not what was asked for.
    """

    values: Mapping[str, object]
    where: str
    hint: str

    @classmethod
    def of_line(cls, line: bytes, where: str, hint: str) -> Fields:
        """A line of JSON lines. Raises ReadError for what is not UTF-8, no JSON, or no object."""
        try:
            record = json.loads(line.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:  # ValueError: no UTF-8, no JSON, or a number beyond Python
            raise ReadError(where, "is no JSON that can be read", hint) from error
        if not isinstance(record, dict):
            raise ReadError(where, "is no JSON object", hint)
        return cls(record, where, hint)

    def text(self, key: str) -> str:
        """A string, which may be empty."""
        value = self._value(key)
        return value if isinstance(value, str) else self.refuse(key, "is no string")

    def texts(self, key: str) -> tuple[str, ...]:
        """An array of strings."""
        values = self._array(key)
        return tuple(v if isinstance(v, str) else self.refuse(key, "holds what is no string") for v in values)

    def choice(self, key: str, choices: Sequence[Choice]) -> Choice:
        """One of several strings."""
        value = self._value(key)
        return next((c for c in choices if c == value), None) or self.refuse(key, "is none that this version knows")

    def day(self, key: str) -> datetime.date | None:
        """A date as 2021-03-24, or null."""
        if not self.has(key):
            return None
        try:
            return datetime.date.fromisoformat(self.text(key))
        except ValueError:
            self.refuse(key, "is no date")

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._value(key)
        return value if isinstance(value, bool) else self.refuse(key, "is neither true nor false")

    def number(self, key: str, least: float = -math.inf, most: float = math.inf) -> float:
        """A finite number between two limits, both included."""
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(key, "is no number")
        # Compared as it is: an integer may be too large for a float.
        largest = sys.float_info.max
        return (
            float(value)
            if max(least, -largest) <= value <= min(most, largest)
            else self.refuse(key, "is too large or small")
        )

    def decimal(self, key: str) -> Decimal:
        """A number of at least zero that is written out in a string, so that it is exact."""
        value = self.text(key)
        return Decimal(value) if _DECIMAL.fullmatch(value) else self.refuse(key, "is no number that is written out")

    def span(self, key: str, length: int) -> Segment:
        """A pair of offsets into a text of so many code points, half open."""
        return self.span_of(self._value(key), key, length)

    def spans(self, key: str, length: int) -> tuple[Segment, ...]:
        """An array of pairs of offsets."""
        return tuple(self.span_of(value, key, length) for value in self._array(key))

    def range(self, length: int) -> Segment:
        """The offsets that this object has as its own `start` and `end`."""
        return self.span_of([self._value("start"), self._value("end")], "start", length)

    def span_of(self, value: object, key: str, length: int) -> Segment:
        """A value as a pair of offsets; key: for the error."""
        if not (isinstance(value, list) and len(value) == 2 and all(type(offset) is int for offset in value)):
            self.refuse(key, "is no pair of offsets")
        start, end = value
        return Segment(start, end) if 0 <= start <= end <= length else self.refuse(key, "lies outside of its text")

    def child(self, key: str) -> Fields:
        """An object in this one."""
        return self._object(self._value(key), key)

    def children(self, key: str) -> list[Fields]:
        """An array of objects."""
        return [self._object(value, f"{key}[{n}]") for n, value in enumerate(self._array(key))]

    def has(self, key: str) -> bool:
        """Whether there is a value that is not null."""
        return self.values.get(key) is not None

    def refuse(self, key: str, problem: str) -> NoReturn:
        """Raise the error for a key."""
        raise ReadError(self.where, f'"{key}" {problem}', self.hint)

    def _value(self, key: str) -> object:
        return self.values[key] if key in self.values else self.refuse(key, "is not there")

    def _array(self, key: str) -> list[object]:
        value = self._value(key)
        return value if isinstance(value, list) else self.refuse(key, "is no array")

    def _object(self, value: object, key: str) -> Fields:
        if not isinstance(value, dict):
            self.refuse(key, "is no object")
        return Fields(value, f"{self.where}, {key}", self.hint)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity, which are no JSON

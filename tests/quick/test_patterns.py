"""Every regular expression of the program is linear: a long string made for its worst case is done in a moment.

The strings are made from the expression itself: whatever it may repeat without a bound is repeated, with and without
what has to stand before it, and ends in something that does not match, so that whoever backtracks or begins anew at
every character takes hours.
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from deadline import deadline
from places import ROOT

ROOMS = ("article", "storage", "models", "translate", "align", "eval", "report", "cli")
A_PROGRAM = "iqtibas.models.convert"
# Characters. What is quadratic takes minutes already; IQTIBAS_ATTACK=1000000 takes two minutes for all that is linear.
SIZE = int(os.environ.get("IQTIBAS_ATTACK", "200000"))
# These are only ever given so many characters, and are not linear beyond.
BOUNDED = {
    "iqtibas.article.input.plain.FURNITURE": 200,  # the head of a line
    "iqtibas.article.input.plain.CUE_END": 161,  # the longest cue
    "iqtibas.article.sentences._LAST_WORD": 16,  # what stands before a full stop
    "iqtibas.article.gazetteer.mentions._SENTENCE_START": 8,  # what stands before a name
    "iqtibas.align.ledger.modality.words._WORD_BEFORE": 40,  # what stands before a modal verb
    "iqtibas.translate.quotation._LAST": 4_000,  # what a model writes at most
}
FROM_THE_START = {"match", "fullmatch"}
METHODS = {*FROM_THE_START, "search", "sub", "subn", "findall", "finditer", "split"}
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
SIGNS = 'aأ -1.:\n«"Aé_@,'
CATEGORIES = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w"} | {
    c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_NOT_WORD: r"\W"
}  # fmt: skip


def inside(value: Any) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: tables hold some."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from inside(list(value.items()))
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from inside(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        yield from inside([getattr(value, name) for name in value.__dataclass_fields__])


@cache
def calls() -> dict[str, set[str]]:
    """The methods that are called on anything of a name; for patterns in a call of `re`, by the pattern itself."""
    found: dict[str, set[str]] = {}
    for node in (node for room in ROOMS for path in (ROOT / room).rglob("*.py") for node in ast.walk(tree(path))):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            owner = node.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            found.setdefault(name, set()).add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            first = node.args[0] if node.args else None
            if (
                ast.unparse(node.func.value) == "re"
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                found.setdefault(f"re: {first.value}", set()).add(node.func.attr)
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def patterns() -> dict[str, re.Pattern[str]]:
    """All patterns that have a part without a bound, by where they are."""
    names = [
        name
        for room in ROOMS
        for package in [f"iqtibas.{room}"]
        for name in (package, *(m.name for m in pkgutil.walk_packages([str(ROOT / room)], f"{package}.")))
    ]
    found = {}
    for module in (importlib.import_module(name) for name in names if name != A_PROGRAM):
        for name, value in vars(module).items():
            for number, pattern in enumerate(inside(value)):
                if isinstance(pattern.pattern, str) and module.__name__.startswith("iqtibas."):
                    found[f"{module.__name__}.{name}" + (f"[{number}]" if number else "")] = pattern
    found |= {name: re.compile(name[4:]) for name in calls() if name.startswith("re: ")}
    unique = {pattern: name for name, pattern in reversed(found.items())}
    return {name: pattern for pattern, name in unique.items() if list(repeats(_parser.parse(pattern.pattern)))}


def sign(items: list[tuple[Any, Any]]) -> str:
    """A character of a set."""
    kind, value = items[0]
    if kind is c.NEGATE:
        taken = re.compile("|".join(one_of(*item) for item in items[1:]))
        return next(s for s in SIGNS if not taken.fullmatch(s))
    if kind is c.CATEGORY:
        return next(s for s in SIGNS if re.fullmatch(CATEGORIES[value], s))
    return chr(value[0] if kind is c.RANGE else value)


def one_of(kind: Any, value: Any) -> str:
    if kind is c.CATEGORY:
        return CATEGORIES[value]
    low, high = value if kind is c.RANGE else (value, value)
    return f"[\\U{low:08x}-\\U{high:08x}]"


def sample(parts: Iterable[tuple[Any, Any]]) -> str:
    """A short string that matches, but for look-around and back-references."""
    text = ""
    for kind, value in parts:
        if kind is c.LITERAL:
            text += chr(value)
        elif kind is c.IN:
            text += sign(value)
        elif kind in (c.ANY, c.NOT_LITERAL):
            text += "a" if value != ord("a") else "b"
        elif kind in REPEATS:
            text += sample(value[2]) * max(1, value[0])
        elif kind is c.SUBPATTERN:
            text += sample(value[3])
        elif kind is c.BRANCH:
            text += sample(value[1][0])
    return text


def repeats(parts: Iterable[tuple[Any, Any]], before: str = "") -> Iterator[tuple[str, str]]:
    """What may be repeated without a bound, each with what stands before it."""
    for kind, value in parts:
        if kind in REPEATS:
            if value[1] is c.MAXREPEAT:
                yield before, sample(value[2])
            yield from repeats(value[2], before)
        elif kind in (c.SUBPATTERN, c.ASSERT, c.ASSERT_NOT):
            yield from repeats(value[-1], before)
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from repeats(branch, before)
        before += sample([(kind, value)])


def attacks(pattern: re.Pattern[str], size: int) -> set[str]:
    parsed = _parser.parse(pattern.pattern)
    whole = sample(parsed)
    units = {(before, body) for before, body in repeats(parsed) if body} | {("", whole[:-1] or whole)}
    long = {before + body * (size // len(body)) for before, body in units}
    return {text + "\0" for text in long} | {(b + body) * (size // len(b + body)) for b, body in units if b}


PATTERNS = patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 80
    assert BOUNDED.keys() <= PATTERNS.keys()


@pytest.mark.parametrize("name", PATTERNS)
def test_its_worst_case_takes_no_time(name: str) -> None:
    pattern = PATTERNS[name]
    anchored = (calls().get(name if name.startswith("re: ") else name.split(".")[-1]) or {"search"}) <= FROM_THE_START
    for text in sorted(attacks(pattern, BOUNDED.get(name, SIZE))):
        with deadline():
            if anchored:
                pattern.match(text)
                pattern.fullmatch(text)
            else:
                sum(1 for _ in pattern.finditer(text))


@pytest.mark.parametrize("unit", [r"(?:a+)+b", r"(?:a|a)*b", r"\s+$", r"a*a*b", r"(\w+)\s+\Z"])
def test_what_is_not_linear_would_be_seen(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deadline.SECONDS", 0.3)
    monkeypatch.setitem(PATTERNS, "bad", re.compile(unit))
    with pytest.raises(pytest.fail.Exception):
        test_its_worst_case_takes_no_time("bad")

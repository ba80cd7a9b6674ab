"""Numbers in digits: which of them a translation lost, and putting one back where the model wrote another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, decimal

from iqtibas.translate.terms import LinkedText, Mention, Term, insert

# A number keeps its inner points and commas; ٫ and ٬ are the Arabic ones, and ، is typed for them.
_NUMBER = re.compile(r"\d+(?:[.,٫٬،]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"\w+")
_CARDINALS = """
    zero one two three four five six seven eight nine ten eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = ("twenty thirty forty fifty sixty seventy eighty ninety").split()
_SPELT = (
    {word: str(value) for value, word in enumerate(_CARDINALS.split())}
    | {word: str(value) for value, word in enumerate(_ORDINALS.split(), start=1)}
    | {word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
)


def missing_numbers(source: str, english: str) -> list[str]:
    """The numbers in digits that the English lacks, sorted, in ASCII digits without separators.

    Small numbers may be spelt out, and thousands (300 ألف) may be noughts; a number that comes twice need come once.
    """
    return sorted(set(number_values(source)) - _values_in(english), key=lambda number: (len(number), number))


def repair_numbers(source: str, made: LinkedText) -> tuple[LinkedText, tuple[str, ...]]:
    """Put lost numbers back where the model wrote other ones for them, and say which were.

    A number is put back where exactly one word with a number that the source does not have came from its word; where
    links are unknown, if exactly one is lost and exactly one is foreign. Where links are known, what is then still lost
    goes in square brackets beside what came from the neighbours of its word.
    """
    lost, words = missing_numbers(source, made.text), list(made.words)
    foreign = [at for at, word in enumerate(words) if _is_foreign(word, source)]
    sole, restored, pending = len(lost) == 1, [], []
    for at, value, written in _single_numbers(source):
        if value not in lost:
            continue
        lost.remove(value)
        places = [p for p in foreign if not (made.links and made.links[p] != at) and not _is_price(words[p], value)]
        if len(places) == 1 and (made.links or sole):
            words[places[0]] = _NUMBER.sub(written, words[places[0]], count=1)
            foreign.remove(places[0])
            restored.append(written)
        else:
            pending.append(Mention(Term(written, written), at, at))
    changed = LinkedText(tuple(words), made.links)
    for mention in pending:
        before, changed = changed, insert(changed, mention)
        restored += [mention.term.english] if changed != before else []
    return changed, tuple(restored)


def _is_price(word: str, value: str) -> bool:
    """Whether a number has a currency's sign, and what would come in its place is a year."""
    return any(category(sign) == "Sc" for sign in word) and bool(_YEAR.fullmatch(value))


def _single_numbers(source: str) -> Iterator[tuple[int, str, str]]:
    """Words with one number in them: which word, the number's value, and how it is written in English."""
    for at, word in enumerate(source.split()):
        found = _NUMBER.findall(word)
        if len(found) == 1:
            yield at, _ascii_digits(found[0]), found[0].replace("،", ",").replace("٬", ",").replace("٫", ".")


def _is_foreign(word: str, source: str) -> bool:
    values = number_values(word)
    return len(values) == 1 and not set(_in_thousands(values[0])) & set(number_values(source))


def _values_in(english: str) -> set[str]:
    words = [match.group().lower() for match in _WORD.finditer(english)]
    spelt = {_SPELT[word] for word in words if word in _SPELT}
    pairs = ((_SPELT[tens], _SPELT[ones]) for tens, ones in pairwise(words) if tens in _TENS and ones in _SPELT)
    compound = {str(int(tens) + int(ones)) for tens, ones in pairs if len(ones) == 1}
    return spelt | compound | {form for number in number_values(english) for form in _in_thousands(number)}


def _in_thousands(number: str) -> list[str]:
    """A number, and what it is in thousands, millions, …"""
    forms = [number]
    while number.endswith("000"):
        number = number.removesuffix("000")
        forms.append(number)
    return forms


def number_values(text: str) -> list[str]:
    """The numbers in digits of a text, in order, in ASCII digits without separators."""
    return [_ascii_digits(match.group()) for match in _NUMBER.finditer(text)]


def _ascii_digits(number: str) -> str:
    digits = "".join(str(decimal(sign)) for sign in number if sign.isdecimal())
    return digits.lstrip("0") or "0"

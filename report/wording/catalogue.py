"""The catalogue of everything that is said, in every language: gettext, read through Babel.

English is the language of the source: a message stands in the code, marked by `message`, and is its own key. The others
are in locale/<language>/LC_MESSAGES/iqtibas.po, beside what `make catalogue` compiles of it. What a message leaves open
is in braces, by name. docs/decisions/0021-findings-as-data.md
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Literal, get_args

from iqtibas.report.controls import ACTIVE, FSI, PDI, label

if TYPE_CHECKING:
    from gettext import NullTranslations

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
SOURCE: Language = "en"
LOCALE = Path(__file__).with_name("locale")
DOMAIN = "iqtibas"


class Ours(str):
    """Words of the catalogue that fill in another message: they are neither quoted nor in another language."""

    __slots__ = ()


Fillings = Mapping[str, str]
"""By name what a message is filled with. Everything but `Ours` comes from a text, or is a figure."""


def message(text: str) -> str:
    """The text itself, marked as one of the catalogue's."""
    return text


def translated(text: str, language: Language = SOURCE) -> Ours:
    """A message in a language; the catalogue is loaded where it is not the source's."""
    return Ours(text if language == SOURCE else _catalogue(language).gettext(text))


def filled(text: str, fillings: Fillings, language: Language = SOURCE) -> Ours:
    """A message in a language, filled in. In a language other than the source's, every filling is isolated."""
    return Ours("".join(words if own else isolate(words, language) for own, words in _runs(text, fillings, language)))


def parts(text: str, fillings: Fillings, language: Language = SOURCE) -> list[tuple[str, str]]:
    """A message in pieces, for a page that marks up each: (name of the filling, or "", and its words)."""
    found = []
    for before, name, _, _ in Formatter().parse(translated(text, language)):
        found += [("", before)] if before else []
        found += [(name, fillings[name])] if name else []
    return found


def isolate(words: str, language: Language) -> str:
    """Words of a text between first-strong isolates (Unicode Standard Annex 9), and controls in them by name.

    In an English sentence they stand as they are: its words are older than the other languages, and programs read them.
    """
    return words if language == SOURCE else FSI + ACTIVE.sub(lambda match: label(match.group()), words) + PDI


def _runs(text: str, fillings: Fillings, language: Language) -> list[tuple[bool, str]]:
    """Pieces in order, and whether each is the catalogue's own."""
    return [(not name or isinstance(words, Ours), words) for name, words in parts(text, fillings, language)]


@cache
def _catalogue(language: Language) -> NullTranslations:
    from babel.support import Translations

    return Translations.load(LOCALE, [language], DOMAIN)

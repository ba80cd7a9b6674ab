"""Terms whose English is known beforehand: finding them in Arabic, and putting them where a model put something else.

Arabic words are compared folded and without the particles that are written together with them (و ف ب ل ك ال). Which
English word stands for which Arabic one is read off the decoder's attention; where that is unknown, nothing changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from iqtibas.article.arabic.letters import folded
from iqtibas.article.characters import ARABIC_LETTERS

# A wrong rendering is at most this many words longer than the right one.
SPARE_WORDS = 2
NEIGHBOURS = 3
# A name of so many letters may be misspelt: "Blunkenke" is .75 of "Blinken", "Clinton" .57; "Nigeria" .83 of "Niger".
LONG_NAME, MISSPELT = 6, 0.75
# So short a form is a word of its own: "un" is not in "under".
WHOLE_WORD = 3
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]+")
_LATIN_WORD = re.compile(r"(?<![0-9A-Za-z])[A-Za-z][A-Za-z0-9À-ɏ&.'’-]{0,60}[A-Za-z0-9]")
_PARTICLES = re.compile(r"([وف]?)([بكل]?)(ال|(?<=ل)ل)?")
_SHORTEST_STEM = 2
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
# A word without points of its own, and the marks behind it.
_END_MARK = re.compile(r"\A([^.]*[^.,;:!?])([.,;:!?]+)\Z")
_POSSESSIVE = re.compile(r"['’]s\Z")
_FUNCTION_WORDS = frozenset(
    "a an the of in on at to by for from with and or as is was are were be been has have had that this it its s not "
    "his her their which will would".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """Arabic whose English is known.

    arabic: as in a dictionary. english: the standard form. accepted: lower-case beginnings of words any of which will
    do as well, as "japan" for Japanese. is_name: it is capitalised wherever it stands.
    """

    arabic: str
    english: str
    accepted: tuple[str, ...] = ()
    is_name: bool = False

    def times_in(self, english: str) -> int:
        """How often a text has the English, in any case, or a word that begins in an accepted way."""
        forms = sorted({self.english.lower(), *self.accepted}, key=lambda form: (-len(form), form))
        whole = (
            rf"(?<!\w){re.escape(form)}" + (r"(?!\w)" if len(form) <= WHOLE_WORD and form.isalpha() else "")
            for form in forms
        )
        return len(re.findall("|".join(whole), english.lower()))


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in a source. first, last: of its words, counted from 0 between white space."""

    term: Term
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class LinkedText:
    """English with what is known of where it came from.

    words: between white space. links: for each word that of the source which it came from, or () if that is unknown.
    """

    words: tuple[str, ...]
    links: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The words as a line."""
        return " ".join(self.words)


class TermIndex:
    """Terms by their first words. Of several with the same Arabic, the last one counts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        last = {_key(term.arabic): term for term in terms}
        self._by_first: dict[str, list[tuple[tuple[str, ...], Term]]] = {}
        for key in sorted(filter(None, last), key=lambda key: (-len(key), key)):
            self._by_first.setdefault(key[0], []).append((key[1:], last[key]))

    def find(self, source: str) -> list[Mention]:
        """The terms of a source, from left to right, the longest where several begin, none inside another."""
        words = [_readings(word) for word in source.split()]
        mentions: list[Mention] = []
        free = 0
        for at in range(len(words)):
            found = self._longest_at(words, at) if at >= free else None
            if found:
                mentions.append(found)
                free = found.last + 1
        return mentions

    def _longest_at(self, words: Sequence[Sequence[str]], at: int) -> Mention | None:
        fitting = [
            Mention(term, at, at + len(rest))
            for first in words[at]
            for rest, term in self._by_first.get(first, ())
            if at + len(rest) < len(words) and all(w in words[at + n] for n, w in enumerate(rest, start=1))
        ]
        return max(fitting, key=lambda mention: mention.last, default=None)


def latin_mentions(source: str) -> list[Mention]:
    """The words of a source that are in Latin letters: they are their own English."""
    found = ((at, _LATIN_WORD.search(word)) for at, word in enumerate(source.split()))
    return [Mention(Term(own.group(), own.group(), is_name=True), at, at) for at, own in found if own]


def _key(arabic: str) -> tuple[str, ...]:
    readings = [_readings(word) for word in arabic.split()]
    return tuple(own[0].removeprefix("ال") if len(own[0]) > 3 else own[0] for own in readings if own)


def _readings(word: str) -> list[str]:
    """What an Arabic word may be, whole and without particles; nothing for a word without Arabic letters."""
    found = _ARABIC_WORD.search(folded(word))
    particles = _PARTICLES.match(found.group()) if found else None
    if not found or not particles:
        return []
    whole = found.group()
    ends = sorted({0, *(particles.end(group) for group in (1, 2, 3) if particles.group(group))})
    return [whole[end:] for end in ends if not end or len(whole) - end >= _SHORTEST_STEM]


def substitute(made: LinkedText, mention: Mention, others: Sequence[Term] = ()) -> LinkedText:
    """The English with a term in place of the words that came from its mention; unchanged where there are none.

    Capitalised words make room for a name first, then any content word or pronoun; no number and no other term does.
    """
    run = (mention.term.is_name and _run(made, mention, others, capitals=True)) or _run(made, mention, others)
    if not run:
        return made
    first, last = run
    before, (_, replaced, after) = _split_marks(made.words[first])[0], _split_marks(made.words[last])
    if _ABBREVIATION.fullmatch(replaced) and made.words[last + 1 : last + 2] and made.words[last + 1][0].islower():
        after = after.removeprefix(".")
    english = mention.term.english
    if first and made.words[first - 1].lower() == "the":
        english = english.removeprefix("the ")
    term = f"{before}{english if first else english[:1].upper() + english[1:]}{after}".split()
    return LinkedText(
        (*made.words[:first], *term, *made.words[last + 1 :]),
        (*made.links[:first], *[mention.first] * len(term), *made.links[last + 1 :]),
    )


def _run(
    made: LinkedText, mention: Mention, others: Sequence[Term], *, capitals: bool = False
) -> tuple[int, int] | None:
    """First and last of the longest run of replaceable words from the mention; function words may stand inside."""
    runs: list[tuple[int, int]] = []
    for at, (word, link) in enumerate(zip(made.words, made.links, strict=False)):
        if not mention.first <= link <= mention.last or not _is_replaceable(word, others, capitals):
            continue
        inside = made.words[runs[-1][1] + 1 : at] if runs else ()
        if runs and all(_split_marks(w)[1].lower() in _FUNCTION_WORDS for w in inside):
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    longest = len(mention.term.english.split()) + SPARE_WORDS
    fitting = [run for run in runs if run[1] - run[0] < longest]
    return max(fitting, key=lambda run: (run[1] - run[0], -run[0]), default=None)


def _is_replaceable(word: str, others: Sequence[Term], capitals: bool) -> bool:
    core = _split_marks(word)[1]
    if not core or core.lower() in _FUNCTION_WORDS or any(map(str.isdigit, core)):
        return False
    return (core[0].isupper() or not capitals) and not any(other.times_in(core) for other in others)


def insert(made: LinkedText, mention: Mention) -> LinkedText:
    """The English with a term in square brackets beside the words that came from the mention's neighbours.

    Brackets, because where it belongs is a guess. They stand behind a whole name and before the mark at its end.
    Unchanged where no word came from the three words on either side.
    """
    for distance in range(1, NEIGHBOURS + 1):
        before = [at for at, link in enumerate(made.links) if link == mention.first - distance]
        behind = [at for at, link in enumerate(made.links) if link == mention.last + distance]
        if before or behind:
            at = _behind_name(made.words, before[-1] + 1 if before else behind[0])
            words, term = list(made.words[:at]), f"[{mention.term.english}]".split()
            if words and (mark := _END_MARK.search(words[-1])):
                words[-1], term[-1] = mark.group(1), term[-1] + mark.group(2)
            links = (*made.links[:at], *[mention.first] * len(term), *made.links[at:])
            return LinkedText((*words, *term, *made.words[at:]), links)
    return made


def correct_spelling(made: LinkedText, mention: Mention, others: Sequence[Term] = ()) -> LinkedText:
    """The English with a name in place of a misspelling of it beside its mention; unchanged where there is none."""
    name = mention.term.english
    for at, (word, link) in enumerate(zip(made.words, made.links, strict=False)):
        before, core, after = _split_marks(word)
        beside = mention.first - NEIGHBOURS <= link <= mention.last + NEIGHBOURS
        if beside and _is_replaceable(word, others, capitals=True) and _is_misspelt(core, name):
            words = (*made.words[:at], f"{before}{name}{after}", *made.words[at + 1 :])
            return LinkedText(words, (*made.links[:at], mention.first, *made.links[at + 1 :]))
    return made


def _is_misspelt(word: str, name: str) -> bool:
    """Ratcliff and Obershelp's resemblance, of words that begin alike."""
    if len(name) < LONG_NAME or word[:1] != name[:1]:
        return False
    return SequenceMatcher(None, word.lower(), name.lower()).ratio() >= MISSPELT


def _behind_name(words: Sequence[str], at: int) -> int:
    """The first place from `at` on that is not between two capitalised words: "South Korea" is not torn apart."""
    while 0 < at < len(words) and words[at - 1][:1].isupper() and words[at - 1].isalpha() and words[at][:1].isupper():
        at += 1
    return at


def count_missing(mentions: Sequence[Mention], english: str) -> int:
    """How many of the mentions a text does not render; a term that is mentioned twice must come twice."""
    asked = Counter(mention.term for mention in mentions)
    return sum(max(0, times - term.times_in(english)) for term, times in asked.items())


def _split_marks(word: str) -> tuple[str, str, str]:
    """The marks before a word, the word, and what stands behind it: marks, or the 's of a possessive."""
    bare = word.lstrip("\"'“”‘’([{«»‹›¿¡.,;:!?-–—…")
    core = _POSSESSIVE.sub("", bare.rstrip('"“”‘’)]}«»‹›.,;:!?-–—…'))
    return word[: len(word) - len(bare)], core, bare[len(core) :]


def enforce_terms(made: LinkedText, mentions: Sequence[Mention]) -> tuple[LinkedText, tuple[str, ...], list[Term]]:
    """Substitute the terms that are missing. Returns the English, what was put into it, and the terms still missing.

    A mention counts as rendered where its own words say so, or the text says it as often as it was mentioned so far.
    """
    restored: list[str] = []
    missing: list[Term] = []
    for number, mention in enumerate(mentions):
        term, so_far = mention.term, sum(other.term == mention.term for other in mentions[: number + 1])
        own = " ".join(
            w for w, link in zip(made.words, made.links, strict=False) if mention.first <= link <= mention.last
        )
        if term.times_in(own) or term.times_in(made.text) >= so_far:
            continue
        others = [other.term for other in mentions if other is not mention]
        changed = substitute(made, mention, others)
        if changed == made and term.is_name and not term.times_in(made.text):
            changed = correct_spelling(made, mention, others)
            changed = insert(made, mention) if changed == made else changed
        if changed != made:
            made, restored = changed, [*restored, term.english]
        elif not term.times_in(made.text):
            missing.append(term)
    return made, tuple(restored), missing

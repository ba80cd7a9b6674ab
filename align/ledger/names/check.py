"""The name check: does every name of the statement stand in its rendering?

Places and peoples are compared through the gazetteer, other names by how they are spelled in Arabic letters
(transliteration.py). Many capitalised words are translated instead (Supreme Court), so a small logistic model, fitted
by bench/fit/names.py on pairs with one name exchanged, says how likely a name that is spelled nowhere was changed: near
certain for places and people in the news, less so for others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.names.reference import References, country_of
from iqtibas.align.ledger.names.transliteration import LONGEST_LATIN, latin_letters, load_transliteration
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.ledger.severity import RIVAL_NAMED, SPEAKER_IN_VERB
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.arabic.speech import is_reporting
from iqtibas.article.gazetteer.mentions import Name, Place, arabic_places, english_mentions
from iqtibas.article.gazetteer.places import RIVALS, bare_forms, long_forms, near, people
from iqtibas.article.reading import Reading
from iqtibas.models.word_links import WordEncoder

_WORD = re.compile(r"\w+")
_CAPITAL_WORD = re.compile(r"[A-Z]\w+")
_PARTS = re.compile(r"[\s.'’-]+")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|President|Minister|Chancellor|Premier|Senator|Secretary|Judge|Justice|"
    r"King|Queen|Prince|Princess|Governor|Ambassador|Chairman)\.?\s$",
    re.I,
)
# "Dalen said", "said Dalen": the form of the Arabic verb alone says that she did, and the sentence before who she is.
_SAID = (
    "(?:said|says|added|adds|told|tells|continued|explained|noted|wrote|tweeted|insisted|argued|concluded|recalled|"
    "warned|asked|stated|replied|responded)"
)
_SPEAKS = re.compile(rf"(?: [A-Z]\w+){{0,2}},? {_SAID}\b")
_SPOKE = re.compile(rf"\b{_SAID} (?:(?:[A-Z]\w+|Mr|Mrs|Ms|Dr)\.? ){{0,2}}$")
_LONGEST_LEAD = 40  # code points in which the verb is looked for before a name
# In nats: a word that spells a name beyond chance; below NOTHING it has nothing of it. Short words of ordinary Arabic
# reach 3 for a short name (بما for Obama); what is truly spelled has 5 and more (bench/fit/transliteration.py).
SPELLED, NOTHING = 4.0, 0.0
SHORT_NAME = 3  # letters, which chance spells often
MOST_ADDED = 3  # Arabic letters of a name beyond those of the English
SHORTEST_INSIDE = 5  # letters of a name that is looked for inside of a word, where a space was lost
MOST_CAPITAL = 3.0  # a stronger preference for a capital, in nats, says no more
# A statement or rendering of more is no quotation; endless ones are judged by their beginnings.
MOST_NAMES, MOST_WORDS = 80, 400


class NameSignals(NamedTuple):
    """What speaks for a name of the statement being missing in its rendering.

    Each is how much of the name is missing, 0 to 1, under the condition that it is called by, or 0; the conditions of
    places and of people in the news exclude the others.
    """

    absent: float
    """A place of the gazetteer."""
    absent_spare: float
    """Such a place, where the Arabic names one that nothing in the statement accounts for."""
    person: float
    """A person in the news (people.tsv)."""
    plain: float
    """Any other name."""
    initial: float
    """Such a name at the beginning of a sentence, where any word has a capital."""
    capital: float
    """Such a name, times how much the encoder wants its capital, -1 to 1."""
    neighbour: float
    """Such a name beside one that is there."""
    titled: float
    """Such a name behind a title (Minister, Dr.)."""
    short: float
    """Such a name of at most SHORT_NAME letters."""


NOTHING_MISSING = NameSignals(*[0.0] * len(NameSignals._fields))


@dataclass(frozen=True, slots=True)
class _Rendered:
    """What the Arabic side holds. words: folded; spare: places that no English word accounts for."""

    text: str
    folded: str
    words: tuple[str, ...]
    places: tuple[Place, ...]
    spare: tuple[Place, ...]


def _read(english: str, names: Sequence[Name], arabic: Reading) -> _Rendered:
    places = arabic_places(arabic)[:MOST_NAMES]
    capitals = list(dict.fromkeys(_CAPITAL_WORD.findall(english)))[:MOST_NAMES]
    spare = [place for place in places if _is_spare(place, arabic, names, capitals)]
    words = tuple(dict.fromkeys(_WORD.findall(arabic.folded)))[:MOST_WORDS]
    return _Rendered(arabic.text, arabic.folded, words, tuple(places), tuple(spare))


def _is_spare(place: Place, arabic: Reading, names: Sequence[Name], capitals: Sequence[str]) -> bool:
    """Whether no name of the English text is this place, its country or its city, nor is spelled like it."""
    country = place.code.split(".")[0]
    if place.code == "EU" or any(near(n.code.split(".")[0], country) for n in names if n.code):
        return False
    words = arabic.part(place.start, place.end).folded.split()
    return all(likeness(capital, words)[0] <= NOTHING for capital in capitals)


def likeness(name: str, words: Sequence[str]) -> tuple[float, int]:
    """How well a name is spelled by the folded Arabic word that spells it best, in nats, and which that is.

    Proclitics are taken off where that helps; the parts of a name are sought one by one, and their mean counts.
    """
    parts = [letters for part in _PARTS.split(name) if (letters := latin_letters(part))]
    best = [_best_word(letters, words) for letters in parts]
    return (sum(value for value, _ in best) / len(best), best[0][1]) if best else (NOTHING, -1)


def _best_word(letters: str, words: Sequence[str]) -> tuple[float, int]:
    model = load_transliteration()
    forms = [(form, i) for i, w in enumerate(words) for form in bare_forms(w) or [w] if _as_long(letters, form)]
    scored = [(model.likeness(letters, form), -i) for form, i in forms]
    best = max(scored, default=(NOTHING, 1))
    if best[0] < SPELLED:
        inside = [(model.likeness(letters, form), -i) for i, w in enumerate(words) for form in _inside(w, len(letters))]
        best = max([best, *inside])
    return best[0], -best[1]


def _as_long(letters: str, form: str) -> bool:
    """Whether a word can spell a name at all: Arabic leaves out vowels and hardly ever writes a letter as two."""
    return len(form) <= len(letters) + MOST_ADDED and len(letters) <= LONGEST_LATIN * len(form)


def _inside(word: str, length: int) -> list[str]:
    """Beginnings and ends of a word that is longer than a name of so many letters."""
    if len(word) <= length:
        return []
    sizes = range(max(SHORTEST_INSIDE, length - 2), length + 2)
    return [part for size in sizes for part in (word[:size], word[-size:])]


def name_signals(names: Sequence[Name], pair: Pair, words: WordEncoder) -> list[NameSignals]:
    """One row a name. names: `english_mentions` of the masked statement."""
    english = pair.masked_english
    rendered = _read(english, names, pair.masked_arabic_reading)
    gaps = [_gap(name, rendered) for name in names]
    return [_signals(i, names, gaps, english, rendered, words) for i in range(len(names))]


def _gap(name: Name, rendered: _Rendered) -> float:
    """0 for a name that the Arabic holds, 1 for one of which it has nothing.

    A seat of government stands for its country, and the country for it.
    """
    same = [(name.code, place.code) for place in rendered.places] if name.code else []
    listed = any(near(one, other) or country_of(one) == country_of(other) for one, other in same)
    merged = any(form in rendered.folded for form in long_forms(name.code)) if name.code else False
    if listed or merged or name.text in rendered.text:
        return 0.0
    if any(form in rendered.folded for form in people().get(name.text, ())):
        return 0.0
    value, _ = likeness(name.text, rendered.words)
    return max(0.0, min(1.0, (SPELLED - value) / (SPELLED - NOTHING)))


def _signals(
    at: int, names: Sequence[Name], gaps: Sequence[float], english: str, rendered: _Rendered, words: WordEncoder
) -> NameSignals:
    name, gap = names[at], gaps[at]
    if name.code:
        return NOTHING_MISSING._replace(absent=gap, absent_spare=gap * bool(rendered.spare))
    if name.text in people():
        return NOTHING_MISSING._replace(person=gap)
    capital = max(-1.0, min(1.0, words.preference_for_capital(name.text) / MOST_CAPITAL))
    beside = any(
        0 <= i < len(names) and gaps[i] == 0 and not names[i].code and _adjacent(name, names[i], english)
        for i in (at - 1, at + 1)
    )
    titled = _TITLE.search(english[max(0, name.start - 12) : name.start]) is not None
    short = len(latin_letters(name.text)) <= SHORT_NAME
    return NOTHING_MISSING._replace(
        plain=gap,
        initial=gap * name.initial,
        capital=gap * capital,
        neighbour=gap * beside,
        titled=gap * titled,
        short=gap * short,
    )


def _adjacent(one: Name, other: Name, english: str) -> bool:
    return english[min(one.end, other.end) : max(one.start, other.start)] == " "


def check_names(pair: Pair, tools: Tools) -> list[Finding]:
    """Names of the statement that its rendering lacks, each with what stands there instead where that can be told."""
    english, arabic = pair.masked_english, pair.masked_arabic_reading
    names = english_mentions(english)[:MOST_NAMES]
    model = load_fitted("name", NameSignals)
    references, findings = References(english, arabic.folded), []
    for name, signals in zip(names, name_signals(names, pair, tools.words), strict=True):
        probability = model.probability(signals, name.text)
        if _rival(name, names, arabic):
            probability = max(probability, RIVAL_NAMED)
        if probability >= model.cut:
            reason, span, instead = _instead(name, names, pair)
            if reason is not Reason.NAME_DIFFERS and references.takes(name):
                continue
            if span is None and _is_in_verb(name, english, arabic):
                probability, reason = min(SPEAKER_IN_VERB, probability), Reason.SPEAKER_UNNAMED
            place, values = Segment(name.start, name.end), Values(SideValues((name.text,)), instead)
            findings.append(Finding("name", reason, place, span, values, probability))
    return findings


def _rival(name: Name, names: Sequence[Name], arabic: Reading) -> Place | None:
    """Where the Arabic names the other Korea, or Sudan, which the statement does not name.

    Mentions are taken in order: the second South Korea of the statement is the second of either in the Arabic.
    """
    rival = RIVALS.get(name.code)
    if rival is None or any(n.code == rival for n in names):
        return None
    at = [n.start for n in names if n.code == name.code].index(name.start)
    either = [place for place in arabic_places(arabic) if place.code in (name.code, rival)]
    return either[at] if at < len(either) and either[at].code == rival else None


def _is_in_verb(name: Name, english: str, arabic: Reading) -> bool:
    """Whether a name only says who spoke, where the Arabic has a verb for that."""
    before = english[max(0, name.start - _LONGEST_LEAD) : name.start]
    if name.code or not (_SPEAKS.match(english, name.end) or _SPOKE.search(before)):
        return False
    return any(is_reporting(token.key) for token in arabic.tokens())


def _instead(name: Name, names: Sequence[Name], pair: Pair) -> tuple[Reason, Segment | None, SideValues]:
    """What the Arabic has for a missing name: the place's rival, a place to spare, or the word linked to it."""
    arabic, reading = pair.masked_arabic, pair.masked_arabic_reading
    rendered = _read(pair.masked_english, names, reading)
    rival = _rival(name, names, reading)
    if name.code and (places := [rival] if rival else rendered.spare):
        start, end = places[0].start, places[0].end
        return Reason.NAME_DIFFERS, Segment(start, end), SideValues((arabic[start:end],), english=places[0].english)
    if (span := _linked(name, names, pair)) is None:
        return Reason.NAME_MISSING, None, SideValues()
    word = arabic[span.start : span.end]
    known = _person(reading.part(span.start, span.end).folded)
    return Reason.NAME_DIFFERS if known else Reason.NAME_REPLACED, span, SideValues((word,), english=known)


def _linked(name: Name, names: Sequence[Name], pair: Pair) -> Segment | None:
    """The Arabic word that is linked to a name both ways and spells none of the others."""
    link = pair.link
    at = next((i for i, (start, _) in enumerate(link.english_words) if start >= name.start), None)
    if at is None or not link.similarity.size:
        return None
    best = int(link.similarity[at].argmax())
    start, end = link.arabic_words[best]
    word = pair.arabic_words[best]
    taken = any(likeness(other.text, [word])[0] >= SPELLED for other in names)
    mutual = int(link.similarity[:, best].argmax()) == at
    return Segment(start, end) if mutual and not taken else None


def _person(word: str) -> str:
    """The person in the news whose name a folded Arabic word spells best, or ""."""
    value, name = max((likeness(person, [word])[0], person) for person in sorted(people()))
    return name if value >= 2 * SPELLED else ""

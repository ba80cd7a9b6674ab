"""The terms that a run has seen, each with evidence: names that stand on both sides of an alignment, and the glossary.

A place counts where statement and rendering name the same one (Unicode CLDR, see `article.gazetteer.places`).
Another name counts where an Arabic word spells it beyond chance (`align.ledger.names.transliteration`); names of
several words where the Arabic words stand side by side in the same order. A single word that begins a sentence is none:
its capital says nothing. A term of the glossary counts where its Arabic stands in an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from iqtibas.align.ledger.names.check import MOST_NAMES, MOST_WORDS, SHORT_NAME, SPELLED, likeness
from iqtibas.align.model import Alignment
from iqtibas.article.arabic.letters import fold, folded
from iqtibas.article.gazetteer.mentions import Name, Place, arabic_places, english_mentions
from iqtibas.article.gazetteer.places import bare_forms, english_name, find_country, people
from iqtibas.article.model import Segment, overlaps
from iqtibas.article.reading import Reading
from iqtibas.report.record.result import ArticleResult
from iqtibas.translate import Glossary

LONGEST_CONTEXT = 300
"""Code points of a context that are kept."""
NAME, GLOSSARY = "name", "glossary"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept with its forms in both languages, the best first.

    kind: "name" or "glossary". seen: in how many places. context: Arabic text in which it was first seen. source: the
    id of that article.
    """

    kind: str
    english: tuple[str, ...]
    arabic: tuple[str, ...]
    seen: int
    context: str
    source: str


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One place. key: equal for equal concepts, the code of a place among others."""

    kind: str
    key: str
    english: str
    arabic: str
    context: str
    source: str
    is_place: bool = False


@dataclass(slots=True)
class _Concept:
    first: _Sighting
    english: Counter[str] = field(default_factory=Counter)
    arabic: Counter[str] = field(default_factory=Counter)


def find_terms(results: Iterable[ArticleResult], glossary: Glossary | None = None) -> list[Term]:
    """The terms of a run: names in the order in which they were first seen, then terms of the glossary in its order."""
    concepts: dict[tuple[str, str], _Concept] = {}
    for sighting in _sightings(list(results), glossary):
        concept = concepts.setdefault((sighting.kind, sighting.key), _Concept(sighting))
        concept.english[sighting.english] += 1
        concept.arabic[sighting.arabic] += 1
    return [_term(concept) for concept in concepts.values()]


def _term(concept: _Concept) -> Term:
    first = concept.first
    best, bests = _place_names(first.key) if first.is_place else ("", "")
    english = sorted(concept.english, key=lambda form: (form != best, -concept.english[form], form))
    # The name of a country before its adjectives; of equally common forms the shorter.
    arabic = sorted(concept.arabic, key=lambda form: (_bare(form) != bests, -concept.arabic[form], len(form), form))
    return Term(first.kind, tuple(english), tuple(arabic), concept.english.total(), first.context, first.source)


def _place_names(code: str) -> tuple[str, str]:
    """What the Unicode CLDR calls a place in English, and in bare Arabic; "" where it lacks it."""
    from babel import Locale

    return english_name(code), _bare(str(Locale("ar").territories.get(code, "")))


def _bare(arabic: str) -> str:
    """Folded and without article, to compare."""
    return folded(arabic).removeprefix("ال")


def _sightings(results: Sequence[ArticleResult], glossary: Glossary | None) -> Iterator[_Sighting]:
    for result in results:
        for alignment, review in result.reviewed():
            if alignment.rendering and review.status != "rejected":
                for place in alignment.rendering.spans:
                    yield from _names(alignment, result.article.slice(place), result.article.id)
    index = glossary.index() if glossary else None
    found = [
        _Sighting(GLOSSARY, mention.term.arabic, mention.term.english, mention.term.arabic, source, result.article.id)
        for result in results
        for source in map(result.article.slice, (t.segment for t in result.translations))
        for mention in (index.find(source) if index else ())
    ]
    order = {term.arabic: number for number, term in enumerate(glossary.terms if glossary else ())}
    yield from sorted(found, key=lambda sighting: order[sighting.key])


def _names(alignment: Alignment, arabic: str, source: str) -> Iterator[_Sighting]:
    """The names of a statement that stand in one place of its rendering, but for those that were found to differ."""
    said = alignment.embed.said
    doubted = [f.english for f in alignment.verdict.findings if f.kind == "name" and f.english]
    names = [
        name
        for name in english_mentions(alignment.embed.text)[:MOST_NAMES]
        if not any(overlaps(f, Segment(said.start + name.start, said.start + name.end)) for f in doubted)
    ]
    context = " ".join(arabic.split())[:LONGEST_CONTEXT]
    reading = Reading(arabic)
    places = arabic_places(reading)
    for name in names:
        for place in places:
            if name.code and name.code == place.code:
                form = _without_particles(arabic, place)
                yield _Sighting(NAME, name.code, name.text, form, context, source, is_place=True)
    for english, form in _spelled(names, alignment.embed.text, reading):
        yield _Sighting(NAME, english, english, form, context, source)


def _without_particles(arabic: str, place: Place) -> str:
    """A place as it stands, without و ف ب ل ك before it; its article is kept."""
    surface = arabic[place.start : place.end]
    for cut in (1, 2):
        rest = surface[cut:]
        if surface[:1] in "وفبلك" and find_country(folded(rest).split(), 0)[0] == place.code:
            return rest
    return surface


def _spelled(names: Sequence[Name], english: str, arabic: Reading) -> Iterator[tuple[str, str]]:
    """Names, and neighbours as one, that Arabic words spell. Never parts of longer names."""
    spans = [match.span() for match in _WORD.finditer(arabic.view.text)][:MOST_WORDS]
    words = [arabic.folded[start:end] for start, end in spans]
    for run in _runs(names, english):
        found = [-1 if name.code else _best(name.text, words) for name in run]
        in_order = all(found[0] >= 0 and at == found[0] + n for n, at in enumerate(found))
        weak = len(run) == 1 and (run[0].initial or len(run[0].text) <= SHORT_NAME)
        if in_order and not weak:
            start, end = arabic.view.to_source(spans[found[0]][0], spans[found[-1]][1])
            yield english[run[0].start : run[-1].end], _without_proclitic(arabic.text[start:end], run[0].text)


def _runs(names: Sequence[Name], english: str) -> list[list[Name]]:
    """Names grouped where only a blank is between them."""
    runs: list[list[Name]] = []
    for name in names:
        if runs and english[runs[-1][-1].end : name.start] == " ":
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs


def _best(name: str, words: Sequence[str]) -> int:
    """Which word spells a name, or -1."""
    known = people().get(name, ())
    for at, word in enumerate(words):
        if any(form in known for form in bare_forms(word)):
            return at
    value, at = likeness(name, words)
    # Nigeria is spelled much like Niger: what names a place spells nothing else.
    return at if value >= SPELLED and not find_country([words[at]], 0)[0] else -1


def _without_proclitic(form: str, name: str) -> str:
    """The form without what is written together with it, as far as the rest spells the name just as well."""
    word, *others = form.split(" ")
    whole = likeness(name, [fold(word)])[0]
    known = people().get(name, ())
    rests = [word[len(word) - len(rest) :] for rest in bare_forms(fold(word))]
    good = [rest for rest in rests if fold(rest) in known or (not known and likeness(name, [fold(rest)])[0] >= whole)]
    return " ".join([min(good, key=len, default=word), *others])

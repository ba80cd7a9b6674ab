"""What happens to a source between normalised Arabic and English with notes.

Protect what must not be touched, decode, put numbers, names and glossary terms right, let the guard look, ask again
where something is heavily wrong, join, balance quotation marks, estimate the quality.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from iqtibas.models.engine import Decoded, Engine, Options, Pieces
from iqtibas.models.plan import split_source
from iqtibas.translate import guard, quality
from iqtibas.translate.fitted import Scale
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.links import link_words
from iqtibas.translate.numbers import repair_numbers
from iqtibas.translate.omission import drops_clause
from iqtibas.translate.protect import TextPart, join_parts, text_parts
from iqtibas.translate.quotation import balance_quotes
from iqtibas.translate.rerank import Chosen, choose_candidate
from iqtibas.translate.retry import RETRY_STRATEGIES, best, needs_retry, source_parts
from iqtibas.translate.terms import LinkedText, Mention, TermIndex, count_missing, enforce_terms, latin_mentions

# The same sentence scores the same to six digits whatever shares its batch; four are kept, so that outputs are equal.
SCORE_DIGITS = 4
_SHOUTED = re.compile(r"([^\w\s])\1{3,}")


class Pipeline:
    """An engine with the rules around it. glossary, names: what must become what. scale: see `quality`."""

    def __init__(
        self,
        engine: Engine,
        pieces: Pieces,
        options: Options,
        glossary: TermIndex,
        names: TermIndex,
        scale: Scale | None,
    ) -> None:
        self._engine, self._pieces, self._options = engine, pieces, options
        self._glossary, self._names, self._scale = glossary, names, scale

    def run(self, texts: Sequence[str]) -> Iterator[tuple[str, Hypothesis]]:
        """Translate distinct normalised texts with Arabic letters. Yields each with its English once it is done."""
        parts = {text: text_parts(text) for text in texts}
        users: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for unit in dict.fromkeys(_units(parts[text])):
                users[unit].append(text)
        open_units = {text: len(set(_units(parts[text]))) for text in texts}
        made: dict[str, Hypothesis] = {}
        for unit, hypothesis in self._translate(list(users)):
            made[unit] = hypothesis
            for text in users[unit]:
                open_units[text] -= 1
                if not open_units[text]:
                    yield text, self._assembled(text, parts[text], [made[own] for own in _units(parts[text])])

    def _assembled(self, text: str, parts: Sequence[TextPart], made: Sequence[Hypothesis]) -> Hypothesis:
        lengths = [len(own.text) + 1 for own in made]
        score = sum(own.score * length for own, length in zip(made, lengths, strict=True)) / sum(lengths)
        whole = Hypothesis(
            balance_quotes(text, join_parts(parts, [own.text for own in made])),
            round(score, SCORE_DIGITS),
            all(own.finished for own in made),
            notes=tuple(dict.fromkeys(note for own in made for note in own.notes)),
            similarity=_mean([own.similarity for own in made], lengths),
        )
        return quality.judged(self._scale, text, whole, self._pieces.encode)

    def _translate(self, units: Sequence[str]) -> Iterator[tuple[str, Hypothesis]]:
        """Each unit with the best of its translations; what needs no retry comes first."""
        tries: dict[str, list[Hypothesis]] = {}
        for unit, made in self._decode({unit: [unit] for unit in units}, self._options):
            if needs_retry(made):
                tries[unit] = [made]
            else:
                yield unit, made
        for strategy in RETRY_STRATEGIES:
            bad = [unit for unit in units if unit in tries and strategy.applies_to(best(tries[unit]))]
            asked = {unit: source_parts(unit, strategy) for unit in bad}
            changed = {unit: parts for unit, parts in asked.items() if not strategy.split or len(parts) > 1}
            for unit, made in self._decode(changed, strategy.change(self._options)):
                tries[unit].append(made)
        for unit in units:
            if unit in tries:
                yield unit, best(tries[unit])

    def _decode(self, asked: Mapping[str, Sequence[str]], options: Options) -> Iterator[tuple[str, Hypothesis]]:
        """asked: the parts that each unit is read in. Yields units as their last part comes back."""
        fitting = {unit: [own for part in parts for own in self._fitting(part)] for unit, parts in asked.items()}
        owners = [(unit, at) for unit, parts in fitting.items() for at in range(len(parts))]
        sources = [self._pieces.encode(part) for parts in fitting.values() for part in parts]
        back: dict[str, dict[int, Chosen]] = defaultdict(dict)
        for index, decoded in self._engine.translate(sources, options):
            unit, at = owners[index]
            part = fitting[unit][at]
            missing_terms = partial(count_missing, self._glossary.find(part))
            back[unit][at] = choose_candidate(part, decoded, self._pieces.decode, missing_terms)
            if len(back[unit]) == len(fitting[unit]):
                yield unit, self._finished(unit, fitting[unit], [own for _, own in sorted(back.pop(unit).items())])

    def _fitting(self, text: str) -> list[str]:
        """The text, in parts where it has too many pieces for the model."""
        calm = _SHOUTED.sub(r"\1\1\1", text)
        parts = split_source(calm, lambda part: len(self._pieces.encode(part)) <= self._options.longest_source)
        return [part for part in parts if part.strip()]

    def _finished(self, unit: str, parts: Sequence[str], chosen: Sequence[Chosen]) -> Hypothesis:
        """What the engine made of a unit's parts, with what can be put right put right, and notes on the rest."""
        decoded = [own.answer for own in chosen]
        lengths = [len(own.pieces) + 1 for own in decoded]
        score = sum(own.score * length for own, length in zip(decoded, lengths, strict=True)) / sum(lengths)
        made, numbers = repair_numbers(unit, self._linked(unit, parts, decoded))
        mentions = self._mentions(unit)
        made, terms, missing = enforce_terms(made, mentions)
        finished = all(own.finished for own in decoded)
        asked = partial(drops_clause, reached=set(made.links) or None)
        notes = list(guard.notes(unit, made.text, finished=finished, drops_clause=asked))
        for kind, is_name in ((guard.NAMES, True), (guard.GLOSSARY, False)):
            notes += [f"{kind}: expected {term.english}" for term in missing if term.is_name == is_name]
        if restored := (*numbers, *terms):
            notes.append(f"{guard.RESTORED}: {', '.join(dict.fromkeys(restored))}")
        similarity = _mean([own.similarity for own in chosen], lengths)
        return Hypothesis(
            made.text, round(score, SCORE_DIGITS), finished, notes=tuple(dict.fromkeys(notes)), similarity=similarity
        )

    def _linked(self, unit: str, parts: Sequence[str], decoded: Sequence[Decoded]) -> LinkedText:
        words: list[str] = []
        links: list[int] = []
        before = 0
        for part, own in zip(parts, decoded, strict=True):
            made = link_words(self._pieces.encode(part), self._pieces.decode(own.pieces), own.pieces, own.links)
            words += made.words
            links += [link + before if link >= 0 else link for link in made.links]
            before += len(part.split())
        known = len(links) == len(words) and before == len(unit.split())
        return LinkedText(tuple(words), tuple(links) if known else ())

    def _mentions(self, unit: str) -> list[Mention]:
        """The terms of the glossary, and beside them the known names and what is written in Latin letters."""
        asked = self._glossary.find(unit)
        taken = {at for mention in asked for at in range(mention.first, mention.last + 1)}
        known = [*self._names.find(unit), *latin_mentions(unit)]
        return asked + [m for m in known if taken.isdisjoint(range(m.first, m.last + 1))]


def _mean(values: Sequence[float | None], weights: Sequence[int]) -> float | None:
    """The weighted mean; None if one is unknown."""
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return round(sum(v * w for v, w in zip(known, weights, strict=True)) / sum(weights), SCORE_DIGITS)


def _units(parts: Sequence[TextPart]) -> list[str]:
    return [part.text.strip() for part in parts if not part.kept]

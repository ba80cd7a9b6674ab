"""Retries: what is done where a translation is heavily wrong, and which of the attempts is kept.

Small models loop, drop and invent on fragments, capitals and long sentences; other decoding options or shorter parts
often help. Every strategy is one pass over all that is still bad: the cost is bounded, and the result depends on
nothing but the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from iqtibas.models.engine import Options
from iqtibas.models.plan import split_source
from iqtibas.translate import guard
from iqtibas.translate.hypothesis import Hypothesis

# Parts with fewer words than this are fragments, which small models render worse than what they are part of.
FEWEST_WORDS = 5
# Retries search less widely, to cost less.
NARROW_BEAM = 2


class RetryStrategy(NamedTuple):
    """One way to translate again. split: translate the halves of the source. change: of the decoding options."""

    name: str
    split: bool
    change: Callable[[Options], Options]

    def applies_to(self, made: Hypothesis) -> bool:
        """Whether it may help: something is heavily wrong; a dropped clause alone needs the source split."""
        heavy = [note for note in made.notes if note in guard.HEAVY]
        return bool(heavy) and (self.split or heavy != [guard.DROPPED])


def _stricter(options: Options) -> Options:
    return replace(options, no_repeat_ngram=2, beam=min(options.beam, NARROW_BEAM))


def _other_beam(options: Options) -> Options:
    return replace(options, beam=1 if options.beam > 1 else 2)


RETRY_STRATEGIES = (
    RetryStrategy("resplit", True, lambda options: options),
    RetryStrategy("no-repeat", False, _stricter),
    RetryStrategy("other beam", False, _other_beam),
)


def needs_retry(made: Hypothesis) -> bool:
    """Whether something is heavily wrong; a lost number or name alone is not worth the time."""
    return any(note in guard.HEAVY for note in made.notes)


def source_parts(source: str, strategy: RetryStrategy) -> list[str]:
    """What a strategy translates: the halves of the source, cut at clause marks where there are any, or the source."""
    if not strategy.split or len(source.split()) < 2 * FEWEST_WORDS:
        return [source]
    return [part for part in split_source(source, lambda part: len(part) < len(source)) if part.strip()]


def best(tries: Sequence[Hypothesis]) -> Hypothesis:
    """The try with the lightest notes, then the best score of the model, then the earliest."""
    return min(tries, key=lambda made: (guard.weight(made.notes), -made.score))

"""Which negation of one side answers which of the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

from iqtibas.align.ledger.pair import Pair
from iqtibas.article.negation import arabic_negations, denies, double_negations, english_negations, limits

# Words between a negation and what it denies, and how far before its verb an Arabic particle stands.
PASSED_OVER = frozenset(
    "no been being be to the a an have has had is are was were will would of also so very yet really even at all any "
    "still do does did".split()
)
PASSED_OVER_MOST = 5
NEAR_BEFORE, NEAR_BEHIND = 4, 1
DIRECTLY = 2  # words before a word, from where a negation denies it and nothing else
# How much a particle next to the denied word, and a particle of grammar, count against cosines of words.
NEAR_BONUS, GRAMMAR_BONUS = 0.3, 0.1


@dataclass(frozen=True)
class Negations:
    """The negations of a pair. english: word indexes. arabic: word index → weight, 1 or LEXICAL_WEIGHT.

    twice: those of the Arabic ones that stand in a phrase that denies twice. until: Arabic words that deny, but only
    say until when (لن يفتح قبل يونيو); they are none of `arabic`.
    """

    pair: Pair
    english: tuple[int, ...]
    arabic: dict[int, float]
    twice: frozenset[int] = frozenset()
    until: frozenset[int] = frozenset()

    @cached_property
    def answers(self) -> dict[int, int]:
        """English negation → the Arabic one that answers it; each answers one, the surest first."""
        sure = []
        for english in self.english:
            verb = self.pair.counterpart(self.denied(english))
            for arabic, weight in self.arabic.items():
                close = verb is not None and _is_near(arabic, verb)
                score = self.pair.similarity(english, arabic) + NEAR_BONUS * close + GRAMMAR_BONUS * (weight == 1)
                sure.append((-score, english, arabic))
        found: dict[int, int] = {}
        taken: set[int] = set()
        for _, english, arabic in sorted(sure):
            if english not in found and arabic not in taken:
                found[english] = arabic
                taken.add(arabic)
        return found

    @cached_property
    def free(self) -> tuple[int, ...]:
        """Arabic negations that answer none of the English ones."""
        return tuple(i for i in self.arabic if i not in self.answers.values())

    @property
    def unanswered(self) -> int:
        """How many English negations no Arabic one answers."""
        return len(self.english) - len(self.answers)

    def denied(self, english: int) -> int:
        """The word that a negation or an auxiliary turns on: the next one that carries meaning."""
        words = self.pair.english_words
        at = english
        while (
            at + 1 < len(words)
            and at < english + PASSED_OVER_MOST
            and (at == english or words[at] in PASSED_OVER or denies(words[at]))
        ):
            at += 1
        return at

    def agree(self, english: int, arabic: int) -> bool:
        """Whether two words are both denied directly, or neither is."""
        ours = any(english - DIRECTLY <= i < english for i in self.english)
        return ours == any(arabic - DIRECTLY <= i < arabic for i in (*self.arabic, *self.until))

    def near(self, arabic: int | None) -> list[int]:
        """The Arabic negations that stand where they could deny an Arabic word."""
        return [] if arabic is None else [i for i in self.arabic if _is_near(i, arabic)]


def find_negations(pair: Pair) -> Negations:
    """The negations of both sides."""
    english = tuple(english_negations(pair.english_words))
    # "Thanks to you" and "every village" say the same without a negation.
    twice = frozenset(i for both in double_negations(pair.arabic_spelled) if len(english) >= len(both) for i in both)
    arabic = arabic_negations(pair.arabic_words, pair.arabic_spelled, partial(_is_followed_at_once, pair))
    arabic |= dict.fromkeys(twice, 1.0)
    spare = len(arabic) > len(english)
    until = frozenset(limits(pair.english_words, pair.arabic_spelled, list(arabic)) if spare else ())
    return Negations(pair, english, {at: w for at, w in sorted(arabic.items()) if at not in until}, twice, until)


def _is_near(particle: int, verb: int) -> bool:
    return -NEAR_BEFORE <= particle - verb <= NEAR_BEHIND


def _is_followed_at_once(pair: Pair, at: int) -> bool:
    """Whether only white space stands between an Arabic word and the next."""
    spans = pair.link.arabic_words
    return at + 1 < len(spans) and pair.masked_arabic[spans[at][1] : spans[at + 1][0]].isspace()

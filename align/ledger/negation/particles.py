"""Words that deny, in both languages, and which of one side answers which of the other.

Arabic also negates where nothing is denied: لا يزال (still), لا بد (must), لا سيما (especially), لم … سوى (only),
ليس فقط (not only). Those are no negations here, nor are "not only" and "no fewer than".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from iqtibas.align.ledger.negation.english_edits import NEGATED_ADJECTIVES
from iqtibas.align.ledger.pair import Pair

_ENGLISH = re.compile(
    r"not|never|no|nor|hardly|scarcely|yet|none|nothing|nobody|neither|without|cannot|unable|"
    r"(?:fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|lack(?:s|ed|ing)?)|\w+n't"
)
_ENGLISH_IDLE = re.compile(r"only|just|merely|simply|less|fewer|later|doubt|matter|more|sooner")
_ARABIC = re.compile(
    r"[وف]?ا?(?:لا|لن|لم|ليس|ليست|لست|لسنا|ليسوا|ليسا)|[وفبلم]{0,2}(?:غير|دون)|[وفبل]{0,2}عدم|[وف]?بلا|[وف]?كلا|ابدا|مطلقا|قط"
)
# Verbs and nouns that deny by what they mean; they answer an English negation less surely.
_ARABIC_LEXICAL = re.compile(
    r"[وفسبل]{0,2}(?:[يتن]?فشل\w{0,2}|[يتن]?رفض\w{0,3}|نفي|نفت|ينفي|تنفي|نفوا|منع\w{0,2}|حظر|خال|افتقر|تفتقر|"
    r"يفتقر|عجز\w{0,2}|مستحيل\w?|انعدام|تعذر|نقص|غياب|[يت]?خلو)"
)
_ARABIC_IDLE_BEFORE = re.compile(
    r"[يتن]?زال\w{0,2}|[يت]زل|بد|سيما|شك|[يت]نفك|فقط|مجرد|فحسب|ان|انه|انها|"
    # no less than, not more than, which is to say (ألا وهي)
    r"[يت](?:قل|زيد|تجاوز|تعدي)|وهي|وهو"
)
# لولا … لما and ما من … إلا deny twice and so affirm: they answer two negations of the other side, or none.
_BUT_FOR, _CONSEQUENCE = re.compile(r"[وف]?لولا(?:ك|كم|ه|ها|هم|نا|ي)?"), frozenset({"لما", "ما"})
TWICE_WITHIN = 12  # words between the two
_RESTRICTED = frozenset(c + word for c in ("", "و", "ف") for word in "لا لم لن ليس ليست".split())
_RESTRICTING = frozenset({"إلا", "سوى"})
_ALONE = "فحسب"  # لا … فحسب: not only
RESTRICTED_WITHIN = 7  # words
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
LEXICAL_WEIGHT = 0.5


@dataclass(frozen=True)
class Negations:
    """The negations of a pair. english: word indexes. arabic: word index → weight, 1 or LEXICAL_WEIGHT.

    twice: those of the Arabic ones that stand in a phrase that denies twice.
    """

    pair: Pair
    english: tuple[int, ...]
    arabic: dict[int, float]
    twice: frozenset[int] = frozenset()

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
            and (at == english or words[at] in PASSED_OVER or _denies(words[at]))
        ):
            at += 1
        return at

    def agree(self, english: int, arabic: int) -> bool:
        """Whether two words are both denied directly, or neither is."""
        ours = any(english - DIRECTLY <= i < english for i in self.english)
        return ours == any(arabic - DIRECTLY <= i < arabic for i in self.arabic)

    def near(self, arabic: int | None) -> list[int]:
        """The Arabic negations that stand where they could deny an Arabic word."""
        return [] if arabic is None else [i for i in self.arabic if _is_near(i, arabic)]


def find_negations(pair: Pair) -> Negations:
    """The negations of both sides."""
    words = pair.english_words
    english = tuple(i for i, word in enumerate(words) if _denies(word) and not _is_idle(words, i))
    # "Thanks to you" and "every village" say the same without a negation.
    twice = frozenset(i for both in _double_negations(pair) if len(english) >= len(both) for i in both)
    arabic = _arabic_negations(pair) | dict.fromkeys(twice, 1.0)
    return Negations(pair, english, dict(sorted(arabic.items())), twice)


def _denies(word: str) -> bool:
    return word in NEGATED_ADJECTIVES or _ENGLISH.fullmatch(word) is not None


def _is_near(particle: int, verb: int) -> bool:
    return -NEAR_BEFORE <= particle - verb <= NEAR_BEHIND


def _is_idle(words: list[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == "yet":
        return following != "to"
    if words[at] in ("not", "no") and _ENGLISH_IDLE.fullmatch(following):
        return True
    if words[at] == "no" and following.endswith("er") and words[at + 2 : at + 3] == ["than"]:
        return True  # no smaller than
    return words[at] == "not" and at > 0 and words[at - 1] == "or"


def _double_negations(pair: Pair) -> list[tuple[int, int]]:
    """The two words of each لولا … لما and ما من … إلا, which no other rule takes for negations."""
    spelled = pair.arabic_spelled
    found = []
    for i, word in enumerate(spelled):
        if _BUT_FOR.fullmatch(word):
            seconds = _CONSEQUENCE
        elif word in ("ما", "وما", "فما") and spelled[i + 1 : i + 2] == ["من"]:
            seconds = _RESTRICTING
        else:
            continue
        second = next((k for k in range(i + 1, min(len(spelled), i + TWICE_WITHIN)) if spelled[k] in seconds), None)
        if second is not None:
            found.append((i, second))
    return found


def _arabic_negations(pair: Pair) -> dict[int, float]:
    words = pair.arabic_words
    # Folding makes إلا (except) and ألا (that not) one word.
    spelled = pair.arabic_spelled
    found: dict[int, float] = {}
    for i, word in enumerate(words):
        if _ARABIC.fullmatch(word):
            following = words[i + 1] if i + 1 < len(words) else ""
            closely = {*spelled[i + 1 : i + 1 + RESTRICTED_WITHIN]}
            restricted = word in _RESTRICTED and (_ALONE in closely or not _RESTRICTING.isdisjoint(closely))
            both = word.endswith("كلا") and _is_followed_at_once(pair, i)  # كلا البلدين, both countries
            if not (restricted or both or "إ" in spelled[i] or _ARABIC_IDLE_BEFORE.fullmatch(following)):
                found[i] = 1.0
        elif _ARABIC_LEXICAL.fullmatch(word):
            found[i] = LEXICAL_WEIGHT
    return found


def _is_followed_at_once(pair: Pair, at: int) -> bool:
    """Whether only white space stands between an Arabic word and the next."""
    spans = pair.link.arabic_words
    return at + 1 < len(spans) and pair.masked_arabic[spans[at][1] : spans[at + 1][0]].isspace()

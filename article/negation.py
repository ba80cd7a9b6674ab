"""Words that deny, in both languages.

Arabic also negates where nothing is denied: لا يزال (still), لا بد (must), لا سيما (especially), لم … سوى (only),
ليس فقط (not only). Those are no negations here, nor are "not only" and "no fewer than".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

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
# لن يفتح قبل يونيو says until when it stays closed: a limit of time, as "until June" is.
_LIMIT, _UNTIL = frozenset({"قبل"}), frozenset({"until", "till"})
LEXICAL_WEIGHT = 0.5
# Adjectives whose opposite is their negation in Arabic too; uncomfortable, unhappy and unfair have words of their own
# there (مستاء, حزين, ظالم), which no negation answers.
_NEGATED_ADJECTIVES = {
    "un": "able acceptable aware certain clear known lawful likely necessary popular "
    "prepared reasonable related safe successful sure willing",
    "im": "possible",
    "il": "legal",
    "in": "accurate adequate appropriate capable complete correct effective tolerant visible",
}


def _adjectives() -> dict[str, str]:
    pairs = {word: prefix + word for prefix, words in _NEGATED_ADJECTIVES.items() for word in words.split()}
    return pairs | {negated: word for word, negated in pairs.items()}


ADJECTIVES = _adjectives()
NEGATED_ADJECTIVES = frozenset(word for word, other in ADJECTIVES.items() if len(word) > len(other))


def english_negations(words: Sequence[str]) -> list[int]:
    """Which words of an English text deny. words: in lower case."""
    return [at for at, word in enumerate(words) if denies(word) and not _is_idle(words, at)]


def denies(word: str) -> bool:
    """Whether an English word, in lower case, denies wherever it stands."""
    return word in NEGATED_ADJECTIVES or _ENGLISH.fullmatch(word) is not None


def _is_idle(words: Sequence[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == "yet":
        return following != "to"
    if words[at] in ("not", "no") and _ENGLISH_IDLE.fullmatch(following):
        return True
    if words[at] == "no" and following.endswith("er") and [*words[at + 2 : at + 3]] == ["than"]:
        return True  # no smaller than
    return words[at] == "not" and at > 0 and words[at - 1] == "or"


def double_negations(spelled: Sequence[str]) -> list[tuple[int, int]]:
    """The two words of each لولا … لما and ما من … إلا, which no other rule takes for negations."""
    found = []
    for i, word in enumerate(spelled):
        if _BUT_FOR.fullmatch(word):
            seconds = _CONSEQUENCE
        elif word in ("ما", "وما", "فما") and [*spelled[i + 1 : i + 2]] == ["من"]:
            seconds = _RESTRICTING
        else:
            continue
        second = next((k for k in range(i + 1, min(len(spelled), i + TWICE_WITHIN)) if spelled[k] in seconds), None)
        if second is not None:
            found.append((i, second))
    return found


def limits(english: Sequence[str], spelled: Sequence[str], negations: Sequence[int]) -> list[int]:
    """Which negations of an Arabic text only say until when, where the English says so without a negation.

    english: words in lower case. spelled: the Arabic words as they stand. negations: indexes of Arabic words.
    """
    if _UNTIL.isdisjoint(english):
        return []
    return [at for at in negations if not _LIMIT.isdisjoint(spelled[at + 1 : at + 1 + RESTRICTED_WITHIN])]


def arabic_negations(
    words: Sequence[str], spelled: Sequence[str], is_followed_at_once: Callable[[int], bool]
) -> dict[int, float]:
    """The words of an Arabic text that deny, with their weights: 1, or LEXICAL_WEIGHT for what denies by its meaning.

    words: folded. spelled: the same words as they stand, for folding makes إلا (except) and ألا (that not) one word.
    is_followed_at_once: whether only white space stands between a word and the next.
    """
    found: dict[int, float] = {}
    for i, word in enumerate(words):
        if _ARABIC.fullmatch(word):
            following = words[i + 1] if i + 1 < len(words) else ""
            closely = {*spelled[i + 1 : i + 1 + RESTRICTED_WITHIN]}
            restricted = word in _RESTRICTED and (_ALONE in closely or not _RESTRICTING.isdisjoint(closely))
            both = word.endswith("كلا") and is_followed_at_once(i)  # كلا البلدين, both countries
            if not (restricted or both or "إ" in spelled[i] or _ARABIC_IDLE_BEFORE.fullmatch(following)):
                found[i] = 1.0
        elif _ARABIC_LEXICAL.fullmatch(word):
            found[i] = LEXICAL_WEIGHT
    return found

"""Words of modality, certainty and reporting in both languages: closed lists, and what the form of a verb says.

English words come with what a statement of another class would have in their place (english.tsv). Arabic
words are looked up folded and without و and ف (arabic.tsv); سـ before a verb is future, قد before an imperfect
"may" and before a perfect nothing of the kind. hedges.tsv holds Arabic words that hedge, oblige or doubt so
plainly that the English must have some word for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from iqtibas.article.arabic.letters import fold
from iqtibas.article.reading import Reading

# Capitalised they are a month and a man.
_NAMES = frozenset({"May", "Will"})
# Behind these "will", "can" and "might" are nouns, and "if" is no condition.
_NOT_BEHIND = frozenset("the a free his her their our its own at of good ill political as even only what".split())
_WORD_BEFORE = re.compile(r"(\w+)\s+\Z")
_LOOK_BACK = 40  # code points; looking from the start each time would be quadratic
_CONJUNCTIONS = "وف"
_BEHIND, _SHORTEST_VERB = ("ه", "ها", "هم", "ان"), 4
_FUTURE = re.compile(r"[وف]?س(?:أ|[يتن])\w{3,}")
# Nouns and names that begin like a future, without و and ف.
_NO_FUTURE = tuple(
    "سياس سيار سيد سين سيطر سياح سياق سياج سيول سير سيبر سيف سيم سيس سيل سيجار ستين ستون ستار ستة ستراتي ستيف ستود "
    "ستر سنوات سنوي سنتي سندو سندي سنغاف سناتو ستان".split()
)
# Perfects that begin like an imperfect; more end in a way that tells (ـت, ـوا).
_PERFECTS = frozenset(
    "تم تمكن توفي تولى تعرض تلقى تسبب تحول تراجع توقف توصل تعهد تطرق تبقى تحدث تقدم تطور تزايد تجاوز تغير تأثر تورط "
    "تركز تحقق تضمن تقرر تأكد تسلم تبنى تخلى تعود ترك تخرج تزوج تأسس تبين تعلم تسرب نشر نجح نقل نفى نشأ نفذ نال "
    "نظم نزل ندد نشط نمت نفت".split()
)
_PERFECT_ENDS = ("ت", "وا")
_IMPERFECT, _AMBIGUOUS = tuple("يتن"), tuple("تن")
_WORD = re.compile(r"\w+")
# أكبر عدد ممكن, بأسرع ما يمكن: words up to "possible" in which a superlative may stand.
_ELATIVE = re.compile("[بلك]?(?:أ(?:كبر|كثر|قل|سرع|قرب|فضل|طول|وسع|بعد|على|دنى|قصى|حسن)|آخر)")
_AS_POSSIBLE, SUPERLATIVE = frozenset({"ممكن", "ممكنه", "يمكن"}), 3


class Exchange(NamedTuple):
    """What a statement of another class has in place of a word."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of modality in a statement. start, end: offsets into it. kind: its class."""

    start: int
    end: int
    word: str
    kind: str
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of modality in an Arabic text.

    at: which word of the text, the first of two. start, end: offsets into it. key: folded, without و and ف. kinds:
    its classes.
    """

    at: int
    start: int
    end: int
    key: str
    kinds: frozenset[str]


def _table(name: str) -> list[list[str]]:
    text = files("iqtibas.align.ledger.modality").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@lru_cache(maxsize=1)
def _english() -> tuple[dict[str, tuple[str, tuple[Exchange, ...]]], re.Pattern[str]]:
    """Word → class and exchanges; and a pattern that finds the words, longer ones first."""
    entries = {
        word: (kind, tuple(Exchange(*e.split("=")) for e in exchanges.split(";")))
        for word, kind, exchanges in _table("english")
    }
    words = sorted((w for w in entries if w[0].isalpha()), key=lambda word: (-len(word), word))
    forms = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in words)
    return entries, re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])|['’]ll\b", re.I)


@lru_cache(maxsize=1)
def _arabic() -> dict[str, frozenset[str]]:
    """Folded word, or two, → its classes."""
    found: dict[str, frozenset[str]] = {}
    for kind, words in _table("arabic"):
        for word in words.split(", "):
            found[word] = found.get(word, frozenset()) | {kind}
    return found


def english_slots(english: str) -> list[Slot]:
    """The words of modality of a statement, in order."""
    entries, pattern = _english()
    found = []
    for match in pattern.finditer(english):
        key = " ".join(match[0].lower().replace("’", "'").split())
        if match[0] in _NAMES or _no_modal(english, match, key):
            continue
        kind, exchanges = entries[key]
        found.append(Slot(match.start(), match.end(), match[0], kind, exchanges))
    return found


def _no_modal(english: str, match: re.Match[str], key: str) -> bool:
    before = _WORD_BEFORE.search(english, max(0, match.start() - _LOOK_BACK), match.start())
    if key == "because":
        return english[match.end() : match.end() + 3] == " of"
    return key in {"will", "can", "might", "if", "must"} and before is not None and before[1].lower() in _NOT_BEHIND


def exchanged(english: str, slot: Slot, exchange: Exchange) -> str:
    """The statement with one word exchanged."""
    word = exchange.word.capitalize() if slot.word[0].isupper() else exchange.word
    behind = english[slot.end :]
    return english[: slot.start] + word + (behind if word else behind.removeprefix(" "))


def arabic_cues(arabic: str | Reading) -> list[Cue]:
    """The words of modality of an Arabic text, in order."""
    plain = Reading.of(arabic).readable()
    found = [match.span() for match in _WORD.finditer(plain.text)]
    words = [plain.text[start:end] for start, end in found]
    cues = []
    for at, (start, _) in enumerate(found):
        key, kinds = _kinds(words, at)
        if kinds and not _is_utmost(words, at, key):
            end = found[at + key.count(" ")][1]
            cues.append(Cue(at, *plain.to_source(start, end), key, kinds))
    return cues


def _is_utmost(words: Sequence[str], at: int, key: str) -> bool:
    """Whether "possible" only ends a superlative: أكبر عدد ممكن, as many as possible."""
    return key in _AS_POSSIBLE and any(_ELATIVE.fullmatch(word) for word in words[max(0, at - SUPERLATIVE) : at])


def _kinds(words: Sequence[str], at: int) -> tuple[str, frozenset[str]]:
    """The entry that word `at` begins, and its classes; سـ is future, and قد before an imperfect "may"."""
    table = _arabic()
    for phrase in (" ".join(words[at : at + 2]), words[at]):
        key = fold(phrase)
        for form in _bare(key):
            if form in table:
                return form, table[form]
    if _FUTURE.fullmatch(words[at]) and not words[at].lstrip(_CONJUNCTIONS).startswith(_NO_FUTURE):
        verb = fold(words[at]).lstrip(_CONJUNCTIONS)[1:]
        return verb, table.get(verb, frozenset()) | {"future"}
    if words[at] in ("قد", "وقد") and _is_imperfect(next((w for w in words[at + 1 : at + 3] if w != "لا"), "")):
        return "قد", frozenset({"possibility"})
    return "", frozenset()


def _bare(key: str) -> Iterator[str]:
    """The word as it stands, without the conjunction before and, if a verb, without what is behind it.

    That is an object, وتنكره → تنكر, the letters of two, or an أن whose space was lost: يزعمأن → يزعم.
    """
    yield key
    rest = key[1:] if key[0] in _CONJUNCTIONS else key
    yield rest
    if rest[:1] in _IMPERFECT and rest.endswith(_BEHIND) and len(rest) > _SHORTEST_VERB:
        yield rest.removesuffix("ها").removesuffix("هم").removesuffix("ه").removesuffix("ان")


def _is_imperfect(word: str) -> bool:
    dual = word.removesuffix("ا")
    perfect = not {word, dual}.isdisjoint(_PERFECTS) or (word[:1] in _AMBIGUOUS and word.endswith(_PERFECT_ENDS))
    return word[:1] in _IMPERFECT and not perfect


@lru_cache(maxsize=1)
def _hedges() -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    """Class; its plain Arabic words; and a pattern of the English words that account for them."""
    found = []
    for kind, arabic, english in _table("hedges"):
        words = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace(r"\*", r"\w*") for w in english.split(", "))
        found.append((kind, frozenset(arabic.split(", ")), re.compile(rf"\b(?:{words})\b", re.I)))
    return tuple(found)


def unsaid_hedges(english: str, arabic: str | Reading) -> list[tuple[str, Cue]]:
    """Class and first plain Arabic word of each class that the Arabic has more words of than the English."""
    cues = arabic_cues(arabic)
    found = []
    for kind, words, accounted in _hedges():
        plain = [cue for cue in cues if cue.key in words]
        if len(plain) > len(accounted.findall(english)):
            found.append((kind, plain[0]))
    return found

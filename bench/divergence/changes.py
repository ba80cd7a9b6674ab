"""Changes of what a sentence says, planted in one place: near in meaning, fluent, on the English or the Arabic side."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from iqtibas.models.word_links import WORD

ALTERATIONS = ("english", "arabic")
_FIGURE = re.compile(r"[\d٠-٩][\d٠-٩.,٫٬:]*")
_AUXILIARIES = frozenset("is are was were will can could should would has have had must may might does do did".split())
_NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
# What can be said instead, and then says something else. Left: words in a row, in lower case.
QUANTIFIERS = {
    "some": "all|most|a few", "all": "some|most|half", "every": "almost every|some", "most": "half|some|all",
    "many": "few|some|all", "few": "many|several", "several": "many|two", "dozens": "hundreds|thousands",
    "hundreds": "dozens|thousands", "thousands": "hundreds|tens of thousands", "millions": "thousands|billions",
    "half": "a third|a quarter|most", "a third": "half|a quarter", "a quarter": "half|a third", "only": "also",
    "at least": "at most|about|exactly", "at most": "at least", "more than": "less than|about|almost",
    "less than": "more than|about", "over": "under|almost", "up to": "more than|at least", "nearly": "more than",
    "almost": "more than|less than half of", "about": "more than|less than", "always": "sometimes|often",
    "often": "always|rarely", "never": "rarely|always", "rarely": "often", "daily": "weekly|monthly",
    "weekly": "daily|monthly", "monthly": "weekly|yearly", "annual": "monthly", "both": "one of the|neither",
    "double": "half|triple", "twice": "three times|once", "once": "twice", "first": "second|last|third",
    "second": "first|third", "third": "second|fourth", "per day": "per week|per month", "a day": "a week|a month",
    "a year": "a month", "percentage points": "percent", "no earlier than": "no later than",
    "no later than": "no earlier than",
}  # fmt: skip
MODALS = {
    "will": "may|must|should|could|has agreed to|hopes to", "may": "will|must", "might": "will", "could": "will|must",
    "can": "must|will", "must": "may|should|can", "should": "must|may", "would": "will|must", "shall": "may",
    "need to": "may|can", "needs to": "may|can", "plans to": "has decided to|refused to|has begun to",
    "plan to": "have begun to|have decided to", "hopes": "confirms|is certain", "hope": "know|are certain",
    "believes": "knows|doubts", "believe": "know|doubt", "expected": "certain|required",
    "considering": "rejecting|starting", "urged": "ordered", "urges": "orders", "asked": "ordered", "offered": "agreed",
    "proposed": "imposed|approved", "proposes": "imposes", "suggested": "proved|ordered", "suspects": "has proved",
    "suspected": "proven", "reportedly": "certainly", "allegedly": "certainly", "alleged": "proven",
    "possible": "certain", "likely": "certain", "probably": "certainly", "perhaps": "certainly",
    "if": "because|after|although", "unless": "because|even if", "recommended": "required|ordered",
    "recommends": "requires", "encouraged": "forced", "tried to": "managed to", "try to": "manage to",
    "intends to": "has begun to", "seeks to": "has managed to", "wants to": "refuses to", "ready to": "forced to",
    "able to": "obliged to", "claimed": "proved", "claims": "proves", "agreed to": "promised to consider",
    "decided to": "considered whether to", "will appeal": "has appealed",
}  # fmt: skip
ARABIC_QUANTIFIERS = {
    "بعض": "كل|معظم", "كل": "بعض|معظم", "جميع": "معظم|بعض", "معظم": "نصف|بعض|جميع", "نصف": "ثلث|ربع|معظم", "ثلث":
    "نصف|ربع", "ربع": "نصف|ثلث", "عشرات": "مئات|آلاف", "مئات": "عشرات|آلاف", "آلاف": "مئات|ملايين", "مليون":
    "مليار|ألف", "مليار": "مليون", "ملايين": "آلاف|مليارات", "ألف": "مليون|مئة", "أكثر": "أقل", "أقل": "أكثر", "يومين":
    "ثلاثة أيام|أسبوعين", "أسبوعين": "شهرين|يومين", "شهرين": "عامين|أسبوعين", "عامين": "شهرين|ثلاثة أعوام", "الأول":
    "الثاني|الثالث", "الأولى": "الثانية|الثالثة", "الثاني": "الأول|الثالث", "الثانية": "الأولى|الثالثة", "يوميا":
    "أسبوعيا|شهريا", "شهريا": "سنويا|أسبوعيا", "سنويا": "شهريا", "نحو": "أكثر من|أقل من", "قرابة": "أكثر من", "ثلاثة":
    "أربعة|خمسة|ستة", "أربعة": "ثلاثة|سبعة", "خمسة": "ستة|تسعة", "ثلاث": "أربع|ست", "أربع": "ثلاث|سبع", "خمس": "ست|تسع",
    "عشرة": "عشرين|خمسة", "عشرين": "ثلاثين|عشرة", "ثلاثين": "أربعين|عشرين", "الاثنين": "الثلاثاء|الخميس", "الثلاثاء":
    "الأربعاء|الاثنين", "الأربعاء": "الخميس|الأحد", "الخميس": "الثلاثاء|السبت", "الجمعة": "السبت|الأربعاء", "السبت":
    "الجمعة|الأحد", "الأحد": "الاثنين|السبت", "يناير": "يونيو|فبراير", "فبراير": "يناير|مارس", "مارس": "أبريل|مايو",
    "أبريل": "مارس|أغسطس", "مايو": "مارس|يونيو", "يونيو": "يوليو|يناير", "يوليو": "يونيو|أغسطس", "أغسطس":
    "أبريل|سبتمبر", "سبتمبر": "أكتوبر|نوفمبر", "أكتوبر": "سبتمبر|نوفمبر", "نوفمبر": "ديسمبر|أكتوبر", "ديسمبر":
    "نوفمبر|سبتمبر",
}  # fmt: skip
ARABIC_OPPOSITES = {
    "قبل": "بعد", "بعد": "قبل", "شمال": "جنوب", "جنوب": "شمال", "الشمالية": "الجنوبية", "الجنوبية": "الشمالية",
    "الشرقية": "الغربية", "الغربية": "الشرقية", "شرق": "غرب", "غرب": "شرق", "زيادة": "خفض", "خفض": "زيادة",
    "ارتفاع": "انخفاض", "انخفاض": "ارتفاع", "ارتفع": "انخفض", "ارتفعت": "انخفضت", "انخفضت": "ارتفعت", "دعم": "رفض",
    "رفض": "قبول", "قبول": "رفض", "داخل": "خارج", "خارج": "داخل", "أعلى": "أدنى", "أدنى": "أعلى", "فوق": "تحت",
    "تحت": "فوق", "أكبر": "أصغر", "أصغر": "أكبر", "بداية": "نهاية", "نهاية": "بداية", "فتح": "إغلاق", "إغلاق": "فتح",
    "جرحى": "قتلى", "قتلى": "جرحى", "إصابة": "مقتل", "مقتل": "إصابة", "مع": "ضد", "ضد": "مع", "السماح": "المنع",
    "صادرات": "واردات", "واردات": "صادرات", "نجاح": "فشل", "فشل": "نجاح", "السلام": "الحرب", "مدنيين": "عسكريين",
}  # fmt: skip
ARABIC_MODALS = {
    "قد": "سوف", "سوف": "قد", "يمكن": "يجب", "يجب": "يمكن", "ينبغي": "يمكن", "ربما": "حتما", "يعتزم": "قرر",
    "تعتزم": "قررت", "يدرس": "قرر", "تدرس": "قررت", "يأمل": "يؤكد", "تأمل": "تؤكد", "إذا": "بعدما", "اقترح": "فرض",
    "اقترحت": "فرضت", "يحتمل": "يؤكد", "المحتمل": "المؤكد", "يشتبه": "ثبت",
}  # fmt: skip
_ARABIC_NEGATIONS = frozenset("لا لم لن ليس ليست".split())
_ROLES = (
    "president|prime minister|foreign minister|defence minister|interior minister|finance minister|ambassador|"
    "spokesman|spokeswoman|mayor|governor|chairman|king|crown prince|chief of staff|attorney general"
).split("|")
_BODIES = (
    "NATO|the African Union|the European Union|the Arab League|the Security Council|the General Assembly|OPEC|UNICEF|"
    "UNESCO|the World Bank|the IMF|the World Health Organization|the Red Cross|the Supreme Court|Parliament|the Senate|"
    "the central bank|the Ministry of Health|the Ministry of Defence|the Foreign Ministry|the Interior Ministry"
).split("|")


@dataclass(frozen=True, slots=True)
class Change:
    """The words of one side after a change. changed: which of them are new. kind: "" where it is none of the four."""

    side: str
    words: Sequence[str]
    changed: Sequence[bool]
    kind: str


def words_of(text: str) -> list[str]:
    """The words, in order."""
    return WORD.findall(text)


@lru_cache(maxsize=1)
def opposites() -> Mapping[str, tuple[str, ...]]:
    """English words and their opposites, of the ledger's table, both ways."""
    text = (files("iqtibas.align.ledger.polarity") / "opposites.tsv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            ours, theirs = ([form.strip() for form in cell.split(",")] for cell in line.split("\t")[:2])
            for one, other in zip(ours, theirs, strict=False):
                found.setdefault(one, []).append(other)
                found.setdefault(other, []).append(one)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


@lru_cache(maxsize=1)
def classes() -> Mapping[str, Sequence[str]]:
    """English name in lower case → names of its class: countries, days, months, offices, bodies."""
    from babel import Locale

    names = Locale("en").territories
    countries = [name for code, name in names.items() if len(code) == 2 and code.isalpha() and len(name.split()) <= 3]
    return {name.lower(): own for own in (countries, _DAYS, _MONTHS, _ROLES, _BODIES) for name in own}


@lru_cache(maxsize=1)
def arabic_countries() -> Sequence[str]:
    """Arabic names of countries that are one word."""
    from babel import Locale

    return [name for code, name in Locale("ar").territories.items() if len(code) == 2 and len(name.split()) == 1]


class Changer:
    """Plants changes. english: sentences whose words may stand for each other; random: the source of all choices."""

    def __init__(self, english: Iterable[str], chooser: random.Random) -> None:
        self._random = chooser
        counts: dict[str, int] = {}
        for sentence in english:
            for word in words_of(sentence):
                if word.isalpha() and word.islower() and len(word) > 3:
                    counts[word] = counts.get(word, 0) + 1
        self._like: dict[str, list[str]] = {}
        for word in sorted(word for word, count in counts.items() if count >= 5):
            self._like.setdefault(word[-3:], []).append(word)

    def change(self, side: str, english: Sequence[str], arabic: Sequence[str]) -> Change | None:
        """One change of that side, of a kind drawn at random; None where no drawn kind fits."""
        words = english if side == "english" else arabic
        kinds = self._english() if side == "english" else self._arabic()
        for name in self._random.choices(list(kinds), [weight for _, weight in kinds.values()], k=5):
            made = kinds[name][0](words)
            if made and list(made[0]) != list(words):
                kind = name.split()[0]
                return Change(
                    side, made[0], made[1], kind if kind in ("number", "name", "negation", "modality") else ""
                )
        return None

    def _english(self) -> dict[str, tuple[Callable[[Sequence[str]], tuple[list[str], list[bool]] | None], float]]:
        return {
            "number figure": (self._figure, 3),
            "number quantifier": (lambda w: self._from(w, _alternatives(QUANTIFIERS)), 3),
            "name class": (lambda w: self._from(w, {**classes()}), 3),
            "name exchanged": (self._exchanged, 3),
            "negation not": (self._not, 2),
            "negation opposite": (lambda w: self._from(w, {**opposites()}), 4),
            "modality": (lambda w: self._from(w, _alternatives(MODALS)), 4),
            "word": (self._other_word, 2),
        }

    def _arabic(self) -> dict[str, tuple[Callable[[Sequence[str]], tuple[list[str], list[bool]] | None], float]]:
        return {
            "number figure": (self._figure, 2),
            "number quantifier": (lambda w: self._from(w, _alternatives(ARABIC_QUANTIFIERS), prefixes="وبلف"), 4),
            "name class": (lambda w: self._from(w, dict.fromkeys(arabic_countries(), arabic_countries())), 3),
            "negation not": (self._affirmed, 2),
            "negation opposite": (lambda w: self._from(w, _alternatives(ARABIC_OPPOSITES), prefixes="وبلف"), 4),
            "modality": (lambda w: self._from(w, _alternatives(ARABIC_MODALS), prefixes="وف"), 3),
        }

    def _put(self, words: Sequence[str], at: int, length: int, new: Sequence[str]) -> tuple[list[str], list[bool]]:
        if at == 0 and words[0][:1].isupper() and new:
            new = [new[0][:1].upper() + new[0][1:], *new[1:]]
        rest = len(words) - at - length
        return [*words[:at], *new, *words[at + length :]], [False] * at + [True] * len(new) + [False] * rest

    def _from(
        self, words: Sequence[str], table: Mapping[str, Sequence[str]], prefixes: str = ""
    ) -> tuple[list[str], list[bool]] | None:
        """A phrase of the table exchanged for another one of its row; Arabic ones keep a letter written before them."""
        places = []
        for at in range(len(words)):
            for length in (3, 2, 1):
                phrase = " ".join(words[at : at + length]).lower()
                if phrase in table:
                    places.append((at, length, "", phrase))
                    break
                if length == 1 and prefixes and phrase[:1] in prefixes and phrase[1:] in table:
                    places.append((at, 1, phrase[0], phrase[1:]))
        if not places:
            return None
        at, length, prefix, phrase = self._random.choice(places)
        new = self._random.choice([other for other in table[phrase] if other.lower() != phrase] or [phrase])
        return self._put(words, at, length, (prefix + new).split())

    def _figure(self, words: Sequence[str]) -> tuple[list[str], list[bool]] | None:
        """A figure or number word made another one: a digit changed, two exchanged, a nought more."""
        places = [i for i, w in enumerate(words) if _FIGURE.match(w) or w.lower() in _NUMBER_WORDS]
        if not places:
            return None
        at = self._random.choice(places)
        word = words[at]
        if word.lower() in _NUMBER_WORDS:
            near = _NUMBER_WORDS.index(word.lower()) + self._random.choice((-2, -1, 1, 2))
            return self._put(words, at, 1, [_NUMBER_WORDS[near % len(_NUMBER_WORDS)]])
        digits = [i for i, sign in enumerate(word) if sign.isdigit()]
        own, chance = list(word), self._random.random()
        swap = self._random.choice(digits[:-1]) if len(digits) > 1 else None
        if (
            chance < 0.3
            and swap is not None
            and swap + 1 in digits
            and own[swap] != own[swap + 1]
            and own[swap + 1] not in "0٠"
        ):
            own[swap], own[swap + 1] = own[swap + 1], own[swap]
        else:
            spot = self._random.choice(digits)
            first = ord("٠") if own[spot] >= "٠" else ord("0")
            own[spot] = chr(first + self._random.choice([d for d in range(1, 10) if chr(first + d) != own[spot]]))
        return self._put(words, at, 1, ["".join(own)])

    def _exchanged(self, words: Sequence[str]) -> tuple[list[str], list[bool]] | None:
        """Two names that change places, which turns round who does what to whom."""
        names, at = [], 1
        while at < len(words):
            end = at
            while end < len(words) and words[end][:1].isupper() and words[end].isalpha():
                end += 1
            if end > at:
                names.append((at, end))
            at = end + 1
        names = [(start, end) for start, end in names if end - start <= 3]
        if len(names) < 2:
            return None
        (a, b), (c, d) = sorted(self._random.sample(names, 2))
        between = [word.lower() for word in words[b:c]]
        if set(between) <= {"and", "or", ",", "&", "-"} or words[a:b] == words[c:d]:
            return None
        new = [*words[:a], *words[c:d], *words[b:c], *words[a:b], *words[d:]]
        middle = a + d - c + c - b
        changed = [a <= i < a + d - c or middle <= i < middle + b - a for i in range(len(new))]
        return new, changed

    def _not(self, words: Sequence[str]) -> tuple[list[str], list[bool]] | None:
        lower = [word.lower() for word in words]
        denied = [
            i for i, word in enumerate(lower) if word in ("not", "never", "cannot", "without") or word.endswith("n't")
        ]
        plain = [
            i for i, word in enumerate(lower[:-1]) if word in _AUXILIARIES and lower[i + 1] not in ("not", "never")
        ]
        if denied and (not plain or self._random.random() < 0.6):
            at = self._random.choice(denied)
            new = {"cannot": ["can"], "without": ["with"], "can't": ["can"], "won't": ["will"]}.get(lower[at])
            if new is None:
                new = [lower[at][:-3]] if lower[at].endswith("n't") else []
            made, changed = self._put(words, at, 1, new)
            if not new and at:
                changed[at - 1] = True
            return (made, changed) if len(made) > 2 else None
        if not plain:
            return None
        at = self._random.choice(plain)
        return self._put(words, at, 1, [words[at], "not"])

    def _affirmed(self, words: Sequence[str]) -> tuple[list[str], list[bool]] | None:
        """An Arabic negation taken out, or one put before a verb in the imperfect."""
        denied = [i for i, word in enumerate(words[:-1]) if word.lstrip("وف") in _ARABIC_NEGATIONS]
        if denied:
            at = self._random.choice(denied)
            made, changed = self._put(words, at, 1, [])
            changed[at] = True
            return made, changed
        verbs = [i for i, word in enumerate(words) if re.fullmatch("[يت][\u0621-\u064a]{3,5}", word) and i]
        if not verbs:
            return None
        at = self._random.choice(verbs)
        return self._put(words, at, 1, ["لا", words[at]])

    def _other_word(self, words: Sequence[str]) -> tuple[list[str], list[bool]] | None:
        places = [i for i, word in enumerate(words) if word.isalpha() and word.islower() and len(word) > 4]
        if not places:
            return None
        at = self._random.choice(places)
        like = self._like.get(words[at][-3:], [])
        if len(like) < 20:
            return None
        new = self._random.choice(like)
        return None if new[:4] == words[at][:4] else self._put(words, at, 1, [new])


@lru_cache(maxsize=8)
def _split(rows: tuple[tuple[str, str], ...]) -> Mapping[str, Sequence[str]]:
    return {phrase: others.split("|") for phrase, others in rows}


def _alternatives(table: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    return _split(tuple(table.items()))

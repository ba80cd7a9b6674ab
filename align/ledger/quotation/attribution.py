"""Whose words the Arabic says they are: another office or person than published the statement?

Offices and fields come from a closed list (attribution.tsv), names are compared by their consonants. Only what both
sides say in so many words is compared, and anything that the statement, its handle or its leading handle names may
have spoken, so that "Minister X: …" on the account of the ministry accuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from iqtibas.align.find.query import clean
from iqtibas.align.ledger.names.skeleton import arabic_skeleton, english_skeleton, likeness
from iqtibas.align.ledger.pair import Pair
from iqtibas.article import Segment
from iqtibas.article.arabic.letters import fold
from iqtibas.article.gazetteer.mentions import arabic_places, english_mentions
from iqtibas.article.gazetteer.places import bare_forms
from iqtibas.article.reading import Reading

Kind = Literal["office", "field"]

LONGEST_LEAD = 240  # code points; what is longer is no cue but the paragraph before the quotation
LONGEST_PHRASE = 4  # words of an entry of attribution.tsv
SAME_SOUND = 0.6  # likeness of two skeletons from which they may be the same name (align/ledger/names/skeleton.py)
FEWEST_SOUNDS = 2  # consonants; one is shared by chance
NAME_WORDS = range(2, 5)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“”«»][^\"“”«»]{0,500}[\"“”«»]")
_SELF = re.compile(r"(?<!\w)(?:I|I['’](?:m|ve|ll|d)|my|me)(?!\w)")
# A spokesman speaks for everybody, and the press reports what others say.
_FOR_OTHERS = frozenset({"spokesperson", "press"})
_PERSONS = frozenset({"minister", "deputy"})
# Words of a speaker's phrase that name nobody.
_NO_NAMES = frozenset(
    map(
        fold,
        "في من على عن مع هذا السيد السيدة الدكتور الدكتورة معالي سعادة حساب حسابه تغريدة تويتر الوطني الاتحادي "
        "الأمريكي الأمريكية الأميركي الأميركية الإسرائيلي الإسرائيلية الفلسطيني الفلسطينية السابق الجديد".split(),
    )
)


@lru_cache(maxsize=2)
def _entries(language: Literal["en", "ar"]) -> dict[str, list[tuple[Kind, str]]]:
    """Word or phrase → the offices and fields that it names. Arabic is folded."""
    text = files("iqtibas.align.ledger.quotation").joinpath("attribution.tsv").read_text(encoding="utf-8")
    found: dict[str, list[tuple[Kind, str]]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            kind, name, english, arabic = line.split("\t")
            for form in (english if language == "en" else arabic).split(", "):
                found.setdefault(form, []).append(("office" if kind == "office" else "field", name))
    return found


def _named(words: Sequence[str], language: Literal["en", "ar"]) -> tuple[dict[Kind, set[str]], list[str]]:
    """Offices and fields that words name, longest phrase first; and the words that are left."""
    entries = _entries(language)
    found: dict[Kind, set[str]] = {"office": set(), "field": set()}
    rest, at = [], 0
    while at < len(words):
        phrases = (" ".join(words[at : at + n]) for n in range(min(LONGEST_PHRASE, len(words) - at), 0, -1))
        phrase = next((p for p in phrases if p in entries), "")
        for kind, name in entries.get(phrase, ()):
            found[kind].add(name)
        # The field may be part of the phrase that named the office: الخارجية الأميركية.
        for word in phrase.split()[1:] if phrase else ():
            found["field"] |= {name for kind, name in entries.get(word, ()) if kind == "field"}
        rest += [] if phrase else [words[at]]
        at += len(phrase.split()) or 1
    return found, rest


def is_role(word: str) -> bool:
    """Whether an English word names an office or a field, alone or in a longer name of one, and no person."""
    return word.lower() in {part for phrase in _entries("en") for part in phrase.split()}


def _arabic_words(text: Reading) -> list[str]:
    return _WORD.findall(text.folded)


def other_speaker(pair: Pair) -> Segment | None:
    """The speaker named in the cue of a rendering if that is another than the author of the statement, else None.

    The span is one of the page. A speaker who is only understood from what stands before is no cue.
    """
    page, start, speaker = pair.context.page, pair.context.main.start, pair.context.speaker
    if not (pair.context.author and speaker):
        return None
    lowest = max(0, start - LONGEST_LEAD)
    low = max(lowest, page.rfind("\n", lowest, start) + 1)
    at = page.rfind(speaker, low, start)
    if at < 0:
        return None
    lead, named = (pair.context.page_reading.part(*span) for span in ((low, start), (at, at + len(speaker))))
    post = clean(pair.context.post)
    differs = (
        _other_office(pair, post, named, lead)
        or _other_country(pair, post, named, lead)
        or _other_name(pair, post, named, lead)
    )
    return Segment(at, at + len(speaker)) if differs else None


def _english_words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _other_office(pair: Pair, post: str, speaker: Reading, lead: Reading) -> bool:
    """post: with its leading handle and its tail, handles written as words; all in it may have spoken."""
    author, _ = _named(_english_words(pair.context.author), "en")
    ours, _ = _named(_english_words(post), "en")
    theirs, rest = _named(_arabic_words(speaker), "ar")
    around, _ = _named(_arabic_words(lead), "ar")
    if (theirs["office"] | author["office"]) & _FOR_OTHERS:
        return False
    if theirs["office"] <= _PERSONS and not theirs["field"] and not rest:
        return False  # "the minister" is whoever was named before
    kinds: tuple[Kind, ...] = ("office", "field")
    return any(author[kind] and theirs[kind] and not ours[kind] & around[kind] for kind in kinds)


def _other_country(pair: Pair, post: str, speaker: Reading, lead: Reading) -> bool:
    author = {name.code for name in english_mentions(pair.context.author) if name.code}
    ours = {name.code for name in english_mentions(post) if name.code}
    theirs = {place.code for place in arabic_places(speaker)}
    return bool(author and theirs) and not ours & {place.code for place in arabic_places(lead)}


def _other_name(pair: Pair, post: str, speaker: Reading, lead: Reading) -> bool:
    """Whether a person published the statement, and the cue names somebody who sounds like nobody in it."""
    offices, _ = _named(_english_words(pair.context.author), "en")
    themselves = _SELF.search(_QUOTED.sub(" ", pair.english)) is not None
    if not (offices["office"] & _PERSONS or (themselves and not offices["office"])):
        return False
    found, rest = _named(_arabic_words(speaker), "ar")
    names = [w for w in rest if w not in _NO_NAMES and not arabic_places(w)]
    if found["office"] - _PERSONS or len(names) not in NAME_WORDS:
        return False
    ours = [english_skeleton(name.text) for name in english_mentions(post) if not name.initial]
    ours += [english_skeleton(word) for word in _WORD.findall(pair.context.author)]
    ours = [sounds for sounds in ours if len(sounds) >= FEWEST_SOUNDS]
    theirs = [arabic_skeleton(form) for w in _arabic_words(lead) for form in bare_forms(w)]
    return bool(ours) and max((likeness(a, b) for a in ours for b in theirs), default=1.0) < SAME_SOUND

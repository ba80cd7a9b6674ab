"""Names across scripts by their consonants: Trump and ترامب are both T R M B.

Vowels are not written, or not alike, so that both sides are reduced to classes of consonants that transliteration
confuses (after Freeman et al. 2006, "Cross Linguistic Name Matching in English and Arabic"), and compared by a
weighted edit distance.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from iqtibas.article.arabic.letters import fold

# English spellings to classes, longest first. Vowels, w and y vanish, as do their Arabic letters ا و ي.
_ENGLISH = {
    "sch": "X", "tch": "X", "sh": "X", "ch": "X", "ph": "F", "kh": "K", "gh": "", "th": "T", "ck": "K", "dge": "G",
    "ng": "N", "wr": "R", "kn": "N", "x": "KS", "b": "B", "p": "B", "t": "T", "d": "D", "s": "S", "z": "S", "k": "K",
    "q": "K", "g": "G", "j": "G", "f": "F", "v": "F", "m": "M", "n": "N", "l": "L", "r": "R", "h": "H",
}  # fmt: skip
_SOFT_C, _HARD_C = re.compile("c(?=[eiy])"), re.compile("c(?![hk])")
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("بپ", "B"), **dict.fromkeys("تطث", "T"), **dict.fromkeys("دضذ", "D"),
        **dict.fromkeys("سزصظ", "S"), **dict.fromkeys("كقخ", "K"), **dict.fromkeys("جغگ", "G"),
        **dict.fromkeys("فڤ", "F"), **dict.fromkeys("حه", "H"), **dict.fromkeys("شچ", "X"),
        "م": "M", "ن": "N", "ل": "L", "ر": "R",
    }
)  # fmt: skip
_SPELLING = re.compile("|".join(sorted(_ENGLISH, key=len, reverse=True)))
# What transliteration often exchanges or drops, at half the price: ج for g, ق for g, ت for d, and h anywhere.
_NEAR = {
    frozenset("KG"),
    frozenset("TD"),
    frozenset("SX"),
    frozenset("TS"),
    frozenset("DS"),
    frozenset("KX"),
    frozenset("GX"),
}
HALF = 0.5
LONGEST = 24


@lru_cache(maxsize=4096)
def english_skeleton(name: str) -> str:
    """Consonant classes of an English name: "Kavanaugh" → K F N."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]s?$", "", name)).encode("ascii", "ignore").decode().lower()
    plain = _HARD_C.sub("k", _SOFT_C.sub("s", plain))
    return _squeeze("".join(_ENGLISH[m.group()] for m in _SPELLING.finditer(plain)))


@lru_cache(maxsize=4096)
def arabic_skeleton(word: str) -> str:
    """Consonant classes of an Arabic word: كافانو → K F N."""
    classes = fold(word).translate(_ARABIC)
    return _squeeze("".join(c for c in classes if "A" <= c <= "Z"))


def _squeeze(classes: str) -> str:
    """Doubled consonants count once; so much of the skeleton as is compared."""
    return re.sub(r"(.)\1+", r"\1", classes)[:LONGEST]


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """1 for the same skeleton, 0 for nothing in common: 1 - weighted edit distance / longer length."""
    if not one or not other:
        return 0.0
    previous = [sum(map(_drop, other[:j])) for j in range(len(other) + 1)]
    for a in one:
        row = [previous[0] + _drop(a)]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + _drop(a), row[-1] + _drop(b), previous[j - 1] + _swap(a, b)))
        previous = row
    return max(0.0, 1 - previous[-1] / max(len(one), len(other)))


def _drop(sound: str) -> float:
    return HALF if sound == "H" else 1.0


def _swap(a: str, b: str) -> float:
    return 0.0 if a == b else HALF if frozenset((a, b)) in _NEAR else 1.0

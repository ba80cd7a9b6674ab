"""Arabic text rules that change no evidence: a normalised view with the way back, and folding for look-up.

The source text is never rewritten. `normalize` gives a second text beside it and the source offset of each
of its code points; `fold` maps letter to letter, so that its offsets are those of its argument.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from iqtibas.article.characters import ARABIC_LETTERS, ARABIC_SCRIPT, DIGITS, INVISIBLE, LINE_ENDS

# Honorific signs and small high letters, the harakat with superscript alef, and the marks (not the signs) of
# the range of Quranic annotation; see The Unicode Standard, chapter 9.2.
_DIACRITICS = (
    "\N{ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM}-\N{ARABIC SMALL KASRA}"
    "\N{ARABIC FATHATAN}-\N{ARABIC WAVY HAMZA BELOW}\N{ARABIC LETTER SUPERSCRIPT ALEF}"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
)
_TATWEEL = "\N{ARABIC TATWEEL}"
# A word that is split so that filters of platforms do not find it is one word: between tatweel whatever the sign is
# (حمــ ـاس, قتـ.ـلت), at one tatweel signs without a space (but not behind 1446هـ), and an asterisk between letters.
_LETTER = f"[{ARABIC_LETTERS}]"
_SPLIT = (
    rf"(?<={_TATWEEL})[^\w{LINE_ENDS}]{{1,3}}(?={_TATWEEL})|(?<={_LETTER})[.*|/]{{1,3}}(?={_TATWEEL}+{_LETTER})"
    rf"|(?<={_LETTER}{{2}}{_TATWEEL})[.*|/]{{1,3}}(?={_LETTER})|(?<={_LETTER})\*(?={_LETTER})"
)
_REMOVED = re.compile(f"(?:[{_DIACRITICS}{_TATWEEL}{INVISIBLE}]|{_SPLIT})+")

_ASCII = DIGITS | {ord("٫"): ".", ord("٬"): ",", ord("٪"): "%"}
_FOLDED = str.maketrans("أإآٱىؤئةیک", "اااايوي" + "هيك")

_ARABIC_LETTER = re.compile(f"[{ARABIC_SCRIPT}]+")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]+")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A normalised text and the way back.

    offsets: (len(text) + 1,) code-point offsets into the source, strictly rising; `offsets[i]` is where
    `text[i]` came from, and the last entry is the length of the source.
    """

    text: str
    offsets: Sequence[int]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source range of `text[start:end]`, with the diacritics that stand on its last letter."""
        return self.offsets[start], self.offsets[max(start, end)]

    def part(self, start: int, end: int) -> Normalized:
        """What `normalize` would give for `source[start:end]`, whose offsets count from there.

        Exact, because what becomes of a code point does not depend on its neighbours, but for a stretch that begins or
        ends inside of a word that was split by tatweel. Not for a view with spaces put
        in (`article.arabic.spacing`).
        """
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        if last - first == end - start:  # nothing was removed here
            return Normalized(self.text[first:last], range(end - start + 1))
        return Normalized(
            self.text[first:last], array("i", (*(at - start for at in self.offsets[first:last]), end - start))
        )


class ScriptShare(NamedTuple):
    """Shares of the letters of a text, 0 to 1; both are 0 where there is no letter."""

    arabic: float
    latin: float


def normalize(text: str) -> Normalized:
    """Remove diacritics, tatweel and invisible controls; write digits and the signs ٫ ٬ ٪ in ASCII.

    Letters are left alone, because folding alef, ya or ta marbuta makes sentence encoders worse; see `fold`.
    """
    kept: list[str] = []
    offsets = array("i")
    position = 0
    for gap in _REMOVED.finditer(text):
        kept.append(text[position : gap.start()])
        offsets.extend(range(position, gap.start()))
        position = gap.end()
    kept.append(text[position:])
    offsets.extend(range(position, len(text) + 1))
    return Normalized("".join(kept).translate(_ASCII), offsets)


def fold(text: str) -> str:
    """One spelling for look-up of names and keywords: أإآٱ→ا, ى→ي, ؤ→و, ئ→ي, ة→ه, Persian ی ک→ي ك.

    Same length as `text`, offset for offset.
    """
    return text.translate(_FOLDED)


def folded(text: str) -> str:
    """A text for look-up: normalised, then folded. Where offsets are needed, `article.reading.Reading` has them."""
    return fold(normalize(text).text)


def script_share(text: str) -> ScriptShare:
    """How much of a text is written in Arabic and in Latin letters; digits, marks and signs do not count."""
    letters = "".join(filter(str.isalpha, text))
    if not letters:
        return ScriptShare(0.0, 0.0)
    arabic = len(letters) - len(_ARABIC_LETTER.sub("", letters))
    latin = len(letters) - len(_LATIN_LETTER.sub("", letters))
    return ScriptShare(arabic / len(letters), latin / len(letters))


def arabic_words(text: str) -> int:
    """How many words of a text are written in Arabic letters; و before a name in Latin letters is none."""
    return sum(_ARABIC_LETTER.fullmatch(word) is not None for word in _WORD.findall(text))


def is_arabic(text: str) -> bool:
    """Whether more than half of the letters are Arabic."""
    return script_share(text).arabic > 0.5

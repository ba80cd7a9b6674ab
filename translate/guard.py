"""What a reader should be warned of in one translation, seen by comparing it with its source.

Each note says that something is visibly wrong; all cuts are set so that human translations are rarely accused (at most
3 % with all notes together; bench/fit/guard.py fits and measures).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from math import log

from iqtibas.article.arabic.letters import fold, script_share
from iqtibas.translate.fitted import Bounds, bounds
from iqtibas.translate.numbers import number_notes
from iqtibas.translate.protect import protected

# The notes, stable: programs read them. What is wrong is listed behind a colon: "numbers: 16, 60 missing".
REPETITION, GARBLED, ARABIC_LEFT, COPIED = "repetition", "garbled", "arabic left", "copied"
TOO_SHORT, TOO_LONG, UNFINISHED, DROPPED = "too short", "too long", "unfinished", "dropped clause"
NUMBERS, VERBATIM, NAMES, GLOSSARY, RESTORED = "numbers", "verbatim", "names", "glossary", "restored"
UNSURE = "unsure"
HEAVY = frozenset((REPETITION, GARBLED, ARABIC_LEFT, COPIED, TOO_SHORT, TOO_LONG, UNFINISHED, DROPPED))

# How often a phrase of PHRASE_WORDS words may come; and, by length in words, how often in a row is too often.
PHRASE_WORDS, MOST_PHRASES = 4, 2
TOO_OFTEN_IN_A_ROW = {1: 4, 2: 3, 3: 2, 4: 2, 5: 2, 6: 2, 7: 2, 8: 2}
# The longest English words in use have under 30 letters.
LONGEST_WORD = 30
COPIED_SHARE = 0.5
# Characters added to both sides, so that the ratios of short segments stay near 1.
SPARE = 12

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(rf"[^\W\d_]{{{LONGEST_WORD + 1}}}")
_STUTTER = re.compile(r"([^\W\d_]{2,5}?)\1{3}")


def has_arabic(text: str) -> bool:
    """Whether there is an Arabic letter to translate."""
    return script_share(text).arabic > 0


def notes(
    source: str,
    english: str,
    *,
    finished: bool = True,
    drops_clause: Callable[[str, str], bool] | None = None,
    limits: Bounds | None = None,
) -> tuple[str, ...]:
    """The notes on one segment, in a fixed order; none for a source without Arabic.

    finished: whether the model had come to an end by itself. drops_clause: asked where nothing else is heavily wrong
    and the English is rather short, see `omission.drops_clause`. limits: in place of the packaged ones.
    """
    if not has_arabic(source):
        return ()
    own = limits or bounds()
    found = _heavy(source, english, finished, own)
    if not found and drops_clause and log_ratio(source, english) < own.suspect and drops_clause(source, english):
        found = [DROPPED]
    found += [f"{NUMBERS}: {own}" for own in number_notes(source, english)]
    if lost := missing_tokens(source, english):
        found.append(f"{VERBATIM}: {', '.join(lost)} missing")
    return tuple(found)


def weight(found: Sequence[str]) -> int:
    """How bad notes are together: a heavy one outweighs any single number, name or term."""
    return sum(4 if note in HEAVY else 0 if note.startswith(RESTORED) else 1 + note.count(", ") for note in found)


def _heavy(source: str, english: str, finished: bool, limits: Bounds) -> list[str]:
    ratio, made = log_ratio(source, english), english.strip()
    copied = _copied(source, english)
    checks = (
        (REPETITION, _repeats(english) and not _repeats(source)),
        (GARBLED, bool(_LETTERS.search(english) or _STUTTER.search(english)) and not _LETTERS.search(source)),
        (COPIED, copied),
        (ARABIC_LEFT, has_arabic(_without_tokens(english)) and not copied),
        (TOO_SHORT, not made or ratio < limits.shortest),
        (TOO_LONG, ratio > limits.longest),
        (UNFINISHED, not finished),
    )
    return [note for note, applies in checks if applies]


def log_ratio(source: str, english: str) -> float:
    """Natural logarithm of English characters for one Arabic character, pulled to 0 for short segments."""
    return log((len(english.strip()) + SPARE) / (len(source.strip()) + SPARE))


def missing_tokens(source: str, english: str) -> list[str]:
    """Links, handles, hashtags, e-mail addresses and emoji that the English lacks, in the source's order."""
    there = Counter(protected(english))
    lost = []
    for token in protected(source):
        if not there[token]:
            lost.append(token)
        there[token] -= there[token] > 0
    return lost


def _without_tokens(text: str) -> str:
    for token in protected(text):
        text = text.replace(token, " ")
    return text


def _copied(source: str, english: str) -> bool:
    words = set(_words(fold(_without_tokens(english))))
    own = [word for word in _words(fold(_without_tokens(source))) if has_arabic(word)]
    return bool(own) and sum(word in words for word in own) >= COPIED_SHARE * len(own)


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _repeats(text: str) -> bool:
    words = _words(text)
    phrases = Counter(zip(*(words[start:] for start in range(PHRASE_WORDS)), strict=False))
    if max(phrases.values(), default=0) > MOST_PHRASES:
        return True
    return any(_times_in_a_row(words, length) >= times for length, times in TOO_OFTEN_IN_A_ROW.items())


def _times_in_a_row(words: Sequence[str], length: int) -> int:
    """How often a phrase of so many words comes at once, at most."""
    run = longest = 0
    for one, other in zip(words, words[length:], strict=False):
        run = run + 1 if one == other and not one.isdigit() else 0
        longest = max(longest, run)
    return longest // length + 1

"""Spaces that were lost between Arabic words, put back beside the text.

Copying out of a layout program or a PDF glues words together: "فيكليةالطب" for "في كلية الطب". Encoders and models then
meet one long word that they have never seen. A run of letters is cut into the likeliest words under a unigram model of
word forms (Viterbi; Norvig 2009, "Natural Language Corpus Data", does this for English), counted by
bench/fit/spacing.py. The source text is never rewritten: see `readable`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log

from iqtibas.article.arabic.letters import Normalized, normalize
from iqtibas.article.arabic.proclitics import PROCLITICS

_LETTER = "[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER GHAIN}\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH}]"
# Only runs that are long for a word, or have a letter inside that ends words, are looked at; and none so long that it
# is no text.
SHORTEST, LONGEST = 8, 600
# What is left behind particles is a word if it is as long as this.
SHORTEST_BARE = 5
_ENDING = f"[ةى](?!ء)(?={_LETTER})"
# Whole words only: a hashtag, a handle or a name with digits is as its writer wanted it.
_SUSPICIOUS = re.compile(rf"(?<![\w#@])(?:{_LETTER}*{_ENDING}{_LETTER}+|{_LETTER}{{{SHORTEST},}})(?!\w)")
_ENDS_INSIDE = re.compile(_ENDING)
# Letters that begin no word.
_NEVER_FIRST = frozenset("ةىءئؤ")
# Endings and articles that stand alone in the lexicon now and then, and are no words of their own.
_AFFIXES = frozenset(
    "ال وال بال كال فال لل ولل ول لال ين ون ات ان ها هم هما هن نا يون يين تين اتها اتهم انه اني".split()
)
_THEIRS = "هما"  # "of the two", not "his what"
# The words of two letters that are likelier a word than a part of one.
_SHORT = frozenset(
    "في من عن ما لا أن إن لم لن قد هو هي هل أو كل بل أي إذ ثم كم مع لو كي بن به له لي دي ذا تم أم أب أخ".split()
)
# In nats, of a word that the lexicon does not have: for being one, for each of its first twelve letters, for each
# further one, for a letter inside that ends words, and for standing in a run that is cut. CUT: for each cut.
UNKNOWN, LETTER, LATE_LETTER, ENDING_INSIDE, UNKNOWN_IN_CUT, CUT = 10.0, 2.5, 4.0, 15.0, 8.0, 3.0
USUAL_WORD = 12
# Short words must be usual ones to be cut out of a run: times seen in training.
_LEAST_SEEN = {3: 100, 4: 20}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Arabic word forms. seen: how often each was seen. cost: its negative log-probability. longest: of its words."""

    seen: dict[str, int]
    cost: dict[str, float]
    longest: int


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The word forms that ship with the package; some 30 ms."""
    packed = files("iqtibas.article.arabic").joinpath("arabic_words.txt.gz").read_bytes()
    return read_lexicon(gzip.decompress(packed).decode("utf-8"))


def read_lexicon(lines: str) -> Lexicon:
    """A lexicon from lines "COUNT WORD WORD …"."""
    rows = [(int(count), words.split()) for count, _, words in (line.partition(" ") for line in lines.splitlines())]
    seen = {word: count for count, words in rows for word in words}
    total = sum(count * len(words) for count, words in rows)
    cost = {word: log(total / count) for count, words in rows for word in words}
    return Lexicon(seen, cost, max(map(len, seen)))


def readable(text: str) -> Normalized:
    """The normalised text with lost spaces put back, and the way to the source.

    The source offset of a space that is put in is that of the letter behind it, so that offsets rise, but not strictly.
    """
    return with_spaces(normalize(text))


def with_spaces(plain: Normalized) -> Normalized:
    """A normalised view with lost spaces put back; see `readable`."""
    cuts = [run.start() + at for run in _SUSPICIOUS.finditer(plain.text) for at in cut(run.group())]
    if not cuts:
        return plain
    pieces, offsets, begun = [], [], 0
    for at in cuts:
        pieces.append(plain.text[begun:at])
        offsets += [*plain.offsets[begun:at], plain.offsets[at]]
        begun = at
    pieces.append(plain.text[begun:])
    return Normalized(" ".join(pieces), (*offsets, *plain.offsets[begun:]))


@lru_cache(maxsize=4096)  # stretches of a text overlap
def cut(run: str) -> tuple[int, ...]:
    """Where the words of a run of Arabic letters begin, without the first one; empty if it is one word."""
    lexicon = load_lexicon()
    if len(run) > LONGEST or _is_word(run, lexicon):
        return ()
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
    for end in range(1, len(run) + 1):
        best[end] = min(_last_words(run, end, best, lexicon), default=(float("inf"), 0))
    cuts, at = [], best[-1][1]
    while at:
        cuts.append(at)
        at = best[at][1]
    return tuple(cuts[::-1])


def _is_word(run: str, lexicon: Lexicon) -> bool:
    """Whether it is a word of the lexicon, behind particles or not: ولمواجهة, "and to face", is not ولم, "and not"."""
    bare = (run[len(own) :] for own in PROCLITICS if run.startswith(own))
    return run in lexicon.seen or any(len(word) >= SHORTEST_BARE and word in lexicon.seen for word in bare)


def _last_words(run: str, end: int, best: list[tuple[float, int]], lexicon: Lexicon) -> Iterator[tuple[float, int]]:
    """The ways to end a word at `end`: the cost of the whole so far, and where the word begins."""
    whole = end == len(run)
    for start in range(max(0, end - lexicon.longest), end):
        cost = best[start][0] + _cost(run[start:end], lexicon, part=start > 0 or not whole)
        if start:
            apart = run[start] not in _NEVER_FIRST and run[start - 1 : end] != _THEIRS
            cost = cost + CUT if apart else float("inf")
        yield cost, start
    if whole and end > lexicon.longest:
        yield _cost(run, lexicon, part=False), 0


def _cost(word: str, lexicon: Lexicon, *, part: bool) -> float:
    """In nats; infinite for what can be no word. part: whether the word is cut out of a run."""
    if part and (word in _AFFIXES or len(word) < 2 or (len(word) == 2 and word not in _SHORT)):
        return float("inf")
    known = lexicon.cost.get(word)
    if known is not None:
        return known if not part or lexicon.seen[word] >= _LEAST_SEEN.get(len(word), 0) else float("inf")
    ends_inside = _ENDS_INSIDE.search(word) is not None
    if part and (len(word) < 3 or ends_inside):
        return float("inf")
    late = max(0, len(word) - USUAL_WORD)
    letters = LETTER * (len(word) - late) + LATE_LETTER * late
    return UNKNOWN + letters + ENDING_INSIDE * ends_inside + UNKNOWN_IN_CUT * part

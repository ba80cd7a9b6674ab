"""Sentences and clauses of Arabic (and English) text, by the rules that the Arabic press keeps.

A line is read in its normalised view. Every place where it might be cut becomes a `_Cut`; places inside a
quotation, a bracket or a number, and behind abbreviations, are none. Cuts are then made from left to right
where words stand on both sides. Everything is linear in the text.
Why no library: docs/decisions/0003-sentence-segmentation.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from iqtibas.article.arabic.letters import Normalized, fold, normalize
from iqtibas.article.arabic.spacing import load_lexicon
from iqtibas.article.arabic.speech import is_reporting
from iqtibas.article.characters import ARABIC_LETTERS, LINE_ENDS
from iqtibas.article.marks import QUOTATION_MARKS, pair_marks
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, BlockKind, Segment
from iqtibas.article.months import ENGLISH_ABBREVIATIONS
from iqtibas.article.visible import visible_article

# A longer quotation is a speech of its own and is cut inside: about 70 Arabic words, what a sentence
# translator reads at once.
MAX_QUOTED = 400
# Longer brackets hold text, not an aside; a bracket that clauses must not cut is a gloss or a source.
MAX_BRACKETED = 200
MAX_GLOSS = 60
# Words on each side of ".." that make it an end and not a pause; words in every clause.
MIN_AROUND_PAUSE = 3
MIN_CLAUSE_WORDS = 3

TEXT_KINDS: frozenset[BlockKind] = frozenset({"heading", "paragraph", "list_item", "cue", "caption", "boilerplate"})

_LINE = re.compile(f"[^{LINE_ENDS}]+")
_TERMINATOR = re.compile(r"[.!?؟…۔]+")
_CLOSING = frozenset(")]}") | QUOTATION_MARKS
_BRACKETED = re.compile(rf"\([^()]{{0,{MAX_BRACKETED}}}\)|\[[^\[\]]{{0,{MAX_BRACKETED}}}\]")

_LONGEST_LOOK_BACK = 16
_LAST_WORD = re.compile(r"[\w'’]+\Z")
_NUMBERING = re.compile(r"(?<!\w)\(?\d{1,3}\)?\Z")
_LOWER_CASE_NEXT = re.compile(r"[\s\"'“”„«»‘’(\[]*[a-zß-öø-ÿ]")
_DIGIT_NEXT = re.compile(r"\s*\d")
_ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
# A full stop between shorter parts without a space is in a name or an address.
_SHORTEST_GLUED = 3
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]{{{_SHORTEST_GLUED},}}")
# Without their stop. Single letters (ج. د. م. ق.م. U.S.) need no list.
# Letters by their English names, as initials are spelt: جون إف. كينيدي, جي. كيه. رولينغ. Folded.
_SPELT_LETTERS = frozenset(
    fold(
        "إيه أيه بي سي دي إي أي إف أف جي إتش أتش آي جيه جاي كيه كي كاي إل أل إم أم إن أن أو بيه كيو آر إس أس تي يو في "
        "دبليو إكس أكس واي زد زي أوه"
    ).split()
)
# A name may begin so too (جون إف. وليامز): what is left without the conjunction is no word then.
_NEXT_SENTENCE = re.compile(r"\s*(?:ثم |لكن |كما |[وف](?P<rest>[^\W\d_]+))")
# V, which no sentence ends with as a preposition.
_SPELT_V = fold("في")
# What only a new sentence begins with, by itself or behind و or ف; names may begin with these two (وليد, فورستر).
_OPENERS = frozenset(fold("ثم لكن كما").split())
_CONJOINED = frozenset(
    fold(
        "قد كان كانت هو هي هذا هذه ذلك تلك في من مع منذ بعد بعدها قبل خلال عند بين لم لن لا ما ليس ليست جاء جاءت"
    ).split()
)
_ABBREVIATION = re.compile("Mrs?|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Adm|Maj|Hon|Rev|St|vs")
_ABBREVIATION_OF_NUMBERED = re.compile("|".join(("Nos?|pp|Fig|Art", *ENGLISH_ABBREVIATIONS)))
# Last parts of an address spelt in Arabic letters (… .كوم), which no sentence begins with.
_DOMAINS = frozenset(("كوم", "أورج", "اورج"))

_CLAUSE_MARK = re.compile(r"[،؛,;:–—]")
_NEXT_WORD_ANYWHERE = re.compile(r"\s*([^\W\d_]+)")
_NEXT_WORD = re.compile(r"(?<=\s)[^\W\d_]+")
_CLAUSE_OPENERS = frozenset(
    fold(
        "فيما بينما حيث مما لكن ولكن لكنه ولكنه لكنها ولكنها كما إذ بعدما عندما وعندما حينما "
        "لأن لأنه لأنها وذلك وهو وهي وهم وإن وأن وأنه وأنها"
    ).split()
)


class _Cut(NamedTuple):
    """A place between two sentences or clauses, if its conditions hold.

    at: offset of the first code point behind the cut. words: least number of words on each side. pause: the
    words behind count up to the next cut only. number: not made if what stands before is a list number alone.
    """

    at: int
    words: int
    pause: bool = False
    number: bool = False


def split_sentences(text: str, start: int = 0, end: int | None = None, view: Normalized | None = None) -> list[Segment]:
    """The sentences of `text[start:end]`, in order, without the white space around them.

    Offsets are code points into `text`. Every code point that is not white space is in exactly one segment,
    and no segment crosses a line end. A sentence ends at . ! ? ؟ … ۔ with the closing marks behind it, but
    not inside a quotation of up to `MAX_QUOTED` code points. view: the text normalised, where that is there already.
    """
    segments: list[Segment] = []
    for line in _LINE.finditer(text, start, len(text) if end is None else end):
        own = _view_of(text, line.start(), line.end(), view)
        cuts = _accepted(own.text, _sentence_cuts(own.text))
        segments += _segments(text, line.start(), line.end(), [own.offsets[at] for at in cuts])
    return segments


def split_clauses(text: str, segment: Segment, view: Normalized | None = None) -> list[Segment]:
    """The clauses of a sentence, each of at least `MIN_CLAUSE_WORDS` words; the sentence if it has but one.

    Cut behind ، ؛ , ; : – — and before words that open a clause (وقال, بينما, حيث …), never inside a number,
    an address or a gloss in brackets. Offsets, cover and `view` are those of `split_sentences`.
    """
    own = _view_of(text, segment.start, segment.end, view)
    cuts = _accepted(own.text, _clause_cuts(own.text))
    return _segments(text, segment.start, segment.end, [own.offsets[at] for at in cuts])


def _view_of(text: str, start: int, end: int, view: Normalized | None) -> Normalized:
    """The normalised `text[start:end]`, out of the view of the whole text if there is one."""
    return view.part(start, end) if view else normalize(text[start:end])


def segment_article(article: Article) -> list[Segment]:
    """The sentences of all blocks but embeds and foreign ones, in order, each inside its block."""
    seen = visible_article(article)
    text = as_read(seen.article)
    blocks = (block for block in seen.article.blocks if block.kind in TEXT_KINDS)
    return seen.located([segment for block in blocks for segment in split_sentences(text, block.start, block.end)])


def _segments(text: str, start: int, end: int, cuts: Sequence[int]) -> list[Segment]:
    """`text[start:end]`, cut at offsets counted from `start`, without white space at the edges."""
    segments = []
    for first, last in pairwise([start, *(start + at for at in cuts), end]):
        piece = text[first:last]
        words = piece.strip()
        if words:
            left = first + len(piece) - len(piece.lstrip())
            segments.append(Segment(left, left + len(words)))
    return segments


def _accepted(line: str, cuts: Sequence[_Cut]) -> list[int]:
    """The cuts whose conditions hold. Each word is counted once."""
    counts = [_count_words(line[first:last]) for first, last in pairwise([0, *(c.at for c in cuts), len(line)])]
    accepted = []
    before, behind = 0, sum(counts)
    for cut, count, following in zip(cuts, counts, counts[1:], strict=False):
        before, behind = before + count, behind - count
        enough = min(before, following if cut.pause else behind) >= cut.words
        if enough and not (cut.number and before == 1):
            accepted.append(cut.at)
            before = 0
    return accepted


def _count_words(text: str) -> int:
    return sum(any(map(str.isalnum, token)) for token in text.split())


class _Guard:
    """The stretches of a line that are not cut, as offsets of their first and last code points."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._first: list[int] = []
        self._last: list[int] = []
        for first, last in sorted(spans):
            if self._last and first < self._last[-1]:
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)

    def __contains__(self, at: int) -> bool:
        """Whether a cut before the code point `at` would fall inside one."""
        nearest = bisect_left(self._first, at) - 1
        return nearest >= 0 and at <= self._last[nearest]


def _brackets(line: str, longest: int) -> list[tuple[int, int]]:
    spans = ((m.start(), m.end() - 1) for m in _BRACKETED.finditer(line))
    return [(first, last) for first, last in spans if last - first < longest]


class _Marks:
    """The paired quotation marks of a line."""

    def __init__(self, line: str) -> None:
        self.pairs = [(q.open, q.close) for q in pair_marks(line) if q.close is not None]
        self.opening = frozenset(first for first, _ in self.pairs)
        self._closing = frozenset(last for _, last in self.pairs)

    def past_closing(self, line: str, at: int) -> int:
        """The offset behind the closing marks and brackets at `at`; a space may stand before a mark."""
        while at < len(line):
            if line[at] in _CLOSING and at not in self.opening:
                at += 1
            elif line[at].isspace() and at + 1 in self._closing:
                at += 2
            else:
                break
        return at


def _sentence_cuts(line: str) -> list[_Cut]:
    marks = _Marks(line)
    short = [pair for pair in marks.pairs if pair[1] - pair[0] <= MAX_QUOTED]
    guard = _Guard(_brackets(line, MAX_BRACKETED) + short)
    cuts = []
    for stop in _TERMINATOR.finditer(line):
        at = marks.past_closing(line, stop.end())
        before = line[max(0, stop.start() - _LONGEST_LOOK_BACK) : stop.start()]
        apart = at in marks.opening or at == len(line) or line[at].isspace()
        ends = (apart or _is_glued(line, stop, at)) and not _is_inside(line, stop, before, at)
        if ends and at not in guard:
            pause = stop.group() == ".."
            cuts.append(_Cut(at, MIN_AROUND_PAUSE if pause else 1, pause, bool(_NUMBERING.search(before))))
    return cuts


def _is_inside(line: str, stop: re.Match[str], before: str, at: int) -> bool:
    """Whether a run of terminators belongs to an abbreviation, a name in Latin letters or an aside (!)."""
    if stop.group() == "." and _is_abbreviation(before, line, at):
        return True
    if before[-1:].isascii() and before[-1:].isalpha() and _LOWER_CASE_NEXT.match(line, at):
        return True
    return stop.group()[-1] in "!?؟" and line[stop.end() : at][-1:] in (")", "]")


def _is_abbreviation(before: str, line: str, at: int) -> bool:
    found = _LAST_WORD.search(before)
    word = found.group() if found else ""
    if word.isalpha() and (len(word) == 1 or (len(word) == 2 and word[0] == "و")):  # ج. and وج., "and G."
        return not _begins_anew(line, at)
    if _ABBREVIATION_OF_NUMBERED.fullmatch(word):
        return bool(_DIGIT_NEXT.match(line, at))
    return bool(_ABBREVIATION.fullmatch(word)) or _is_spelt_initial(before, word, line, at)


def _is_spelt_initial(before: str, word: str, line: str, at: int) -> bool:
    """Whether a word is an initial (إتش. جي. ويلز): not the last letter of بي بي سي, and no new sentence behind it."""
    following = _NEXT_WORD_ANYWHERE.match(line, at)
    if following is None or not _is_spelt_letter(word):
        return False
    earlier = ("", *before[: -len(word)].split())[-1]
    stopped = earlier.endswith(".")
    if (not stopped and fold(earlier) in _SPELT_LETTERS) or is_reporting(fold(following[1])) or _begins_anew(line, at):
        return False
    opens = _NEXT_SENTENCE.match(line, at)
    named = opens is None or (opens["rest"] is not None and opens["rest"] not in load_lexicon().seen)
    return named or (stopped and _is_spelt_letter(earlier[:-1]))


def _is_spelt_letter(word: str) -> bool:
    key = fold(word.removeprefix("و"))
    return key in _SPELT_LETTERS or key == _SPELT_V


def _begins_anew(line: str, at: int) -> bool:
    """Whether the word behind a stop can only begin a sentence: ثم, وقال, فقد."""
    following = _NEXT_WORD_ANYWHERE.match(line, at)
    key = fold(following[1]) if following else ""
    return key in _OPENERS or (key[:1] in ("و", "ف") and (key[1:] in _CONJOINED or is_reporting(key[1:])))


def _is_glued(line: str, stop: re.Match[str], at: int) -> bool:
    """Whether a terminator ends a sentence although the next word is written on to it, as it often is."""
    following = _ARABIC_WORD.match(line, at)
    if not following or following.group() in _DOMAINS:
        return False
    before = line[max(0, stop.start() - _SHORTEST_GLUED) : stop.start()]
    return stop.group()[-1] in "!?؟" or (stop.group() == "." and bool(_ARABIC_WORD.fullmatch(before)))


def _clause_cuts(line: str) -> list[_Cut]:
    marks, guard = _Marks(line), _Guard(_brackets(line, MAX_GLOSS))
    signs = (m for m in _CLAUSE_MARK.finditer(line) if _separates(line, m.start()))
    places = {marks.past_closing(line, sign.end()) for sign in signs}
    places |= {word.start() for word in _NEXT_WORD.finditer(line) if _opens_clause(fold(word.group()))}
    return [_Cut(at, MIN_CLAUSE_WORDS) for at in sorted(places) if at not in guard]


def _separates(line: str, at: int) -> bool:
    """Whether a mark stands between clauses, and not in a number, a time, an address or a compound."""
    mark, before, behind = line[at], line[at - 1 : at], line[at + 1 : at + 2]
    if before.isdigit() and behind.isdigit():
        return False
    if mark == "–":
        return before.isspace() and behind.isspace()
    if mark in "،؛—" or not behind:
        return True
    return behind.isspace() or behind in _CLOSING or bool(_ARABIC_LETTER.match(behind))


def _opens_clause(key: str) -> bool:
    return key in _CLAUSE_OPENERS or (key.startswith("و") and is_reporting(key[1:]))

"""Passages of Arabic text with the words of reporting in them: who says something, and where it opens.

This is the reading behind `article.quotes`. A passage is a block, or a cue with the text behind it, in its
normalised view: words, sentences and outermost quotations. Each word of reporting looks ahead for what it
introduces.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal, NamedTuple

from iqtibas.article.arabic.letters import Normalized, fold, is_arabic
from iqtibas.article.arabic.speakers import (
    begins_clause,
    speaker_after,
    speaker_before,
    speaker_impersonal,
    speaker_of_topic,
    speaker_quoted,
    speaker_relayed,
)
from iqtibas.article.arabic.speech import (
    Token,
    is_comparative,
    is_complementizer,
    is_feminine,
    is_impersonal,
    is_made_clear,
    is_naming,
    is_plural,
    is_reporting,
    is_saying,
    is_surely_reporting,
    keys,
    names_post,
    opens_statement,
    shares_subject,
    takes_object,
)
from iqtibas.article.arabic.subjects import Subject, is_contrasting, subject, subject_behind
from iqtibas.article.languages import reads_arabic
from iqtibas.article.marks import QUOTATION_MARKS, pair_marks
from iqtibas.article.model import Article, BlockKind
from iqtibas.article.reading import Reading

SPEECH_KINDS: frozenset[BlockKind] = frozenset({"heading", "paragraph", "list_item", "cue", "caption"})
# Shorter quotations are titles and nicknames, unless a word of reporting introduces them.
MIN_QUOTED_WORDS = 4
# How many words and signs a word of reporting looks ahead and back; bounds the work, and a report whose subject is
# longer is beyond these rules.
REACH = 40

# Who says something in what is named before the verb is named behind it: في تصريحات قال فيها الوزير.
WITH_THESE = fold("بهذه")
_BACK = keys("فيه فيها فيهما")

Introduced = Literal["mark", "colon", "that", ""]


class Marked(NamedTuple):
    """Offsets of an opening mark and of the one that closes it; long: closed and too long for a title."""

    open: int
    close: int | None
    long: bool


class Voices:
    """Who has spoken so far, as written. last: the last of them. surnames: the last words of names of several words."""

    def __init__(self) -> None:
        self.last = ""
        self.surnames: set[str] = set()
        self._of_gender: dict[bool, str] = {}
        self._seen: dict[bool, str] = {}

    def hear(self, name: str, *, feminine: bool) -> None:
        """Somebody speaks, with a verb of this gender."""
        self.last = self._of_gender[feminine] = name
        if len(words := name.split()) > 1:
            self.surnames.add(words[-1])

    def see(self, name: str, *, feminine: bool) -> None:
        """Somebody does something; who speaks is likelier to go on speaking."""
        self._seen[feminine] = name

    def of_gender(self, *, feminine: bool) -> str:
        """Who spoke last with a verb of this gender; if nobody did, who acted last; or ""."""
        return self._of_gender.get(feminine) or self._seen.get(feminine, "")


class Head(NamedTuple):
    """A word of reporting, at token `at`, and its speaker, or "".

    introduces: a quotation mark, a colon, or إن / أن at token `opens`; if "", that is where looking ended.
    """

    at: int
    opens: int
    introduces: Introduced
    speaker: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that is read at once; offsets are into `view.text`, its normalised view.

    start: source offset of the stretch. follows: only white space lies between it and the passage before.
    sentences: ranges of token indexes. marked: the outermost quotations, in order.
    """

    start: int
    follows: bool
    source: str
    view: Normalized
    tokens: Sequence[Token]
    sentences: list[range]
    marked: list[Marked]

    def written(self, phrase: range) -> str:
        """The source text of a range of tokens, without quotation marks around the whole of it."""
        if not phrase:
            return ""
        first, last = self.view.to_source(self.tokens[phrase[0]].start, self.tokens[phrase[-1]].end)
        text = self.source[first:last]
        marks = [sign in QUOTATION_MARKS for sign in text]
        return text[1:-1] if marks[0] and marks[-1] and sum(marks) == 2 else text

    def sentence_of(self, at: int) -> range:
        """The sentence that holds token `at`."""
        return self.sentences[bisect_right(self.sentences, at, key=lambda tokens: tokens.start) - 1]

    def token_from(self, offset: int) -> int:
        """The first token that starts at `offset` or behind it."""
        return bisect_left(self.tokens, offset, key=lambda token: token.start)

    def marked_around(self, offset: int) -> Marked | None:
        """The closed quotation that `offset` is in, or any whose opening mark is there."""
        nearest = bisect_right(self.marked, offset, key=lambda marked: marked.open) - 1
        marked = self.marked[nearest] if nearest >= 0 else None
        return marked if marked and offset <= (marked.close or marked.open) else None

    def opening(self, at: int) -> Marked | None:
        """The quotation whose opening mark is token `at`."""
        marked = self.marked_around(self.tokens[at].start) if at < len(self.tokens) else None
        return marked if marked and marked.open == self.tokens[at].start else None


def passages(article: Article, reading: Reading) -> Iterator[Passage]:
    """The Arabic text of an article, block by block; a cue goes with what follows it on its line.

    reading: of the article's text.
    """
    start, follows = -1, False
    for block, following in zip_longest(article.blocks, article.blocks[1:]):
        if block.kind not in SPEECH_KINDS or not reads_arabic(reading.text[block.start : block.end]):
            start, follows = -1, False
            continue
        start = block.start if start < 0 else start
        if block.kind == "cue" and following and "\n" not in reading.text[block.end : following.start]:
            continue
        yield _passage(reading, start, block.end, follows)
        start, follows = -1, True


def _passage(reading: Reading, start: int, end: int, follows: bool) -> Passage:
    view, tokens = reading.normalized(start, end), reading.tokens(start, end)
    starts = [token.start for token in tokens]
    places = [bisect_left(view.offsets, sentence.start - start) for sentence in reading.sentences(start, end)]
    # A line of nothing but invisible controls has a sentence and no token.
    bounds = sorted({bisect_left(starts, at) for at in places} - {len(tokens)})
    sentences = [range(first, stop) for first, stop in pairwise([*bounds, len(tokens)])]
    outer = _outermost(view.text, tokens, starts)
    return Passage(start, follows, reading.text[start:end], view, tokens, sentences, outer)


def _outermost(text: str, tokens: Sequence[Token], starts: Sequence[int]) -> list[Marked]:
    """starts: of the tokens. Every mark is a token, so that none lies across one."""
    outer: list[Marked] = []
    end = -1
    for opens, closes in pair_marks(text):
        if opens > end:
            said = text[opens + 1 : closes or 0]
            inside = tokens[bisect_right(starts, opens) : bisect_left(starts, closes or 0)]
            words = sum(token.text[0].isalnum() for token in inside)
            outer.append(Marked(opens, closes, words >= MIN_QUOTED_WORDS and is_arabic(said)))
            end = closes or end
    return outer


def find_heads(passage: Passage, voices: Voices) -> list[Head]:
    """The words of reporting outside long quotations, in order. voices: who spoke before; who speaks here is added."""
    heads: list[Head] = []
    claimed = -1
    begun = {sentence.start: sentence for sentence in passage.sentences}
    for at, token in enumerate(passage.tokens):
        if at in begun and not is_reporting(token.key):
            acting = subject(passage.tokens, at, begun[at].stop)
            if acting.phrase:
                voices.see(passage.written(acting.phrase), feminine=bool(acting.feminine))
        reports = is_reporting(token.key) or is_naming(token.key) or is_made_clear(passage.tokens, at)
        if not reports or _in_speech(passage, token):
            continue
        opens, introduces = _look_ahead(passage, at)
        # What one word introduces is not another's: قال طالب في الجامعة كتب عن الأمر إن.
        if introduces and opens == claimed:
            continue
        if introduces or is_surely_reporting(token.key) or _is_shared(passage, opens) or _is_behind(passage, at):
            named = _named_speaker(passage, at, opens, introduces, voices)
            heads.append(Head(at, opens, introduces, named or _understood(passage, heads, at, voices)))
            if named:
                voices.hear(named, feminine=is_feminine(token.key))
            claimed = opens if introduces else claimed
    return heads


def _in_speech(passage: Passage, token: Token) -> bool:
    marked = passage.marked_around(token.start)
    return marked is not None and marked.long


def _is_behind(passage: Passage, at: int) -> bool:
    """Whether token `at` stands right behind a long quotation and a comma: «…»، كما يرى فلان."""
    if at > 1 and passage.tokens[at - 2].key == WITH_THESE:  # بهذه الكلمات علقت فلانة
        at -= 2
    while at > 0 and (passage.tokens[at - 1].text == "،" or is_comparative(passage.tokens[at - 1].key)):
        at -= 1
    before = passage.tokens[at - 1] if at > 0 else None
    return before is not None and before.text in QUOTATION_MARKS and _in_speech(passage, before)


def _is_shared(passage: Passage, at: int) -> bool:
    """Whether token `at` reports on behalf of the verb before it: علق فلان قائلا."""
    return at < len(passage.tokens) and shares_subject(passage.tokens[at].key)


def _look_ahead(passage: Passage, at: int) -> tuple[int, Introduced]:
    """What the word of reporting at token `at` introduces in its sentence: where that opens, and what it is.

    Short quotations on the way are names; but where nothing else comes, a verb that takes nothing but speech
    takes the last of them, if no word follows it.
    """
    tokens, stop = passage.tokens, min(passage.sentence_of(at).stop, at + 1 + REACH)
    if is_naming(tokens[at].key):
        mark = next((k for k in range(at + 1, min(stop, at + 3)) if passage.opening(k)), -1)
        return (mark, "mark") if mark > 0 else (at + 1, "")
    name = beyond = -1
    index = at
    while (index := index + 1) < stop:
        marked = passage.opening(index)
        if marked and (marked.long or marked.close is None):
            return index, "mark"
        if marked and marked.close is not None:
            name, index = index, passage.token_from(marked.close)
            beyond = index + 1
        elif tokens[index].text == ":" and not _is_time(tokens, index):
            return (index + 1, "mark") if passage.opening(index + 1) else (index, "colon")
        elif is_complementizer(tokens, index):
            return index, "that"
        elif is_surely_reporting(tokens[index].key) or shares_subject(tokens[index].key) or tokens[index].text == "؛":
            break
    last = name >= 0 and (beyond == len(tokens) or not tokens[beyond].text[0].isalnum())
    return (name, "mark") if last and is_saying(tokens[at].key) else (min(index, stop), "")


def _is_time(tokens: Sequence[Token], colon: int) -> bool:
    around = tokens[max(0, colon - 1) : colon + 2]
    return len(around) == 3 and around[0].text.isdigit() and around[2].start == around[0].end + 1


def _named_speaker(passage: Passage, at: int, opens: int, introduces: Introduced, voices: Voices) -> str:
    """Who speaks, according to the words around the word of reporting at token `at`, or ""."""
    tokens = passage.tokens
    first = max(passage.sentence_of(at).start, at - REACH)
    if shares_subject(tokens[at].key) or is_naming(tokens[at].key):
        return passage.written(speaker_quoted(tokens, first, at))
    if is_impersonal(tokens[at].key) and (text := speaker_impersonal(tokens, at, opens)):
        return passage.written(text)
    phrase = speaker_relayed(tokens, at, opens) or _subject_before(tokens, first, at)
    if not phrase:
        objects = takes_object(tokens[at].key) or not introduces
        phrase = (subject_behind if objects else speaker_after)(tokens, at, opens)
    # Somebody who is known is named by the surname alone, and what follows that is the object: طالبت إبراهيم السلطات.
    if phrase and not introduces and tokens[phrase[0]].text in voices.surnames:
        return passage.written(phrase[:1])
    # Without speech to end it, the noun phrase may run on into the object: its end must be plain.
    if phrase and not introduces and phrase.stop == opens and not _is_shared(passage, opens):
        return ""
    if not phrase:
        joined = opens_statement(tokens[at].key)
        phrase = speaker_of_topic(tokens, first, at, at) if joined else speaker_before(tokens, first, at)
    return passage.written(phrase)


def _acting(passage: Passage, first: int, at: int, *, begun: bool) -> Subject:
    """Who acts in the clause before token `at`, or before its comma; the clause begins at token `first`.

    begun: somebody speaks in it already, so that only a contrast brings in another: …، في حين لوح فلان بالطعن، معتبرا.
    """
    tokens = passage.tokens
    if not begun:
        return subject(tokens, first, at)
    for comma in range(at - 2, max(first, at - REACH) - 1, -1):
        if tokens[comma].text == "،" and is_contrasting(tokens[comma + 1].key):
            return subject(tokens, comma + 1, at)
    return Subject(range(0))


def _subject_before(tokens: Sequence[Token], first: int, verb: int) -> range:
    """The noun phrase that begins the clause of a verb, which has its subject before it then: الوزارة نفت الخبر."""
    if opens_statement(tokens[verb].key) or (verb + 1 < len(tokens) and tokens[verb + 1].key in _BACK):
        return range(0)
    phrase = speaker_before(tokens, first, verb)
    return phrase if phrase and phrase.start == first else range(0)


def _understood(passage: Passage, heads: Sequence[Head], at: int, voices: Voices) -> str:
    """The speaker of a word of reporting without a subject: the last one, where nothing speaks against it."""
    key, sentence = passage.tokens[at].key, passage.sentence_of(at)
    first = max(sentence.start, at - REACH)
    before = passage.tokens[first:at]
    if is_impersonal(key) or any(names_post(token.key) for token in before):
        return ""
    earlier = bool(heads) and heads[-1].at in sentence
    acting = _acting(passage, heads[-1].at + 1 if earlier else sentence.start, at, begun=earlier)
    if not shares_subject(key) and not is_naming(key):
        if is_plural(key) or not begins_clause(passage.tokens, first, at):
            return ""
        same = acting.feminine == is_feminine(key)
        return (passage.written(acting.phrase) if same else "") or voices.of_gender(feminine=is_feminine(key))
    if earlier or acting.phrase:
        return passage.written(acting.phrase) or heads[-1].speaker
    if acting.understood:
        return voices.of_gender(feminine=bool(acting.feminine))
    # It shares the subject of a verb that we do not know: the last speaker's only if they are named again.
    named_again = voices.last and any(token.text == voices.last.split()[-1] for token in before)
    return voices.last if named_again else ""

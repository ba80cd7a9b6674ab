"""Where an Arabic article says that somebody speaks: the words for who, the verb, and what joins them to what is said.

Before what is said ("وفي تغريدة أخرى، قال المكتب إن …"), in the middle of it, or behind it ("…، بحسب المكتب").
The words are no part of what they introduce. They are found by grammar: a word of reporting with what it introduces
(`article.passages`), and a word of source behind a comma, a stop or a closing mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from iqtibas.article.arabic.speakers import speaker_after
from iqtibas.article.arabic.speech import (
    Token,
    is_comparative,
    is_manner,
    is_reporting,
    is_saying,
    is_source,
    is_surely_reporting,
    opens_statement,
    shares_subject,
)
from iqtibas.article.marks import CLOSING_MARKS, OPENING_MARKS
from iqtibas.article.model import Article
from iqtibas.article.passages import Head, Passage, Voices, find_heads, passages
from iqtibas.article.reading import Reading

Place = Literal["before", "behind"]
PLACES: tuple[Place, ...] = get_args(Place)

# Words of an adverbial or a topic before the word of reporting ("وفي منشور على منصة إكس، "); a longer one is a clause.
LONGEST_OPENING = 16
# Words of a source behind what is said, with an apposition between commas.
LONGEST_ASIDE = 24
APPOSITION = 6
_STOPS = frozenset("،؛,;")
_BREAKS = _STOPS | OPENING_MARKS | {":"}
# What goes on behind a source that begins its sentence: وبحسب البيان فإن …, فقد …
_RESUMING = frozenset("فان فانه فانها فانهم فقد".split())
_ENDS = frozenset(".!?؟…")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that give what stands beside them to a speaker; offsets are code points into `Article.text`, end exclusive.

    before: up to the إن, the colon or the opening mark, without that mark. speaker, verb: as written, or "". direct:
    what is said stands in marks or behind a colon.
    """

    start: int
    end: int
    speaker: str
    verb: str
    place: Place
    direct: bool


def find_attributions(article: Article, reading: Reading | None = None) -> list[Attribution]:
    """All attributions of an article's Arabic blocks, in order and without overlap. reading: of the article's text."""
    found: list[Attribution] = []
    voices = Voices()
    for passage in passages(article, reading or Reading(article.text)):
        heads = find_heads(passage, voices)
        own = sorted([*_before(passage, heads), *_behind(passage, heads)], key=lambda a: (a.start, -a.end))
        for one in own:
            if one.start < one.end and (not found or one.start >= found[-1].end):
                found.append(one)
    return found


def _before(passage: Passage, heads: Sequence[Head]) -> Iterator[Attribution]:
    """What leads into speech: from the beginning of its clause to what opens the speech."""
    free = 0
    for head in heads:
        if not head.introduces or _is_aside(passage.tokens, head.at):
            continue
        stop = head.opens if head.introduces == "mark" else head.opens + 1
        first = _clause_start(passage, head.at, free)
        yield _attribution(passage, range(first, stop), head.at, head.speaker, "before", head.introduces != "that")
        free = stop


def _is_aside(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a word of reporting is part of an aside: كما ورد في البيان, وفق ما ذكرته الوكالة."""
    before = [token.key for token in tokens[max(0, verb - 2) : verb]]
    return bool(before) and (is_comparative(before[-1]) or (before[-1] == "ما" and is_source(before[0])))


def _clause_start(passage: Passage, at: int, free: int) -> int:
    """Where the clause of the word of reporting at token `at` begins, not before token `free`."""
    tokens, sentence = passage.tokens, passage.sentence_of(at)
    first = max(sentence.start, free)
    if opens_statement(tokens[at].key) or shares_subject(tokens[at].key):
        return at
    start = at
    while start > first and tokens[start - 1].text not in _STOPS and not passage.opening(start - 1):
        start -= 1
    # An adverbial, a topic or a speaker before the comma leads into the speech too, where nothing was said before it.
    if first == sentence.start and start > first and at - first <= LONGEST_OPENING:
        return start if _is_clause(tokens[first : start - 1]) else first
    return start


def _is_clause(tokens: Sequence[Token]) -> bool:
    """Whether words before a comma report something themselves."""
    return any(is_surely_reporting(token.key) for token in tokens)


def _behind(passage: Passage, heads: Sequence[Head]) -> Iterator[Attribution]:
    """Sources behind what is said, and at the beginning of a sentence: بحسب فلان, كما قال فلان, على حد قوله."""
    tokens = passage.tokens
    introduces = {head.at for head in heads if head.introduces and not _is_aside(tokens, head.at)}
    plain = {head.at: head for head in heads if not head.introduces}
    for at in range(len(tokens)):
        if not _is_apart(passage, at) or _inside_speech(passage, tokens[at]):
            continue
        verb = _source_verb(tokens, at)
        if verb is None or verb in introduces:
            continue
        stop = _aside_end(passage, at, introduces)
        if at == passage.sentence_of(at).start and stop == passage.sentence_of(at).stop:
            continue
        if _reports(tokens[verb].key):
            head = plain.get(verb)
            speaker = head.speaker if head and head.speaker else passage.written(speaker_after(tokens, verb, stop))
            yield _attribution(passage, range(at, stop), verb, speaker, "behind", direct=False)
        else:
            # على حد قوله has a pronoun for a speaker.
            named = speaker_after(tokens, verb, stop) if is_source(tokens[at].key) else range(0)
            speaker = passage.written(named)
            yield _attribution(passage, range(at, stop), None, speaker, "behind", direct=False)


def _is_apart(passage: Passage, at: int) -> bool:
    """Whether what begins at a token stands behind a comma, a closing mark or a bracket, or begins a sentence."""
    if at == passage.sentence_of(at).start:
        return True
    before = passage.tokens[at - 1].text
    return before in _STOPS or before in CLOSING_MARKS or before in "-–—"


def _inside_speech(passage: Passage, token: Token) -> bool:
    marked = passage.marked_around(token.start)
    return marked is not None and marked.long and marked.close is not None and token.start < marked.close


def _source_verb(tokens: Sequence[Token], at: int) -> int | None:
    """The last word of what makes an aside of its clause, or its verb; None if it is no aside.

    وفق ما قاله, بحسب ما جاء في, كما قال, على ما أفاد, على حد قوله; a bare verb: «…»، يقول فلان.
    """
    key = tokens[at].key
    ahead = [token.key for token in tokens[at + 1 : at + 3]] + ["", ""]
    if is_source(key):
        return at + 2 if ahead[0] == "ما" and _reports(ahead[1]) else at
    if is_comparative(key):
        return at + 1 if is_reporting(ahead[0]) else None
    if key == "علي" or key == "على":
        if ahead[0] == "ما" and _reports(ahead[1]):
            return at + 2
        return at + 1 if is_manner(ahead[0]) else None
    surely = is_surely_reporting(key) or is_saying(key)
    bare = surely and not opens_statement(key) and not shares_subject(key)
    return at if bare and at and tokens[at - 1].text in (*_STOPS, *CLOSING_MARKS) else None


def _reports(key: str) -> bool:
    """Whether a word of reporting, also with the pronoun of what it reports: وفق ما كتبه, بحسب ما ذكرته."""
    return is_reporting(key) or any(is_reporting(key.removesuffix(end)) for end in ("ه", "ها"))


def _aside_end(passage: Passage, at: int, introduces: set[int]) -> int:
    """Where the source that begins at a token ends: at a comma, an opening mark or the end of its sentence.

    A short apposition between commas belongs to it.
    """
    tokens, sentence = passage.tokens, passage.sentence_of(at)
    stop = _next_stop(tokens, at, min(sentence.stop, at + LONGEST_ASIDE))
    if stop < sentence.stop and tokens[stop].text == "،":
        inner = _next_stop(tokens, stop + 1, min(sentence.stop, stop + 1 + APPOSITION))
        closed = inner < sentence.stop and tokens[inner].text in (*_STOPS, *_ENDS)
        plain = not any(is_reporting(t.key) or is_source(t.key) for t in tokens[stop + 1 : inner])
        if closed and plain and stop + 1 < inner and not tokens[stop + 1].key.startswith("و"):
            return inner
    return stop


def _next_stop(tokens: Sequence[Token], at: int, stop: int) -> int:
    while at < stop and tokens[at].text not in _BREAKS and tokens[at].key not in _RESUMING:
        at += 1
    while at > 0 and at == stop and tokens[at - 1].text in _ENDS:
        at, stop = at - 1, stop - 1
    return at


def _attribution(
    passage: Passage, words: range, verb: int | None, speaker: str, place: Place, direct: bool
) -> Attribution:
    if not words:
        return Attribution(0, 0, speaker, "", place, direct)
    first, last = passage.tokens[words[0]].start, passage.tokens[words[-1]].end
    start, end = passage.view.to_source(first, last)
    written = passage.written(range(verb, verb + 1)) if verb is not None else ""
    return Attribution(passage.start + start, passage.start + end, speaker, written, place, direct)

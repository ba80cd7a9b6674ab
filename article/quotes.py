"""Quoted speech in an Arabic article: in quotation marks, behind a colon, and reported with إن or أن.

Quotations in marks need no word of reporting if they are too long to be a title or a nickname; the others are
what a word of reporting introduces (`article.passages`). Quotes never overlap: the outer one wins, except
that marks win over the clause around them that they mostly fill. Time is linear but for binary searches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from iqtibas.article.arabic.speakers import speaker_before, speaker_cited
from iqtibas.article.arabic.speech import (
    Token,
    is_comparative,
    is_naming,
    is_source,
    is_surely_reporting,
    keys,
    names_source,
    names_title,
    opens_statement,
    shares_subject,
)
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Quote
from iqtibas.article.passages import MIN_QUOTED_WORDS, WITH_THESE, Head, Marked, Passage, Voices, find_heads, passages
from iqtibas.article.reading import Reading
from iqtibas.article.visible import visible_article

MIN_REPORTED_WORDS = 3
# Words and signs of a quotation that has nobody to speak it in its sentence, and does not begin one: what is
# shorter is mostly the title of a film or the name of a firm.
MIN_UNATTRIBUTED = 6
# "فلان: «…»" names a speaker in so many words.
MAX_NAME_WORDS = 5
# How many words and signs of a sentence are looked at for a word of reporting among its first two words.
_FIRST_SIGNS = 6
# Sources whose name has no ل: بحسب فلان.
_CITING_BARE = keys("بحسب حسب وفق وبحسب وحسب ووفق حسبما وحسبما")
_CONTRASTING = keys("فيما بينما في حين وقت لكنه لكنها لكنهم ولكنه ولكنها حيث قد")
_LOOSE_ENDS = frozenset("،؛,;:-–—*")


class _Carry(NamedTuple):
    """What a passage hands to the next.

    verb: the word of reporting whose colon ended the passage, or "". running: its last quotation was not
    closed. speaker: whose verb or quotation that was.
    """

    verb: str = ""
    speaker: str = ""
    running: bool = False


def find_quotes(article: Article, reading: Reading | None = None) -> list[Quote]:
    """The quoted speech of an article's Arabic blocks, in order and without overlap.

    Offsets are code points into `article.text`. speaker and verb are as written; a verb without a subject
    takes the last speaker. A quotation that goes on in the next block, behind a new opening mark, is a second
    quote of the same speaker. reading: of the article's text, where there is one already.
    """
    if reading is None:
        seen = visible_article(article)
        return seen.located(find_quotes(seen.article, Reading(as_read(seen.article))))
    quotes: list[Quote] = []
    carry, voices = _Carry(), Voices()
    for passage in passages(article, reading):
        heads = find_heads(passage, voices)
        found = _quotes(passage, heads, carry if passage.follows else _Carry())
        carry = _carried(passage, heads, found)
        quotes += found
    return quotes


def _quotes(passage: Passage, heads: Sequence[Head], carry: _Carry) -> list[Quote]:
    clauses = [*_behind_colons(passage, heads, carry), *_reported(passage, heads), *_cited(passage, heads)]
    return _without_overlap(list(_marked(passage, heads, carry)), clauses)


def _carried(passage: Passage, heads: Sequence[Head], quotes: Sequence[Quote]) -> _Carry:
    head = heads[-1] if heads else None
    if head and head.introduces == "colon" and head.opens == len(passage.tokens) - 1:
        return _Carry(_verb(passage, head), head.speaker)
    if quotes and not quotes[-1].closed:
        return _Carry("", quotes[-1].speaker, running=True)
    return _Carry()


def _quote(passage: Passage, span: tuple[int, int], verb: str, speaker: str, *, direct: bool, closed: bool) -> Quote:
    """A quote of a range of the normalised view that has no white space at its edges."""
    start, end = passage.view.to_source(*span)
    return Quote(passage.start + start, passage.start + end, speaker, verb, direct, closed)


def _verb(passage: Passage, head: Head) -> str:
    return passage.written(range(head.at, head.at + 1))


def _marked(passage: Passage, heads: Sequence[Head], carry: _Carry) -> Iterator[Quote]:
    """Quotations in marks that are speech. One without an end runs to the end of the passage."""
    introduced = {head.opens: head for head in heads if head.introduces == "mark"}
    for marked in passage.marked:
        at = passage.token_from(marked.open)
        verb, speaker = _attribution(passage, heads, introduced.get(at), marked, carry)
        if at not in introduced and not _is_speech(passage, marked, carry, attributed=bool(verb or speaker)):
            continue
        span = _inside(passage, marked)  # which reads to the end for a mark that is never closed: not for every one
        if span[0] < span[1]:
            closed = marked.close is not None
            yield _quote(passage, span, verb, speaker, direct=True, closed=closed)
            if not closed:
                return


def _is_speech(passage: Passage, marked: Marked, carry: _Carry, *, attributed: bool) -> bool:
    """Whether a quotation that no word of reporting introduces is speech, by its length and place.

    attributed: its sentence names a speaker or reports something.
    """
    at = passage.token_from(marked.open)
    if at == 0 and (carry.verb or marked.close is None):
        return bool(carry.verb) or len(passage.tokens) > MIN_QUOTED_WORDS
    if not marked.long or (at > 0 and names_title(passage.tokens[at - 1].key)):
        return False
    signs = passage.token_from(marked.close or 0) - at - 1
    return attributed or at == passage.sentence_of(at).start or signs >= MIN_UNATTRIBUTED


def _inside(passage: Passage, marked: Marked) -> tuple[int, int]:
    """The range inside the marks, without white space at its edges."""
    end = len(passage.view.text) if marked.close is None else marked.close
    said = passage.view.text[marked.open + 1 : end]
    start = end - len(said.lstrip())
    return start, start + len(said.strip())


def _attribution(
    passage: Passage, heads: Sequence[Head], head: Head | None, marked: Marked, carry: _Carry
) -> tuple[str, str]:
    """Verb and speaker of a quotation: from what introduces it, stands right behind it, or before it."""
    at = passage.token_from(marked.open)
    if not head and marked.close is not None:
        head = _head_behind(passage, heads, at, passage.token_from(marked.close) + 1)
    head = head or _head_before(passage, heads, at)
    if head:
        return _verb(passage, head), head.speaker
    if at == 0 and (carry.verb or carry.running):
        return carry.verb, carry.speaker
    return "", _named(passage, at)


def _head_behind(passage: Passage, heads: Sequence[Head], opens: int, at: int) -> Head | None:
    """The word of reporting right behind a quotation: "…"، قال فلان, or "…" كما قال فلان."""
    tokens, stop = passage.tokens, min(len(passage.tokens), at + 3)
    while at < stop and (tokens[at].text in "،,.-–" or is_comparative(tokens[at].key)):
        at += 1
    if at + 1 < len(tokens) and tokens[at].key == WITH_THESE:  # بهذه الكلمات علقت فلانة
        at += 2
    found = bisect_left(heads, at, key=lambda head: head.at)
    if found == len(heads) or heads[found].at != at or opens_statement(tokens[at].key):
        return None
    # What begins a new sentence and introduces something else is no word about this quotation.
    same = at in passage.sentence_of(opens) or not heads[found].introduces
    return heads[found] if same and not shares_subject(tokens[at].key) else None


def _head_before(passage: Passage, heads: Sequence[Head], at: int) -> Head | None:
    """The nearest word of reporting before token `at` in its sentence."""
    nearest = bisect_left(heads, at, key=lambda head: head.at) - 1
    return heads[nearest] if nearest >= 0 and heads[nearest].at in passage.sentence_of(at) else None


def _named(passage: Passage, at: int) -> str:
    """The speaker of the quotation at token `at` in the style of headlines: "فلان: «…»"."""
    first = passage.sentence_of(at).start
    if not 1 < at - first <= MAX_NAME_WORDS + 1 or passage.tokens[at - 1].text != ":":
        return ""
    phrase = speaker_before(passage.tokens, first, at - 1)
    return passage.written(phrase) if phrase and phrase.start == first else ""


def _behind_colons(passage: Passage, heads: Sequence[Head], carry: _Carry) -> Iterator[Quote]:
    """Speech behind a colon and without marks: up to a sentence that begins with a word of reporting."""
    tokens = passage.tokens
    turns = [sentence.start for sentence in passage.sentences if _begins_report(tokens, sentence)]
    openings = [(head.opens + 1, _verb(passage, head), head.speaker) for head in heads if head.introduces == "colon"]
    if carry.verb and 0 not in turns and not passage.opening(0):
        openings.insert(0, (0, carry.verb, carry.speaker))
    for first, verb, speaker in openings:
        if first < len(tokens):
            turn = bisect_right(turns, first)
            last = (turns[turn] if turn < len(turns) else len(tokens)) - 1
            yield _quote(passage, (tokens[first].start, tokens[last].end), verb, speaker, direct=True, closed=True)


def _begins_report(tokens: Sequence[Token], sentence: range) -> bool:
    words = [tokens[at] for at in sentence[:_FIRST_SIGNS] if tokens[at].text[0].isalnum()]
    return any(is_surely_reporting(word.key) for word in words[:2])


def _reported(passage: Passage, heads: Sequence[Head]) -> Iterator[Quote]:
    """Clauses from إن or أن to the next report, the source, or the end of the sentence."""
    breaks = _breaks(passage, heads)
    for head in heads:
        if head.introduces == "that":
            yield from _clause(passage, breaks, head.opens, _verb(passage, head), head.speaker)


def _cited(passage: Passage, heads: Sequence[Head]) -> Iterator[Quote]:
    """Sentences that begin with whose words they give: بحسب فلان، …, وفقا لفلان فإن …."""
    tokens, breaks = passage.tokens, _breaks(passage, heads)
    for sentence in passage.sentences:
        if not is_source(tokens[sentence.start].key):
            continue
        phrase = speaker_cited(tokens, sentence.start, sentence.stop)
        opens = phrase.stop + 1 if phrase and tokens[phrase.stop].text == "،" else phrase.stop
        if phrase and opens < sentence.stop:
            speaker = passage.written(phrase)
            of = speaker.startswith("ل") and tokens[sentence.start].key not in _CITING_BARE
            yield from _clause(passage, breaks, opens, "", speaker[1 + speaker.startswith("لل") :] if of else speaker)


def _breaks(passage: Passage, heads: Sequence[Head]) -> list[int]:
    """The tokens where a report ends, in order: another report begins, or a source is named."""
    tokens = passage.tokens
    return sorted(
        [_with_particle(tokens, head.at) for head in heads if _breaks_report(tokens, head.at)]
        + [at for at in range(1, len(tokens)) if tokens[at - 1].text == "،" and names_source(tokens[at].key)]
    )


def _clause(passage: Passage, breaks: Sequence[int], opens: int, verb: str, speaker: str) -> Iterator[Quote]:
    """The report that begins at token `opens`, if it is long enough for one."""
    tokens, following = passage.tokens, bisect_right(breaks, opens)
    last = min([passage.sentence_of(opens).stop, *breaks[following : following + 1]]) - 1
    while tokens[last].text in _LOOSE_ENDS:
        last -= 1
    if last - opens + 1 >= MIN_REPORTED_WORDS:
        yield _quote(passage, (tokens[opens].start, tokens[last].end), verb, speaker, direct=False, closed=True)


def _breaks_report(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of reporting starts a new report, and is not part of what another one reports."""
    if is_naming(tokens[at].key):
        return False
    joined = opens_statement(tokens[at].key) or shares_subject(tokens[at].key)
    return joined or tokens[_with_particle(tokens, at) - 1].text in "،؛"


def _with_particle(tokens: Sequence[Token], at: int) -> int:
    """Where what joins a report to the one before it begins: كما قال, فيما رجحت, في حين تؤكد, لكنه أقر; else `at`."""
    start = at
    while start > max(0, at - 2) and (is_comparative(tokens[start - 1].key) or tokens[start - 1].key in _CONTRASTING):
        start -= 1
    return start


def _without_overlap(marked: Sequence[Quote], clauses: Sequence[Quote]) -> list[Quote]:
    """Both in order, but no clause that crosses a marked quotation or consists mostly of such, no clause that
    begins in another, and no marked quotation in a clause."""
    starts, ends = [quote.start for quote in marked], [quote.end for quote in marked]
    filled = [0, *accumulate(quote.end - quote.start for quote in marked)]
    kept: list[Quote] = []
    replaced: set[int] = set()
    for clause in sorted(clauses, key=lambda quote: quote.start):
        first, stop = bisect_right(ends, clause.start), bisect_left(starts, clause.end)
        crosses = first < stop and (starts[first] < clause.start or ends[stop - 1] > clause.end)
        mostly = 2 * (filled[stop] - filled[first]) >= clause.end - clause.start
        if not crosses and not mostly and (not kept or clause.start >= kept[-1].end):
            kept.append(clause)
            replaced.update(range(first, stop))
    kept += [quote for index, quote in enumerate(marked) if index not in replaced]
    return sorted(kept, key=lambda quote: quote.start)

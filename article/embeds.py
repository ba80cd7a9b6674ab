"""Embedded statements: finding their lines in a pasted text, and reading author, date and what was said.

A tweet that is copied from a page is flattened to `text pic.twitter.com/… ⏎ — Name (@handle) March 24, 2021`,
the form that Twitter's own embed code has without scripts (https://developer.x.com, "oEmbed API").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iqtibas.article.characters import LINE_ENDS
from iqtibas.article.dressing import (
    find_tail,
    header,
    is_count,
    is_dress,
    is_lead,
    is_name,
    is_stamp,
    undress,
)
from iqtibas.article.languages import common_words, foreign_quotations, language_of, reads_arabic
from iqtibas.article.links import COPIED_CONTROLS, LINK, MEDIA_LINK, PADDING
from iqtibas.article.marks import QUOTATION_MARKS
from iqtibas.article.mending import as_read
from iqtibas.article.model import Article, Block, Embed, Segment
from iqtibas.article.platforms import HANDLE, platform_of
from iqtibas.article.visible import visible_article

LEADING_HANDLE = re.compile(rf"[{COPIED_CONTROLS}]*(?:RT )?\.?@({HANDLE})\s?:\s*")
# Lines of a card that are looked at for its end.
MOST_CARD_LINES = 40

# Below this an unmarked line of English is a name, a heading or a menu entry rather than a statement.
FEWEST_WORDS_UNMARKED = 6
# A whole sentence beside an Arabic line that quotes or announces one may be shorter.
FEWEST_WORDS_ANNOUNCED = 3
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without the white space around it. Offsets into the article's text.

    marked: markup told what it is, so that it is no part of an embed, which is always plain lines. furniture: it is of
    the page, not of the article or a post. anew: it goes on with dots behind a blank line, as a post does that another
    one ends with.
    """

    start: int
    end: int
    text: str
    marked: bool = False
    furniture: bool = False
    anew: bool = False


def embed_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Which runs of lines are embeds, as half-open index ranges into `lines`.

    A tail closes an embed and claims the lines of its own script above it; a card begins with its head and takes the
    buttons and counters behind it; a line that ends in a media link and has no tail below is an embed of its own; so is
    a stretch of English with nothing of an embed but the language, if it is long enough to be a statement.
    """
    groups: list[tuple[int, int]] = []
    first = at = 0
    while at < len(lines):
        start, end = _card(lines, first, at) or _tailed(lines, first, at)
        if start < end:
            groups += [*_untailed(lines, first, start), (start, end)]
        elif end > first:
            groups += _untailed(lines, first, start)
        first, at = max(first, end), max(at + 1, end)
    return groups + _untailed(lines, first, len(lines))


def _tailed(lines: Sequence[Line], first: int, at: int) -> tuple[int, int]:
    """The embed whose tail is on line `at`; an empty range behind the tail if it has no words, and (first, first) if
    there is no tail."""
    tail = find_tail(lines[at].text) if not lines[at].furniture else None
    if tail is None:
        return first, first
    alone = not lines[at].text[: tail.start].strip(PADDING)
    above = lines[at - 1].text if alone and at > first else lines[at].text[: tail.start]
    if not tail.handle and reads_arabic(
        above
    ):  # whose article it is: only a handle tells that an Arabic line is a post
        return first, first
    start = _first_line_of(lines, first, at) if alone else at
    end = _past_dress(lines, at + 1)
    start = _before_leads(lines, first, start)
    return (start, end) if start < at or not alone else (at + 1, at + 1)


def _first_line_of(lines: Sequence[Line], lowest: int, tail: int) -> int:
    """The first line of the embed whose tail stands alone on line `tail`; `tail` itself if there is none."""
    above = tail - 1
    if above < lowest or lines[above].marked:  # but plain words that a page might have written are the account's here
        return tail
    if reads_arabic(lines[above].text):
        return above
    while above > lowest and not _ends_embed(lines[above - 1]) and not _begins_post(lines[above]):
        above -= 1
    return above


def _before_leads(lines: Sequence[Line], lowest: int, start: int) -> int:
    """The first of the lines right above `start` that are what a platform writes before a post."""
    while start > lowest and _is_before_post(lines[start - 1]):
        start -= 1
    return start


def _is_before_post(line: Line) -> bool:
    own = not line.marked and not reads_arabic(line.text) and is_dress(line.text) and not is_stamp(line.text)
    return own or is_lead(line.text)


def _past_dress(lines: Sequence[Line], at: int) -> int:
    """The first line from `at` on that is no button, counter or time of a post."""
    end, dressed = at, is_stamp(lines[at - 1].text)
    while at < len(lines) and not lines[at].marked and (is_dress(lines[at].text) or is_count(lines[at].text)):
        dressed = dressed or is_dress(lines[at].text)
        at += 1
        end = at if dressed else end
    return end


def _card(lines: Sequence[Line], first: int, at: int) -> tuple[int, int] | None:
    """The embed of a card whose head is on line `at`: name and handle over the words, time and counters below them."""
    if lines[at].marked or (found := header(lines[at].text)) is None:
        return None
    body = at + 1
    while body < len(lines) and is_dress(lines[body].text):
        body += 1
    named = at > first and not found["name"].strip() and _is_over_card(lines, first, at, dressed=body > at + 1)
    if body >= len(lines) or lines[body].furniture or header(lines[body].text):
        return None
    end = _end_of_card(lines, body)
    first_of_all = at == first or _ends_embed(lines[at - 1])
    if end is None or not (named or found["name"].strip() or body > at + 1 or (end[1] and first_of_all)):
        return None
    start = _before_leads(lines, first, at - 1 if named else at)
    return start, _past_dress(lines, end[0])


def _is_over_card(lines: Sequence[Line], first: int, at: int, *, dressed: bool) -> bool:
    """Whether the line above a handle is the name of whoever has it, and not the words before a mention."""
    name = lines[at - 1]
    if name.marked or not is_name(name.text):
        return False
    return dressed or at - 1 == first or reads_arabic(name.text) or _ends_embed(lines[at - 2])


def _end_of_card(lines: Sequence[Line], body: int) -> tuple[int, bool] | None:
    """Behind which line the words of a card end, and whether dress or a tail ends them; None where nothing tells."""
    arabic = reads_arabic(lines[body].text)
    for at in range(body, min(len(lines), body + MOST_CARD_LINES)):
        line = lines[at]
        if at > body and (
            is_dress(line.text) or (is_count(line.text) and is_dress(lines[min(at + 1, len(lines) - 1)].text))
        ):
            return at, True
        if find_tail(line.text):
            return at + 1, True
        if at > body and (line.marked or line.furniture or header(line.text)):
            return None if arabic else (at - is_name(lines[at - 1].text) * (at - 1 > body), False)
        if reads_arabic(line.text) is not arabic and not arabic:
            return at, False
    return None if arabic else (min(len(lines), body + MOST_CARD_LINES), False)


def _begins_post(line: Line) -> bool:
    return line.anew or LEADING_HANDLE.match(line.text) is not None


def _ends_embed(line: Line) -> bool:
    return line.marked or line.furniture or reads_arabic(line.text) or MEDIA_LINK.search(line.text) is not None


def _untailed(lines: Sequence[Line], first: int, end: int) -> list[tuple[int, int]]:
    """Embeds without a tail among lines first … end."""
    groups = []
    start = first
    for at in range(first, end):
        apart = reads_arabic(lines[at].text) or lines[at].furniture
        if (apart or _begins_post(lines[at])) and start < at:
            groups.append((start, at))
            start = at
        if apart:
            if MEDIA_LINK.search(lines[at].text) and not lines[at].furniture:
                groups.append((at, at + 1))
            start = at + 1
        elif MEDIA_LINK.search(lines[at].text):
            groups.append((start, at + 1))
            start = at + 1
    groups += [(start, end)] if start < end else []
    return [_widened(lines, first, end, group) for group in groups if _is_statement(lines, *group)]


def _widened(lines: Sequence[Line], first: int, end: int, group: tuple[int, int]) -> tuple[int, int]:
    """With the lead above it, and the buttons and counters below it that other scripts write."""
    return _before_leads(lines, first, group[0]), min(end, _past_dress(lines, group[1]))


def _is_statement(lines: Sequence[Line], first: int, end: int) -> bool:
    """Whether lines first … end without a tail are what somebody says, and not a name or a heading."""
    text = "\n".join(line.text for line in lines[first:end])
    if MEDIA_LINK.search(text) or LEADING_HANDLE.match(text):
        return len(text.split()) > 2
    post = undress(text)
    said = text[post.start : post.end]
    words = len(said.split())
    if post.author or post.handle or post.date:
        return words > 2
    english, other = common_words(said)
    announced = _SENTENCE_END.search(said) is not None and _is_announced(lines, first, end)
    return words >= (FEWEST_WORDS_ANNOUNCED if announced else FEWEST_WORDS_UNMARKED) and english > other


def _is_announced(lines: Sequence[Line], first: int, end: int) -> bool:
    """Whether the Arabic line before the lines first … end quotes something or ends in a colon, or the one behind them
    quotes."""
    before = lines[first - 1].text if first else ""
    behind = lines[end].text if end < len(lines) else ""
    quotes = any(reads_arabic(own) and not QUOTATION_MARKS.isdisjoint(own) for own in (before, behind))
    return quotes or (reads_arabic(before) and before.endswith(":"))


def inline_quotations(text: str) -> list[tuple[int, int]]:
    """Where English statements are quoted in an Arabic line: offsets of their marks, end exclusive.

    Titles, whose words begin with capitals, and what is too short are names, and stay with their line.
    """
    if not reads_arabic(text):
        return []
    return [(start, end + 1) for start, end in foreign_quotations(text) if _is_said(text[start : end + 1])]


def _is_said(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    english, other = common_words(text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS_UNMARKED and english > other and 2 * capitals < len(words)


def find_embeds(article: Article) -> list[Embed]:
    """All embedded statements of an article, in order; Arabic-language ones too (`language` says which)."""
    seen = visible_article(article)
    text = as_read(seen.article)
    return [seen.located(_parse(seen.article, text, block)) for block in seen.article.blocks if block.kind == "embed"]


def _parse(article: Article, text: str, block: Block) -> Embed:
    """text: the article as it is read."""
    raw = text[block.start : block.end]
    post = undress(raw)
    if _is_inline(text, block):
        post.start, post.end = _trimmed(raw, post.start + 1, post.end - 1)
    lead = LEADING_HANDLE.match(raw, post.start, post.end)
    said = Segment(*_trimmed(raw, lead.end() if lead else post.start, post.end))
    links = tuple(match.group() for match in LINK.finditer(raw))
    handle = post.handle or (lead[1] if lead else "")
    return Embed(
        start=block.start,
        end=block.end,
        said=Segment(block.start + said.start, block.start + said.end),
        text=article.text[block.start + said.start : block.start + said.end],
        author=post.author,
        handle=handle,
        date=post.date,
        links=links,
        platform=post.platform or (platform_of(handle) if handle or links else ""),
        language=language_of(raw[said.start : said.end]),
        speaker=lead[1] if lead and lead[1].lower() != handle.lower() else "",
    )


def _is_inline(text: str, block: Block) -> bool:
    """Whether a statement is quoted within a line: words stand before or behind its marks."""
    if text[block.start] not in QUOTATION_MARKS or text[block.end - 1] not in QUOTATION_MARKS:
        return False
    before, behind = text[: block.start][-2:].strip(" \u00a0"), text[block.end :][:2].strip(" \u00a0")
    return (before[-1:] or "\n") not in LINE_ENDS or (behind[:1] or "\n") not in LINE_ENDS


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    end = start + len(raw[start:end].rstrip(PADDING))
    return end - len(raw[start:end].lstrip(PADDING)), end

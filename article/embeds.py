"""Embedded statements: finding their lines in a pasted text, and reading author, date and what was said.

A tweet that is copied from a page is flattened to `text pic.twitter.com/… ⏎ — Name (@handle) March 24, 2021`,
the form that Twitter's own embed code has without scripts (https://developer.x.com, "oEmbed API").
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from iqtibas.article.arabic.letters import folded, is_arabic, script_share
from iqtibas.article.characters import BYTE_ORDER_MARK
from iqtibas.article.links import COPIED_CONTROLS, LINK, MEDIA_LINK
from iqtibas.article.model import Article, Block, Embed, Segment
from iqtibas.article.months import ARABIC_MONTHS, ENGLISH_ABBREVIATIONS, ENGLISH_MONTHS, MONTHS_IN_DATES

LEADING_HANDLE = re.compile(rf"[{COPIED_CONTROLS}]*(?:RT )?\.?@(\w{{1,30}})\s?:\s*")
# The name may hold brackets of its own: "— BBC News (World) (@BBCWorld) June 18, 2019".
TAIL = re.compile(
    r"(?:[—–―]|--|&mdash;) ?(?P<name>[^—–―\n]{1,100}?) ?\(@(?P<handle>\w{1,30})\)(?P<date>[^—–―\n]{0,60})$"
)

PADDING = "".join(re.findall(rf"[\s{COPIED_CONTROLS}]", "".join(map(chr, (*range(0x3001), ord(BYTE_ORDER_MARK))))))
YEAR = re.compile(r"\d{4}")

MONTHS = (
    {folded(name): number for number, names in enumerate(ARABIC_MONTHS, 1) for name in names}
    | {folded(name): number for name, number in MONTHS_IN_DATES.items()}
    | {name.lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1)}
    | {name.lower(): number for name, number in ENGLISH_ABBREVIATIONS.items()}
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DATE_FORMS = (
    re.compile(rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: ?/ ?(?:{_MONTH}))?\.?[,،]? (?P<year>\d{{4}})\b", re.I),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)

ENGLISH_WORDS = frozenset(
    "the a an and or but of to in on at for from with by as is are was were be been has have had will would "
    "not that this these it its we our you your he his she her they their who which i can must".split()
)
OTHER_LATIN_WORDS = frozenset(
    "le la les des du et est dans une pour que qui sur avec el los las y en por una con del der die das und "
    "ist nicht mit ein eine von zu den ve bir için".split()
)
# Below this an unmarked line of English is a name, a heading or a menu entry rather than a statement.
FEWEST_WORDS_UNMARKED = 6
PAGE_FURNITURE = re.compile(
    r"(?i)^(?:©|copyright|all rights reserved|read more|see also|follow us|subscribe|sign up|click here|"
    r"photo by|image credit|reporting by|editing by|advertisement|share this|posted (?:on|by)|last updated)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without the white space around it. Offsets into the article's text.

    marked: markup told what it is, so that it is no part of an embed, which is always plain lines.
    """

    start: int
    end: int
    text: str
    marked: bool = False


def language_of(text: str) -> str:
    """ "ar", "en" or "und", by script and the commonest words; Latin without any of them counts as English."""
    if is_arabic(text):
        return "ar"
    english, other = _common_words(text)
    return "en" if script_share(text).latin > 0.5 and english >= other else "und"


def _common_words(text: str) -> tuple[int, int]:
    """How many of the commonest words of English, and of other languages in Latin script, are in a text."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(w in ENGLISH_WORDS for w in words), sum(w in OTHER_LATIN_WORDS for w in words)


def find_tail(text: str) -> re.Match[str] | None:
    """The tail of an embed at the end of a text; what follows the handle is a date, a word or two, or nothing."""
    tail = TAIL.search(text)
    return tail if tail and (len(tail["date"].split()) <= 2 or YEAR.search(tail["date"])) else None


def parse_date(text: str) -> datetime.date | None:
    """The first date in an embed's tail, English or Arabic month names; None where there is none."""
    plain = folded(text)
    for form in DATE_FORMS:
        if match := form.search(plain):
            month = match["month"].lower()
            try:
                number = int(month) if month.isdigit() else MONTHS[month]
                return datetime.date(int(match["year"]), number, int(match["day"]))
            except ValueError:
                continue
    return None


def embed_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Which runs of lines are embeds, as half-open index ranges into `lines`.

    A tail closes an embed and claims the lines of its own script above it; a line that ends in a media link
    and has no tail below is an embed of its own; so is a stretch of English with nothing of an embed but the
    language, if it is long enough to be a statement.
    """
    groups: list[tuple[int, int]] = []
    first = 0
    for at, line in enumerate(lines):
        tail = find_tail(line.text)
        if tail:
            alone = not line.text[: tail.start()].strip(PADDING)
            start = _first_line_of(lines, first, at) if alone else at
            groups += _untailed(lines, first, start) + ([(start, at + 1)] if start < at or not alone else [])
            first = at + 1
    return groups + _untailed(lines, first, len(lines))


def _first_line_of(lines: Sequence[Line], lowest: int, tail: int) -> int:
    """The first line of the embed whose tail stands alone on line `tail`; `tail` itself if there is none."""
    above = tail - 1
    if above < lowest or lines[above].marked:
        return tail
    if is_arabic(lines[above].text):
        return above
    while above > lowest and not _ends_embed(lines[above - 1]) and not LEADING_HANDLE.match(lines[above].text):
        above -= 1
    return above


def _ends_embed(line: Line) -> bool:
    return line.marked or is_arabic(line.text) or MEDIA_LINK.search(line.text) is not None


def _untailed(lines: Sequence[Line], first: int, end: int) -> list[tuple[int, int]]:
    """Embeds without a tail among lines first … end."""
    groups = []
    start = first
    for at in range(first, end):
        arabic = is_arabic(lines[at].text)
        starts = LEADING_HANDLE.match(lines[at].text) is not None
        if (arabic or starts) and start < at:
            groups.append((start, at))
            start = at
        if arabic:
            if MEDIA_LINK.search(lines[at].text):
                groups.append((at, at + 1))
            start = at + 1
        elif MEDIA_LINK.search(lines[at].text):
            groups.append((start, at + 1))
            start = at + 1
    groups += [(start, end)] if start < end else []
    return [group for group in groups if _is_statement(lines[slice(*group)])]


def _is_statement(lines: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in lines)
    if MEDIA_LINK.search(text) or LEADING_HANDLE.match(text):
        return len(text.split()) > 2
    english, other = _common_words(text)
    return len(text.split()) >= FEWEST_WORDS_UNMARKED and english > other and not PAGE_FURNITURE.match(text)


def find_embeds(article: Article) -> list[Embed]:
    """All embedded statements of an article, in order; Arabic-language ones too (`language` says which)."""
    return [_parse(article, block) for block in article.blocks if block.kind == "embed"]


def _parse(article: Article, block: Block) -> Embed:
    raw = article.slice(block)
    tail = find_tail(raw)
    lead = LEADING_HANDLE.match(raw)
    said = _said(raw, lead.end() if lead else 0, tail.start() if tail else len(raw))
    links = tuple(match.group() for match in LINK.finditer(raw))
    handle = tail["handle"] if tail else lead[1] if lead else ""
    text = raw[said.start : said.end]
    return Embed(
        start=block.start,
        end=block.end,
        said=Segment(block.start + said.start, block.start + said.end),
        text=text,
        author=tail["name"].strip() if tail else "",
        handle=handle,
        date=parse_date(tail["date"]) if tail else None,
        links=links,
        platform="twitter" if handle or links else "",
        language=language_of(text),
        speaker=lead[1] if lead and lead[1].lower() != handle.lower() else "",
    )


def _said(raw: str, start: int, end: int) -> Segment:
    """Trim white space, direction marks and trailing media links.

    A link inside a sentence ("here: https://t.co/x.") stays.
    """
    while True:
        end = start + len(raw[start:end].rstrip(PADDING))
        media = MEDIA_LINK.search(raw, start, end)
        if media is None:
            break
        end = media.start()
    start = end - len(raw[start:end].lstrip(PADDING))
    return Segment(start, end)

"""Taking the dress off a post: what a platform writes around the words, and who said them when according to it.

Works on lines as they are pasted or flattened out of a page. What the dress looks like is told by the table of
`article.platforms`; nothing between two lines of words is ever taken away.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from iqtibas.article.arabic.letters import Normalized, fold, is_arabic, normalize
from iqtibas.article.characters import LINE_ENDS
from iqtibas.article.dates import DATE_FORMS, HIJRI_FORMS, SHORT_FORMS, YEAR, parse_date
from iqtibas.article.links import COPIED_CONTROLS, LINK_OR_REST, MEDIA_LINK, PADDING
from iqtibas.article.marks import CLOSING_MARKS, QUOTATION_MARKS
from iqtibas.article.platforms import (
    ACTION,
    AGO,
    CLOCK,
    COUNT,
    COUNTERS,
    DEGREE,
    HANDLE,
    HEADER,
    INNER_TAIL,
    LEADS,
    NUMBERED,
    NUMBERED_END,
    SIGNED,
    STAMP_WORDS,
    TAILS,
)

LONGEST_DRESS = 120
"""Code points of a line that may be a button, a counter or a time."""
LONGEST_TAIL = 260
MOST_NAME_WORDS = 9
SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f\t"), " ")
_EDGE = re.compile(f"[{LINE_ENDS}]")
_CONTROLS = re.compile(f"[{COPIED_CONTROLS}]+")
# A line of words that ends so goes on on the next one: "until", "March 20."
_GOES_ON = re.compile(
    r"(?:\b(?:until|till|on|by|from|in|of|since|before|after|at|to|and|or|for|through|between|the|a|an|this|next|last|around)"
    r"|,)\s*\Z",
    re.I,
)
_SMALL_WORDS = frozenset("of the for and de la el al bin ibn von van du des".split())


@dataclass(frozen=True, slots=True)
class Tail:
    """What ends a post. start: offset where it begins. author, handle: as written, or "". when: its date as written."""

    start: int
    author: str = ""
    handle: str = ""
    date: datetime.date | None = None
    when: str = ""
    platform: str = ""


@dataclass(slots=True)
class Post:
    """The words of a post, by offsets of its text, and who said them when. dressed: it had any dress."""

    start: int
    end: int
    shown: int = 0
    author: str = ""
    handle: str = ""
    date: datetime.date | None = None
    when: str = ""
    platform: str = ""
    dressed: bool = False
    counted: bool = False


def find_tail(text: str) -> Tail | None:
    """The tail at the end of a text, of any platform; None without one.

    What follows the handle is a date, a word or two, or nothing. Only the last `LONGEST_TAIL` code points count.
    """
    first = max(0, len(text) - LONGEST_TAIL)
    view = normalize(text[first:])
    plain = _plain(view.text).rstrip()
    for platform, form in TAILS:
        found = form.search(plain)
        if found and _holds(found.groupdict()):
            start, handle = first + view.offsets[found.start()], (found.groupdict().get("handle") or "").strip()
            when = _written(view, found, "date")
            return Tail(start, _written(view, found, "name"), handle, parse_date(when), when, platform)
    return _signature(view, plain, first)


def _plain(text: str) -> str:
    """Normalised text for look-up, code point for code point."""
    return fold(text).translate(SPACES)


def _signature(view: Normalized, plain: str, first: int) -> Tail | None:
    """A dash with a name and a day, as whoever quotes writes it: "— Name, May 14, 2024"."""
    signed = SIGNED.search(plain)
    days = (form.search(plain, signed.start("rest")) for form in DATE_FORMS) if signed else iter(())
    for day in filter(None, days):
        rest = plain[signed.start("rest") : day.start()] if signed else ""
        name = view.text[day.start() - len(rest) : day.start()].strip(" ,،(")
        if signed and is_name(name) and not STAMP_WORDS.sub("", CLOCK.sub("", plain[day.end() :])).strip():
            return Tail(first + view.offsets[signed.start()], name, "", parse_date(day.group()), day.group())
    return None


def _holds(told: dict[str, str | None]) -> bool:
    """Whether what a tail tells is one: behind a handle a year, a word or two, or nothing; without a handle a day."""
    date = told.get("date")
    if date is None or "handle" not in told:
        return date is None or parse_date(date) is not None
    return len(date.split()) <= 2 or YEAR.search(date) is not None


def _written(view: Normalized, found: re.Match[str], group: str) -> str:
    """A group as the text has it, without controls that were copied along."""
    if found.groupdict().get(group) is None:
        return ""
    start, end = found.span(group)
    return " ".join(view.text[start:end].split()).strip(" ,،·•|-–—")


def tails_within(text: str) -> list[int]:
    """Where in a line, and not at its end, a post ends: behind a tail with handle and date."""
    plain = normalize(text)
    ends = [found.end() for found in INNER_TAIL.finditer(_plain(plain.text))]
    return [plain.offsets[end] for end in ends if len(LINK_OR_REST.sub("", plain.text[end:]).split()) > 2]


def is_stamp(text: str) -> bool:
    """Whether a line is nothing but the time of a post: "6:02 PM · May 14, 2024", "May 14", "2h"."""
    if not text or len(text) > LONGEST_DRESS or not any(map(str.isdigit, text)):
        return False
    plain = fold(normalize(text).text)
    rest, found = plain, 0
    for form in (*DATE_FORMS, *HIJRI_FORMS, *SHORT_FORMS, CLOCK, AGO):
        rest, times = form.subn(" ", rest)
        found += times
    return found > 0 and not STAMP_WORDS.sub("", rest).strip()


def is_dress(text: str) -> bool:
    """Whether a line is a button, a label, counters with their words, or the time of a card."""
    if len(text) > LONGEST_DRESS:
        return False
    plain = " ".join(fold(normalize(text).text).split())
    return bool(ACTION.fullmatch(plain) or COUNTERS.fullmatch(plain)) or is_stamp(text)


def is_count(text: str) -> bool:
    """Whether a line is a bare number, as counters are; only other dress tells that it is one."""
    return len(text) <= LONGEST_DRESS and COUNT.fullmatch(fold(normalize(text).text).strip()) is not None


def is_lead(text: str) -> bool:
    """Whether a line is what a platform writes before the words of a post, and nothing else."""
    plain = " ".join(fold(normalize(text[:LONGEST_DRESS]).text).split())
    return any((found := lead.match(plain)) and found.end() == len(plain) for lead in LEADS)


def header(text: str) -> re.Match[str] | None:
    """The head of a card on one line; None for a line that goes on with words."""
    if len(text) > LONGEST_DRESS or "@" not in text:
        return None
    found = HEADER.fullmatch(" ".join(normalize(text).text.split()))
    if found is None or not (is_name(found["name"]) or not found["name"].strip()):
        return None
    rest = found["rest"].strip(" ·•|,")
    return found if not rest or is_dress(rest) or any(map(is_dress, re.split("[·•|]", rest))) else None


def is_name(text: str) -> bool:
    """Whether a line may be the name over a card: a few words, capitals or no Latin, no end of a sentence."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if not 0 < len(words) <= MOST_NAME_WORDS or text.rstrip()[-1:] in ".!?؟…:،,؛;" or "http" in text:
        return False
    return all(word.strip("()\"'")[:1].upper() == word.strip("()\"'")[:1] or word in _SMALL_WORDS for word in words)


def is_bare_handle(text: str) -> bool:
    """Whether a line may be a handle without its sign, as over the posts of Threads and Instagram: one small word."""
    return re.fullmatch(HANDLE, text, re.ASCII) is not None and text == text.lower() and not text[0].isdigit()


def undress(text: str) -> Post:
    """The words of a post in its text, which may have several lines, and what its dress says."""
    post = Post(0, len(text), len(text))
    while _off_the_end(text, post) or _off_the_start(text, post) or _off_a_count(text, post):
        post.dressed = True
    _trim(text, post)
    own = f"{post.handle} "
    if post.handle and text.startswith(own, post.start, post.end):  # a caption begins with whose it is
        post.start += len(own)
        _trim(text, post)
    _unnumber(text, post)
    return post


def _off_a_count(text: str, post: Post) -> bool:
    """Take a bare number off the end; only where other dress tells that it is a counter."""
    _trim(text, post)
    start, line = _last_line(text, post)
    if not post.dressed or not is_count(line) or start <= post.start:
        return False
    post.end = post.shown = start
    post.counted = True
    return True


def _trim(text: str, post: Post) -> None:
    """White space, direction marks and, at the end, links to media are no words."""
    while True:
        post.end = post.start + len(text[post.start : post.end].rstrip(PADDING))
        media = MEDIA_LINK.search(text, max(post.start, post.end - LONGEST_TAIL), post.end)
        if media is None:
            break
        post.end = media.start()
    post.start = post.end - len(text[post.start : post.end].lstrip(PADDING))


def _last_line(text: str, post: Post) -> tuple[int, str]:
    """Where the last line of the words begins, and it."""
    first = next((at for at in range(post.end - 1, post.start - 1, -1) if text[at] in LINE_ENDS), post.start - 1) + 1
    return first, text[first : post.end]


def _first_line(text: str, post: Post, after: int = 0) -> tuple[int, str]:
    """Where the first line from an offset on ends, and it without padding."""
    start = max(post.start, after)
    start = post.end - len(text[start : post.end].lstrip(PADDING))
    edge = _EDGE.search(text, start, post.end)
    end = edge.start() if edge else post.end
    return end, text[start:end].rstrip(PADDING)


def _off_the_end(text: str, post: Post) -> bool:
    """Take one piece of dress off the end; whether there was one."""
    _trim(text, post)
    start, line = _last_line(text, post)
    if tail := find_tail(line):
        if post.handle or (post.author and tail.handle):  # another's tail would be another post
            return False
        post.author, post.handle = tail.author or post.author, tail.handle
        post.date, post.when, post.platform = tail.date or post.date, tail.when, tail.platform
        post.end = post.shown = start + tail.start
        return True
    if line and is_dress(line) and (start > post.start or post.dressed) and not _goes_on(text, post, start, line):
        post.date = post.date or (parse_date(line) if is_stamp(line) else None)
        post.counted = post.counted or any(map(str.isdigit, line))
        post.end = post.shown = start
        return True
    if is_count(line) and start > post.start:  # a counter over other counters
        above = Post(post.start, start, start)
        _trim(text, above)
        line_above = _last_line(text, above)[1]
        if is_dress(line_above) and above.start < _last_line(text, above)[0]:
            post.end = post.shown = start
            return True
    return False


def _goes_on(text: str, post: Post, start: int, line: str) -> bool:
    """Whether a day at the beginning of a line is the end of a sentence that the line above it began."""
    above = text[max(post.start, start - LONGEST_TAIL) : start].rstrip(PADDING)
    return is_stamp(line) and _GOES_ON.search(above) is not None


def _off_the_start(text: str, post: Post) -> bool:
    """Take one piece of dress off the start; whether there was one."""
    _trim(text, post)
    end, line = _first_line(text, post)
    if not line or len(line) > 4 * LONGEST_DRESS:
        return False
    if _take_lead(text, post):
        return True
    following, second = _first_line(text, post, end + 1) if end < post.end else (end, "")
    if not second:
        return False
    if is_dress(line):
        post.date = post.date or (parse_date(line) if is_stamp(line) else None)
        post.start = end
        return True
    if found := header(line):
        _take_header(post, found, end)
        return True
    if is_name(line) and (found := header(second)) and not found["name"].strip() and following < post.end:
        post.author = post.author or _clean(line)
        _take_header(post, found, following)
        return True
    return not (post.author or post.handle) and _take_person(text, post, line, second, (end, following))


def _take_person(text: str, post: Post, line: str, second: str, ends: tuple[int, int]) -> bool:
    """Take whoever posts off the first line, named without a handle or by a handle without its sign.

    ends: where the first and the second line end.
    """
    end, following = ends
    view = normalize(line)
    if (known := DEGREE.fullmatch(_plain(view.text))) and following < post.end:
        stamped = is_stamp(_first_line(text, post, following + 1)[1])
        post.author, post.start = _written(view, known, "name"), following if stamped else end
        return True
    if is_bare_handle(line) and not is_bare_handle(second) and (post.dressed or is_dress(second)):
        post.handle, post.start = line, end
        return True
    if is_name(line) and is_stamp(second) and following < post.end:
        post.author, post.date, post.start = _clean(line), post.date or parse_date(second), following
        return True
    if is_name(line) and post.counted and not is_name(second):  # Telegram: the channel, the words, views and time
        post.author, post.start = _clean(line), end
        return True
    return False


def _take_lead(text: str, post: Post) -> bool:
    view = normalize(text[post.start : min(post.end, post.start + LONGEST_TAIL)])
    plain = _plain(view.text)
    for lead in LEADS:
        found = lead.match(plain)
        if found and post.start + view.offsets[found.end()] < post.end:
            named = found.groupdict()
            post.author = post.author or (_written(view, found, "name") if named.get("name") else "")
            post.date = post.date or (parse_date(named["date"]) if named.get("date") else None)
            post.start += view.offsets[found.end()]
            if found.group()[-1:] in QUOTATION_MARKS and text[post.end - 1] in CLOSING_MARKS:
                post.end -= 1
            return True
    return False


def _take_header(post: Post, found: re.Match[str], end: int) -> None:
    post.author = post.author or _clean(found["name"])
    post.handle = post.handle or found["handle"]
    post.date = post.date or parse_date(found["rest"])
    post.start = end


def _clean(name: str) -> str:
    return " ".join(_CONTROLS.sub("", name).split()).strip(" ,،·•|(-–—")


def _unnumber(text: str, post: Post) -> None:
    """The numbers that a thread gives its posts are no words of theirs."""
    if is_arabic(text[post.start : post.end]):
        return
    number = NUMBERED.match(text, post.start, post.end)
    if number and number.end() < post.end and _counts(number.group()):
        post.start = number.end()
        _trim(text, post)
    number = NUMBERED_END.search(text, max(post.start, post.end - LONGEST_DRESS), post.end)
    if number and number.start() > post.start and _counts(number.group()):
        post.end = number.start()
        _trim(text, post)


def _counts(number: str) -> bool:
    """Whether it can number a post: not beyond the last, and of more than one."""
    digits = [int(own) for own in re.findall(r"\d+", number)]
    return not digits or (digits[0] >= 1 and (len(digits) < 2 or 2 <= digits[1] >= digits[0]))

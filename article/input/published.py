"""When an article was published, as its page or record says."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from iqtibas.article.arabic.letters import folded
from iqtibas.article.dates import parse_date
from iqtibas.article.dressing import is_stamp

# A day, alone or before the time of day (ISO 8601). The day is as written: time zones are left alone.
_DAY = re.compile(r"\s{0,9}(\d{4}-\d{2}-\d{2})(?:[T\s]|\Z)", re.ASCII)
# Linked data beyond that is no description of one article.
MAX_LINKED_CHARS, MAX_NODES = 500_000, 200
LONGEST_NAMED, LONGEST_LINE, MOST_LINES, LINES_UNDER_TITLE = 80, 160, 120, 6
MOST_WORDS, MOST_ELEMENTS = 14, 80
_SAID = re.compile(
    r"\b(?:(?:تم|تاريخ|وقت) (?:النشر|نشره|نشرها|الاصدار|الاضافه)|نشر|نشرت|نشره|النشر|اضيف|اضيفت|حرر|published|posted|"
    r"date)\b",
    re.I,
)
# Behind one of these words stands when a page was changed, which is not when it came out.
_REVISED = re.compile(r"\b(?:(?:ال)?(?:تحديث|تعديل)|updated|modified|edited)\b", re.I)
_UNSEEN = frozenset(("title", "script", "style"))
# /2024/05/14/, /2024/5/14/ and the like in the path of an address.
_DATED_PATH = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?:/|\Z)", re.ASCII)
_BEFORE_SAID = frozenset("|•·,،(-–—")
_META = (
    *("article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "dc.date.issued", "dc:date", "dc.date", "dcterms.created", "dcterms.issued"),
    *("parsely-pub-date", "sailthru.date", "article.published", "publication_date", "og:published_time"),
)
_MARKED = frozenset(
    ("datepublished", "dc:date", "dc.date", "dcterms:created", "dcterms:issued", "schema:datepublished")
)


def read_day(value: object) -> datetime.date | None:
    """The day in 2021-03-24 or 2021-03-24T10:00:00Z, or with the name of its month; None for anything else."""
    found = _DAY.match(value) if isinstance(value, str) else None
    try:
        return datetime.date.fromisoformat(found[1]) if found else _named_day(value)
    except ValueError:
        return None


def _named_day(value: object) -> datetime.date | None:
    """الثلاثاء، 14 مايو 2024 - 06:09 م and the like, which pages put where a machine looks for a day."""
    return parse_date(value) if isinstance(value, str) and len(value) <= LONGEST_NAMED else None


def _begins(before: str) -> bool:
    """Whether what stands before the word of publishing is nothing, or another statement of the same kind."""
    return not any(map(str.isalnum, before)) or before[-1] in _BEFORE_SAID


def day_of_lines(lines: Iterable[str], title: str) -> datetime.date | None:
    """The day that the first lines of a page give for it; else the one that stands alone under its headline."""
    alone: datetime.date | None = None
    under = MOST_LINES
    for at, line in enumerate(islice(lines, MOST_LINES)):
        under = at if title and line == title else under
        if len(line) > LONGEST_LINE or len(line.split()) > MOST_WORDS or not any(map(str.isdigit, line)):
            continue
        plain = folded(line)
        said = next((own for own in _SAID.finditer(plain) if _begins(plain[: own.start()].rstrip())), None)
        if said and (day := parse_date(plain[said.end() :])):
            return day
        if alone is None and under < at <= under + LINES_UNDER_TITLE and is_stamp(line):
            alone = _own_day(line)
    return alone


def day_of_elements(tree: Any, title: str) -> datetime.date | None:
    """The day that an element between headline and body holds alone, whatever stands beside it on its line."""
    under = 0
    for element in tree.iter():
        text = " ".join((element.text or "").split()) if isinstance(element.tag, str) else ""
        if under > MOST_ELEMENTS or (under and len(text.split()) > MOST_WORDS):
            return None
        if under and is_stamp(text) and (day := _own_day(text)):
            return day
        under += under > 0 or (text == title != "" and element.tag not in _UNSEEN)
    return None


def _own_day(text: str) -> datetime.date | None:
    """The day in a stamp, unless it is when something was changed."""
    return parse_date(_REVISED.split(folded(text), maxsplit=1)[0])


def published_day(tree: Any) -> datetime.date | None:
    """The day in a page's meta elements, linked data (schema.org, JSON-LD), <time> or address; else None."""
    values = (value for source in (_meta, _linked, _marked, _times, _addresses) for value in source(tree))
    return next((day for value in values if (day := read_day(value))), None)


def _addresses(tree: Any) -> Iterator[object]:
    """The day in the path of the address that a page gives as its own: https://www.alshamal.net/news/2024/5/14/…"""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    metas = (meta.get("content") for meta in tree.iter("meta") if (meta.get("property") or "").lower() == "og:url")
    for address in (*links, *metas):
        try:
            dated = _DATED_PATH.search(urlsplit(address or "").path)
        except ValueError:
            continue
        if dated:
            yield "-".join((dated[1], dated[2].zfill(2), dated[3].zfill(2)))


def _meta(tree: Any) -> Iterator[object]:
    named = [
        ((meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(), meta.get("content"))
        for meta in tree.iter("meta")
    ]
    for name in _META:
        yield from (content for own, content in named if own == name)


def _marked(tree: Any) -> Iterator[object]:
    """What elements of the page mark as its day: RDFa and microdata."""
    for element in tree.iter():
        name = element.get("property") or element.get("itemprop") if isinstance(element.tag, str) else None
        if name and name.lower() in _MARKED and element.tag != "meta":
            yield from (element.get("content"), element.get("datetime"), (element.text or "").strip())


def _linked(tree: Any) -> Iterator[object]:
    """The `datePublished` of what JSON-LD describes: an object, a list of such, or a graph."""
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() != "application/ld+json" or len(text) > MAX_LINKED_CHARS:
            continue
        try:
            described = json.loads(text)
        except (ValueError, RecursionError):
            continue
        nodes = described if isinstance(described, list) else [described]
        for node in nodes[:MAX_NODES]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                inner = graph[:MAX_NODES] if isinstance(graph, list) else []
                yield from (own.get("datePublished") for own in (node, *inner) if isinstance(own, dict))


def _times(tree: Any) -> Iterator[object]:
    """The <time> elements that say what they mean; else all of them if they are of one day: others date other news."""
    times = list(tree.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None or (t.get("itemprop") or "").lower() == "datepublished"]
    yield from (time.get("datetime") for time in marked)
    days = {day for time in times if (day := read_day(time.get("datetime")))}
    yield from (day.isoformat() for day in days if len(days) == 1)

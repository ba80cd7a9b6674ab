"""When an article was published, as its page or record says."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

# A day, alone or before the time of day (ISO 8601). The day is as written: time zones are left alone.
_DAY = re.compile(r"\s{0,9}(\d{4}-\d{2}-\d{2})(?:[T\s]|\Z)", re.ASCII)
# Linked data beyond that is no description of one article.
MAX_LINKED_CHARS, MAX_NODES = 500_000, 200
_META = ("article:published_time", "og:article:published_time", "datepublished", "date")


def read_day(value: object) -> datetime.date | None:
    """The day in 2021-03-24 or 2021-03-24T10:00:00Z; None for anything else."""
    found = _DAY.match(value) if isinstance(value, str) else None
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def published_day(tree: Any) -> datetime.date | None:
    """The day in a page's meta elements, its linked data (schema.org, JSON-LD), or its <time>; else None."""
    values = (value for source in (_meta, _linked, _times) for value in source(tree))
    return next((day for value in values if (day := read_day(value))), None)


def _meta(tree: Any) -> Iterator[object]:
    named = [
        ((meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(), meta.get("content"))
        for meta in tree.iter("meta")
    ]
    for name in _META:
        yield from (content for own, content in named if own == name)


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

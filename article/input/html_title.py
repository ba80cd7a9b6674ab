"""The title of a page: what its headline says, without the name of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from iqtibas.article.arabic.letters import folded
from iqtibas.article.input.html_lines import flat

_SIGNS = r"|❘❙│¦\-‐‑–—―:•∙●·⋆★*»«›‹>/\\~⟩"
PARTED = re.compile(rf"(?<=\s)[{_SIGNS}]+(?=\s)|[|❘❙│¦]+")
"""What stands between a headline and the name of the site."""
# With a space on one side only, it may be inside of the headline: only a known name of the site is cut off there.
_LOOSELY = re.compile(rf"(?<=\s)[{_SIGNS}]+|[{_SIGNS}]+(?=\s)|[|❘❙│¦]+")
_NAMES = (
    *("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site", "publisher", "dc.publisher"),
)
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
# What the name of a paper begins with, folded.
_MEDIA = frozenset("صحيفه جريده موقع قناه بوابه شبكه اذاعه راديو مجله تلفزيون منصه".split())
MOST_SITE_WORDS, MOST_BESIDE, MOST_SECTION_WORDS, FEWEST_TITLE_WORDS = 4, 2, 2, 4
# A headline that stands in the title is longer than the name of a section; a title of more parts is no title.
FEWEST_HEADLINE_WORDS, MOST_PARTS = 3, 16
# Linked data beyond that is no description of one article.
MAX_LINKED_CHARS, MAX_NODES = 500_000, 50


def page_title(tree: Any) -> str:
    """The title of a page, or "": from its metadata, cut to the headline (h1) in it, without the site's name."""
    metas = list(_metas(tree))
    found = [content for name in _TITLES for own, content in metas if own == name and content]
    document = " ".join((tree.findtext(".//title") or "").split())
    title = next(iter([*found, document]), "")
    headlines = [text for own in tree.iter("h1") if (text := " ".join(flat(own).split()))] or _repeated(tree, document)
    if not title:
        return headlines[0] if len(headlines) == 1 else ""
    linked, publishers = _linked(tree)
    sites = {content for own, content in metas if own in _NAMES} | publishers | _hosts(tree, metas)
    authors = {content for own, content in metas if own == "author"}
    known, written = (set(filter(None, map(_plain, names))) for names in (sites, authors))
    return _without_site(title, [*headlines, *linked, *found, document], known, known | written)


def page_descriptions(tree: Any) -> list[str]:
    """What a page's metadata say that it is about: its lead, or how that begins, without the dots where it is cut."""
    return [content.rstrip(" .…[]") for name, content in _metas(tree) if name in _DESCRIPTIONS and content]


def _repeated(tree: Any, document: str) -> list[str]:
    """The parts of a page's <title> that an element of it says again: its headline, where no h1 tells it.

    The name of the site is said again too, in menus and below: only the longest part is the headline.
    """
    parts = {part for own in PARTED.split(document) if len((part := own.strip()).split()) >= FEWEST_TITLE_WORDS}
    texts = (" ".join((own.text or "").split()) for own in tree.iter() if own.tag not in ("title", "script", "style"))
    return sorted(parts & set(texts), key=len, reverse=True)[:1] if parts else []


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        yield name, " ".join((meta.get("content") or "").split())


def _linked(tree: Any) -> tuple[list[str], set[str]]:
    """Headlines and publishers in a page's linked data (schema.org, JSON-LD)."""
    headlines: list[str] = []
    publishers: set[str] = set()
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").lower() != "application/ld+json" or len(text) > MAX_LINKED_CHARS:
            continue
        for node in _nodes(text):
            publisher = node.get("publisher")
            name = publisher.get("name") if isinstance(publisher, dict) else None
            name = node.get("name") if node.get("@type") in ("WebSite", "NewsMediaOrganization") else name
            publishers |= {name} if isinstance(name, str) else set()
            headlines += [node["headline"]] if isinstance(node.get("headline"), str) else []
    return headlines, publishers


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    try:
        described = json.loads(text)
    except (ValueError, RecursionError):
        return
    for node in islice(described if isinstance(described, list) else [described], MAX_NODES):
        if isinstance(node, dict):
            graph = node.get("@graph")
            inner = graph[:MAX_NODES] if isinstance(graph, list) else []
            yield from (own for own in (node, *inner) if isinstance(own, dict))


def _hosts(tree: Any, metas: Iterable[tuple[str, str]]) -> set[str]:
    """The names of the host that a page says it is from: www.alshamal.net, alshamal.net, alshamal."""
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    addresses = [*links, *(content for name, content in metas if name == "og:url")]
    found: set[str] = set()
    for address in addresses:
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            continue
        found |= {host, f"www.{host}", host.split(".")[0]} if "." in host else set()
    return found


def _plain(text: str) -> str:
    """A text as titles are compared: folded, without marks and signs."""
    return " ".join(re.findall(r"\w+", folded(text).casefold()))


def _without_site(title: str, headlines: Sequence[str], sites: set[str], named: set[str]) -> str:
    """headlines: what other places of the page call it. sites: names of the site, plain; named: with its authors'."""
    plain = {plain for headline in headlines if (plain := _plain(headline)) not in sites}
    wanted = {own for own in plain if len(own.split()) >= FEWEST_HEADLINE_WORDS}
    cuts = [(own.start(), own.end()) for own in _LOOSELY.finditer(title)]
    if len(cuts) >= MOST_PARTS:
        return title
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(title)]
    for start in starts:
        for end in reversed(ends):
            if start < end and (start, end) != (0, len(title)) and _plain(title[start:end]) in wanted:
                return title[start:end].strip()
    start, end = _inner(title, 0, len(title), _LOOSELY, lambda part: _plain(part) in sites)
    start, end = _inner(title, start, end, PARTED, lambda part: _is_site(_plain(part), named))
    last = [*PARTED.finditer(title, start, end)][-1:]
    if last and _is_paper(_plain(title[last[0].end() : end])):
        end = last[0].start()
    if end < len(title) and (parts := list(PARTED.finditer(title, start, end))):
        section, headline = title[parts[-1].end() : end], title[start : parts[-1].start()]
        if len(section.split()) <= MOST_SECTION_WORDS and len(headline.split()) >= FEWEST_TITLE_WORDS:
            end = parts[-1].start()
    return title[start:end].strip()


def _inner(title: str, start: int, end: int, signs: re.Pattern[str], is_site: Any) -> tuple[int, int]:
    """What is left of title[start:end] without the parts at its ends that name the site."""
    while (cuts := list(signs.finditer(title, start, end))) and is_site(title[cuts[-1].end() : end]):
        end = cuts[-1].start()
    while (cuts := list(signs.finditer(title, start, end))) and is_site(title[start : cuts[0].start()]):
        start = cuts[0].end()
    return start, end


def _is_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title, plain, names the site as its metadata do, or with few words more."""
    words = len(part.split())
    return any(f" {site} " in f" {part} " and words - len(site.split()) <= MOST_BESIDE for site in sites)


def _is_paper(part: str) -> bool:
    """Whether a part of a title, plain, is called as papers and stations are."""
    words = part.split()
    return 1 < len(words) <= MOST_SITE_WORDS and words[0] in _MEDIA

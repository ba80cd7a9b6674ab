"""The title of a page: what its headline says, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from iqtibas.article.input.html_lines import flat

PARTED = re.compile(r"(?<=\s)[|\-–—:•·»«/~]+(?=\s)|[|]")
"""What stands between a headline and the name of the site."""
_NAMES = (
    *("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"),
    *("author", "publisher", "dc.publisher"),
)
_TITLES = ("og:title", "twitter:title")


def page_title(tree: Any) -> str:
    """The title of a page, or "": from its metadata, cut to the headline (h1) in it, without the site's name."""
    metas = list(_metas(tree))
    found = [content for name in _TITLES for own, content in metas if own == name and content]
    title = next(iter([*found, " ".join((tree.findtext(".//title") or "").split())]), "")
    headlines = [text for own in tree.iter("h1") if (text := " ".join(flat(own).split()))]
    if not title:
        return headlines[0] if len(headlines) == 1 else ""
    return _without_site(title, headlines, {content.lstrip("@").casefold() for own, content in metas if own in _NAMES})


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        yield name, " ".join((meta.get("content") or "").split())


def _without_site(title: str, headlines: list[str], sites: set[str]) -> str:
    cuts = [(own.start(), own.end()) for own in PARTED.finditer(title)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(title)]
    for headline in headlines:
        if any(title[start:end].strip() == headline for start in starts for end in ends if start < end):
            return headline
    first, last = 0, len(ends) - 1
    while first < last and title[starts[last] : ends[last]].strip().casefold() in sites:
        last -= 1
    while first < last and title[starts[first] : ends[first]].strip().casefold() in sites:
        first += 1
    return title[starts[first] : ends[last]].strip()

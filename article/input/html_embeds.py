"""Embedded posts in a page: found in the markup, and flattened to what a reader copies from the screen.

A post is `text links` on one line and `— Name (@handle) Date` on the next, so that `article.embeds` finds it
in the extracted text as in a pasted one. The forms are those of the platforms' embed codes (https://oembed.com,
https://developer.x.com): block quotations, and the same stored as JSON or in an attribute for a script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from iqtibas.article.embeds import TAIL
from iqtibas.article.input.html_attributes import has_too_many
from iqtibas.article.input.html_lines import flat
from iqtibas.article.links import GLUED_LINK, STATUS_LINK

POST_CLASSES = frozenset({"twitter-tweet", "twitter-video", "instagram-media", "telegram-post"})
INSTAGRAM_TAIL = re.compile(
    r"(?:A post shared by|تمت مشاركة منشور بواسطة|منشور تمت مشاركته بواسطة) (?P<name>[^()@]{1,100}?) "
    r"\(@(?P<handle>\w{1,30})\)(?: on)?(?P<date>.{0,60})$"
)
INSTAGRAM_LEAD = re.compile(r"^(?:View this post on|عرض هذا المنشور على) Instagram ")
STORED = "twitter-tweet"
MAX_STORED_CHARS = 2_000_000
"""Longest stored JSON or attribute that is searched for posts; a page's whole state is rarely half of it."""


def find_posts(tree: Any) -> dict[Any, tuple[str, ...]]:
    """The elements of a page that hold posts, with the posts flattened.

    A block quotation is replaced by its post. A stored post stands where its element begins, unless the page
    also shows it as a block quotation.
    """
    posts: dict[Any, tuple[str, ...]] = {quotation: (text,) for quotation, text in _quotations(tree)}
    known = {text for texts in posts.values() for text in texts}
    for element in tree.iter():
        texts = tuple(dict.fromkeys(text for text in _stored(element) if text not in known))
        if texts and element not in posts:
            posts[element] = texts
            known.update(texts)
    return posts


def _quotations(tree: Any) -> Iterator[tuple[Any, str]]:
    """Outermost block quotations that are posts by their class, or by a tail and a last link to a status."""
    from lxml import etree

    links = {}
    for link in tree.iter("a"):
        quotation = next(link.iterancestors("blockquote"), None)
        if quotation is not None:
            links[quotation] = link
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        link = links.get(element)
        status = STATUS_LINK.match(link.get("href") or "") if link is not None else None
        marked = element.tag == "blockquote" and POST_CLASSES & set((element.get("class") or "").split())
        if marked or status:
            walker.skip_subtree()
            text = flat(element)
            if (marked or TAIL.search(text)) and (post := _flattened(text, status, link)):
                yield element, post


def _flattened(text: str, status: re.Match[str] | None, link: Any) -> str:
    """`text links⏎— Name (@handle) Date`; "" if nothing was said.

    Without a tail of its own, a post takes handle and date from its link to the status; its name is then not
    known, and the handle stands for it.
    """
    text = GLUED_LINK.sub(" ", INSTAGRAM_LEAD.sub("", text))
    if tail := TAIL.search(text) or INSTAGRAM_TAIL.search(text):
        said, name, handle, date = text[: tail.start()], tail["name"], tail["handle"], tail["date"]
    elif status:
        date = flat(link)
        said, name, handle = text.removesuffix(date).rstrip(" —–-"), status[1], status[1]
    else:
        return text
    return f"{said.strip()}\n— {name.strip()} (@{handle}) {date.strip()}".strip() if said.strip() else ""


def _stored(element: Any) -> Iterator[str]:
    """Posts in a JSON script or in an attribute of an element."""
    values = element.attrib.values() if len(element.attrib) else []
    if element.tag == "script" and "json" in (element.get("type") or ""):
        values = [*values, element.text or ""]
    for value in values:
        if STORED in value and len(value) <= MAX_STORED_CHARS:
            for markup in _markups(value):
                yield from _posts_of_markup(markup)


def _markups(value: str) -> list[str]:
    """The pieces of HTML in a stored value: the value itself, or the strings in its JSON that hold a post."""
    if value.lstrip()[:1] not in ("{", "["):
        return [value] if "<blockquote" in value else []
    try:
        pending = [json.loads(value)]
    except (ValueError, RecursionError):  # not JSON after all, or not of the kind that oEmbed is
        return []
    found = []
    while pending:
        item = pending.pop()
        if isinstance(item, str) and STORED in item and "<blockquote" in item:
            found.append(item)
        elif isinstance(item, dict | list):
            pending.extend(reversed(list(item.values() if isinstance(item, dict) else item)))
    return found


def _posts_of_markup(markup: str) -> list[str]:
    from lxml import etree

    if has_too_many(markup.encode("utf-8", "replace")):
        return []
    try:
        tree = etree.fromstring(markup, etree.HTMLParser(no_network=True, remove_comments=True))
    except (etree.XMLSyntaxError, ValueError):  # no markup, or characters that no markup holds
        return []
    return [] if tree is None else [text for _, text in _quotations(tree)]

"""Posts that a page stores: markup in attributes and frames, records in JSON, and addresses without any words."""

from __future__ import annotations

import base64
import binascii
import json
import re
import urllib.parse
from collections.abc import Iterator
from typing import Any

from iqtibas.article.input.html_attributes import has_too_many
from iqtibas.article.input.html_cards import Card
from iqtibas.article.input.html_hidden import hide
from iqtibas.article.platforms import FRAME_ADDRESS, QUOTED_CLASSES, post_address

MAX_STORED_CHARS = 2_000_000
"""Longest stored JSON or attribute that is searched for posts; a page's whole state is rarely half of it."""
_SIGNS = re.compile(
    rf"full_text|screen_name|tweetText|data-testid|articleBody|/status/|"
    rf"{'|'.join(map(re.escape, sorted(QUOTED_CLASSES)))}"
)
_MARKUP = re.compile(r"<(?:blockquote|article|div|p|html|body|iframe|figure)\b", re.I)
# Scripts that no browser runs: data, and what waits for the reader's consent.
_STORING = re.compile(r"json|^text/(?:plain|html)$", re.I)
_TEXTS = ("full_text", "text", "articleBody", "content", "caption", "message", "body")
_HANDLES = ("screen_name", "username", "handle", "acct", "user_name", "alternateName")
_DATES = ("created_at", "date", "datePublished", "published", "published_at", "createdAt", "timestamp")
_PEOPLE = ("user", "author", "account", "from")
_ADDRESSES = ("url", "permalink", "link", "uri", "tweet_url", "post_url", "expanded_url")
# Where an embed code, a lazy loader or an AMP page says which post it fetches.
_FETCHED = {
    "data-tweet-id": "x.com/i/status/",
    "data-tweetid": "x.com/i/status/",
    "data-telegram-post": "t.me/",
    "data-instgrm-permalink": "",
    "data-text-post-permalink": "",
    "data-bluesky-uri": "",
    "data-embed-url": "",
}


def stored_markups(element: Any) -> Iterator[Any]:
    """The trees of the markup that an element stores: attributes, strings in JSON, a frame's own document."""
    for value in _values(element):
        for markup in _markups(value):
            if (tree := _tree(markup)) is not None:
                yield tree


def stored_records(element: Any) -> Iterator[Card]:
    """The posts that an element stores as records: the API's, a component's state, linked data."""
    for value in _values(element):
        if value.lstrip()[:1] in ("{", "["):
            for record in _records(value):
                if card := _card(record):
                    yield card


def _values(element: Any) -> Iterator[str]:
    values = list(element.attrib.values()) if len(element.attrib) else []
    if element.tag == "script" and _STORING.search(element.get("type") or ""):
        values.append(element.text or "")
    if element.tag in ("iframe", "noscript", "template") and "<" in (element.text or ""):
        values.append(element.text)  # parsers that follow the HTML Standard leave what is in a frame as text
    for value in values:
        if value.startswith("data:text/html"):
            value = _decoded(value)
        if len(value) <= MAX_STORED_CHARS and _SIGNS.search(value):
            yield value


def _decoded(address: str) -> str:
    """The document in a data: address (RFC 2397); "" if it is none."""
    head, _, data = address[:MAX_STORED_CHARS].partition(",")
    if not head.endswith("base64"):
        return urllib.parse.unquote(data)
    try:
        return base64.b64decode(urllib.parse.unquote(data), validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _markups(value: str) -> list[str]:
    """The pieces of HTML in a stored value: the value itself, or the strings in its JSON that hold a post."""
    if value.lstrip()[:1] not in ("{", "["):
        return [value] if _MARKUP.search(value) else []
    return [item for item in _items(value) if isinstance(item, str) and _SIGNS.search(item) and _MARKUP.search(item)]


def _records(value: str) -> Iterator[dict[str, Any]]:
    return (item for item in _items(value) if isinstance(item, dict))


def _items(value: str) -> Iterator[Any]:
    """Everything in a JSON text, in order."""
    try:
        pending = [json.loads(value)]
    except (ValueError, RecursionError):  # not JSON after all, or not of the kind that oEmbed is
        return
    while pending:
        item = pending.pop()
        yield item
        if isinstance(item, dict | list):
            pending.extend(reversed(list(item.values() if isinstance(item, dict) else item)))


def _card(record: dict[str, Any]) -> Card | None:
    """The post that a record is: text and author by the names that platforms give them, and an address or X's names."""
    said = next((own for key in _TEXTS if isinstance(own := record.get(key), str) and own.strip()), "")
    person = next((own for key in _PEOPLE if isinstance(own := record.get(key), dict)), record)
    handle = _first(person, _HANDLES).lstrip("@")
    address = next((found for key in _ADDRESSES if (found := post_address(_first(record, (key,))))), None)
    if not said or not (address or (handle and ("full_text" in record or "screen_name" in person))):
        return None
    handle = handle or (address[1] if address else "")
    name = _first(person, ("name", "display_name", "displayName")) or handle
    when = _first(record, _DATES)
    return Card(said, name, handle, when[:10] if re.match(r"\d{4}-\d\d-\d\d", when) else when)


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((own for key in keys if isinstance(own := record.get(key), str) and own.strip()), "")


def _tree(markup: str) -> Any:
    from lxml import etree

    data = markup.encode("utf-8", "replace")
    if has_too_many(data):
        return None
    try:
        tree = etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True))
    except (etree.XMLSyntaxError, ValueError):  # no markup, or characters that no markup holds
        return None
    if tree is not None:
        hide(tree)
    return tree


def address_without_words(element: Any) -> str:
    """The address of a post that an element only fetches; "" for any other element."""
    for name, before in _FETCHED.items():
        if value := (element.get(name) or "").strip():
            return _short(before + value)
    if element.tag in ("iframe", "amp-iframe", "embed", "object"):
        links = [
            element.get(name) or "" for name in ("src", "data-src", "data-lazy-src", "data-cookieblock-src", "data")
        ]
        if link := next((own for own in links if FRAME_ADDRESS.match(own)), ""):
            return _short(urllib.parse.unquote(link.partition("href=")[2].partition("&")[0]) or link)
    names = set((element.get("class") or "").split())
    if element.tag == "blockquote" and QUOTED_CLASSES & names:
        links = [a.get("href") or "" for a in element.iter("a")]
        return _short(next((own for own in [element.get("cite") or "", *reversed(links)] if post_address(own)), ""))
    if {"fb-post", "fb-video"} & names or element.tag in ("amp-facebook", "amp-instagram"):
        return _short(element.get("data-href") or element.get("data-shortcode") or "")
    return ""


def _short(address: str) -> str:
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", address).partition("?ref_src")[0]

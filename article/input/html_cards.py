"""Posts that are drawn as cards: by a platform's frame, a component (react-tweet), or a saved page.

A card has its words in one element, and around them name, handle, time and counters in inline elements that run
together as text. So it is read piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from iqtibas.article.dates import parse_date
from iqtibas.article.dressing import header, is_dress, undress
from iqtibas.article.input.html_hidden import HIDDEN
from iqtibas.article.input.html_lines import UNSEEN, lines_of
from iqtibas.article.platforms import DRAWN_CLASSES, QUOTED_CLASSES, post_address

MOST_CARD_CHARS = 6_000
"""Text of an element that may be one card; a page's body is more."""
_WORDS = re.compile(
    r"tweet-?text|tweet-?body|js-tweet-text|tweet__(?:text|body|content)|widget_message_text|status__content|e-content|"
    r"post-?(?:text|body|content)|(?:^|[-_ ])(?:message|caption)[-_]?text",
    re.I,
)
_ANY_CARD = re.compile(
    r"(?:^|[-_])(?:tweet|toot|truth|bluesky|bsky|instagram|facebook|threads|telegram|tgme|mastodon)[-_]?"
    r"(?:post|card|embed|article|message|$)",
    re.I,
)
_QUOTED = re.compile(r"quote", re.I)


class Card(NamedTuple):
    """said: with the links behind. name, handle: "" if unknown. when: a date as written or ISO, or ""."""

    said: str
    name: str
    handle: str
    when: str


def is_drawn(element: Any) -> bool:
    """Whether an element is called what components call their cards, and is no block quotation in a wrapper."""
    if element.tag in ("html", "body", "main", "head", "script", "a", "img", "link", "time"):
        return False
    names = (element.get("class") or "").split()
    named = element.get("data-testid") in ("tweet", "post") or any(
        name.startswith(DRAWN_CLASSES) or _ANY_CARD.search(name) for name in names
    )
    return named and next(_quotations(element), None) is None


def _quotations(element: Any) -> Iterator[Any]:
    for quotation in element.iter("blockquote"):
        if QUOTED_CLASSES & set((quotation.get("class") or "").split()):
            yield quotation


def card_of(element: Any) -> list[Card]:
    """The post that an element draws, and behind it the one that it quotes; none if it has no words or no author."""
    if sum(map(len, element.itertext())) > MOST_CARD_CHARS:
        return []
    inner = next(
        (own for own in element.iter() if own is not element and _is(own, _QUOTED, "class", "data-testid")), None
    )
    quoted = set(inner.iter()) if inner is not None else set()
    own = _read(element, quoted)
    found = [own] if own else []
    if inner is not None and (other := _read(inner, set())):
        found.append(other)
    return found


def _is(element: Any, pattern: re.Pattern[str], *names: str) -> bool:
    return isinstance(element.tag, str) and any(pattern.search(element.get(name) or "") for name in names)


def _read(element: Any, apart: set[Any]) -> Card | None:
    apart = apart | {part for hidden in element.iter(HIDDEN) for part in hidden.iter() if hidden is not element}
    own = [part for part in element.iter() if part not in apart and isinstance(part.tag, str)]
    words = next((part for part in own if _is(part, _WORDS, "class", "data-testid")), None)
    words = words if words is not None else next((p for p in own if p.get("lang") and p.tag != "html"), None)
    pieces = list(_pieces(element, apart, words))
    name, handle = _author(pieces)
    address = next((found for a in own if a.tag == "a" and (found := post_address(a.get("href") or ""))), None)
    handle = handle or (address[1] if address else "")
    if words is not None:
        said = " ".join(line.text for line in lines_of(words).lines)
    else:
        text = "\n".join(pieces)
        post = undress(text)
        said, name, handle = text[post.start : post.end], name or post.author, handle or post.handle
        if not (post.dressed and (handle or post.date)):
            return None
    if not said.strip() or not (handle or name):
        return None
    return Card(said, name or handle, handle, _when(own, pieces))


def _pieces(element: Any, apart: set[Any], words: Any) -> Iterator[str]:
    """The texts of a card one by one, as its elements part them, without its words and what it quotes."""
    inside = set(words.iter()) if words is not None else set()
    for part in element.iter():
        if not isinstance(part.tag, str) or part.tag in UNSEEN:
            continue
        hidden = part in apart or part in inside
        texts = [] if hidden else [part.text]
        above = part.getparent()
        if part is not element and not (above in apart or above in inside):
            texts.append(part.tail)
        for text in texts:
            if piece := " ".join((text or "").split()):
                yield piece


def _author(pieces: list[str]) -> tuple[str, str]:
    """Name and handle among the pieces: the handle alone, the name before it; or both in one."""
    for at, piece in enumerate(pieces):
        if found := header(piece):
            before = next((own for own in reversed(pieces[:at]) if not is_dress(own)), "")
            return found["name"].strip(" (") or before, found["handle"]
    first = pieces[0] if pieces and not is_dress(pieces[0]) and len(pieces[0]) <= 80 else ""
    return first, ""


def _when(own: list[Any], pieces: list[str]) -> str:
    times = [part.get("datetime") or "" for part in own if part.tag == "time"]
    days = [time[:10] for time in times if parse_date(time[:10])]
    return next(iter(days), "") or next((piece for piece in pieces if parse_date(piece)), "")

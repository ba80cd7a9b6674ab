"""Embedded posts in a page: found in the markup, and flattened to what a reader copies from the screen.

A post is `text links` on one line and `— Name (@handle) Date` on the next, so that `article.embeds` finds it
in the extracted text as in a pasted one. The forms are those of `article.platforms`: block quotations, cards, and
either of them inside what a page hides (noscript, frames with their own document) or stores for a script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iqtibas.article.dressing import find_tail, undress
from iqtibas.article.input.html_cards import card_of, is_drawn
from iqtibas.article.input.html_lines import UNSEEN, Found, lines_of
from iqtibas.article.input.html_stored import address_without_words, stored_markups, stored_records
from iqtibas.article.links import GLUED_LINK
from iqtibas.article.platforms import QUOTED_CLASSES, post_address

MOST_NESTED = 3
"""How deep markup is stored in markup: a frame in an attribute of a frame, and no more."""


def find_posts(tree: Any) -> dict[Any, Found]:
    """The elements of a page that hold posts, or would if the page had their words.

    A block quotation or a card is replaced by its post. A hidden or stored post stands where its element begins,
    unless the page also shows it.
    """
    found: dict[Any, Found] = {}
    known: set[str] = set()
    hidden: list[tuple[Any, tuple[str, ...]]] = []
    without: list[tuple[Any, str]] = []
    for element, texts in _posts(tree, 0):
        place = _place(element)
        if not texts:
            without.append((place, address_without_words(element)))
        elif place is element and (element.tag == "blockquote" or is_drawn(element)):
            found[element] = Found(texts, replaced=True)
            known.update(texts)
        else:
            hidden.append((place, texts))
    for place, texts in hidden:
        if new := tuple(text for text in dict.fromkeys(texts) if text not in known):
            before = found.get(place, Found())
            found[place] = Found((*before.texts, *new), before.without, before.replaced)
            known.update(new)
    _add_without(found, without)
    return found


def _add_without(found: dict[Any, Found], without: Sequence[tuple[Any, str]]) -> None:
    """Note the posts without words, but those whose words stand elsewhere in the page."""
    told = {number for element, own in found.items() if own.texts and own.replaced for number in _numbers(element)}
    seen: set[str] = set()
    for place, address in without:
        number = address.rstrip("/").rpartition("/")[2] or address
        if address and number not in told and address not in seen:
            seen.add(address)
            before = found.get(place, Found())
            replaced = before.replaced or place.tag == "blockquote"
            found[place] = Found(before.texts, (*before.without, address), replaced)


def _numbers(element: Any) -> Iterator[str]:
    """The last parts of the addresses in an element."""
    for link in element.iter("a"):
        yield (link.get("href") or "").partition("?")[0].rstrip("/").rpartition("/")[2]
    yield from (element.get(name) or "" for name in ("data-tweet-id", "data-tweetid"))


def _place(element: Any) -> Any:
    """The element itself, or the outermost around it that no reader sees."""
    return next((above for above in reversed([*element.iterancestors()]) if above.tag in UNSEEN), element)


def _posts(tree: Any, depth: int) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Elements with the posts that they are or store, in document order; without any if the words are lacking."""
    from lxml import etree

    links = _last_links(tree)
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if not isinstance(element.tag, str):
            continue
        texts = _own(element, links.get(element))
        if texts is not None:
            walker.skip_subtree()
            yield element, texts
        elif texts := tuple(dict.fromkeys(_stored(element, depth))):
            yield element, texts
        elif address_without_words(element):
            yield element, ()


def _own(element: Any, link: Any) -> tuple[str, ...] | None:
    """The posts that an element is, block quotation or card; None if it is neither."""
    if element.tag == "blockquote":
        return _quoted(element, link)
    return (_drawn(element) or None) if is_drawn(element) else None


def _last_links(tree: Any) -> Mapping[Any, Any]:
    """The last link of each innermost block quotation."""
    links = {}
    for link in tree.iter("a"):
        quotation = next(link.iterancestors("blockquote"), None)
        if quotation is not None:
            links[quotation] = link
    return links


def _quoted(quotation: Any, link: Any) -> tuple[str, ...] | None:
    """The posts of a block quotation, that which it quotes behind it; None if it is an ordinary one.

    A post is told by its class, or by a tail and a last link to its address.
    """
    marked = QUOTED_CLASSES & set((quotation.get("class") or "").split())
    address = post_address(link.get("href") or "") if link is not None else None
    if not marked and not address:
        return None
    inner = _inner(quotation)
    lines = _lines_of_one(quotation)
    posts = [_flattened(own, address, link) for own in _apart(lines)]
    if not marked and not any(find_tail(line) for line in lines):
        return None
    nested = (_flattened(_lines_of_one(own), None, None) for own in inner)
    return tuple(text for text in (*posts, *nested) if text)


def _inner(quotation: Any) -> list[Any]:
    return [own for own in quotation.iter("blockquote") if own is not quotation]


def _lines_of_one(quotation: Any) -> list[str]:
    """The lines of a block quotation without those inside it, of which each is read once."""
    return [line.text for line in lines_of(quotation, dict.fromkeys(_inner(quotation), Found(replaced=True))).lines]


def _apart(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each post: a tail ends one, if words come behind it."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if groups[-1] and find_tail(groups[-1][-1]) and undress(line).start < undress(line).end and _has_words(line):
            groups.append([])
        groups[-1].append(line)
    return groups


def _has_words(line: str) -> bool:
    post = undress(f"x\n{line}")
    return post.end > 1


def _flattened(lines: Sequence[str], address: tuple[str, str] | None, link: Any) -> str:
    """`text links⏎— Name (@handle) Date`; "" if nothing was said.

    Without a tail of its own, a post takes handle and date from its link to its address; its name is then not
    known, and the handle stands for it.
    """
    text = GLUED_LINK.sub(" ", "\n".join(lines))
    post = undress(text)
    said = text[post.start : max(post.shown, post.end)]
    if address and address[1] and not post.handle and not post.author and link is not None:
        date = " ".join("".join(link.itertext()).split())
        said = " ".join(said.split()).removesuffix(date).rstrip(" —–-")
        return _with_tail(said, address[1], address[1], "" if said.endswith(date) and not said else date)
    when = post.when or (post.date.isoformat() if post.date else "")
    return _with_tail(said, post.author or post.handle, post.handle, when)


def _with_tail(said: str, name: str, handle: str, when: str) -> str:
    said = " ".join(said.split())
    if not any(map(str.isalnum, said)) or _is_label(said):
        return ""
    if handle:
        return f"{said}\n— {name} (@{handle}) {when}".strip()
    return f"{said}\nPosted by {name} on {when}" if name and when else said


def _is_label(said: str) -> bool:
    """Whether the words are those of a button: "View on X"."""
    return undress(f"x\n{said}").end == 1


def _drawn(element: Any) -> tuple[str, ...]:
    return tuple(text for card in card_of(element) if (text := _with_tail(*card)))


def _stored(element: Any, depth: int) -> Iterator[str]:
    """Posts in the attributes of an element, in a JSON script, or in a document of its own."""
    if depth >= MOST_NESTED:
        return
    for tree in stored_markups(element):
        texts = [text for _, own in _posts(tree, depth + 1) for text in own]
        yield from texts or [text for card in card_of(tree) if card[2] and (text := _with_tail(*card))]
    for card in stored_records(element):
        if text := _with_tail(*card):
            yield text

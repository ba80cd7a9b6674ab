"""The text of an HTML tree as lines in document order, one a block, as a browser would show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iqtibas.article.input.html_hidden import HIDDEN
from iqtibas.article.model import BlockKind

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("nav", "footer"), "boilerplate"),
    **dict.fromkeys(("p", "td", "th"), "paragraph"),
}
# Elements that start and end a line (HTML Standard, section 15.3, "display: block" and the table model).
BLOCKS = frozenset(KINDS) | frozenset(
    "address article aside blockquote body br center details dialog div dl fieldset figure form frameset header hgroup "
    "hr html main menu noframes ol pre search section summary table tbody td tfoot th thead tr ul".split()
)
# What no reader sees as text of the page; of drawings and formulas what describes and annotates them.
UNSEEN = frozenset(
    "annotation annotation-xml audio canvas datalist defs desc head iframe metadata noembed noframes noscript object "
    "option rp script select style symbol template textarea title video".split()
)
# What a box holds that has a post in it, and the parts of a box with a link past its end: link, plug, end.
HOLD_POSTS = ("blockquote", "iframe", "article", "figure", "video", "audio")
FEWEST_SKIPPED = 3
# What shows the value that it has.
SHOWN_INPUTS = frozenset({"", "text", "button", "submit", "reset"})
SPACES = str.maketrans("\t\n\r\f", "    ")


@dataclass(frozen=True, slots=True)
class Found:
    """What an element holds. texts: its posts, flattened. without: addresses of posts whose words the page lacks.

    replaced: the element is nothing but its posts.
    """

    texts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. kind: what its element tells, or None. post: an embedded post, flattened.

    without: the address of a post whose words the page lacks; its line is empty. hidden: characters in and before the
    line that no reader sees and that were left out. linked: nothing of the line stands outside a link.
    """

    text: str
    kind: BlockKind | None = None
    post: bool = False
    without: str = ""
    hidden: int = 0
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, and for each of its block elements the half-open range of lines inside it."""

    lines: tuple[PageLine, ...]
    ranges: tuple[tuple[int, int], ...]


def lines_of(root: Any, posts: Mapping[Any, Found] | None = None) -> Page:
    """Walk a tree without recursion. posts: elements that hold embedded posts."""
    from lxml import etree

    builder = _Builder(posts or {})
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and not builder.enter(element):
            walker.skip_subtree()
        elif event == "end":
            builder.leave(element, with_tail=element is not root)
    builder.flush()
    return Page(tuple(builder.lines), tuple(builder.ranges))


class _Builder:
    """Collects the text between block boundaries into lines."""

    def __init__(self, posts: Mapping[Any, Found]) -> None:
        self.posts = posts
        self.lines: list[PageLine] = []
        self.ranges: list[tuple[int, int]] = []
        self._pieces: list[str] = []
        self._hidden = 0
        self._kinds: list[BlockKind | None] = [None]
        self._starts: list[int] = []
        self._links = 0
        self._beside = False  # whether the line has text outside links

    def enter(self, element: Any) -> bool:
        """Open an element; False if what is inside it is not to be read."""
        self._links += _is_link(element)
        if found := self.posts.get(element):
            self.flush()
            self.lines.extend(PageLine(text, post=True) for text in found.texts)
            self.lines.extend(PageLine("", post=True, without=address) for address in found.without)
        if element.tag in BLOCKS:
            self.flush()
            self._kinds.append("boilerplate" if _is_skipped(element) else _kind(element.tag, self._kinds[-1]))
            self._starts.append(len(self.lines))
        if element.tag == HIDDEN and not found:
            self._hidden += sum(len("".join(text.split())) for text in element.itertext())
        if (found and found.replaced) or element.tag in UNSEEN:
            self._add(_chosen(element))
            return False
        self._add(_value(element) if element.tag == "input" else element.text or "")
        return True

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._beside = self._beside or (self._links == 0 and any(map(str.isalnum, text)))

    def leave(self, element: Any, *, with_tail: bool) -> None:
        if element.tag in BLOCKS:
            self.flush()
            self._kinds.pop()
            self.ranges.append((self._starts.pop(), len(self.lines)))
        self._links -= _is_link(element)
        if with_tail:
            self._add(element.tail or "")

    def flush(self) -> None:
        """End the line: runs of white space are one space, as in a browser; non-breaking ones stay."""
        text = " ".join(filter(None, "".join(self._pieces).translate(SPACES).split(" "))).strip()
        self._pieces.clear()
        if text:
            self.lines.append(PageLine(text, self._kinds[-1], hidden=self._hidden, linked=not self._beside))
            self._hidden = 0
        self._beside = False


def _is_link(element: Any) -> bool:
    """Whether an element leads to another page."""
    return element.tag == "a" and not (element.get("href") or "#").startswith("#")


def _is_skipped(element: Any) -> bool:
    """Whether an element begins with a link past its own end: a box that users of screen readers are offered to skip.

    Pages of the BBC put plugs so into the middle of an article. Boxes with posts or players are no plugs.
    """
    if len(element) < FEWEST_SKIPPED or element[0].tag != "a":
        return False
    target = (element[0].get("href") or "").removeprefix("#")
    ends = target != "" and element[0].get("href") == f"#{target}" and element[-1].get("id") == target
    return ends and next(element.iter(*HOLD_POSTS), None) is None


def _chosen(element: Any) -> str:
    """What a closed list shows: the option that is selected, else the first."""
    if element.tag != "select":
        return ""
    options = list(element.iter("option"))
    own = next((option for option in options if option.get("selected") is not None), next(iter(options), None))
    return "" if own is None else "".join(own.itertext())


def _value(element: Any) -> str:
    kind = (element.get("type") or "").strip().lower()
    return element.get("value") or "" if kind in SHOWN_INPUTS else ""


def _kind(tag: str, parent: BlockKind | None) -> BlockKind | None:
    """A paragraph in a list item is the item; whatever is in a navigation bar is boilerplate."""
    own = KINDS.get(tag)
    if own is None or parent == "boilerplate" or (own == "paragraph" and parent is not None):
        return parent
    return own


def page_text(lines: Sequence[PageLine]) -> tuple[str, dict[int, BlockKind]]:
    """The lines joined to one text, and the kinds that are known by their lines' offsets."""
    markup = {}
    offset = 0
    shown = [line for line in lines if line.text]
    for line in shown:
        if line.kind is not None:
            markup[offset] = line.kind
        offset += len(line.text) + 1
    return "\n".join(line.text for line in shown), markup


def flat(root: Any) -> str:
    """All text of a tree in one line."""
    return " ".join(line.text for line in lines_of(root).lines)

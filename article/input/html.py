"""Web pages as saved from a browser: the main text with its embedded posts in place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

from iqtibas.article.errors import ReadError
from iqtibas.article.input.decode import Decoded, decode
from iqtibas.article.input.html_attributes import has_too_many
from iqtibas.article.input.html_embeds import find_posts
from iqtibas.article.input.html_hidden import EXHAUSTED, hide
from iqtibas.article.input.html_lines import UNSEEN, lines_of, page_text
from iqtibas.article.input.html_main import is_prose, main_lines
from iqtibas.article.input.html_title import page_title
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.input.published import day_of_elements, day_of_lines, published_day
from iqtibas.article.model import Article

# They bound the time of the extraction, which a busy machine stretches. News pages have about 5000
# elements, and the longest article we have met has 20 000 characters.
MAX_PAGE_BYTES = 20_000_000
MAX_PAGE_CHARS = 2_000_000
MAX_ELEMENTS = 60_000
MAX_DEPTH = 512  # browsers flatten what is deeper (Blink's kMaximumHTMLParserDOMTreeDepth)

ALL_HIDDEN = "its styles hide the whole article until a script shows it; all of it was read"

# Characters that no XML tree takes (XML 1.0, production 2); in a page they mean nothing.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HEAD_BYTES = 4096  # where browsers look for the encoding is 1024; pages with long heads put it later
CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,300}?charset|<\?xml[^>]{0,100}?encoding)\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.I
)


def article_from_html(data: bytes, *, article_id: str, source: str, charset: str = "") -> Article:
    """The article of a page. No script is run and nothing is fetched.

    charset: the encoding that a server names, which outranks the page's own declaration (HTML Standard, "encoding
    sniffing algorithm"). Headings, list items, captions and paragraphs keep their kinds; the title is og:title or
    <title>. Raises ReadError for pages that are too large, too deep or without Arabic, and what `decode` raises.
    """
    decoded = _decode_page(_bounded(data, source), source, charset)
    tree, styled = _as_shown(decoded.text, source)
    title = page_title(tree)
    posts = find_posts(tree)
    page = lines_of(tree, posts)
    for element, found in posts.items():
        if found.replaced:
            element.clear(keep_tail=True)
    shown = (line.text for line in page.lines if not line.post)
    published = published_day(tree) or day_of_lines(shown, title) or day_of_elements(tree, title)
    lines, notes = main_lines(tree, page, title)
    hidden = sum(line.hidden for line in lines)
    left_out = [f"{hidden} hidden character(s) left out"] if hidden else []
    text, markup = page_text(lines)
    article = article_from_text(
        text,
        id=article_id,
        source=f"{source} (HTML, {decoded.encoding})",
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        markup=markup,
        notes=(*decoded.notes, *styled, *notes, *left_out),
    )
    return replace(article, published=published)


def main_text(data: bytes, source: str) -> str:
    """A page's main text in any language, a line an element. Raises ReadError as `article_from_html`."""
    tree = page_tree(data, source)
    lines, _ = main_lines(tree, lines_of(tree), page_title(tree))
    return page_text(lines)[0]


def page_tree(data: bytes, source: str) -> Any:
    """A page's root element, within the limits above. Raises ReadError as `article_from_html`."""
    return _as_shown(_decode_page(_bounded(data, source), source).text, source)[0]


def _as_shown(text: str, where: str) -> tuple[Any, tuple[str, ...]]:
    """The parsed page, with what no reader sees put into templates, and notes.

    Where nothing that reads like an article is left, a script would show it: then all is read.
    """
    tree = _tree(text, where)
    styles = hide(tree)
    notes = (EXHAUSTED,) if styles.exhausted else ()
    if styles.hid and not any(is_prose(line) for line in lines_of(tree).lines):
        tree = _tree(text, where)
        if any(is_prose(line) for line in lines_of(tree).lines):
            return tree, (*notes, ALL_HIDDEN)
        hide(tree)
    return tree, notes


def _bounded(data: bytes, source: str) -> bytes:
    if len(data) > MAX_PAGE_BYTES:
        problem = f"is larger than {MAX_PAGE_BYTES // 1_000_000} MB, which is too much for a page"
        raise ReadError(source, problem, "save it without pictures")
    return data


def _decode_page(data: bytes, where: str, charset: str = "") -> Decoded:
    """The page's text in the encoding that its mark, its bytes, its server, or else its declaration tell."""
    declared = CHARSET.search(data[:HEAD_BYTES])
    return decode(data, where, charset or (declared[1].decode("ascii", "ignore") if declared else ""))


def _tree(text: str, where: str) -> Any:
    """The parsed page; `where` is for errors."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    data = NOT_XML.sub(" ", text).encode()
    if has_too_many(data):
        raise ReadError(where, "has more attributes than a page needs", "save its text instead")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadError(where, "holds no HTML", "give the page as saved from a browser") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log) or _is_excessive(tree):
        raise ReadError(where, "is too large or too deeply nested for a page", "save its text instead")
    return tree


def _is_excessive(tree: Any) -> bool:
    from lxml import etree

    depth = elements = characters = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if event == "start" and element.tag not in UNSEEN:
            characters += len(element.text or "")
        elif event == "end":
            characters += len(element.tail or "")
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS or characters > MAX_PAGE_CHARS:
            return True
    return False

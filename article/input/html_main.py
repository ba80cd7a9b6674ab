"""Which lines of a page are its article: those that trafilatura extracts, and the posts among them.

Only the choice is trafilatura's. The words, their order and the posts come from the page, because extractors
drop what is in an element called "embed" or "social", and invisible characters, and reorder what they recover.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from iqtibas.article.arabic.letters import is_arabic
from iqtibas.article.input.html_lines import Page, PageLine
from iqtibas.article.input.html_title import page_descriptions
from iqtibas.article.model import BlockKind
from iqtibas.article.notices import is_notice

# A line is the article's if this share of its word triples is in the extracted text. That joins words at tags
# now and then, so that all of them would be too many.
MIN_SHARED_TRIPLES = 0.7
TITLE_PARTS = re.compile(r"\s[|\-–—]\s")  # "Headline - Name of the site"
MOST_NAMED = 4
"""Addresses that a note names."""
LEAD_WORDS, PROSE_WORDS = 8, 12
"""Words that a line has at least to be a lead above the body, or a paragraph elsewhere."""
MOST_LOST = 0.1
"""Share of a page's Arabic that may be left out unsaid: teasers of other articles and the like."""
SENTENCE_END = re.compile(r"[.!?؟…:»\"”][\s\"”“»«’‘')\]]*$")
LEFT_OUT = "paragraph(s) that seem to belong to something else were left out"
ALL_READ = "the article could not be told from the rest of the page; all of it was read"


def main_lines(tree: Any, page: Page, title: str) -> tuple[Sequence[PageLine], tuple[str, ...]]:
    """The article's lines with its posts in document order, and notes on what is missing or too much.

    tree: the page without its posts; not changed. page: its lines with them.
    """
    extracted = _extracted(tree)
    headings = {title, *TITLE_PARTS.split(title)}
    shares = [
        1.0 if line.kind == "heading" and line.text in headings else share
        for line, share in zip(page.lines, _shares(page, extracted), strict=True)
    ]
    scope = _scope(page, shares)
    told = {page.lines[at].text for at in scope}
    kept = [
        share >= (1 if line.linked else MIN_SHARED_TRIPLES) if at in scope else share == 1 and line.text not in told
        for at, (line, share) in enumerate(zip(page.lines, shares, strict=True))
    ]
    if not extracted or not any(kept):
        return page.lines, (ALL_READ, *wordless([line.without for line in page.lines if line.without]))
    kept = _with_prose(page, kept, scope, headings, page_descriptions(tree))
    lines, notes = _with_posts(page, kept, scope)
    return lines, (*notes, *_lost(page, kept))


def _with_prose(
    page: Page, kept: Sequence[bool], scope: range, headings: set[str], described: Sequence[str]
) -> list[bool]:
    """What was kept, and the prose between it: a lead between headline and body, a paragraph that was passed over.

    described: what the page says that it is about, which is often its lead.
    """
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    body = next((at for at in range(first, last + 1) if kept[at] and page.lines[at].kind != "heading"), first)
    above = [at for at in range(body) if page.lines[at].kind == "heading" and page.lines[at].text in headings]
    told = {line.text for line, own in zip(page.lines, kept, strict=True) if own}
    start = max(above, default=first)
    taken = list(kept)
    for at in range(start, last + 1):
        line = page.lines[at]
        own = _is_lead(line, described) if at < body else at in scope and is_prose(line)
        taken[at] = kept[at] or (own and line.text not in told)
    taken[start] = taken[start] or bool(above)
    return taken


def _is_lead(line: PageLine, described: Sequence[str]) -> bool:
    """Whether a line above the body is its lead: a sentence, as paragraph or heading, or what describes the page."""
    if is_prose(line, LEAD_WORDS, (None, "paragraph", "heading")):
        return True
    own = " ".join(_words(line.text))
    wanted = (" ".join(_words(text)) for text in described)
    both = ((own, text) for text in wanted if min(len(own.split()), len(text.split())) >= LEAD_WORDS)
    return not line.post and any(one.startswith(other) or other.startswith(one) for one, other in both)


def is_prose(
    line: PageLine, fewest: int = PROSE_WORDS, kinds: Sequence[BlockKind | None] = (None, "paragraph")
) -> bool:
    """Whether a line is a paragraph of Arabic: so many words, the end of a sentence, no link as a whole, no notice."""
    if line.post or line.linked or line.kind not in kinds or len(line.text.split()) < fewest:
        return False
    return SENTENCE_END.search(line.text) is not None and is_arabic(line.text) and not is_notice(line.text)


def _lost(page: Page, kept: Sequence[bool]) -> tuple[str, ...]:
    """A note on Arabic paragraphs of the page that were left out, if they are many beside those that were kept."""
    told = {line.text for line, own in zip(page.lines, kept, strict=True) if own}
    left = [line.text for line in page.lines if is_prose(line) and line.text not in told]
    words, lost = (sum(len(text.split()) for text in texts) for texts in (told, set(left)))
    if lost <= MOST_LOST * (words + lost):
        return ()
    return (f"{words / (words + lost):.0%} of the page's Arabic text was read; {len(set(left))} {LEFT_OUT}",)


def _extracted(tree: Any) -> list[list[str]]:
    """The words of each line that trafilatura takes for the article's; none if it finds no article."""
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it would log, the notes say
    try:
        document = bare_extraction(tree, include_comments=False, with_metadata=False)
    except (LxmlError, RecursionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return []  # it stumbles over hostile trees: the whole page is read then, with a note
    lines = document.text.splitlines() if document else []
    return [words for line in lines for cell in line.split("|") if (words := _words(cell.lstrip("- ")))]


def _shares(page: Page, extracted: Sequence[Sequence[str]]) -> Iterator[float]:
    """How much of each line is extracted text: 1.0 for a whole line of it, less for any part of one."""
    whole = {tuple(words) for words in extracted}
    triples = {triple for words in extracted for triple in _triples(words)}
    for line in page.lines:
        words = _words(line.text)
        found = [triple in triples for triple in _triples(words)]
        yield float(tuple(words) in whole) or (0.99 * sum(found) / len(found) if found else 0.0)


def _words(text: str) -> list[str]:
    """Words without the invisible characters that trafilatura removes, in one Unicode form."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isprintable() or c.isspace()).split()


def _triples(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(words, words[1:], words[2:], strict=False)


def _scope(page: Page, shares: Sequence[float]) -> range:
    """The lines of the smallest element that holds at least half of the extracted text.

    Outside it, sidebars and teasers repeat parts of the article: there only whole lines count.
    """
    sizes = (len(line.text) * (share > 0) for line, share in zip(page.lines, shares, strict=True))
    sums = [0, *accumulate(sizes)]
    holders = [(start, end) for start, end in page.ranges if 2 * (sums[end] - sums[start]) >= sums[-1]]
    return range(*min(holders, key=lambda holder: holder[1] - holder[0], default=(0, len(shares))))


def _with_posts(page: Page, kept: Sequence[bool], scope: range) -> tuple[Sequence[PageLine], tuple[str, ...]]:
    """The kept lines with the posts in scope, between them, or next to them with nothing else between."""
    first = kept.index(True)
    last = len(kept) - 1 - kept[::-1].index(True)
    while first > 0 and page.lines[first - 1].post:
        first -= 1
    while last + 1 < len(kept) and page.lines[last + 1].post:
        last += 1
    chosen, left_out, without = [], 0, []
    for at, line in enumerate(page.lines):
        own = line.post and (at in scope or first <= at <= last)
        if own and line.without:
            without.append(line.without)
        elif kept[at] or own:
            chosen.append(line)
        else:
            left_out += line.post and not line.without
    notes = [f"{left_out} embedded post(s) outside the article left out"] if left_out else []
    return chosen, (*notes, *wordless(without))


def wordless(addresses: Sequence[str]) -> tuple[str, ...]:
    """The note on posts whose words the page lacks."""
    if not addresses:
        return ()
    named = ", ".join([*addresses[:MOST_NAMED], *(["…"] if len(addresses) > MOST_NAMED else [])])
    held = f"{len(addresses)} embedded post{'s hold' if len(addresses) > 1 else ' holds'} no text in this page"
    return (f"{held} ({named}): save the page with the posts' text, or add them as statements",)

"""Damaged text, read as it was meant, beside the evidence: every repair has the length of what it replaces.

`Article.text` keeps what came in. What is read (sentences, quotations, what is translated and judged) is `as_read`:
line ends that were written out (\\n), HTML entities, signs in a wrong encoding (`article.misread`), lines that a mail
or a PDF broke in the middle of a sentence, and statements in capitals (`article.truecasing`).
What a repair leaves over is filled with word joiners, which normalising removes, so that an offset into the one text is
the same offset into the other.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from iqtibas.article.characters import LINE_ENDS
from iqtibas.article.misread import misread
from iqtibas.article.model import Article, Block
from iqtibas.article.truecasing import truecased

FILL = "\u2060"
"""Word joiner: no width, no break, no meaning."""
# Written out by a program that escaped once too often (JSON, SQL, PHP): \n, \r\n, \t, \", \/ and \u0644.
# Not where a path goes on (C:\\new), nor where a backslash was meant.
_ESCAPE = re.compile(
    r"(?<!\\)(?<![A-Za-z]:)(?:(?:(?:\\r)?\\n)+(?![a-z])|(?<![A-Za-z])(?:(?:\\r)?\\n|\\r(?![a-z])|\\t(?![a-z])|\\[\"'/]|\\u[0-9a-fA-F]{4}))"
)
_ESCAPED = {"\\r": "\n", "\\t": " ", '\\"': '"', "\\'": "'", "\\/": "/"}
_WRITTEN_END = re.compile(r"\\n|\\r")
# Entities of HTML that text has: named ones that end in ;, and numbers. An escaped ampersand may stand before them.
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


MOST_SHOWN = 3
"""Repaired signs that a note shows."""


class Mended(NamedTuple):
    """A text of the same length, and what was done, as notes."""

    text: str
    notes: tuple[str, ...] = ()


def mend(text: str) -> Mended:
    """Read written-out line ends, HTML entities and signs in a wrong encoding as what they stand for."""
    notes = []
    if "\\" in text:
        escapes = _ESCAPE.findall(text)
        ends = sum(_WRITTEN_END.match(own) is not None for own in escapes)
        if ends > 1 or len(escapes) > text.count("\n"):
            text = _ESCAPE.sub(lambda found: _filled(_unescaped(found.group()), found.group()), text)
            notes.append(rf"{len(escapes)} escapes such as \n were written out; read as line ends and signs")
    if "&" in text:
        entities = [own for own in _ENTITY.findall(text) if _of_entity(own) != own]
        if entities:
            text = _ENTITY.sub(lambda found: _filled(_of_entity(found.group()), found.group()), text)
            shown = ", ".join(list(dict.fromkeys(entities))[:MOST_SHOWN])
            notes.append(f"{len(entities)} HTML entities ({shown}) read as what they stand for")
    if runs := misread(text):
        wrong = re.compile("|".join(map(re.escape, sorted(runs, key=len, reverse=True))))
        text, times = wrong.subn(lambda found: _filled(runs[found.group()], found.group()), text)
        shown = ", ".join(list(runs)[:MOST_SHOWN])
        notes.append(f"{times} sign(s) damaged by a wrong encoding ({shown}) read as what was meant")
    return Mended(text, tuple(notes))


def _filled(meant: str, written: str) -> str:
    """What was meant, filled to the length of what was written; spaces fill at the end of a line."""
    missing = len(written) - len(meant)
    return " " * missing + meant if meant[-1:] == "\n" else meant + FILL * missing


def _unescaped(escape: str) -> str:
    if escape.startswith("\\u"):
        code = int(escape[2:], 16)
        return escape if 0xD800 <= code < 0xE000 or code < 32 else chr(code)
    return "\n" * escape.count("\\n") or _ESCAPED[escape]


def _of_entity(entity: str) -> str:
    meant = html.unescape(html.unescape(entity))
    # Half a surrogate or a control would be new damage.
    usable = 0 < len(meant) < len(entity) and meant.replace("\u00a0", " ").isprintable() and "\ufffd" not in meant
    return meant.replace("\u00a0", " ") if usable else entity


def as_read(article: Article) -> str:
    """The text of an article as it is read: mended, without line ends in its paragraphs, and not in capitals.

    It has the length of `article.text`, and every offset means the same place in both.
    """
    return _as_read(article.text, article.blocks)


@lru_cache(maxsize=8)
def _as_read(text: str, blocks: Sequence[Block]) -> str:
    mended = mend(text).text
    pieces, at = [], 0
    for block in blocks:
        own = mended[block.start : block.end]
        read = truecased(own) if block.kind == "embed" else _ENDS.sub(" ", own)
        if read != own:
            pieces += [mended[at : block.start], read]
            at = block.end
    return "".join([*pieces, mended[at:]])


_ENDS = re.compile(f"[{LINE_ENDS}]")

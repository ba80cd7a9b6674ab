"""Findings as comments of a Word document (ECMA-376, part 1, clause 17.13.4), anchored at the words they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from iqtibas.align.model import Alignment, Finding
from iqtibas.article import Span
from iqtibas.report.exchange.word import WORD, Anchor, add, english, word
from iqtibas.report.exchange.xml import legal, serialized
from iqtibas.report.record.result import Review
from iqtibas.report.wording import FINDINGS, REMARKS, finding_sureness, is_remark, sentence

AUTHOR = "Iqtibas"


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of one author, in paragraphs. author: this program, or the person who reviewed."""

    author: str
    lines: tuple[str, ...]


@dataclass(slots=True)
class Comments:
    """The comments of a document in the making; their numbers count from 0 in the order in which they came."""

    made: list[Comment] = field(default_factory=list)

    def add(self, comment: Comment, shown: Span, at: Span) -> Anchor:
        """Number a comment, and say where it points in a paragraph that shows the text of a span around it."""
        self.made.append(comment)
        return Anchor(at.start - shown.start, at.end - shown.start, len(self.made) - 1)

    def part(self) -> bytes:
        """The part that holds the comments. Without dates, so that the same document has the same bytes."""
        from lxml import etree

        root = etree.Element(word("comments"), nsmap={"w": WORD})
        for number, comment in enumerate(self.made):
            author = legal(comment.author) or AUTHOR
            element = add(root, "comment", id=str(number), author=author, initials=author[:2])
            for line in comment.lines:
                english(element, line, style="CommentText")
            _mark(element)
        return serialized(root)


def finding_comment(finding: Finding, alignment: Alignment) -> Comment:
    """What differs, in which words, and how sure that is."""
    sure = finding_sureness(finding)
    head = FINDINGS[finding.kind] + (f" ({sure})" if sure else "")
    remark = (f"Remark. {REMARKS}",) if is_remark(finding, alignment.verdict) else ()
    return Comment(AUTHOR, tuple(filter(None, (f"{finding.kind}: {head}", sentence(finding), *remark))))


def review_comments(review: Review) -> Iterable[Comment]:
    """What a person decided and wrote of a statement; nothing while it is open."""
    if review.status != "open":
        changed = f"; changed: {', '.join(review.changed)}" if review.changed else ""
        yield Comment(review.reviewer, tuple(filter(None, (f"{review.status}{changed}", *review.note.splitlines()))))


def _mark(comment: Any) -> None:
    """Word shows the comment's own mark before its first paragraph."""
    first = comment.find(word("p"))
    mark = first.makeelement(word("r"))
    first.insert(1, mark)
    add(add(mark, "rPr"), "rStyle", val="CommentReference")
    add(mark, "annotationRef")

"""Who speaks where in a transcript: turns that begin with a speaker's name, and the claims in them.

A line begins a turn where a label stands before its first colon: in capitals ("SECRETARY DALEN:", "Q:"), with a title
("Mr. Price:"), in bold, or a name that begins several lines. All offsets are code points into the transcript's text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from iqtibas.article.input.docx import docx_document
from iqtibas.article.input.html import page_tree
from iqtibas.article.model import Segment
from iqtibas.article.sentences import split_sentences

LONGEST_LABEL, MOST_LABEL_WORDS = 80, 8
LONGEST_BOLD = 1_000  # code points, white space of the markup included; a page in bold tags, nested, has its text often
# "Gen. McDONALD" is in capitals, "McDonald" is not.
CAPITALS_SHARE = 0.75
# A name without a title or bold print is a speaker's if it begins this many lines.
FEWEST_TURNS = 2
TITLES = frozenset(
    "q a mr mrs ms miss dr prof president vice secretary minister prime foreign ambassador senator representative "
    "congressman congresswoman governor mayor general gen admiral colonel lieutenant captain sir lord lady king queen "
    "prince princess pope chancellor director commissioner judge justice professor moderator interviewer interviewee "
    "question answer reporter host operator attorney press spokesperson spokesman spokeswoman chairman chairwoman "
    "chair chairperson deputy under assistant undersecretary special envoy administrator speaker".split()
)
# Fields of a document's head, which have a colon as speakers have.
FIELDS = frozenset(
    "note notes update updated correction subject date time to from cc re where when who what why how location place "
    "venue topic topics contact source sources tags related http https transcript agenda participants background "
    "summary warning caution important example examples nb ps media speakers".split()
)
_SMALL = frozenset("of the for and al el bin ibn de da di van von la le del to".split())
_ASIDE = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_LINE = re.compile(r"[^\n]+")

# A sentence beyond this many words says several things (twice the mean of the development sets' statements), and a
# claim has no fewer words than a clause that can be told from others.
LONGEST_CLAIM_WORDS, FEWEST_CLAIM_WORDS = 40, 8
# "Thank you." is no statement that one could look for.
FEWEST_WORDS = 4
_FEWEST = re.compile(rf"(?:\S+\s+){{{FEWEST_WORDS - 1}}}\S")
_INK = re.compile(r"\S+")
_CLAIM_CUT = re.compile(r"[;—]\s|\s–\s|,\s(?=(?:and|but|while|whereas|because|although|so)\s)")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without a break. start, end: without the label. speaker: as the label has it."""

    speaker: str
    start: int
    end: int


def speaker_turns(text: str, bold: Collection[str] = ()) -> list[Turn]:
    """The turns of a transcript in order; none if no speaker is told. bold: see `bold_labels`.

    What stands before the first turn (title, date, who took part) is nobody's.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    labels = [_label(text[start:end]) for start, end in lines]
    often = Counter(label for label, _ in labels if label)
    alone = Counter(line for start, end in lines if (line := text[start:end].strip()) in bold)
    opened: list[tuple[str, int, int]] = []
    for (start, end), (label, length) in zip(lines, labels, strict=True):
        whole = text[start:end].strip()
        if label and (label in bold or _is_speaker(label) or (often[label] >= FEWEST_TURNS and _is_name(label))):
            opened.append((label, start, start + length))
        elif alone[whole] >= FEWEST_TURNS and _is_name(whole):
            opened.append((whole, start, end))
    ends = [*(line for _, line, _ in opened), len(text)][1:]
    return [
        Turn(_bare(label), *_stripped(text, start, end)) for (label, _, start), end in zip(opened, ends, strict=True)
    ]


def claims(text: str, start: int, end: int) -> list[Segment]:
    """The sentences of a stretch, very long ones cut into what they claim.

    A sentence of fewer than FEWEST_WORDS words goes with the next one of its line, or the one before; a line that has
    no more words is left out.
    """
    joined: list[Segment] = []
    for sentence in split_sentences(text, start, end):
        last = joined[-1] if joined and "\n" not in text[joined[-1].end : sentence.start] else None
        if last and not (_has_words(text, last) and _has_words(text, sentence)):
            joined[-1] = Segment(last.start, sentence.end)
        else:
            joined.append(sentence)
    return [claim for s in joined if _has_words(text, s) for claim in _cut_claims(text, s)]


def _has_words(text: str, span: Segment) -> bool:
    """Whether a span has FEWEST_WORDS words; looks no further than these."""
    return _FEWEST.match(text, span.start, span.end) is not None


def bold_labels(data: bytes, suffix: str, source: str) -> frozenset[str]:
    """What is in bold at the beginning of a paragraph, without its colon: candidates for speakers' names.

    data: an HTML or DOCX file. suffix: ".docx", or any other for a page. source: its name for errors. Raises ReadError
    as `docx_text` and `main_text`.
    """
    texts = _bold_in_word(data, source) if suffix == ".docx" else _bold_in_page(data, source)
    stripped = (" ".join(text.split()).rstrip(": ") for text in texts)
    return frozenset(label for label in stripped if _fits(label) and label.lower() not in FIELDS)


def _label(line: str) -> tuple[str, int]:
    """What stands before a line's first colon, if it may be a speaker, and the length with the colon; ("", 0)."""
    at = line.find(":", 0, LONGEST_LABEL + 1)
    label = line[:at].strip()
    if at < 0 or line[at + 1 : at + 2].strip() or not _fits(label):
        return "", 0
    return (label, at + 1) if _bare(label).lower() not in FIELDS else ("", 0)


def _fits(label: str) -> bool:
    words = _bare(label).split()
    ends = label[-1:] in '.?!"”' and len(words) > 1
    return 0 < len(words) <= MOST_LABEL_WORDS and len(label) <= LONGEST_LABEL and words[0][0].isalpha() and not ends


def _bare(label: str) -> str:
    """A label without asides: "MS. DALEN (via interpreter)"."""
    return " ".join(_ASIDE.sub(" ", label).split())


def _is_speaker(label: str) -> bool:
    """Whether a label is in capitals, or names with a title."""
    bare = _bare(label)
    letters = [c for c in bare if c.isalpha()]
    if sum(map(str.isupper, letters)) >= CAPITALS_SHARE * len(letters):
        return True
    first = bare.split()[0].rstrip(".").lower()
    return first in TITLES and _is_name(label)


def _is_name(label: str) -> bool:
    """Whether every word begins with a capital letter but the small ones of names and offices."""
    words = _WORD.findall(_bare(label))
    return bool(words) and all(word[0].isupper() or word.lower() in _SMALL for word in words)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    start += len(inside) - len(inside.lstrip())
    return start, start + len(inside.strip())


def _cut_claims(text: str, sentence: Segment) -> Iterator[Segment]:
    words = [word.start() for word in _INK.finditer(text, sentence.start, sentence.end)]
    start, before = sentence.start, 0
    cuts = _CLAIM_CUT.finditer(text, start, sentence.end) if len(words) > LONGEST_CLAIM_WORDS else ()
    for cut in cuts:
        at = bisect_left(words, cut.end())
        if at - before >= FEWEST_CLAIM_WORDS <= len(words) - at:
            yield Segment(start, cut.start())
            start, before = words[at], at
    yield Segment(start, sentence.end)


def _bold_in_page(data: bytes, source: str) -> Iterator[str]:
    for element in page_tree(data, source).iter("b", "strong"):
        text = ""
        for piece in element.itertext():
            text += piece
            if len(text) > LONGEST_BOLD:
                break
        else:
            yield text


def _bold_in_word(data: bytes, source: str) -> Iterator[str]:
    for paragraph in docx_document(data, source).iterfind(".//{*}p"):
        yield "".join(_leading_bold(paragraph))


def _leading_bold(paragraph: Any) -> Iterator[str]:
    """The texts of a Word paragraph's runs up to the first that is not bold."""
    for run in paragraph.iterfind("{*}r"):
        mark = run.find("{*}rPr/{*}b")
        values = [] if mark is None else [str(v) for k, v in mark.items() if k.endswith("}val")]
        if mark is None or values in (["0"], ["false"], ["off"]):
            return
        yield "".join(text.text or "" for text in run.iterfind("{*}t"))

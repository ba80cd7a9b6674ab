"""Lines that were broken in the middle of a sentence, by a mail, a PDF or a terminal, joined to paragraphs again.

An article whose lines are paragraphs stays as it is: lines are joined where the first cannot end there (it ends in a
preposition, inside a quotation or a bracket), and where that happens twice or more also at the other lines that end no
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from iqtibas.article.arabic.letters import folded
from iqtibas.article.arabic.speech import is_reporting, tokenize
from iqtibas.article.characters import LINE_ENDS
from iqtibas.article.embeds import Line
from iqtibas.article.marks import pair_marks

# Words that nothing ends with: what follows them is the rest of the sentence. Folded.
_DANGLING = frozenset(
    folded(
        "في من إلى على عن مع أن إن بأن لأن كأن التي الذي الذين اللواتي اللذين والتي والذي أو و ثم بل لكن ولكن بين خلال "
        "عند ضد حول منذ حتى لدى نحو كل أي قد لقد لم لن لا ما هذا هذه ذلك تلك هؤلاء كما حيث بينما فيما إذ إذا لو كان "
        "كانت يكون تكون ليس ليست غير سوى بعض عدد عبر ضمن دون بدون وفي ومن وإلى وعلى وعن ومع وأن وإن وقد ولم ولن ولا "
        "وكان وكانت مثل أكثر أقل نحوها ابن أبو بن آل قبل بعد رغم إلا أما إما سوف عبد"
    ).split()
)
_ENDS_SENTENCE = re.compile(r"[.!?؟…:][\s\"”“»«’‘')\]]*\Z")
_CONTINUES = re.compile(r"[،,؛;]\s*\Z")
_LIST = re.compile(r"(?:[-–•▪●*#]|\(?\d{1,2}[.)\-])\s")
_END = re.compile(f"[{LINE_ENDS}]")
MOST_OPEN = 1_200
"""Code points behind an opening mark or bracket within which its end is looked for."""


def unwrapped(lines: Sequence[Line], text: str, apart: Callable[[str], bool]) -> list[Line]:
    """The lines, those of one paragraph as one. text: they are lines of it. apart: whether a line stands by itself."""
    if not lines:
        return []
    breaks = [_break(one, other, text, apart) for one, other in pairwise(lines)]
    open_to = _open_to(lines, text, breaks)
    wrapped = breaks.count("sure") + breaks.count("comma") + len(open_to) > 1
    firsts = [0]
    for at, how in enumerate(breaks, 1):
        if not (how == "sure" or (how and (wrapped or at in open_to))):
            firsts.append(at)
    runs = zip(firsts, [*firsts[1:], len(lines)], strict=True)
    return [lines[first] if end == first + 1 else _joined(lines[first], lines[end - 1], text) for first, end in runs]


def _joined(first: Line, last: Line, text: str) -> Line:
    return Line(first.start, last.end, _END.sub(" ", text[first.start : last.end]))


def _break(one: Line, other: Line, text: str, apart: Callable[[str], bool]) -> str:
    """What the end of a line is: "sure" to be inside of a sentence, "comma", "likely", or "" for a paragraph's end."""
    between = text[one.end : other.start]
    if one.marked or other.marked or between.count("\n") > 1 or apart(one.text) or apart(other.text):
        return ""
    if _ENDS_SENTENCE.search(one.text) or _LIST.match(other.text):
        return ""
    last = folded(one.text.split()[-1]).strip("\"”“»«’‘'()[]")
    if last in _DANGLING:
        return "sure"
    if _CONTINUES.search(one.text):
        return "comma"
    return "" if _is_heading(one, other) else "likely"


def _is_heading(one: Line, other: Line) -> bool:
    """Whether a line may be a headline over a text that begins with a verb of reporting, as reports do."""
    first, second = (tokenize(folded(line.text[:60])) for line in (one, other))
    return bool(first and second) and not is_reporting(first[0].key) and is_reporting(second[0].key)


def _open_to(lines: Sequence[Line], text: str, breaks: Sequence[str]) -> set[int]:
    """Indexes of lines that begin inside a quotation that an earlier line opened and a later one closes."""
    found: set[int] = set()
    start = 0
    for at in range(len(lines)):
        if at + 1 < len(lines) and breaks[at]:
            continue
        if at > start:
            base, end = lines[start].start, lines[at].end
            run = _END.sub(" ", text[base:end])
            for opens, closes in pair_marks(run):
                if closes is not None and closes - opens <= MOST_OPEN:
                    found.update(k for k in range(start + 1, at + 1) if opens < lines[k].start - base <= closes)
        start = at + 1
    return found

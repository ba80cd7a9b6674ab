"""The form of the quotation: is what stands in quotation marks quoted, are the marks whole, and is it the right mouth?

Three remarks, from grammar and closed lists, without a model: an indirect report in quotation marks ("I will …" → «إنه
سوف …»); marks that are not closed, not opened, or of two kinds; and a cue that names another office or person than the
author of the statement (attribution.py). Reversed marks (’…‘) are common typography and no finding. A remark never
changes a verdict: what is said may be right all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

from iqtibas.align.ledger.check import Tools
from iqtibas.align.ledger.pair import Context, Pair
from iqtibas.align.ledger.quotation.attribution import other_speaker
from iqtibas.align.ledger.severity import BROKEN_MARKS, INDIRECT_IN_MARKS, OTHER_SPEAKER
from iqtibas.align.model import Finding
from iqtibas.align.reasons import Reason, SideValues, Values
from iqtibas.article import Segment
from iqtibas.article.arabic.letters import Normalized
from iqtibas.article.marks import MARK_FAMILY, Quotation, pair_marks
from iqtibas.article.reading import Reading

# The statement speaks in the first person from the start.
_FIRST_PERSON = re.compile(r"\W*(?:(?:and|but|so|today|now|yes|no),? )?(?:I|we)(?:['’](?:ll|m|ve|re|d))?\b", re.I)
_FIRST_WILL = re.compile(r"\W*(?:I|we)(?:['’]ll| will| shall)\b", re.I)
_OF_THIRD = re.compile(r"\W*ب?[أإا]ن(?:ه|ها|هم|هما|هن)\s+(?P<next>\w+)")
_THAT = re.compile(r"\W*(?:بأن|أن|بان)\s+(?P<next>\w+)")
_THIRD_WILL = re.compile(r"\W*(?:سوف\s+|س)ي\w{3,}")
# «إنه لمن دواعي سروري», «إنه من …», «إنه يوم …»: "it is", not "he".
_EXPLETIVE = re.compile(r"ل(?!(?:ن|م|ا|يس)\Z)\w+|من|يوم|شرف|أمر")
# Nouns that begin as "we …" does, and words that end as "… us" and "… me" do.
_WE_LIKE = (
    "نفس نظام نظر نهاي نتيج نتائج نجاح نشاط نقط نقاط نسب نائب نواب نووي نفط نقاش نصف نهار نزاع نموذج نيسان نوفمبر نساء "
    "نداء ناشط نطاق ناطق نادي نحو"
)
_US_LIKE = "هنا هاهنا أحيانا وطني مدني قانوني ديني أمني ثاني مهني سكني ال\\w+ني"
_NO_FIRST = rf"(?!(?:{_WE_LIKE.replace(' ', '|')})|(?:{_US_LIKE.replace(' ', '|')})(?!\w))"
_ARABIC_FIRST = re.compile(
    rf"(?<!\w)[وف]?{_NO_FIRST}"
    r"(?:أنا|نحن|[أإ]نن?ا|[أإ]نن?ي|لي|لنا|بنا|لدي|علي|مني|معي|عندي|س[أن]\w+|ن\w{3,}|\w{2,}نا|\w{2,}ني)(?!\w)"
)
_SPACE = " \u00a0\t"
_FINAL = _SPACE + ".،,!?؟…;؛"


# How many lines, and code points, a quotation may go on for, or have begun before.
_LINES, _FARTHEST = 3, 4000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines of a rendering in their normalised view, with the quotation marks right before and behind it.

    low: where they begin in the page. opening, closing: offsets into `view.text`, or None; an opening mark is not
    the end of another quotation, nor a closing one the beginning. odd: a mark inside the rendering is alone.
    """

    low: int
    view: Normalized
    pairs: tuple[Quotation, ...]
    opening: int | None
    closing: int | None
    odd: bool


def check_quotation(pair: Pair, _: Tools) -> list[Finding]:
    """At most one remark of each sort, none of them grave enough for a verdict; none of a pair without a page."""
    context = pair.context
    if not context.page:
        return []
    page, reading, rendering = context.page, context.page_reading, context.main
    around = _surroundings(reading, rendering)
    found = []
    if around.opening is not None and _is_indirect(pair.english, reading.plain(rendering.start, rendering.end)):
        found.append(
            _remark(Reason.INDIRECT_QUOTED, _first_words(page, rendering), Values(), INDIRECT_IN_MARKS, context)
        )
    if speaker := other_speaker(pair):
        values = Values(SideValues((context.author,)), SideValues((page[speaker.start : speaker.end],)))
        found.append(_remark(Reason.SPEAKER_DIFFERS, speaker, values, OTHER_SPEAKER, context))
    if broken := _broken_marks(reading, around):
        reason, place, marks = broken
        found.append(_remark(reason, place, Values(arabic=SideValues(marks)), BROKEN_MARKS, context))
    return found


def _remark(reason: Reason, place: Segment, values: Values, severity: float, context: Context) -> Finding:
    """place: in the page."""
    arabic = Segment(place.start - context.at, place.end - context.at)
    return Finding("quotation", reason, None, arabic, values, severity)


def _is_indirect(english: str, arabic: str) -> bool:
    """Whether the Arabic reports in the third person what the statement says in the first. arabic: normalised."""
    if not _FIRST_PERSON.match(english) or _ARABIC_FIRST.search(arabic):
        return False
    opening = _OF_THIRD.match(arabic) or _THAT.match(arabic)
    if opening:
        return _EXPLETIVE.fullmatch(opening["next"]) is None
    return bool(_FIRST_WILL.match(english) and _THIRD_WILL.match(arabic))


def _first_words(page: str, rendering: Segment) -> Segment:
    """The first two words, where the grammar shows."""
    text = page[rendering.start : rendering.end]
    words = re.match(r"\s*\S+\s+\S+", text)
    return Segment(rendering.start, rendering.start + (words.end() if words else len(text)))


def _surroundings(reading: Reading, rendering: Segment) -> Surroundings:
    page = reading.text
    lowest, highest = max(0, rendering.start - _FARTHEST), min(len(page), rendering.end + _FARTHEST)
    low = max(lowest, page.rfind("\n", lowest, rendering.start) + 1)
    high = page.find("\n", rendering.end, highest)
    view = reading.normalized(low, high if high >= 0 else highest)
    first, last = (bisect_left(view.offsets, at - low) for at in (rendering.start, rendering.end))
    pairs = tuple(pair_marks(view.text))
    before = len(view.text[:first].rstrip(_SPACE)) - 1
    behind = len(view.text) - len(view.text[last:].lstrip(_FINAL))
    opening = _mark_at(view.text, before, {pair.close for pair in pairs})
    closing = _mark_at(view.text, behind, {pair.open for pair in pairs})
    inside = Counter(MARK_FAMILY[sign] for sign in view.text[first:last] if sign in MARK_FAMILY)
    return Surroundings(low, view, pairs, opening, closing, any(count % 2 for count in inside.values()))


def _mark_at(text: str, at: int, taken: set[int | None]) -> int | None:
    return at if 0 <= at < len(text) and text[at] in MARK_FAMILY and at not in taken else None


def _broken_marks(page: Reading, around: Surroundings) -> tuple[Reason, Segment, tuple[str, ...]] | None:
    """What is wrong, where, and with which marks."""
    text, opening, closing = around.view.text, around.opening, around.closing
    if opening is None:
        alone = closing is not None and not around.odd and all(closing != pair.close for pair in around.pairs)
        if closing is None or not alone or _opened_before(page, around.low):
            return None
        return Reason.MARK_UNOPENED, _span(around, closing), (text[closing],)
    pair = next((pair for pair in around.pairs if pair.open == opening), None)
    if pair is None or pair.close not in (None, closing):
        return None
    if closing is not None and MARK_FAMILY[text[opening]] != MARK_FAMILY[text[closing]]:
        return Reason.MARKS_DIFFER, _span(around, closing), (text[opening], text[closing])
    if pair.close is not None or around.odd or _goes_on(page, around, opening):
        return None
    return Reason.MARK_UNCLOSED, _span(around, opening), (text[opening],)


def _span(around: Surroundings, at: int) -> Segment:
    start, end = around.view.to_source(at, at + 1)
    return Segment(around.low + start, around.low + end)


def _opened_before(page: Reading, low: int) -> bool:
    """Whether one of the lines before left a quotation open."""
    lines = _lines(page, max(0, low - _FARTHEST), low)[-_LINES:]
    return any(pair.close is None for line in lines for pair in pair_marks(page.plain(*line)))


def _goes_on(page: Reading, around: Surroundings, opening: int) -> bool:
    """Whether the quotation is taken up with a new opening mark on the next line, or closed on one of the next."""
    at = around.low + around.view.offsets[-1]
    lines = [line for line in _lines(page, at, at + _FARTHEST) if page.text[slice(*line)].strip()][:_LINES]
    if lines and MARK_FAMILY.get(page.text[slice(*lines[0])].lstrip()[0]) == MARK_FAMILY[around.view.text[opening]]:
        return True
    joined = pair_marks("\n".join([around.view.text, *(page.plain(*line) for line in lines)]))
    return any(pair.open == opening and pair.close is not None for pair in joined)


def _lines(page: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """Where the lines of a stretch begin and end, without their line ends."""
    lines = page.text[start:end].splitlines(keepends=True)
    starts = accumulate(map(len, lines), initial=start)
    return [(at, at + len(line.splitlines()[0])) for at, line in zip(starts, lines, strict=False)]

"""A rendering in several places: "«…»، وأضاف: «…»", or two sentences with another between them.

The places beside the main one are chosen as that is, by a conditional logit in which "no further place" is one more
choice: what speaks for a stretch is that it has words of the statement that the places so far do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

from iqtibas.align.find.candidates import LEAD, Stretch
from iqtibas.align.find.match import Choice, Decision, Scored, probabilities
from iqtibas.align.find.signals import FULL_SIGNALS, PartSignals
from iqtibas.align.model import Rendering
from iqtibas.article import Article, Segment, Span
from iqtibas.article.arabic.speech import is_reporting, tokenize
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.model import overlaps
from iqtibas.article.reading import Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_PARTS = 3
# A further place must be likelier than all others and "none" together.
LIKELY_PART = 0.5
# What interrupts a quotation ("، وأضاف الوزير: ") has at most this many code points; a sentence has more.
LONGEST_CUE = 40
INTERRUPTION = re.compile(rf"[”»“\"’‘]([^”»“«\"‘’\n]{{2,{LONGEST_CUE}}})[“«”\"‘’]")
# Cosine that the words of a statement lose on average without the lead of its rendering, from which it says that too.
SAID_BY_LEAD = 0.02
_ARABIC_COVERED, _EDGE_IN = FULL_SIGNALS.index("arabic_covered"), FULL_SIGNALS.index("edge_in")


def add_parts(
    reading: ArticleReading, scored: Scored, decision: Decision, taken: Iterable[Span], choice: Choice, none: float
) -> Decision:
    """The decision with all places of its rendering. taken: the renderings of other statements, never a part.

    choice: the fitted model of further places. none: what the full model gives "not rendered here"; the confidence of
    a rendering in several places is that of any of them, for they competed with each other.
    Places with nothing but signs between them become one. The rendering's own span is the longest of them, where
    those that only a cue interrupts count as one.
    """
    if decision.rendering is None:
        return decision
    rendering = decision.rendering
    places = [k for k, s in enumerate(scored.stretches) if (s.start, s.end) == (rendering.start, rendering.end)]
    others = list(taken)
    while len(places) < MOST_PARTS:
        open_ = [
            k for k in _open(scored.stretches, places, others) if not _is_heading(reading.article, scored.stretches[k])
        ]
        if not open_:
            break
        utilities = choice.utilities(part_signals(scored, places, open_))
        shares = probabilities(utilities, choice.none)[:-1]
        if shares.max() <= LIKELY_PART:
            break
        places.append(open_[int(shares.argmax())])
    confidence = rendering.confidence
    if len(places) > 1:
        confidence = max(confidence, float(probabilities(scored.utilities, none + scored.missing)[places].sum()))
    whole = _in_places(reading, rendering, [_without_lead(reading, scored, k) for k in places])
    return Decision(replace(whole, confidence=confidence), confidence)


def _is_heading(article: Article, stretch: Stretch) -> bool:
    """Whether a stretch is in a heading, which may repeat words of a rendering and is never a part of one."""
    return article.blocks[stretch.block].kind == "heading"


def _open(stretches: Sequence[Stretch], places: Sequence[int], taken: Sequence[Span]) -> list[int]:
    closed = [*(stretches[k] for k in places), *taken]
    return [k for k, s in enumerate(stretches) if not any(overlaps(s, c) for c in closed)]


def part_signals(scored: Scored, places: Sequence[int], open_: Sequence[int]) -> Floats:
    """(len(open_), fields of PartSignals): what speaks for each open stretch beside the chosen places."""
    import numpy as np

    assert scored.covered is not None
    assert scored.signals is not None
    chosen = scored.covered[list(places)].max(axis=0)
    rows = []
    for k in open_:
        stretch, more = scored.stretches[k], scored.covered[k] - chosen
        gap = min(max(stretch.start - p.end, p.start - stretch.end) for p in (scored.stretches[q] for q in places))
        rows.append(
            PartSignals(
                gain=np.maximum(more, 0).mean(),
                kept=np.maximum(-more, 0).mean(),
                arabic_covered=scored.signals[k, _ARABIC_COVERED],
                edge_in=scored.signals[k, _EDGE_IN],
                utility=scored.utilities[k] - scored.utilities[places[0]],
                distance=log(1 + gap),
                cut=stretch.cut,
                quoted=stretch.quoted,
                left=1 - chosen.mean(),
            )
        )
    return np.array(rows, float)


def _in_places(reading: Reading, rendering: Rendering, places: Sequence[Stretch]) -> Rendering:
    parts: list[Segment] = []
    for place in sorted((p for s in places for p in uninterrupted(reading, s)), key=lambda p: p.start):
        if parts and not any(c.isalnum() for c in reading.text[parts[-1].end : place.start]):
            parts[-1] = Segment(parts[-1].start, place.end)
        else:
            parts.append(Segment(place.start, place.end))
    main = max(_joined(parts), key=lambda part: (part.end - part.start, -part.start))
    disjoint = tuple(a for a in rendering.alternatives if not any(overlaps(a, p) for p in [main, *parts]))
    several = tuple(parts) if len(parts) > 1 else ()
    return replace(rendering, start=main.start, end=main.end, alternatives=disjoint, parts=several)


def _without_lead(reading: Reading, scored: Scored, place: int) -> Stretch:
    """A stretch; if it is an interrupted quotation, without what leads into it where the statement says none of that.

    The fit takes both for right: they share most of their text.
    """
    assert scored.covered is not None
    whole = scored.stretches[place]
    lead = LEAD.match(reading.text, whole.start, whole.end) if len(uninterrupted(reading, whole)) > 1 else None
    if lead is None:
        return whole
    inside = [k for k, s in enumerate(scored.stretches) if lead.end() <= s.start and s.end <= whole.end]
    longest = max(inside, key=lambda k: scored.stretches[k].end - scored.stretches[k].start, default=place)
    unsaid = float((scored.covered[place] - scored.covered[longest]).mean())
    return scored.stretches[longest] if unsaid < SAID_BY_LEAD else whole


def uninterrupted(reading: Reading, place: Stretch) -> list[Segment]:
    """What is said at a place that closes its quotation, names a speaker, and opens it again."""
    said, start = [], place.start
    for gap in INTERRUPTION.finditer(reading.text, place.start, place.end):
        if any(is_reporting(token.key) for token in tokenize(reading.plain(*gap.span(1)))):
            said.append(Segment(start, gap.start()))
            start = gap.end()
    return [*said, Segment(start, place.end)]


def _joined(parts: Sequence[Segment]) -> list[Segment]:
    """Parts with no more than a cue between them as one: "«…»، وأضاف: «…»" is one rendering, interrupted."""
    joined = [parts[0]]
    for part in parts[1:]:
        if part.start - joined[-1].end <= LONGEST_CUE:
            joined[-1] = Segment(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined

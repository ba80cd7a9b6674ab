"""Where a near-identical article has what another one renders: the same place, with a few words changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from iqtibas.align.model import Rendering
from iqtibas.article import Article, Segment
from iqtibas.article.arabic.letters import fold

# The share of its words that a passage must have in common with the rendering that it copies: below, it is another one.
COPIED = 0.6
_WORD = re.compile(r"\w+")


def copied_rendering(original: Article, rendering: Rendering, copy: Article) -> Rendering | None:
    """The rendering of an article as a copy of the article prints it; None where its words are not there.

    Words are aligned by their longest common runs (Ratcliff & Obershelp 1988, as in difflib). The confidence is that of
    the original: what stands in the place of a rendering renders the same, or was meant to.
    """
    ours, theirs = _words(original), _words(copy)
    matcher = SequenceMatcher(None, [word for word, _ in ours], [word for word, _ in theirs], autojunk=False)
    found = [_place(span, ours, theirs, matcher.get_opcodes()) for span in rendering.spans]
    parts = [span for span in found if span]
    if len(parts) < len(found):
        return None
    main = max(parts, key=lambda part: part.end - part.start)
    own = tuple(parts) if len(parts) > 1 else ()
    return replace(rendering, start=main.start, end=main.end, parts=own, alternatives=(), attributions=())


def _words(article: Article) -> list[tuple[str, Segment]]:
    return [(fold(match.group()), Segment(*match.span())) for match in _WORD.finditer(article.text)]


def _place(
    span: Segment,
    ours: Sequence[tuple[str, Segment]],
    theirs: Sequence[tuple[str, Segment]],
    operations: Sequence[tuple[str, int, int, int, int]],
) -> Segment | None:
    """What stands in the copy for the words of a span."""
    inside = [at for at, (_, word) in enumerate(ours) if span.start <= word.start and word.end <= span.end]
    if not inside:
        return None
    first, last = inside[0], inside[-1] + 1
    taken: list[int] = []
    shared = 0
    for name, start, end, there, until in operations:
        if start < last and first < end:
            low, high = max(start, first), min(end, last)
            equal = name == "equal"
            taken += (there + low - start, there + high - start) if equal else (there, until)
            shared += (high - low) if equal else 0
    if not taken or min(taken) == max(taken):
        return None
    begin, finish = min(taken), max(taken)
    if shared < COPIED * max(last - first, finish - begin):
        return None
    return Segment(theirs[begin][1].start, theirs[finish - 1][1].end)

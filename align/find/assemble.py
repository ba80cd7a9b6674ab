"""Putting a rendering together from units: which of them render the statement, whether they do, and who speaks there.

Two models label the units (align/find/unit_signals.py), the second knowing what the first said of the others; what is
likelier than not is the rendering, in one place or several. A third model decides whether the statement is rendered
at all. All three are fitted by bench/fit/spans.py.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from iqtibas.align.find.match import Choice, Decision, Scored, probabilities, ranked_alternatives, read_choice
from iqtibas.align.find.query import Query
from iqtibas.align.find.unit_evidence import UnitWords, neighbour, odds_of, read_units, unit_signals
from iqtibas.align.find.unit_signals import (
    LABEL_SIGNALS,
    RENDERED_SIGNALS,
    UNIT_SIGNALS,
    LabelSignals,
    RenderedSignals,
)
from iqtibas.align.find.units import Unit
from iqtibas.align.model import Rendering
from iqtibas.article import Segment
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.attributions import Attribution
from iqtibas.models.word_links import LINKED, WordEncoder, worst_window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# From this probability on a unit is part of the rendering, and a statement is rendered.
PART, RENDERED = 0.5, 0.5
# What interrupts a quotation ("، وأضاف الوزير: ") has at most this many code points; a sentence has more.
LONGEST_CUE = 40
# Cosine and link of an English word below which other units leave it open; words of a short lead ("مضيفا أن").
OPEN_COSINE, LITTLE_COSINE, OPEN_LINK, SHORT_LEAD = 0.5, 0.4, 0.3, 4
# Softens logits: a probability of 0 or 1 is no infinity.
SOFT = 0.01
MOST_WORDS = 30
SPOKEN = frozenset({"told", "said"})
STOPS = frozenset(".!?؟…")
FEWEST_IN_HALF = 4


@dataclass(frozen=True, slots=True)
class Assembly:
    """What was fitted: two labels of units, and whether what they make renders the statement."""

    first: Choice
    second: Choice
    rendered: Choice


@lru_cache(maxsize=1)
def load_assembly() -> Assembly:
    """The fitted models that ship with the package. Raises ModelError if they were fitted on other signals."""
    package = "iqtibas.align.find"
    data = json.loads(files(package).joinpath("spans.json").read_text(encoding="utf-8"))
    signals = {"first": UNIT_SIGNALS, "second": LABEL_SIGNALS, "rendered": RENDERED_SIGNALS}
    return Assembly(**{k: read_choice(data[k], f"{package}/spans.json, {k}", own) for k, own in signals.items()})


def chances(model: Choice, rows: Floats) -> Floats:
    """(n,): probabilities of a logistic model, whose `none` is the utility of "no"."""
    import numpy as np

    return np.asarray(1 / (1 + np.exp(np.clip(model.none - model.utilities(rows), -50, 50))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement's units, (n,), with the signals of the first labels, (n, fields of UnitSignals)."""

    words: UnitWords
    signals: Floats


def read_evidence(
    reading: ArticleReading, queries: Sequence[Query], found: Sequence[Scored], chosen: Sequence[Decision],
    units: Sequence[Unit], sentences: Sequence[Segment], words: WordEncoder, none: float,
) -> list[Evidence]:  # fmt: skip
    """The evidence of each statement of an article; they are distinct. See `unit_evidence`."""
    read = [read_units(reading, q, s, units, sentences, words, none) for q, s in zip(queries, found, strict=True)]
    having: dict[int, list[int]] = {}
    for k, own in enumerate(read):
        for place in own.at:
            having.setdefault(place, []).append(k)
    evidence = []
    for k, (query, scored, decision) in enumerate(zip(queries, found, chosen, strict=True)):
        rivals = {i for place in read[k].at for i in having[place]} - {k}
        others = [read[i] for i in sorted(rivals)]
        signals = unit_signals(reading, query, scored, decision, read[k], others, none)
        evidence.append(Evidence(read[k], signals))
    return evidence


def label_signals(mine: UnitWords, signals: Floats, first: Floats) -> Floats:
    """(n, fields of LABEL_SIGNALS): those of the first labels, and what these, (n,), say."""
    import numpy as np

    rows = []
    for k in range(len(mine.at)):
        rest = np.arange(len(mine.at)) != k
        weighed = first[rest][:, None]
        covered = (mine.covered[rest] * weighed).max(axis=0, initial=0.0)
        linking = (mine.linking[rest] * weighed).max(axis=0, initial=0.0)
        before, behind = (0.0 if (j := neighbour(mine, k, step)) is None else float(first[j]) for step in (-1, 1))
        leads = mine.units[k].role == "before"
        rows.append(
            LabelSignals(
                label=first[k],
                logit=_soft_logit(first[k]),
                previous=before,
                following=behind,
                highest=first[rest].max(initial=0.0),
                others=first[rest].sum(),
                gain=np.maximum(mine.covered[k] - np.maximum(covered, OPEN_COSINE), 0).mean(),
                gain_linked=np.maximum(mine.linking[k] - linking, 0).mean(),
                left=1 - np.maximum(covered, LITTLE_COSINE).mean(),
                left_linked=(linking < OPEN_LINK).mean(),
                between=before * behind,
                inner=leads * min(before, behind),
                inner_short=leads * (mine.counts[k] <= SHORT_LEAD) * min(before, behind),
                leading=leads * behind,
            )
        )
    return np.column_stack([signals, np.array(rows, float).reshape(len(rows), len(LabelSignals._fields))])


def _soft_logit(chance: float) -> float:
    import numpy as np

    return float(np.log((chance + SOFT) / (1 + SOFT - chance)))


def picked(labels: Floats) -> NDArray[np.bool_]:
    """(n,): which units are part of the rendering: the likeliest one, if no other is likely. n > 0."""
    import numpy as np

    return np.asarray(labels >= min(PART, float(labels.max())))


def rendered_signals(scored: Scored, evidence: Evidence, first: Floats, second: Floats, none: float) -> Floats:
    """(1, fields of RenderedSignals). first, second: (n,) labels, n > 0. none: see `read_units`."""
    import numpy as np

    mine, part = evidence.words, picked(second)
    weights = mine.counts[part] / max(1, mine.counts[part].sum())
    covered, links = mine.covered[part].max(axis=0), mine.linking[part].max(axis=0)
    linked = np.asarray(links >= LINKED, np.float32)
    half = max(FEWEST_IN_HALF, len(covered) // 2)

    def mean(name: str) -> float:
        return float(evidence.signals[part, UNIT_SIGNALS.index(name)] @ weights)

    def total(name: str) -> float:
        return float(evidence.signals[part, UNIT_SIGNALS.index(name)].sum())

    row = RenderedSignals(
        odds=odds_of(scored, none + scored.missing),
        first_odds=odds_of(scored, none),
        label=_soft_logit(float(second.max())),
        first_label=float(first.max()),
        size=float(second @ np.minimum(mine.counts, MOST_WORDS)) / max(1, len(covered)),
        covered=float(covered.mean()),
        covered_half=-worst_window(np.asarray(-covered, np.float32), half)[0],
        english_linked=float(linked.mean()),
        english_half=-worst_window(-linked, half)[0],
        english_strength=float(links.mean()),
        **{name: mean(name) for name in _MEANS},
        numbers=total("numbers_shared") - total("numbers_other"),
        words=float(np.log1p(len(covered))),
    )
    return np.array([row], float)


_MEANS = ("best", "linked", "strength", "won_a_word", "claimed", "over_best", "over_linked", "same_block")


def assemble(
    reading: ArticleReading, scored: Scored, evidence: Evidence, decision: Decision, model: Assembly, none: float,
    *, placed: bool,
) -> Decision:  # fmt: skip
    """The decision with all places of the rendering. decision: of `choose`.

    placed: the article embeds the statement, and the third model decides whether it is rendered; elsewhere `decision`
    stands, and only its places are looked for.
    """
    if not evidence.words.at or not (placed or decision.rendering):
        return decision
    first = chances(model.first, evidence.signals)
    second = chances(model.second, label_signals(evidence.words, evidence.signals, first))
    confidence = decision.confidence
    if placed:
        confidence = float(chances(model.rendered, rendered_signals(scored, evidence, first, second, none))[0])
        if confidence < RENDERED:
            return Decision(None, 1 - confidence)
    units = [unit for unit, part in zip(evidence.words.units, picked(second), strict=True) if part]
    return Decision(_rendering(reading, scored, _uninterrupted(units), confidence, none), confidence)


def _uninterrupted(units: Sequence[Unit]) -> list[Unit]:
    """Units without what stands between two quotations: "«…»، وأضاف: «…»" is said in two places."""
    quoted = [0, *(unit.quoted for unit in units), 0]
    said = [unit.role in SPOKEN for unit in units]
    kept = []
    for k, unit in enumerate(units):
        before = next((quoted[i + 1] for i in range(k - 1, -1, -1) if said[i]), 0)
        behind = next((quoted[i + 1] for i in range(k + 1, len(units)) if said[i]), 0)
        if said[k] or not (before and behind and before != behind):
            kept.append(unit)
    return kept


def _rendering(
    reading: ArticleReading, scored: Scored, units: Sequence[Unit], confidence: float, none: float
) -> Rendering:
    parts = merged(reading, units)
    main = max(_joined(parts), key=lambda part: (part.end - part.start, -part.start))
    shares = probabilities(scored.utilities, none + scored.missing).tolist()
    alternatives = ranked_alternatives(scored.stretches, shares, [main, *parts])
    several = tuple(parts) if len(parts) > 1 else ()
    return Rendering(main.start, main.end, confidence, alternatives, several, attributions_of(reading, parts))


def merged(reading: ArticleReading, units: Sequence[Unit]) -> list[Segment]:
    """The places of units: those with nothing but signs between them are one, and stops end them.

    units: in order, one or more.
    """
    parts = [Segment(units[0].start, units[0].end)]
    for unit in units[1:]:
        if any(map(str.isalnum, reading.text[parts[-1].end : unit.start])):
            parts.append(Segment(unit.start, unit.end))
        else:
            parts[-1] = Segment(parts[-1].start, unit.end)
    return [Segment(part.start, _past_stops(reading.text, part.end)) for part in parts]


def _past_stops(text: str, at: int) -> int:
    """A stop right behind a place ends what is said, and belongs to it."""
    stop = at
    while stop < len(text) and text[stop] in STOPS:
        stop += 1
    return stop


def _joined(parts: Sequence[Segment]) -> list[Segment]:
    """Parts with no more than a cue between them as one: "«…»، وأضاف: «…»" is one rendering, interrupted."""
    joined = [parts[0]]
    for part in parts[1:]:
        if part.start - joined[-1].end <= LONGEST_CUE:
            joined[-1] = Segment(joined[-1].start, part.end)
        else:
            joined.append(part)
    return joined


def attributions_of(reading: ArticleReading, parts: Sequence[Segment]) -> tuple[Attribution, ...]:
    """The words that say who speaks, right before, in, or right behind the places of a rendering."""
    found = []
    attributions = reading.attributions
    for part in parts:
        first = max(0, bisect_left(attributions, part.start, key=lambda a: a.end) - 1)
        for one in attributions[first:]:
            if one.start > part.end and _words_between(reading, part.end, one.start):
                break
            leads = one.place == "before" and one.end <= part.start and not _words_between(reading, one.end, part.start)
            names = one.place == "behind" and one.start >= part.end
            if (leads or names or part.start <= one.start < part.end) and one not in found:
                found.append(one)
    return tuple(found)


def _words_between(reading: ArticleReading, start: int, end: int) -> bool:
    return any(map(str.isalnum, reading.text[start:end]))

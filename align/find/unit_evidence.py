"""What words, places and other statements say of the units of an article; named in align/find/unit_signals.py.

The states are those that the shortlist was compared with: nothing is encoded anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from iqtibas.align.find.match import Decision, Scored, log_odds, probabilities
from iqtibas.align.find.query import Query
from iqtibas.align.find.unit_signals import UnitSignals
from iqtibas.align.find.units import Unit
from iqtibas.article import Segment, Span
from iqtibas.article.article_reading import ArticleReading
from iqtibas.models.word_links import LINKED, WordEncoder, link_strength

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from iqtibas.models.e5 import States

    Floats = NDArray[np.float64]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MOST_NUMBERS = 2
# Usual cosines: of neighbours that are not there, with other statements, of English words with unrelated Arabic.
USUAL_NEIGHBOUR, USUAL_OTHER, USUAL_COVERED = 0.7, 0.6, 0.45
# Likeliest units are those with this part of the highest share of the matcher's probability.
LIKELY = 0.5
# Words at the beginning of what the article tells are no part of a rendering ("ودعت الوزيرة فلانة …") where they are
# linked so seldom, and are so many, that leaving them out gains this much; a word costs what a link must be worth.
WORTH, LEAST_GAIN, FEWEST_KEPT, FEWEST_WORDS = 0.35, 1.0, 3, 5
TRIMMED_ROLES = frozenset({"told", "before"})
NO_ODDS = -9.0


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A statement's words against those of n units, in order: the units of all sentences that its shortlist lies in.

    at: which of the article's each is. units: without what was trimmed. counts: (n,) their words. covered, linking,
    own: (n, e) each of e English words' best cosine and best link with a word of a unit; `own` where only the sentence
    competes. best, low, linked, strength, own_linked, own_strength, won, share: (n,), see `UnitSignals`.
    """

    at: tuple[int, ...]
    units: tuple[Unit, ...]
    counts: Floats
    covered: Floats
    linking: Floats
    own: Floats
    best: Floats
    low: Floats
    linked: Floats
    strength: Floats
    own_linked: Floats
    own_strength: Floats
    won: Floats
    share: Floats


@dataclass(frozen=True, slots=True)
class _Words:
    """Arabic words of a shortlist's sentences: (w, 2) places, (e, w) cosines and links with the English ones."""

    places: NDArray[np.int64]
    cosines: Floats
    links: Floats
    own: Floats


def read_units(
    reading: ArticleReading,
    query: Query,
    scored: Scored,
    units: Sequence[Unit],
    sentences: Sequence[Segment],
    words: WordEncoder,
    none: float,
) -> UnitWords:
    """A statement's words against the units. units, sentences: of the article. none: utility of "not rendered here"."""
    import numpy as np

    read = sorted({k for stretch in scored.stretches for k in _sentences_of(sentences, stretch)})
    at = tuple(k for own in read for k in _units_of(units, own))
    _, english = words.states(query.reading)
    found = _words(reading, [sentences[k] for k in read], english, words)
    trimmed = [_trimmed(units[k], found) for k in at]
    inside = [_inside(unit, found) for unit in trimmed]
    covered, linking, own = (_over(matrix, inside, axis=1) for matrix in (found.cosines, found.links, found.own))
    per_word = [[matrix[:, k].max(axis=0) if len(k) else np.zeros(1) for k in inside]
                for matrix in (found.cosines, found.links, found.own)]  # fmt: skip
    shares = probabilities(scored.utilities, none + scored.missing)[:-1]
    winner = covered.argmax(axis=0) if at else np.zeros(0)
    return UnitWords(
        at=at,
        units=tuple(trimmed),
        counts=np.array([len(k) for k in inside], float),
        covered=covered,
        linking=linking,
        own=own,
        best=_means(per_word[0]),
        low=_means([np.sort(row)[: max(1, len(row) // 3)] for row in per_word[0]]),
        linked=_means([row >= LINKED for row in per_word[1]]),
        strength=_means(per_word[1]),
        own_linked=_means([row >= LINKED for row in per_word[2]]),
        own_strength=_means(per_word[2]),
        won=np.array([float((winner == k).mean()) for k in range(len(at))]),
        share=np.array(
            [sum(p for p, s in zip(shares, scored.stretches, strict=True) if _mostly_in(units[k], s)) for k in at],
            float,
        ),
    )


def _units_of(units: Sequence[Unit], sentence: int) -> range:
    """The units of a sentence. units: of the article, in order."""
    first = bisect_left(units, sentence, key=lambda unit: unit.sentence)
    return range(first, bisect_right(units, sentence, lo=first, key=lambda unit: unit.sentence))


def _sentences_of(sentences: Sequence[Segment], stretch: Span) -> range:
    first = bisect_right(sentences, stretch.start, key=lambda s: s.end)
    last = first
    while last < len(sentences) and sentences[last].start < stretch.end:
        last += 1
    return range(first, last)


def _words(reading: ArticleReading, read: Sequence[Segment], english: States, words: WordEncoder) -> _Words:
    import numpy as np

    if not read:
        nothing = np.zeros((len(english.words), 0))
        return _Words(np.zeros((0, 2), int), nothing, nothing, nothing)
    places, cosines, own, states = [], [], [], []
    for sentence in read:
        spans, arabic = words.states(reading.part(sentence.start, sentence.end))
        places += [(sentence.start + start, sentence.start + end) for start, end in spans]
        cosines.append((english.words @ arabic.words.T).astype(float))
        own.append(link_strength(english.linking, arabic.linking).astype(float))
        states.append(arabic.linking)
    links = link_strength(english.linking, np.concatenate(states)).astype(float)
    return _Words(np.array(places, int).reshape(-1, 2), np.concatenate(cosines, 1), links, np.concatenate(own, 1))


def _inside(unit: Unit, found: _Words) -> NDArray[np.int64]:
    import numpy as np

    return np.flatnonzero((found.places[:, 0] >= unit.start) & (found.places[:, 1] <= unit.end))


def _trimmed(unit: Unit, found: _Words) -> Unit:
    """A unit without the words at its beginning that are hardly linked: verb and subject of what is reported."""
    import numpy as np

    inside = _inside(unit, found)
    if unit.role not in TRIMMED_ROLES or len(inside) < FEWEST_WORDS:
        return unit
    worth = np.where(found.own[:, inside].max(axis=0) >= LINKED, 1.0, 0.0) - WORTH
    left = np.cumsum(worth[::-1])[::-1]
    first = int(left[: 1 - FEWEST_KEPT].argmax())
    if first and left[first] - left[0] > LEAST_GAIN:
        return replace(unit, start=int(found.places[inside[first], 0]), trimmed=True)
    return unit


def _over(matrix: Floats, inside: Sequence[NDArray[np.int64]], axis: int) -> Floats:
    """(n, e): the highest value of each English word in each unit, 0 in one without words."""
    import numpy as np

    rows = [matrix[:, k].max(axis=axis) if len(k) else np.zeros(len(matrix)) for k in inside]
    return np.array(rows, float).reshape(len(inside), len(matrix))


def _means(rows: Iterable[NDArray[Any]]) -> Floats:
    import numpy as np

    return np.array([row.mean() for row in rows], float)


def _mostly_in(unit: Span, stretch: Span) -> bool:
    return 2 * (min(unit.end, stretch.end) - max(unit.start, stretch.start)) > unit.end - unit.start


def odds_of(scored: Scored, none: float) -> float:
    """Log odds of "rendered here"; see `match.log_odds`."""
    return log_odds(scored.utilities, none) if len(scored.stretches) else NO_ODDS


def unit_signals(
    reading: ArticleReading, query: Query, scored: Scored, decision: Decision, mine: UnitWords,
    others: Sequence[UnitWords], none: float,
) -> Floats:  # fmt: skip
    """(n, fields of UnitSignals). decision: of `choose`. others: of the article's other statements."""
    import numpy as np

    if not mine.at:
        return np.zeros((0, len(UnitSignals._fields)))
    shares = probabilities(scored.utilities, none + scored.missing)
    likeliest = scored.stretches[int(shares[:-1].argmax())]
    given = mine.share / max(1e-9, 1 - shares[-1])
    columns = {
        **_word_columns(mine),
        "share": mine.share,
        "given": given,
        "relative": mine.share / max(1e-9, mine.share.max()),
        "likeliest": _flags(_mostly_in(unit, likeliest) for unit in mine.units),
        **_chosen(mine, scored, decision),
        **_gains(mine),
        **_kinds(mine),
        **_places(mine),
        **_neighbours(mine, given, -1, "previous", "led", "before"),
        **_neighbours(mine, given, 1, "following", "sourced", "behind"),
        **_rivals(mine, others),
        **_numbers(reading, query, mine.units),
        "odds": np.full(len(mine.at), odds_of(scored, none + scored.missing)),
    }
    return np.column_stack([columns[name] for name in UnitSignals._fields])


def _flags(values: object) -> Floats:
    import numpy as np

    return np.array([float(value) for value in values])  # type: ignore[attr-defined]


def _word_columns(mine: UnitWords) -> dict[str, Floats]:
    import numpy as np

    english = mine.covered.shape[1]
    named = ("best", "low", "linked", "strength", "own_linked", "own_strength", "won")
    return {name: getattr(mine, name) for name in named} | {
        "won_a_word": mine.won * english / np.maximum(1, mine.counts),
        "english_linked": (mine.own >= LINKED).mean(axis=1),
        "english_strength": mine.own.mean(axis=1),
        "words": np.log1p(mine.counts),
        "ratio": mine.counts / max(1, english),
    }


def _chosen(mine: UnitWords, scored: Scored, decision: Decision) -> dict[str, Floats]:
    """Whether each unit is in the stretch that the statement was given, and how that stands."""
    given = decision.rendering
    stretch = next((s for s in scored.stretches if given and (s.start, s.end) == (given.start, given.end)), None)
    inside = _flags(stretch is not None and _mostly_in(unit, stretch) for unit in mine.units)
    return {
        "chosen": inside,
        "chosen_whole": inside * float(stretch is not None and stretch.whole),
        "chosen_quoted": inside * float(stretch is not None and stretch.quoted),
        "chosen_cued": inside * float(stretch is not None and stretch.cued),
    }


def _gains(mine: UnitWords) -> dict[str, Floats]:
    """What each unit adds to the others among the likeliest ones."""
    import numpy as np

    likely = np.flatnonzero(mine.share > LIKELY * mine.share.max())
    rows = []
    for k in range(len(mine.at)):
        rest = likely[likely != k]
        covered = mine.covered[rest].max(axis=0) if len(rest) else np.full(mine.covered.shape[1], USUAL_COVERED)
        linking = mine.linking[rest].max(axis=0) if len(rest) else np.zeros(mine.covered.shape[1])
        gain = np.maximum(mine.covered[k] - covered, 0).mean(), np.maximum(mine.linking[k] - linking, 0).mean()
        rows.append((*gain, 1 - covered.mean(), 1 - (linking >= LINKED).mean()))
    return dict(zip(("gain", "gain_linked", "left", "left_linked"), np.array(rows, float).T, strict=True))


def _kinds(mine: UnitWords) -> dict[str, Floats]:
    roles = {role: _flags(unit.role == role for unit in mine.units) for role in ("told", "said", "before", "behind")}
    return roles | {
        "trimmed": _flags(unit.trimmed for unit in mine.units),
        "quoted": _flags(unit.quoted > 0 for unit in mine.units),
        "heading": _flags(unit.heading for unit in mine.units),
        "title": _flags(unit.block == 0 for unit in mine.units),
    }


def _places(mine: UnitWords) -> dict[str, Floats]:
    """Where each unit stands, seen from the likeliest one."""
    import numpy as np

    nearest = int(mine.share.argmax())
    one, at = mine.units[nearest], np.array(mine.at)
    return {
        "same_sentence": _flags(unit.sentence == one.sentence for unit in mine.units),
        "same_quotation": _flags(unit.quoted > 0 and unit.quoted == one.quoted for unit in mine.units),
        "same_block": _flags(unit.block == one.block for unit in mine.units),
        "next_sentence": _flags(abs(unit.sentence - one.sentence) == 1 for unit in mine.units),
        "same_role": _flags(unit.role == one.role for unit in mine.units),
        "after": _flags(at > at[nearest]),
        "distance": np.log1p(np.abs(at - at[nearest])),
    }


def neighbour(mine: UnitWords, k: int, step: int) -> int | None:
    """The unit right before (step -1) or behind (1) the k-th in its block, if it was looked at."""
    other = k + step
    if not 0 <= other < len(mine.at) or mine.at[other] != mine.at[k] + step:
        return None
    return other if mine.units[other].block == mine.units[k].block else None


def _neighbours(mine: UnitWords, given: Floats, step: int, name: str, flag: str, role: str) -> dict[str, Floats]:
    import numpy as np

    rows = []
    for k in range(len(mine.at)):
        other = neighbour(mine, k, step)
        if other is None:
            rows.append((0.0, USUAL_NEIGHBOUR, 0.0, 0.0, 0.0, 0.0))
        else:
            values = (mine.best[other], mine.linked[other], mine.own_linked[other], given[other])
            rows.append((1.0, *values, float(mine.units[other].role == role)))
    names = (name, f"{name}_best", f"{name}_linked", f"{name}_own", f"{name}_given", flag)
    return dict(zip(names, np.array(rows, float).T, strict=True))


def _rivals(mine: UnitWords, others: Sequence[UnitWords]) -> dict[str, Floats]:
    """What other statements have of each unit."""
    import numpy as np

    share, best, linked = (dict.fromkeys(mine.at, usual) for usual in (0.0, -1.0, 0.0))
    for other in others:
        for k, place in enumerate(other.at):
            if place in share:
                share[place] = max(share[place], other.share[k])
                best[place] = max(best[place], other.best[k])
                linked[place] = max(linked[place], other.linked[k])
    usual = np.array([value if value >= 0 else USUAL_OTHER for value in best.values()])
    return {
        "claimed": np.array(list(share.values())),
        "over_best": mine.best - usual,
        "over_linked": mine.linked - np.array(list(linked.values())),
    }


def _numbers(reading: ArticleReading, query: Query, units: Sequence[Unit]) -> dict[str, Floats]:
    ours = set(_NUMBER.findall(query.text.replace(",", "")))
    theirs = [set(_NUMBER.findall(reading.plain(unit.start, unit.end).replace(",", ""))) for unit in units]
    return {
        "numbers_shared": _flags(min(MOST_NUMBERS, len(own & ours)) for own in theirs),
        "numbers_other": _flags(min(MOST_NUMBERS, len(own - ours)) for own in theirs),
    }

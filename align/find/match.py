"""Choosing the rendering of each statement among the stretches of its article, or none.

Stretches compete in a conditional logit (McFadden 1974) with "not rendered here" as one more choice, so that a
probability already knows how good the others are. A cheap model over sentence vectors makes a shortlist; a full model,
which also reads word states and has a small hidden layer, decides; where it is not sure, a translation model is asked
(align/find/second_look.py). align/find/assemble.py then puts the rendering together from clauses around what was
chosen. All here are fitted by bench/fit/aligner.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heappop, heappush
from importlib.resources import files
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from iqtibas.align.find.candidates import Stretch
from iqtibas.align.find.evidence import Background
from iqtibas.align.find.signals import CHEAP_SIGNALS, FULL_SIGNALS
from iqtibas.align.model import Candidate, Rendering
from iqtibas.article import Span
from iqtibas.article.model import overlaps
from iqtibas.models.signals import require_signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Two stretches tell of the same rendering from this overlap on (intersection over union).
SAME_RENDERING = 0.6
ALTERNATIVES = 3
# Below this a hidden unit's mean slope is taken to be the slope where it starts: the quotient would be 0 / 0.
FLAT = 1e-9
# Above this probability the answer is "not rendered here".
LIKELY_MISSING = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A fitted conditional logit over k signals, with a hidden layer of h units, or none (h = 0).

    mean, deviation: (k,) standardise the signals. weights: (k,). hidden: (k, h), bias: (h,), out: (h,) of the
    hidden layer. none: utility of "missing", over that of a row of averages.
    """

    mean: Floats
    deviation: Floats
    weights: Floats
    hidden: Floats
    bias: Floats
    out: Floats
    none: float

    def utilities(self, signals: Floats) -> Floats:
        """(n,): how strongly each row of signals (n, k) speaks for its stretch."""
        import numpy as np

        rows = (signals - self.mean) / self.deviation
        hidden = np.tanh(rows @ self.hidden + self.bias) - np.tanh(self.bias)
        return np.asarray(rows @ self.weights + hidden @ self.out)

    def contributions(self, signals: Floats) -> Floats:
        """(n, k): what every signal of a row (n, k) adds to its utility; rows add up to it.

        Integrated gradients (Sundararajan et al. 2017, eq. 1) from a row of averages, whose utility is 0; for one
        hidden layer of tanh the integral is exact.
        """
        import numpy as np

        rows = (signals - self.mean) / self.deviation
        way = rows @ self.hidden
        rise = np.tanh(way + self.bias) - np.tanh(self.bias)
        flat = np.abs(way) < FLAT
        slopes = np.where(flat, 1 - np.tanh(self.bias) ** 2, rise / np.where(flat, 1.0, way))
        return np.asarray(rows * (self.weights + (slopes * self.out) @ self.hidden.T))


class Asked(NamedTuple):
    """What a translation model says of a statement, in nats a character of it.

    surprise: the negative log-probability of the statement given its best stretch. gain: how much lower that is than
    the mean given the next best stretches that do not overlap it. part: how much higher that is for one of its
    sentences.
    """

    surprise: float
    gain: float
    part: float


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A fitted logistic model of "the best stretch renders the statement"; see align/find/second_look.py.

    odds: weight of the matcher's log odds. surprise, gain, part: weights of what the translation model says.
    """

    odds: float
    surprise: float
    gain: float
    part: float
    bias: float

    def shift(self, odds: float, asked: Asked) -> float:
        """What "not rendered here" gains in utility, negative where the translation model believes the rendering."""
        heard = self.surprise * asked.surprise + self.gain * asked.gain + self.part * asked.part
        return odds - (self.odds * odds + heard + self.bias)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Everything that was fitted. shared: what a stretch loses in utility once another statement has it.

    look: the second look at doubtful statements, or None where the matcher's word is the last.
    """

    cheap: Choice
    full: Choice
    shared: float
    background: Background
    look: SecondLook | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """The shortlist of one statement with its utilities, (n,), and the signals behind them, (n, len(FULL_SIGNALS)).

    covered: (n, e), each word's best cosine, see `align.find.evidence.WordEvidence`. missing: what "not rendered here"
    gains in utility for this statement, see align/find/second_look.py.
    """

    stretches: tuple[Stretch, ...]
    utilities: Floats
    signals: Floats | None = None
    covered: Floats | None = None
    missing: float = 0.0


@dataclass(frozen=True, slots=True)
class Decision:
    """A rendering or None, and the probability that this is right."""

    rendering: Rendering | None
    confidence: float


def overlap(a: Span, b: Span) -> float:
    """Intersection over union of two spans, 0 to 1."""
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return shared / ((a.end - a.start) + (b.end - b.start) - shared) if shared else 0.0


def probabilities(utilities: Floats, none: float) -> Floats:
    """(n + 1,): softmax over the stretches and, last, "not rendered here"."""
    import numpy as np

    logits = np.append(utilities, none)
    weights = np.exp(logits - logits.max())
    return np.asarray(weights / weights.sum())


def log_odds(utilities: Floats, none: float) -> float:
    """Logarithm of how much likelier "rendered by one of the stretches" (n,) is than "not rendered here"; n > 0."""
    import numpy as np

    highest = utilities.max()
    return float(highest + np.log(np.exp(utilities - highest).sum()) - none)


def choose(scored: Sequence[Scored], none: float, shared: float = inf) -> list[Decision]:
    """One decision a statement, in the order of how sure they are.

    A stretch goes to whoever is surest of it; for the others, it and what overlaps it lose `shared` of their
    utility: two statements rarely have one rendering, unless both fit it far better than anything else.
    """
    utilities = {i: s.utilities.astype(float) for i, s in enumerate(scored)}
    offers = {i: _offer(scored[i].stretches, left, none + scored[i].missing) for i, left in utilities.items()}
    in_block = _statements_by_block(scored)
    waiting = [_priority(offers[i], i) for i in offers]
    heapify(waiting)
    decided: dict[int, Decision] = {}
    while waiting:
        first = heappop(waiting)
        surest = first[-1]
        if surest in decided or first != _priority(offers[surest], surest):
            continue  # decided, or offered less since then
        decided[surest] = offers[surest]
        if taken := offers[surest].rendering:
            block = next(s.block for s in scored[surest].stretches if (s.start, s.end) == (taken.start, taken.end))
            for i in (k for k in in_block[block] if k not in decided):
                inside = [overlaps(s, taken) for s in scored[i].stretches]
                if any(inside):
                    utilities[i][inside] -= shared
                    offers[i] = _offer(scored[i].stretches, utilities[i], none + scored[i].missing)
                    heappush(waiting, _priority(offers[i], i))
    return [decided[i] for i in range(len(scored))]


def _statements_by_block(scored: Sequence[Scored]) -> dict[int, list[int]]:
    """Which statements have a stretch in each block; stretches of different blocks do not overlap."""
    found: dict[int, list[int]] = {}
    for i, own in enumerate(scored):
        for block in {stretch.block for stretch in own.stretches}:
            found.setdefault(block, []).append(i)
    return found


def _priority(offer: Decision, number: int) -> tuple[bool, float, int]:
    """The surest first; of equals, the first statement."""
    return offer.rendering is None, -offer.confidence, number


def _offer(stretches: Sequence[Stretch], utilities: Floats, none: float) -> Decision:
    """The best stretch unless "missing" is likelier than all; its confidence counts near-duplicates."""
    *shares, missing = probabilities(utilities, none).tolist()
    if missing > LIKELY_MISSING or not stretches:
        return Decision(None, missing)
    best = stretches[shares.index(max(shares))]
    same = (p for p, s in zip(shares, stretches, strict=True) if overlap(s, best) >= SAME_RENDERING)
    confidence = min(1.0, sum(same))
    return Decision(
        Rendering(best.start, best.end, confidence, ranked_alternatives(stretches, shares, [best])), confidence
    )


def likeliest(scored: Scored, none: float) -> Candidate | None:
    """The best stretch, however likely it is that the statement is not rendered here; None where there is none.

    Its confidence counts near-duplicates. none: the utility of "not rendered here".
    """
    if not scored.stretches:
        return None
    shares = probabilities(scored.utilities, none + scored.missing).tolist()[:-1]
    best = scored.stretches[shares.index(max(shares))]
    same = (p for p, s in zip(shares, scored.stretches, strict=True) if overlap(s, best) >= SAME_RENDERING)
    return Candidate(best.start, best.end, min(1.0, sum(same)))


def ranked_alternatives(
    stretches: Sequence[Stretch], shares: Sequence[float], taken: Sequence[Span]
) -> tuple[Candidate, ...]:
    """The likeliest stretches that overlap neither what is taken nor each other, best first."""
    ranked = sorted(range(len(stretches)), key=lambda k: (-shares[k], k))
    kept = list(taken)
    others: list[Candidate] = []
    for k in ranked:
        if not any(overlaps(stretches[k], s) for s in kept) and len(others) < ALTERNATIVES:
            kept.append(stretches[k])
            others.append(Candidate(stretches[k].start, stretches[k].end, shares[k]))
    return tuple(others)


CHOICE_ARRAYS = ("mean", "deviation", "weights", "hidden", "bias", "out")


def read_choice(data: dict[str, Any], where: str, signals: Sequence[str]) -> Choice:
    """A fitted model as its file has it. Raises ModelError if it was fitted on other signals."""
    import numpy as np

    require_signals(where, data.get("signals"), signals, data["weights"])
    arrays = {name: np.array(data[name], float) for name in CHOICE_ARRAYS}
    hidden = arrays["hidden"].reshape(len(arrays["mean"]), len(arrays["bias"]))
    return Choice(**arrays | {"hidden": hidden}, none=float(data["none"]))


@lru_cache(maxsize=2)
def load_matcher(name: str = "matcher") -> Matcher:
    """The fitted models that ship with the package: "matcher" for embeds, "check" for statements without a place.

    Raises ModelError if they were fitted on other signals.
    """
    import numpy as np

    package = "iqtibas.align.find"
    data = json.loads(files(package).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    means = {name: np.array(row, np.float32) for name, row in data["means"].items()}
    background = Background(**means, covered=data["covered"])
    signals = {"cheap": CHEAP_SIGNALS, "full": FULL_SIGNALS}
    cheap, full = (read_choice(data[k], f"{package}/{name}.json, {k}", own) for k, own in signals.items())
    look = SecondLook(**data["look"]) if data.get("look") else None
    return Matcher(cheap, full, data["shared"], background, look)

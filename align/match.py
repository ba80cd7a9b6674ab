"""Choosing the rendering of each statement among the stretches of its article, or none.

Stretches compete in a conditional logit (McFadden 1974) with "not rendered here" as one more choice, so that a
probability already knows how good the others are. A cheap model over sentence vectors makes a shortlist; a full
model that also reads word states decides. Both are fitted by bench/aligner.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from align.candidates import Stretch
from align.evidence import CHEAP_SIGNALS, WORD_SIGNALS, Background
from align.model import Candidate, Rendering

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ALL_SIGNALS = (*CHEAP_SIGNALS, *WORD_SIGNALS)
# Two stretches tell of the same rendering from this overlap on (intersection over union).
SAME_RENDERING = 0.6
ALTERNATIVES = 3
# Above this probability the answer is "not rendered here".
LIKELY_MISSING = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A fitted conditional logit. weights: (n signals,) for standardised signals; none: utility of "missing"."""

    mean: Floats
    deviation: Floats
    weights: Floats
    none: float

    def utilities(self, signals: Floats) -> Floats:
        """(n,): how strongly each row of signals (n, k) speaks for its stretch."""
        import numpy as np

        return np.asarray((signals - self.mean) / self.deviation @ self.weights)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Everything that was fitted."""

    cheap: Choice
    full: Choice
    background: Background


@dataclass(frozen=True, slots=True)
class Scored:
    """The shortlist of one statement with its utilities, (n,) each."""

    stretches: tuple[Stretch, ...]
    utilities: Floats


@dataclass(frozen=True, slots=True)
class Decision:
    """A rendering or None, and the probability that this is right."""

    rendering: Rendering | None
    confidence: float


def overlap(a: Stretch, b: Stretch) -> float:
    """Intersection over union of two spans, 0 to 1."""
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return shared / ((a.end - a.start) + (b.end - b.start) - shared) if shared else 0.0


def probabilities(utilities: Floats, none: float) -> Floats:
    """(n + 1,): softmax over the stretches and, last, "not rendered here"."""
    import numpy as np

    logits = np.append(utilities, none)
    weights = np.exp(logits - logits.max())
    return np.asarray(weights / weights.sum())


def choose(scored: Sequence[Scored], none: float) -> list[Decision]:
    """One decision a statement. A stretch is given away once, to whoever is surest of it."""
    free = {i: list(range(len(s.stretches))) for i, s in enumerate(scored)}
    decided: dict[int, Decision] = {}
    while free:
        offers = {i: _offer(scored[i], open_, none) for i, open_ in free.items()}
        surest = max(offers, key=lambda i: (offers[i].rendering is not None, offers[i].confidence, -i))
        decided[surest] = offers[surest]
        del free[surest]
        if taken := offers[surest].rendering:
            free = {i: [k for k in open_ if not _meet(scored[i].stretches[k], taken)] for i, open_ in free.items()}
    return [decided[i] for i in range(len(scored))]


def _meet(stretch: Stretch, rendering: Rendering) -> bool:
    return stretch.start < rendering.end and rendering.start < stretch.end


def _offer(scored: Scored, open_: list[int], none: float) -> Decision:
    """The best open stretch unless "missing" is likelier than all; its confidence counts near-duplicates."""
    if not open_:
        return Decision(None, 1.0)
    stretches = [scored.stretches[k] for k in open_]
    *shares, missing = probabilities(scored.utilities[open_], none).tolist()
    if missing > LIKELY_MISSING:
        return Decision(None, missing)
    best = stretches[shares.index(max(shares))]
    same = (p for p, s in zip(shares, stretches, strict=True) if overlap(s, best) >= SAME_RENDERING)
    confidence = min(1.0, sum(same))
    return Decision(Rendering(best.start, best.end, confidence, _alternatives(stretches, shares, best)), confidence)


def _alternatives(stretches: Sequence[Stretch], shares: Sequence[float], best: Stretch) -> tuple[Candidate, ...]:
    ranked = sorted(range(len(stretches)), key=lambda k: (-shares[k], k))
    kept: list[Stretch] = [best]
    others: list[Candidate] = []
    for k in ranked:
        if not any(stretches[k].overlaps(s) for s in kept) and len(others) < ALTERNATIVES:
            kept.append(stretches[k])
            others.append(Candidate(stretches[k].start, stretches[k].end, shares[k]))
    return tuple(others)


def _choice(data: dict[str, Any]) -> Choice:
    import numpy as np

    mean, deviation, weights = (np.array(data[name], float) for name in ("mean", "deviation", "weights"))
    return Choice(mean, deviation, weights, float(data["none"]))


@lru_cache(maxsize=1)
def load_matcher() -> Matcher:
    """The fitted models that ship with the package."""
    import numpy as np

    data = json.loads(files("align").joinpath("weights/matcher.json").read_text(encoding="utf-8"))
    means = {name: np.array(row, np.float32) for name, row in data["means"].items()}
    background = Background(**means, covered=data["covered"])
    return Matcher(_choice(data["cheap"]), _choice(data["full"]), background)

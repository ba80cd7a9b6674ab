"""All that speaks for a change, an omission and an addition, weighed together: which verdict a pair gets, how surely.

Each check sees its own kind and was fitted on changes that were planted; what it says means less in a free rendering
than in a close one. Four small models over the same signals, logistic with a hidden layer, fitted on renderings that
people wrote (bench/fit/verdict.py), say how likely it is that something is altered, left out, added, and that nothing
differs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import Any, NamedTuple, get_args

from iqtibas.align.find.assemble import chances
from iqtibas.align.find.match import Choice, read_choice
from iqtibas.align.ledger.fitted import Decided, decided
from iqtibas.align.ledger.pair import Pair
from iqtibas.align.model import Finding, FindingKind
from iqtibas.models.divergence import KINDS, Divergence
from iqtibas.models.signals import signal_names

OF_VERDICT = "verdict-"
"""What the names of the fitted models begin with."""
VERDICT_FILE = "verdict.json"
LEAST = 0.0025
"""Probabilities are taken as log-odds no lower than this one's, which also stands for what no check was asked."""


class VerdictSignals(NamedTuple):
    """What is known of a pair. Where it says "log-odds", of a probability between LEAST and 1 - LEAST.

    The first of each kind: the severity of its gravest finding, 0 if there is none.
    """

    number: float
    name: float
    negation: float
    modality: float
    omission: float
    addition: float
    number_exchanged: float
    """Log-odds of the fitted model of that check, the highest that it gave; so all to `opposite_weighed`."""
    name_weighed: float
    negation_weighed: float
    denial_weighed: float
    opposite_weighed: float
    modality_weighed: float
    omission_weighed: float
    addition_weighed: float
    word_altered: float
    """Log-odds of the word that the tagger finds contradicted most surely."""
    words_omitted: float
    """Log-odds of the English words that it finds left out most surely."""
    words_added: float
    pair_altered: float
    """Log-odds that the tagger gives the pair as a whole; so the next two."""
    pair_omission: float
    pair_addition: float
    kind_number: float
    """Log-odds that the tagger gives a change of this kind; so the next three."""
    kind_name: float
    kind_negation: float
    kind_modality: float
    length: float
    """Logarithm of the Arabic letters over the English ones; spaces do not count."""
    words: float
    """Logarithm of the number of words of the statement."""
    rendering: float
    """Log-odds that this is the rendering."""
    elsewhere: float
    """Cosine of what is left out and the likest sentence of the article outside of the rendering; 0 if nothing is."""


_FITTED = {
    "number_exchanged": "exchanged", "name_weighed": "name", "negation_weighed": "negation",
    "denial_weighed": "denial", "opposite_weighed": "polarity", "modality_weighed": "modality",
    "omission_weighed": "omission", "addition_weighed": "addition",
}  # fmt: skip
_GRADED = tuple(kind for kind in get_args(FindingKind) if kind != "quotation")


@dataclass(frozen=True, slots=True)
class Weight:
    """How likely it is that something is altered, left out, added, and that nothing differs; 0 to 1 each."""

    altered: float
    omission: float
    addition: float
    faithful: float


def verdict_signals(
    pair: Pair,
    findings: Sequence[Finding],
    decisions: Sequence[Decided],
    divergence: Divergence,
    confidence: float,
    elsewhere: float = 0.0,
) -> VerdictSignals:
    """findings, decisions: of all checks on the pair. confidence: of the rendering. elsewhere: as the signal."""
    graded = {kind: max((f.severity for f in findings if f.kind == kind), default=0.0) for kind in _GRADED}
    likeliest: dict[str, float] = {}
    for one in decisions:
        likeliest[one.model] = max(likeliest.get(one.model, 0.0), one.probability)
    weighed = {signal: log_odds(likeliest.get(model, 0.0)) for signal, model in _FITTED.items()}
    return VerdictSignals(
        **graded,
        **weighed,
        **divergence_signals(divergence),
        length=log(max(1, _letters(pair.masked_arabic)) / max(1, _letters(pair.masked_english))),
        words=log(max(1, len(pair.english_words))),
        rendering=log_odds(confidence),
        elsewhere=elsewhere,
    )


def divergence_signals(divergence: Divergence) -> dict[str, float]:
    """The signals of the tagger, by their names."""
    altered, omission, addition = map(float, divergence.pair)
    return {
        "word_altered": log_odds(divergence.altered),
        "words_omitted": log_odds(divergence.omitted),
        "words_added": log_odds(divergence.added),
        "pair_altered": altered,
        "pair_omission": omission,
        "pair_addition": addition,
        **{f"kind_{kind}": float(value) for kind, value in zip(KINDS, divergence.kinds, strict=True)},
    }


def log_odds(probability: float) -> float:
    """Of a probability, which is brought between LEAST and 1 - LEAST."""
    kept = min(1 - LEAST, max(LEAST, probability))
    return log(kept / (1 - kept))


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def weigh(signals: VerdictSignals) -> Weight:
    """What the fitted models make of the signals; whoever is watching (`ledger.fitted`) sees what each signal adds."""
    names = signal_names(VerdictSignals)
    models = verdict_models().items()
    return Weight(**{name: probability(f"{OF_VERDICT}{name}", model, names, signals, 0.5) for name, model in models})


def probability(name: str, model: Choice, names: Sequence[str], signals: Sequence[float], cut: float) -> float:
    """What a fitted model makes of its signals, 0 to 1; whoever is watching sees what each adds. names: of them."""
    import numpy as np

    row = np.array([signals])
    told = float(chances(model, row)[0])
    added = model.contributions(row)[0].tolist()
    slopes = tuple(part / value if value else 0.0 for part, value in zip(added, signals, strict=True))
    decided(Decided(name, "", tuple(names), slopes, tuple(signals), told, cut))
    return told


@lru_cache(maxsize=1)
def verdict_models() -> Mapping[str, Choice]:
    """The four models by the names of `Weight`'s fields, in their order. Raises ModelError if they do not fit."""
    data = verdict_file()
    return {
        name: read_choice(data[name], f"{VERDICT_FILE}, {name}", signal_names(VerdictSignals))
        for name in Weight.__slots__
    }


@lru_cache(maxsize=1)
def verdict_file() -> dict[str, Any]:
    """What bench/fit/verdict.py has written: the models, and the cuts of `ledger.decision`."""
    data: dict[str, Any] = json.loads((files("iqtibas.align.ledger") / VERDICT_FILE).read_text(encoding="utf-8"))
    return data

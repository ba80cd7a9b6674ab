"""Whether a clause of the source is missing from its translation.

Contrastive conditioning (Vamvas & Sennrich 2022, "As Little as Possible, as Much as Necessary"): if a translation is
more probable given the source without one of its clauses than given the whole, that clause was probably not translated.
The embedded model judges whatever engine made the English.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from article.arabic import normalize
from article.model import Segment
from article.sentences import split_clauses
from translate.contrast import load_contrast
from translate.fitted import bounds
from translate.guard import log_ratio
from translate.plan import split_source

# Of longer sources the first clauses are tried: the cost of one check stays bounded.
MOST_PARTS = 5
# A clause that was translated has seldom fewer of its words attended to.
REACHED_SHARE = 0.4
_HALF = 0.6
_LEAST, _MOST = -30.0, 20.0


def drops_clause(source: str, english: str, reached: Collection[int] | None = None) -> bool:
    """Whether the English says clearly less than the source. Raises ModelError if the embedded model is damaged.

    reached: words of the source, counted between white space, that English words came from, where that is known: only
    the clause with the fewest of them is asked about, and none if all have many.
    """
    own, text = bounds(), normalize(source).text.strip()
    parts = _parts(text)
    doubtful = _doubtful(parts, reached)
    return bool(doubtful) and own.omission.probability(_row(text, english, parts, doubtful)) >= own.cut


def features(source: str, english: str) -> tuple[float, float]:
    """The log length ratio, and the most that leaving one clause out of the source adds to the log-probability.

    The second is kept between two bounds, and is the lower one for a source that cannot be parted.
    """
    text = normalize(source).text.strip()
    parts = _parts(text)
    return _row(text, english, parts, _doubtful(parts, None))


def _row(text: str, english: str, parts: Sequence[str], doubtful: Sequence[int]) -> tuple[float, float]:
    if not doubtful:
        return log_ratio(text, english), _LEAST
    judge = load_contrast()
    (whole,) = judge.log_probabilities(text, [english])
    rests = (" ".join(part for at, part in enumerate(parts) if at != left_out) for left_out in doubtful)
    gain = max(judge.log_probabilities(rest, [english])[0] for rest in rests) - whole
    return log_ratio(text, english), max(_LEAST, min(_MOST, gain))


def _doubtful(parts: Sequence[str], reached: Collection[int] | None) -> list[int]:
    """The parts that may be missing: the first ones, or the one reached least where that is known; none of one part."""
    if len(parts) < 2 or reached is None:
        return list(range(min(len(parts), MOST_PARTS))) if len(parts) > 1 else []
    shares, word = [], 0
    for part in parts:
        own = range(word, word + len(part.split()))
        word = own.stop
        shares.append(sum(at in reached for at in own) / max(1, len(own)))
    least = min(range(len(parts)), key=shares.__getitem__)
    return [least] if shares[least] < REACHED_SHARE else []


def _parts(text: str) -> list[str]:
    clauses = [text[clause.start : clause.end] for clause in split_clauses(text, Segment(0, len(text)))]
    if len(clauses) > 1:
        return clauses
    return [part for part in split_source(text, lambda part: len(part) <= _HALF * len(text)) if part.strip()]

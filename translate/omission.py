"""Whether a clause of the source is missing from its translation.

Contrastive conditioning (Vamvas & Sennrich 2022, "As Little as Possible, as Much as Necessary"): if a translation is
more probable given the source without one of its clauses than given the whole, that clause was probably not translated.
The embedded model judges whatever engine made the English. It is weak, so the sentence encoder is asked too whether the
English is nearer to the source without the clause.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log

from iqtibas.article.arabic.letters import normalize
from iqtibas.article.model import Segment
from iqtibas.article.sentences import split_clauses
from iqtibas.models.forced_decoding import load_contrast
from iqtibas.models.plan import split_source
from iqtibas.models.sentence_encoder import load_sentence_encoder
from iqtibas.translate.fitted import bounds
from iqtibas.translate.guard import log_ratio
from iqtibas.translate.signals import OmissionSignals

# Of longer sources the first clauses are tried: the cost of one check stays bounded.
MOST_PARTS = 5
# A clause that was translated has seldom fewer of its words attended to.
REACHED_SHARE = 0.4
_HALF = 0.6
_LEAST, _MOST = -30.0, 20.0
_FARTHEST = -0.5
# What a cosine counts beside a log-probability where the clause that is likeliest missing is looked for: from half of
# it to six times as much is as good.
COSINE = 40.0


def drops_clause(source: str, english: str, reached: Collection[int] | None = None) -> bool:
    """Whether the English says clearly less than the source. Raises ModelError if the embedded model is damaged.

    reached: words of the source, counted between white space, that English words came from, where that is known: if
    they are many in every clause, none is missing.
    """
    own, text = bounds(), normalize(source).text.strip()
    parts = _parts(text)
    return _doubtful(parts, reached) and own.omission.probability(_row(text, english, parts)) >= own.cut


def features(source: str, english: str) -> OmissionSignals:
    """The signals; of a source that cannot be parted, one that no clause is missing from."""
    text = normalize(source).text.strip()
    return _row(text, english, _parts(text))


def _row(text: str, english: str, parts: Sequence[str]) -> OmissionSignals:
    tried = range(min(len(parts), MOST_PARTS) if len(parts) > 1 else 0)
    rests = [" ".join(part for at, part in enumerate(parts) if at != left_out) for left_out in tried]
    near, *others = _similarities(english, [text, *rests])
    ratio, size = log_ratio(text, english), log(len(text) + 1)
    if not rests:
        return OmissionSignals(ratio, _LEAST, _FARTHEST, ratio, near, size)
    gains, nearer = _gains(text, rests, english), [other - near for other in others]
    at = max(tried, key=lambda n: gains[n] + COSINE * nearer[n])
    return OmissionSignals(ratio, gains[at], nearer[at], log_ratio(rests[at], english), near, size)


def _gains(text: str, rests: Sequence[str], english: str) -> list[float]:
    """What each way to leave something out adds to the log-probability of the English, between two bounds."""
    judge = load_contrast()
    whole, *others = (judge.log_probabilities(arabic, [english])[0] for arabic in (text, *rests))
    return [max(_LEAST, min(_MOST, other - whole)) for other in others]


def _similarities(english: str, arabic: Sequence[str]) -> list[float]:
    """Cosines to the English."""
    encoder = load_sentence_encoder()
    rows = encoder.encode([english, *arabic])
    encoder.forget()
    return [float(cosine) for cosine in rows[1:] @ rows[0]]


def _doubtful(parts: Sequence[str], reached: Collection[int] | None) -> bool:
    """Whether one of several parts may be missing: any, or one that was hardly reached where that is known."""
    if len(parts) < 2 or reached is None:
        return len(parts) > 1
    shares, word = [], 0
    for part in parts:
        own = range(word, word + len(part.split()))
        word = own.stop
        shares.append(sum(at in reached for at in own) / max(1, len(own)))
    return min(shares) < REACHED_SHARE


def _parts(text: str) -> list[str]:
    clauses = [text[clause.start : clause.end] for clause in split_clauses(text, Segment(0, len(text)))]
    if len(clauses) > 1:
        return clauses
    return [part for part in split_source(text, lambda part: len(part) <= _HALF * len(text)) if part.strip()]

"""The coverage check: what the statement says and the rendering leaves out, and the reverse.

Every word has a best counterpart on the other side (align/words.py). A sentence or clause whose words have only
poor ones was dropped, or added. A small logistic model, fitted by bench/coverage.py, weighs the poorest sentence,
the poorest clause, the poorest four-word window and the length ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Literal

from align.ledger.fitted import load_fitted
from align.ledger.quantities import mask_links
from align.model import Finding
from align.statement import is_call_to_action
from align.words import WordEncoder, worst_window
from article import Article, Segment
from article.sentences import split_clauses, split_sentences

if TYPE_CHECKING:
    from align.words import Floats

Side = Literal["omission", "addition"]
SIDES: tuple[Side, ...] = ("omission", "addition")
SIGNALS = ("sentence", "clause", "window", "length", "overall")
# Shorter clauses have too few words for their mean to say anything.
FEWEST_WORDS = 4
LONGEST_QUOTED = 120
# A sentence whose mean lies this far below the whole is named as a whole, otherwise its poorest clause is.
STANDS_OUT = 0.05


@dataclass(frozen=True, slots=True)
class Coverage:
    """One side's SIGNALS, and the sentence or clause that a finding would point at."""

    signals: tuple[float, ...]
    poorest: Segment


def measure(article: Article, said: Segment, rendering: Segment, words: WordEncoder) -> dict[Side, Coverage]:
    """Coverage of the statement by its rendering ("omission") and of the rendering by it ("addition")."""
    english, arabic = mask_links(article.slice(said)), mask_links(article.slice(rendering))
    link = words.link(english, arabic)
    ratio = log(max(1, len(arabic.split())) / max(1, len(english.split())))
    return {
        "omission": _coverage(article.text, said, link.english_words, link.english_best, -ratio),
        "addition": _coverage(article.text, rendering, link.arabic_words, link.arabic_best, ratio),
    }


def _coverage(text: str, span: Segment, words: Sequence[tuple[int, int]], best: Floats, length: float) -> Coverage:
    sentences = [s for s in split_sentences(text, span.start, span.end) if not is_call_to_action(text[s.start : s.end])]
    clauses = [c for s in sentences for c in split_clauses(text, s)]
    by_sentence, by_clause = (_poorest(units, span, words, best) for units in (sentences, clauses))
    overall = float(best.mean())
    whole = len(sentences) > 1 and overall - by_sentence[0] >= STANDS_OUT
    signals = (by_sentence[0], by_clause[0], worst_window(best)[0], length, overall)
    return Coverage(signals, by_sentence[1] if whole else by_clause[1])


def _poorest(
    units: Sequence[Segment], span: Segment, words: Sequence[tuple[int, int]], best: Floats
) -> tuple[float, Segment]:
    """The lowest mean over the words of a unit, and that unit; the whole span if no unit is long enough."""
    means = []
    for unit in units:
        inside = [i for i, (start, _) in enumerate(words) if unit.start <= span.start + start < unit.end]
        if len(inside) >= FEWEST_WORDS:
            means.append((float(best[inside].mean()), unit))
    return min(means, key=lambda m: (m[0], m[1].start), default=(float(best.mean()), span))


def check_coverage(article: Article, said: Segment, rendering: Segment, words: WordEncoder) -> list[Finding]:
    """An omission and an addition, each with the sentence or clause that has no counterpart."""
    findings = []
    for side, coverage in measure(article, said, rendering, words).items():
        fitted = load_fitted(side)
        probability = fitted.probability(coverage.signals, article.slice(coverage.poorest))
        if probability >= fitted.cut:
            findings.append(_finding(article, side, coverage.poorest, probability))
    return findings


def _finding(article: Article, side: Side, unit: Segment, probability: float) -> Finding:
    quoted = " ".join(article.slice(unit).split())
    if len(quoted) > LONGEST_QUOTED:
        quoted = quoted[:LONGEST_QUOTED].rsplit(" ", 1)[0] + " …"
    if side == "omission":
        return Finding("omission", unit, None, f"The Arabic leaves out “{quoted}”", probability)
    return Finding("addition", None, unit, f"The Arabic adds “{quoted}”, which the statement does not say", probability)

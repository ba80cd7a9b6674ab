"""The coverage check: what the statement says and the rendering leaves out, and the reverse.

Every word has a best counterpart on the other side (models/word_links.py). A sentence or clause whose words have only
poor ones, or ones that prefer other words, was dropped, or added. A small logistic model, fitted by
bench/fit/completeness.py, weighs the poorest clause and window by cosines and by links, how far the poorest sentence
lies below the whole, and the lengths in letters, which lost spaces between words do not change. Beside it stands a sign
of the page: a quotation that goes on where its rendering ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Literal

from iqtibas.align.find.statement import is_call_to_action
from iqtibas.align.ledger.completeness.connectives import is_connective
from iqtibas.align.ledger.fitted import load_fitted
from iqtibas.align.ledger.negation.check import is_glued
from iqtibas.align.ledger.numbers.quantities import mask_links
from iqtibas.align.model import Finding
from iqtibas.article import Article, Segment, find_quotes
from iqtibas.article.marks import QUOTATION_MARKS
from iqtibas.article.sentences import split_clauses, split_sentences
from iqtibas.models.word_links import WordEncoder, worst_window

if TYPE_CHECKING:
    from iqtibas.models.word_links import Floats

Side = Literal["omission", "addition"]
SIDES: tuple[Side, ...] = ("omission", "addition")
SIGNALS = ("clause", "window", "length", "overall", "mutual", "linked", "sentence")
# Shorter clauses have too few words for their mean to say anything.
FEWEST_WORDS = 4
# Links are surer than cosines and more often missing, so that it takes more words in a row without one.
LINKED_WINDOW = 6
# Whether a word is linked both ways is yes or no: of four words, none may be by chance.
PRIOR = 2
LONGEST_QUOTED = 120
# «One. Two.» of which only "One." was found to render the statement. Of eight such quotations in held-out alignments of
# QuoteBench and its freer layouts, five are additions and one is a faithful rendering; those that go on for longer say
# less. SLACK: how far a quotation may begin inside its rendering (marks).
GOES_ON, SLACK = 0.7, 3  # severity; code points
# The embeds of an article must not each read all of it.
LONGEST_AROUND = 6000
_STOPS = frozenset(".!?؟…")
_BETWEEN = " \t\u00a0" + "".join(sorted(_STOPS | QUOTATION_MARKS))
# A sentence whose mean lies this far below the whole is named as a whole, otherwise its poorest clause is.
STANDS_OUT = 0.05


@dataclass(frozen=True, slots=True)
class Coverage:
    """One side's SIGNALS, and the sentence or clause that a finding would point at."""

    signals: tuple[float, ...]
    poorest: Segment


def measure(article: Article, said: Segment, rendering: Segment, words: WordEncoder) -> dict[Side, Coverage]:
    """Coverage of the statement by its rendering ("omission") and of the rendering by it ("addition").

    Where Arabic words run together, nothing can be said of an omission: no English word has a counterpart of its own.
    """
    english, arabic = mask_links(article.slice(said)), mask_links(article.slice(rendering))
    link = words.link(english, arabic)
    length = log(max(1, _letters(arabic)) / max(1, _letters(english)))
    added = _coverage(article.text, rendering, link.arabic_words, link.similarity.T, link.strength.T, length)
    if is_glued(arabic):
        return {"addition": added}
    omitted = _coverage(article.text, said, link.english_words, link.similarity, link.strength, -length)
    return {"omission": omitted, "addition": added}


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def _coverage(
    text: str, span: Segment, words: Sequence[tuple[int, int]], similarity: Floats, strength: Floats, length: float
) -> Coverage:
    """similarity, strength: (words, words of the other side), see `models.word_links.Link`.

    length: log of the lengths.
    """
    sentences = [s for s in split_sentences(text, span.start, span.end) if not is_call_to_action(text[s.start : s.end])]
    clauses = [c for s in sentences for c in split_clauses(text, s)]
    best, mutual, linked = _counterparts(similarity, strength)
    idle = [c for c in clauses if is_connective(text[c.start : c.end])]
    asked = [i for i, (at, _) in enumerate(words) if not any(c.start <= span.start + at < c.end for c in idle)]
    if 0 < len(asked) < len(words):
        words = [words[i] for i in asked]
        best, mutual, linked = (values[asked] for values in (best, mutual, linked))
    by_sentence, by_clause = (_poorest(units, span, words, best) for units in (sentences, clauses))
    overall = float(best.mean())
    whole = len(sentences) > 1 and overall - by_sentence[0] >= STANDS_OUT
    signals = (
        by_clause[0],
        worst_window(best)[0],
        length,
        overall,
        _poorest(clauses, span, words, mutual, PRIOR)[0],
        worst_window(linked, LINKED_WINDOW)[0],
        float(linked.mean()) - _poorest(sentences, span, words, linked)[0],
    )
    return Coverage(signals, by_sentence[1] if whole else by_clause[1])


def _counterparts(similarity: Floats, strength: Floats) -> tuple[Floats, Floats, Floats]:
    """For each word its best cosine, 1 if that word's best is this one and else 0, and its strongest link."""
    import numpy as np

    if not similarity.size:
        nothing = np.zeros(max(1, len(similarity)), np.float32)
        return nothing, nothing, nothing
    closest = similarity.argmax(axis=1)
    mutual = similarity.argmax(axis=0)[closest] == np.arange(len(closest))
    return similarity.max(axis=1), mutual.astype(np.float32), strength.max(axis=1)


def _poorest(
    units: Sequence[Segment], span: Segment, words: Sequence[tuple[int, int]], values: Floats, prior: int = 0
) -> tuple[float, Segment]:
    """The lowest mean over the words of a unit, and that unit; the whole span if no unit is long enough.

    prior: so many more words of the overall mean are counted in with each unit.
    """
    means, overall = [], float(values.mean())
    for unit in units:
        inside = [i for i, (start, _) in enumerate(words) if unit.start <= span.start + start < unit.end]
        if len(inside) >= FEWEST_WORDS:
            means.append(((float(values[inside].sum()) + prior * overall) / (len(inside) + prior), unit))
    return min(means, key=lambda m: (m[0], m[1].start), default=(overall, span))


def check_coverage(article: Article, said: Segment, rendering: Segment, words: WordEncoder) -> list[Finding]:
    """An omission and an addition, each with the sentence or clause that has no counterpart."""
    findings: list[Finding] = []
    for side, coverage in measure(article, said, rendering, words).items():
        fitted = load_fitted(side)
        probability = fitted.probability(coverage.signals, article.slice(coverage.poorest))
        if probability >= fitted.cut:
            findings.append(_finding(article, side, coverage.poorest, probability))
    rest = _rest_of_quotation(article, said, rendering)
    if rest and not any(finding.kind == "addition" for finding in findings):
        findings.append(_finding(article, "addition", rest, GOES_ON))
    return findings


def _rest_of_quotation(article: Article, said: Segment, rendering: Segment) -> Segment | None:
    """The one sentence that a quotation below its embed has behind the rendering."""
    if said.end > rendering.start:
        return None
    at = bisect_right(article.blocks, rendering.start, key=lambda block: block.start)
    around = article.blocks[max(0, at - 2) : at]  # the block before may be the cue
    if not around or around[-1].end - around[0].start > LONGEST_AROUND:
        return None
    for quote in find_quotes(replace(article, blocks=around)):
        if quote.direct and quote.start <= rendering.start + SLACK and rendering.end < quote.end:
            behind = article.text[rendering.end : quote.end]
            between = len(behind) - len(behind.lstrip(_BETWEEN))
            rest = split_sentences(article.text, rendering.end + between, quote.end)
            ended = not _STOPS.isdisjoint(article.text[rendering.end - 1 : rendering.end + between])
            if ended and len(rest) == 1 and len(behind.split()) >= FEWEST_WORDS:
                return rest[0]
    return None


def _finding(article: Article, side: Side, unit: Segment, probability: float) -> Finding:
    quoted = " ".join(article.slice(unit).split())
    if len(quoted) > LONGEST_QUOTED:
        quoted = quoted[:LONGEST_QUOTED].rsplit(" ", 1)[0] + " …"
    if side == "omission":
        return Finding("omission", unit, None, f"The Arabic leaves out “{quoted}”", probability)
    return Finding("addition", None, unit, f"The Arabic adds “{quoted}”, which the statement does not say", probability)

"""The negation check: does the rendering deny what the statement affirms, or the reverse?

Counterfactual probes: every place where the statement could gain or lose a "not" is edited, and a translation model by
forced decoding (translate/contrast.py) and sentence vectors say whether the edited statement fits the Arabic better
than the official one. With the negation words of both sides they make a small logistic model (bench/negation.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from align.encode import SentenceEncoder
from align.ledger.fitted import load_fitted
from align.ledger.quantities import mask_links
from align.model import Finding
from article import Article, Segment
from article.arabic import fold, normalize
from translate import Contrast

_AUXILIARY = r"(?:is|are|was|were|am|will|would|should|could|can|may|might|must|shall|has|have|had|do|does|did)"
_DENIABLE = re.compile(rf"\b{_AUXILIARY}\b(?!\s+not\b)(?!n['’]t)", re.I)
_DENIED = re.compile(rf"\b({_AUXILIARY})(\s+not\b)", re.I)
_CONTRACTED = re.compile(r"\b(is|are|was|were|wo|would|should|could|ca|has|have|had|do|does|did|must)(n['’]t)\b", re.I)
_CANNOT = re.compile(r"\bcan(not)\b", re.I)
_NEVER = re.compile(r"\b(?:never(?: ever)?|not|no longer)\s+", re.I)
_SHORTENED = {"wo": "will", "ca": "can"}
_ENGLISH_WORDS = re.compile(
    r"\b(?:not|never|no|nor|none|nothing|nobody|neither|without|cannot|unable|fail\w*|refus\w*)\b|n['’]t\b", re.I
)
_ARABIC_WORDS = re.compile(
    r"(?<!\w)[وف]?(?:[أا]?ل(?:ا|م|ن|يس|يست|سنا|ست|يسوا|يسا)|غير|[بمل]?دون|[بل]?عدم|بلا|ابدا|مطلقا|قط|كلا|فشل\w*|رفض\w*|نفي|نفت)(?!\w)"
)
SIGNALS = ("decoded", "similar", "english", "arabic", "difference", "one_sided", "edits", "decoded_share")
# A long statement has many auxiliaries; probing more of them costs time and finds nothing new.
MOST_EDITS = 12


@dataclass(frozen=True, slots=True)
class Edit:
    """A statement with one negation put in or taken out. start, end: of the word it turns on, in the original."""

    text: str
    start: int
    end: int


def negation_edits(english: str) -> list[Edit]:
    """The statement with each of its negations removed and each missing one inserted, in the order of the text."""
    edits = {edit.text: edit for edit in _edits(english)}
    return sorted(edits.values(), key=lambda edit: (edit.start, edit.text))[:MOST_EDITS]


def _edits(english: str) -> Iterator[Edit]:
    for match in _DENIABLE.finditer(english):
        yield Edit(f"{english[: match.end()]} not{english[match.end() :]}", match.start(), match.end())
    for match in _DENIED.finditer(english):
        yield Edit(english[: match.start(2)] + english[match.end(2) :], match.start(), match.end())
    for match in _CONTRACTED.finditer(english):
        whole = _SHORTENED.get(match[1].lower(), match[1])
        yield Edit(english[: match.start()] + whole + english[match.end() :], match.start(), match.end())
    for match in _CANNOT.finditer(english):
        yield Edit(english[: match.start(1)] + english[match.end(1) :], match.start(), match.end())
    for match in _NEVER.finditer(english):
        yield Edit(english[: match.start()] + english[match.end() :], match.start(), match.end())


def negation_signals(
    english: str, arabic: str, edits: Sequence[Edit], contrast: Contrast, encoder: SentenceEncoder
) -> tuple[tuple[float, ...], Edit]:
    """SIGNALS of a pair, and the edit that fits the Arabic best. edits: at least one."""
    decoded = contrast.log_probabilities(arabic, [english, *(e.text for e in edits)])
    arabic_row, *rows = encoder.encode([arabic, english, *(e.text for e in edits)])
    similar = [float(arabic_row @ row) for row in rows]
    margins = [decoded[0] - d for d in decoded[1:]]
    best = min(range(len(edits)), key=lambda i: (margins[i], i))
    ours, theirs = len(_ENGLISH_WORDS.findall(english)), len(_ARABIC_WORDS.findall(fold(normalize(arabic).text)))
    signals = (
        margins[best],
        similar[0] - max(similar[1:]),
        float(min(3, ours)),
        float(min(3, theirs)),
        float(min(3, abs(ours - theirs))),
        float((ours > 0) != (theirs > 0)),
        float(len(edits)),
        margins[best] / max(1, len(english.split())),
    )
    return signals, edits[best]


def check_negation(
    article: Article, said: Segment, rendering: Segment, contrast: Contrast, encoder: SentenceEncoder
) -> list[Finding]:
    """At most one finding: the verb on which statement and rendering part."""
    english, arabic = mask_links(article.slice(said)), mask_links(article.slice(rendering))
    edits = negation_edits(english)
    if not edits:
        return []
    signals, edit = negation_signals(english, arabic, edits, contrast, encoder)
    model = load_fitted("negation")
    probability = model.probability(signals)
    if probability < model.cut:
        return []
    denied = _ENGLISH_WORDS.search(english[edit.start : edit.end + 12]) is not None and len(edit.text) < len(english)
    sides = ("denies", "affirms") if denied else ("affirms", "denies")
    span = Segment(said.start + edit.start, said.start + edit.end)
    words = " ".join(english[max(0, edit.start - 20) : edit.end + 30].split(" ")[1:-1])
    detail = f"The statement {sides[0]} what the Arabic {sides[1]}: “… {words} …”"
    return [Finding("negation", span, rendering, detail, probability)]

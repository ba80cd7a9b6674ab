"""The Arabic rendering of every embedded English statement, and what differs.

What is asked for is imported then: the words for a verdict (`align.model`) cost no ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from article.late import late_names

if TYPE_CHECKING:
    from align.aligner import Aligner, load_aligner
    from align.check import check_coverage, english_statements
    from align.check_model import Attribution, Check, Coverage, Unsourced
    from align.documents import Bead, align_documents
    from align.ledger.facts import arabic_facts
    from align.model import Alignment, Candidate, Finding, Rendering, Verdict
    from align.words import load_word_encoder
    from translate.encode import load_sentence_encoder

__all__ = [
    "Aligner",
    "Alignment",
    "Attribution",
    "Bead",
    "Candidate",
    "Check",
    "Coverage",
    "Finding",
    "Rendering",
    "Unsourced",
    "Verdict",
    "align_documents",
    "arabic_facts",
    "check_coverage",
    "english_statements",
    "load_aligner",
    "load_sentence_encoder",
    "load_word_encoder",
]

_HOMES = {
    "align.aligner": "Aligner load_aligner",
    "align.check": "check_coverage english_statements",
    "align.check_model": "Attribution Check Coverage Unsourced",
    "align.documents": "Bead align_documents",
    "align.ledger.facts": "arabic_facts",
    "align.model": "Alignment Candidate Finding Rendering Verdict",
    "align.words": "load_word_encoder",
    "translate.encode": "load_sentence_encoder",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = late_names(__name__, _HOMES)

"""The Arabic rendering of every embedded English statement, and what differs.

What is asked for is imported then: the words for a verdict (`align.model`) cost no ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.late import late_names

if TYPE_CHECKING:
    from iqtibas.align.aligner import Aligner, load_aligner
    from iqtibas.align.check import check_coverage, english_statements
    from iqtibas.align.check_model import Attribution, Check, Coverage, Unsourced
    from iqtibas.align.documents import Bead, align_documents
    from iqtibas.align.ledger.facts import arabic_facts
    from iqtibas.align.model import Alignment, Candidate, Finding, Rendering, Verdict
    from iqtibas.align.words import load_word_encoder
    from iqtibas.translate.encode import load_sentence_encoder

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
    "iqtibas.align.aligner": "Aligner load_aligner",
    "iqtibas.align.check": "check_coverage english_statements",
    "iqtibas.align.check_model": "Attribution Check Coverage Unsourced",
    "iqtibas.align.documents": "Bead align_documents",
    "iqtibas.align.ledger.facts": "arabic_facts",
    "iqtibas.align.model": "Alignment Candidate Finding Rendering Verdict",
    "iqtibas.align.words": "load_word_encoder",
    "iqtibas.translate.encode": "load_sentence_encoder",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = late_names(__name__, _HOMES)

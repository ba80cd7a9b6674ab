"""The Arabic rendering of every embedded English statement, and what differs."""

from __future__ import annotations

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

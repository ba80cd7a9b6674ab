"""The Arabic rendering of every embedded English statement, and what differs."""

from __future__ import annotations

from align.aligner import Aligner, load_aligner
from align.documents import Bead, align_documents
from align.encode import load_sentence_encoder
from align.ledger.facts import arabic_facts
from align.model import Alignment, Candidate, Finding, Rendering, Verdict
from align.words import load_word_encoder

__all__ = [
    "Aligner",
    "Alignment",
    "Bead",
    "Candidate",
    "Finding",
    "Rendering",
    "Verdict",
    "align_documents",
    "arabic_facts",
    "load_aligner",
    "load_sentence_encoder",
    "load_word_encoder",
]

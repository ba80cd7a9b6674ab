"""The Arabic rendering of every embedded English statement, and what differs."""

from __future__ import annotations

from align.aligner import Aligner, load_aligner
from align.ledger.facts import arabic_facts
from align.model import Alignment, Candidate, Finding, Rendering, Verdict

__all__ = [
    "Aligner",
    "Alignment",
    "Candidate",
    "Finding",
    "Rendering",
    "Verdict",
    "arabic_facts",
    "load_aligner",
]

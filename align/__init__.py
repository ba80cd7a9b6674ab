"""The Arabic rendering of every embedded English statement, and what differs.

What is asked for is imported then: the words for a verdict (`align.model`) cost no ledger. The package itself can be
called: `iqtibas.align(article)` is the function in `align.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.lazy import lazy_names, make_callable

if TYPE_CHECKING:
    from iqtibas.align.aligner import Aligner, load_aligner
    from iqtibas.align.coverage.check import check_coverage, english_statements
    from iqtibas.align.coverage.model import Attribution, Check, Coverage, Unsourced
    from iqtibas.align.documents import Bead, align_documents
    from iqtibas.align.ledger.facts import Fact, arabic_facts
    from iqtibas.align.model import Alignment, Candidate, Finding, Rendering, Verdict

__all__ = [
    "Aligner",
    "Alignment",
    "Attribution",
    "Bead",
    "Candidate",
    "Check",
    "Coverage",
    "Fact",
    "Finding",
    "Rendering",
    "Unsourced",
    "Verdict",
    "align_documents",
    "arabic_facts",
    "check_coverage",
    "english_statements",
    "load_aligner",
]

_HOMES = {
    "iqtibas.align.aligner": "Aligner load_aligner",
    "iqtibas.align.coverage.check": "check_coverage english_statements",
    "iqtibas.align.coverage.model": "Attribution Check Coverage Unsourced",
    "iqtibas.align.documents": "Bead align_documents",
    "iqtibas.align.ledger.facts": "Fact arabic_facts",
    "iqtibas.align.model": "Alignment Candidate Finding Rendering Verdict",
}

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = lazy_names(__name__, _HOMES)

make_callable(__name__, "iqtibas.align.api")

"""Numbers, dates and quantities in English and Arabic text, by value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iqtibas.article.lazy import lazy_names

if TYPE_CHECKING:
    from iqtibas.article.quantities.compare import Contradiction, contradictions

__all__ = ["Contradiction", "contradictions"]

if not TYPE_CHECKING:  # else every name would pass for one of ours
    __getattr__ = lazy_names(__name__, {"iqtibas.article.quantities.compare": "Contradiction contradictions"})

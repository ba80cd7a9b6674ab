"""What a statement and its rendering do not say alike, word by word: one network that compares both texts."""

from __future__ import annotations

from iqtibas.models.divergence.tagger import KINDS, LABELS, Divergence, DivergenceTagger, load_tagger

__all__ = ["KINDS", "LABELS", "Divergence", "DivergenceTagger", "load_tagger"]

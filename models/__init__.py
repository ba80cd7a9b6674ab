"""What runs weights: the registry, integrity, two translation engines, the encoders and the scorers on top of them."""

from __future__ import annotations

from iqtibas.models.engine import Options
from iqtibas.models.forced_decoding import Contrast, load_contrast
from iqtibas.models.registry import KnownModel, ModelInfo, list_models, pull, resolve, verify
from iqtibas.models.sentence_encoder import SentenceEncoder, load_sentence_encoder
from iqtibas.models.word_links import Link, WordEncoder, load_word_encoder

__all__ = [
    "Contrast",
    "KnownModel",
    "Link",
    "ModelInfo",
    "Options",
    "SentenceEncoder",
    "WordEncoder",
    "list_models",
    "load_contrast",
    "load_sentence_encoder",
    "load_word_encoder",
    "pull",
    "resolve",
    "verify",
]

"""Arabic articles to English, on this machine: models, two engines, and a guard that warns of bad output."""

from __future__ import annotations

from translate.contrast import Contrast, load_contrast
from translate.engine import Options
from translate.models import KnownModel, ModelInfo, list_models, pull, resolve, verify
from translate.translator import Hypothesis, Translation, Translator, load

__all__ = [
    "Contrast",
    "Hypothesis",
    "KnownModel",
    "ModelInfo",
    "Options",
    "Translation",
    "Translator",
    "list_models",
    "load",
    "load_contrast",
    "pull",
    "resolve",
    "verify",
]

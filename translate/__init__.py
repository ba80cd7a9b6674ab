"""Arabic articles to English, on this machine: models, two engines, and a guard that warns of bad output."""

from __future__ import annotations

from iqtibas.translate.batch import NO_SHARD, Batch, Outcome, Shard, Written, count_articles, parse_shard, run_batch
from iqtibas.translate.cluster import load_cluster
from iqtibas.translate.contrast import Contrast, load_contrast
from iqtibas.translate.engine import Options
from iqtibas.translate.glossary import Glossary, read_glossary
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.journal import STATE_FOLDER, Journal, setting_digest
from iqtibas.translate.memory import Memory, MemoryStats, Pair, memory_path, users_memory
from iqtibas.translate.models import KnownModel, ModelInfo, list_models, pull, resolve, verify
from iqtibas.translate.translator import Translation, Translator, load, load_late

__all__ = [
    "NO_SHARD",
    "STATE_FOLDER",
    "Batch",
    "Contrast",
    "Glossary",
    "Hypothesis",
    "Journal",
    "KnownModel",
    "Memory",
    "MemoryStats",
    "ModelInfo",
    "Options",
    "Outcome",
    "Pair",
    "Shard",
    "Translation",
    "Translator",
    "Written",
    "count_articles",
    "list_models",
    "load",
    "load_cluster",
    "load_contrast",
    "load_late",
    "memory_path",
    "parse_shard",
    "pull",
    "read_glossary",
    "resolve",
    "run_batch",
    "setting_digest",
    "users_memory",
    "verify",
]

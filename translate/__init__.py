"""Arabic articles to English, on this machine: models, two engines, and a guard that warns of bad output."""

from __future__ import annotations

from translate.batch import NO_SHARD, Batch, Outcome, Shard, Written, count_articles, parse_shard, run_batch
from translate.cluster import load_cluster
from translate.contrast import Contrast, load_contrast
from translate.engine import Options
from translate.glossary import Glossary, read_glossary
from translate.hypothesis import Hypothesis
from translate.journal import STATE_FOLDER, Journal, setting_digest
from translate.memory import Memory, MemoryStats, Pair, memory_path, users_memory
from translate.models import KnownModel, ModelInfo, list_models, pull, resolve, verify
from translate.translator import Translation, Translator, load, load_late

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

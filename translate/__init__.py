"""Arabic articles to English, on this machine, with a guard that warns of bad output.

The package itself can be called: `iqtibas.translate(article)` is the function in `translate.api`.
"""

from __future__ import annotations

from iqtibas.article.lazy import make_callable
from iqtibas.storage.lock import STATE_FOLDER
from iqtibas.translate.batch import (
    NO_SHARD,
    Batch,
    Outcome,
    Shard,
    WrittenArticle,
    count_articles,
    parse_shard,
    run_batch,
)
from iqtibas.translate.cluster import load_cluster
from iqtibas.translate.glossary import Glossary, read_glossary
from iqtibas.translate.hypothesis import Hypothesis
from iqtibas.translate.journal import Journal, setting_digest
from iqtibas.translate.memory import Memory, MemoryStats, Pair, memory_path, users_memory
from iqtibas.translate.translator import Translation, Translator, load, load_lazy

__all__ = [
    "NO_SHARD",
    "STATE_FOLDER",
    "Batch",
    "Glossary",
    "Hypothesis",
    "Journal",
    "Memory",
    "MemoryStats",
    "Outcome",
    "Pair",
    "Shard",
    "Translation",
    "Translator",
    "WrittenArticle",
    "count_articles",
    "load",
    "load_cluster",
    "load_lazy",
    "memory_path",
    "parse_shard",
    "read_glossary",
    "run_batch",
    "setting_digest",
    "users_memory",
]

make_callable(__name__, "iqtibas.translate.api")

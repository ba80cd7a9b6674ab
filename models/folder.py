"""The files of a model folder, and reading the small ones without trusting them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from iqtibas.article.errors import ModelError
from iqtibas.article.input.regular import is_regular

CONFIG, GENERATION, WEIGHTS = "config.json", "generation_config.json", "model.safetensors"
SOURCE_PIECES, TARGET_PIECES, VOCABULARY = "source.spm", "target.spm", "vocab.json"
TOKENIZER = "tokenizer_config.json"
# All that a MarianMT model needs, and all that is ever downloaded. A model whose two SentencePiece files
# are the same may leave out target.spm.
MODEL_FILES = (CONFIG, GENERATION, WEIGHTS, SOURCE_PIECES, TARGET_PIECES, VOCABULARY, TOKENIZER)
# The largest of them, a vocabulary of 60 000 pieces, has about 1.5 MB.
LARGEST_JSON = 32 << 20
# Released SentencePiece models of 32 000 pieces have 0.8 MB.
LARGEST_PIECES = 32 << 20


def read_json(path: Path, *, optional: bool = False) -> dict[str, Any]:
    """A JSON object. optional: a missing file reads as an empty one. Raises ModelError for anything else."""
    if optional and not path.exists():
        return {}
    try:
        if not is_regular(path):
            path.stat()  # says so where nothing is there
            raise ModelError(str(path), "is no file")
        if path.stat().st_size > LARGEST_JSON:
            raise ModelError(str(path), f"is larger than {LARGEST_JSON >> 20} MB")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(str(path), f"cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise ModelError(str(path), "is not JSON", "pull or reinstall the model") from error
    if not isinstance(data, dict):
        raise ModelError(str(path), "is not a JSON object")
    return data

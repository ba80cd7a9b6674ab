"""Convert a model for CTranslate2: `python -m iqtibas.models.convert MODEL OUTPUT PRECISION`.

A program, not a module to import: it loads torch and transformers. `models.conversion` runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from iqtibas.models.engine_transformers import load_checkpoint
from iqtibas.models.folder import VOCABULARY, read_json


class Vocabulary:
    """As much of a tokenizer as the converter asks for, so that one SentencePiece file is enough."""

    eos_token, unk_token = "</s>", "<unk>"

    def __init__(self, folder: Path) -> None:
        self._ids = read_json(folder / VOCABULARY)

    def get_vocab(self) -> dict[str, int]:
        """Piece to number."""
        return self._ids


def main(model: str, folder: str, precision: str) -> None:
    """Convert in this process: torch and transformers are imported. Raises whatever they raise."""
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        """Loads in float32 whatever the file's type is, strictly, and never from the network."""

        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            return load_checkpoint(Path(path))

        def load_tokenizer(self, tokenizer_class: Any, path: str, **options: Any) -> Any:
            return Vocabulary(Path(path))

    Converter(model).convert(folder, quantization=precision, force=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

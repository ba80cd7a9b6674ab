"""Greedy translations by a model folder alone, in CTranslate2 int8, and a teacher's text made of them.

The model without the product's rules around it, so that what training changes is what is seen.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bench.train.data import Corpus, Pair
from iqtibas.article.arabic.letters import normalize
from iqtibas.models.convert import main as convert
from iqtibas.models.engine import Pieces, read_options
from iqtibas.models.engine_ctranslate2 import FastEngine

MOST_SOURCE_PIECES = 150  # of what a teacher is given


def translate_greedily(folder: Path, texts: Sequence[str]) -> list[str]:
    """The likeliest next piece, again and again. Raises ModelError for a folder that does not load."""
    with tempfile.TemporaryDirectory() as place:
        convert(str(folder), place + "/model", "int8")
        engine, pieces = FastEngine(Path(place) / "model", threads=1), Pieces(folder)
        options = replace(read_options(folder, engine.name, "int8"), beam=1, candidates=1)
        sources = [pieces.encode(normalize(text).text) for text in texts]
        made = dict(engine.translate(sources, options))
    return [pieces.decode(made[i].pieces) for i in range(len(texts))]


def distil(teacher: Path, pairs: Iterable[Pair], most: int) -> Corpus:
    """The first pairs with the teacher's English for their own: sequence-level distillation (Kim and Rush 2016)."""
    pieces = Pieces(teacher)
    sources = list(dict.fromkeys(arabic for arabic, _ in pairs))[:most]
    sources = [text for text in sources if len(pieces.encode(text)) <= MOST_SOURCE_PIECES]
    made = zip(sources, translate_greedily(teacher, sources), strict=True)
    kept = tuple((arabic, english) for arabic, english in made if english)
    return Corpus("distilled", kept, 1.0, 1.0)

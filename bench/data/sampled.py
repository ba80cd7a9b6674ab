"""More articles like QuoteBench's from the same documents: other statements embedded, changed and left out.

QuoteBench dev draws three articles from each document of half of NTREX. Its own generator with other seeds draws more,
so that most sentences of a document are a statement somewhere: what is fitted leans less on which three were drawn,
and figures over all of them move less. Nothing of another document comes in; folds by document hold these out too.
"""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.data.sets import HINT_SHARED, MissingDataError, by_document, read_parallel

GENERATOR = Path("tools") / "make_quotebench.py"
SEEDS = (11, 12, 13)
FREE_SEEDS = (14,)  # for the freer layouts
VARIANTS = 3
RUN = 12  # lines of FLORES dev that count as one document


def sampled_rows(shared: Path, seeds: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Gold rows as QuoteBench has them, VARIANTS a document and seed; a row's id is the document's with #number."""
    build = _generator(shared / GENERATOR).build
    for name, own in by_document(read_parallel(shared / "eval", "ntrex-odd")).items():
        pairs = [(pair.arabic, pair.english) for pair in own]
        for seed in seeds:
            for variant in range(VARIANTS):
                if row := build(f"{name}#{variant}", pairs, random.Random(f"{seed}/{name}/{variant}")):
                    yield row


def drawn_rows(shared: Path, variants: int) -> Iterator[dict[str, Any]]:
    """Gold rows as QuoteBench has them, of runs of FLORES dev: text that nothing of the matcher was fitted on."""
    build = _generator(shared / GENERATOR).build
    for name, own in by_document(read_parallel(shared / "eval", "flores-dev", RUN)).items():
        pairs = [(pair.arabic, pair.english) for pair in own]
        for variant in range(variants):
            if row := build(f"{name}#{variant}", pairs, random.Random(f"{name}/{variant}")):
                yield row


def _generator(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("make_quotebench", path)
    if spec is None or spec.loader is None or not path.exists():
        raise MissingDataError(str(path), "the generator of QuoteBench is not there", HINT_SHARED)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

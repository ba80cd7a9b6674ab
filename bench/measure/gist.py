"""How often names and numbers come through right in the articles, and what the guard and its retries cost.

usage: python -m bench.measure.gist [ARTICLES...] [--model embedded] [--json OUT]      (default: ../shared/articles)

A mention counts as right if the English of its sentence has the name as often as the Arabic does; a number in digits,
if the English has its value. Nothing of the articles is copied. Costs are processor seconds on one thread with and
without checks and retries.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from iqtibas.article import Article, read_articles, segment_article
from iqtibas.report import write_atomically
from iqtibas.translate import Hypothesis, Translator, load, pipeline
from iqtibas.translate.numbers import missing_numbers, number_values

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = {"Blinken": "بلينكن", "NATO": "الناتو", "Ukraine": "أوكرانيا", "Japan": "اليابان", "Korea": "كوريا"}


def mentions(sources: Sequence[str], made: Sequence[Hypothesis]) -> dict[str, list[int]]:
    """For each name how many mentions are right, of how many."""
    return {
        english: [
            sum(min(s.count(arabic), h.text.count(english)) for s, h in zip(sources, made, strict=True)),
            sum(source.count(arabic) for source in sources),
        ]
        for english, arabic in NAMES.items()
    }


def timed(translator: Translator, sources: Sequence[str]) -> float:
    started = time.process_time()
    translator.translate_texts(sources)
    return round(time.process_time() - started, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", default=[str(ROOT.parent / "shared" / "articles")])
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found = [article for article in read_articles(asked.articles) if isinstance(article, Article)]
    sources = [article.slice(segment) for article in found for segment in segment_article(article)]
    translator = load(asked.model, offline=True, threads=1)
    made = translator.translate_texts(sources)
    names = mentions(sources, made)
    lost = sum(len(missing_numbers(s, h.text)) for s, h in zip(sources, made, strict=True))
    given = sum(len(set(number_values(source))) for source in sources)
    with patch.object(pipeline, "RETRY_STRATEGIES", ()), patch.object(pipeline, "drops_clause", lambda *_, **__: False):
        plain = timed(translator, sources)
    result = {
        "names": names,
        "names right": round(sum(right for right, _ in names.values()) / max(1, sum(n for _, n in names.values())), 3),
        "numbers right": [round(1 - lost / max(1, given), 3), given],
        "processor_s": {"without retries and omission check": plain, "with": timed(translator, sources)},
        "segments": len(sources),
        "noted": sum(any(not note.startswith("restored") for note in h.notes) for h in made),
    }
    print(json.dumps(result, indent=1))
    if asked.json:
        write_atomically(asked.json, json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""How often names and numbers come through right in the articles, and what the guard and its retries cost.

usage: python -m bench.measure.gist [ARTICLES...] [--model embedded] [--json OUT]      (default: ../shared/articles)

A mention counts as right if the English of its sentence has the name as often as the Arabic does; a quantity, if
the English has its value. Nothing of the articles is copied. Costs are processor seconds on one thread with and
without checks and retries.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from unittest.mock import patch

from bench.harness import SHARED, command_line, finish, in_turns, ratio_of_pairs, run_main
from iqtibas.article import Article, read_articles, segment_article
from iqtibas.article.quantities.arabic import arabic_quantities
from iqtibas.translate import Hypothesis, Translator, load, pipeline
from iqtibas.translate.numbers import differences

ROUNDS = 3
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


def costs(translator: Translator, sources: Sequence[str]) -> dict[str, object]:
    """Median processor seconds with checks and retries and without, and the median of their ratios; both in turns."""

    def plain() -> None:
        unchecked = patch.object(pipeline, "drops_clause", lambda *_, **__: False)
        with patch.object(pipeline, "RETRY_STRATEGIES", ()), unchecked:
            translator.translate_texts(sources)

    took = in_turns({"without": plain, "with": lambda: translator.translate_texts(sources)}, ROUNDS)
    seconds = {name: round(median(rounds), 2) for name, rounds in took.items()}
    return {**seconds, "with / without": round(ratio_of_pairs(took["with"], took["without"]), 3)}


def main() -> None:
    parser = command_line(__doc__, "json", "model")
    parser.add_argument("articles", nargs="*", default=[str(SHARED / "articles")])
    asked = parser.parse_args()
    found = [article for article in read_articles(asked.articles) if isinstance(article, Article)]
    sources = [article.slice(segment) for article in found for segment in segment_article(article)]
    translator = load(asked.model, offline=True, threads=1)
    made = translator.translate_texts(sources)
    names = mentions(sources, made)
    told = [own for s, h in zip(sources, made, strict=True) for own in differences(s, h.text)]
    lost = sum(own.source is not None for own in told)
    given = sum(not own.soft for source in sources for own in arabic_quantities(source))
    result = {
        "names": names,
        "names right": round(sum(right for right, _ in names.values()) / max(1, sum(n for _, n in names.values())), 3),
        "numbers right": [round(1 - lost / max(1, given), 3), given],
        "processor_s": costs(translator, sources),
        "segments": len(sources),
        "noted": sum(any(not note.startswith("restored") for note in h.notes) for h in made),
    }
    finish(asked, result)


if __name__ == "__main__":
    run_main(main)

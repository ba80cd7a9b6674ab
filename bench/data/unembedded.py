"""What bench/fit/check.py fits and measures on: statements and articles that do not embed them, with gold.

1. QuoteBench and its freer layouts (bench/data/layouts.py) with the embedded tweets cut out, these as statements.
2. ntrex's documents as articles of paragraphs ("plain"), their English lines as statements; every fifth Arabic line is
   left out, so that its statement is not covered though all around it is.
Beside its own, each article is asked for some statements of other documents, among those that sentence vectors let
through: what a list of statements brings.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data.layouts import lay_out
from bench.data.sets import by_document, read_articles, read_parallel
from bench.fit.matching import Example, trimmed
from iqtibas.align.coverage.nearness import Nearness, rows_of
from iqtibas.align.find.candidates import Stretch, find_stretches, running_sentences
from iqtibas.align.find.query import read_query
from iqtibas.article import Article
from iqtibas.article.article_reading import ArticleReading
from iqtibas.article.input.plain import article_from_text
from iqtibas.article.reading import Reading
from iqtibas.models.sentence_encoder import load_sentence_encoder

SEED = 11
DROPPED_LINE, LINES_A_PARAGRAPH = 5, 3
# Statements of other documents that an article is asked for.
FOREIGN = 4


@dataclass(frozen=True)
class Asked:
    """A statement with what the article makes of it. places: code points, () if it has no rendering.

    verdict: QuoteBench's, or "" where unknown.
    """

    text: str
    places: tuple[tuple[int, int], ...]
    verdict: str = ""


@dataclass(frozen=True)
class Covering:
    """An article and the statements whose fate in it is known."""

    kind: str
    document: str
    article: Article
    asked: tuple[Asked, ...]


def unembedded(row: dict[str, Any]) -> dict[str, Any]:
    """A gold row without its embeds."""
    text, cuts = row["text"], sorted((t["start"], t["end"]) for t in row["tweets"])
    cuts = [(start, end + (text[end : end + 1] == "\n")) for start, end in cuts]
    kept = [
        (a, b) for a, b in zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True)
    ]

    def moved(place: Sequence[int]) -> tuple[int, int]:
        before = sum(end - start for start, end in cuts if end <= place[0])
        return place[0] - before, place[1] - before

    tweets = []
    for tweet in row["tweets"]:
        places = tweet.get("parts") or ([tweet["rendering"]] if tweet["rendering"] else [])
        tweets.append({**tweet, "places": tuple(moved(place) for place in places)})
    return {**row, "text": "".join(text[start:end] for start, end in kept), "tweets": tweets}


def quotebench(path: Path) -> Iterator[Covering]:
    """QuoteBench's articles, as they are ("gold") and in freer layouts ("free"), without their embeds."""
    rows = read_articles(path)
    for kind, own in (("gold", rows), ("free", [lay_out(row) for row in rows])):
        for row in map(unembedded, own):
            asked = tuple(Asked(t["english"], t["places"], t["verdict"]) for t in row["tweets"])
            yield Covering(kind, row["id"].split("#")[0], _article(row["id"], row["text"]), asked)


def documents(folder: Path, dropped: int = DROPPED_LINE) -> Iterator[Covering]:
    """ntrex's documents. dropped: every how manieth Arabic line is left out; 0 for none."""
    for name, own in by_document(read_parallel(folder, "ntrex-odd")).items():
        text, asked, before = "", [], ""
        for at, (arabic, english) in enumerate((pair.arabic, pair.english) for pair in own):
            if dropped and at % dropped == dropped - 1:
                asked.append(Asked(english, ()))
                continue
            new = at % LINES_A_PARAGRAPH == 0 or before[-1:] not in '.؟!"”»'
            text += "" if not text else "\n" if new else " "
            asked.append(Asked(english, ((len(text), len(text) + len(arabic)),)))
            text, before = text + arabic, arabic
        yield Covering("plain", name, _article(name, text), tuple(asked))


def _article(name: str, text: str) -> Article:
    return article_from_text(text, id=name, source=name, sha256="")


def with_foreign(coverings: Sequence[Covering], more: Sequence[str] = ()) -> list[Covering]:
    """Each article also asked for a few statements that it has nothing to do with, but that are near to it.

    more: statements of none of the articles.
    """
    encoder, rng = load_sentence_encoder(), random.Random(SEED)
    pool = list(dict.fromkeys([(a.text, c.document) for c in coverings for a in c.asked] + [(t, "") for t in more]))
    statements = Nearness.of([text for text, _ in pool], encoder)
    found = []
    for covering in coverings:
        near = statements.near(rows_of(ArticleReading(covering.article), encoder))
        foreign = [pool[k][0] for k in near if pool[k][1] != covering.document]
        asked = (
            *covering.asked,
            *(Asked(text, (), "missing") for text in rng.sample(foreign, min(FOREIGN, len(foreign)))),
        )
        found.append(Covering(covering.kind, covering.document, covering.article, asked))
    return found


def examples(coverings: Sequence[Covering]) -> list[Example]:
    """What bench/fit/aligner.py fits on."""
    found = []
    for at, covering in enumerate(coverings):
        reading = ArticleReading(covering.article)
        stretches, sentences = find_stretches(reading), running_sentences(reading)
        for asked in covering.asked:
            gold = [trimmed(covering.article, Stretch(*place, -1, False, False, False)) for place in asked.places]
            query = read_query(Reading(asked.text))
            row = f"{covering.kind}/{at}"
            found.append(
                Example(covering.kind, asked.verdict or "plain", row, reading, None, query, stretches, sentences, gold)
            )
    return found
